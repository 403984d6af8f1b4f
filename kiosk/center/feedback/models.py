"""What the phone pages keep besides cases: photos of unsent forms, counts, ratings."""

# mypy: disable-error-code="var-annotated"

from __future__ import annotations

from django.db import models


class DraftPhoto(models.Model):
    """A re-encoded photo of a form that was previewed and not sent yet.

    ``form`` is a digest of the form's nonce.  Words, name and telephone are not kept: they
    travel in the page.
    """

    form = models.CharField(max_length=64, db_index=True)
    data = models.BinaryField()
    made_at = models.DateTimeField(db_index=True)

    class Meta:
        """As they came."""

        ordering = ("id",)

    def __str__(self) -> str:
        return str(self.form)[:8]


class Tally(models.Model):
    """How often something happened in an hour (whole hours since 1970, UTC).

    ``key`` is a keyed digest: no address of a resident's phone is kept.
    """

    key = models.CharField(max_length=64)
    hour = models.IntegerField(db_index=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        """One row an hour."""

        constraints = (models.UniqueConstraint(fields=("key", "hour"), name="one_tally_an_hour"),)

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.hour}"


class Rating(models.Model):
    """One rating (评价): of a service, a unit, or a division; the database refuses changes.

    ``word`` is one of the county's four, ``points`` what it stood for that day.  ``source`` is
    the digest of the code or the case that it came from: one rating each.
    """

    division = models.CharField(max_length=12)
    item = models.CharField(max_length=80, blank=True, default="")
    unit = models.CharField(max_length=50, blank=True, default="")
    word = models.CharField(max_length=10)
    points = models.DecimalField(max_digits=4, decimal_places=2)
    at_screen = models.BooleanField(default=False)
    at = models.DateTimeField()
    source = models.CharField(max_length=64, unique=True)

    class Meta:
        """As they came."""

        ordering = ("id",)
        indexes = (models.Index(fields=("division", "item"), name="ratings_by_subject"),)

    def __str__(self) -> str:
        return f"{self.division} {self.word}"
