"""Lists of guides: what an event in a family asks for, the classes of a level, one class."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from kiosk.affairs.guide import LifeEvent, ServiceGuide
from kiosk.affairs.routing import Rank
from kiosk.terminal.ui.flow import Piece, piece
from kiosk.terminal.ui.readers.parts import asking
from kiosk.terminal.ui.rows import Told, row_pieces
from kiosk.terminal.ui.screens.reader import Reader
from kiosk.terminal.ui.screens.screen import FlowScreen
from kiosk.terminal.ui.services import Found

if TYPE_CHECKING:
    from kiosk.terminal.ui.stage import Stage

TITLE = "办事找人"
WHERE = {Rank.VILLAGE: "村里办", Rank.TOWNSHIP: "镇上办", Rank.COUNTY: "县里办"}
CAN = {Rank.VILLAGE: "村里能办", Rank.TOWNSHIP: "镇上办", Rank.COUNTY: "县里办"}
NONE = "这里还没有公布办事指南。要办什么事，请问村部的人，或者点首页的“有话说”。"


def guide_told(board: Stage, found: Found[ServiceGuide]) -> Told:
    """A guide as a row: where it is done, how fast, what it costs."""
    guide, colour = found.document, board.kit.colour
    tags = {
        Rank.VILLAGE: colour.village,
        Rank.TOWNSHIP: colour.government,
        Rank.COUNTY: colour.government,
    }
    note = "，".join(part for part in (guide.promise, guide.fee) if part)
    return Told(
        found.title,
        note,
        partial(board.go, Reader, found.shelved),
        tag=(WHERE[guide.rank], tags[guide.rank]),
    )


class GuidesScreen(FlowScreen):
    """Some guides under a name."""

    def __init__(
        self, board: Stage, title: str, guides: Sequence[Found[ServiceGuide]], told: str = ""
    ) -> None:
        super().__init__(board)
        self.title, self.guides, self.told = title, guides, told
        under = board.screen
        self.crumbs = (under.title,) if under is not None else (TITLE,)

    def pieces(self, width: float) -> list[Piece]:
        if not self.guides:
            return asking(self.board, NONE, width)
        kit = self.kit
        said = self.told or f"{len(self.guides)} 件事，点一下看要带什么、找谁。"
        rows = [guide_told(self.board, each) for each in self.guides]
        found = [piece(kit.words(said, kit.theme.row), width)]
        return [*found, *row_pieces(self.board, rows, width)]


class GroupsScreen(FlowScreen):
    """The classes of what is done at one level."""

    crumbs = (TITLE,)

    def __init__(self, board: Stage, rank: Rank) -> None:
        super().__init__(board)
        self.rank = rank
        self.title = f"{CAN[rank]}的事"

    def pieces(self, width: float) -> list[Piece]:
        services = self.board.desk.services
        rows = []
        for group, count in services.groups(self.rank):
            guides = [
                each
                for each in services.guides()
                if (each.document.rank, each.document.group) == (self.rank, group)
            ]
            few = "、".join(each.title for each in guides[:2]) + ("等" if count > 2 else "")
            opens = partial(self.board.go, GuidesScreen, group, guides)
            rows.append(Told(group, few, opens, side=(f"{count} 件", None)))
        if not rows:
            return asking(self.board, NONE, width)
        return row_pieces(self.board, rows, width, gap=0)


def open_event(board: Stage, event: LifeEvent) -> None:
    """Everything that an event asks for."""
    board.go(GuidesScreen, event.chinese, board.desk.services.guides_about(event))
