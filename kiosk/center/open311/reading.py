"""Reading: services, and cases exactly as masked as on the board.

Of a case the day of receipt is not public, only the ten days in which it lies (上旬、中旬、下旬);
so ``requested_datetime`` is their beginning, and a search by date is widened to whole ones, or
asking day by day would tell what the board does not.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import QueryDict

from kiosk.affairs.case import CaseState
from kiosk.affairs.deadline import BEIJING, beijing_day
from kiosk.affairs.public_case import PublicCase
from kiosk.affairs.routing import Matter
from kiosk.affairs.sort import Sort
from kiosk.center.cases.services import public_case, public_cases, rules_on
from kiosk.center.open311.places import spot_of
from kiosk.center.open311.wire import Open311Error
from kiosk.center.site.shelf import shelf

SPAN = timedelta(days=90)
"""The longest search by date."""

MOST = 1_000
"""Requests in one answer."""

_IDS = 100
_OPEN = [state for state in CaseState if not state.ended and state is not CaseState.HELD]
_CLOSED = [state for state in CaseState if state.ended]
_TENTHS = {"上旬": 1, "中旬": 11, "下旬": 21}


def services(now: datetime) -> list[dict[str, Any]]:
    """What can be filed: the county's matters."""
    return [_service(matter) for matter in rules_on(beijing_day(now)).matters_of(Sort.FEEDBACK)]


def definition(code: str, now: datetime) -> dict[str, Any]:
    """The one attribute that each service has: the row of a ledger that is meant."""
    find_matter(code, now)
    attribute = {
        "variable": True,
        "code": "ROW",
        "datatype": "number",
        "required": False,
        "datatype_description": "A row of the ledger that address_id names, counted from 1",
        "order": 1,
        "description": "说的是第几笔",
        "values": [],
    }
    return {"service_code": code, "attributes": [attribute]}


def find_matter(code: str, now: datetime) -> Matter:
    """A matter by its code; `Open311Error` 404."""
    try:
        found = rules_on(beijing_day(now)).matter(code)
    except KeyError as error:
        raise Open311Error(404, "service_code was not found") from error
    if found.sort is not Sort.FEEDBACK:  # errands and the like ask for more than Open311 can say
        raise Open311Error(404, "service_code was not found")
    return found


def requests(query: QueryDict, now: datetime) -> list[dict[str, Any]]:
    """The cases that a query asks for, the newest first; `Open311Error` for a senseless one."""
    numbers = _listed(query, "service_request_id")
    if numbers:
        found = [public_case(number, now=now) for number in numbers[:_IDS]]
        return [plain(case) for case in found if case is not None]
    since, until = _span(query, now)
    matters = _listed(query, "service_code")
    for code in matters:
        find_matter(code, now)
    cases = public_cases(
        None,
        now=now,
        since=_tenth(since),
        until=_tenth(until, ends=True),
        matters=matters or None,
        states=_states(query),
        limit=MOST,
    )
    return [plain(case) for case in cases]


def request(number: str, now: datetime) -> list[dict[str, Any]]:
    """One case by its number; `Open311Error` 404."""
    found = public_case(number, now=now)
    if found is None:
        raise Open311Error(404, "service_request_id was not found")
    return [plain(found)]


def plain(case: PublicCase) -> dict[str, Any]:
    """A public case in the standard's words; what is not public is empty."""
    spot = spot_of(case.division)
    notes = "；".join(filter(None, (case.state_name, case.answer, _verdict(case))))
    due = datetime.combine(case.due, time(23, 59, 59), BEIJING) if case.due else None
    return {
        "service_request_id": case.number,
        "status": "closed" if case.state.ended else "open",
        "status_notes": notes,
        "service_name": case.matter_name,
        "service_code": case.matter,
        "description": " ".join(filter(None, (case.about, case.summary))),
        "agency_responsible": " ".join(filter(None, (case.unit, case.post, case.person))),
        "service_notice": "" if case.due_certain else "期限是暂定的：那一年的放假安排还没有公布",
        "requested_datetime": _requested(case),
        "updated_datetime": None,
        "expected_datetime": due.isoformat() if due is not None else None,
        "address": shelf().place(case.division),
        "address_id": case.item or case.division,
        "zipcode": None,
        "lat": spot.lat if spot is not None else None,
        "long": spot.long if spot is not None else None,
        "media_url": None,
    }


def _service(matter: Matter) -> dict[str, Any]:
    return {
        "service_code": matter.code,
        "service_name": matter.name,
        "description": matter.hint,
        "metadata": True,
        "type": "realtime",
        "keywords": "",
        "group": "三务公开",
    }


def _verdict(case: PublicCase) -> str:
    return f"反映人说：{case.verdict.chinese}" if case.verdict is not None else ""


def _requested(case: PublicCase) -> str | None:
    """The beginning of the ten days of receipt; the year and month also stand in the number."""
    if not case.when:
        return None
    day = _TENTHS.get(case.when[-2:], 1)
    begun = date(2000 + int(case.number[:2]), int(case.number[2:4]), day)
    return datetime.combine(begun, time(), BEIJING).isoformat()


def _span(query: QueryDict, now: datetime) -> tuple[date, date]:
    """The days asked for (Beijing); the last 90 by default."""
    start, end = _moment(query, "start_date"), _moment(query, "end_date")
    if start is not None and end is not None:
        if start > end:
            raise Open311Error(400, "start_date is after end_date")
        if end - start > SPAN:
            raise Open311Error(400, "start_date and end_date may not span more than 90 days")
    try:
        if start is None:
            end = end or now
            start = end - SPAN
        return beijing_day(start), beijing_day(end or start + SPAN)
    except OverflowError as error:
        raise Open311Error(400, "start_date or end_date is out of range") from error


def _moment(query: QueryDict, name: str) -> datetime | None:
    text = query.get(name, "").strip().replace(" ", "+")  # an unescaped + in an address
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise Open311Error(
            400, f"{name} must be ISO 8601 with a time zone, such as 2026-11-22T08:00:00+08:00"
        ) from error
    if not 2000 <= moment.year <= 2200:
        raise Open311Error(400, f"{name} is out of range")
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=BEIJING)


def _tenth(day: date, *, ends: bool = False) -> date:
    """The first day of the ten days in which a day lies, or the last."""
    first = day.replace(day=21 if day.day > 20 else 11 if day.day > 10 else 1)
    if not ends:
        return first
    if first.day == 21:
        return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return first + timedelta(days=9)


def _states(query: QueryDict) -> list[CaseState] | None:
    wanted = _listed(query, "status")
    if not set(wanted) <= {"open", "closed"}:
        raise Open311Error(400, "status must be open or closed")
    if not wanted:
        return None
    return (_OPEN if "open" in wanted else []) + (_CLOSED if "closed" in wanted else [])


def _listed(query: QueryDict, name: str) -> list[str]:
    return [part.strip() for part in query.get(name, "").split(",") if part.strip()]
