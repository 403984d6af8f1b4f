"""Disclosures on their way to the public, and what became of each.

`kiosk.center.board.gate` alone writes here; the triggers of migration ``0001`` hold whoever
else tries, in the shell or in SQL: a version cannot be changed, and none can stand in `Live`
that did not pass its gate.  What the public really sees is the signed feed; the publishing
worker brings it into line with `Live`.
"""

# mypy: disable-error-code="var-annotated"

from __future__ import annotations

import json
import zlib
from typing import Any

import msgspec
from django.db import models
from django.db.models import F, Q

from kiosk.affairs.disclosure import Content, Disclosure
from kiosk.affairs.gate import Step
from kiosk.center.accounts.models import Scoped, Staff
from kiosk.feed.documents import decode

_FEWEST = 2
"""Signatures besides the author's, whatever a county's data say."""


class Origin(models.TextChoices):
    """How a version came."""

    DESK = "desk", "网页"
    FOLDER = "folder", "文件夹"


class Standing(models.TextChoices):
    """How a version stands."""

    WAITING = "waiting", "等审核"
    RETURNED = "returned", "被退回"
    ABANDONED = "abandoned", "不再送审"
    APPROVED = "approved", "审核通过，等公开"
    LIVE = "live", "已公开"
    REPLACED = "replaced", "已被新版本代替"
    WITHDRAWN = "withdrawn", "已撤下"


class SignatureAct(models.TextChoices):
    """What a reviewer did."""

    APPROVE = "approve", "审核通过"
    FILE = "file", "备案"
    BACK = "back", "退回"


class JobKind(models.TextChoices):
    """What the publishing worker is to do."""

    PUBLISH = "publish", "公开"
    WITHDRAW = "withdraw", "撤下"
    NOTICE = "notice", "紧急通知"


class Item(Scoped):
    """What is or will be one disclosure over all its versions; ``key`` is the disclosure's id."""

    key = models.CharField(max_length=90, unique=True)
    division = models.CharField(max_length=12)
    code = models.CharField(max_length=20)
    affairs = models.CharField(max_length=12)
    period = models.CharField(max_length=20)

    class Meta:
        """By id."""

        ordering = ("key",)
        indexes = (models.Index(fields=("scope", "code", "period"), name="items_by_place"),)

    def __str__(self) -> str:
        return str(self.key)


class Version(models.Model):
    """One text of an item, never changed once it is here.

    ``face`` is the `Disclosure` as JSON without signatures, ``content`` the `Content` as JSON,
    packed (zlib); ``digest`` the SHA-256 of both as they were signed.  ``gate`` are the steps
    that it must pass, as JSON, as the county's rules were when it was sent; ``needs`` how many
    they are.  ``step`` counts those passed; ``waits_*`` say whose turn it is.  ``publish_on``
    is the first and ``until`` the last day on the board, both open if empty; ``notice_days`` the
    length of the notice period, ``released_on`` the day on which it became public.
    """

    item = models.ForeignKey(Item, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    origin = models.CharField(max_length=6, choices=Origin.choices)
    author = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    title = models.CharField(max_length=200)
    face = models.BinaryField()
    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    gate = models.TextField(default="[]")
    needs = models.PositiveSmallIntegerField()
    publish_on = models.DateField(null=True)
    until = models.DateField(null=True)
    notice_days = models.PositiveSmallIntegerField(null=True)
    state = models.CharField(max_length=10, choices=Standing.choices)
    step = models.PositiveSmallIntegerField(default=0)
    waits_role = models.CharField(max_length=12, blank=True, default="")
    waits_scope = models.CharField(max_length=12, blank=True, default="")
    waits_unit = models.CharField(max_length=30, blank=True, default="")
    released_on = models.DateField(null=True)

    class Meta:
        """As they were made."""

        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("item", "number"), name="one_version_of_a_number"),
            models.UniqueConstraint(
                fields=("item",),
                condition=Q(state__in=("waiting", "approved")),
                name="one_version_under_way",
            ),
            models.CheckConstraint(
                condition=Q(origin="folder") | Q(needs__gte=_FEWEST), name="two_signatures_at_least"
            ),
            models.CheckConstraint(
                condition=Q(origin="folder") | Q(author__isnull=False), name="somebody_wrote_it"
            ),
        )
        indexes = (
            models.Index(fields=("state", "waits_role", "waits_scope"), name="versions_waiting"),
        )

    def __str__(self) -> str:
        return f"{self.item.key} v{self.number}"

    @property
    def steps(self) -> list[Step]:
        """The steps of its gate."""
        return msgspec.json.decode(self.gate, type=list[Step])

    @property
    def waits_for(self) -> Step | None:
        """The step whose turn it is."""
        return self.steps[self.step] if self.state == Standing.WAITING else None

    @property
    def state_words(self) -> str:
        """How it stands, in words."""
        return str(Standing(self.state).label)

    @property
    def written(self) -> Disclosure:
        """The face as its author sent it, without signatures."""
        return decode(bytes(self.face), Disclosure)

    @property
    def plain(self) -> bytes:
        """The content as JSON."""
        return zlib.decompress(bytes(self.content))

    @property
    def document(self) -> Content:
        """What stands behind it."""
        return decode(self.plain, Content)


