"""The weeks, the last one on top."""

from __future__ import annotations

from functools import partial

from kiosk.terminal.ui.dates import day_text
from kiosk.terminal.ui.flow import Piece
from kiosk.terminal.ui.readers.parts import asking
from kiosk.terminal.ui.rows import Told, row_pieces
from kiosk.terminal.ui.screens.reader import Reader
from kiosk.terminal.ui.screens.screen import FlowScreen


class ReportsScreen(FlowScreen):
    """A row a week, with its figures."""

    title = "一周村情"
    crumbs = ("首页", "办事找人")

    def pieces(self, width: float) -> list[Piece]:
        board, today = self.board, self.board.desk.today()
        rows = []
        for each in board.desk.services.reports():
            report = each.document
            days = f"{day_text(report.first, today)}到{day_text(report.last, today)}"
            figures = "，".join(f"{name} {count}" for name, count in report.figures)
            note = figures or (report.done[0] if report.done else "")
            rows.append(Told(days, note, partial(board.go, Reader, each.shelved)))
        if not rows:
            told = "还没有公布一周村情。想知道这一周村里办了什么，请问村部的人。"
            return asking(board, told, width)
        return row_pieces(board, rows, width, gap=0)
