"""Ratings (评价) of services, units and divisions: four words, kept for good, one for each code.

The words stand for bands of points (好 10-9, 较好 8-7, 一般 6-5, 差 4-3); a rating counts as the
middle of its band, and every average goes with its counts.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

import msgspec
from django.db import IntegrityError, transaction
from django.db.models import Count, Q, Sum

from kiosk.affairs.public_case import Rated
from kiosk.center.cases.places import title_of
from kiosk.center.feedback.models import Rating
from kiosk.center.feedback.rules import rules

_ON_BOARD = 12
"""Subjects on a board, the most rated."""


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


def board_ratings(division: str, name: str) -> tuple[Rated, ...]:
    """What was rated in a division of that name, for its board; the most rated first."""
    found = Rating.objects.filter(division=division).values("item", "unit")
    rows = found.annotate(n=Count("pk")).order_by("-n", "item", "unit")[:_ON_BOARD]
    return tuple(_rated(division, name, row["item"], row["unit"]) for row in rows)


def _rated(division: str, name: str, item: str, unit: str) -> Rated:
    said = scores(division=division, item=item, unit=unit)
    assert said.average is not None
    return Rated(
        name=unit or (title_of(item) if item else name),
        count=said.count,
        average=int(said.average * 100),
        words=said.counts,
        item=item,
    )


def _digest(source: str) -> str:
    return hashlib.sha256(f"kiosk-rating\n{source}".encode()).hexdigest()
