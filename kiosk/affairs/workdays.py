"""Official working days (工作日): the State Council's holidays and make-up days.

chinesecalendar knows them up to the year whose notice is out and raises beyond it; a county adds
a notice that is newer than the program.  In a year of which nothing is known Monday to Friday are
counted, and `Calendar.is_certain` says that the result is provisional.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

import chinese_calendar
import msgspec

WEEK = "一二三四五六日"


@lru_cache(4_096)
def _detail(day: date) -> tuple[bool, str | None] | None:
    """Whether the day is off and for which festival; None where its year is not known."""
    try:
        off, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        return None
    return bool(off), name


class YearNotice(msgspec.Struct, frozen=True):
    """One year's official notice (节假日安排): days off and make-up days, each with its name."""

    off: dict[date, str] = {}
    worked: dict[date, str] = {}


class DayKind(NamedTuple):
    """Whether offices work on a day, why, and whether the year's notice is known."""

    works: bool
    reason: str
    certain: bool


class Calendar:
    """Working days: the notices that a county added, else those that chinesecalendar knows."""

    def __init__(self, notices: Mapping[int, YearNotice] | None = None) -> None:
        self._notices = dict(notices or {})

    def kind(self, day: date) -> DayKind:
        """What sort of day it is."""
        weekday = f"星期{WEEK[day.weekday()]}"
        ordinary = DayKind(day.weekday() < 5, "工作日" if day.weekday() < 5 else weekday, True)
        notice = self._notices.get(day.year)
        if notice is not None:
            if day in notice.off:
                return DayKind(False, f"{notice.off[day]}放假", True)
            if day in notice.worked:
                return DayKind(True, f"{notice.worked[day]}调休，照常上班", True)
            return ordinary
        detail = _detail(day)
        if detail is None:
            return ordinary._replace(certain=False)
        off, name = detail
        if name is None:
            return ordinary
        chinese = chinese_calendar.Holiday(name).chinese
        return DayKind(not off, f"{chinese}放假" if off else f"{chinese}调休，照常上班", True)

    def works(self, day: date) -> bool:
        """Whether offices work that day; Monday to Friday where the year's notice is not known."""
        return self.kind(day).works

    def is_certain(self, day: date) -> bool:
        """Whether that year's notice is known."""
        return self.kind(day).certain

    def add_days(self, day: date, count: int, *, working: bool) -> date:
        """The day that is ``count`` days later; the day itself never counts (民法典 201)."""
        if not working:
            return day + timedelta(days=count)
        at = day
        while count > 0:
            at += timedelta(days=1)
            count -= self.works(at)
        return at

    def between(self, after: date, until: date) -> int:
        """Working days after the first day, up to and with the second; 0 if that is no later."""
        span = range(1, (until - after).days + 1)
        return sum(self.kind(after + timedelta(days=n)).works for n in span)


OFFICIAL = Calendar()
"""The calendar without a county's own additions."""
