"""Progress (进展): what is done, due and overdue, by place and by item, down to the village."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.core.paginator import Paginator
from django.db.models import Min, QuerySet
from django.db.models.functions import Substr
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from kiosk.affairs.catalogue import Affairs
from kiosk.affairs.division import DivisionError, Level, code_of, level_of, scope_of
from kiosk.affairs.obligation import State
from kiosk.affairs.period import STANDING, PeriodError, parse_period
from kiosk.center.accounts.access import StaffRequest, staff_page
from kiosk.center.cases.places import county, division_name, division_names
from kiosk.center.desk.workbook import workbook
from kiosk.center.obligations.first import colour_of, when_words
from kiosk.center.obligations.models import Derived, Obligation, Reminder, day_text
from kiosk.center.obligations.refresh import today_in
from kiosk.center.obligations.remind import may_remind, seen
from kiosk.center.obligations.tally import Span, Tally, tallies

_WIDTH = {Level.COUNTY: 9, Level.TOWNSHIP: 12, Level.STREET: 12}
"""Digits of a scope by which the rows below a division are put together."""
_PLACES = 40
"""Divisions on one page of an item."""
_COUNTED = ("地方", "应公开", "按时", "晚了才公开", "还没到期", "晚了没公开", "按时公开")
_LISTED = ("地方", "编号", "项目", "期间", "应在几日前", "现在", "晚了几天", "公开日期", "公开内容")


class PlaceRow(NamedTuple):
    """One division of the map: a tally for each of the three affairs, and of all."""

    code: str
    name: str
    cells: list[Tally]
    whole: Tally


class Chip(NamedTuple):
    """One period of an item; ``asked`` if it was reminded of today."""

    label: str
    words: str
    colour: str
    pk: int
    open: bool
    asked: bool
    link: str


class ItemRow(NamedTuple):
    """One item in one division, with its periods from the newest back."""

    code: str
    name: str
    division: str
    chips: list[Chip]
    late: int


@staff_page
@require_safe
def overview(request: StaffRequest) -> HttpResponse:
    """Where this person stands."""
    return redirect("desk-overview-place", division=request.user.division)


@staff_page
@require_safe
def place(request: StaffRequest, division: str, kind: str = "") -> HttpResponse:
    """A county's townships, a township's villages, or a village's items."""
    if not division.startswith(request.user.scope):
        raise Http404
    try:
        level, scope = level_of(division), scope_of(division)
    except DivisionError as error:
        raise Http404 from error
    today, span = today_in(county()), span_of(request)
    found = span.narrow(seen(request.user).filter(scope__startswith=scope), today)
    below = _WIDTH.get(level)
    rows = place_rows(found, scope, below) if below else []
    own = item_rows(found.filter(division=division), today)
    own.sort(key=lambda row: not row.late)
    if kind == "xlsx":
        table = _counted(rows) if below else _listed(found, today)
        heads = _COUNTED if below else _LISTED
        return workbook("进展", heads, table, f"progress-{division}-{today:%Y%m%d}.xlsx")
    whole = sum((row.whole for row in rows), Tally())
    if not below:
        whole = tallies(found).get((), Tally())
    context = {
        "place": division_name(division),
        "division": division,
        "above": _above(request, division),
        "rows": rows,
        "own": own,
        "whole": whole,
        "late_own": late_of(request).filter(division=division).count(),
        "may_remind": may_remind(request.user, division),
        "affairs": [a.chinese for a in Affairs],
        **_common(request, span, today),
    }
    return render(request, "obligations/place.html", context)


@staff_page
@require_safe
def items(request: StaffRequest, kind: str = "") -> HttpResponse:
    """Every item with how it stands across all divisions that one may see."""
    today, span = today_in(county()), span_of(request)
    sums = tallies(span.narrow(seen(request.user), today), "catalogue", "item")
    rows = sorted(sums.items(), key=lambda pair: (pair[0][0], _code_order(pair[0][1])))
    called = _names()
    if kind == "xlsx":
        heads = ("目录", "编号", "项目", *_COUNTED[1:])
        table = [(*key, called.get(key, key[1]), *_counts(tally)) for key, tally in rows]
        return workbook("按项目", heads, table, f"progress-items-{today:%Y%m%d}.xlsx")
    groups: dict[str, list[tuple[str, str, str, Tally]]] = {}
    for (catalogue, code), tally in rows:
        line = (catalogue, code, called.get((catalogue, code), code), tally)
        groups.setdefault(called.get((catalogue, ""), catalogue), []).append(line)
    context = {"groups": groups, **_common(request, span, today)}
    return render(request, "obligations/items.html", context)


@staff_page
@require_safe
def item(request: StaffRequest, catalogue: str, item: str, kind: str = "") -> HttpResponse:
    """One item across all divisions that one may see, those that are late first."""
    today, span = today_in(county()), span_of(request)
    found = span.narrow(seen(request.user).filter(catalogue=catalogue, item=item), today)
    if kind == "xlsx":
        return workbook("进展", _LISTED, _listed(found, today), f"progress-{item}.xlsx")
    sums = {place: tally for (place,), tally in tallies(found, "division").items()}
    if not sums and not seen(request.user).filter(catalogue=catalogue, item=item).exists():
        raise Http404
    worst_first = sorted(sums, key=lambda place: (-sums[place].overdue, place))
    shown = Paginator(worst_first, _PLACES).get_page(request.GET.get("page"))
    rows = item_rows(found.filter(division__in=list(shown)), today)
    rows.sort(key=lambda row: (-row.late, row.division))
    names = division_names()
    late = set(
        late_of(request).filter(catalogue=catalogue, item=item).values_list("division", flat=True)
    )
    context = {
        "rows": [(names.get(row.division, row.division), row) for row in rows],
        "page": shown,
        "catalogue": catalogue,
        "item": item,
        "name": _names().get((catalogue, item)) or (rows[0].name if rows else item),
        "whole": sum(sums.values(), Tally()),
        "late": len(late),
        "may_remind": any(may_remind(request.user, place) for place in late),
        **_common(request, span, today),
    }
    return render(request, "obligations/item.html", context)


