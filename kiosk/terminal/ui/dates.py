"""Days and moments as people say them."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")
_WEEKDAYS = "一二三四五六日"


def day_text(day: date, today: date) -> str:
    """``11月12日``; with the year when it is not this one."""
    year = "" if day.year == today.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日"


def weekday_text(day: date) -> str:
    """``星期日``."""
    return f"星期{_WEEKDAYS[day.weekday()]}"


def moment_text(moment: datetime, now: datetime) -> str:
    """``今天 9:38``, ``昨天 9:38``, ``11月12日（10 天前）``, of two aware times."""
    local, here = moment.astimezone(CHINA), now.astimezone(CHINA)
    days = (here.date() - local.date()).days
    if days <= 0:
        return f"今天 {local:%-H:%M}"
    if days == 1:
        return f"昨天 {local:%-H:%M}"
    return f"{day_text(local.date(), here.date())}（{days} 天前）"
