"""``/T/<token>`` and ``/n/<number>``: from what was scanned or typed to the right page."""

from __future__ import annotations

from typing import NamedTuple

from django.db import Error as DatabaseFailure
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kiosk.center.codes.models import Subject
from kiosk.center.codes.subjects import (
    Resolved,
    UnknownSubjectError,
    poster_token,
    resolve,
    resolve_number,
)
from kiosk.center.feedback.rules import rules
from kiosk.center.site import views as site
from kiosk.center.site.page import message, page
from kiosk.center.site.shelf import FEED_ERRORS, shelf
from kiosk.center.site.village import division_page
from kiosk.feed.code import CodeError, Purpose, unit_of

_DOORS = {
    Purpose.SPEAK: "feedback-form",
    Purpose.RATE: "feedback-rate",
    Purpose.SERVE: "serve",
}
_NARROW = {0xFF10 + n: str(n) for n in range(10)}


@require_safe
def scanned(request: HttpRequest, token: str) -> HttpResponse:
    """A QR code: 带走 opens the page, 反映问题 the form, 打分 four words, 找人办 an offer."""
    try:
        found = resolved(token)
    except CodeError as error:
        return message(request, "二维码没有扫完整", str(error), status=404, ask_number=True)
    except UnknownSubjectError:
        return site.missing(request)
    except DatabaseFailure:
        return site.damaged(request)
    rated = found.unit and found.purpose is Purpose.TAKE
    door = _DOORS.get(Purpose.RATE if rated else found.purpose)
    if door is not None:
        return HttpResponseRedirect(reverse(door, args=(found.token,)))
    if found.item:
        return site.item_page(request, found.item, token=found.token)
    return division_page(request, found.division, token=found.token)


@require_safe
def typed(request: HttpRequest, number: str = "") -> HttpResponse:
    """Eight digits; where two disclosures share them, the page asks."""
    raw = number or request.GET.get("number", "")
    digits = "".join(raw.translate(_NARROW).split())
    if not digits:
        return message(
            request, "输入8位数字", "数字在公开栏每一页的二维码下面。", status=200, ask_number=True
        )
    try:
        found = resolve_number(digits) if digits.isascii() and digits.isdigit() else []
    except DatabaseFailure:
        return site.damaged(request)
    if not found:
        return site.missing(request)
    if len(found) == 1:
        return HttpResponseRedirect(_address(found[0]))
    try:
        choices = [_Choice(_address(each), *_words(each)) for each in found]
    except FEED_ERRORS:
        return site.damaged(request)
    return page(request, "site/choose.html", {"choices": choices})


def resolved(token: str) -> Resolved:
    """What a token means now, by the county's rules."""
    return resolve(token, now=timezone.now(), mark_hours=rules().mark_hours)


class _Choice(NamedTuple):
    address: str
    title: str
    place: str


def _address(subject: Subject) -> str:
    if unit_of(subject.item):
        token = poster_token(subject.division, subject.item, Purpose.RATE)
        return reverse("feedback-rate", args=(token,))
    if subject.item:
        return reverse("site-item", args=(subject.item,))
    return reverse("site-division", args=(subject.division,))


def _words(subject: Subject) -> tuple[str, str]:
    """Title and place of a subject."""
    place = shelf().place(subject.division)
    if not subject.item:
        return f"{place}公开栏", ""
    if unit_of(subject.item):
        return unit_of(subject.item), place
    opened = shelf().open(subject.item)
    return (opened.disclosure.title if opened is not None else subject.item), place
