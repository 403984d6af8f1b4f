"""What a member of staff proves themselves with, besides the password.

Both are devices of django-otp: its middleware puts the one that was used in this session on the
request, and one that was taken away ends the session's trust at once.
"""

# mypy: disable-error-code="var-annotated"

from __future__ import annotations

import time
from base64 import b32encode
from datetime import datetime
from urllib.parse import quote, urlencode

from django.db import models
from django.utils import timezone
from django_otp.models import Device, ThrottlingMixin
from django_otp.oath import TOTP

from kiosk.center.accounts.models import Staff
from kiosk.center.factor.sealing import paper_digest, unseal_secret

ISSUER = "公开栏"
_STEP = 30
_DIGITS = 6
_TOLERANCE = 1
"""Steps before and after: clocks of phones and of people differ."""


class Waits(ThrottlingMixin):  # type: ignore[misc]
    """After every wrong code one waits twice as long: 1 s, 2 s, 4 s ..."""

    class Meta:
        """Other models inherit it."""

        abstract = True

    def get_throttle_factor(self) -> int:
        """Seconds after the first wrong code."""
        return 1

    @property
    def waits_until(self) -> datetime | None:
        """Until when no code is looked at; None if one may try."""
        allowed, why = self.verify_is_allowed()
        return None if allowed else why["locked_until"]

    def settle(self, *, good: bool) -> bool:
        """Keep how it went; the same answer."""
        if good:
            self.throttle_reset(commit=False)
        else:
            self.throttle_increment(commit=False)
        self.save()
        return good


class Authenticator(Waits, Device):  # type: ignore[misc]
    """An app that makes codes (TOTP, RFC 6238: SHA-1, 6 digits, 30 s; what every app can).

    ``last_step`` is the newest step whose code was used: each code works once.
    """

    secret = models.BinaryField()
    last_step = models.BigIntegerField(default=-1)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """One app a person."""

        constraints = (models.UniqueConstraint(fields=("user",), name="one_authenticator_each"),)

    @property
    def plain(self) -> bytes:
        """The shared secret; SealError without the key file."""
        return unseal_secret(self.secret, self.user_id)

    @property
    def typed_secret(self) -> str:
        """The secret in groups of four, to be typed where no code can be scanned."""
        text = b32encode(self.plain).decode()
        return " ".join(text[i : i + 4] for i in range(0, len(text), 4))

    @property
    def address(self) -> str:
        """What the QR code of the set-up says (Key URI format)."""
        label = f"{quote(ISSUER)}:{quote(self.user.get_username())}"
        query = urlencode({"secret": b32encode(self.plain).decode(), "issuer": ISSUER})
        return f"otpauth://totp/{label}?{query}"

    def usable_code(self) -> str:
        """A code that works now: this moment's, or the next if that was used."""
        totp = self._totp()
        totp.drift = max(0, self.last_step + 1 - totp.t())
        return f"{totp.token():0{_DIGITS}d}"

    def matches(self, token: str) -> bool:
        """Whether it is a code of about now that was not used before; it is used now."""
        totp = self._totp()
        good = bool(totp.verify(int(token), _TOLERANCE, self.last_step + 1))
        if good:
            self.last_step = totp.t()
        return good

    def verify_token(self, token: str) -> bool:
        """As `matches`, but not while one has to wait."""
        if not self.verify_is_allowed()[0]:
            return False
        return self.settle(good=self.matches(token))

    def _totp(self) -> TOTP:
        totp = TOTP(self.plain, _STEP, 0, _DIGITS)
        totp.time = time.time()
        return totp


class CodeSheet(Waits, Device):  # type: ignore[misc]
    """A sheet of paper with codes that each work once.

    ``made_by`` is who handed it out; it is the person themselves for the codes that are shown
    when an app is set up, and empty for the command line.
    """

    made_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """One sheet a person: a new one ends the old one."""

        constraints = (models.UniqueConstraint(fields=("user",), name="one_code_sheet_each"),)

    @property
    def left(self) -> int:
        """Codes that were not used yet."""
        return PaperCode.objects.filter(sheet=self, used_at=None).count()

    def verify_token(self, token: str) -> bool:
        """Whether it is one of the sheet that was not used before; it is used now."""
        if not self.verify_is_allowed()[0]:
            return False
        digest = paper_digest(token, self.user_id)
        unused = PaperCode.objects.filter(sheet=self, digest=digest, used_at=None)
        return self.settle(good=unused.update(used_at=timezone.now()) == 1)


class PaperCode(models.Model):
    """One code of a sheet, as a digest."""

    sheet = models.ForeignKey(CodeSheet, models.CASCADE, related_name="codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.pk)
