"""Money: whole fen (分) in code, ``1,234.56`` yuan on paper and on the screen.

Floating point never touches an amount: a ledger must add up to the fen.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation

_CLEAN = re.compile(r"[\s,，¥￥元]")
_LIMIT = 10**15
"""Ten trillion yuan: more than this in a village ledger is a slip of the keyboard."""


class MoneyError(ValueError):
    """The text is not an amount of money in yuan."""


def parse_yuan(value: object) -> int:
    """Amount in fen from what a clerk typed or a spreadsheet cell holds.

    Takes ``1286.5``, ``"1,286.50 元"``, full-width digits, ``"(30.00)"`` for a negative one.
    A float is rounded to the nearest fen, for spreadsheets store 0.1 + 0.2 as they do.

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
    text = _CLEAN.sub("", unicodedata.normalize("NFKC", str(value)))
    if text.startswith("(") and text.endswith(")"):
        text = "-" + text[1:-1]
    text = text.replace("−", "-").replace("—", "-")
    if not re.fullmatch(r"[+-]?\d+(\.\d{1,2}0*)?", text):
        raise MoneyError(str(value))
    try:
        return _bounded(int(Decimal(text) * 100), value)
    except InvalidOperation as error:
        raise MoneyError(str(value)) from error


def _bounded(fen: int, value: object) -> int:
    if abs(fen) > _LIMIT:
        raise MoneyError(str(value))
    return fen


def format_yuan(fen: int) -> str:
    """``-123456`` fen as ``-1,234.56``; the unit is left to the reader of the heading."""
    sign = "-" if fen < 0 else ""
    yuan, rest = divmod(abs(fen), 100)
    return f"{sign}{yuan:,}.{rest:02d}"
