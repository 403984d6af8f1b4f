"""The door of every staff page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.http import urlencode

from kiosk.affairs.deadline import beijing_day
from kiosk.center.accounts.models import Staff
from kiosk.center.cases.rules import current
from kiosk.center.factor.gate import first_stop, is_verified
from kiosk.center.factor.keeping import needs_factor

View = Callable[..., HttpResponseBase]


class StaffRequest(HttpRequest):
    """A request behind the door: ``user`` is a member of staff."""

    user: Staff


def navigation(request: HttpRequest) -> dict[str, Any]:
    """For every page: whether the person has people to look after (asked when it is needed)."""

    def looks_after_people() -> bool:
        from kiosk.center.accounts.views import places_to_manage

        person = request.user
        if not isinstance(person, Staff):
            return False
        return bool(places_to_manage(person, current(beijing_day(timezone.now()))))

    return {"looks_after_people": looks_after_people}


def staff_page(view: View) -> View:
    """Only for staff who are logged in and have a password of their own; never cached.

    Who signs has also given a second factor in this session (`factor.gate.is_verified`).
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        person = request.user
        if not isinstance(person, Staff) or not person.is_active:
            back = urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""
            return redirect(f"{reverse('staff-login')}?{back}")
        at = request.resolver_match.url_name if request.resolver_match else ""
        if person.must_change and at not in {"staff-password", "staff-logout"}:
            return redirect("staff-password")
        stop = first_stop(request)
        if stop:
            back = urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""
            return redirect(f"{reverse(stop)}?{back}" if back else stop)
        response = view(request, *args, **kwargs)
        if isinstance(response, HttpResponseNotAllowed):  # a phone opens its last address again
            response.content = render_to_string("405.html").encode()
        if isinstance(response, HttpResponse):
            add_never_cache_headers(response)
        else:  # a file
            response["Cache-Control"] = "private, no-store"
        return response

    return guarded


def approver_page(view: View) -> View:
    """A `staff_page` for those who sign; for everybody else there is no such page."""

    @staff_page
    @wraps(view)
    def guarded(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not needs_factor(request.user) or not is_verified(request):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
