"""What changed from one version to the next, line by line, for those who must see it at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import zip_longest
from typing import NamedTuple

from kiosk.affairs.disclosure import (
    Block,
    Content,
    Excuse,
    Figure,
    Grid,
    Heading,
    Ledger,
    Listing,
    Nothing,
    Paragraph,
    Project,
    Resolution,
    Scan,
    Table,
)
from kiosk.affairs.media import Media
from kiosk.affairs.money import format_yuan
from kiosk.affairs.outline import outline

_ALIKE = 0.4
"""Texts less alike than this are not marked character by character."""
_AROUND, _SHORT = 1, 3
"""Lines left open around a change, and the longest run that is not worth folding."""
_LONGEST = 600
"""Characters up to which a cell is compared character by character."""


class Line(NamedTuple):
    """One line of a document: its cells, and the pictures beside it."""

    cells: tuple[str, ...]
    media: tuple[Media, ...] = ()

    @property
    def key(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Equal for lines that look the same."""
        return self.cells, tuple(m.digest for m in self.media)


class Change(StrEnum):
    """What became of a line."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"

    @property
    def chinese(self) -> str:
        """The word beside it."""
        return {"same": "", "changed": "改了", "added": "新加", "removed": "去掉"}[self.value]


Marked = tuple[tuple[str, bool], ...]
"""Pieces of a cell; True for those that are not in the other version."""


class Side(NamedTuple):
    """A line as one version has it."""

    cells: tuple[Marked, ...]
    media: tuple[Media, ...]


class Pair(NamedTuple):
    """A line in both versions; one of them None where it is not there."""

    change: Change
    old: Side | None
    new: Side | None


def lines_of(content: Content) -> list[Line]:
    """A document as lines, in reading order."""
    return [*_document(content), *(line for block in content.body for line in _block(block))]


def compare(old: Content | None, new: Content) -> list[Pair]:
    """Every line of both; without an old one all lines are as they are."""
    fresh = lines_of(new)
    if old is None:
        return [Pair(Change.SAME, None, _plain(line)) for line in fresh]
    before = lines_of(old)
    matcher = SequenceMatcher(None, [x.key for x in before], [x.key for x in fresh], autojunk=False)
    found: list[Pair] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            found += [
                Pair(Change.SAME, _plain(a), _plain(b))
                for a, b in zip(before[i1:i2], fresh[j1:j2], strict=True)
            ]
        else:
            found += _replaced(before[i1:i2], fresh[j1:j2])
    return found


class Run(NamedTuple):
    """Neighbouring lines; a long run without a change is folded."""

    folded: bool
    pairs: list[Pair]


def runs_of(pairs: Sequence[Pair]) -> list[Run]:
    """All lines in runs, with a line or two around every change left open."""
    near = {
        at + by
        for at, pair in enumerate(pairs)
        if pair.change is not Change.SAME
        for by in range(-_AROUND, _AROUND + 1)
    }
    found: list[Run] = []
    for at, pair in enumerate(pairs):
        folded = at not in near
        if not found or found[-1].folded is not folded:
            found.append(Run(folded, []))
        found[-1].pairs.append(pair)
    return [Run(run.folded and len(run.pairs) > _SHORT, run.pairs) for run in found]


def _replaced(old: Sequence[Line], new: Sequence[Line]) -> Iterator[Pair]:
    for before, after in zip_longest(old, new):
        if before is None:
            yield Pair(Change.ADDED, None, _plain(after))
        elif after is None:
            yield Pair(Change.REMOVED, _plain(before), None)
        else:
            marked = [_mark(a, b) for a, b in zip_longest(before.cells, after.cells, fillvalue="")]
            yield Pair(
                Change.CHANGED,
                Side(tuple(left for left, _ in marked), before.media),
                Side(tuple(right for _, right in marked), after.media),
            )


def _plain(line: Line) -> Side:
    return Side(tuple(((cell, False),) for cell in line.cells), line.media)


def _mark(old: str, new: str) -> tuple[Marked, Marked]:
    """Both texts in pieces, marked where they differ; whole where they are not alike."""
    if old == new:
        return ((old, False),), ((new, False),)
    if not old or not new or max(len(old), len(new)) > _LONGEST or _is_number(old, new):
        return ((old, True),), ((new, True),)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return ((old, True),), ((new, True),)
    left, right = [], []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if i2 > i1:
            left.append((old[i1:i2], tag != "equal"))
        if j2 > j1:
            right.append((new[j1:j2], tag != "equal"))
    return tuple(left), tuple(right)


def _is_number(*texts: str) -> bool:
    """An amount is marked whole: 1,200.00 against 1,000.00 is not one digit."""
    return any(text.replace(",", "").replace(".", "").replace("-", "").isdigit() for text in texts)


def _document(content: Content) -> Iterator[Line]:  # noqa: C901, PLR0912 - one case a kind
    match content.document:
        case Ledger(opening=opening, closing=closing, entries=entries) as ledger:
            yield Line(("", "上期结余", "", format_yuan(opening)))
            for entry in entries:
                amount = format_yuan(entry.received or -entry.paid)
                words = "，".join(t for t in (entry.party, entry.account, entry.note) if t)
                day = f"{entry.day.month}月{entry.day.day}日"
                yield Line((day, entry.summary, words, amount), entry.vouchers)
            yield Line(("", "收入合计", "", format_yuan(ledger.received)))
            yield Line(("", "支出合计", "", format_yuan(ledger.paid)))
            yield Line(("", "本期结余", "", format_yuan(closing)))
        case Table(columns=columns, rows=rows, totals=totals):
            yield Line(tuple(column.name for column in columns))
            # A dash for an empty cell: what follows must not slide below another column's name.
            yield from (Line(tuple(cell or "—" for cell in row)) for row in rows)
            if totals:
                yield Line(tuple(cell or "—" for cell in totals))
        case Project() as project:
            yield Line(("预算", format_yuan(project.budget)))
            for name, text in (
                ("施工单位", project.contractor),
                ("监督", project.supervisor),
                ("资金来源", project.funding),
            ):
                if text:
                    yield Line((name, text))
            for stage in project.stages:
                done = f"{stage.done} 完成" if stage.done else "没有完成"
                money = f"预算 {format_yuan(stage.budget)}，已付 {format_yuan(stage.paid)}"
                yield Line((stage.name, done, money, stage.note), stage.photos)
        case Resolution() as resolution:
            came = f"应到 {resolution.expected}，实到 {resolution.present}"
            yield Line((resolution.meeting, str(resolution.day), resolution.place, came))
            for motion in resolution.motions:
                votes = f"同意 {motion.agreed}，反对 {motion.opposed}，弃权 {motion.abstained}"
                yield Line((motion.text, votes, "通过" if motion.passed else "没有通过"))
        case Scan(pages=pages):
            yield from (Line((page.alt,), (page,)) for page in pages)
        case Nothing(statement=statement):
            yield Line((statement,))
        case Excuse(reason=reason, granted_by=granted_by):
            yield Line((reason, f"批准：{granted_by}"))
        case other:
            for section in outline(other):
                if section.heads:
                    yield Line(section.heads)
                for row in section.rows:
                    # A dash for an empty cell: what follows must keep its column.
                    cells = tuple(c or "—" for c in row.cells) if section.heads else row.cells
                    yield Line(cells, row.pictures)


def _block(block: Block) -> Iterator[Line]:
    match block:
        case Heading(text=text):
            yield Line((text,))
        case Paragraph(spans=spans):
            yield Line(("".join(span.text for span in spans),))
        case Listing(items=items):
            yield from (Line(("· " + "".join(s.text for s in item),)) for item in items)
        case Grid(heads=heads, rows=rows):
            yield from (Line(tuple(c or "—" for c in row)) for row in (heads, *rows))
        case Figure(media=media):
            yield Line((media.alt,), (media,))
