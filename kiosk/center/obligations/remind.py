"""Reminders (催办): who is above asks once a day for what is not public, and it is on record."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from kiosk.affairs.obligation import State
from kiosk.affairs.role import Role
from kiosk.center.accounts.access import StaffRequest, staff_page
from kiosk.center.accounts.models import ScopedQuerySet, Staff
from kiosk.center.audit.log import record
from kiosk.center.cases.places import county
from kiosk.center.folder.text import visible
from kiosk.center.obligations.models import Obligation, Reminder
from kiosk.center.obligations.refresh import today_in

_LIMIT = 100
_REMIND = {Role.TOWNSHIP, Role.COUNTY, Role.LEADER, Role.PARTY, Role.DISCIPLINE}


class Reminded(NamedTuple):
    """How many were reminded of, and how many had been today already."""

    sent: int
    before: int

    @property
    def words(self) -> str:
        """What the page says."""
        said = f"已催办 {self.sent} 项，对方登录就看到。" if self.sent else "没有再催。"
        return said + (f"有 {self.before} 项今天已经催过，一天只催一次。" if self.before else "")


def may_remind(staff: Staff, division: str) -> bool:
    """Whether someone stands above a division and may ask it for what it owes."""
    above = division.startswith(staff.scope) and division != staff.division
    return staff.is_active and above and staff.kind in _REMIND


def remind(staff: Staff, owed: Iterable[Obligation], *, words: str = "", now: datetime) -> Reminded:
    """Remind of these, each at most once a day; what is public by now is left out."""
    day = today_in(county(), now)
    open_ones = [
        row
        for row in owed
        if row.owed
        and State(row.state) in {State.DUE, State.OVERDUE}
        and may_remind(staff, row.division)
    ]
    text = " ".join(words.split())[:_LIMIT]
    with transaction.atomic():
        known = set(
            Reminder.objects.filter(obligation__in=open_ones, day=day).values_list(
                "obligation", flat=True
            )
        )
        fresh = [row for row in open_ones if row.pk not in known]
        Reminder.objects.bulk_create(
            Reminder(obligation=row, by=staff, day=day, at=now, words=text) for row in fresh
        )
        for division in sorted({row.division for row in fresh}):
            facts = {
                "items": [f"{r.item} {r.period}" for r in fresh if r.division == division],
                "words": text,
            }
            record("reminder.sent", division, by=staff, facts=facts, division=division)
    return Reminded(len(fresh), len(open_ones) - len(fresh))


@staff_page
@require_POST
def remind_page(request: StaffRequest) -> HttpResponse:
    """Remind of one obligation, of all that is late in a division, or of an item everywhere."""
    chosen = _asked_for(request)
    if not any(may_remind(request.user, row.division) for row in chosen):
        raise Http404
    words = visible(request.POST.get("words", ""))
    done = remind(request.user, chosen, words=words, now=timezone.now())
    messages.success(request, done.words)
    first = chosen[0]
    if "item" in request.POST:
        return redirect("desk-overview-item", catalogue=first.catalogue, item=first.item)
    return redirect("desk-overview-place", division=first.division)


def _asked_for(request: StaffRequest) -> list[Obligation]:
    """One obligation, or what is late of a division, or of an item; of what may be seen."""
    asked, found = request.POST, seen(request.user)
    number = asked.get("obligation", "")
    if number.isascii() and number.isdigit():
        return list(found.filter(pk=int(number)))
    late = found.filter(state=State.OVERDUE.value)
    if "division" in asked:
        return list(late.filter(division=asked["division"]))
    return list(late.filter(catalogue=asked.get("catalogue", ""), item=asked.get("item", "")))


def seen(staff: Staff) -> QuerySet[Obligation]:
    """What someone may see of what is owed: their division's and what lies below."""
    return ScopedQuerySet(Obligation).within(staff).filter(owed=True)
