"""The clock of a case: when it is due, its colour, and what time alone does to cases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import QuerySet

from kiosk.affairs.case import Act, Actor, CaseState
from kiosk.affairs.deadline import (
    Colour,
    Deadline,
    Pause,
    Warnings,
    beijing_day,
    count_deadline,
)
from kiosk.affairs.routing import CaseRules, Place
from kiosk.affairs.sort import Sort
from kiosk.affairs.workdays import Calendar
from kiosk.center.cases.history import record
from kiosk.center.cases.models import Case
from kiosk.center.cases.rules import current

_CLOCKED = [s.value for s in Sort if s.has_clock]
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
    """How many cases time moved: recounted, going on without an answer, raised, closed, lapsed."""

    recounted: int
    resumed: int
    raised: int
    closed: int
    lapsed: int


def run_clocks(now: datetime) -> Done:
    """Do what is due by now.  Doing it again changes nothing; any process may, at any time."""
    today = beijing_day(now)
    rules = current(today)
    return Done(
        recounted=_recount(now, today, rules),
        resumed=_resume(now, today, rules),
        raised=escalate(now),
        closed=_close(now, today, rules),
        lapsed=_lapse(now, today),
    )


def escalate(now: datetime) -> int:
    """Raise what is overdue: to the level above, and some working days later one further.

    Returns how many were raised.
    """
    today = beijing_day(now)
    rules = current(today)

    def due(case: Case) -> bool:
        late = case.standing.waits_for_staff and case.due < today
        return late and _next_overseer(case, today, rules) is not None

    def move(case: Case) -> None:
        while (above := _next_overseer(case, today, rules)) is not None:
            case.raised += 1
            case.overseer = str(above)
            record(case, Act.RAISE, Actor.SYSTEM, now, facts={"to": str(above)})

    late = Case.objects.filter(
        state__in=_WORK, due__lt=today, raised__lt=_LEVELS, sort__in=_CLOCKED
    )
    return _move(late, due, move)


def _next_overseer(case: Case, today: date, rules: CaseRules) -> Place | None:
    """Who is told next of an overdue case; None if it is not time, or nobody is above."""
    if case.raised >= _LEVELS:
        return None
    above = rules.above(case.place)
    if case.raised == 0 or above is None:
        return above
    if rules.calendar.between(case.due, today) <= rules.raise_days:
        return None
    return rules.above(above)


def _recount(now: datetime, today: date, rules: CaseRules) -> int:
    """A new year's calendar has come: provisional deadlines are counted again."""

    def due(case: Case) -> bool:
        found = deadline_of(case, today, rules.calendar)
        running = case.standing.waits_for_staff and case.asked_on is None
        return running and (case.due, case.due_certain) != (found.due, found.certain)

    def move(case: Case) -> None:
        before = case.due
        set_due(case, today, rules.calendar)
        facts = {"from": before.isoformat(), "due": case.due.isoformat()}
        record(case, Act.RECOUNT, Actor.SYSTEM, now, facts=facts)

    return _move(Case.objects.filter(state__in=_WORK, due_certain=False), due, move)


def _resume(now: datetime, today: date, rules: CaseRules) -> int:
    """A question to the resident stops the clock for so many working days and no longer."""

    def end(case: Case) -> date | None:
        return case.asked_on and _later(case.asked_on, rules.clarify_days, rules.calendar)

    def due(case: Case) -> bool:
        last = end(case)
        return last is not None and today > last

    def move(case: Case) -> None:
        end_pause(case, end(case) or today)
        set_due(case, today, rules.calendar)
        words = "反映人没有补充，按现有的情况继续办。"
        record(case, Act.CLARIFY, Actor.SYSTEM, now, words=words)

    return _move(Case.objects.filter(state=CaseState.CLARIFYING.value), due, move)


def _close(now: datetime, today: date, rules: CaseRules) -> int:
    """Answered long ago and nobody said anything: closed, without a verdict."""

    def due(case: Case) -> bool:
        if case.standing is not CaseState.ANSWERED or case.answered_on is None:
            return False
        return today > _later(case.answered_on, rules.close_days, rules.calendar)

    def move(case: Case) -> None:
        words = f"答复后{rules.close_days}个工作日没有评价，先办结；您仍然可以评价。"
        record(case, Act.CLOSE, Actor.SYSTEM, now, words=words)

    answered = Case.objects.filter(state=CaseState.ANSWERED.value)
    return _move(answered.exclude(sort=Sort.WARNING.value), due, move)


def _lapse(now: datetime, today: date) -> int:
    """A booked time, or the last day of a tender, has passed and nobody wrote down what came."""

    def due(case: Case) -> bool:
        return case.held_on is not None and case.held_on < today

    def move(case: Case) -> None:
        record(case, Act.LAPSE, Actor.SYSTEM, now, words="时间已经过了。")

    dated = Case.objects.filter(state__in=_WORK, held_on__lt=today)
    return _move(dated, due, move)


def _move(found: QuerySet[Case], due: Callable[[Case], bool], move: Callable[[Case], None]) -> int:
    """Move every case for which it is time; the count.

    Each is looked at without holding the database, and again when it is held: residents who
    file meanwhile do not wait for those that nothing is to be done with.
    """
    count = 0
    for seen in list(found.defer("words", "said", "answer")):
        if not due(seen):
            continue
        with transaction.atomic():
            case = Case.objects.select_for_update().get(pk=seen.pk)
            if due(case):
                move(case)
                count += 1
    return count


def end_pause(case: Case, until: date) -> None:
    """The clock goes on after that day (not saved)."""
    if case.asked_on is not None:
        case.pauses = [*case.pauses, [case.asked_on.isoformat(), until.isoformat()]]
        case.asked_on = None


def _later(day: date, working: int, calendar: Calendar) -> date:
    """So many working days later."""
    while working > 0:
        day += timedelta(days=1)
        working -= calendar.kind(day).works
    return day
