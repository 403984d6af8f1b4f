"""The form: fill in, preview exactly what others will see, send, keep the receipt.

Works without cookies and without JavaScript: what was typed travels in the page itself.  There is
nothing for a forged request to abuse, since nobody is logged in, so CSRF tokens are left out.
"""

from __future__ import annotations

import json
import logging
from datetime import datetime
from typing import Any, NamedTuple

from django.db import Error as DatabaseFailure
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from kiosk.affairs.case import CaseError, Channel, spoken_number
from kiosk.affairs.deadline import beijing_day
from kiosk.affairs.sort import Sort
from kiosk.center.cases.services import Filing, file_case, preview, rules_on
from kiosk.center.codes.subjects import Resolved, UnknownSubjectError
from kiosk.center.codes.views import resolved
from kiosk.center.feedback import form as forms
from kiosk.center.feedback.about import About, about
from kiosk.center.feedback.pictures import data_address
from kiosk.center.feedback.proof import challenge
from kiosk.center.feedback.receipt import receipt_page
from kiosk.center.feedback.rules import rules
from kiosk.center.feedback.suspicion import is_suspicious
from kiosk.center.site import views as site
from kiosk.center.site.page import message, page
from kiosk.feed.code import CodeError

_LOG = logging.getLogger(__name__)
_THUMB = 240
_PHOTOS_GONE = "照片放得太久，已经删掉了，请重新选一次。其他填的都在。"


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest, token: str) -> HttpResponse:
    """The form behind a code, in its three steps: fill in, preview, send."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > forms.REQUEST_LIMIT:
        return message(
            request,
            "照片太大，没有收到",
            "请按手机的返回键，写的字还在；少选几张或换小一点的照片再试。",
            status=413,
        )
    try:
        found = resolved(token)
        if request.method == "POST":
            return _posted(request, found)
        row = forms.row_of(request.GET.get("row", "")) or found.row
        return _fill_in(request, found, forms.blank(row))
    except CodeError as error:
        return message(request, "二维码没有扫完整", str(error), status=404, ask_number=True)
    except UnknownSubjectError:
        return site.missing(request)
    except (DatabaseFailure, OSError):  # locked, broken, or the disk is full
        _LOG.exception("the form could not be kept")
        return _not_kept(request)


def _posted(request: HttpRequest, found: Resolved) -> HttpResponse:
    now = timezone.now()
    typed = forms.read(request)
    if not typed.is_ours:  # from a page of another time: nothing typed is lost, look once more
        typed = forms.Typed(**{**_fields(typed), "nonce": forms.new_nonce()})
        return _fill_in(request, found, typed, {"": "这张表放得太久了，请核对以后再提交。"})
    step = request.POST.get("step", "preview")
    wrong = forms.problems(typed, rules_on(beijing_day(now)).matters_of(Sort.FEEDBACK))
    if step == "preview":
        said = forms.take_photos(request, typed, now=now)
        if said:
            wrong["photos"] = said
        _sweep(now)
    if wrong or step == "edit":
        return _fill_in(request, found, typed, wrong)
    if step == "send":
        return _send(request, found, typed, now)
    return _preview(request, found, typed, now)


def _fill_in(
    request: HttpRequest,
    found: Resolved,
    typed: forms.Typed,
    wrong: dict[str, str] | None = None,
) -> HttpResponse:
    matters = rules_on(beijing_day(timezone.now())).matters_of(Sort.FEEDBACK)
    context = _context(found, typed) | {
        "matters": matters,
        "wrong": wrong or {},
        "photos": _shown(typed),
    }
    return page(request, "feedback/form.html", context, status=422 if wrong else 200, private=True)


def _preview(
    request: HttpRequest, found: Resolved, typed: forms.Typed, now: datetime
) -> HttpResponse:
    told = about(found, typed.row)
    try:
        face = preview(_filing(found, typed, told), now=now)
    except CaseError as error:
        return _fill_in(request, found, typed, {"": str(error)})
    shown = _shown(typed)
    task = challenge(typed.nonce, now=now, work=rules().work)
    context = _context(found, typed) | {
        "face": face,
        "warnings": forms.warnings(typed),
        "photos": shown,
        "pictures": len(shown),
        "challenge": json.dumps(task),
    }
    return page(request, "feedback/preview.html", context, private=True)


def _send(request: HttpRequest, found: Resolved, typed: forms.Typed, now: datetime) -> HttpResponse:
    before = forms.filed_before(typed)
    if before is not None and (before.words, before.matter) != (typed.words.strip(), typed.matter):
        return _again(request, found, typed, before.number)
    photos = tuple(bytes(p.data) for p in forms.photos_of(typed))
    if before is None and len(photos) < typed.pictures:
        return _fill_in(request, found, typed, {"photos": _PHOTOS_GONE})
    suspicious = is_suspicious(request, found, typed.nonce, now)
    told = about(found, typed.row)
    filing = _filing(found, typed, told, photos=photos, suspicious=suspicious)
    try:
        receipt = file_case(filing, now=now)
    except CaseError as error:
        return _fill_in(request, found, typed, {"": str(error)})
    _sweep(now, typed.form)
    return receipt_page(request, receipt, told)


def _again(request: HttpRequest, found: Resolved, typed: forms.Typed, number: str) -> HttpResponse:
    """The form was sent, the browser went back, and something else was typed: a second case."""
    said = (
        f"前一次写的已经收到了，编号 {spoken_number(number)}，不用再交。"
        "您又改了内容：要当另外一件来反映，请点最下面的按钮再交一次；不想再反映，关掉这一页就行。"
    )
    fresh = forms.Typed(**{**_fields(typed), "nonce": forms.new_nonce()})
    return _fill_in(request, found, fresh, {"": said})


def _sweep(now: datetime, form: str = "") -> None:
    """Photos of forms that are filed or forgotten; costs nobody their page."""
    try:
        forms.forget_drafts(now=now, hours=rules().draft_hours, form=form)
    except DatabaseFailure:
        _LOG.warning("photos that nobody needs are left for the next broom")


def _filing(
    found: Resolved,
    typed: forms.Typed,
    told: About,
    *,
    photos: tuple[bytes, ...] = (),
    suspicious: bool = False,
) -> Filing:
    return Filing(
        division=found.division,
        item=found.item,
        row=told.row,
        title=told.title,
        matter=typed.matter,
        words=typed.words,
        photos=photos,
        name=typed.name,
        phone=typed.phone,
        channel=Channel.SCREEN if found.screen else Channel.POSTER,
        terminal=found.terminal,
        at_screen=found.at_screen,
        nonce=typed.nonce,
        suspicious=suspicious,
    )


def _not_kept(request: HttpRequest) -> HttpResponse:
    """The database failed: say so, and give back what was typed, to be sent once more as it is."""
    typed = forms.read(request) if request.method == "POST" else None
    if typed is not None and forms.is_blank(typed.words):
        return message(
            request,
            "没有收到",
            "服务器出了点问题，这一次什么也没有收。请按手机的返回键，写的字还在；过一两分钟再点一次。",
            status=503,
        )
    pictures = typed.pictures if typed is not None else 0
    context = {
        "typed": typed,
        "pictures": pictures,
        "again": request.path,
        "altcha": request.POST.get("altcha", ""),
    }
    answer = page(request, "feedback/not_kept.html", context, status=503, private=True)
    answer["Retry-After"] = "60"
    return answer


class _Shown(NamedTuple):
    """A kept photo as the page shows it."""

    pk: int
    source: str


def _shown(typed: forms.Typed) -> list[_Shown]:
    kept = forms.photos_of(typed)
    return [_Shown(photo.pk, data_address(bytes(photo.data), _THUMB)) for photo in kept]


def _context(found: Resolved, typed: forms.Typed) -> dict[str, Any]:
    told = about(found, typed.row)
    return {
        "about": told,
        "place": told.place,
        "sample": told.sample,
        "typed": typed,
        "token": found.token,
        "at_screen": found.at_screen,
    }


def _fields(typed: forms.Typed) -> dict[str, Any]:
    return {name: getattr(typed, name) for name in typed.__struct_fields__}
