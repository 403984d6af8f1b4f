"""The first-response slip (首次回复单) of a case, for printing or reading out on the telephone."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kiosk.affairs.deadline import beijing_day
from kiosk.center.accounts.access import StaffRequest, staff_page
from kiosk.center.cases.places import division_name
from kiosk.center.cases.rules import current
from kiosk.center.desk import shown
from kiosk.center.desk.views import seen_or_404


@staff_page
@require_safe
def slip(request: StaffRequest, number: str) -> HttpResponse:
    """Number, unit, person and deadline with its count; nothing of who filed it."""
    now = timezone.now()
    today = beijing_day(now)
    rules = current(today)
    case = seen_or_404(request.user, number, now)
    context = {
        "case": case,
        "row": shown.row_of(case, rules, today, request.user),
        "place": division_name(case.division),
        "explanation": shown.explanation(case, rules, today),
        "today": today,
    }
    return render(request, "desk/slip.html", context)
