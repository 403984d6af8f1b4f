"""Who is there (联系人) and when (时间表): contact cards, duty, reception, rounds, the service bus.

Offices open on official working days (`kiosk.affairs.workdays`): a roster by weekdays does not
hold on a holiday, and a make-up Saturday has office hours but nobody whom the roster names.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple

import msgspec

from kiosk.affairs.media import Media
from kiosk.affairs.workdays import Calendar

LOOK_AHEAD = 60
"""Days within which a next slot or a next opening is looked for."""


class Hours(msgspec.Struct, frozen=True):
    """Office hours of one stretch of the day, local time."""

    start: time
    end: time

    def __str__(self) -> str:
        return f"{self.start:%H:%M}至{self.end:%H:%M}"


class Contact(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One person: post, what they do, the office's phone; ``substitute`` (AB岗) does it instead.

    ``matters`` are classes of guides (`ServiceGuide.group`) that are theirs.
    """

    name: str
    post: str
    duties: str = ""
    phone: str = ""
    substitute: str = ""
    matters: tuple[str, ...] = ()
    photo: Media | None = None


class People(msgspec.Struct, frozen=True, kw_only=True, tag="people", omit_defaults=True):
    """The people of an office, when it is open, and whom to call when it is not."""

    people: tuple[Contact, ...]
    hours: tuple[Hours, ...] = ()
    place: str = ""
    phone: str = ""
    after_hours: str = ""
    after_phone: str = ""

    def find(self, name: str) -> Contact | None:
        """The card of that name."""
        return next((each for each in self.people if each.name == name), None)

    def for_matter(self, group: str, post: str = "") -> Contact | None:
        """Who does the guides of a class, else who is in a post; None if nobody is named."""
        own = (each for each in self.people if group in each.matters)
        posted = (each for each in self.people if post and post in each.post)
        return next(own, None) or next(posted, None)

    def pictures(self) -> tuple[Media, ...]:
        """The photos on the cards."""
        return tuple(each.photo for each in self.people if each.photo is not None)

    def open_at(self, moment: datetime, calendar: Calendar) -> bool:
        """Whether the office is open; ``moment`` is local time."""
        inside = any(h.start <= moment.time() < h.end for h in self.hours)
        return inside and calendar.works(moment.date())

    def opens_next(self, moment: datetime, calendar: Calendar) -> datetime | None:
        """When it opens next, in the time of ``moment``; None within `LOOK_AHEAD` days."""
        for ahead in range(LOOK_AHEAD):
            day = moment.date() + timedelta(days=ahead)
            if not calendar.works(day):
                continue
            for each in sorted(self.hours, key=lambda h: h.start):
                at = datetime.combine(day, each.start, moment.tzinfo)
                if at > moment:
                    return at
        return None


class Use(StrEnum):
    """What a timetable is for."""

    DUTY = "duty"
    RECEPTION = "reception"
    ASSISTANT = "assistant"
    BUS = "bus"
    CONSULTATION = "consultation"

    @property
    def chinese(self) -> str:
        """As a card writes it behind 用途, and as the screen heads it."""
        return _USES[self]


_USES = {
    Use.DUTY: "值班",
    Use.RECEPTION: "领导接待日",
    Use.ASSISTANT: "助理的一周",
    Use.BUS: "流动服务车",
    Use.CONSULTATION: "远程咨询",
}


class Slot(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of a timetable: on a day, or on weekdays (1 to 7), or on days of the month.

    Weekdays hold on working days only, unless ``holidays``.  ``seats`` is how many may book each
    time, 0 where nobody needs to.  ``room``: it is held over the county's video room.
    """

    start: time
    end: time
    who: str = ""
    place: str = ""
    what: str = ""
    phone: str = ""
    substitute: str = ""
    day: date | None = None
    weekdays: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    holidays: bool = False
    seats: int = 0
    room: bool = False

    def falls_on(self, day: date, calendar: Calendar) -> bool:
        """Whether it takes place that day.

        One that falls on a day of the month moves to the next working day when that is none.
        """
        if self.day is not None:
            return day == self.day
        if self.weekdays:
            if day.isoweekday() not in self.weekdays:
                return False
            return self.holidays or calendar.works(day)
        if self.holidays:
            return day.day in self.month_days
        return calendar.works(day) and any(_moved_to(day, n, calendar) for n in self.month_days)

    @property
    def when(self) -> str:
        """The days in words: 每周一、三, 每月5日, 11月28日."""
        if self.day is not None:
            return f"{self.day.month}月{self.day.day}日"
        if self.weekdays:
            names = "、".join("一二三四五六日"[n - 1] for n in self.weekdays)
            return "每天" if len(self.weekdays) == 7 else f"每周{names}"
        return f"每月{'、'.join(str(n) for n in self.month_days)}日"

    @property
    def hours(self) -> str:
        """The time in words."""
        return f"{self.start:%H:%M}至{self.end:%H:%M}"


def _moved_to(day: date, month_day: int, calendar: Calendar) -> bool:
    """Whether a working day is the one that a day of its month falls on or is moved to."""
    for back in range(LOOK_AHEAD):
        origin = day - timedelta(days=back)
        if back and calendar.works(origin):
            return False
        if origin.day == month_day:
            return True
    return False


class Occurrence(NamedTuple):
    """One time at which a slot takes place; ``row`` is its place in the timetable, from 1."""

    day: date
    row: int
    slot: Slot

    @property
    def key(self) -> str:
        """What names it in a code and in the center's books: ``3@2026-11-30``."""
        return f"{self.row}@{self.day.isoformat()}"


def read_key(text: str) -> tuple[int, date] | None:
    """The row and the day of `Occurrence.key`; None if it is none."""
    row, _, day = text.partition("@")
    try:
        return int(row), date.fromisoformat(day)
    except ValueError:
        return None


class Timetable(msgspec.Struct, frozen=True, kw_only=True, tag="timetable", omit_defaults=True):
    """A roster of one use; ``contact`` says whom to call about it."""

    use: Use
    slots: tuple[Slot, ...]
    contact: str = ""
    phone: str = ""

    def on(self, day: date, calendar: Calendar) -> list[Occurrence]:
        """What takes place on a day, by the clock."""
        found = [
            Occurrence(day, row, slot)
            for row, slot in enumerate(self.slots, 1)
            if slot.falls_on(day, calendar)
        ]
        return sorted(found, key=lambda held: (held.slot.start, held.row))

    def coming(self, first: date, days: int, calendar: Calendar) -> Iterator[Occurrence]:
        """Everything from a day on for so many days, in order."""
        for ahead in range(days):
            yield from self.on(first + timedelta(days=ahead), calendar)

    def now(self, moment: datetime, calendar: Calendar) -> list[Occurrence]:
        """What is on at a moment of local time."""
        return [
            held
            for held in self.on(moment.date(), calendar)
            if held.slot.start <= moment.time() < held.slot.end
        ]

    def find(self, key: str, calendar: Calendar) -> Occurrence | None:
        """The time that a key names; None if there is none such."""
        parts = read_key(key)
        if parts is None:
            return None
        row, day = parts
        return next((held for held in self.on(day, calendar) if held.row == row), None)
