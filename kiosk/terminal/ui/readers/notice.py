"""An urgent notice in full: what to do comes first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.affairs.notice import Danger, Notice
from kiosk.terminal.ui.dates import CHINA, day_text
from kiosk.terminal.ui.flow import Piece, piece
from kiosk.terminal.ui.layout import Frame, Row
from kiosk.terminal.ui.readers.prose import told_pieces
from kiosk.terminal.ui.widgets.icon import Icon

if TYPE_CHECKING:
    from kiosk.terminal.ui.stage import Stage

ICONS = {
    Danger.FLOOD: "flood",
    Danger.STORM: "storm",
    Danger.FIRE: "fire",
    Danger.HEALTH: "health",
    Danger.WATER: "water",
    Danger.POWER: "power",
    Danger.ROAD: "road",
    Danger.OTHER: "warning",
}


def notice_pieces(board: Stage, notice: Notice, width: float) -> list[Piece]:
    """The full text of a notice in the reader."""
    kit, theme = board.kit, board.kit.theme
    trusted = (edition := board.desk.library.edition()) is None or edition.clock_trusted
    over = not notice.in_force(board.desk.now(), clock_trusted=trusted)
    ink = kit.colour.on_fill
    head = Row(
        Icon(ICONS[notice.danger], ink, theme.mm(14)),
        kit.words(kind_of(notice) + ("，已经结束" if over else ""), theme.heading, ink),
        widths=(theme.mm(16), 1.0),
        gap=theme.small,
        align="middle",
    )
    band = Frame(
        head,
        padding=(theme.small, theme.small),
        fill=kit.colour.soft if over else kit.colour.alarm,
        radius=theme.radius,
    )
    return [
        piece(band, width),
        *told_pieces(board, "该怎么做", notice.instruction, width, theme.heading),
        *told_pieces(board, "什么地方，什么时候", where_when(board, notice), width),
        *told_pieces(board, "怎么回事", notice.description, width),
        *told_pieces(board, "找谁", notice.contact, width, theme.heading),
    ]


def kind_of(notice: Notice) -> str:
    """``洪水，特别严重``."""
    return f"{notice.danger.chinese}，{notice.severity.chinese}"


def where_when(board: Stage, notice: Notice) -> str:
    """Two lines: ``柳河沿岸``, ``11月22日 8:00 起，11月23日 8:00 止``."""
    today = board.desk.today()
    ends = []
    for moment in (notice.onset, notice.expires):
        there = moment.astimezone(CHINA)
        ends.append(f"{day_text(there.date(), today)} {there:%-H:%M}")
    return f"{notice.area}\n{ends[0]} 起，{ends[1]} 止"
