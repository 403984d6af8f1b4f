"""The audit log's one table.

Names are copied and nothing is a foreign key, so that a row outlives what it is about.  The
database refuses to change, delete or slip in a row (migration ``0001``).
"""

# mypy: disable-error-code="var-annotated"

from __future__ import annotations

import json
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet

from kiosk.affairs.division import Level, level_of
from kiosk.affairs.role import Role
from kiosk.center.accounts.models import Staff
from kiosk.center.audit.chain import Link, moment_text


class AuditEntry(models.Model):
    """One act.  ``person``, ``username`` and ``name`` are empty for what the center did itself.

    ``scope`` is the significant digits of the division that it concerns (empty: the county as
    a whole), ``facts`` canonical JSON, ``address`` and ``agent`` where it came from.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    person = models.BigIntegerField(null=True)
    username = models.CharField(max_length=40, blank=True, db_index=True)
    name = models.CharField(max_length=40, blank=True)
    scope = models.CharField(max_length=12, blank=True, db_index=True)
    confidential = models.BooleanField(default=False)
    act = models.CharField(max_length=40)
    about = models.CharField(max_length=200, blank=True)
    facts = models.TextField(default="{}")
    address = models.CharField(max_length=45, blank=True)
    agent = models.CharField(max_length=80, blank=True)
    before = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        """As the chain runs."""

        ordering = ("number",)
        indexes = (models.Index(fields=("about", "person"), name="audit_by_subject"),)

    def __str__(self) -> str:
        return f"{self.number} {self.act} {self.about}"

    @property
    def told(self) -> dict[str, Any]:
        """The facts, decoded."""
        return dict(json.loads(self.facts))

    @property
    def link(self) -> Link:
        """The row as the chain hashes it."""
        try:
            facts: Any = json.loads(self.facts)
        except ValueError:
            facts = self.facts  # spoilt by someone: it will not fit its digest
        row = {
            "number": self.number,
            "at": moment_text(self.at),
            "by": {"person": self.person, "username": self.username, "name": self.name},
            "scope": self.scope,
            "confidential": self.confidential,
            "act": self.act,
            "about": self.about,
            "facts": facts,
            "from": {"address": self.address, "agent": self.agent},
        }
        return Link(row, self.before, self.digest)


def visible_to(staff: Staff) -> QuerySet[AuditEntry]:
    """The rows that someone may read: what happened in their division and below.

    What concerns the county as a whole only the county reads.  What is confidential only
    discipline reads: that a complaint is there at all must not reach those it may be about.
    """
    if not staff.is_active:
        return AuditEntry.objects.none()
    below = Q(scope__startswith=staff.scope)
    if level_of(staff.division) is Level.COUNTY:
        below |= Q(scope="")
    found = AuditEntry.objects.filter(below)
    return found if staff.kind is Role.DISCIPLINE else found.filter(confidential=False)
