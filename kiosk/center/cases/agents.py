"""Who ran how many errands (代办), by month: for the public board and the register."""

from __future__ import annotations

from datetime import date

from django.db.models import F

from kiosk.affairs.case import CaseState, Verdict
from kiosk.affairs.division import scope_of
from kiosk.affairs.public_case import AgentMonth, public_name
from kiosk.affairs.sort import Sort
from kiosk.center.cases.models import Case

_MONTHS = 12
_NOT_TAKEN = (CaseState.HELD.value, CaseState.REFUSED.value, CaseState.CANCELLED.value)


def agents_of(division: str, today: date) -> tuple[AgentMonth, ...]:
    """The last twelve months of a division, newest first, then by name.

    An errand counts in the month in which it was received, for the person who has it now; what
    was refused or taken back counts for nobody.
    """
    first = _months_back(today, _MONTHS - 1)
    found = (
        Case.objects.filter(
            sort=Sort.ERRAND.value, scope=scope_of(division), received_on__gte=first
        )
        .exclude(state__in=_NOT_TAKEN)
        .exclude(person=None)
        .annotate(agent=F("person__name"), post_name=F("person__post"))
        .only("received_on", "first_answered_on", "first_due", "verdict", "state")
    )
    months: dict[tuple[str, str, str], list[Case]] = {}
    for case in found:
        key = (f"{case.received_on:%Y-%m}", public_name(case.agent), case.post_name)  # type: ignore[attr-defined]
        months.setdefault(key, []).append(case)
    counted = [_month(*key, cases) for key, cases in months.items()]
    return tuple(sorted(sorted(counted, key=lambda a: a.name), key=lambda a: a.month, reverse=True))


def _month(month: str, name: str, post: str, cases: list[Case]) -> AgentMonth:
    done = [c for c in cases if c.first_answered_on is not None]
    judged = [c for c in cases if c.verdict]
    return AgentMonth(
        name=name,
        post=post,
        month=month,
        received=len(cases),
        done=len(done),
        on_time=sum(c.first_answered_on <= c.first_due for c in done),
        judged=len(judged),
        satisfied=sum(c.verdict == Verdict.SOLVED.value for c in judged),
    )


def _months_back(today: date, count: int) -> date:
    years, month = divmod(today.year * 12 + today.month - 1 - count, 12)
    return date(years, month + 1, 1)
