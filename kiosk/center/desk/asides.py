"""What waits elsewhere than in the work list: warnings, who comes today, who wants to rent."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.urls import reverse

from kiosk.affairs.case import CaseState
from kiosk.affairs.sort import Sort
from kiosk.center.accounts.models import Staff
from kiosk.center.cases.models import CaseQuerySet

_OPEN = [s.value for s in CaseState if not s.ended]


class Aside(NamedTuple):
    """A line that leads to a sheet of its own."""

    label: str
    number: int
    measure: str
    address: str


def asides(staff: Staff, mine: CaseQuerySet, today: date) -> list[Aside]:
    """Only what there is; nothing is said of what there is not."""
    open_ones = mine.filter(state__in=_OPEN)
    warned = open_ones.filter(sort=Sort.WARNING.value).exclude(unit=str(staff.place))
    booked = open_ones.filter(sort=Sort.BOOKING.value, held_on=today)
    bids = open_ones.filter(sort=Sort.BID.value)
    found = (
        Aside("下面单位的三资预警", warned.count(), "条", reverse("desk-risks")),
        Aside("今天约好要来的", booked.count(), "人", reverse("desk-bookings")),
        Aside("有意租、有意买的", bids.count(), "家", reverse("desk-bids")),
    )
    return [each for each in found if each.number]
