"""Scanned pages: upright one to a page of the board, on a wide panel in bands that can be read.

An upright sheet of paper on a wide panel would be the size of a hand.  There it is as wide as a
column and cut into bands that follow each other like the columns of a newspaper.
"""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING

from kiosk.affairs.disclosure import Scan
from kiosk.terminal.ui import layout
from kiosk.terminal.ui.flow import Piece
from kiosk.terminal.ui.widgets.picture import Picture

if TYPE_CHECKING:
    from kiosk.terminal.ui.stage import Stage

_OVERLAP = 0.02
"""Share of a page that a band repeats of the one before, so that no line is cut for good."""


def scan_pieces(board: Stage, scan: Scan, width: float, height: float) -> list[Piece]:
    """The pages for a column of that width and height, in pixels."""
    found: list[Piece] = []
    for number, media in enumerate(scan.pages):
        tall = height - board.kit.theme.note.line_height - board.kit.theme.tiny
        bands = 1
        if not board.kit.theme.portrait:
            bands = max(1, math.ceil(width * media.height / media.width / tall))
        for band in range(bands):
            begin = max(0.0, band / bands - _OVERLAP * (band > 0))
            part = (begin, (band + 1) / bands)
            found.append(Piece(height, partial(_band, board, scan, number, tall, part)))
    return found


def _band(
    board: Stage, scan: Scan, number: int, tall: float, part: tuple[float, float]
) -> layout.Block:
    kit = board.kit
    media = scan.pages[number]
    picture = Picture(
        board.pictures,
        board.desk.library.media_path(media.digest),
        ratio=media.height * (part[1] - part[0]) / media.width,
        most=tall,
        ground=kit.colour.card,
        edge=kit.colour.line,
        alt=media.alt,
        part=part,
    )
    count = len(scan.pages)
    said = f"第 {number + 1} 页，共 {count} 页，点图放大" if count > 1 else "点图放大"
    column = layout.Column(picture, kit.note(said, align="center"), gap=kit.theme.tiny)
    opens = partial(board.view, scan.pages, number)
    return kit.tap(column, opens, f"{media.alt}，放大", height=0)
