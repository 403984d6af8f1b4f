"""Log-ins, log-outs, wrong passwords and lock-outs on record, whoever caused them."""

from __future__ import annotations

from typing import Any

from axes.signals import user_locked_out  # type: ignore[import-untyped]
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from kiosk.center.accounts.models import Staff
from kiosk.center.audit.log import record
from kiosk.center.audit.source import source_of
from kiosk.center.feedback.limits import tally

OF_CODES = " (code)"
"""Behind a name: wrong codes are counted apart from wrong passwords (`factor.keeping`)."""
_MOST_AN_HOUR = 30
"""Failures from one address that are written down: a flood shall not bury the rest."""


@receiver(user_logged_in)
def _in(request: HttpRequest, user: Any, **_: Any) -> None:
    if isinstance(user, Staff):
        record("staff.login", user.username, by=user, request=request)


@receiver(user_logged_out)
def _out(request: HttpRequest, user: Any, **_: Any) -> None:
    if isinstance(user, Staff):
        record("staff.logout", user.username, by=user, request=request)


@receiver(user_login_failed)
def _refused(credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    username = str(credentials.get("username", ""))
    if username.endswith(OF_CODES):
        return  # written down where the code was looked at
    if request is not None and not getattr(request, "axes_locked_out", False):
        failure("staff.refused", username, request)


@receiver(user_locked_out)
def _locked(request: HttpRequest, username: str, **_: Any) -> None:
    failure("staff.locked", username.removesuffix(OF_CODES), request, most=1)


def failure(act: str, username: str, request: HttpRequest, *, most: int = _MOST_AN_HOUR) -> None:
    """Write down that someone was refused: whoever it was, only the name they used is known.

    Of a name that nobody has the log keeps nothing: often it is a password in the wrong field.
    """
    person = Staff.objects.filter(username=username).first()
    who = f"{username} " if most == 1 else ""
    if tally(act, who + source_of(request).address, now=timezone.now()) > most:
        return
    about = person.username if person is not None else "没有这个登录名"
    division = person.division if person is not None else ""
    record(act, about, by=None, request=request, division=division)
