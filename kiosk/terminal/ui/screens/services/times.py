"""All times of one use, whoever holds them: reception days, the bus, consultations."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kiosk.affairs.people import Use
from kiosk.terminal.ui.flow import Piece
from kiosk.terminal.ui.readers.parts import asking, heading
from kiosk.terminal.ui.readers.timetable import held_pieces
from kiosk.terminal.ui.rows import Told, row_pieces
from kiosk.terminal.ui.screens.reader import Reader
from kiosk.terminal.ui.screens.screen import FlowScreen

if TYPE_CHECKING:
    from kiosk.terminal.ui.stage import Stage

_DAYS = 31
_MOST = 14


class TimesScreen(FlowScreen):
    """What comes, day by day; those that can be booked say so and show their code."""

    crumbs = ("办事找人", "现在谁在")

    def __init__(self, board: Stage, use: Use, title: str) -> None:
        super().__init__(board)
        self.use, self.title = use, title

    def pieces(self, width: float) -> list[Piece]:
        services = self.board.desk.services
        coming = services.coming(self.use, _DAYS)[:_MOST]
        found = held_pieces(self.board, coming, width)
        if not coming:
            found = asking(self.board, "最近一个月没有安排。要问什么时候有，打村部的电话。", width)
        tables = services.timetables(self.use)
        if not tables:
            return found
        found.append(heading(self.board, "整张表", width))
        rows = []
        for each in tables:
            table = each.document
            whom = " ".join(part for part in (table.contact, table.phone) if part)
            note = f"有事问 {whom}" if whom else ""
            rows.append(Told(each.title, note, partial(self.board.go, Reader, each.shelved)))
        return [*found, *row_pieces(self.board, rows, width)]
