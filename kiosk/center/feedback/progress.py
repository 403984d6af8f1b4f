"""How a case stands, for whoever has its number and query code, and what they may say to it.

The code only ever comes in the body of a POST: it stands in no address, no cookie, no log.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import Error as DatabaseFailure
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from kiosk.affairs.case import CaseError, Verdict, spoken_number
from kiosk.affairs.sort import Sort, verdict_name
from kiosk.center.cases.services import (
    NotFoundError,
    Progress,
    cancel,
    clarify,
    find_case,
    give_verdict,
    photo_of,
)
from kiosk.center.feedback.limits import address_of, tallied, tally
from kiosk.center.feedback.pictures import data_address
from kiosk.center.feedback.reminder import reminder
from kiosk.center.feedback.rules import rules
from kiosk.center.feedback.scores import RatingError, has_rated, rate, words
from kiosk.center.site.page import message, page

_LOG = logging.getLogger(__name__)
_TOO_OFTEN = "输错的次数太多了，请过一个小时再试。您的反映没有受影响。"
_EVIDENCE = 900
"""Pixels of the longer side of a photo in the answer."""

_RATED = (Sort.FEEDBACK, Sort.ERRAND)
_Act = Callable[[str, str, datetime], str]
"""Does something with number and code at a time; what to say afterwards."""


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def progress(request: HttpRequest) -> HttpResponse:
    """Ask for number and code; show the case.  Changes nothing."""
    if request.method != "POST":
        return page(request, "feedback/look.html", {}, private=True)
    return _shown(request, lambda _number, _code, _now: "")


@csrf_exempt
@require_POST
def verdict(request: HttpRequest) -> HttpResponse:
    """Solved, half solved, or not."""

    def judge(number: str, code: str, now: datetime) -> str:
        try:
            said = Verdict(request.POST.get("verdict", ""))
        except ValueError as error:
            raise CaseError("请点“解决了”“解决了一半”或者“没解决”。") from error
        found = give_verdict(number, code, said, request.POST.get("words", ""), now=now)
        word = request.POST.get("word", "")
        if found.sort is Sort.ERRAND and word and not has_rated(f"case {found.number}"):
            _rate(found, word, now)
        return "记下了。没解决的，已经报到上一级。" if said is Verdict.NOT else "记下了，谢谢。"

    return _shown(request, judge)


@csrf_exempt
@require_POST
def more(request: HttpRequest) -> HttpResponse:
    """Answer what the unit asked."""

    def add(number: str, code: str, now: datetime) -> str:
        clarify(number, code, request.POST.get("words", ""), now=now)
        return "补充的情况收到了，继续办。"

    return _shown(request, add)


@csrf_exempt
@require_POST
def rate_case(request: HttpRequest) -> HttpResponse:
    """Rate the unit that handled one's own case, once."""

    def mark(number: str, code: str, now: datetime) -> str:
        found = find_case(number, code, now=now)
        if not found.answer:
            raise CaseError("答复以后才能打分。什么也没有改动。")
        _rate(found, request.POST.get("word", ""), now)
        return "分记下了，谢谢。"

    return _shown(request, mark)


def _rate(found: Progress, word: str, now: datetime) -> None:
    try:
        rate(
            division=found.division,
            unit=found.unit,
            word=word,
            source=f"case {found.number}",
            now=now,
        )
    except RatingError as error:
        raise CaseError(str(error)) from error


@csrf_exempt
@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    """Take back a booking, an errand or a bid."""

    def take_back(number: str, code: str, now: datetime) -> str:
        cancel(number, code, now=now)
        return "取消了。要再约，重新扫码就行。"

    return _shown(request, take_back)


