"""Parts that several readers are made of: headings, big figures, the number to call, photos."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from kiosk.affairs.media import Media
from kiosk.terminal.ui.calling import Call
from kiosk.terminal.ui.flow import Piece, piece
from kiosk.terminal.ui.layout import Block, Column, Frame, Row, Space
from kiosk.terminal.ui.readers.prose import figure_piece
from kiosk.terminal.ui.text.breaker import break_text
from kiosk.terminal.ui.theme import Colour, Style
from kiosk.terminal.ui.widgets.facts import Fact
from kiosk.terminal.ui.widgets.icon import Icon
from kiosk.terminal.ui.widgets.picture import Picture

if TYPE_CHECKING:
    from kiosk.terminal.ui.stage import Stage

_CELL_EM = 5.0
"""Characters of heading type that a cell of big figures must hold to stand beside others."""
_BRIEF = 9
"""Characters of a figure that stand large."""


def heading(board: Stage, text: str, width: float) -> Piece:
    """The name of a part, held together with what follows."""
    words = board.kit.words(text, board.kit.theme.strong)
    return piece(words, width, gap=board.kit.theme.gap, keep=True)


def big_facts(board: Stage, facts: Sequence[Fact], width: float) -> Block:
    """What matters most, each with its small name above: beside each other where there is room."""
    theme = board.kit.theme
    facts = [fact for fact in facts if fact.value]
    if not facts:
        return Space(0)
    pad = theme.mm(4)
    lines = 1
    beside = len(facts)
    while beside > 1 and not _room(board, facts, width / beside - 2 * pad):
        lines += 1
        beside = -(-len(facts) // lines)
    rows = []
    for start in range(0, len(facts), beside):
        cells = [_cell(board, fact, pad) for fact in facts[start : start + beside]]
        rows.append(Row(*cells, even=True))
    return Column(*rows)


def _room(board: Stage, facts: Sequence[Fact], cell: float) -> bool:
    """Whether every amount stands on one line of a cell, and nothing on more than two."""
    if cell < _CELL_EM * board.kit.theme.heading.size:
        return False
    for fact in facts:
        advance = board.kit.metrics.advance(_value_style(board, fact).size)
        if len(break_text(fact.value, cell, advance)) > (1 if "元" in fact.value else 2):
            return False
    return True


def _value_style(board: Stage, fact: Fact) -> Style:
    """Large, unless somebody wrote a sentence."""
    theme = board.kit.theme
    most = _BRIEF * (2 if "元" in fact.value else 1)
    return theme.heading if len(fact.value) <= most else theme.strong


def _cell(board: Stage, fact: Fact, pad: float) -> Frame:
    kit, theme = board.kit, board.kit.theme
    value = kit.words(fact.value, _value_style(board, fact), fact.colour)
    words = Column(kit.note(fact.name), value, gap=theme.mm(1))
    cell = Frame(
        words,
        padding=(pad, theme.small),
        fill=kit.colour.card,
        edge=kit.colour.line,
        edge_width=theme.rule * 0.75,
        align="top",
    )
    cell.spoken_text = f"{fact.name}：{fact.value}。"
    return cell


def digits_style(board: Stage, digits: str, width: float) -> Style:
    """The largest type in which a number stands on one line of that width."""
    kit, theme = board.kit, board.kit.theme
    size = theme.far.size if theme.portrait else round(theme.far.size * 0.8)
    while size > theme.heading.size:
        style = Style(size, round(size * 1.2), strong=True)
        if kit.width(digits, style) <= width:
            return style
        size -= 4
    return theme.heading


def call_card(board: Stage, call: Call, width: float, title: str = "现在打给谁") -> Block:
    """Whom to call, in digits that are read from across the room."""
    kit, theme = board.kit, board.kit.theme
    blocks: list[Block] = [kit.note(title), kit.words(call.whom, theme.strong)]
    if call.phone:
        icon = theme.mm(13)
        room = width - 2 * theme.mm(6) - icon - theme.small
        digits = kit.words(call.phone, digits_style(board, call.phone, room), kit.colour.village)
        blocks.append(
            Row(
                Icon("call", kit.colour.village, theme.mm(11)),
                digits,
                widths=(icon, 1.0),
                gap=theme.small,
                align="middle",
            )
        )
    if call.said:
        colour = kit.colour.village if call.there else kit.colour.due
        blocks.append(kit.words(call.said, theme.row, colour, balanced=True))
    if call.later:
        blocks.append(kit.words(call.later, theme.row))
    card = kit.card(Column(*blocks, gap=theme.tiny))
    parts = (title, call.whom, f"电话{call.phone}" if call.phone else "", call.said, call.later)
    card.spoken_text = "，".join(part.rstrip("。") for part in parts if part) + "。"
    return card


def photo_pieces(board: Stage, photos: Sequence[Media], width: float) -> list[Piece]:
    """Photos below each other, each with its caption; a touch enlarges."""
    return [figure_piece(board, photo, width) for photo in photos]


def thumb(board: Stage, media: Media, wide: float, opens: Callable[[], None], said: str) -> Block:
    """A small picture that opens large when touched."""
    kit = board.kit
    ratio = min(1.4, media.height / media.width)
    picture = Picture(
        board.pictures,
        board.desk.library.media_path(media.digest),
        ratio=ratio,
        most=wide * ratio,
        ground=kit.colour.pressed,
        edge=kit.colour.line,
        alt=media.alt,
    )
    return kit.tap(picture, opens, said)


def banner(board: Stage, text: str, colour: Colour) -> Block:
    """How it stands, in light letters on a ground that says it too."""
    kit, theme = board.kit, board.kit.theme
    words = kit.words(text, theme.heading, kit.colour.on_fill)
    return Frame(words, padding=(theme.mm(6), theme.small), fill=colour, radius=theme.radius)


def asking(board: Stage, text: str, width: float) -> list[Piece]:
    """What stands where there is nothing yet: a calm sentence that says whom to ask."""
    kit, theme = board.kit, board.kit.theme
    card = kit.card(kit.words(text, theme.body))
    return [piece(card, width, gap=theme.gap)]


def viewing(board: Stage, media: Sequence[Media], number: int = 0) -> Callable[[], None]:
    """Opens pictures as large as the panel."""
    return partial(board.view, tuple(media), number)
