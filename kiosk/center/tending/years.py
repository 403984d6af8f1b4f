"""A year of the calendar in Beijing, as an archive covers it."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

_CHINA = ZoneInfo("Asia/Shanghai")


class YearError(ValueError):
    """What was typed is no year that can be archived.  The message is Chinese."""


def read_year(text: str | None) -> int:
    """A year as typed; YearError."""
    if not text or not text.isdigit() or not 2020 <= int(text) <= datetime.now(_CHINA).year:
        raise YearError("请写是哪一年的，例如：kiosk center archive 2026。没有做归档。")
    return int(text)


def bounds(year: int) -> tuple[datetime, datetime]:
    """The first moment of the year and of the next, in UTC."""
    first, following = (datetime(y, 1, 1, tzinfo=_CHINA).astimezone(UTC) for y in (year, year + 1))
    return first, following
