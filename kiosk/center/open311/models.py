"""Keys of those who may file cases through the open interface."""

# mypy: disable-error-code="var-annotated"

from __future__ import annotations

from django.db import models


class ApiKey(models.Model):
    """A key by its SHA-256; whose it is, and until when it counted."""

    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """As they were made."""

        ordering = ("id",)

    def __str__(self) -> str:
        return str(self.name)
