"""Urgent notices that the desk sent: who, what, and who looked at it afterwards.

They go out at once (一刻不等审), so somebody else must look within a day (发后复核).  What the
screens show is the signed feed; `kiosk.center.board.models.Job` carries the order there.
"""

# mypy: disable-error-code="var-annotated"

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
from django.db import models
from django.db.models import F, Q

from kiosk.affairs.notice import Notice
from kiosk.center.accounts.models import Scoped, Staff
from kiosk.center.board.models import Job

REVIEW_WITHIN = timedelta(hours=24)
"""After it was sent."""


class Sent(Scoped):
    """One notice as it was sent; ``key`` is the id that it has in the feed.

    ``nonce`` belongs to the form: who presses twice sends once.  Nobody reviews their own: the
    database refuses it.
    """

    key = models.CharField(max_length=80, unique=True)
    nonce = models.CharField(max_length=64, unique=True)
    division = models.CharField(max_length=12)
    title = models.CharField(max_length=60)
    notice = models.TextField()
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    job = models.OneToOneField(Job, models.PROTECT, related_name="+")
    reviewed_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    remark = models.CharField(max_length=200, blank=True)
    ended_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """The newest first."""

        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("by")),
                name="another_person_reviews",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True, reviewed_at__isnull=True)
                | Q(reviewed_by__isnull=False, reviewed_at__isnull=False),
                name="a_review_has_its_time",
            ),
        )

    def __str__(self) -> str:
        return str(self.key)

    @property
    def told(self) -> Notice:
        """What it says."""
        return msgspec.json.decode(self.notice, type=Notice)

    @property
    def review_until(self) -> datetime:
        """When somebody must have looked at the latest."""
        at: datetime = self.at
        return at + REVIEW_WITHIN

    def stands(self, now: datetime) -> bool:
        """Whether it is on the screens, or on its way there."""
        return self.ended_at is None and now < self.told.expires
