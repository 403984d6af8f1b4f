"""Whether the person at the other end has proved themselves twice, for the doors of pages."""

from __future__ import annotations

from django.http import HttpRequest

from kiosk.center.accounts.models import Staff
from kiosk.center.factor.keeping import has_factor, needs_factor

OPEN = frozenset({"staff-password", "staff-logout", "staff-code", "staff-factor", "staff-scan"})
"""Pages that lead to a second factor, or out."""


def is_verified(request: HttpRequest) -> bool:
    """Whether a second factor was given in this session, and still stands."""
    return getattr(request.user, "otp_device", None) is not None


def first_stop(request: HttpRequest) -> str:
    """The name of the page that has to be passed first; empty if the way is free."""
    person = request.user
    at = request.resolver_match.url_name if request.resolver_match else ""
    if not isinstance(person, Staff) or at in OPEN:
        return ""
    if not needs_factor(person) or is_verified(request):
        return ""
    return "staff-code" if has_factor(person) else "staff-factor"
