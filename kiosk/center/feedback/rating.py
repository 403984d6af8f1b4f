"""Ratings (评价) of services, units and divisions: four words, kept for good, one for each code.

The words stand for bands of points (好 10-9, 较好 8-7, 一般 6-5, 差 4-3); a rating counts as the
middle of its band, and every average goes with its counts.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

import msgspec
from django.db import Error as DatabaseFailure
from django.db import IntegrityError, transaction
from django.db.models import Count, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from kiosk.affairs.deadline import beijing_day
from kiosk.center.codes.subjects import Resolved, UnknownSubjectError
from kiosk.center.codes.views import resolved
from kiosk.center.feedback.about import about
from kiosk.center.feedback.limits import address_of
from kiosk.center.feedback.models import Rating
from kiosk.center.feedback.rules import rules
from kiosk.center.site import views as site
from kiosk.center.site.page import message, page
from kiosk.feed.code import CodeError


class RatingError(ValueError):
    """A rating cannot be kept.  The message is Chinese."""


class Scores(msgspec.Struct, frozen=True, kw_only=True):
    """What was said: how many, how many of them at a screen, the average, and each word's count.

    ``average`` has two decimals, of 10; None without any.
    """

    count: int
    at_screen: int
    average: Decimal | None
    counts: tuple[tuple[str, int], ...]


def words() -> list[str]:
    """The four words, the best first."""
    return list(rules().marks)


def rate(  # noqa: PLR0913 - what a rating is made of
    *,
    division: str,
    word: str,
    source: str,
    now: datetime,
    item: str = "",
    unit: str = "",
    at_screen: bool = False,
) -> None:
    """Keep one rating; ``source`` names the code or case that it comes from.

    Raises RatingError for a word that is none of the four, or if that source has rated.
    """
    if word not in rules().marks:
        raise RatingError(f"请点{'、'.join(words())}里的一个。什么也没有改动。")
    try:
        with transaction.atomic():
            Rating.objects.create(
                division=division,
                item=item,
                unit=unit,
                word=word,
                points=Decimal(str(rules().marks[word])),
                at_screen=at_screen,
                at=now,
                source=_digest(source),
            )
    except IntegrityError as error:
        raise RatingError("已经打过分了，一个码打一次，打了就改不了。") from error


def has_rated(source: str) -> bool:
    """Whether that code or case has rated."""
    return Rating.objects.filter(source=_digest(source)).exists()


def scores(*, division: str = "", item: str = "", unit: str = "") -> Scores:
    """The ratings of a disclosure, a unit, or a division itself."""
    found = Rating.objects.filter(unit=unit) if unit else Rating.objects.filter(unit="", item=item)
    if division:
        found = found.filter(division=division)
    total = found.aggregate(
        count=Count("pk"), at_screen=Count("pk", filter=Q(at_screen=True)), sum=Sum("points")
    )
    by_word = dict(found.values("word").annotate(n=Count("pk")).values_list("word", "n"))
    count = total["count"]
    cent = Decimal("0.01")
    return Scores(
        count=count,
        at_screen=total["at_screen"],
        average=(total["sum"] / count).quantize(cent, ROUND_HALF_UP) if count else None,
        counts=tuple((word, by_word.get(word, 0)) for word in words()),
    )


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
        "scores": scores(division=found.division, item=found.item),
    }
    return page(request, "feedback/rate.html", context, status=409 if said else 200, private=True)


def _source(request: HttpRequest, found: Resolved, now: datetime) -> str:
    """A marked code is one of its hour; one without a mark counts once a day and address.

    Everybody at a poster has the same code, so that "once a code" would be one rating for ever.
    """
    if found.at_screen:
        return f"code {found.token}"
    return f"code {found.token} {beijing_day(now)} {address_of(request)}"


def _digest(source: str) -> str:
    return hashlib.sha256(f"kiosk-rating\n{source}".encode()).hexdigest()
