"""What came by telephone or on paper: the same clock, and a receipt card to hand over."""

from __future__ import annotations

import secrets

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kiosk.affairs.case import CaseError, Channel
from kiosk.affairs.deadline import beijing_day
from kiosk.affairs.role import Role
from kiosk.affairs.sort import Sort
from kiosk.center.accounts.access import StaffRequest, staff_page
from kiosk.center.cases.acts import own_divisions
from kiosk.center.cases.filing import Filing, file_case
from kiosk.center.cases.places import division_name
from kiosk.center.cases.rules import current
from kiosk.center.desk.forms import EntryForm
from kiosk.center.drawing import draw
from kiosk.center.posters.views import public_address

_MOST = 8
"""QR versions that a phone reads from a printed card."""


@staff_page
@require_http_methods(["GET", "POST"])
def entry(request: StaffRequest) -> HttpResponse:
    """The form; sent, it becomes the receipt card with the query code, shown this once."""
    if request.user.kind is Role.AUDITOR:
        raise Http404
    now = timezone.now()
    rules = current(beijing_day(now))
    divisions = own_divisions(request.user)
    form = EntryForm(
        request.POST or None,
        rules=rules,
        divisions=divisions,
        initial={
            "nonce": secrets.token_urlsafe(24),
            "channel": Channel.PHONE.value,
            "division": request.user.division,
        },
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        filing = Filing(**(data | {"channel": Channel(data["channel"])}))
        try:
            receipt = file_case(filing, now=now, clerk=request.user)
        except CaseError as error:
            form.add_error(None, str(error))
        else:
            number, code = receipt.spoken
            look = f"{public_address(request)}{reverse('feedback-progress')}"
            card = {
                "look": look.partition("://")[2],
                "drawn": draw(f"{look}#{receipt.number}.{receipt.query_code}", most=_MOST),
                "number": number,
                "code": code,
                "plain_number": receipt.number,
                "due": receipt.due,
                "errand": rules.matter(filing.matter).sort is Sort.ERRAND,
                "place": division_name(filing.division),
                "matter": rules.matter(filing.matter).name,
                "day": beijing_day(now),
            }
            return render(request, "desk/receipt.html", card)
    bad = request.method == "POST"
    return render(request, "desk/entry.html", {"form": form}, status=422 if bad else 200)
