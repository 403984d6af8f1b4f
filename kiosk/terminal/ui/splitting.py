"""A card that is taller than a page is told as running text instead: nothing is ever cut.

Cards are made for what people usually write.  Somebody will write a promise of two hundred
characters, and a visitor will choose the largest type: then its words stand line by line over
as many pages as they need, and what could be touched is a button below them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from kiosk.terminal.ui.flow import Piece
from kiosk.terminal.ui.kit import Kit
from kiosk.terminal.ui.layout import Block
from kiosk.terminal.ui.text.breaker import break_lines
from kiosk.terminal.ui.theme import Colour
from kiosk.terminal.ui.widgets.tap import Tap
from kiosk.terminal.ui.widgets.words import SetLines, Words


def split_tall(kit: Kit, pieces: Sequence[Piece], width: float, height: float) -> list[Piece]:
    """The pieces, those that no page of that height holds taken apart into lines."""
    found: list[Piece] = []
    for each in pieces:
        if each.height <= height:
            found.append(each)
            continue
        parts = list(_parts(kit, each, width))
        # A picture or a drawing cannot be told; its own size is the business of whoever made it.
        found += [parts[0]._replace(gap=each.gap, name=each.name), *parts[1:]] if parts else [each]
    return found


def page_height(kit: Kit, height: float) -> float:
    """What is left of a page's height once it has the buttons that turn it."""
    theme = kit.theme
    return height - max(theme.mm(18), 2 * theme.button.line_height) - 2 * theme.small


def _parts(kit: Kit, whole: Piece, width: float) -> Iterator[Piece]:
    block = whole.build()
    block.fit(width)
    yield from _told(kit, block, width)


def _told(kit: Kit, block: Block, width: float) -> Iterator[Piece]:
    if block.silent:
        return
    if isinstance(block, Words):
        yield from _lines(kit, block, width)
        return
    inner = [part for child in block.blocks for part in _told(kit, child, width)]
    if isinstance(block, Tap):
        if not inner:  # a picture to enlarge
            yield Piece(block.fit(width), partial(_itself, block), gap=kit.theme.tiny)
            return
        yield from inner
        button = kit.button("打开看", block.action, spoken=block.spoken_text[:24])
        yield Piece(button.fit(width), partial(_itself, button), gap=kit.theme.tiny)
        return
    yield from inner


def _lines(kit: Kit, words: Words, width: float) -> Iterator[Piece]:
    if not words.text.strip():
        return
    style = words.style
    colour = _readable(kit, words.colour)
    lines = break_lines(words.runs, width, kit.metrics.advance(style.size))
    for number, line in enumerate(lines):
        build = partial(SetLines, (line,), style, colour, kit.metrics, begins=number == 0)
        yield Piece(style.line_height, build, gap=kit.theme.tiny if number == 0 else 0)


def _readable(kit: Kit, colour: Colour) -> Colour:
    """On paper: what stood light on a dark band is dark now."""
    on_bands = (kit.colour.on_fill, kit.colour.on_warning)
    return kit.colour.ink if colour in on_bands else colour


def _itself(block: Block) -> Block:
    return block
