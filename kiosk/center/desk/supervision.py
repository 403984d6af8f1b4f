"""The supervisors' list (督办清单): every opinion that is not settled, and who must settle it."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kiosk.affairs.case import CaseState
from kiosk.affairs.deadline import Colour, beijing_day
from kiosk.affairs.routing import Place
from kiosk.center.accounts.access import StaffRequest, staff_page
from kiosk.center.cases.models import seen_by
from kiosk.center.cases.places import unit_name
from kiosk.center.cases.rules import current
from kiosk.center.desk import shown

_MOST = 2_000
_OPEN = [s.value for s in CaseState if not s.ended and s is not CaseState.HELD]


class Opinion(NamedTuple):
    """One line: the case, the post of whoever has it, and to whom it was raised."""

    row: shown.Row
    post: str
    raised_to: str


@staff_page
@require_safe
def supervision(request: StaffRequest) -> HttpResponse:
    """All that one may see and that is still open, the most urgent first; for printing too."""
    today = beijing_day(timezone.now())
    rules = current(today)
    found = seen_by(request.user, rules).filter(state__in=_OPEN).order_by("due", "id")
    lines = [
        Opinion(
            row=shown.row_of(case, rules, today, request.user),
            post=case.person.post if case.person else "",
            raised_to=unit_name(Place.read(case.overseer), rules) if case.overseer else "",
        )
        for case in found.select_related("person")[:_MOST]
    ]
    context = {
        "lines": lines,
        "late": sum(line.row.colour is Colour.RED for line in lines),
        "nobody": sum(not line.row.person for line in lines),
        "place": unit_name(request.user.place, rules),
        "today": today,
    }
    return render(request, "desk/supervision.html", context)
