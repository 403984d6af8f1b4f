"""What clerks are still typing, the files they brought, and what they said of their columns."""

# mypy: disable-error-code="var-annotated"

from __future__ import annotations

from typing import Any

import msgspec
from django.db import models

from kiosk.affairs.disclosure import disclosure_id
from kiosk.affairs.division import scope_of
from kiosk.center.accounts.models import Scoped, ScopedQuerySet, Staff
from kiosk.center.writing.typed import Typed


class ScopedManager(models.Manager[Any]):
    """Finds what belongs to a division."""

    def get_queryset(self) -> ScopedQuerySet[Any]:
        """All of it; `within` narrows it to a division."""
        return ScopedQuerySet(self.model, using=self._db)

    def within(self, staff: Staff) -> ScopedQuerySet[Any]:
        """What lies in the division of this person and below."""
        return self.get_queryset().within(staff)


class OfDivision(Scoped):
    """Something that one division wrote or brought."""

    division = models.CharField(max_length=12)

    objects = ScopedManager()

    class Meta:
        """Other models inherit it."""

        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The path always follows the division."""
        self.scope = scope_of(self.division)
        super().save(*args, **kwargs)


class WorkingCopy(OfDivision):
    """One disclosure while it is written; ``typed`` is a `Typed` as JSON.

    ``revision`` counts what was saved: who saves on top of another revision than they saw is
    told, and overwrites nothing.  It goes away when it is sent: from then on the board has it.
    """

    code = models.CharField(max_length=20)
    period = models.CharField(max_length=20)
    serial = models.PositiveSmallIntegerField(default=1)
    typed = models.TextField()
    revision = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")

    class Meta:
        """The last one touched first."""

        ordering = ("-updated_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("division", "code", "period", "serial"), name="one_working_copy_of_an_item"
            ),
        )

    def __str__(self) -> str:
        return self.key

    @property
    def key(self) -> str:
        """The id that the disclosure has, or will have."""
        return disclosure_id(self.division, self.code, self.period, self.serial)

    @property
    def written(self) -> Typed:
        """What is typed, decoded."""
        return msgspec.json.decode(self.typed, type=Typed)


class Upload(OfDivision):
    """A file as it was brought, sealed (`kiosk.center.writing.sealing`); ``size`` in bytes.

    It may hold what must never be public; every look at it is on record.
    """

    key = models.CharField(max_length=90, db_index=True)
    name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    file = models.CharField(max_length=32, unique=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+")

    class Meta:
        """The newest first."""

        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.key} {self.name}"


class Remembered(OfDivision):
    """Which column is what in the sheets of one division and item, as it was answered once."""

    code = models.CharField(max_length=20)
    signature = models.CharField(max_length=64)
    mapping = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+")

    class Meta:
        """One answer for the same heads."""

        constraints = (
            models.UniqueConstraint(
                fields=("division", "code", "signature"), name="one_answer_for_the_same_heads"
            ),
        )

    def __str__(self) -> str:
        return f"{self.division} {self.code}"
