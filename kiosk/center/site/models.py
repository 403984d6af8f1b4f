"""What the public pages keep: how often each was opened on a day."""

# mypy: disable-error-code="var-annotated"

from __future__ import annotations

from django.db import models


class Visit(models.Model):
    """How often something was opened on a day (in China); ``item`` '' is a first page."""

    day = models.DateField()
    division = models.CharField(max_length=12)
    item = models.CharField(max_length=80, blank=True, default="")
    count = models.PositiveIntegerField(default=0)

    class Meta:
        """One row a day."""

        constraints = (
            models.UniqueConstraint(fields=("day", "division", "item"), name="one_visit_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.day} {self.item or self.division}"
