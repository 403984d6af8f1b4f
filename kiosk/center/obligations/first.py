"""The clerk's first page (要公开的): what is late, sent back, due, under review, done."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kiosk.affairs.obligation import State
from kiosk.affairs.period import Cycle, PeriodError, parse_period
from kiosk.center.accounts.access import StaffRequest, staff_page
from kiosk.center.cases.places import division_name
from kiosk.center.obligations.models import Obligation, Reminder, day_text
from kiosk.center.obligations.refresh import keep_fresh, today_in
from kiosk.center.obligations.tally import month_end
from kiosk.center.obligations.underway import Underway, underway_of
from kiosk.center.site.shelf import FEED_ERRORS, shelf
from kiosk.center.writing.models import WorkingCopy

_LOG = logging.getLogger(__name__)
_REMINDED = 14
"""Days for which a reminder stands on the page."""


class Row(NamedTuple):
    """One line: what, until when in words, how urgent, where to write it, what was said of it.

    ``press`` stands on the button that leads to the form.
    """

    name: str
    label: str
    when: str
    colour: str
    write: str
    press: str
    nothing: str
    notes: list[str]


class Sections(NamedTuple):
    """The piles of the page, each in the order in which to work."""

    late: list[Row]
    back: list[Row]
    now: list[Row]
    waiting: list[Row]
    later: list[Row]
    done: list[Row]


def write_address(division: str, item: str, period: str) -> str:
    """The form in which an obligation is met (`kiosk.center.writing`)."""
    return f"/desk/write/{division}/{item}/{period}/"


@staff_page
@require_safe
def first_page(request: StaffRequest) -> HttpResponse:
    """What the division of this person owes."""
    division = request.user.division
    today = standing_day(division)
    rows = list(owed_now(division, today))
    underway, begun = underway_of(division), begun_in(division)
    piles = sort_out(rows, underway, begun, today)
    context = {
        "piles": piles,
        "sentence": sentence(rows, underway, today),
        "writes": request.user.kind.writes,
        "place": division_name(division),
        "today": today,
    }
    return render(request, "obligations/first.html", context)


def standing_day(division: str) -> date:
    """Today, with the rows of a division up to it as far as the feed can be read."""
    try:
        keep_fresh(division)
        return today_in(shelf().county())
    except FEED_ERRORS:
        _LOG.warning("the feed cannot be read: obligations are shown as last derived")
        return today_in(None)


def owed_now(division: str, today: date) -> Iterable[Obligation]:
    """What is open, and what became public this month."""
    recent = Q(fulfilled_on__gte=today.replace(day=1), fulfilled_on__lte=today)
    is_open = Q(state__in=(State.DUE.value, State.OVERDUE.value))
    return Obligation.objects.filter(is_open | recent, division=division, owed=True)


def begun_in(division: str) -> set[tuple[str, str]]:
    """What somebody has begun to write, by item and period."""
    copies = WorkingCopy.objects.filter(division=division)
    return set(copies.values_list("code", "period"))


def sort_out(
    rows: Iterable[Obligation],
    underway: dict[tuple[str, str], Underway],
    begun: set[tuple[str, str]],
    today: date,
) -> Sections:
    """Every row in its pile; what is under way without being owed (an event) among them."""
    piles = Sections([], [], [], [], [], [])
    rows = list(rows)
    reminders = _reminders(rows, today)
    for row in rows:
        way = underway.get(row.key)
        press = _press(way, begun=row.key in begun)
        line = _line(row, way, press, reminders.get(row.pk, []), today)
        if State(row.state) in {State.FULFILLED, State.EXCUSED}:
            piles.done.append(line)
        elif way is not None and not way.returned:
            piles.waiting.append(line)
        elif row.is_late:
            piles.late.append(line)
        elif way is not None:
            piles.back.append(line)
        else:
            (piles.now if row.due <= month_end(today) else piles.later).append(line)
    for way in _unasked(rows, underway):
        pile = piles.back if way.returned else piles.waiting
        pile.append(_event(way))
    return piles


def _unasked(
    rows: Iterable[Obligation], underway: dict[tuple[str, str], Underway]
) -> list[Underway]:
    """What is under way although nothing is owed for it: an event, a correction."""
    owed = {row.key for row in rows if State(row.state) in {State.DUE, State.OVERDUE}}
    return [way for key, way in underway.items() if key not in owed]


def sentence(
    rows: Iterable[Obligation], underway: dict[tuple[str, str], Underway], today: date
) -> str:
    """The counts in words, such as “还有3项要公开，1项已经晚了2天”."""
    rows = list(rows)
    left = [row for row in rows if _is_left(row, underway, today)]
    number = len(left) + sum(way.returned for way in _unasked(rows, underway))
    late = [row.late_on(today) for row in left if row.is_late]
    if not number:
        return "这个月该公开的都办好了。"
    said = f"还有{number}项要公开"
    if not late:
        return f"{said}，都还来得及。"
    if len(late) == 1:
        return f"{said}，{'' if number == 1 else '1项'}已经晚了{late[0]}天。"
    share = "都" if len(late) == number else f"{len(late)}项"
    return f"{said}，{share}已经晚了，最长的晚了{max(late)}天。"


def _is_left(row: Obligation, underway: dict[tuple[str, str], Underway], today: date) -> bool:
    """Whether it waits for the clerk this month."""
    way = underway.get(row.key)
    if State(row.state) not in {State.DUE, State.OVERDUE} or (way is not None and not way.returned):
        return False
    return row.is_late or way is not None or row.due <= month_end(today)


def _line(
    row: Obligation, way: Underway | None, press: str, reminders: list[str], today: date
) -> Row:
    notes = [*reminders]
    if way is not None:
        notes.append(way.reason or way.words)
    fresh = press == "填写"
    return Row(
        name=row.name,
        label="" if row.period == "standing" else row.label,
        when=when_words(row, today),
        colour=colour_of(row, today),
        write=write_address(row.division, row.item, row.period),
        press=press,
        nothing=f"{write_address(row.division, row.item, row.period)}none" if fresh else "",
        notes=notes,
    )


def _press(way: Underway | None, *, begun: bool) -> str:
    """What stands on the button that leads to the form."""
    if way is not None:
        return "改好再送" if way.returned else "看一看"
    return "接着写" if begun else "填写"


def _event(way: Underway) -> Row:
    try:
        period = parse_period(way.period)
        label = "" if period.cycle is Cycle.STANDING else period.chinese
    except PeriodError:
        label = way.period
    return Row(
        name=way.title,
        label=label,
        when="",
        colour="orange" if way.returned else "green",
        write=write_address(way.division, way.code, way.period),
        press=_press(way, begun=False),
        nothing="",
        notes=[way.reason or way.words],
    )


def when_words(row: Obligation, today: date) -> str:
    """Until when, or how late, in words."""
    until = (
        day_text(row.due) if row.due.year == today.year else f"{row.due.year}年{day_text(row.due)}"
    )
    state = State(row.state)
    if state is State.EXCUSED:
        return "这一期免公开"
    if state is State.FULFILLED:
        done = day_text(row.fulfilled_on) if row.fulfilled_on else ""
        return f"{done}公开了" + (f"，晚了{row.days_late}天" if row.days_late else "")
    if state is State.OVERDUE:
        return f"应在{until}前公开，已经晚了{row.late_on(today)}天"
    left = (row.due - today).days
    unsure = "" if row.certain else "（暂定：那一年的放假安排还没有公布）"
    if left < 0:
        return f"应在{until}前公开，宽限到{day_text(row.grace_until)}"
    if left == 0:
        return "今天是最后一天" + unsure
    return f"{until}前公开，还有{left}天{unsure}"


def colour_of(row: Obligation, today: date) -> str:
    """The colour beside the words, which say the same."""
    state = State(row.state)
    if state is State.OVERDUE:
        return "red"
    if state is State.DUE:
        return "orange" if row.due - today <= timedelta(days=3) else "yellow"
    return "green"


def _reminders(rows: list[Obligation], today: date) -> dict[int, list[str]]:
    """The newest reminder of each, while it is fresh: who, when, and what they said."""
    found: dict[int, list[str]] = {}
    since = today - timedelta(days=_REMINDED)
    mine = Reminder.objects.filter(obligation__in=[row.pk for row in rows], day__gte=since)
    for each in mine.select_related("by", "obligation"):
        who = f"{division_name(each.by.division)}{each.by.name}"
        said = f"：{each.words}" if each.words else ""
        found.setdefault(each.obligation.pk, [f"{who}{day_text(each.day)}催办{said}"])
    return found
