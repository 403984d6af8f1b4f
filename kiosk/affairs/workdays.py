"""Official working days (工作日): the State Council's holidays and make-up days.

chinesecalendar knows them up to the year whose notice is out and raises beyond it.  There we
count Monday to Friday, and `is_certain` says that the result is provisional.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

import chinese_calendar


@lru_cache(4_096)
def is_workday(day: date) -> bool:
    """Whether offices work that day, by the official calendar where it is known."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


def is_certain(day: date) -> bool:
    """Whether the official calendar of that year is known."""
    try:
        chinese_calendar.is_workday(day)
    except NotImplementedError:
        return False
    return True


def add_days(day: date, count: int, *, working: bool) -> date:
    """The day that is ``count`` days later; the day itself never counts (民法典 201)."""
    if not working:
        return day + timedelta(days=count)
    at = day
    while count > 0:
        at += timedelta(days=1)
        if is_workday(at):
            count -= 1
    return at