class Signature(models.Model):
    """What one reviewer did with one version; the database refuses to change or delete it.

    ``step`` is the index in the version's gate, ``digest`` what they had before their eyes.
    """

    version = models.ForeignKey(Version, models.PROTECT, related_name="signatures")
    step = models.PositiveSmallIntegerField()
    act = models.CharField(max_length=8, choices=SignatureAct.choices)
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField(blank=True, default="")
    digest = models.CharField(max_length=64)

    class Meta:
        """As they were given."""

        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("version", "staff"), name="a_person_signs_once"),
            models.UniqueConstraint(fields=("version", "step"), name="a_step_is_signed_once"),
        )

    def __str__(self) -> str:
        return f"{self.version_id} {self.act}"  # type: ignore[attr-defined]


class Live(models.Model):
    """The version of an item that is public; nothing that did not pass its gate gets here."""

    item = models.OneToOneField(Item, models.PROTECT, primary_key=True, related_name="live")
    version = models.OneToOneField(Version, models.PROTECT, related_name="+")
    since = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.version)


class LiveChange(models.Model):
    """That another version, or none, became public; append-only.  Going back reads it."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="changes")
    version = models.ForeignKey(Version, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(db_index=True)

    class Meta:
        """As it happened."""

        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.item_id} {self.at}"  # type: ignore[attr-defined]


class Removal(models.Model):
    """A takedown (撤下): one person asks, another confirms, and then it is gone at once."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="removals")
    reason = models.CharField(max_length=200)
    asked_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    refused_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    refused_at = models.DateTimeField(null=True)

    class Meta:
        """As they were asked for."""

        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("asked_by")),
                name="two_people_withdraw",
            ),
            models.UniqueConstraint(
                fields=("item",),
                condition=Q(confirmed_at__isnull=True, refused_at__isnull=True),
                name="one_removal_under_way",
            ),
        )

    def __str__(self) -> str:
        return f"{self.item_id} {self.reason}"  # type: ignore[attr-defined]


class Job(models.Model):
    """Something for the publishing worker; done in the order in which it was asked for.

    ``details`` is JSON that belongs to the kind: the reason of a takedown, a whole notice.
    ``error`` is the Chinese sentence of the last failure.
    """

    kind = models.CharField(max_length=8, choices=JobKind.choices)
    item = models.ForeignKey(Item, models.PROTECT, null=True, related_name="jobs")
    details = models.TextField(default="{}")
    made_at = models.DateTimeField()
    next_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True, default="")
    done_at = models.DateTimeField(null=True)

    class Meta:
        """As they were asked for."""

        ordering = ("id",)
        indexes = (models.Index(fields=("done_at", "next_at"), name="jobs_to_do"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.item_id or ''}"  # type: ignore[attr-defined]

    @property
    def told(self) -> dict[str, Any]:
        """The details, decoded."""
        return dict(json.loads(self.details))


class Absorbed(models.Model):
    """Up to which version of each scope's feed the board knows what stands in it."""

    scope = models.CharField(max_length=12, primary_key=True)
    version = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return f"{self.scope} {self.version}"
