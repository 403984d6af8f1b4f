"""Taking in a case: from whatever channel, once, with a number and a query code."""

from __future__ import annotations

import threading
from datetime import date, datetime
from typing import Any

import msgspec
from django.db import transaction

from kiosk.affairs.case import (
    Act,
    Actor,
    CaseError,
    CaseState,
    Channel,
    case_number,
    spoken_code,
    spoken_number,
)
from kiosk.affairs.deadline import beijing_day
from kiosk.affairs.division import DivisionError, lineage, scope_of
from kiosk.affairs.public_case import mask
from kiosk.affairs.role import bare_text
from kiosk.affairs.routing import CaseRules, Matter, Place
from kiosk.affairs.sort import Sort
from kiosk.center.accounts.models import Staff
from kiosk.center.cases import photos, sealing
from kiosk.center.cases.clock import set_due
from kiosk.center.cases.history import record
from kiosk.center.cases.models import Case, CaseCounter
from kiosk.center.cases.places import division_names, title_of
from kiosk.center.cases.rules import current

WORDS_LIMIT = 2_000
"""Characters of what a resident writes at once."""
_LEAST_NONCE = 16

_turn = threading.Lock()
"""SQLite lets those who wait for it try by chance; here they wait in turn, within a process."""


class Filing(msgspec.Struct, frozen=True, kw_only=True):
    """What someone files.

    ``item`` is the disclosure's id, ``row`` the row as it reads there (``10月9日 路灯电费``),
    ``title`` the disclosure's if the caller knows it.  ``photos`` are re-encoded pictures (see
    `photos.clean`).  ``name`` and ``phone`` stay empty for an anonymous case.  ``nonce`` is the
    form's own secret of at least 16 characters: filing it again gives the same receipt.
    A ``suspicious`` one is held for review, never dropped.

    ``address`` asks for a visit.  A booking names its ``slot`` of the timetable ``item``, the day
    on which it is held and how many ``seats`` it has; a bid the last day as ``held_on``.
    ``facts`` are what a rule saw.
    """

    division: str
    matter: str
    words: str
    nonce: str
    channel: Channel
    item: str = ""
    row: str = ""
    title: str = ""
    photos: tuple[bytes, ...] = ()
    name: str = ""
    phone: str = ""
    terminal: str = ""
    at_screen: bool = False
    suspicious: bool = False
    address: str = ""
    slot: str = ""
    held_on: date | None = None
    seats: int = 0
    facts: dict[str, Any] = {}


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """What the resident keeps; ``query_code`` is shown here and never again."""

    number: str
    query_code: str
    due: date
    held: bool

    @property
    def spoken(self) -> tuple[str, str]:
        """Number and code, grouped for reading."""
        return spoken_number(self.number), spoken_code(self.query_code)


def file_case(filing: Filing, *, now: datetime, clerk: Staff | None = None) -> Receipt:
    """Keep a case and send it to its unit.  ``clerk`` is who entered a call or a letter.

    When this returns, the case is on the disk; raises CaseError, and nothing was kept, or the
    database's error, and the same filing may be sent again.
    """
    today = beijing_day(now)
    case = draft(filing, now=now)
    kept = photos.keep(filing.photos)
    nonce = sealing.nonce_digest(filing.nonce)
    code = sealing.code_for(filing.nonce)
    contact = sealing.Contact(filing.name.strip(), filing.phone.strip(), filing.address.strip())
    with _turn, transaction.atomic():
        # First the counter: of two who send the same form at once, the second waits here until
        # the first is kept, and finds it.
        counter = _counter(f"{today:%y%m}")
        known = Case.objects.filter(nonce=nonce).first()
        if known is not None:
            return _receipt(known, code)
        case.number = case_number(today, _next(counter))
        _take_seat(filing)
        case.nonce, case.code = nonce, sealing.code_digest(case.number, code)
        case.contact = sealing.seal(contact, case.number)
        record(
            case,
            Act.FILE,
            Actor.RESIDENT if clerk is None else Actor.HANDLER,
            now,
            staff=clerk,
            facts={"channel": case.channel, "due": case.due.isoformat()},
            photos=kept,
        )
        return _receipt(case, code)


def is_kept(nonce: str) -> bool:
    """Whether a form with this secret was filed before: sending it again gives its receipt."""
    return Case.objects.filter(nonce=sealing.nonce_digest(nonce)).exists()


def _take_seat(filing: Filing) -> None:
    """Raise CaseError where a slot is full; the counter's row is held, so that nobody slips in."""
    if filing.slot and taken(filing.item, filing.slot) >= filing.seats:
        raise CaseError("这个时间刚刚约满了，请另选一个。没有约上，别的都没有动。")


def taken(item: str, slot: str) -> int:
    """How many seats of a slot are booked."""
    gone = (CaseState.CANCELLED.value, CaseState.REFUSED.value)
    return Case.objects.filter(item=item, slot=slot).exclude(state__in=gone).count()