@csrf_exempt
@require_POST
def calendar(request: HttpRequest) -> HttpResponse:
    """A booking as a calendar file (RFC 5545) that reminds the phone a day before."""
    now = timezone.now()
    number, code = request.POST.get("number", "")[:40], request.POST.get("code", "")[:40]
    if _guesses_too_often(request, number, now):
        return _ask(request, number, _TOO_OFTEN, 429)
    try:
        found = find_case(number, code, now=now)
    except NotFoundError as error:
        return _not_found(request, number, str(error), now)
    except CaseError as error:
        return _ask(request, number, str(error), 422)
    text = reminder(found, now)
    if text is None:
        return _shown(request, lambda _number, _code, _now: "")
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{found.number}.ics"'
    answer["Cache-Control"] = "no-store"
    return answer


def _shown(request: HttpRequest, act: _Act) -> HttpResponse:
    """Do it and show the case; nothing that was typed is lost where it cannot be done."""
    try:
        return _tried(request, act)
    except DatabaseFailure:
        _LOG.exception("a case could not be read")
        return message(
            request,
            "现在打不开",
            "您的反映还在，没有受影响。请过一两分钟再试；写了评价的，先记下来。",
            status=503,
        )


def _tried(request: HttpRequest, act: _Act) -> HttpResponse:
    now = timezone.now()
    number, code = request.POST.get("number", "")[:40], request.POST.get("code", "")[:40]
    if _guesses_too_often(request, number, now):
        return _ask(request, number, _TOO_OFTEN, 429)
    said = wrong = ""
    try:
        said = act(number, code, now)
    except NotFoundError as error:
        return _not_found(request, number, str(error), now)
    except CaseError as error:
        wrong = str(error)
    try:
        found = find_case(number, code, now=now)
    except NotFoundError as error:
        return _not_found(request, number, str(error), now)
    except CaseError as error:
        return _ask(request, number, str(error), 422)
    context = {
        "found": found,
        "code": code,
        "number": spoken_number(found.number),
        "place": found.division_name,
        "said": said,
        "wrong": wrong,
        "words": request.POST.get("words", "") if wrong else "",
        "verdicts": [(v.value, verdict_name(found.sort, v)) for v in Verdict],
        "judged": verdict_name(found.sort, found.verdict) if found.verdict else "",
        "sort": found.sort.value,
        "may_remind": found.sort is Sort.BOOKING and found.may_cancel,
        "evidence": _evidence(found, code),
        "may_rate": found.sort in _RATED
        and bool(found.answer)
        and not has_rated(f"case {found.number}"),
        "rating_words": words(),
    }
    status = 422 if wrong else 200
    return page(request, "feedback/progress.html", context, status=status, private=True)


def _evidence(found: Progress, code: str) -> list[str]:
    """The photos of the answer, inside the page."""
    sources = []
    for digest in found.evidence:
        try:
            sources.append(data_address(photo_of(found.number, code, digest)[0], _EVIDENCE))
        except OSError:
            _LOG.exception("photo %s cannot be read", digest[:12])
    return sources


def _not_found(request: HttpRequest, number: str, said: str, now: datetime) -> HttpResponse:
    tally("guess", _guess(request, number), now=now)
    tally("guesses of", number, now=now)
    tally("guesses from", address_of(request), now=now)
    return _ask(request, number, said, 404)


def _guesses_too_often(request: HttpRequest, number: str, now: datetime) -> bool:
    """By number and address together, so that a stranger cannot lock the resident out.

    Besides, ten times as many by number alone, and the county's limit by address.
    """
    limit = rules().guesses
    return (
        tallied("guess", _guess(request, number), now=now) >= limit.number
        or tallied("guesses of", number, now=now) >= 10 * limit.number
        or tallied("guesses from", address_of(request), now=now) >= limit.address
    )


def _guess(request: HttpRequest, number: str) -> str:
    return f"{number} {address_of(request)}"


def _ask(request: HttpRequest, number: str, wrong: str, status: int) -> HttpResponse:
    context = {"number": number, "wrong": wrong}
    return page(request, "feedback/look.html", context, status=status, private=True)
