"""One cell: a day or an amount, in the forms that clerks write."""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

from kiosk.affairs.money import MoneyError, parse_yuan
from kiosk.affairs.period import Cycle, Period
from kiosk.center.folder.sheet import Value, is_empty, plain_number, show

_EPOCH = date(1899, 12, 30)
"""Day 0 of a spreadsheet, counting as if 1900 had been a leap year."""
_SERIALS = range(20_000, 80_000)
_WHOLE = re.compile(r"(\d{4}|\d{2})[-./年](\d{1,2})[-./月](\d{1,2})[日号]?(?: ?\d{1,2}:\d{2}.*)?")
_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})")
_WITHOUT_YEAR = re.compile(r"(\d{1,2})[-./月](\d{1,2})[日号]?")
_DAY_ONLY = re.compile(r"(\d{1,2})[日号]?")
_EITHER = re.compile(r"(\d{1,2})\.(\d)或.*")
_TEN_THOUSAND = re.compile(r"(-?[\d,]+(?:\.\d+)?)万元?")


class DayError(ValueError):
    """The cell holds no day.  The message is a Chinese sentence that says what to do.

    ``like_a_day`` where one was meant: 10月32日, or 10.1 that may have been 10.10; ``text`` is
    how the cell is to be shown, where not as it stands.
    """

    def __init__(self, message: str, *, like_a_day: bool = False, text: str = "") -> None:
        super().__init__(message)
        self.like_a_day = like_a_day
        self.text = text


def read_day(value: Value, period: Period | None) -> date:  # noqa: C901, PLR0911 - a line a spelling
    """The day in a cell; a missing year, or year and month, is the period's.

    Takes dates, the spreadsheet's count of days, ``2026.10.3``, ``26/10/3``, ``20261003``,
    ``10月3日``, ``3日``.  Raises DayError; also where 10.1 may have been 10.10.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, float) and math.isfinite(value) and value != int(value):
        return _short_number(value, period)
    if isinstance(value, int | float) and not isinstance(value, bool) and value in _SERIALS:
        return _EPOCH + timedelta(days=int(value))
    text = unicodedata.normalize("NFKC", show(value)).replace(" ", "").replace("份", "")
    if not text:
        raise DayError("没有写日期")
    if found := _EITHER.fullmatch(text):
        raise _either(found[1], found[2])
    for pattern in (_WHOLE, _PACKED):
        if found := pattern.fullmatch(text):
            year = int(found[1]) + (2000 if len(found[1]) == 2 else 0)
            return _day(year, int(found[2]), int(found[3]), text)
    if (found := _WITHOUT_YEAR.fullmatch(text)) and (near := year_of(period)):
        return _day(near, int(found[1]), int(found[2]), text)
    if (found := _DAY_ONLY.fullmatch(text)) and period and period.cycle is Cycle.MONTHLY:
        return _day(period.first.year, period.first.month, int(found[1]), text)
    raise DayError(f"“{show(value)}”不是日期；请写成 2026-10-03 这样")


def year_of(period: Period | None) -> int | None:
    """The year in which a period lies, if it has one."""
    return period.first.year if period and period.cycle is not Cycle.STANDING else None


def _short_number(value: float, period: Period | None) -> date:
    """A spreadsheet keeps 10.10 as 10.1: only where one reading is possible it is taken."""
    shown = plain_number(Decimal(repr(value)))
    month, _, day = shown.partition(".")
    year = year_of(period)
    if year is None or not 1 <= int(month) <= 12 or len(day) > 2:
        raise DayError(f"“{shown}”不是日期；请写成 2026-10-03 这样")
    if len(day) == 1 and day in "123":
        raise _either(month, day)
    return _day(year, int(month), int(day), shown)


def _either(month: str, day: str) -> DayError:
    words = f"表格软件把 {month}.{day}0 也存成 {month}.{day}：可能是{month}月{day}日，"
    words += f"也可能是{month}月{day}0日；请改写成其中一个"
    return DayError(words, like_a_day=True, text=f"{month}.{day} 或 {month}.{day}0")


def _day(year: int, month: int, day: int, text: str) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise DayError(f"没有“{text}”这一天；请对照凭证改正", like_a_day=True) from error


def read_amount(value: Value, factor: int = 1) -> int:
    """Fen in a cell; 0 where it is empty.  ``factor`` 10,000 stands for a sheet in 万元.

    Takes thousands' separators, full-width digits, ``(30.00)`` for a negative one and ``1.2万``.
    Raises MoneyError, also for parts of a fen.
    """
    if is_empty(value):
        return 0
    text = unicodedata.normalize("NFKC", show(value)).replace(" ", "").replace("\u2212", "-")
    if found := _TEN_THOUSAND.fullmatch(text):
        return _scaled(found[1], 10_000)
    if factor != 1:
        return _scaled(text, factor)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return parse_yuan(value)
    return parse_yuan(text)


def _scaled(text: str, factor: int) -> int:
    bracketed = text.startswith("(") and text.endswith(")")
    plain = text.strip("()¥元").replace(",", "")
    try:
        fen = Decimal(plain) * factor * 100
    except InvalidOperation as error:
        raise MoneyError(text) from error
    if not fen.is_finite() or fen != fen.to_integral_value() or abs(fen) > 10**15:
        rounded = round(fen) if fen.is_finite() else None
        # 0.1 + 0.2 as a spreadsheet stores it
        if rounded is None or abs(fen - rounded) > Decimal("0.001") or abs(rounded) > 10**15:
            raise MoneyError(text)
        fen = Decimal(rounded)
    return int(-fen if bracketed else fen)


def plain_yuan(fen: int) -> str:
    """An amount as a form holds it: ``1286.50``, without separators; empty for 0."""
    if not fen:
        return ""
    whole, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{whole}.{rest:02d}"
