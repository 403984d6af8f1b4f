"""Log in, log out, one's own password, and the people below."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView
from django.db import transaction
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from kiosk.affairs.deadline import beijing_day
from kiosk.affairs.role import Role
from kiosk.affairs.routing import CaseRules, Place
from kiosk.center.accounts.access import StaffRequest, staff_page
from kiosk.center.accounts.forms import LogInForm, OwnPasswordForm, PersonForm
from kiosk.center.accounts.models import Staff, StaffEvent
from kiosk.center.accounts.people import (
    StaffError,
    add_staff,
    may_manage,
    new_password,
    set_active,
)
from kiosk.center.audit.log import record
from kiosk.center.cases.places import division_names, unit_name
from kiosk.center.cases.rules import current
from kiosk.center.factor.keeping import hand_out, needs_factor, take_away
from kiosk.center.factor.views import sheet_context

_EVENTS = 10
"""Changes of a person's access that the page shows, the newest."""


@method_decorator(never_cache, name="dispatch")
class LogIn(LoginView):
    """The page to log in."""

    template_name = "accounts/login.html"
    authentication_form = LogInForm
    redirect_authenticated_user = True


class LogOut(LogoutView):
    """By POST only; back to the page to log in."""


@method_decorator(staff_page, name="dispatch")
class OwnPassword(PasswordChangeView):
    """One's own password; the first one must be changed before anything else."""

    template_name = "accounts/password.html"
    form_class = OwnPasswordForm
    success_url = reverse_lazy("desk-home")

    def form_valid(self, form: BaseForm) -> HttpResponse:
        """Keep it, and let the person in."""
        person = cast("Staff", self.request.user)
        person.must_change = False
        messages.success(self.request, "密码改好了，下次用新密码登录。")
        with transaction.atomic():
            answer = super().form_valid(form)  # type: ignore[arg-type]
            record("staff.own-password", person.username, by=person, request=self.request)
        return answer


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from a page that was open too long, or from another site."""
    del reason  # for the log of Django alone
    return render(request, "accounts/stale.html", status=403)


@staff_page
@require_http_methods(["GET", "POST"])
def people(request: StaffRequest) -> HttpResponse:
    """Everyone below whom one may look after, and a form for someone new."""
    rules = current(beijing_day(timezone.now()))
    choices = places_to_manage(request.user, rules)
    if not choices:
        raise Http404
    form = PersonForm(request.POST or None, places=choices)
    made = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        place = Place.read(data["place"])
        try:
            made = add_staff(
                username=data["username"],
                name=data["name"],
                post=data["post"],
                division=place.division,
                unit=place.unit,
                rules=rules,
                made_by=request.user,
            )
        except StaffError as error:
            form.add_error(None, str(error))
        else:
            form = PersonForm(places=choices)
    shown = [
        (
            each,
            unit_name(each.place, rules),
            StaffEvent.objects.filter(about=each)[:_EVENTS],
            needs_factor(each),
        )
        for each in Staff.objects.within(request.user)
        if may_manage(request.user, each.division, each.kind, rules)
    ]
    page = {"form": form, "people": shown, "made": made}
    return render(request, "accounts/people.html", page)


def places_to_manage(staff: Staff, rules: CaseRules) -> list[tuple[str, str]]:
    """Units to which one may add people, with their names."""
    codes = list(division_names()) or [staff.division]
    return [
        (str(place), unit_name(place, rules))
        for code in codes
        for place in rules.units_of(code)
        if may_manage(staff, code, rules.unit(place.unit).role, rules)
    ]


@staff_page
@require_POST
def person(request: StaffRequest, username: str, change: str) -> HttpResponse:
    """A new password, a sheet of codes, a fresh start of the second factor, an end, a return."""
    rules = current(beijing_day(timezone.now()))
    found = Staff.objects.within(request.user).filter(username=username).first()
    allowed = found is not None and may_manage(
        request.user, found.division, Role(found.role), rules
    )
    if found is None or not allowed or found.pk == request.user.pk:
        raise Http404
    if change == "password":
        page = {"person": found, "password": new_password(found, by=request.user)}
        return render(request, "accounts/new_password.html", page)
    if change == "codes":
        codes = hand_out(found, by=request.user)
        return render(request, "factor/handed.html", sheet_context(codes, found.name))
    if change == "unbind":
        take_away(found, by=request.user)
    else:
        set_active(found, active=change == "back", by=request.user)
    return render(request, "accounts/changed.html", {"person": found, "change": change})
