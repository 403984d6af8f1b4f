"""Voting on the phone, and what a screen sends: a code, the points, and nothing that stays."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import NamedTuple

import msgspec
from django.db import Error as DatabaseFailure
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from kiosk.affairs.appraisal import GRADES, POINTS
from kiosk.center.appraisals.holding import GONE, cast, is_fresh
from kiosk.center.appraisals.models import Session
from kiosk.center.cases.places import county, division_name
from kiosk.center.feedback.limits import address_of, tallied, tally
from kiosk.center.feedback.rules import rules
from kiosk.center.site.page import message, page
from kiosk.feed.ballots import LIMIT, CastAnswer, CastBallot, Vote, read_ballot_code

_LOG = logging.getLogger(__name__)
_TOO_OFTEN = "输错的次数太多了，请过一个小时再试。没有投出去，投票码还能用。"


class Asked(NamedTuple):
    """One question about one candidate, by the name of its field."""

    field: str
    candidate: str
    post: str
    question: str
    chosen: str
    first: bool


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def vote(request: HttpRequest, key: str) -> HttpResponse:
    """Ask for the code, then the questions, then one look, then count."""
    now = timezone.now()
    try:
        return _vote(request, key, now)
    except DatabaseFailure:
        _LOG.exception("a vote could not be counted")
        said = "没有投出去，投票码还能用。请按手机的返回键，过一两分钟再点一次。"
        return message(request, "现在投不了", said, status=503)


def _vote(request: HttpRequest, key: str, now: datetime) -> HttpResponse:
    session = Session.objects.filter(key=key).first()
    if session is None:
        return message(request, "没有这一次评议", "请对照纸条再扫一次。", status=404)
    if not session.ballot().is_open(now) or session.closed_at is not None:
        when = "还没有开始" if now < session.opens else "已经结束"
        return message(request, f"评议{when}", f"{session.title}。", status=200)
    if request.method != "POST":
        return _ask(request, session)
    return _posted(request, session, now)


def _posted(request: HttpRequest, session: Session, now: datetime) -> HttpResponse:
    if tallied("ballots from", address_of(request), now=now) >= rules().guesses.address:
        return _ask(request, session, _TOO_OFTEN, 429)
    code = read_ballot_code(request.POST.get("code", "")[:40])
    fresh = is_fresh(session, code) if code else None
    if not fresh:
        tally("ballots from", address_of(request), now=now)
        said = GONE.reason if fresh is False else "投票码不对，是12位数字，请对照纸条再输一遍。"
        return _ask(request, session, said, 422)
    votes = _votes(request, session)
    step = request.POST.get("step", "")
    if step not in {"look", "cast"} or not votes:
        wrong = "一项也没有选，还没有交。至少选一项。" if step in {"look", "cast"} else ""
        return _questions(request, session, code, wrong)
    if step == "look":
        return _look(request, session, code)
    answer = cast(CastBallot(session=session.key, code=code, votes=votes), now=now)
    if not answer.accepted:
        return _ask(request, session, answer.reason, 422)
    said = "一张票投一次，谁投的、投了多少分，谁也查不到。结果在公开栏上公布。"
    return message(request, "投好了，谢谢", said, status=200)


def _votes(request: HttpRequest, session: Session) -> tuple[Vote, ...]:
    """What was chosen; who leaves a question out says nothing about it."""
    return tuple(
        (c, q, int(text))
        for c in range(len(session.candidates))
        for q in range(len(session.questions))
        if _is_points(text := request.POST.get(f"v-{c}-{q}", ""))
    )


def _is_points(text: str) -> bool:
    return text in {str(points) for points in POINTS}


def _fields(request: HttpRequest, session: Session) -> list[Asked]:
    return [
        Asked(
            field=f"v-{c}-{q}",
            candidate=name,
            post=post,
            question=asked,
            chosen=text if _is_points(text := request.POST.get(f"v-{c}-{q}", "")) else "",
            first=q == 0,
        )
        for c, (name, post) in enumerate(session.candidates)
        for q, asked in enumerate(session.questions)
    ]


def _context(session: Session) -> dict[str, object]:
    known = county()
    return {
        "session": session,
        "place": division_name(session.division),
        "sample": known is not None and known.sample,
        "grades": GRADES,
    }


def _ask(
    request: HttpRequest, session: Session, wrong: str = "", status: int = 200
) -> HttpResponse:
    context = _context(session) | {"wrong": wrong}
    return page(request, "appraisals/code.html", context, status=status, private=True)


def _questions(request: HttpRequest, session: Session, code: str, wrong: str) -> HttpResponse:
    context = _context(session) | {
        "code": code,
        "asked": _fields(request, session),
        "wrong": wrong,
    }
    status = 422 if wrong else 200
    return page(request, "appraisals/vote.html", context, status=status, private=True)


def _look(request: HttpRequest, session: Session, code: str) -> HttpResponse:
    words = {point: word for word, *points in GRADES for point in points}
    chosen = [
        (each, words[int(each.chosen)] if each.chosen else "") for each in _fields(request, session)
    ]
    context = _context(session) | {"code": code, "chosen": chosen}
    return page(request, "appraisals/look.html", context, private=True)


@csrf_exempt
@require_POST
def taken(request: HttpRequest) -> HttpResponse:
    """A ballot that was filled in at a screen (`kiosk.feed.ballots`)."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > LIMIT:
        return JsonResponse({"accepted": False, "reason": "太大了。"}, status=413)
    now = timezone.now()
    address = address_of(request)
    try:
        if tallied("ballots from", address, now=now) >= rules().guesses.address:
            return JsonResponse({"accepted": False, "reason": "稍后再试。"}, status=429)
        ballot = msgspec.json.decode(request.body, type=CastBallot)
        answer = cast(ballot, now=now)
        if not answer.accepted:
            tally("ballots from", address, now=now)
    except msgspec.DecodeError:
        return JsonResponse({"accepted": False, "reason": "看不懂。"}, status=400)
    except DatabaseFailure:
        _LOG.exception("a ballot could not be counted")
        return JsonResponse({"accepted": False, "reason": "稍后再试。"}, status=503)
    return _answer(answer)


def _answer(answer: CastAnswer) -> HttpResponse:
    return HttpResponse(msgspec.json.encode(answer), content_type="application/json")
