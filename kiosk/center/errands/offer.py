"""What a code to be served by leads to: an errand, a timetable's seats, a tender, a video room."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from kiosk.affairs.deadline import BEIJING, beijing_day
from kiosk.affairs.division import Level, level_of
from kiosk.affairs.guide import ServiceGuide
from kiosk.affairs.holdings import Tender
from kiosk.affairs.people import Occurrence, Timetable
from kiosk.affairs.routing import Matter
from kiosk.affairs.sort import Sort
from kiosk.affairs.workdays import OFFICIAL, WEEK, Calendar
from kiosk.center.cases.services import rules_on, taken
from kiosk.center.codes.subjects import Resolved
from kiosk.center.fleet.models import Terminal
from kiosk.center.site.shelf import Opened, shelf

_AHEAD = 45
"""Days for which seats are offered."""
_MOST = 40
_EARLY = timedelta(minutes=15)
"""The video room opens so long before its time."""


class Seat(NamedTuple):
    """A time that can be booked: its key, how it reads, how many seats are left.

    ``when`` says all of it in a line; ``day`` and ``hours`` alone, and ``what`` is held then.
    """

    key: str
    when: str
    day: str
    hours: str
    what: str
    where: str
    left: int


class Offer(NamedTuple):
    """What somebody can ask for.

    ``matters`` may be chosen from, the first is meant; ``villages`` are offered where nobody
    knows from which village the code was scanned; ``held_on`` is the last day of a tender;
    ``room`` is the video room's time that is now.
    """

    sort: Sort
    division: str
    item: str
    title: str
    matters: tuple[Matter, ...] = ()
    villages: tuple[tuple[str, str], ...] = ()
    seats: tuple[Seat, ...] = ()
    held_on: date | None = None
    tender: Tender | None = None
    timetable: Timetable | None = None
    room: Occurrence | None = None


def may_be_served(document: object, now: datetime) -> bool:
    """Whether a document offers anything, at some time from now on."""
    match document:
        case ServiceGuide(errand=errand):
            return bool(errand)
        case Timetable(slots=slots):
            return any(slot.seats or slot.room for slot in slots)
        case Tender() as tender:
            return tender.result is None and tender.is_open(now)
        case _:
            return False


def offer_of(found: Resolved, now: datetime) -> Offer | None:
    """What the code offers now; None where there is nothing but feedback."""
    opened = shelf().open(found.item) if found.item else None
    document = opened.content.document if opened is not None and opened.content else None
    match document:
        case Timetable() as timetable if opened is not None:
            return _booking(opened, timetable, found.row, now)
        case Tender() as tender if opened is not None:
            return _bid(opened, tender, now)
        case ServiceGuide(errand=""):
            return None
        case ServiceGuide() as guide if opened is not None:
            return _errand(found, opened.disclosure.title, guide.errand, now)
        case None if not found.item and not found.unit:
            return _errand(found, "", "", now)
        case _:
            return None


def _errand(found: Resolved, title: str, wanted: str, now: datetime) -> Offer | None:
    matters = rules_on(beijing_day(now)).matters_of(Sort.ERRAND)
    if not matters:
        return None
    first = [m for m in matters if m.code == wanted]
    village = _village(found)
    return Offer(
        sort=Sort.ERRAND,
        division=village,
        item=found.item,
        title=title,
        matters=(*first, *(m for m in matters if m not in first)),
        villages=() if village else _villages(found.division),
    )


def _village(found: Resolved) -> str:
    """The village whose office would run it: the code's own, else that of the screen; else ''."""
    if level_of(found.division) in {Level.VILLAGE, Level.COMMUNITY}:
        return found.division
    if not found.terminal:
        return ""
    division = Terminal.objects.filter(pk=found.terminal).values_list("division", flat=True).first()
    inside = division and level_of(division) in {Level.VILLAGE, Level.COMMUNITY}
    return str(division) if inside else ""


def _villages(division: str) -> tuple[tuple[str, str], ...]:
    """The villages at and below a division."""
    county = shelf().county()
    above = division.rstrip("0")
    return tuple(
        (d.code, shelf().place(d.code))
        for d in (county.divisions if county is not None else ())
        if d.code.startswith(above) and d.level in {Level.VILLAGE, Level.COMMUNITY}
    )


def _booking(opened: Opened, timetable: Timetable, row: int, now: datetime) -> Offer | None:
    matters = rules_on(beijing_day(now)).matters_of(Sort.BOOKING)[:1]
    item = opened.disclosure.id
    if row > len(timetable.slots):  # the timetable has become shorter since the code was made
        row = 0
    local = now.astimezone(BEIJING)
    calendar = _calendar()
    wanted = [
        held
        for held in timetable.coming(local.date(), _AHEAD, calendar)
        if held.slot.seats and begins(held) > local and row in {0, held.row}
    ]
    rooms = [
        held
        for held in timetable.on(local.date(), calendar)
        if held.slot.room and begins(held) - _EARLY <= local < ends(held)
    ]
    seats = tuple(
        Seat(
            key=held.key,
            when=when_text(held),
            day=day_text(held),
            hours=held.slot.hours,
            what=" ".join(p for p in (held.slot.who, held.slot.what) if p),
            where=held.slot.place,
            left=held.slot.seats - taken(item, held.key),
        )
        for held in wanted[:_MOST]
    )
    if not matters or not (seats or rooms or any(slot.seats for slot in timetable.slots)):
        return None
    return Offer(
        sort=Sort.BOOKING,
        division=opened.disclosure.division,
        item=item,
        title=opened.disclosure.title,
        matters=matters,
        seats=seats,
        timetable=timetable,
        room=rooms[0] if rooms else None,
    )


def _bid(opened: Opened, tender: Tender, now: datetime) -> Offer | None:
    matters = rules_on(beijing_day(now)).matters_of(Sort.BID)[:1]
    if not matters:
        return None
    return Offer(
        sort=Sort.BID,
        division=opened.disclosure.division,
        item=opened.disclosure.id,
        title=opened.disclosure.title,
        matters=matters,
        held_on=tender.deadline.astimezone(BEIJING).date(),
        tender=tender,
    )


def occurrence_of(item: str, key: str) -> Occurrence | None:
    """The time that a booking is for, as the timetable stands now."""
    opened = shelf().open(item)
    document = opened.content.document if opened is not None and opened.content else None
    return document.find(key, _calendar()) if isinstance(document, Timetable) else None


def when_text(held: Occurrence) -> str:
    """``11月30日 星期一 09:00至11:30 谁 做什么``."""
    return " ".join(
        p for p in (day_text(held), held.slot.hours, held.slot.who, held.slot.what) if p
    )


def day_text(held: Occurrence) -> str:
    """``11月30日 星期一``."""
    return f"{held.day.month}月{held.day.day}日 星期{WEEK[held.day.weekday()]}"


def _calendar() -> Calendar:
    county = shelf().county()
    return county.calendar if county is not None else OFFICIAL


def begins(held: Occurrence) -> datetime:
    """The moment at which it begins."""
    return datetime.combine(held.day, held.slot.start, BEIJING)


def ends(held: Occurrence) -> datetime:
    """The moment at which it ends."""
    return datetime.combine(held.day, held.slot.end, BEIJING)
