"""The page behind a code where one rates a service, a unit or a whole division."""

from __future__ import annotations

from datetime import datetime

from django.db import Error as DatabaseFailure
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from kiosk.affairs.deadline import beijing_day
from kiosk.center.codes.subjects import Resolved, UnknownSubjectError
from kiosk.center.codes.views import resolved
from kiosk.center.feedback.about import about
from kiosk.center.feedback.limits import address_of
from kiosk.center.feedback.scores import RatingError, has_rated, rate, scores, words
from kiosk.center.site import views as site
from kiosk.center.site.page import message, page
from kiosk.feed.code import CodeError


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def rating(request: HttpRequest, token: str) -> HttpResponse:
    """Rate what a code is about."""
    try:
        return _rated(request, resolved(token))
    except CodeError as error:
        return message(request, "二维码没有扫完整", str(error), status=404, ask_number=True)
    except UnknownSubjectError:
        return site.missing(request)
    except DatabaseFailure:
        return message(
            request, "现在记不上", "您点的还没有记下，请过一两分钟再点一次。", status=503
        )


def _rated(request: HttpRequest, found: Resolved) -> HttpResponse:
    now = timezone.now()
    source = _source(request, found, now)
    said = ""
    if request.method == "POST":
        try:
            rate(
                division=found.division,
                item=found.item,
                unit=found.unit,
                word=request.POST.get("word", ""),
                source=source,
                at_screen=found.at_screen,
                now=now,
            )
        except RatingError as error:
            said = str(error)
    told = about(found, 0)
    context = {
        "about": told,
        "place": told.place,
        "sample": told.sample,
        "token": found.token,
        "said": said,
        "done": has_rated(source),
        "rating_words": words(),
        "scores": scores(division=found.division, item=found.item, unit=found.unit),
    }
    return page(request, "feedback/rate.html", context, status=409 if said else 200, private=True)


def _source(request: HttpRequest, found: Resolved, now: datetime) -> str:
    """A marked code is one of its minute or hour; one without a mark counts once a day and address.

    Everybody at a poster has the same code, so that "once a code" would be one rating for ever.
    """
    if found.at_screen:
        return f"code {found.token}"
    return f"code {found.token} {beijing_day(now)} {address_of(request)}"
