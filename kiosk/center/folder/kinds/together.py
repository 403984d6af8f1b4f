"""What only shows when items are laid side by side: weeks that overlap, codes of no register."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple, TypeVar

from kiosk.affairs.disclosure import Disclosure, Document
from kiosk.affairs.holdings import Contract, Register
from kiosk.affairs.weekly import WeeklyReport
from kiosk.center.folder.problems import Pen
from kiosk.center.folder.text import nearest

_T = TypeVar("_T")


class Laid(NamedTuple):
    """A document, the face of its item, and the file of its card."""

    face: Disclosure
    document: Document
    file: str


def check_together(items: Iterable[Laid], pen: Pen) -> None:
    """Mark what contradicts another item of the same division."""
    standing = [each for each in items if not each.face.replaced_by]
    for division in sorted({each.face.division for each in standing}):
        own = [each for each in standing if each.face.division == division]
        _check_weeks(own, pen)
        _check_codes(own, pen)


def _check_weeks(items: list[Laid], pen: Pen) -> None:
    weeks = sorted(_of(items, WeeklyReport), key=lambda pair: (pair[1].first, pair[0].file))
    for (before, earlier), (after, later) in pairwise(weeks):
        if later.first <= earlier.last:
            pen.on(after.file).mark(
                f"这一周（{later.first} 至 {later.last}）和 {before.file} 的一周"
                f"（{earlier.first} 至 {earlier.last}）有重叠",
                column="从",
            )


def _check_codes(items: list[Laid], pen: Pen) -> None:
    """A contract names codes of the register, where the division has one."""
    known = {h.code for _, register in _of(items, Register) for h in register.holdings}
    if not known:
        return
    for item, contract in _of(items, Contract):
        for code in contract.holdings:
            if code not in known:
                pen.on(item.file).mark(
                    f"台账里没有编号“{code}”{nearest(code, known)}", column="台账编号"
                )


def _of(items: list[Laid], kind: type[_T]) -> Iterator[tuple[Laid, _T]]:
    for item in items:
        if isinstance(item.document, kind):
            yield item, item.document
