"""Counting by the hour: floods of filings, and guesses at query codes."""

from __future__ import annotations

import hmac
from datetime import datetime

from django.conf import settings
from django.db.models import F
from django.http import HttpRequest

from kiosk.center.feedback.models import Tally

_LOCAL = {"127.0.0.1", "::1"}


def tally(what: str, value: str, *, now: datetime) -> int:
    """Count once more; how often it happened in this hour."""
    key, hour = _key(what, value), _hour(now)
    row, made = Tally.objects.get_or_create(key=key, hour=hour, defaults={"count": 1})
    if made:
        Tally.objects.filter(hour__lt=hour - 1).delete()
        return 1
    Tally.objects.filter(pk=row.pk).update(count=F("count") + 1)
    return int(row.count) + 1


def tallied(what: str, value: str, *, now: datetime) -> int:
    """How often it happened in this hour, without counting."""
    found = Tally.objects.filter(key=_key(what, value), hour=_hour(now)).first()
    return int(found.count) if found is not None else 0


def address_of(request: HttpRequest) -> str:
    """The phone's address; behind a proxy on this machine, what the proxy says of it.

    Only ever one sign among several: a whole village may stand behind one address.
    """
    direct = str(request.META.get("REMOTE_ADDR", ""))
    if direct in _LOCAL:
        forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        return forwarded or direct
    return direct


def _key(what: str, value: str) -> str:
    return hmac.digest(settings.SECRET_KEY.encode(), f"{what}\n{value}".encode(), "sha256").hex()


def _hour(now: datetime) -> int:
    return int(now.timestamp()) // 3600
