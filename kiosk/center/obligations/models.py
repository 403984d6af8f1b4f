"""What every division owes, as it was last derived from the feed, and who was reminded.

An `Obligation` row is no truth of its own: `kiosk.center.obligations.refresh` writes it from
the county's rules and from what the feed shows.  Only `Reminder` is history; the database
refuses to change or delete it.
"""

# mypy: disable-error-code="var-annotated"

from __future__ import annotations

from datetime import date

from django.db import models

from kiosk.affairs.catalogue import Affairs
from kiosk.affairs.obligation import State
from kiosk.center.accounts.models import Scoped, Staff


class Obligation(Scoped):
    """One item that a division owes for one period.

    ``days_late`` is how late it came, 0 while it has not come: what grows by itself with every
    day is not stored (`late_on`).
    ``owed`` is false once the county's catalogue does not ask for it any more: the row stays
    as it was and counts nowhere.
    """

    division = models.CharField(max_length=12)
    catalogue = models.CharField(max_length=40)
    item = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    affairs = models.CharField(max_length=12, choices=[(a.value, a.chinese) for a in Affairs])
    period = models.CharField(max_length=12)
    label = models.CharField(max_length=40)
    due = models.DateField()
    grace_until = models.DateField()
    certain = models.BooleanField(default=True)
    state = models.CharField(max_length=10, choices=[(s.value, s.chinese) for s in State])
    days_late = models.PositiveIntegerField(default=0)
    fulfilled_by = models.CharField(max_length=80, blank=True)
    fulfilled_on = models.DateField(null=True, blank=True)
    owed = models.BooleanField(default=True)

    class Meta:
        """The longest due first."""

        ordering = ("due", "item")
        constraints = (
            models.UniqueConstraint(
                fields=("division", "item", "period"), name="one_obligation_a_period"
            ),
        )
        indexes = (
            models.Index(
                fields=("owed", "due", "scope", "affairs", "state", "days_late"),
                name="obligations_by_place",
            ),
            models.Index(
                fields=("owed", "due", "catalogue", "item", "scope", "state", "days_late"),
                name="obligations_by_item",
            ),
        )

    def __str__(self) -> str:
        return f"{self.division} {self.item} {self.period}"

    @property
    def key(self) -> tuple[str, str]:
        """What names it within its division."""
        return self.item, self.period

    @property
    def is_late(self) -> bool:
        """Whether it should be public by now and is not."""
        return State(self.state) is State.OVERDUE

    def late_on(self, today: date) -> int:
        """By how many days it is late on a day, or came late."""
        days: int = (today - self.due).days if self.is_late else self.days_late
        return days


class Derived(models.Model):
    """From what the rows of a division were last derived: the day and the feed's versions."""

    division = models.CharField(max_length=12, primary_key=True)
    day = models.DateField()
    mark = models.CharField(max_length=100)

    def __str__(self) -> str:
        return f"{self.division} {self.day:%Y-%m-%d} {self.mark}"


class Reminder(models.Model):
    """Someone above asked for an obligation to be met (催办): at most once a day for each."""

    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="reminders")
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    day = models.DateField()
    at = models.DateTimeField()
    words = models.CharField(max_length=200, blank=True)

    class Meta:
        """The newest first."""

        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("obligation", "day"), name="one_reminder_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.obligation} {day_text(self.day)}"


def day_text(day: date) -> str:
    """A day as a clerk reads it: 11月15日."""
    return f"{day.month}月{day.day}日"
