"""The audit log on a page: who, when, what, from where."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from kiosk.affairs.division import DivisionError, scope_of
from kiosk.affairs.role import Role
from kiosk.center.accounts.access import StaffRequest, staff_page
from kiosk.center.accounts.models import Staff
from kiosk.center.audit.log import head
from kiosk.center.audit.models import AuditEntry, visible_to
from kiosk.center.audit.words import act_words, fact_words
from kiosk.center.cases.places import division_names

_CHINA = ZoneInfo("Asia/Shanghai")
_PAGE = 50
_READERS = (Role.AUDITOR, Role.COUNTY, Role.DISCIPLINE)


class Row(NamedTuple):
    """One act as the page shows it."""

    number: int
    at: datetime
    who: str
    what: str
    about: str
    facts: str
    place: str
    origin: str


def may_read(staff: Staff) -> bool:
    """Whether someone has this page: auditors, the county and discipline."""
    return staff.is_active and staff.kind in _READERS


def reads_audit(request: HttpRequest) -> dict[str, Any]:
    """For every page: whether the way to this one stands on it."""
    person = request.user
    return {"reads_audit": isinstance(person, Staff) and may_read(person)}


@staff_page
@require_safe
def audit(request: StaffRequest) -> HttpResponse:
    """The newest first; narrowed to a division, a person and a day."""
    if not may_read(request.user):
        raise Http404
    names = division_names()
    division = request.GET.get("division", "")
    who = request.GET.get("who", "").strip()[:40]
    day = _day(request.GET.get("day", ""))
    found = _narrowed(visible_to(request.user), division=division, who=who, day=day)
    page = Paginator(found.order_by("-number"), _PAGE).get_page(request.GET.get("page"))
    asked = {"division": division, "who": who, "day": day.isoformat() if day else ""}
    context = {
        "rows": [_row(entry, names) for entry in page],
        "page": page,
        "head": head(),
        "divisions": [(c, n) for c, n in names.items() if c.startswith(request.user.scope)],
        "asked": asked,
        "query": urlencode({key: value for key, value in asked.items() if value}),
    }
    return render(request, "audit/list.html", context)


def _narrowed(
    found: QuerySet[AuditEntry], *, division: str, who: str, day: date | None
) -> QuerySet[AuditEntry]:
    if division:
        try:
            found = found.filter(scope__startswith=scope_of(division))
        except DivisionError:
            found = found.none()
    if who:
        found = found.filter(Q(username=who) | Q(name__contains=who))
    if day:
        begin = datetime.combine(day, datetime.min.time(), _CHINA)
        found = found.filter(at__gte=begin, at__lt=begin + timedelta(days=1))
    return found


def _row(entry: AuditEntry, names: dict[str, str]) -> Row:
    return Row(
        number=entry.number,
        at=entry.at,
        who=f"{entry.name}（{entry.username}）" if entry.username else "县中心",
        what=act_words(entry.act),
        about=entry.about,
        facts=fact_words(entry.told),
        place=names.get(entry.scope.ljust(12, "0"), entry.scope) if entry.scope else "全县",
        origin=" ".join(part for part in (entry.address, entry.agent) if part) or "中心本机",
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
