"""A big tile with a drawing, its word, and at most a line below it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kiosk.terminal.ui.flow import Piece, piece
from kiosk.terminal.ui.kit import Kit
from kiosk.terminal.ui.layout import Block, Column, Row, Space
from kiosk.terminal.ui.widgets.icon import Icon
from kiosk.terminal.ui.widgets.tap import Tap
from kiosk.terminal.ui.widgets.words import Words

_ICON_MM, _LARGE_MM = 13.0, 19.0
_MOST_ACROSS = 4


def tile(  # noqa: PLR0913 - a drawing, its words, and what it does
    kit: Kit,
    icon: str,
    name: str,
    action: Callable[[], None],
    note: str = "",
    *,
    spoken: str = "",
    large: bool = False,
) -> Tap:
    """One tile; ``note`` says how much is behind it."""
    theme = kit.theme
    blocks: list[Block] = [
        Icon(icon, kit.colour.ink, theme.mm(_LARGE_MM if large else _ICON_MM)),
        kit.words(name, theme.row._replace(strong=True), align="center"),
    ]
    if note:
        blocks.append(kit.note(note, align="center"))
    said = spoken or "，".join(part for part in (name, note) if part)
    surface = kit.card_surface() | {"padding": (theme.tiny, theme.mm(4.5))}
    return kit.tap(Column(*blocks, gap=theme.mm(1)), action, said, **surface)


def tile_pieces(kit: Kit, tiles: Sequence[Tap], width: float) -> list[Piece]:
    """Tiles in rows, as many beside each other as leave all that they say on its line."""
    theme = kit.theme
    texts = [b for each in tiles for b in each.tree() if isinstance(b, Words)]
    widest = max((kit.width(each.text, each.style) for each in texts), default=0)
    gap = theme.small
    across = _MOST_ACROSS
    while across > 1 and (width - gap * (across - 1)) / across < widest + 2 * theme.tiny:
        across -= 1
    found = []
    for start in range(0, len(tiles), across):
        cells: list[Block] = list(tiles[start : start + across])
        cells += [Space(0)] * (across - len(cells))
        found.append(piece(Row(*cells, gap=gap, even=True), width, gap=gap))
    return found
