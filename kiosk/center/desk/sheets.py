"""Lists and the monthly sheet, on screen, on paper and as .xlsx: masked, counts first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kiosk.affairs.case import CaseState, Verdict
from kiosk.affairs.deadline import beijing_day
from kiosk.affairs.role import Role
from kiosk.affairs.routing import CaseRules, Place
from kiosk.affairs.sort import Sort
from kiosk.center.accounts.access import StaffRequest, staff_page
from kiosk.center.accounts.models import Staff
from kiosk.center.audit.log import head
from kiosk.center.cases.models import Case, CaseQuerySet, seen_by
from kiosk.center.cases.places import unit_name
from kiosk.center.cases.rules import current
from kiosk.center.desk import shown
from kiosk.center.desk.views import SHELVES, shelf_of

_MOST = 5_000
_COUNTED = (
    "unit",
    "state",
    "due",
    "first_due",
    "first_answered_on",
    "verdict",
    "rounds",
)
"""The columns that a monthly sheet needs: never the words."""
_HEADS = (
    "编号",
    "收到",
    "怎么来的",
    "地方",
    "事项",
    "关于",
    "单位",
    "经办人",
    "现在",
    "期限",
    "期限情况",
    "答复日期",
    "评价",
)


class Share(NamedTuple):
    """So many of so many."""

    part: int
    whole: int

    def __str__(self) -> str:
        """The counts beside the percentage, always: 8/10（80%）."""
        return f"{self.part}/{self.whole}（{self.percent}）" if self.whole else "—"

    @property
    def percent(self) -> str:
        """The percentage alone, for where the counts stand beside it anyway."""
        return f"{self.part / self.whole:.0%}" if self.whole else "—"


class UnitMonth(NamedTuple):
    """One unit in one month, of the cases received in it.

    ``on_time`` of those answered; ``satisfied`` (solved) of those judged; ``overdue`` answered
    late or still open past the deadline; ``repeated`` opened again.
    """

    unit: str
    received: int
    answered: Share
    on_time: Share
    satisfied: Share
    half: int
    overdue: int
    repeated: int


def monthly(cases: Iterable[Case], rules: CaseRules, today: date) -> list[UnitMonth]:
    """The month unit by unit, and in all as the last line."""
    by_unit: dict[str, list[Case]] = {}
    everything = [case for case in cases if case.standing is not CaseState.MERGED]
    for case in everything:
        by_unit.setdefault(case.unit, []).append(case)
    lines = [
        _line(unit_name(Place.read(unit), rules), by_unit[unit], today) for unit in sorted(by_unit)
    ]
    return [*lines, _line("合计", everything, today)] if lines else []


def _line(name: str, cases: list[Case], today: date) -> UnitMonth:
    answered = [c for c in cases if c.first_answered_on is not None]
    on_time = [c for c in answered if c.first_answered_on and c.first_answered_on <= c.first_due]
    judged = [c for c in cases if c.verdict]
    late = [c for c in cases if c.standing.waits_for_staff and c.due < today]
    return UnitMonth(
        unit=name,
        received=len(cases),
        answered=Share(len(answered), len(cases)),
        on_time=Share(len(on_time), len(answered)),
        satisfied=Share(sum(c.verdict == Verdict.SOLVED.value for c in judged), len(judged)),
        half=sum(c.verdict == Verdict.HALF.value for c in judged),
        overdue=len({c.pk for c in late} | ({c.pk for c in answered} - {c.pk for c in on_time})),
        repeated=sum(c.rounds > 1 for c in cases),
    )


def _month(text: str, today: date) -> date:
    """The first day of the month that was asked for; this month if none was."""
    found = re.fullmatch(r"(20\d\d)-(0[1-9]|1[0-2])", text)
    return date(int(found[1]), int(found[2]), 1) if found else today.replace(day=1)


def _of_month(staff: Staff, first: date, rules: CaseRules) -> Iterable[Case]:
    """What a month's sheet counts.  The county counts also what it may not read."""
    reach = CaseQuerySet(Case).within(staff) if staff.kind is Role.COUNTY else seen_by(staff, rules)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    received = reach.filter(
        received_on__gte=first, received_on__lt=following, sort=Sort.FEEDBACK.value
    )
    return received.only(*_COUNTED)


@staff_page
@require_safe
def month(request: StaffRequest, kind: str = "") -> HttpResponse:
    """The monthly sheet, on the page or as .xlsx."""
    today = beijing_day(timezone.now())
    rules = current(today)
    first = _month(request.GET.get("month", ""), today)
    lines = monthly(_of_month(request.user, first, rules), rules, today)
    if kind == "xlsx":
        heads = ("单位", "收到", "已答复", "按时答复", "满意", "解决一半", "超期", "重复")
        rows = [[str(v) if isinstance(v, Share) else v for v in line] for line in lines]
        from kiosk.center.desk.workbook import workbook  # openpyxl is 5 MB in every worker

        return workbook(f"{first:%Y年%m月}", heads, rows, f"cases-{first:%Y-%m}.xlsx")
    before = date(first.year - (first.month == 1), (first.month - 2) % 12 + 1, 1)
    context = {
        "first": first,
        "before": f"{before:%Y-%m}",
        "lines": lines,
        "place": unit_name(request.user.place, rules),
        "head": head(),
    }
    return render(request, "desk/month.html", context)


def _rows(request: StaffRequest) -> tuple[str, list[shown.Row]]:
    today = beijing_day(timezone.now())
    rules = current(today)
    wanted = request.GET.get("show", "work")
    shelf = wanted if wanted in SHELVES else "work"
    mine = seen_by(request.user, rules)
    found = shelf_of(request.user, mine, shelf).select_related("person")[:_MOST]
    return SHELVES[shelf], [shown.row_of(case, rules, today, request.user) for case in found]


@staff_page
@require_safe
def export(request: StaffRequest) -> HttpResponse:
    """A pile of the work list as .xlsx, without a word of what the residents wrote."""
    name, rows = _rows(request)
    lines = [
        (
            row.spoken,
            row.received,
            row.channel,
            row.place,
            row.matter,
            row.about,
            row.unit,
            row.person,
            row.state,
            row.due,
            row.clock,
            row.answered,
            row.verdict,
        )
        for row in rows
    ]
    from kiosk.center.desk.workbook import workbook  # openpyxl is 5 MB in every worker

    return workbook(name, _HEADS, lines, "cases.xlsx")


@staff_page
@require_safe
def register(request: StaffRequest) -> HttpResponse:
    """A pile of the work list as the register that offices keep, for printing."""
    name, rows = _rows(request)
    today = beijing_day(timezone.now())
    place = unit_name(request.user.place, current(today))
    context = {"name": name, "rows": rows, "place": place, "today": today}
    return render(request, "desk/register.html", context)
