"""The register of errands (代办登记簿) that village offices keep, and each agent's numbers."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kiosk.affairs.case import Act, CaseState, Verdict, spoken_number
from kiosk.affairs.deadline import beijing_day
from kiosk.affairs.sort import Sort, verdict_name
from kiosk.center.accounts.access import StaffRequest, staff_page
from kiosk.center.cases.agents import agents_of
from kiosk.center.cases.models import CaseEvent, seen_by
from kiosk.center.cases.places import division_name, unit_name
from kiosk.center.cases.rules import current
from kiosk.center.desk import shown

_MOST = 2_000
_HEADS = ("编号", "收到", "地方", "什么事", "收到的材料", "承诺", "谁在跑", "上门", "办好", "签收")


class Line(NamedTuple):
    """One errand as the register has it: nothing of who asked for it."""

    number: str
    spoken: str
    received: date
    place: str
    matter: str
    papers: str
    promised: date
    agent: str
    visit: str
    done: date | None
    signed: str


@staff_page
@require_safe
def register(request: StaffRequest, kind: str = "") -> HttpResponse:
    """A month of errands, on the page, for printing, or as .xlsx."""
    today = beijing_day(timezone.now())
    rules = current(today)
    first = _month(request.GET.get("month", ""), today)
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    found = seen_by(request.user, rules).filter(
        sort=Sort.ERRAND.value, received_on__gte=first, received_on__lt=after
    )
    found = found.exclude(state=CaseState.HELD.value).select_related("person").order_by("id")
    cases = list(found[:_MOST])
    taken = CaseEvent.objects.filter(case__in=cases, act=Act.ACCEPT.value).order_by("id")
    papers = {event.case_id: event.words.removeprefix("收到材料：") for event in taken}  # type: ignore[attr-defined]
    lines = [
        Line(
            number=case.number,
            spoken=spoken_number(case.number),
            received=case.received_on,
            place=division_name(case.division),
            matter=case.about or case.matter_name,
            papers=shown.Masker(case)(papers.get(case.pk, "")),
            promised=case.first_due,
            agent=case.person.name if case.person else "",
            visit="上门" if case.visit else "",
            done=case.first_answered_on,
            signed=verdict_name(case.kind, Verdict(case.verdict)) if case.verdict else "",
        )
        for case in cases
    ]
    if kind == "xlsx":
        from kiosk.center.desk.workbook import workbook  # openpyxl is 5 MB in every worker

        rows = [(line.spoken, *line[2:]) for line in lines]
        return workbook(f"{first:%Y年%m月}代办", _HEADS, rows, f"errands-{first:%Y-%m}.xlsx")
    before = date(first.year - (first.month == 1), (first.month - 2) % 12 + 1, 1)
    context = {
        "lines": lines,
        "first": first,
        "before": f"{before:%Y-%m}",
        "agents": [
            a for a in agents_of(request.user.division, today) if a.month == f"{first:%Y-%m}"
        ],
        "place": unit_name(request.user.place, rules),
    }
    return render(request, "errands/register.html", context)


def _month(text: str, today: date) -> date:
    found = re.fullmatch(r"(20\d\d)-(0[1-9]|1[0-2])", text)
    return date(int(found[1]), int(found[2]), 1) if found else today.replace(day=1)
