"""The phone's page behind a code to be served by: choose, write a few words, keep the receipt.

Like the feedback form it works without cookies and without JavaScript, and sending it twice asks
once.  Nothing of it is ever public, so there is no preview.
"""

from __future__ import annotations

import json
import logging
from datetime import datetime
from typing import Any

import msgspec
from django.db import Error as DatabaseFailure
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from kiosk.affairs.case import CaseError, Channel
from kiosk.affairs.sort import Sort
from kiosk.center.cases.services import Filing, Receipt, file_case, is_kept
from kiosk.center.codes.subjects import Resolved, UnknownSubjectError
from kiosk.center.codes.views import resolved
from kiosk.center.errands.offer import Offer, Seat, occurrence_of, offer_of
from kiosk.center.feedback import form as forms
from kiosk.center.feedback.about import about
from kiosk.center.feedback.proof import challenge
from kiosk.center.feedback.receipt import Wording, receipt_page
from kiosk.center.feedback.rules import rules
from kiosk.center.feedback.suspicion import is_suspicious
from kiosk.center.site import views as site
from kiosk.center.site.page import message, page
from kiosk.center.site.shelf import FEED_ERRORS
from kiosk.center.site.templatetags.affairs import day
from kiosk.feed.code import CodeError

_LOG = logging.getLogger(__name__)
_WORDS, _FIELD, _ADDRESS = 500, 40, 100
_NOT_KEPT = "服务器出了点问题，这一次没有收到。填的都还在，请过一两分钟再点一次。"
_SOON = 5
"""Times that stand on the form at once; the later ones are one tap away."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """The fields of the form as they came; ``slot`` is the key of a seat."""

    nonce: str
    matter: str = ""
    slot: str = ""
    words: str = ""
    name: str = ""
    phone: str = ""
    visit: bool = False
    address: str = ""
    village: str = ""


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def serve(request: HttpRequest, token: str) -> HttpResponse:
    """What the code offers, and taking it."""
    now = timezone.now()
    try:
        found = resolved(token)
        offer = offer_of(found, now)
        if offer is None:
            return HttpResponseRedirect(reverse("feedback-form", args=(found.token,)))
        if request.method == "POST":
            return _posted(request, found, offer, now)
        first = offer.matters[0].code if len(offer.matters) == 1 or offer.item else ""
        return _form(request, found, offer, Asked(nonce=forms.new_nonce(), matter=first))
    except CodeError as error:
        return message(request, "二维码没有扫完整", str(error), status=404, ask_number=True)
    except UnknownSubjectError:
        return site.missing(request)
    except (DatabaseFailure, OSError, *FEED_ERRORS):
        _LOG.exception("what was asked for could not be kept")
        return message(
            request,
            "没有收到",
            "服务器出了点问题，这一次什么也没有收。请按手机的返回键，过一两分钟再点一次。",
            status=503,
        )


def _form(
    request: HttpRequest,
    found: Resolved,
    offer: Offer,
    asked: Asked,
    wrong: dict[str, str] | None = None,
) -> HttpResponse:
    told = about(found, found.row)
    now = timezone.now()
    task = challenge(asked.nonce, now=now, work=rules().work)
    context: dict[str, Any] = {
        "offer": offer,
        "sort": offer.sort.value,
        "asked": asked,
        "about": told,
        "place": told.place,
        "sample": told.sample,
        "at_screen": found.at_screen,
        "token": found.token,
        "wrong": wrong or {},
        "challenge": json.dumps(task),
        "open": offer.tender is None or offer.tender.is_open(now),
        "soon": offer.seats[:_SOON],
        "later": offer.seats[_SOON:],
        "later_chosen": any(seat.key == asked.slot for seat in offer.seats[_SOON:]),
        "room": rules().room if offer.room is not None else "",
    }
    status = 422 if wrong else 200
    return page(request, "errands/serve.html", context, status=status, private=True)


def _posted(request: HttpRequest, found: Resolved, offer: Offer, now: datetime) -> HttpResponse:
    asked = _read(request)
    if not forms.Typed(nonce=asked.nonce).is_ours:
        fresh = msgspec.structs.replace(asked, nonce=forms.new_nonce())
        return _form(request, found, offer, fresh, {"": "这张表放得太久了，请核对以后再提交。"})
    # Who taps twice on the last seat has it: the second answer is the receipt too.
    wrong = {} if is_kept(asked.nonce) else _problems(asked, offer, now)
    if wrong:
        return _form(request, found, offer, asked, wrong)
    seat = next((s for s in offer.seats if s.key == asked.slot), None)
    filing = _filing(found, offer, asked, seat)
    try:
        filing = msgspec.structs.replace(
            filing, suspicious=is_suspicious(request, found, asked.nonce, now)
        )
        receipt = file_case(filing, now=now)
    except CaseError as error:
        return _form(request, found, offer, asked, {"": str(error)})
    except (DatabaseFailure, OSError):
        _LOG.exception("what was asked for could not be kept")
        answer = _form(request, found, offer, asked, {"": _NOT_KEPT})
        answer.status_code = 503
        return answer
    told = about(found, found.row)
    told = msgspec.structs.replace(told, title=offer.title or told.title)
    when = f"{seat.day} {seat.hours}" if seat is not None else ""
    return receipt_page(request, receipt, told, wording_of(offer.sort, receipt, filing.row, when))


def _read(request: HttpRequest) -> Asked:
    post = request.POST

    def line(name: str, most: int) -> str:
        return " ".join(post.get(name, "").replace("\0", "").split())[: most + 1]

    return Asked(
        nonce=post.get("nonce", "")[:200],
        matter=line("matter", _FIELD),
        slot=line("slot", _FIELD),
        words=post.get("words", "").replace("\r\n", "\n").replace("\0", "")[: _WORDS + 1],
        name=line("name", _FIELD),
        phone=line("phone", _FIELD),
        visit="visit" in post,
        address=line("address", _ADDRESS),
        village=line("village", 12),
    )


def _problems(asked: Asked, offer: Offer, now: datetime) -> dict[str, str]:
    """A sentence for each field that must be mended."""
    found = _unchosen(asked, offer, now)
    if offer.sort is Sort.ERRAND and forms.is_blank(asked.words):
        found["words"] = "请写一句要办什么。"
    if len(asked.words) > _WORDS:
        found["words"] = f"最多{_WORDS}个字，请写短些。"
    if forms.is_blank(asked.name):
        found["name"] = "请写姓名，好知道是谁。"
    if forms.is_blank(asked.phone):
        found["phone"] = "请写电话，办事的人要找您。"
    if asked.visit and forms.is_blank(asked.address):
        found["address"] = "请写上门的地址，好知道到哪里来。"
    for name, most in (("name", _FIELD), ("phone", _FIELD), ("address", _ADDRESS)):
        if len(getattr(asked, name)) > most:
            found[name] = f"太长了，最多{most}个字。"
    return found


def _unchosen(asked: Asked, offer: Offer, now: datetime) -> dict[str, str]:
    """What was not chosen among what is on offer, or cannot be chosen any more."""
    found: dict[str, str] = {}
    if len(offer.matters) > 1 and asked.matter not in {m.code for m in offer.matters}:
        found["matter"] = "请点一下是哪一类事。"
    if offer.villages and asked.village not in {code for code, _ in offer.villages}:
        found["village"] = "请选您是哪个村的。"
    if offer.sort is Sort.BOOKING:
        seat = next((s for s in offer.seats if s.key == asked.slot), None)
        if seat is None or seat.left < 1:
            found["slot"] = "请点一个还有名额的时间。"
    if offer.tender is not None and not offer.tender.is_open(now):
        found[""] = "报名已经截止，没有登记。"
    return found


def _filing(found: Resolved, offer: Offer, asked: Asked, seat: Seat | None) -> Filing:
    held = occurrence_of(offer.item, seat.key) if seat is not None else None
    return Filing(
        division=asked.village or offer.division,
        item=offer.item,
        title=offer.title,
        row=f"{seat.when} {seat.where}".strip() if seat is not None else "",
        matter=asked.matter if len(offer.matters) > 1 else offer.matters[0].code,
        words=asked.words.strip() or offer.sort.chinese,
        name=asked.name,
        phone=asked.phone,
        address=asked.address if offer.sort is Sort.ERRAND else "",
        channel=Channel.SCREEN if found.screen else Channel.POSTER,
        terminal=found.terminal,
        at_screen=found.at_screen,
        nonce=asked.nonce,
        slot=seat.key if seat is not None else "",
        held_on=held.day if held is not None else offer.held_on,
        seats=held.slot.seats if held is not None else 0,
    )


def wording_of(sort: Sort, receipt: Receipt, row: str, when: str) -> Wording:
    """What the receipt of something that was asked for says; ``when`` fits on its picture."""
    due = day(receipt.due)
    if sort is Sort.BOOKING:
        return Wording("预约回执", f"约好了：{row}", when)
    if sort is Sort.BID:
        return Wording("意向登记回执", f"登记好了，{due} 截止。会有人给您打电话。", f"{due} 截止")
    return Wording("代办回执", f"最晚 {due} 替您办好，办好了请您签收。", f"最晚 {due} 办好")
