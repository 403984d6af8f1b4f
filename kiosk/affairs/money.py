"""Money: whole fen (分) in code, ``1,234.56`` yuan on paper and on the screen.

Floating point never touches an amount: a ledger must add up to the fen.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

_AMOUNT = re.compile(r"¥?\s*([+-]?)\s*¥?\s*(\d{1,3}(?:,\d{3})+|\d+)(\.\d{1,2}0*)?\s*元?")
_LIMIT = 10**15
"""Ten trillion yuan: more than this in a village ledger is a slip of the keyboard."""


class MoneyError(ValueError):
    """The text is not an amount of money in yuan."""


def parse_yuan(value: object) -> int:
    """Amount in fen from what a clerk typed or a spreadsheet cell holds.

    Takes ``1286.5``, ``"1,286.50 元"``, full-width digits, ``"(30.00)"`` for a negative one.
    Commas must stand where thousands end: ``12,34`` may be a slip for 12.34.  A float is
    rounded to the nearest fen, for spreadsheets store 0.1 + 0.2 as they do.

    Raises MoneyError if it is no amount, or has a part of a fen.
    """
    if isinstance(value, bool):
        raise MoneyError(str(value))
    if isinstance(value, int):
        return _bounded(value * 100, value)
    if isinstance(value, float):
        if not abs(value) < _LIMIT / 100:
            raise MoneyError(str(value))
        exact = Decimal(repr(value)).quantize(Decimal("0.01"))
        if abs(Decimal(repr(value)) - exact) > Decimal("0.000001"):
            raise MoneyError(str(value))
        return int(exact * 100)
    text = unicodedata.normalize("NFKC", str(value)).strip()
    if text.startswith("(") and text.endswith(")"):
        text = "-" + text[1:-1].strip()
    found = _AMOUNT.fullmatch(re.sub("[\u2212\u2014\u2013]", "-", text))
    if found is None or len(text) > 40:
        raise MoneyError(str(value))
    amount = Decimal(found[1] + found[2].replace(",", "") + (found[3] or ""))
    return _bounded(int(amount * 100), value)


def _bounded(fen: int, value: object) -> int:
    if abs(fen) > _LIMIT:
        raise MoneyError(str(value))
    return fen


def format_yuan(fen: int) -> str:
    """``-123456`` fen as ``-1,234.56``; the unit is left to the reader of the heading."""
    sign = "-" if fen < 0 else ""
    yuan, rest = divmod(abs(fen), 100)
    return f"{sign}{yuan:,}.{rest:02d}"
