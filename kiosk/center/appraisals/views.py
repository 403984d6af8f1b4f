"""The pages of who holds an appraisal: a new session, slips with codes, ending it, the results."""

from __future__ import annotations

from typing import NamedTuple

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kiosk.affairs.appraisal import points_text
from kiosk.center.accounts.access import StaffRequest, staff_page
from kiosk.center.appraisals.forms import SessionForm
from kiosk.center.appraisals.holding import (
    AppraisalError,
    end,
    hand_out,
    handed_out,
    may_run,
    open_session,
    result_of,
    seen,
    used_up,
)
from kiosk.center.appraisals.models import Session
from kiosk.center.appraisals.publishing import write_up
from kiosk.center.board.gate import may_write
from kiosk.center.cases.acts import own_divisions
from kiosk.center.cases.places import division_name
from kiosk.center.drawing import Drawn, draw
from kiosk.center.posters.views import public_address
from kiosk.feed.ballots import spoken_ballot_code

_SHOWN = 40
_MOST = 8


class Slip(NamedTuple):
    """One slip of paper: the code in words and as a picture."""

    spoken: str
    drawn: Drawn | None


@staff_page
@require_safe
def sessions(request: StaffRequest) -> HttpResponse:
    """Those that are open, and those that were."""
    now = timezone.now()
    found = list(seen(request.user)[:_SHOWN])
    context = {
        "open": [(s, division_name(s.division)) for s in found if s.closed_at is None],
        "past": [(s, division_name(s.division)) for s in found if s.closed_at is not None],
        "now": now,
        "may_run": may_run(request.user),
    }
    return render(request, "appraisals/sessions.html", context)


@staff_page
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Make a session; it is open at once."""
    if not may_run(request.user):
        raise Http404
    now = timezone.now()
    places = list(own_divisions(request.user).items())
    form = SessionForm(
        request.POST or None, places=places, initial={"division": request.user.division}
    )
    if request.method == "POST" and form.is_valid():
        try:
            session = open_session(
                request.user,
                form.cleaned_data["division"],
                " ".join(form.cleaned_data["title"].split()),
                questions=form.lines("questions"),
                candidates=form.named(),
                eligible=form.cleaned_data["eligible"],
                opens=now,
                closes=form.until(now),
                now=now,
            )
        except AppraisalError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, "建好了，一分钟以内屏幕上就有。下一步：给到会的人打印投票码。"
            )
            return redirect("desk-appraisal", key=session.key)
    bad = request.method == "POST"
    return render(request, "appraisals/new.html", {"form": form}, status=422 if bad else 200)


@staff_page
@require_safe
def session(request: StaffRequest, key: str) -> HttpResponse:
    """One session: how many codes are out and used; the results once it has ended."""
    found = _found(request, key)
    context = {
        "session": found,
        "place": division_name(found.division),
        "codes": handed_out(found),
        "used": used_up(found),
        "left": max(0, found.eligible - handed_out(found)),
        "now": timezone.now(),
        "may_run": may_run(request.user),
        "ended": found.closed_at is not None,
        "may_write": may_write(request.user, found.division),
    }
    if found.closed_at is not None:
        result = result_of(found)
        context["lines"] = [
            (each.name, each.post, t.question, points_text(t.average), t.words, t.count)
            for each in result.appraised
            for t in each.tallies
        ]
        context["averages"] = [(a.name, a.post, points_text(a.average)) for a in result.appraised]
    return render(request, "appraisals/session.html", context)


@staff_page
@require_POST
def codes(request: StaffRequest, key: str) -> HttpResponse:
    """New slips, shown this once, to be printed and cut apart."""
    found = _found(request, key)
    if not may_run(request.user):
        raise Http404
    text = request.POST.get("count", "")
    try:
        count = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
        made = hand_out(request.user, found, count, now=timezone.now())
    except AppraisalError as error:
        messages.error(request, str(error))
        return redirect("desk-appraisal", key=key)
    look = f"{public_address(request)}{reverse('ballot', args=(key,))}"
    slips = [Slip(spoken_ballot_code(code), draw(f"{look}#{code}", most=_MOST)) for code in made]
    context = {
        "session": found,
        "slips": slips,
        "look": look.partition("://")[2],
        "place": division_name(found.division),
    }
    return render(request, "appraisals/slips.html", context)


@staff_page
@require_POST
def finish(request: StaffRequest, key: str) -> HttpResponse:
    """No more votes; the results can be seen."""
    found = _found(request, key)
    try:
        end(request.user, found, now=timezone.now())
        messages.success(request, "投票结束，结果在下面。")
    except AppraisalError as error:
        messages.error(request, str(error))
    return redirect("desk-appraisal", key=key)


@staff_page
@require_POST
def publish(request: StaffRequest, key: str) -> HttpResponse:
    """The results as a form to complete and send off."""
    found = _found(request, key)
    try:
        return redirect(write_up(request.user, found, timezone.now()))
    except AppraisalError as error:
        messages.error(request, str(error))
        return redirect("desk-appraisal", key=key)


def _found(request: StaffRequest, key: str) -> Session:
    found = seen(request.user).filter(key=key).first()
    if found is None:
        raise Http404
    return found