def late_of(request: StaffRequest) -> QuerySet[Obligation]:
    """All that is late of what one may see, of any day: what a reminder would reach."""
    return seen(request.user).filter(state=State.OVERDUE.value)


def span_of(request: StaffRequest) -> Span:
    """The due days that are asked for; this year's unless told."""
    wanted = request.GET.get("when", "")
    return Span(wanted) if wanted in set(Span) else Span.YEAR


def place_rows(found: QuerySet[Obligation], scope: str, width: int) -> list[PlaceRow]:
    """The divisions below with their tallies, in the county's order, those without any too."""
    sums = tallies(found.annotate(place=Substr("scope", 1, width)), "place", "affairs")
    names = division_names()
    below = {scope_of(code)[:width] for code in names if scope_of(code).startswith(scope)}
    rows = []
    for each in sorted((below - {scope}) | {place for place, _ in sums}):
        code = code_of(each)
        cells = [sums.get((each, affairs.value), Tally()) for affairs in Affairs]
        rows.append(PlaceRow(code, names.get(code, code), cells, sum(cells, Tally())))
    return rows


def item_rows(found: QuerySet[Obligation], today: date) -> list[ItemRow]:
    """Items in the order of their codes, each with its periods from the newest back."""
    groups: dict[tuple[str, str, str], list[Obligation]] = {}
    for row in found.order_by("division"):
        groups.setdefault((row.division, row.item, row.name), []).append(row)
    asked = set(
        Reminder.objects.filter(obligation__in=found, day=today).values_list(
            "obligation", flat=True
        )
    )
    return [
        ItemRow(
            code=code,
            name=name,
            division=division,
            chips=[
                _chip(row, today, asked=row.pk in asked)
                for row in sorted(rows, key=_newest_first, reverse=True)
            ],
            late=sum(row.is_late for row in rows),
        )
        for (division, code, name), rows in sorted(
            groups.items(), key=lambda pair: (pair[0][0], _code_order(pair[0][1]))
        )
    ]


def _chip(row: Obligation, today: date, *, asked: bool) -> Chip:
    state = State(row.state)
    is_open = state in {State.DUE, State.OVERDUE}
    words = {
        State.OVERDUE: f"晚{row.late_on(today)}天",
        State.DUE: f"{day_text(row.due)}前",
        State.EXCUSED: "免公开",
        State.FULFILLED: f"✓晚{row.days_late}天" if row.days_late else "✓",
    }[state]
    colour = "late" if row.days_late and not is_open else colour_of(row, today)
    link = f"/i/{row.fulfilled_by}" if row.fulfilled_by else ""
    return Chip(_short(row), words, colour, row.pk, is_open, asked, link)


def _short(row: Obligation) -> str:
    """A period as short as it can be said: 10月, 第3季度, 上半年, 2025年."""
    label: str = row.label
    return label.replace(f"{row.due.year}年", "", 1) or label


def _newest_first(row: Obligation) -> date:
    try:
        return parse_period(row.period).last
    except PeriodError:
        return STANDING.last


def _code_order(code: str) -> tuple[str, int]:
    """D2 stands before D10."""
    letters = code.rstrip("0123456789")
    return letters, int(code[len(letters) :] or 0)


def _counted(rows: Iterable[PlaceRow]) -> list[tuple[object, ...]]:
    return [(row.name, *_counts(row.whole)) for row in rows]


def _counts(tally: Tally) -> tuple[object, ...]:
    return (tally.total, *tally, str(tally.share))


def _listed(found: QuerySet[Obligation], today: date) -> list[tuple[object, ...]]:
    names = division_names()
    return [
        (
            names.get(row.division, row.division),
            row.item,
            row.name,
            row.label,
            row.due,
            when_words(row, today),
            row.late_on(today),
            row.fulfilled_on or "",
            row.fulfilled_by,
        )
        for row in found.order_by("division", "item", "due")
    ]


def _above(request: StaffRequest, division: str) -> list[tuple[str, str]]:
    """The way back up, as far as this person may look."""
    codes = [division[:6] + "0" * 6, division[:9] + "000"]
    return [
        (code, division_name(code))
        for code in codes
        if code != division and scope_of(code).startswith(request.user.scope)
    ]


def _common(request: StaffRequest, span: Span, today: date) -> dict[str, object]:
    return {
        "spans": [(each.value, each.chinese, each is span) for each in Span],
        "span": span.value,
        "today": today,
        "derived": Derived.objects.filter(division__startswith=request.user.scope).aggregate(
            day=Min("day")
        )["day"],
    }


def _names() -> dict[tuple[str, ...], str]:
    """Names of items by catalogue and code, and of the catalogues with an empty code."""
    found = county()
    catalogues = found.catalogues if found is not None else ()
    names: dict[tuple[str, ...], str] = {(each.id, ""): each.name for each in catalogues}
    return names | {(c.id, i.code): i.name for c in catalogues for _, i in c.items()}
