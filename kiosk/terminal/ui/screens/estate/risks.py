"""Confirmed warnings; that there are none is said, and what that means."""

from __future__ import annotations

from kiosk.terminal.ui.flow import Piece
from kiosk.terminal.ui.readers.parts import asking
from kiosk.terminal.ui.readers.risks import NONE, risks_pieces
from kiosk.terminal.ui.screens.screen import FlowScreen, Subject


class RisksScreen(FlowScreen):
    """What the county posted of this village."""

    title = "三资预警"
    crumbs = ("首页", "村里的家底")

    def subject(self) -> Subject:
        posted = self.board.desk.services.risks()
        if posted is None:
            return super().subject()
        face = posted[0].disclosure
        return Subject(face.division, face.id, title=face.title)

    def pieces(self, width: float) -> list[Piece]:
        posted = self.board.desk.services.risks()
        if posted is None:
            return asking(self.board, NONE, width)
        return risks_pieces(self.board, posted[1], width)
