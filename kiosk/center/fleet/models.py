"""What the center remembers of its terminals and of what was published when.

``Published`` and ``Appearance`` are a chronicle of the feed's folder, which forgets after a
day; `kiosk.center.fleet.chronicle` keeps it.  All times are the center's.
"""

# mypy: disable-error-code="var-annotated"

from __future__ import annotations

from django.db import models
from django.db.models import Q


class State(models.TextChoices):
    """How a terminal stands with the county."""

    PENDING = "pending", "等待接受"
    ACCEPTED = "accepted", "已接受"
    REVOKED = "revoked", "已停用"


class Terminal(models.Model):
    """One box: its public key and the division whose board it is.

    ``sequence`` is the number of the last message that counted; no lower one ever will.
    ``takedowns`` is the newest version of that list that its screen has been drawn by.
    """

    id = models.CharField(primary_key=True, max_length=32)
    key = models.CharField(max_length=64)
    code = models.CharField(max_length=9, db_index=True)
    division = models.CharField(max_length=12, db_index=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PENDING)
    sequence = models.BigIntegerField(default=0)
    takedowns = models.BigIntegerField(default=0)
    version = models.CharField(max_length=100, default="", blank=True)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """By place."""

        ordering = ("division", "code")

    def __str__(self) -> str:
        return f"{self.code} {self.division}"


class Heartbeat(models.Model):
    """The last heartbeat of a day (in China); that of the newest day is the latest."""

    terminal = models.ForeignKey(Terminal, models.CASCADE, related_name="heartbeats")
    day = models.DateField()
    first_at = models.DateTimeField()
    received_at = models.DateTimeField()
    count = models.PositiveIntegerField(default=1)
    body = models.JSONField()

    class Meta:
        """One row a day."""

        ordering = ("-day",)
        constraints = (
            models.UniqueConstraint(fields=("terminal", "day"), name="one_heartbeat_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.terminal.code} {self.day}"


class Showing(models.Model):
    """A stretch in which a terminal showed the same feeds; gaps between them were dark.

    ``scopes`` maps each scope to its feed's version; ``takedowns`` is the version of that list.
    """

    terminal = models.ForeignKey(Terminal, models.CASCADE, related_name="showings")
    number = models.BigIntegerField()
    scopes = models.JSONField()
    takedowns = models.BigIntegerField(default=0)
    since = models.DateTimeField()
    until = models.DateTimeField()
    certain = models.BooleanField(default=True)

    class Meta:
        """Each stretch once."""

        ordering = ("since",)
        constraints = (
            models.UniqueConstraint(fields=("terminal", "number"), name="one_showing_a_number"),
            models.CheckConstraint(condition=Q(until__gte=models.F("since")), name="forwards"),
        )

    def __str__(self) -> str:
        return f"{self.terminal.code} {self.since}"


class Published(models.Model):
    """One version of a feed, or of the list of takedowns (scope ``withdraw``), as it was signed.

    ``role`` is the version of the newest signature that is known to name it.
    """

    scope = models.CharField(max_length=12)
    version = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    issued = models.DateTimeField()
    role = models.BigIntegerField()

    class Meta:
        """A version is never used twice."""

        ordering = ("scope", "version")
        constraints = (
            models.UniqueConstraint(fields=("scope", "version"), name="one_feed_a_version"),
        )

    def __str__(self) -> str:
        return f"{self.scope} {self.version}"


class Appearance(models.Model):
    """A disclosure's version in the versions of its feed from ``first`` to ``last``.

    ``last`` is None while it stands.  Under the scope ``withdraw`` it is a takedown: ``item``
    hidden up to ``version`` by the list from its version ``first`` on.
    """

    scope = models.CharField(max_length=12)
    item = models.CharField(max_length=80, db_index=True)
    version = models.BigIntegerField()
    first = models.BigIntegerField()
    last = models.BigIntegerField(null=True, blank=True)
    title = models.CharField(max_length=300, default="", blank=True)
    published = models.DateField(null=True, blank=True)
    notice_until = models.DateField(null=True, blank=True)

    class Meta:
        """An item's version comes once; a feed that drops and repeats one opens a new row."""

        ordering = ("item", "first")
        constraints = (
            models.UniqueConstraint(
                fields=("scope", "item", "version", "first"), name="one_appearance"
            ),
        )

    def __str__(self) -> str:
        return f"{self.item} {self.version}"


class TakedownAck(models.Model):
    """A terminal has drawn its screen without a disclosure that was taken down."""

    terminal = models.ForeignKey(Terminal, models.CASCADE, related_name="acknowledged")
    item = models.CharField(max_length=80)
    version = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        """Once for each takedown."""

        constraints = (
            models.UniqueConstraint(
                fields=("terminal", "item", "version"), name="one_acknowledgement"
            ),
        )

    def __str__(self) -> str:
        return f"{self.terminal.code} {self.item}"
