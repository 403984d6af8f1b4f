"""A whole county folder: walked, read and checked, from the first mistake to the last."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta, timezone
from itertools import pairwise
from pathlib import Path

import msgspec

from kiosk.affairs.catalogue import Catalogue
from kiosk.affairs.county import County
from kiosk.affairs.disclosure import Ledger
from kiosk.affairs.division import Division
from kiosk.affairs.exposure import exposed
from kiosk.affairs.gate import unsigned
from kiosk.affairs.money import format_yuan
from kiosk.center.folder.county import read_catalogue_folder, read_county
from kiosk.center.folder.errands import ERRANDS, read_errands
from kiosk.center.folder.gates import read_gates
from kiosk.center.folder.item import ReadItem, Surroundings, read_item
from kiosk.center.folder.kinds.together import Laid, check_together
from kiosk.center.folder.links import check_links
from kiosk.center.folder.media import MediaCache
from kiosk.center.folder.problems import Pen, Problem
from kiosk.center.folder.rules import RULES, read_all_rules
from kiosk.center.folder.text import nearest
from kiosk.center.folder.walk import ItemFiles, Walker
from kiosk.feed.draft import Draft

_SHANGHAI = timezone(timedelta(hours=8))

Progress = Callable[[int, int, str], None]


class Reading(msgspec.Struct, frozen=True):
    """What a folder holds.  Only a reading without problems may be published."""

    county: County | None
    drafts: list[Draft]
    problems: list[Problem]


def read_catalogues(folder: Path) -> tuple[tuple[Catalogue, ...], list[Problem]]:
    """Every catalogue in a folder of YAML files, and what is wrong with the others."""
    pen = Pen("")
    return read_catalogue_folder(folder, pen), pen.marks


def read_folder(
    folder: Path,
    *,
    catalogues: Path,
    cache: Path,
    progress: Progress | None = None,
    today: date | None = None,
) -> Reading:
    """Read and check a county folder whole; nothing is ever written into it.

    ``catalogues`` is used when the county has no catalogues of its own, and the gates.yaml and
    cases.yaml beside that folder when it has none of its own; the rules.yaml beside it holds where
    the county's own rows say nothing else.  ``cache`` keeps the converted pictures from one run
    to the next.
    ``progress`` is told how many of how many files are done, and the name of the last.  ``today``
    is the day that nothing may lie after: today in China, or the sample day of a sample county.
    """
    pen = Pen(".")
    if not folder.is_dir():
        pen.mark(f"没有这个文件夹：{folder}")
        return Reading(None, [], pen.marks)
    folder = folder.resolve()
    frame = read_county(folder / "county.yaml", pen.on("county.yaml"))
    rules = read_all_rules(folder / RULES, catalogues.parent / RULES, pen)
    own_gates = folder / "gates.yaml"
    gates = read_gates(
        own_gates if own_gates.is_file() else catalogues.parent / "gates.yaml",
        pen.on("gates.yaml"),
    )
    own = folder / "catalogues"
    if own.is_dir() and not own.is_symlink():
        known = read_catalogue_folder(own, pen.on("catalogues"))
    else:
        known = read_catalogue_folder(catalogues, pen.on(catalogues.name))
    walker = Walker(folder, pen)
    files = list(walker.items())
    if frame is None:
        return Reading(None, [], sorted_problems(pen.marks))
    county = County(
        name=frame.name,
        divisions=frame.divisions,
        catalogues=known,
        rules=rules,
        since=frame.since,
        sample_day=frame.sample_day,
        gates=gates,
    )
    day = today or frame.sample_day or datetime.now(_SHANGHAI).date()
    own_cases = folder / ERRANDS
    errands = read_errands(own_cases if own_cases.is_file() else catalogues.parent / ERRANDS, day)
    items = _Items(county, day, pen, folder, errands).read(files, MediaCache(cache), progress)
    _check_ids(items, pen)
    _check_balances(items, pen)
    _check_exposure(items, county, pen)
    _check_signed(items, county, pen)
    drawn = [(item.file, item.draft) for item in items if item.draft is not None]
    check_together((Laid(d.disclosure, d.content.document, file) for file, d in drawn), pen)
    ids = {item.id for item in items if item.id}
    check_links(((item.id, link) for item in items for link in item.links), ids, pen)
    drafts = [i.draft for i in items if i.draft is not None]
    return Reading(
        county, sorted(drafts, key=lambda d: d.disclosure.id), sorted_problems(pen.marks)
    )


def sorted_problems(problems: list[Problem]) -> list[Problem]:
    """By file and row, as a clerk works through them."""
    return sorted(problems, key=lambda p: (p.file, p.row or 0, p.column or ""))


class _Items:
    def __init__(
        self,
        county: County,
        today: date,
        pen: Pen,
        folder: Path,
        errands: Mapping[str, str] | None,
    ) -> None:
        self._county = county
        self._errands = errands
        self._today = today
        self._pen = pen
        self._folder = folder
        self._divisions = {d.code: d for d in county.divisions}

    def read(
        self, files: list[ItemFiles], cache: MediaCache, progress: Progress | None
    ) -> list[ReadItem]:
        sources = [path for item in files for path in item.media.values()]
        total, done = len(sources) + len(files), 0

        def step(name: str) -> None:
            nonlocal done
            done += 1
            if progress:
                progress(done, total, name)

        converted = cache.convert_all(sources, lambda path: step(path.name))
        found = []
        for item in files:
            division = self._division(item)
            if division is not None:
                around = Surroundings(
                    division, self._catalogue(division), self._today, converted, self._errands
                )
                read = read_item(item, around, self._pen, self._folder)
                if read is not None:
                    found.append(read)
            step(item.name)
        return found

    def _division(self, item: ItemFiles) -> Division | None:
        division = self._divisions.get(item.division)
        if division is None:
            top = item.name.split("/", maxsplit=1)[0]
            hint = nearest(item.division, self._divisions)
            self._pen.on(top).mark(f"county.yaml 的区划里没有 {item.division}{hint}")
        return division

    def _catalogue(self, division: Division) -> Catalogue | None:
        """The catalogue in force today; before the first one is, the first."""
        found = self._county.catalogue_on(division.level, self._today)
        if found is None:
            self._pen.on("county.yaml").mark(
                f"没有{division.level.chinese}的公开目录，{division.name}的内容不能对照"
            )
        return found


def _check_ids(items: list[ReadItem], pen: Pen) -> None:
    seen: dict[str, ReadItem] = {}
    for item in items:
        if not item.id:
            continue
        first = seen.setdefault(item.id, item)
        if first is not item:
            pen.on(item.file).mark(
                f"和 {first.file} 的目录、期间、序号都一样；同一项同一期的第二件请加一行“序号: 2”",
                row=item.row,
                column="目录",
            )
    for item in items:
        target = item.draft.disclosure.replaced_by if item.draft else ""
        if target and (target not in seen or target == item.id):
            pen.on(item.file).mark(
                f"“由…代替”写的 {target} 不在这个文件夹里{nearest(target, seen)}", column="由…代替"
            )


def _check_exposure(items: list[ReadItem], county: County, pen: Pen) -> None:
    """Nothing for members alone, and no name that the county wants masked."""
    for item in items:
        if item.draft is not None:
            for sentence in exposed(county, item.draft.disclosure, item.draft.content):
                pen.on(item.file).mark(sentence)


def _check_signed(items: list[ReadItem], county: County, pen: Pen) -> None:
    """Everything in a folder has passed the county's gate."""
    for item in items:
        face = item.draft.disclosure if item.draft else None
        gate = county.gate_of(face) if face else None
        if face is None or not county.gates:
            continue
        if gate is None:
            pen.on("gates.yaml").mark(f"没有一条规定说 {face.division} 的 {face.item} 由谁审核")
            continue
        for problem in unsigned(gate, face.approvals):
            pen.on(item.file).mark(problem, column="审核")


