"""What is new: this week's items day by day, then last week's; nobody has to say who they are."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from itertools import groupby

from kiosk.terminal.library import Shelved
from kiosk.terminal.ui.dates import day_text, weekday_text
from kiosk.terminal.ui.flow import Piece, piece
from kiosk.terminal.ui.screens.screen import FlowScreen
from kiosk.terminal.ui.screens.shelf import NEW_DAYS, ShelfScreen, shelf_row, shelf_row_height

_DAYS = 30
"""How far back: who comes once a month has missed nothing."""


class FreshScreen(FlowScreen):
    """The newest on top, marked while it is less than a week old."""

    title = "最近新公开的"
    crumbs = ("首页",)

    def pieces(self, width: float) -> list[Piece]:
        kit, theme = self.board.kit, self.board.kit.theme
        today = self.board.desk.today()
        newest = self._newest(today)
        fresh = sum(1 for each in newest if today - each.disclosure.latest < timedelta(NEW_DAYS))
        said = f"这一周新公开 {fresh} 件，这三十天一共 {len(newest)} 件。"
        if not newest:
            said = f"这{_DAYS}天没有新公开的内容。"
        found = [piece(kit.words(said, theme.row), width)]
        for day, group in groupby(newest, lambda each: each.disclosure.latest):
            name = f"{day_text(day, today)} {weekday_text(day)}{_ago(day, today)}"
            head = kit.words(name, theme.strong)
            found.append(piece(head, width, gap=theme.gap, keep=True))
            gap = theme.tiny
            for each in group:
                height = shelf_row_height(self.board, each, width)
                found.append(Piece(height, partial(shelf_row, self.board, each), gap=gap))
                gap = 0
        everything = kit.opens(
            kit.words("更早的：全部公开内容", theme.row),
            partial(self.board.go, ShelfScreen),
            "更早的，看全部公开内容",
            fill=kit.colour.card,
            padding=(theme.small, theme.small),
        )
        return [*found, piece(everything, width, gap=theme.gap)]

    def _newest(self, today: date) -> list[Shelved]:
        return self.board.desk.newest(None, since=today - timedelta(days=_DAYS - 1))


def _ago(day: date, today: date) -> str:
    """How long ago, as one says it."""
    days = (today - day).days
    return {0: "，今天", 1: "，昨天", 2: "，前天"}.get(days, f"，{days} 天前")
