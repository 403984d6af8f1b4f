"""What the center remembers of feedback.

A case's columns are where its history has led; the history itself is `CaseEvent`, which the
database refuses to change or delete (see the migration ``0002``).  Name, telephone and what was
written are sealed (`kiosk.center.cases.sealing`), the query code is kept as a digest only.
"""

# mypy: disable-error-code="var-annotated"

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from kiosk.affairs.case import Act, CaseState, Channel, Verdict
from kiosk.affairs.deadline import Pause
from kiosk.affairs.role import Role
from kiosk.affairs.routing import CaseRules, Place
from kiosk.affairs.sort import Sort
from kiosk.center.accounts.models import Scoped, ScopedQuerySet, Staff
from kiosk.center.cases.sealedtext import SealedText


class CaseQuerySet(ScopedQuerySet["Case"]):
    """Cases that someone may see."""

    def visible_to(self, staff: Staff, rules: CaseRules) -> CaseQuerySet:
        """A unit's own, those it oversees, and for an office all that its level and below hold.

        Never: discipline cases outside discipline, cases in which the person is named, and
        held cases to anyone but who reviews them.
        """
        place = str(staff.place)
        unit = rules.unit(staff.unit)
        reach = Q(unit=place) | Q(overseer=place)
        below = Q(scope__startswith=staff.scope, unit__startswith=staff.scope)
        if staff.kind is Role.AUDITOR:
            reach = Q(scope__startswith=staff.scope, confidential=False)
        elif unit.discipline:
            reach |= below & Q(confidential=True)
        elif unit.office:
            reach |= below & Q(confidential=False)
        found = self.within(staff).filter(reach).exclude(~Q(overseer=place), state=CaseState.HELD)
        for name in staff.names:
            found = found.exclude(Q(said__contains=name) | Q(named__contains=name))
        if not unit.discipline:
            found = found.filter(confidential=False)
        return found  # type: ignore[return-value]


class Case(Scoped):
    """One filed feedback.  Days are Beijing's, moments UTC, clocks in working days.

    ``said`` is what the resident wrote, without blanks, numbers and their own name: the database
    searches it for the names of staff, so it cannot be sealed; it is kept of feedback alone.

    ``slot`` (`kiosk.affairs.people.Occurrence.key`) and ``held_on`` are of bookings, ``held_on``
    also the last day of a bid; ``visit``: an errand for which somebody comes to the house.
    ``facts`` are what a rule saw (`kiosk.center.risks`).
    """

    number = models.CharField(max_length=14, unique=True)
    nonce = models.CharField(max_length=64, unique=True)
    code = models.CharField(max_length=64)
    division = models.CharField(max_length=12)
    item = models.CharField(max_length=80, blank=True, default="")
    about = models.CharField(max_length=300, blank=True, default="")
    sort = models.CharField(
        max_length=8,
        choices=[(s.value, s.chinese) for s in Sort],
        default=Sort.FEEDBACK.value,
    )
    matter = models.CharField(max_length=30)
    matter_name = models.CharField(max_length=60)
    words = SealedText()
    said = models.TextField()
    named = models.TextField(blank=True, default="")
    channel = models.CharField(max_length=8, choices=[(c.value, c.chinese) for c in Channel])
    terminal = models.CharField(max_length=32, blank=True, default="")
    at_screen = models.BooleanField(default=False)
    suspicious = models.BooleanField(default=False)
    confidential = models.BooleanField(default=False)
    about_cadres = models.BooleanField(default=False)
    outcome_only = models.BooleanField(default=False)
    contact = models.BinaryField(null=True)
    slot = models.CharField(max_length=24, blank=True, default="")
    held_on = models.DateField(null=True)
    visit = models.BooleanField(default=False)
    facts = models.JSONField(default=dict)

    state = models.CharField(max_length=10, choices=[(s.value, s.chinese) for s in CaseState])
    unit = models.CharField(max_length=50)
    overseer = models.CharField(max_length=50, blank=True, default="")
    person = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="cases")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    raised = models.PositiveSmallIntegerField(default=0)
    rounds = models.PositiveSmallIntegerField(default=1)

    clock = models.CharField(max_length=30)
    days = models.PositiveSmallIntegerField()
    extended = models.PositiveSmallIntegerField(default=0)
    yellow = models.PositiveSmallIntegerField()
    orange = models.PositiveSmallIntegerField()
    counted_from = models.DateField()
    pauses = models.JSONField(default=list)
    asked_on = models.DateField(null=True)
    due = models.DateField()
    due_certain = models.BooleanField(default=True)

    received_at = models.DateTimeField()
    received_on = models.DateField(db_index=True)
    answered_on = models.DateField(null=True)
    first_answered_on = models.DateField(null=True)
    first_due = models.DateField()
    summary = models.TextField(blank=True, default="")
    answer = SealedText(blank=True, default="")
    verdict = models.CharField(
        max_length=6, choices=[(v.value, v.chinese) for v in Verdict], blank=True, default=""
    )

    objects = CaseQuerySet.as_manager()

    class Meta:
        """The most urgent first."""

        ordering = ("due", "number")
        indexes = (
            models.Index(fields=("unit", "state"), name="cases_by_unit"),
            models.Index(fields=("state", "due"), name="cases_by_due"),
            models.Index(fields=("item", "slot"), name="cases_by_slot"),
            models.Index(fields=("sort", "scope"), name="cases_by_sort"),
        )

    def __str__(self) -> str:
        return str(self.number)

    @property
    def place(self) -> Place:
        """The unit that has it."""
        return Place.read(self.unit)

    @property
    def standing(self) -> CaseState:
        """The state as a value of the domain."""
        return CaseState(self.state)

    @property
    def kind(self) -> Sort:
        """The sort as a value of the domain."""
        return Sort(self.sort)

    @property
    def stopped(self) -> tuple[Pause, ...]:
        """The ended pauses of its clock."""
        return tuple(
            Pause(date.fromisoformat(asked), date.fromisoformat(until))
            for asked, until in self.pauses
        )


def seen_by(staff: Staff, rules: CaseRules) -> CaseQuerySet:
    """The cases that someone may see, as `CaseQuerySet.visible_to`."""
    return CaseQuerySet(Case).visible_to(staff, rules)


class CaseEvent(models.Model):
    """One step of a case; the database refuses to change or delete it.

    ``words`` are for the resident, ``facts`` for programs (unit, verdict, due day ...).
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="events")
    act = models.CharField(max_length=10, choices=[(a.value, a.chinese) for a in Act])
    actor = models.CharField(max_length=10)
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    state = models.CharField(max_length=10)
    unit = models.CharField(max_length=50)
    words = SealedText(blank=True, default="")
    facts = models.JSONField(default=dict)

    class Meta:
        """As it happened."""

        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.case.number} {self.act}"


class CasePhoto(models.Model):
    """A photo of a case; the file lies in the data folder under its SHA-256."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="photos")
    event = models.ForeignKey(CaseEvent, models.PROTECT, related_name="photos")
    digest = models.CharField(max_length=64)
    type = models.CharField(max_length=20)

    class Meta:
        """As they came."""

        ordering = ("id",)

    def __str__(self) -> str:
        return str(self.digest)


class CaseCounter(models.Model):
    """The last running number of a month (``2611``)."""

    month = models.CharField(primary_key=True, max_length=4)
    last = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.month} {self.last}"
