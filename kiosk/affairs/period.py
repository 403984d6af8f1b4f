"""Periods that a disclosure covers: a day, month, quarter, half-year or year.

On the wire and in a clerk's file a period is a short text: ``2026-10-12``, ``2026-10``,
``2026-Q3``, ``2026-H1``, ``2026``, or ``standing`` for what holds until it changes.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple


class PeriodError(ValueError):
    """The text names no period."""


class Cycle(StrEnum):
    """How often an item must be disclosed."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half-yearly"
    YEARLY = "yearly"
    AT_ONCE = "at-once"
    STANDING = "standing"

    @property
    def chinese(self) -> str:
        """The cycle as a catalogue prints it."""
        return _CYCLE_NAMES[self]


_CYCLE_NAMES = {
    Cycle.MONTHLY: "每月",
    Cycle.QUARTERLY: "每季度",
    Cycle.HALF_YEARLY: "每半年",
    Cycle.YEARLY: "每年",
    Cycle.AT_ONCE: "及时",
    Cycle.STANDING: "长期",
}
_MONTHS = {Cycle.MONTHLY: 1, Cycle.QUARTERLY: 3, Cycle.HALF_YEARLY: 6, Cycle.YEARLY: 12}
_STANDING = "standing"


class Period(NamedTuple):
    """First and last day (both included) and the cycle that such a stretch belongs to."""

    first: date
    last: date
    cycle: Cycle

    def __str__(self) -> str:
        year = self.first.year
        match self.cycle:
            case Cycle.MONTHLY:
                return f"{year:04d}-{self.first.month:02d}"
            case Cycle.QUARTERLY:
                return f"{year:04d}-Q{(self.first.month + 2) // 3}"
            case Cycle.HALF_YEARLY:
                return f"{year:04d}-H{1 if self.first.month == 1 else 2}"
            case Cycle.YEARLY:
                return f"{year:04d}"
            case Cycle.AT_ONCE:
                return self.first.isoformat()
            case Cycle.STANDING:
                return _STANDING

    @property
    def chinese(self) -> str:
        """As it is read out: ``2026年10月``, ``2026年第3季度``, ``2026年上半年``."""
        year = f"{self.first.year}年"
        match self.cycle:
            case Cycle.MONTHLY:
                return f"{year}{self.first.month}月"
            case Cycle.QUARTERLY:
                return f"{year}第{(self.first.month + 2) // 3}季度"
            case Cycle.HALF_YEARLY:
                return f"{year}{'上' if self.first.month == 1 else '下'}半年"
            case Cycle.YEARLY:
                return year
            case Cycle.AT_ONCE:
                return f"{year}{self.first.month}月{self.first.day}日"
            case Cycle.STANDING:
                return "长期公开"


STANDING = Period(date.min, date.max, Cycle.STANDING)


def parse_period(text: str) -> Period:
    """The period that a short text names; PeriodError if it names none."""
    text = text.strip().upper()
    if text in {_STANDING.upper(), "长期"}:
        return STANDING
    try:
        if re.fullmatch(r"\d{4}", text):
            return _months(int(text), 1, Cycle.YEARLY)
        if found := re.fullmatch(r"(\d{4})-H([12])", text):
            return _months(int(found[1]), 6 * int(found[2]) - 5, Cycle.HALF_YEARLY)
        if found := re.fullmatch(r"(\d{4})-Q([1-4])", text):
            return _months(int(found[1]), 3 * int(found[2]) - 2, Cycle.QUARTERLY)
        if found := re.fullmatch(r"(\d{4})-(\d{2})", text):
            return _months(int(found[1]), int(found[2]), Cycle.MONTHLY)
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            raise PeriodError(text)  # fromisoformat also takes weeks and dates without dashes
        day = date.fromisoformat(text)
    except ValueError as error:
        raise PeriodError(text) from error
    return Period(day, day, Cycle.AT_ONCE)


def _months(year: int, month: int, cycle: Cycle) -> Period:
    end = month + _MONTHS[cycle] - 1
    last = date(year, end, calendar.monthrange(year, end)[1])
    return Period(date(year, month, 1), last, cycle)


def period_of(day: date, cycle: Cycle) -> Period:
    """The month, quarter, half-year, year or day in which a day lies."""
    if cycle is Cycle.STANDING:
        return STANDING
    if cycle is Cycle.AT_ONCE:
        return Period(day, day, cycle)
    step = _MONTHS[cycle]
    return _months(day.year, (day.month - 1) // step * step + 1, cycle)


def periods_between(start: date, end: date, cycle: Cycle) -> list[Period]:
    """All whole periods of a cycle that begin on or after ``start`` and have ended by ``end``."""
    if cycle not in _MONTHS:
        raise PeriodError(f"{cycle} has no periods of its own")
    found = []
    at = period_of(start, cycle)
    while at.last <= end:
        if at.first >= start:
            found.append(at)
        at = period_of(at.last + timedelta(days=1), cycle)
    return found
