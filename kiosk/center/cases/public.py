"""Cases as anyone may see them: masked, for boards, lists, Open311 and the feed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

import msgspec
from django.db.models import Q
from django.utils import timezone

from kiosk.affairs.case import CaseError, CaseState, Verdict, read_number
from kiosk.affairs.deadline import beijing_day
from kiosk.affairs.division import scope_of
from kiosk.affairs.public_case import CaseBoard, CaseCounts, CaseFacts, PublicCase, public_face
from kiosk.affairs.routing import CaseRules
from kiosk.affairs.sort import Sort
from kiosk.center.cases.agents import agents_of
from kiosk.center.cases.clock import colour_of, due_of
from kiosk.center.cases.filing import Filing, draft
from kiosk.center.cases.models import Case, CaseQuerySet
from kiosk.center.cases.places import unit_name
from kiosk.center.cases.rules import current
from kiosk.center.cases.sealing import SealError, unseal

_BOARD = 60
"""Cases on a board, the newest; its counts are of all."""


def face(case: Case, rules: CaseRules, today: date) -> PublicCase:
    """The public face of a stored case."""
    try:
        secrets = unseal(case.contact, case.number).secrets
        readable = True
    except SealError:  # what cannot be masked is not shown
        secrets, readable = (), False
    due, certain = due_of(case, today, rules.calendar)
    person = case.person
    try:
        post = rules.unit(case.place.unit).post
    except KeyError:
        post = ""
    return public_face(
        CaseFacts(
            number=case.number,
            division=case.division,
            matter=case.matter,
            matter_name=case.matter_name,
            state=case.standing,
            unit=unit_name(case.place, rules),
            received=case.received_on,
            about=case.about,
            item=case.item,
            summary=case.summary if readable else "",
            person=person.name if person else "",
            post=person.post if person and person.post else post,
            due=due,
            due_certain=certain,
            colour=colour_of(case, today, rules.calendar),
            answer=case.answer if readable else "",
            verdict=Verdict(case.verdict) if case.verdict else None,
            outcome_only=case.outcome_only,
            secrets=secrets,
        )
    )


def preview(filing: Filing, *, now: datetime) -> PublicCase:
    """Exactly what others would see of a filing on the day it is filed; keeps nothing."""
    case = draft(filing, now=now)
    return face(case, current(beijing_day(now)), beijing_day(now))


def public_cases(  # noqa: PLR0913 - the choices of a list
    divisions: Iterable[str] | None = None,
    *,
    now: datetime | None = None,
    since: date | None = None,
    until: date | None = None,
    item: str = "",
    states: Iterable[CaseState] | None = None,
    matters: Iterable[str] | None = None,
    limit: int = 1_000,
) -> list[PublicCase]:
    """Cases of these divisions (12-digit codes; None for the county), the newest first.

    Held ones are not public yet.  ``since`` and ``until`` are days of receipt (Beijing) and
    leave out the outcome-only ones, whose day nobody may find out by asking.
    """
    today = beijing_day(now or timezone.now())
    found = _public()
    if divisions is not None:
        found = found.filter(division__in=list(divisions))
    if since is not None or until is not None:
        found = found.filter(outcome_only=False)
    if since is not None:
        found = found.filter(received_on__gte=since)
    if until is not None:
        found = found.filter(received_on__lte=until)
    if item:
        found = found.filter(item=item, outcome_only=False)
    if states is not None:
        found = found.filter(state__in=[s.value for s in states])
    if matters is not None:
        found = found.filter(matter__in=list(matters), outcome_only=False)
    rules = current(today)
    return [face(case, rules, today) for case in found.select_related("person")[:limit]]


def public_case(number: str, *, now: datetime | None = None) -> PublicCase | None:
    """One case by its number; None if there is none that is public."""
    try:
        digits = read_number(number)
    except CaseError:
        return None
    today = beijing_day(now or timezone.now())
    case = _public().filter(number=digits).select_related("person").first()
    return face(case, current(today), today) if case is not None else None


def board_of(division: str, *, now: datetime | None = None) -> CaseBoard:
    """The case board of a division: its own cases, not those of the divisions below."""
    today = beijing_day(now or timezone.now())
    rules = current(today)
    own = _public().filter(scope=scope_of(division))
    working = Q(state__in=[s.value for s in CaseState if s.waits_for_staff])
    waiting = working | Q(state=CaseState.CLARIFYING.value)
    counts = CaseCounts(
        filed=own.count(),
        open=own.filter(waiting).count(),
        overdue=own.filter(working, due__lt=today).count(),
        answered=own.exclude(answered_on=None).count(),
        solved=own.filter(verdict=Verdict.SOLVED.value).count(),
        half=own.filter(verdict=Verdict.HALF.value).count(),
        unsolved=own.filter(verdict=Verdict.NOT.value).count(),
    )
    shown = own.exclude(state=CaseState.MERGED.value).select_related("person")[:_BOARD]
    return CaseBoard(
        division=division,
        day=today,
        counts=counts,
        cases=tuple(face(case, rules, today) for case in shown),
        agents=agents_of(division, today) or msgspec.UNSET,
    )


def _public() -> CaseQuerySet:
    """Feedback alone: that somebody has an errand run or asks for a lease is nobody's business."""
    feedback = Case.objects.filter(sort=Sort.FEEDBACK.value)
    return feedback.exclude(state=CaseState.HELD.value).order_by("-id")  # type: ignore[return-value]
