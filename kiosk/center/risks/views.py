"""The list of warnings for who must answer them and who oversees: what, why, who, until when."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kiosk.affairs.case import CaseState, spoken_number
from kiosk.affairs.deadline import Colour, beijing_day
from kiosk.affairs.risk import Evidence
from kiosk.affairs.sort import Sort
from kiosk.center.accounts.access import StaffRequest, staff_page
from kiosk.center.accounts.models import Staff
from kiosk.center.cases.models import Case, CaseQuerySet, seen_by
from kiosk.center.cases.places import county, division_name, unit_name
from kiosk.center.cases.rules import current
from kiosk.center.obligations.refresh import today_in
from kiosk.center.risks.boards import risk_of

_MOST = 1_000
_OPEN = [s.value for s in CaseState if not s.ended]


class Line(NamedTuple):
    """One line."""

    number: str
    spoken: str
    place: str
    name: str
    said: str
    colour: Colour
    since: date
    evidence: tuple[Evidence, ...]
    unit: str
    due: date | None
    state: str
    public: bool


class Count(NamedTuple):
    """How many of a rule, by colour."""

    name: str
    red: int
    orange: int
    yellow: int


@staff_page
@require_safe
def warnings(request: StaffRequest) -> HttpResponse:
    """Open ones by colour, or those that are over; with how many of each rule."""
    rules = current(beijing_day(timezone.now()))
    over = request.GET.get("show") == "over"
    found = seen_by(request.user, rules).filter(sort=Sort.WARNING.value)
    chosen = found.exclude(state__in=_OPEN) if over else found.filter(state__in=_OPEN)
    lines = [_line(case) for case in chosen.order_by("id")[:_MOST]]
    order = list(Colour)
    lines.sort(key=lambda line: (-order.index(line.colour), line.since, line.number))
    context = {
        "lines": lines,
        "counts": _counts(lines),
        "over": over,
        "place": unit_name(request.user.place, rules),
    }
    return render(request, "risks/warnings.html", context)


def open_warnings(staff: Staff) -> CaseQuerySet:
    """Warnings that somebody may see and that are not cleared up."""
    found = seen_by(staff, current(beijing_day(timezone.now())))
    return found.filter(sort=Sort.WARNING.value, state__in=_OPEN)


def _line(case: Case) -> Line:
    risk = risk_of(case, today_in(county()))
    return Line(
        number=case.number,
        spoken=spoken_number(case.number),
        place=division_name(case.division),
        name=risk.name,
        said=risk.said,
        colour=risk.colour,
        since=risk.since,
        evidence=risk.evidence,
        unit=risk.unit,
        due=risk.due,
        state=risk.state,
        public="confirmed" in case.facts,
    )


def _counts(lines: list[Line]) -> list[Count]:
    names = dict.fromkeys(line.name for line in lines)
    return [
        Count(
            name,
            *(
                sum(line.name == name and line.colour is colour for line in lines)
                for colour in (Colour.RED, Colour.ORANGE, Colour.YELLOW)
            ),
        )
        for name in names
    ]
