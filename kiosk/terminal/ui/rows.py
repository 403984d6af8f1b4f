"""Rows of a list: a title, a small line below it, a word in a box, something at the right.

All lists of the services and of what the village owns are made of these; a list of 400 knows its
heights without building a row.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from kiosk.terminal.ui.flow import Piece
from kiosk.terminal.ui.layout import Block, Column, Frame, Row
from kiosk.terminal.ui.text.breaker import break_text
from kiosk.terminal.ui.theme import Colour
from kiosk.terminal.ui.widgets.icon import Icon

if TYPE_CHECKING:
    from kiosk.terminal.ui.stage import Stage

_SIDE, _SIDE_TAGGED = 0.36, 0.2
"""Shares of a row that what stands at its right may take before it goes below the title."""
_PAD_MM = 3.5


class Told(NamedTuple):
    """What a row says; ``opens`` is what touching it does, None for one that only tells.

    ``tag`` is a word in a box with its colour, ``side`` stands at the right (an amount), ``icon``
    before it all; ``name`` is what its piece is looked for by; ``spoken`` is what a voice says
    instead of all that.
    """

    title: str
    note: str = ""
    opens: Callable[[], None] | None = None
    tag: tuple[str, Colour] | None = None
    side: tuple[str, Colour | None] | None = None
    icon: str = ""
    name: str = ""
    spoken: str = ""

    @property
    def said(self) -> str:
        """As a voice reads it."""
        if self.spoken:
            return self.spoken
        parts = (self.tag[0] if self.tag else "", self.title, self.note)
        side = self.side[0] if self.side else ""
        return "，".join(part for part in (*parts, side) if part)


def row_pieces(
    board: Stage, rows: Sequence[Told], width: float, gap: float | None = None
) -> list[Piece]:
    """A piece a row; ``gap`` is kept before the first."""
    gap = board.kit.theme.small if gap is None else gap
    found = []
    for told in rows:
        height = row_height(board, told, width)
        found.append(Piece(height, partial(row, board, told), gap=gap, name=told.name))
        gap = 0
    return found


def row(board: Stage, told: Told) -> Block:
    """One row with the rule below it."""
    kit, theme = board.kit, board.kit.theme
    texts: list[Block] = [kit.words(told.title, theme.row)]
    side = told.side
    if side is not None and not _beside(board, told):
        texts.append(kit.words(side[0], theme.strong, side[1]))
        side = None
    if told.note:
        texts.append(kit.note(told.note))
    blocks: list[Block] = [Column(*texts, gap=theme.mm(1))]
    widths: list[float] = [1.0]
    if told.tag is not None:
        blocks.insert(0, kit.tag(*told.tag))
        widths.insert(0, kit.tag_width(told.tag[0]))
    if told.icon:
        blocks.insert(0, Icon(told.icon, kit.colour.ink, theme.icon))
        widths.insert(0, theme.icon)
    if side is not None:
        blocks.append(kit.words(side[0], theme.strong, side[1], align="right"))
        widths.append(kit.width(side[0], theme.strong))
    inner = Row(*blocks, widths=widths, gap=theme.small, align="middle")
    surface = {"fill": kit.colour.card, "padding": (theme.small, theme.mm(_PAD_MM))}
    if told.opens is None:
        framed: Block = Frame(inner, height=theme.target, **surface)
        framed.spoken_text = f"{told.said}。"
    else:
        framed = kit.opens(inner, told.opens, told.said, **surface)
    whole = Column(framed, kit.rule())
    whole.name = told.name
    return whole


def row_height(board: Stage, told: Told, width: float) -> float:
    """The height of that row at a width in pixels, without building it."""
    kit, theme = board.kit, board.kit.theme
    advance = kit.metrics.advance
    room = width - 2 * theme.small
    if told.opens is not None:
        room -= theme.mm(6) + theme.small
    if told.tag is not None:
        room -= kit.tag_width(told.tag[0]) + theme.small
    if told.icon:
        room -= theme.icon + theme.small
    beside = _beside(board, told)
    tall = 0.0
    if told.side is not None and beside:
        room -= kit.width(told.side[0], theme.strong) + theme.small
    elif told.side is not None:
        strong = kit.metrics.advance(theme.strong.size)
        lines = len(break_text(told.side[0], room, strong))
        tall += lines * theme.strong.line_height + theme.mm(1)
    tall += len(break_text(told.title, room, advance(theme.row.size))) * theme.row.line_height
    if told.note:
        lines = len(break_text(told.note, room, advance(theme.note.size)))
        tall += lines * theme.note.line_height + theme.mm(1)
    tag = theme.note.line_height + theme.mm(1) if told.tag else 0
    tall = max(tall, tag, theme.icon if told.icon else 0)
    return max(tall + 2 * theme.mm(_PAD_MM), theme.target) + theme.hair


def _beside(board: Stage, told: Told) -> bool:
    """Whether what stands at the right has room there."""
    kit, theme = board.kit, board.kit.theme
    if told.side is None:
        return True
    share = _SIDE if told.tag is None else _SIDE_TAGGED
    return kit.width(told.side[0], theme.strong) <= share * min(theme.width, theme.height)
