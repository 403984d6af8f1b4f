"""Legal deadlines (办理时限) in working days, each of which can explain itself day by day.

The day of receipt never counts (民法典 201); a day belongs to Beijing, wherever the server
stands.  Working days follow the State Council's notice of each year, make-up Saturdays
included; where a year's notice is not out yet, Monday to Friday are counted and the deadline
is provisional: `Deadline.certain` is false and its explanation says so.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

import msgspec

from kiosk.affairs.workdays import OFFICIAL, WEEK, Calendar

BEIJING = ZoneInfo("Asia/Shanghai")
_LONGEST = 2_000
"""Days after which counting gives up: some five years, more than any clock of any county."""


class DeadlineError(ValueError):
    """A deadline cannot be counted or changed so.  The message is Chinese."""


def beijing_day(moment: datetime) -> date:
    """The day on which a moment falls in China; DeadlineError for a moment without a zone."""
    if moment.tzinfo is None:
        raise DeadlineError("时间没有写明时区，算不出是哪一天")
    return moment.astimezone(BEIJING).date()


class Pause(msgspec.Struct, frozen=True):
    """Days that do not count: those after ``asked`` up to and with ``until``."""

    asked: date
    until: date


class CountedDay(msgspec.Struct, frozen=True, kw_only=True):
    """One day of a count: ``number`` is its place among the counted days, 0 if it was skipped."""

    day: date
    number: int
    reason: str
    certain: bool

    @property
    def chinese(self) -> str:
        """The day as the resident reads it: ``2月24日 星期二：第1天（工作日）``."""
        when = f"{self.day.month}月{self.day.day}日 星期{WEEK[self.day.weekday()]}"
        what = f"第{self.number}天（{self.reason}）" if self.number else f"不算（{self.reason}）"
        return f"{when}：{what}" + ("" if self.certain else "，这一年的放假安排还没有公布")


class Deadline(msgspec.Struct, frozen=True, kw_only=True):
    """The last day (Beijing) to answer, and how it was counted from the day of receipt."""

    received: date
    days: int
    due: date
    certain: bool
    counted: tuple[CountedDay, ...]

    def explain(self) -> list[str]:
        """Chinese lines: the rule, every day with its reason, the result."""
        start = f"{chinese_day(self.received)}收到，当天不算，从第二天起数{self.days}个工作日："
        end = f"所以最晚{chinese_day(self.due)}答复（含这一天）。"
        if not self.certain:
            end = (
                f"暂定{chinese_day(self.due)}："
                "其中有的日子，国家还没有公布放假安排，公布以后会重新计算。"
            )
        return [start, *(each.chinese for each in self.counted), end]


def chinese_day(day: date) -> str:
    """``2026年11月8日``: a day as people write it."""
    return f"{day.year}年{day.month}月{day.day}日"


def count_deadline(
    received: date,
    days: int,
    *,
    calendar: Calendar = OFFICIAL,
    pauses: tuple[Pause, ...] = (),
) -> Deadline:
    """The deadline ``days`` working days after the day of receipt, pauses left out.

    Raises DeadlineError unless ``days`` is at least 1 and the count comes to an end.
    """
    if not 1 <= days <= 400:
        raise DeadlineError(f"时限应当是1到400个工作日，现在是{days}")
    counted: list[CountedDay] = []
    number, certain = 0, True
    for distance in range(1, _LONGEST):
        day = received + timedelta(days=distance)
        kind = calendar.kind(day)
        certain &= kind.certain
        paused = any(pause.asked < day <= pause.until for pause in pauses)
        counts = kind.works and not paused
        number += counts
        counted.append(
            CountedDay(
                day=day,
                number=number if counts else 0,
                reason="等待补充说明，暂停计时" if paused else kind.reason,
                certain=kind.certain,
            )
        )
        if number == days:
            return Deadline(
                received=received, days=days, due=day, certain=certain, counted=tuple(counted)
            )
    raise DeadlineError("暂停的时间太长，算不出期限")


def check_extension(*, due: date, today: date, extended: bool, reason: str) -> None:
    """Raise DeadlineError unless the deadline may be extended: once, in time, with a reason."""
    if extended:
        raise DeadlineError("已经延长过一次，不能再延长")
    if today > due:
        raise DeadlineError(f"期限{chinese_day(due)}已经过了，只能在到期以前延长")
    if not reason.strip():
        raise DeadlineError("延长要写明理由，反映人会看到")


class Colour(StrEnum):
    """How near a deadline is (黄、橙、红三色提醒)."""

    GREEN = "green"
    YELLOW = "yellow"
    ORANGE = "orange"
    RED = "red"

    @property
    def chinese(self) -> str:
        """The words that stand beside the colour: colour alone says nothing to some eyes."""
        return {"green": "未到期", "yellow": "快到期", "orange": "马上到期", "red": "已超期"}[
            self.value
        ]


class Warnings(msgspec.Struct, frozen=True):
    """Working days left at which a case turns yellow and orange; red is past the deadline."""

    yellow: int
    orange: int

    def colour(self, due: date, today: date, calendar: Calendar = OFFICIAL) -> Colour:
        """The colour on a day."""
        if today > due:
            return Colour.RED
        left = calendar.between(today, due)
        if left <= self.orange:
            return Colour.ORANGE
        return Colour.YELLOW if left <= self.yellow else Colour.GREEN
