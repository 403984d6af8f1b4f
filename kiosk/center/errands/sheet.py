"""The day sheet of whoever serves: who comes when; and who is interested in a tender."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from kiosk.affairs.case import Act, CaseError, CaseState, spoken_number
from kiosk.affairs.deadline import beijing_day
from kiosk.affairs.sort import Sort
from kiosk.center.accounts.access import StaffRequest, staff_page
from kiosk.center.accounts.models import Staff
from kiosk.center.cases import acts
from kiosk.center.cases.models import Case, seen_by
from kiosk.center.cases.places import division_name, unit_name
from kiosk.center.cases.rules import current
from kiosk.center.desk import shown

_DAYS = 14
_MOST = 300
_GONE = (CaseState.CANCELLED.value, CaseState.REFUSED.value)


class Visitor(NamedTuple):
    """One line of a sheet; ``who`` is empty until somebody asked for it."""

    number: str
    spoken: str
    state: str
    words: str
    open: bool
    who: str = ""


class Group(NamedTuple):
    """A time, or a tender, and who comes to it."""

    title: str
    visitors: list[Visitor]


@staff_page
@require_safe
def day_sheet(request: StaffRequest) -> HttpResponse:
    """Who comes on a day, by time; the days around it with how many."""
    return render(request, "errands/day.html", _day(request.user, _asked_day(request)))


@staff_page
@require_POST
def contacts(request: StaffRequest) -> HttpResponse:
    """The same with names and telephones; each look is on record, as for a complaint."""
    day = _asked_day(request)
    now = timezone.now()
    who: dict[str, str] = {}
    refused = ""
    for case in _booked(request.user, day):
        try:
            found = acts.look(request.user, case.number, now).contact
        except CaseError as error:  # another unit's, or sealed with another key
            refused = str(error)
        else:
            who[case.number] = f"{found.name} {found.phone}".strip()
    if refused and not who:
        messages.error(request, refused)
        return redirect(f"{reverse('desk-bookings')}?day={day.isoformat()}")
    return render(request, "errands/day.html", _day(request.user, day, who))


def _asked_day(request: StaffRequest) -> date:
    today = beijing_day(timezone.now())
    text = request.GET.get("day", "") or request.POST.get("day", "")
    try:
        return date.fromisoformat(text)
    except ValueError:
        return today


def _booked(staff: Staff, day: date) -> Iterable[Case]:
    rules = current(beijing_day(timezone.now()))
    found = seen_by(staff, rules).filter(sort=Sort.BOOKING.value, held_on=day)
    return found.exclude(state__in=_GONE).order_by("about", "id")[:_MOST]


def _day(staff: Staff, day: date, who: dict[str, str] | None = None) -> dict[str, object]:
    today = beijing_day(timezone.now())
    rules = current(today)
    groups: dict[str, list[Visitor]] = {}
    booked = list(_booked(staff, day))
    for case in booked:
        groups.setdefault(case.about, []).append(_visitor(case, who or {}))
    around = seen_by(staff, rules).filter(sort=Sort.BOOKING.value).exclude(state__in=_GONE)
    days = [today + timedelta(days=n) for n in range(_DAYS)]
    dates = list(
        around.filter(held_on__gte=days[0], held_on__lte=days[-1]).values_list("held_on", flat=True)
    )
    return {
        "day": day,
        "groups": [Group(title, visitors) for title, visitors in groups.items()],
        "days": [
            (each, dates.count(each), each == day)
            for each in days
            if each in dates or each in {today, day}
        ],
        "place": unit_name(staff.place, rules),
        "may_ask": who is None and any(Act.LOOK in acts.acts_for(staff, c) for c in booked),
    }


def _visitor(case: Case, who: dict[str, str]) -> Visitor:
    return Visitor(
        number=case.number,
        spoken=spoken_number(case.number),
        state=shown.state_words(case.standing, case.kind),
        words=shown.glimpse(case, 40),
        open=case.standing.waits_for_staff,
        who=who.get(case.number, ""),
    )


@staff_page
@require_safe
def bids(request: StaffRequest) -> HttpResponse:
    """Who registered interest, by tender, the next to close first."""
    rules = current(beijing_day(timezone.now()))
    found = seen_by(request.user, rules).filter(sort=Sort.BID.value).exclude(state__in=_GONE)
    groups: dict[tuple[date | None, str, str], list[Visitor]] = {}
    for case in found.order_by("held_on", "id")[:_MOST]:
        key = (case.held_on, case.about, division_name(case.division))
        groups.setdefault(key, []).append(_visitor(case, {}))
    context = {
        "groups": [
            (closes, title, place, visitors) for (closes, title, place), visitors in groups.items()
        ],
        "place": unit_name(request.user.place, rules),
        "today": beijing_day(timezone.now()),
    }
    return render(request, "errands/bids.html", context)
