"""The row of heads: found by known words, one or two rows deep, merged or not."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from kiosk.center.folder import table
from kiosk.center.folder.sheet import Sheet
from kiosk.center.sheets.words import known_words

_LOOKED_AT = 25
_ENOUGH = 3
_UNIT = re.compile(r"单位:?(?:人民币)?(万)?元|\((?:单位:)?(万)?元\)")


class Heads(NamedTuple):
    """Column to head, the row (from 0) they stand in, and the first row below them."""

    names: dict[int, str]
    row: int
    first: int


def find_heads(sheet: Sheet, *, ledger: bool = True) -> Heads | None:
    """The heads of a ledger by its words, of a table by its shape; None if there are none."""
    rows = range(min(len(sheet.rows), _LOOKED_AT))
    best = max(((known_words(sheet, r), -r) for r in rows), default=(0, 0))
    row: int | None = -best[1]
    if best[0] < _ENOUGH:
        row = None if ledger else table.find_heads(sheet)
    elif not ledger:
        row = table.find_heads(sheet)
    if row is None:
        return None
    above = _group_above(sheet, row)
    names, first = sheet.spread_heads(above if above is not None else row)
    top = above if above is not None else row
    if first == top + 1 and (below := _second_row(sheet, top)):
        names = _joined(names, below)
        first += 1
        sheet.heads = names
    return Heads(names, top, first)


def _group_above(sheet: Sheet, row: int) -> int | None:
    """The row above, where the best row of words is the lower half of merged heads."""
    for (top, _), (bottom, _right) in sheet.merges:
        if top < row <= bottom and known_words(sheet, top) >= 1:
            return top
    if row and len(sheet.filled(row - 1)) > 1 and known_words(sheet, row - 1) >= 2:
        return row - 1
    return None


def _second_row(sheet: Sheet, row: int) -> dict[int, str]:
    """A row of heads below the heads that nobody merged: texts under blank or grouping heads."""
    if row + 1 >= len(sheet.rows):
        return {}
    filled = sheet.filled(row + 1)
    texts = {c: sheet.text(row + 1, c) for c in filled}
    only_texts = all(isinstance(sheet.value(row + 1, c), str) for c in filled)
    if not filled or not only_texts or known_words(sheet, row + 1) < min(2, len(filled)):
        return {}
    return texts


def _joined(names: dict[int, str], below: dict[int, str]) -> dict[int, str]:
    """金额 over 收入, and nothing over 支出: the group reaches to the next head above."""
    found = {}
    group = ""
    for column in range(max([*names, *below]) + 1):
        group = names.get(column, group if column in below else "")
        own = below.get(column, "")
        name = "·".join(
            dict.fromkeys(p for p in (group if own else names.get(column, ""), own) if p)
        )
        if name:
            found[column] = name
    return found


def is_heads_again(sheet: Sheet, row: int, heads: Heads) -> bool:
    """Whether a row repeats the heads, as at the top of a second printed page."""
    filled = sheet.filled(row)
    same = sum(sheet.text(row, c) == sheet.text(heads.row, c) for c in filled)
    return len(filled) > 1 and same * 2 > len(filled)


def factor_of(sheet: Sheet, heads: Heads) -> int:
    """10,000 where the sheet says above its heads that it counts in 万元, else 1."""
    for row in range(heads.row + 1):
        for column in sheet.filled(row):
            text = unicodedata.normalize("NFKC", sheet.text(row, column)).replace(" ", "")
            found = _UNIT.search(text)
            if found and row < heads.row:
                return 10_000 if found[1] or found[2] else 1
    amounts = [unicodedata.normalize("NFKC", n).replace(" ", "") for n in heads.names.values()]
    return 10_000 if any("(万元)" in n for n in amounts) else 1
