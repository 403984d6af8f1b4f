"""The five buttons of every staff page, where each person starts, and what is theirs (我的)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kiosk.affairs.deadline import beijing_day
from kiosk.affairs.obligation import State
from kiosk.affairs.role import Role
from kiosk.center.accounts.access import StaffRequest, staff_page
from kiosk.center.accounts.models import Staff
from kiosk.center.appraisals.holding import may_run
from kiosk.center.board.gate import waiting_for
from kiosk.center.board.leaving import to_confirm
from kiosk.center.cases.models import seen_by
from kiosk.center.cases.places import county, unit_name
from kiosk.center.cases.rules import current
from kiosk.center.factor.gate import is_verified
from kiosk.center.factor.keeping import needs_factor
from kiosk.center.notices.sending import may_send, to_review
from kiosk.center.obligations.models import Obligation
from kiosk.center.obligations.refresh import today_in
from kiosk.center.obligations.tally import month_end
from kiosk.center.obligations.underway import underway_of


class Button(NamedTuple):
    """One of the five: what it says, where it leads, how much waits there, whether we are there."""

    label: str
    address: str
    waiting: int
    here: bool


class _Place(NamedTuple):
    label: str
    address: str
    below: tuple[str, ...]
    for_whom: Callable[[Role], bool]
    waiting: Callable[[Staff], int]


def buttons(request: HttpRequest) -> dict[str, Any]:
    """For the templates: ``buttons``, asked for only where they are drawn."""

    def found() -> list[Button]:
        staff = request.user
        if not isinstance(staff, Staff) or staff.must_change:
            return []
        if needs_factor(staff) and not is_verified(request):
            return []
        mine = [place for place in _PLACES if place.for_whom(staff.kind)]
        here = max(mine, key=lambda place: _nearness(request.path, place))
        at = here if _nearness(request.path, here) else None
        return [Button(p.label, p.address, p.waiting(staff), p is at) for p in mine]

    return {"buttons": found}


@staff_page
@require_safe
def home(request: StaffRequest) -> HttpResponse:
    """To where this person's work is: something due, to review, or to answer."""
    mine = [place for place in _PLACES if place.for_whom(request.user.kind)]
    busy = next((place for place in mine if place.waiting(request.user)), mine[0])
    return redirect(busy.address)


@staff_page
@require_safe
def own(request: StaffRequest) -> HttpResponse:
    """Everything else: password, people, papers to print, what is on record."""
    rules = current(beijing_day(timezone.now()))
    context = {
        "place": unit_name(request.user.place, rules),
        "needs_factor": needs_factor(request.user),
        "warns": may_send(request.user) or request.user.kind is Role.AUDITOR,
        "unreviewed": count_own(request.user),
        "runs_appraisals": may_run(request.user),
    }
    return render(request, "obligations/own.html", context)


def count_due(staff: Staff) -> int:
    """What is left to publish this month, also what is late; not what waits for a reviewer."""
    today: date = today_in(county())
    left = Q(state=State.OVERDUE.value) | Q(state=State.DUE.value, due__lte=month_end(today))
    keys = Obligation.objects.filter(left, division=staff.division, owed=True).values_list(
        "item", "period"
    )
    underway = underway_of(staff.division)
    back = sum(way.returned for way in underway.values())
    return sum(key not in underway for key in keys) + back


def count_review(staff: Staff) -> int:
    """What waits for this person's signature."""
    return waiting_for(staff).count() + to_confirm(staff).count()


def count_cases(staff: Staff) -> int:
    """Feedback that this person's unit must handle."""
    from kiosk.center.desk.views import shelf_of

    rules = current(beijing_day(timezone.now()))
    return shelf_of(staff, seen_by(staff, rules), "work").count()


def count_own(staff: Staff) -> int:
    """Urgent notices that somebody else should look at."""
    return len(to_review(staff))


def _none(_: Staff) -> int:
    return 0


def _signs(role: Role) -> bool:
    return role.only_reviews or role in {Role.TOWNSHIP, Role.COUNTY}


_PLACES = (
    _Place(
        "要公开的", "/desk/due/", ("/desk/due", "/desk/write"), lambda role: role.writes, count_due
    ),
    _Place("等我审的", "/desk/review/", ("/desk/review",), _signs, count_review),
    _Place("群众诉求", "/desk/", ("/desk/",), lambda role: not role.only_reviews, count_cases),
    _Place("进展", "/desk/overview/", ("/desk/overview",), lambda _: True, _none),
    _Place(
        "我的",
        "/desk/me/",
        (
            "/desk/me",
            "/staff/",
            "/desk/posters",
            "/desk/audit",
            "/desk/notices",
            "/desk/appraisals",
        ),
        lambda _: True,
        count_own,
    ),
)


def _nearness(path: str, place: _Place) -> int:
    """How much of an address a place stands for; 0 if nothing."""
    return max((len(start) for start in place.below if path.startswith(start)), default=0)
