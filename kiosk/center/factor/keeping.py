"""Second factors: who needs one, giving one, taking one away, and whether a code is right.

A code from an app has six digits, one from a sheet eight; both are typed into the same field.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Mapping
from typing import Any, NamedTuple

from axes.handlers.proxy import AxesProxyHandler  # type: ignore[import-untyped]
from django.contrib.auth.signals import user_login_failed
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django_otp import login as trust

from kiosk.affairs.role import Role
from kiosk.center.accounts.models import Staff
from kiosk.center.audit.log import record
from kiosk.center.audit.logins import OF_CODES
from kiosk.center.factor.models import Authenticator, CodeSheet, PaperCode
from kiosk.center.factor.sealing import paper_digest, seal_secret

SHEET = 8
"""Codes on a sheet: a committee meets once or twice a month."""
APP_DIGITS, PAPER_DIGITS = 6, 8
_SECRET_BYTES = 20
_NEEDED = frozenset(
    {
        Role.COMMITTEE,
        Role.PARTY,
        Role.LEADER,
        Role.TOWNSHIP,
        Role.COUNTY,
        Role.DISCIPLINE,
    }
)


class FactorError(ValueError):
    """A code does not let anyone in.  The message is Chinese."""


class LockedError(FactorError):
    """Too many wrong codes; for a while none is looked at."""


class Given(NamedTuple):
    """What a right code leaves: how many of the sheet's are left; None for an app."""

    left: int | None


def needs_factor(staff: Staff) -> bool:
    """Whether someone signs, or reads what only they may: the password alone is not enough."""
    return staff.kind in _NEEDED


def has_factor(staff: Staff) -> bool:
    """Whether someone has anything to prove themselves with."""
    if Authenticator.objects.filter(user=staff, confirmed=True).exists():
        return True
    return PaperCode.objects.filter(sheet__user=staff, used_at=None).exists()


def begin(staff: Staff) -> Authenticator:
    """A new secret for someone's app; it counts once a code of it was typed (`confirm`).

    FactorError if there is one that counts: only the level above takes that away.
    """
    with transaction.atomic():
        if Authenticator.objects.filter(user=staff, confirmed=True).exists():
            raise FactorError("已经绑定过了，没有改动。换了手机，请上一级先取消原来的。")
        Authenticator.objects.filter(user=staff).delete()
        return _authenticator(staff, confirmed=False)


def begun(staff: Staff) -> Authenticator | None:
    """The secret that waits for its first code."""
    found: Authenticator | None = Authenticator.objects.filter(user=staff, confirmed=False).first()
    return found


def confirm(staff: Staff, typed: str, request: HttpRequest) -> list[str]:
    """The first code of the app: from now on it counts.  The codes of a sheet, shown once.

    FactorError if the code is wrong; nothing has changed then.
    """
    code = _digits(typed)
    with transaction.atomic():
        device = Authenticator.objects.select_for_update().filter(user=staff).first()
        if device is None or device.confirmed:
            raise FactorError("请先点“开始绑定”，没有改动。")
        good = len(code) == APP_DIGITS and device.matches(code)
        if good:
            device.confirmed = True
            device.save()
            codes = _new_sheet(staff, by=staff)
            record("factor.set", staff.username, by=staff, request=request)
    if not good:
        raise FactorError("码不对。请看手机上现在显示的六个数字，趁它没有变的时候输。")
    trust(request, device)
    return codes


def check(staff: Staff, typed: str, request: HttpRequest) -> Given:
    """Whether the code is right; this session is trusted then.  FactorError, LockedError."""
    credentials = _credentials(staff)
    if not AxesProxyHandler.is_allowed(request, credentials):
        raise LockedError("码输错太多次，先锁15分钟。账号没有受影响。")
    code = _digits(typed)
    kind = {APP_DIGITS: Authenticator, PAPER_DIGITS: CodeSheet}.get(len(code))
    if kind is None:
        raise FactorError("请输手机上的六个数字，或者纸上的八个数字。")
    with transaction.atomic():
        device = kind.objects.select_for_update().filter(user=staff, confirmed=True).first()
        if device is not None and device.waits_until is not None:
            seconds = max(1, round((device.waits_until - timezone.now()).total_seconds()))
            raise FactorError(f"刚才的码不对，请等{seconds}秒再输。")
        good = device is not None and device.verify_token(code)
        left = device.left if good and isinstance(device, CodeSheet) else None
        if left is not None:
            record("factor.used", staff.username, by=staff, facts={"left": left}, request=request)
    if not good:
        record("factor.refused", staff.username, by=staff, request=request)
        user_login_failed.send(__name__, credentials=credentials, request=request)
        raise FactorError("码不对，请再看一眼。手机上的码每30秒换一个，每个只能用一次。")
    trust(request, device)
    return Given(left)


def hand_out(staff: Staff, *, by: Staff | None) -> list[str]:
    """A new sheet for someone without a smartphone; the codes, shown once."""
    with transaction.atomic():
        codes = _new_sheet(staff, by=by)
        record("factor.codes", staff.username, by=by, division=staff.division)
    return codes


def take_away(staff: Staff, *, by: Staff | None) -> None:
    """The phone is lost, or the sheet: nothing of it works any more, nor any session of it."""
    with transaction.atomic():
        Authenticator.objects.filter(user=staff).delete()
        CodeSheet.objects.filter(user=staff).delete()
        record("factor.reset", staff.username, by=by, division=staff.division)


def give_app(staff: Staff) -> Authenticator:
    """A secret that counts at once, for the people of a sample county."""
    with transaction.atomic():
        Authenticator.objects.filter(user=staff).delete()
        device = _authenticator(staff, confirmed=True)
        record("factor.set", staff.username, by=None, division=staff.division)
    return device


def grouped(code: str) -> str:
    """A code as it is printed: ``1234 5678``."""
    return f"{code[:4]} {code[4:]}"


def _authenticator(staff: Staff, *, confirmed: bool) -> Authenticator:
    secret = seal_secret(secrets.token_bytes(_SECRET_BYTES), staff.pk)
    made = Authenticator(user=staff, name="手机", secret=secret, confirmed=confirmed)
    made.save()
    return made


def _new_sheet(staff: Staff, *, by: Staff | None) -> list[str]:
    CodeSheet.objects.filter(user=staff).delete()
    sheet = CodeSheet(user=staff, name="纸上的码", made_by=by)
    sheet.save()
    found: set[str] = set()
    while len(found) < SHEET:
        found.add(f"{secrets.randbelow(10**PAPER_DIGITS):0{PAPER_DIGITS}d}")
    codes = sorted(found)
    PaperCode.objects.bulk_create(
        PaperCode(sheet=sheet, digest=paper_digest(code, staff.pk)) for code in codes
    )
    return codes


def _digits(typed: str) -> str:
    """What was typed without blanks, in whatever width."""
    text = re.sub(r"[\s\-－]+", "", unicodedata.normalize("NFKC", typed))
    return text if text.isascii() and text.isdigit() else ""


def _credentials(staff: Staff) -> Mapping[str, Any]:
    """Codes are counted apart from passwords: a right password does not begin the count anew."""
    return {"username": f"{staff.username}{OF_CODES}"}
