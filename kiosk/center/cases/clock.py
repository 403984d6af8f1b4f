"""The clock of a case: when it is due, its colour, and what time alone does to cases."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db import transaction

from kiosk.affairs.case import Act, Actor, CaseState
from kiosk.affairs.deadline import (
    Calendar,
    Colour,
    Deadline,
    Pause,
    Warnings,
    beijing_day,
    count_deadline,
)
from kiosk.affairs.routing import CaseRules
from kiosk.center.cases.history import record
from kiosk.center.cases.models import Case
from kiosk.center.cases.rules import current

_WORK = [s.value for s in CaseState if s.waits_for_staff]
_LEVELS = 2


def deadline_of(case: Case, today: date, calendar: Calendar) -> Deadline:
    """How the deadline of a case was counted; while a question is open, as of today."""
    pauses = case.stopped
    if case.asked_on is not None:
        pauses = (*pauses, Pause(case.asked_on, max(today, case.asked_on)))
    return count_deadline(
        case.counted_from, case.days + case.extended, calendar=calendar, pauses=pauses
    )


def due_of(case: Case, today: date, calendar: Calendar) -> tuple[date, bool]:
    """The last day and whether it is certain; while a question is open, as if answered today."""
    if case.asked_on is None:
        return case.due, case.due_certain
    found = deadline_of(case, today, calendar)
    return found.due, found.certain


def colour_of(case: Case, today: date, calendar: Calendar) -> Colour | None:
    """The colour of a case that someone must work on; None when its clock stands still."""
    if not case.standing.waits_for_staff:
        return None
    return Warnings(yellow=case.yellow, orange=case.orange).colour(case.due, today, calendar)


def set_due(case: Case, today: date, calendar: Calendar) -> bool:
    """Count a case's deadline again (not saved); whether it changed."""
    found = deadline_of(case, today, calendar)
    changed = (case.due, case.due_certain) != (found.due, found.certain)
    case.due, case.due_certain = found.due, found.certain
    return changed


class Done(NamedTuple):
    """How many cases time moved: recounted, going on without an answer, raised, closed."""

    recounted: int
    resumed: int
    raised: int
    closed: int


def run_clocks(now: datetime) -> Done:
    """Do what is due by now.  Doing it again changes nothing; any process may, at any time."""
    today = beijing_day(now)
    rules = current(today)
    return Done(
        recounted=_recount(now, today, rules),
        resumed=_resume(now, today, rules),
        raised=escalate(now),
        closed=_close(now, today, rules),
    )


def escalate(now: datetime) -> int:
    """Raise what is overdue: to the level above, and some working days later one further.

    Returns how many were raised.
    """
    today = beijing_day(now)
    rules = current(today)
    late = Case.objects.filter(state__in=_WORK, due__lt=today, raised__lt=_LEVELS)
    count = 0
    for pk in late.values_list("pk", flat=True):
        with transaction.atomic():
            case = Case.objects.select_for_update().get(pk=pk)
            while case.standing.waits_for_staff and case.due < today and _raise(case, now, rules):
                count += 1
    return count


def _raise(case: Case, now: datetime, rules: CaseRules) -> bool:
    """One level up if it is time for that."""
    today = beijing_day(now)
    if case.raised >= _LEVELS:
        return False
    if case.raised and rules.calendar.between(case.due, today) <= rules.raise_days:
        return False
    above = rules.above(case.place)
    if case.raised and above is not None:
        above = rules.above(above)
    if above is None:
        return False
    case.raised += 1
    case.overseer = str(above)
    record(case, Act.RAISE, Actor.SYSTEM, now, facts={"to": str(above)})
    return True


def _recount(now: datetime, today: date, rules: CaseRules) -> int:
    """A new year's calendar has come: provisional deadlines are counted again."""
    waiting = [*_WORK, CaseState.CLARIFYING.value]
    count = 0
    provisional = Case.objects.filter(state__in=waiting, due_certain=False)
    for pk in provisional.values_list("pk", flat=True):
        with transaction.atomic():
            case = Case.objects.select_for_update().get(pk=pk)
            before = case.due
            if case.asked_on is None and set_due(case, today, rules.calendar):
                facts = {"from": before.isoformat(), "due": case.due.isoformat()}
                record(case, Act.RECOUNT, Actor.SYSTEM, now, facts=facts)
                count += 1
    return count


def _resume(now: datetime, today: date, rules: CaseRules) -> int:
    """A question to the resident stops the clock for so many working days and no longer."""
    count = 0
    asked = Case.objects.filter(state=CaseState.CLARIFYING.value)
    for pk in asked.values_list("pk", flat=True):
        with transaction.atomic():
            case = Case.objects.select_for_update().get(pk=pk)
            if case.asked_on is None:
                continue
            end = _later(case.asked_on, rules.clarify_days, rules.calendar)
            if today <= end:
                continue
            end_pause(case, end)
            set_due(case, today, rules.calendar)
            words = "反映人没有补充，按现有的情况继续办。"
            record(case, Act.CLARIFY, Actor.SYSTEM, now, words=words)
            count += 1
    return count


def end_pause(case: Case, until: date) -> None:
    """The clock goes on after that day (not saved)."""
    if case.asked_on is not None:
        case.pauses = [*case.pauses, [case.asked_on.isoformat(), until.isoformat()]]
        case.asked_on = None


def _close(now: datetime, today: date, rules: CaseRules) -> int:
    """Answered long ago and nobody said anything: closed, without a verdict."""
    count = 0
    answered = Case.objects.filter(state=CaseState.ANSWERED.value)
    for pk in answered.values_list("pk", flat=True):
        with transaction.atomic():
            case = Case.objects.select_for_update().get(pk=pk)
            if case.standing is not CaseState.ANSWERED or case.answered_on is None:
                continue
            if today > _later(case.answered_on, rules.close_days, rules.calendar):
                words = f"答复后{rules.close_days}个工作日没有评价，先办结；您仍然可以评价。"
                record(case, Act.CLOSE, Actor.SYSTEM, now, words=words)
                count += 1
    return count


def _later(day: date, working: int, calendar: Calendar) -> date:
    """So many working days later."""
    while working > 0:
        day += timedelta(days=1)
        working -= calendar.kind(day).works
    return day