def _receipt(case: Case, code: str) -> Receipt:
    held = case.standing is CaseState.HELD
    return Receipt(number=case.number, query_code=code, due=case.due, held=held)


def _check(filing: Filing, rules: CaseRules) -> Matter:
    if len(filing.nonce) < _LEAST_NONCE:
        raise CaseError("这张表已经失效，请重新打开再填。什么也没有提交。")
    words = filing.words.strip()
    if not words:
        raise CaseError("请写几句是什么事。其他填的内容没有丢。")
    if len(words) > WORDS_LIMIT:
        raise CaseError(f"写了{len(words)}个字，最多{WORDS_LIMIT}个字，请写短些。内容没有丢。")
    if len(filing.name) > 40 or len(filing.phone) > 40 or len(filing.address) > 100:
        raise CaseError("姓名、电话或地址太长了，请核对。其他填的内容没有丢。")
    try:
        scope_of(filing.division)
    except DivisionError as error:
        raise CaseError(f"{error}。什么也没有提交。") from error
    names = division_names()
    if names and filing.division not in names:
        raise CaseError("这个县没有这个村或者乡镇，请重新扫码。什么也没有提交。")
    try:
        return rules.matter(filing.matter)
    except KeyError as error:
        raise CaseError("请选一种事项。其他填的内容没有丢。") from error


def draft(filing: Filing, *, now: datetime) -> Case:
    """The case as it would begin, without number and contact, not saved; CaseError.

    The rules, and who is named in it, decide where it goes.
    """
    today = beijing_day(now)
    rules = current(today)
    matter = _check(filing, rules)
    clock = rules.clock(matter.clock)
    said = bare_text(filing.words) if matter.sort is Sort.FEEDBACK else ""
    title = filing.title or (title_of(filing.item) if filing.item else "")
    case = Case(
        scope=scope_of(filing.division),
        division=filing.division,
        item=filing.item,
        about=" ".join(part.strip() for part in (title, filing.row) if part.strip())[:300],
        matter=matter.code,
        matter_name=matter.name,
        words=filing.words.strip(),
        said=_said(filing, matter),
        sort=matter.sort.value,
        slot=filing.slot,
        held_on=filing.held_on,
        facts=dict(filing.facts),
        visit=bool(filing.address.strip()),
        channel=filing.channel.value,
        terminal=filing.terminal,
        at_screen=filing.at_screen,
        suspicious=filing.suspicious,
        about_cadres=matter.about_cadres,
        outcome_only=matter.outcome_only,
        clock=clock.code,
        days=clock.days,
        yellow=clock.warnings.yellow,
        orange=clock.warnings.orange,
        state=(CaseState.HELD if filing.suspicious else CaseState.RECEIVED).value,
        received_at=now,
        received_on=today,
        counted_from=today,
    )
    place = rules.route(matter.code, filing.division)
    if matter.sort is Sort.FEEDBACK:  # whoever runs an errand may well be named in it
        place = rules.away_from_village(place, said)
        place = rules.route_around(place, named_places(said, filing.division))
    move_to(case, place, rules)
    if filing.suspicious:
        case.overseer = str(rules.above(case.place) or case.place)
    if matter.sort.has_clock or filing.held_on is None:
        set_due(case, today, rules.calendar)
    else:
        case.due, case.due_certain, case.days = filing.held_on, True, 0
    case.first_due = case.due
    return case


def _said(filing: Filing, matter: Matter) -> str:
    """What the names of staff are looked for in: only feedback can be about somebody."""
    if matter.sort is not Sort.FEEDBACK:
        return ""
    return searchable(filing.words, sealing.Contact(filing.name.strip(), filing.phone.strip()))


def searchable(words: str, contact: sealing.Contact) -> str:
    """A resident's words as `Case.said` keeps them."""
    return mask(bare_text(words), contact.secrets)


def move_to(case: Case, place: Place, rules: CaseRules) -> None:
    """Give a case to a unit (not saved); at discipline it becomes confidential.

    Once there, the board shows its outcome alone, wherever it goes from there.
    """
    case.unit, case.overseer, case.person = str(place), "", None
    case.confidential = rules.unit(place.unit).discipline
    case.outcome_only = case.outcome_only or case.confidential


def named_places(said: str, division: str) -> list[Place]:
    """The units of everyone whose name stands in a text, in a division and above it."""
    scopes = [scope_of(code) for code in lineage(division)]
    staff = Staff.objects.filter(scope__in=scopes, is_active=True)
    return [each.place for each in staff if any(name in said for name in each.names)]


def _counter(month: str) -> CaseCounter:
    """The counter of a month, held until the transaction ends."""
    counter, _ = CaseCounter.objects.select_for_update().get_or_create(
        month=month, defaults={"last": 0}
    )
    return counter


def _next(counter: CaseCounter) -> int:
    """The next running number; inside the transaction that holds its counter."""
    counter.last += 1
    counter.save(update_fields=["last"])
    return int(counter.last)
