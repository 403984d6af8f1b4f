"""送审: from the working copy to the board, and back while nobody has passed it."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kiosk.center.accounts.access import StaffRequest, staff_page
from kiosk.center.board import gate
from kiosk.center.board.gate import BoardError
from kiosk.center.folder.text import parse_day
from kiosk.center.writing import copies
from kiosk.center.writing.drafting import build
from kiosk.center.writing.looking import look_page
from kiosk.center.writing.page import page
from kiosk.center.writing.views import given, number_of


@staff_page
@require_http_methods(["GET", "POST"])
def send(request: StaffRequest, division: str, code: str, period: str) -> HttpResponse:
    """Send it off; whoever comes back to the address sees where it is."""
    subject = given(request, division, code, period)
    copy = copies.find(request.user, subject)
    if request.method == "GET" or copy is None:
        return redirect(subject.address())
    typed = copy.written
    built = build(subject, typed)
    if built.draft is None:
        return redirect(subject.address("look"))
    try:
        publish_on, until = _day(request, "publish_on"), _day(request, "until")
        with transaction.atomic():
            version = gate.submit(
                request.user,
                built.draft,
                now=timezone.now(),
                publish_on=publish_on,
                until=until,
                notice_days=number_of(typed.notice_days.strip()),
                secrecy="secrecy" in request.POST,
            )
            copies.drop(copy)
    except BoardError as error:
        return look_page(request, subject, built, problem=str(error), status=422)
    messages.success(request, f"《{version.title}》已经送审。")
    return redirect(subject.address())


def _day(request: StaffRequest, name: str) -> date | None:
    """A day of the form, or none; BoardError for what is no day."""
    text = request.POST.get(name, "").strip()
    day = parse_day(text) if text else None
    if text and day is None:
        raise BoardError(f"“{text}”不是日期，请写成 2026-12-01 这样，不用就空着。没有送出。")
    return day


@staff_page
@require_POST
def recall(request: StaffRequest, division: str, code: str, period: str) -> HttpResponse:
    """The author takes it back to change something."""
    subject = given(request, division, code, period)
    newest = subject.newest()
    if newest is None:
        raise Http404
    try:
        gate.recall(request.user, newest.pk, timezone.now())
    except BoardError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "已经收回来了，可以接着改。")
    return redirect(subject.address())


@staff_page
@require_http_methods(["GET", "POST"])
def drop(request: StaffRequest, division: str, code: str, period: str) -> HttpResponse:
    """Throw the working copy away, after asking."""
    subject = given(request, division, code, period)
    copy = copies.find(request.user, subject)
    if copy is None:
        return redirect(subject.address())
    if request.method == "POST":
        copies.drop(copy)
        messages.success(request, f"《{copy.written.title or subject.name}》填的内容已经删掉。")
        return redirect(subject.address())
    return page(request, "drop.html", {"subject": subject, "copy": copy, "typed": copy.written})
