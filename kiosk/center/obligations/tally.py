"""Counting what is owed: in time, late, due, overdue; by place, by affairs, by item."""

from __future__ import annotations

import calendar
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet

from kiosk.affairs.obligation import State
from kiosk.center.desk.sheets import Share
from kiosk.center.obligations.models import Obligation


class Span(StrEnum):
    """Which due days are counted."""

    MONTH = "month"
    YEAR = "year"
    ALL = "all"

    @property
    def chinese(self) -> str:
        """On its tab."""
        return {"month": "本月到期", "year": "今年到期", "all": "全部"}[self.value]

    def narrow(self, found: QuerySet[Obligation], today: date) -> QuerySet[Obligation]:
        """Only what is due in it.  What is not asked for any more counts nowhere."""
        found = found.filter(owed=True)
        if self is Span.ALL:
            return found
        first = today.replace(day=1) if self is Span.MONTH else today.replace(month=1, day=1)
        last = month_end(today) if self is Span.MONTH else today.replace(month=12, day=31)
        return found.filter(due__gte=first, due__lte=last)


def month_end(day: date) -> date:
    """The last day of a month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


class Tally(NamedTuple):
    """How many came in time (or were excused), came late, are due, and are overdue."""

    on_time: int = 0
    late: int = 0
    due: int = 0
    overdue: int = 0

    def __add__(self, other: object) -> Tally:
        assert isinstance(other, Tally)
        return Tally(*(a + b for a, b in zip(self, other, strict=True)))

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self)

    @property
    def share(self) -> Share:
        """Published on time, of those that are public or should be."""
        return Share(self.on_time, self.total - self.due)

    @property
    def colour(self) -> str:
        """The colour of its cell; the words say the same."""
        if self.overdue:
            return "red"
        return "yellow" if self.due else "green" if self.total else "none"

    @property
    def words(self) -> str:
        """What stands in its cell."""
        said = [f"晚{self.overdue}"] if self.overdue else []
        said += [f"待{self.due}"] if self.due else []
        return " ".join(said) or (f"✓{self.total}" if self.total else "—")

    @property
    def spoken(self) -> str:
        """The same for those who hear it."""
        if not self.total:
            return "没有要公开的"
        return f"共{self.total}项，晚了{self.overdue}项，还没到期{self.due}项"


def tallies(found: QuerySet[Obligation], *by: str) -> dict[tuple[str, ...], Tally]:
    """One tally for every combination of these columns."""
    came_late = ExpressionWrapper(Q(days_late__gt=0), output_field=BooleanField())
    rows = (
        found.annotate(came_late=came_late)
        .values_list(*by, "state", "came_late")
        .annotate(number=Count("pk"))
        .order_by()
    )
    sums: dict[tuple[str, ...], Tally] = {}
    for *key, state, late, number in rows:
        name = tuple(key)
        sums[name] = sums.get(name, Tally()) + _of(State(state), bool(late), number)
    return sums


def _of(state: State, late: bool, number: int) -> Tally:  # noqa: FBT001 - one of a row
    match state:
        case State.DUE:
            return Tally(due=number)
        case State.OVERDUE:
            return Tally(overdue=number)
        case _:
            return Tally(late=number) if late else Tally(on_time=number)
