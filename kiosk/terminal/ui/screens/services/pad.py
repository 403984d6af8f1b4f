"""Guides by the first letters of their names, on the pad that looks for everything else."""

from __future__ import annotations

from kiosk.affairs.catalogue import Kind
from kiosk.affairs.routing import Rank
from kiosk.terminal.ui.flow import Piece, piece
from kiosk.terminal.ui.screens.search import SearchScreen
from kiosk.terminal.ui.screens.search_query import Query
from kiosk.terminal.ui.screens.services.guides import TITLE


class GuidePad(SearchScreen):
    """Finds among guides alone; before anything is typed their classes stand there to touch."""

    title = "按拼音找"
    crumbs = (TITLE,)
    hint = "点要办的事的拼音头一个字母，例如出生登记点 C S D J；也可以直接点下面的类别。"

    def new_query(self) -> Query:
        return Query(self.board, kind=Kind.GUIDE)

    def _choosers(self, width: float) -> Piece:
        count = len(self.board.desk.services.guides())
        words = self.kit.note(f"一共 {count} 件事的办事指南")
        return piece(words, width, gap=self.kit.theme.small)

    def _suggestions(self) -> list[str]:
        services = self.board.desk.services
        names = [name for rank in Rank for name, _ in services.groups(rank)]
        return list(dict.fromkeys(names))
