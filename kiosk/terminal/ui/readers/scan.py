"""Scanned pages: one to a page of the board, as large as it goes; a touch enlarges it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kiosk.affairs.disclosure import Media, Scan
from kiosk.terminal.ui import layout
from kiosk.terminal.ui.flow import Piece
from kiosk.terminal.ui.widgets.picture import Picture

if TYPE_CHECKING:
    from kiosk.terminal.ui.board import Board


def scan_pieces(board: Board, scan: Scan, height: float) -> list[Piece]:
    """One piece a page, each as high as the board allows."""
    hint = board.kit.note("点图放大", align="center")
    tall = height - hint.style.line_height - board.kit.theme.tiny
    count = len(scan.pages)
    return [
        Piece(height, partial(_page, board, scan, number, tall, count)) for number in range(count)
    ]


def _page(board: Board, scan: Scan, number: int, tall: float, count: int) -> layout.Block:
    kit = board.kit
    media: Media = scan.pages[number]
    picture = Picture(
        board.pictures,
        board.library.media_path(media.digest),
        ratio=tall / max(1.0, _wide(media, tall)),
        most=tall,
        ground=kit.colour.card,
        edge=kit.colour.line,
        alt=media.alt,
    )
    said = f"第 {number + 1} 页，共 {count} 页。点图放大" if count > 1 else "点图放大"
    column = layout.Column(picture, kit.note(said, align="center"), gap=kit.theme.tiny)
    return kit.tap(column, partial(board.view, scan.pages, number), f"{media.alt}，放大", height=0)


def _wide(media: Media, tall: float) -> float:
    return tall * media.width / media.height
