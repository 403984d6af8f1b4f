"""A timetable: what comes next day by day, each time that can be booked with its code."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from kiosk.affairs.disclosure import Column as Head
from kiosk.affairs.disclosure import Table
from kiosk.affairs.people import Timetable, Use
from kiosk.feed.code import Purpose
from kiosk.terminal.library import Shelved
from kiosk.terminal.ui.calling import near_day
from kiosk.terminal.ui.flow import Piece, piece
from kiosk.terminal.ui.readers.parts import asking, heading
from kiosk.terminal.ui.readers.table import table_pieces
from kiosk.terminal.ui.rows import Told, row_pieces
from kiosk.terminal.ui.screens.code import address, show_code
from kiosk.terminal.ui.screens.screen import Subject
from kiosk.terminal.ui.services import Found, Held
from kiosk.terminal.ui.widgets.facts import Fact, fact_list

if TYPE_CHECKING:
    from kiosk.terminal.ui.stage import Stage

ICONS = {
    Use.DUTY: "clock",
    Use.RECEPTION: "people",
    Use.ASSISTANT: "week",
    Use.BUS: "bus",
    Use.CONSULTATION: "video",
}
_EARLY = timedelta(minutes=15)
"""The video room opens so long before its time."""
_DAYS = 31
_MOST = 12
"""Times that are told one by one; the rest follows from the table below."""


def timetable_pieces(
    board: Stage, shelved: Shelved, timetable: Timetable, width: float
) -> list[Piece]:
    """What comes next, whom to ask about it, and the rule behind it."""
    desk, theme = board.desk, board.kit.theme
    now, calendar = desk.services.moment(), desk.services.calendar()
    table = Found(shelved, timetable)
    coming = [
        Held(table, each)
        for each in timetable.coming(now.date(), _DAYS, calendar)
        if (each.day, each.slot.end) > (now.date(), now.time())
    ]
    found = held_pieces(board, coming[:_MOST], width)
    if not coming:
        told = "最近一个月没有安排。"
        found = asking(board, told, width)
    whom = " ".join(part for part in (timetable.contact, timetable.phone) if part)
    if whom:
        rows = fact_list(board.kit, [Fact("有事问谁", whom, strong=True)], width)
        found += [piece(row, width, gap=theme.gap) for row in rows]
    found.append(heading(board, "平常的安排", width))
    return [*found, *table_pieces(board, _rule(timetable), width)]


def held_pieces(board: Stage, held: Sequence[Held], width: float) -> list[Piece]:
    """Times in order: each under its day, or with its day where no day has more than one."""
    today = board.desk.today()
    days = [(day, list(group)) for day, group in groupby(held, _day)]
    if all(len(group) == 1 for _, group in days):
        rows = [held_told(board, each, day=True) for each in held]
        return row_pieces(board, rows, width)
    found: list[Piece] = []
    for day, group in days:
        found.append(heading(board, near_day(day, today), width))
        found += row_pieces(board, [held_told(board, each) for each in group], width)
    return found


def _day(held: Held) -> date:
    return held.occurrence.day


def held_told(board: Stage, held: Held, *, day: bool = False) -> Told:
    """One time as a row; one that can be booked opens its code."""
    slot, face = held.occurrence.slot, held.table.shelved.disclosure
    use = held.table.document.use
    title = "，".join(part for part in (slot.who, slot.what) if part)
    title = title or slot.place or use.chinese
    parts = [near_day(held.occurrence.day, board.desk.today()) if day else "", slot.hours]
    parts += [slot.place if slot.place != title else "", slot.phone]
    parts.append(f"不在时找{slot.substitute}" if slot.substitute else "")
    parts.append(f"名额 {slot.seats} 个" if slot.seats else "")
    note = "，".join(part for part in parts if part)
    if not slot.seats and not slot.room:
        return Told(title, note, icon=ICONS[use])
    subject = Subject(face.division, face.id, held.occurrence.row, f"{title}，{note}")
    if address(board, subject, Purpose.SERVE) is None:
        return Told(title, note, icon=ICONS[use])
    word = _offered(board, held)
    opens = partial(show_code, board, subject, Purpose.SERVE, word)
    return Told(title, note, opens, side=(word, board.kit.colour.village), icon=ICONS[use])


def _offered(board: Stage, held: Held) -> str:
    """What the code of a time is for now: its video room while it is on, else a seat."""
    slot, now = held.occurrence.slot, board.desk.services.moment()
    begins = datetime.combine(held.occurrence.day, slot.start, now.tzinfo)
    if slot.room and (begins - _EARLY <= now or not slot.seats):
        return "扫码看视频"
    return "扫码预约"


def _rule(timetable: Timetable) -> Table:
    """The roster as it was written."""
    rows = [(s.when, s.hours, s.who, s.what, s.place, s.phone) for s in timetable.slots]
    names = ("哪天", "几点", "谁", "做什么", "在哪里", "电话")
    used = [n for n in range(len(names)) if n < 2 or any(row[n] for row in rows)]
    return Table(
        columns=tuple(Head(names[n]) for n in used),
        rows=tuple(tuple(row[n] for n in used) for row in rows),
    )
