"""Whom to call now: the person in charge if they are there, else the office, else after hours."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from kiosk.affairs.guide import ServiceGuide
from kiosk.affairs.people import Contact, People
from kiosk.affairs.routing import Rank
from kiosk.terminal.ui.dates import day_text, weekday_text
from kiosk.terminal.ui.services import Services


class Call(NamedTuple):
    """Whom, in which post, which number, and a sentence on whether they are there.

    ``phone`` is empty where nobody published one; ``there`` whether somebody will answer now;
    ``later`` whom to call in office hours, where that is somebody else.
    """

    name: str
    post: str
    phone: str
    said: str
    there: bool
    later: str = ""

    @property
    def whom(self) -> str:
        """Name and post in one line; the office where nobody is named."""
        return " ".join(part for part in (self.name, self.post) if part) or "办公室"


def whom_to_call(services: Services, guide: ServiceGuide) -> Call:
    """For one matter: asked of the office at whose level it is done."""
    found = services.office(guide.rank)
    if found is None:
        said = "" if guide.phone else f"{_OFFICES[guide.rank]}还没有公布联系人，请到窗口问。"
        return Call("", guide.post, guide.phone, said, there=bool(guide.phone))
    people = found.document
    contact = people.for_matter(guide.group, guide.post)
    return _call(services, guide.rank, people, contact, guide.phone)


def office_call(services: Services, rank: Rank) -> Call | None:
    """For an office as a whole; None where nobody published its people."""
    found = services.office(rank)
    return None if found is None else _call(services, rank, found.document, None, "")


def on_duty(services: Services, rank: Rank) -> list[tuple[str, str]]:
    """Who is on duty in an office at this moment, each with the number of the roster, if any."""
    found = services.office(rank)
    if found is None:
        return []
    duty = services.duty(found.shelved.disclosure.division)
    return [(held.occurrence.slot.who, held.occurrence.slot.phone) for held in duty]


def _call(
    services: Services, rank: Rank, people: People, contact: Contact | None, phone: str
) -> Call:
    now = services.moment()
    duty = [(who, number) for who, number in on_duty(services, rank) if who]
    office = people.phone or phone
    here = _here(people, contact, duty, office)
    if here is not None:
        return here
    if people.open_at(now, services.calendar()):
        return _open(contact, office, absent=bool(duty))
    opens = opening_text(people.opens_next(now, services.calendar()), now.date())
    return _closed(people, contact, duty, office, opens)


def _here(
    people: People, contact: Contact | None, duty: list[tuple[str, str]], office: str
) -> Call | None:
    """The person in charge, or who stands in for them, where the roster names them now."""
    if contact is None:
        return None
    for name, said in (
        (contact.name, "现在在岗。"),
        (contact.substitute, f"{contact.name}不在，由{contact.substitute}代办，现在在岗。"),
    ):
        number = next((n for who, n in duty if name and name in who), None)
        if number is not None:
            card = people.find(name) or contact
            return Call(name, card.post, number or card.phone or office, said, there=True)
    return None


def _open(contact: Contact | None, office: str, *, absent: bool) -> Call:
    """In office hours; ``absent`` where the roster names somebody else."""
    if contact is None:
        return Call("", "", office, "现在上班。", there=True)
    dialled = (office or contact.phone) if absent else (contact.phone or office)
    said = f"现在上班，{contact.name}不在值班表上，打办公室电话找。" if absent else "现在上班。"
    return Call(contact.name, contact.post, dialled, said, there=True)


def _closed(
    people: People,
    contact: Contact | None,
    duty: list[tuple[str, str]],
    office: str,
    opens: str,
) -> Call:
    """Out of hours: who is on duty, else the number for after hours, else when it opens."""
    closed = f"现在下班了，{opens}。" if opens else "现在下班了。"
    if duty:
        who, number = duty[0]
        card = people.find(who)
        dialled = number or (card.phone if card else "") or office
        return Call(who, "正在值班", dialled, closed, True, _later(contact, office, dialled))
    if people.after_phone:
        whom, dialled = people.after_hours or "值班电话", people.after_phone
        said = f"{closed}急事打这个电话。"
        return Call(whom, "", dialled, said, True, _later(contact, office, dialled))
    dialled = (contact.phone if contact else "") or office
    name, post = (contact.name, contact.post) if contact else ("", "")
    return Call(name, post, dialled, closed, there=False)


def _later(contact: Contact | None, office: str, dialled: str) -> str:
    """Whom to call in office hours."""
    if contact is None:
        return ""
    number = contact.phone or office
    number = f"，{number}" if number and number != dialled else ""
    return f"上班以后找：{contact.name} {contact.post}{number}"


def opening_text(opens: datetime | None, today: date) -> str:
    """``今天 14:30开门``, ``明天星期一 8:30开门``, ``11月25日星期三 8:30开门``; '' for never."""
    if opens is None:
        return ""
    day = near_day(opens.date(), today)
    return f"{day} {opens:%-H:%M}开门"


def near_day(day: date, today: date) -> str:
    """``今天``, ``明天星期一``, ``后天星期二``, ``11月25日星期三``."""
    if day == today:
        return "今天"
    for ahead, word in ((1, "明天"), (2, "后天")):
        if day == today + timedelta(days=ahead):
            return f"{word}{weekday_text(day)}"
    return f"{day_text(day, today)}{weekday_text(day)}"


_OFFICES = {Rank.VILLAGE: "村里", Rank.TOWNSHIP: "镇上", Rank.COUNTY: "县里"}
