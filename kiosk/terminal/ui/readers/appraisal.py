"""An appraisal: averages with the counts behind them, last year's promises, this year's."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from kiosk.affairs.appraisal import Appraisal, Appraised, Kept, Promise, Tally, points_text
from kiosk.terminal.ui.dates import day_text
from kiosk.terminal.ui.flow import Piece, piece
from kiosk.terminal.ui.layout import Block, Column, Row
from kiosk.terminal.ui.readers.parts import heading
from kiosk.terminal.ui.theme import Colour
from kiosk.terminal.ui.widgets.facts import Fact, fact_grid
from kiosk.terminal.ui.widgets.shares import Shares

if TYPE_CHECKING:
    from kiosk.terminal.ui.stage import Stage


def appraisal_pieces(board: Stage, appraisal: Appraisal, width: float) -> list[Piece]:
    """Who came and voted, what each got, and what was promised."""
    kit, theme = board.kit, board.kit.theme
    facts = (
        Fact("哪天评的", day_text(appraisal.day, board.desk.today())),
        Fact("应到", f"{appraisal.eligible} 人"),
        Fact("到会", f"{appraisal.present} 人"),
        Fact("投票", f"{appraisal.voted} 人", strong=True),
    )
    found = [piece(fact_grid(kit, facts, width), width)]
    told = kit.note("满分10分。好 10、9 分，较好 8、7 分，一般 6、5 分，差 4、3 分。")
    found.append(piece(told, width, gap=theme.tiny))
    for each in appraisal.appraised:
        build = partial(_person, board, each, width)
        found.append(Piece(build().fit(width), build, gap=theme.small))
        if len(each.tallies) < 2:
            continue
        for tally in each.tallies:
            build = partial(_tally, board, tally)
            found[-1] = found[-1]._replace(keep=True)
            found.append(Piece(build().fit(width), build))
    found += promise_pieces(board, "去年的承诺，做到了没有", appraisal.last_promises, width)
    return [*found, *promise_pieces(board, "今年的承诺", appraisal.promises, width, new=True)]


def _all_words(tallies: Sequence[Tally]) -> list[tuple[str, int]]:
    counts: dict[str, int] = {}
    for tally in tallies:
        for word, count in tally.words:
            counts[word] = counts.get(word, 0) + count
    return list(counts.items())


def _person(board: Stage, each: Appraised, width: float) -> Block:
    """Name and post left, the average right, one bar of the words below."""
    kit, theme = board.kit, board.kit.theme
    average = f"{points_text(each.average)} 分"
    wide = kit.width(average, theme.title)
    name: Block = kit.words(each.name, theme.heading)
    if each.post:
        name = Column(name, kit.note(each.post))
    score = kit.words(average, theme.title, kit.colour.village, align="right")
    if wide < width * 0.5:
        head: Block = Row(name, score, widths=(1.0, wide), gap=theme.small, align="middle")
    else:
        head = Column(name, kit.words(average, theme.heading, kit.colour.village))
    counts = _all_words(each.tallies)
    words = "，".join(f"{word} {count} 票" for word, count in counts)
    if len(each.tallies) > 1:
        words = f"{len(each.tallies)} 项合起来：{words}"
    card = kit.card(Column(head, _bar(board, counts), kit.words(words, theme.row), gap=theme.tiny))
    name_said = "，".join(part for part in (each.name, each.post) if part)
    card.spoken_text = f"{name_said}，平均{average}。{words}。"
    return card


def _tally(board: Stage, tally: Tally) -> Block:
    """One question: its own average and its own counts."""
    kit, theme = board.kit, board.kit.theme
    average = f"{points_text(tally.average)} 分"
    words = "，".join(f"{word} {count}" for word, count in tally.words)
    row = Row(
        kit.words(tally.question, theme.row),
        kit.words(average, theme.strong, align="right"),
        widths=(1.0, kit.width(average, theme.strong)),
        gap=theme.small,
    )
    framed = kit.card(
        Column(row, _bar(board, tally.words), kit.note(words), gap=theme.mm(1)),
        padding=(theme.mm(6), theme.small),
        radius=0,
    )
    framed.spoken_text = f"{tally.question}，平均{average}，{words}票。"
    return framed


def _bar(board: Stage, counts: Sequence[tuple[str, int]]) -> Shares:
    colour = board.kit.colour
    grounds = (colour.village, colour.government, colour.due_edge, colour.party)
    return Shares(board.kit, [(n, ground) for (_, n), ground in zip(counts, grounds, strict=False)])


def promise_pieces(
    board: Stage, name: str, promises: Sequence[Promise], width: float, *, new: bool = False
) -> list[Piece]:
    """Promises under a heading, each with its word on whether it was kept."""
    if not promises:
        return []
    found = [heading(board, name, width)]
    gap = board.kit.theme.small
    for promise in promises:
        build = partial(_promise, board, promise, new=new)
        found.append(Piece(build().fit(width), build, gap=gap))
    return found


def _promise(board: Stage, promise: Promise, *, new: bool) -> Block:
    kit, theme = board.kit, board.kit.theme
    word, colour = kept_word(board, promise.kept)
    texts: list[Block] = []
    if not new or promise.kept is not Kept.OPEN:
        texts.append(kit.words(word, theme.strong, colour))
    texts.append(kit.words(promise.text, theme.row))
    until = f"{day_text(promise.until, board.desk.today())}以前" if promise.until else ""
    note = "，".join(part for part in (promise.by, until) if part)
    texts.append(kit.note(note))
    if promise.note:
        texts.append(kit.note(promise.note, kit.colour.ink))
    card = kit.card(Column(*texts, gap=theme.mm(1)), padding=(theme.mm(6), theme.small))
    said = "" if new and promise.kept is Kept.OPEN else promise.kept.chinese
    parts = (said, f"{promise.by}承诺", promise.text, until, promise.note)
    card.spoken_text = "，".join(part for part in parts if part) + "。"
    return card


def kept_word(board: Stage, kept: Kept) -> tuple[str, Colour]:
    """What became of a promise, with a sign besides the colour."""
    colour = board.kit.colour
    return {
        Kept.KEPT: ("✓ 做到了", colour.village),
        Kept.PARTLY: ("做到一部分", colour.due),
        Kept.BROKEN: ("没做到", colour.party),
        Kept.OPEN: ("正在做", colour.government),
    }[kept]
