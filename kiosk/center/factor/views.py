"""Setting a second factor up, step by step, and typing its code."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from kiosk.affairs.case import CaseError
from kiosk.center.accounts.access import StaffRequest, staff_page
from kiosk.center.drawing import draw
from kiosk.center.factor import keeping
from kiosk.center.factor.gate import is_verified
from kiosk.center.factor.keeping import FactorError, LockedError

_MOST = 12
"""QR versions that a phone reads from a monitor at arm's length."""
_FEW = 2


class CodeForm(forms.Form):
    """One field of digits."""

    code = forms.CharField(
        label="动态码",
        max_length=20,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True}
        ),
    )


@staff_page
@require_http_methods(["GET", "POST"])
def code(request: StaffRequest) -> HttpResponse:
    """Type a code; then on to where one was going."""
    onward = _onward(request)
    if is_verified(request) or not keeping.needs_factor(request.user):
        return redirect(onward)
    if not keeping.has_factor(request.user):
        return redirect("staff-factor")
    form = CodeForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            given = keeping.check(request.user, form.cleaned_data["code"], request)
        except LockedError:
            return render(request, "factor/locked.html", status=429)
        except (FactorError, CaseError) as error:
            form.add_error("code", str(error))
            status = 422
        else:
            _tell_left(request, given.left)
            return redirect(onward)
    return render(request, "factor/code.html", {"form": form, "next": onward}, status=status)


@staff_page
@require_http_methods(["GET", "POST"])
def begin(request: StaffRequest) -> HttpResponse:
    """What it is and why; the button makes a secret."""
    known = keeping.has_factor(request.user)
    if known and not is_verified(request):
        return redirect("staff-code")
    if request.method == "POST":
        try:
            keeping.begin(request.user)
        except (FactorError, CaseError) as error:
            messages.error(request, str(error))
        else:
            return redirect("staff-scan")
    context = {"known": known, "needed": keeping.needs_factor(request.user)}
    return render(request, "factor/begin.html", context)


@staff_page
@require_http_methods(["GET", "POST"])
def scan(request: StaffRequest) -> HttpResponse:
    """The QR code of the secret, and the first code; then the sheet, this once."""
    device = keeping.begun(request.user)
    if device is None or (keeping.has_factor(request.user) and not is_verified(request)):
        return redirect("staff-factor")
    form = CodeForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            codes = keeping.confirm(request.user, form.cleaned_data["code"], request)
        except (FactorError, CaseError) as error:
            form.add_error("code", str(error))
            status = 422
        else:
            return render(request, "factor/done.html", sheet_context(codes, request.user.name))
    context = {
        "form": form,
        "drawn": draw(device.address, most=_MOST),
        "secret": device.typed_secret,
        "username": request.user.username,
    }
    return render(request, "factor/scan.html", context, status=status)


def sheet_context(codes: list[str], name: str) -> dict[str, object]:
    """What the sheet of codes shows."""
    return {"codes": [keeping.grouped(each) for each in codes], "name": name}


def _onward(request: StaffRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()):
        return wanted
    return reverse(settings.LOGIN_REDIRECT_URL)


def _tell_left(request: StaffRequest, left: int | None) -> None:
    if left is not None and left <= _FEW:
        messages.warning(request, f"纸上的码还剩{left}个，请早点找上一级再要一张。")