def _check_balances(items: list[ReadItem], pen: Pen) -> None:
    """A month opens with what the month before closed with, where both are at hand."""
    ledgers: dict[tuple[str, str, str], list[tuple[ReadItem, Ledger]]] = {}
    for item in items:
        if item.draft is None or not isinstance(item.draft.content.document, Ledger):
            continue
        face = item.draft.disclosure
        if face.replaced_by:
            continue
        serial = face.id.removeprefix(f"{face.division}-{face.item}-{face.period}")
        key = (face.division, face.item, serial)
        ledgers.setdefault(key, []).append((item, item.draft.content.document))
    for chain in ledgers.values():
        chain.sort(key=lambda pair: _period(pair[0]))
        for (earlier, before), (later, after) in pairwise(chain):
            if earlier.draft is None or later.draft is None:
                continue
            gap = later.draft.disclosure.covered.first - earlier.draft.disclosure.covered.last
            if gap == timedelta(days=1) and before.closing != after.opening:
                pen.on(later.file).mark(
                    f"上期结余 {format_yuan(after.opening)} 和前一期"
                    f"（{earlier.draft.disclosure.covered.chinese}）的本期结余 "
                    f"{format_yuan(before.closing)} 不一样，"
                    f"差 {format_yuan(abs(after.opening - before.closing))} 元",
                    column="上期结余",
                )


def _period(item: ReadItem) -> date:
    return item.draft.disclosure.covered.first if item.draft else date.min
