"""The first-response slip (首次回复单) of a case; the promise slip (代办承诺单) of an errand."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kiosk.affairs.case import Act
from kiosk.affairs.deadline import beijing_day
from kiosk.affairs.sort import Sort
from kiosk.center.accounts.access import StaffRequest, staff_page
from kiosk.center.cases.models import Case, CaseEvent
from kiosk.center.cases.places import division_name
from kiosk.center.cases.rules import current
from kiosk.center.desk import shown
from kiosk.center.desk.views import seen_or_404


def papers_of(case: Case) -> str:
    """The papers that were handed over for an errand, as the agent wrote them down."""
    taken = CaseEvent.objects.filter(case=case, act=Act.ACCEPT.value).exclude(words="").last()
    return shown.Masker(case)(taken.words.removeprefix("收到材料：")) if taken is not None else ""


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
        "errand": case.kind is Sort.ERRAND,
        "name": "代办承诺单" if case.kind is Sort.ERRAND else "首次回复单",
        "papers": papers_of(case),
    }
    return render(request, "desk/slip.html", context)
