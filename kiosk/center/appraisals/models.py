"""What is kept of an appraisal: who may vote, that a code was used, and how many gave each point.

There is no ballot in the database.  A code is a digest with a mark that it was used, without a
time; a vote is one more in a counter.  Nothing joins the two.
"""

# mypy: disable-error-code="var-annotated"

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from kiosk.affairs.appraisal import Ballot, Candidate
from kiosk.center.accounts.models import Scoped, Staff


class Session(Scoped):
    """One session of a division.  Moments are UTC; ``closed_at`` once somebody ended it.

    ``key`` is what codes and ballots name it by.
    """

    key = models.CharField(max_length=20, unique=True)
    division = models.CharField(max_length=12)
    title = models.CharField(max_length=60)
    questions = models.JSONField()
    candidates = models.JSONField()
    eligible = models.PositiveIntegerField()
    opens = models.DateTimeField()
    closes = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    made_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        """The newest first."""

        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")), name="closes_after_it_opens"
            ),
        )

    def __str__(self) -> str:
        return str(self.title)

    @property
    def ends(self) -> datetime:
        """When the last vote counts."""
        closes: datetime = self.closes
        return min(closes, self.closed_at) if self.closed_at is not None else closes

    def ballot(self) -> Ballot:
        """What stands on the board and on the phone."""
        return Ballot(
            session=self.key,
            title=self.title,
            opens=self.opens,
            closes=self.ends if self.ends > self.opens else self.closes,
            questions=tuple(self.questions),
            candidates=tuple(Candidate(name=n, post=p) for n, p in self.candidates),
        )


class VotingCode(models.Model):
    """A one-time code that was printed: only its digest, and whether it was used."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="codes")
    digest = models.CharField(max_length=64, primary_key=True)
    used = models.BooleanField(default=False)

    class Meta:
        """By digest: in no order that tells when a code was made."""

        ordering = ("digest",)

    def __str__(self) -> str:
        return str(self.digest)[:8]


class Counter(models.Model):
    """How many gave ``points`` to a candidate on a question; both by their place, from 0."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="counters")
    candidate = models.PositiveSmallIntegerField()
    question = models.PositiveSmallIntegerField()
    points = models.PositiveSmallIntegerField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        """As they are asked."""

        ordering = ("candidate", "question", "-points")
        constraints = (
            models.UniqueConstraint(
                fields=("session", "candidate", "question", "points"), name="one_counter_each"
            ),
        )

    def __str__(self) -> str:
        return f"{self.candidate}/{self.question}/{self.points}"
