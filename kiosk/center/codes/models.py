"""Everything that a code can be about: every division, and whatever was ever published."""

# mypy: disable-error-code="var-annotated"

from __future__ import annotations

from django.db import models


class Subject(models.Model):
    """A division (``item`` is '') or a disclosure by its id, under what a code calls it.

    ``digest`` is `kiosk.feed.code.subject_of` in hexadecimal, ``number`` its 8 digits.  Rows stay
    when a disclosure is withdrawn: a poster on a wall outlives it, and must say so.
    """

    digest = models.CharField(primary_key=True, max_length=16)
    number = models.CharField(max_length=8, db_index=True)
    division = models.CharField(max_length=12)
    item = models.CharField(max_length=80, blank=True, default="", db_index=True)

    def __str__(self) -> str:
        return str(self.item or self.division)
