"""Running text: headings, paragraphs, lists, small tables and pictures, line by line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from kiosk.affairs.disclosure import (
    Block,
    Column,
    Figure,
    Grid,
    Heading,
    Listing,
    Paragraph,
    Span,
    Table,
)
from kiosk.affairs.media import Media
from kiosk.terminal.ui import layout
from kiosk.terminal.ui.flow import Piece
from kiosk.terminal.ui.readers.table import table_pieces
from kiosk.terminal.ui.text.breaker import Line, Run, break_lines
from kiosk.terminal.ui.theme import Style
from kiosk.terminal.ui.widgets.picture import Picture
from kiosk.terminal.ui.widgets.words import SetLines

if TYPE_CHECKING:
    from kiosk.terminal.ui.stage import Stage

_INDENT = "\u3000\u3000"


def body_pieces(board: Stage, blocks: Iterable[Block], width: float) -> list[Piece]:
    """The pieces of a document's running text."""
    found: list[Piece] = []
    for block in blocks:
        found += _block_pieces(board, block, width)
    return found


def _block_pieces(board: Stage, block: Block, width: float) -> list[Piece]:
    theme = board.kit.theme
    match block:
        case Heading(level=level, text=text):
            style = theme.heading if level <= 2 else theme.strong
            gap = theme.gap if level <= 2 else theme.small
            lines = text_pieces(board, (Run(text, True),), style, width, gap=gap)
            return [piece._replace(keep=True) for piece in lines]
        case Paragraph(spans=spans):
            runs = (Run(_INDENT), *_runs(spans))
            return text_pieces(board, runs, theme.body, width, gap=theme.small)
        case Listing(ordered=ordered, items=items):
            return _list_pieces(board, items, width, ordered=ordered)
        case Grid(heads=heads, rows=rows):
            table = Table(columns=tuple(Column(head) for head in heads), rows=rows)
            return table_pieces(board, table, width)
        case Figure(media=media):
            return [figure_piece(board, media, width)]


def text_pieces(  # noqa: PLR0913 - what is set, how, where
    board: Stage,
    runs: Sequence[Run],
    style: Style,
    width: float,
    *,
    gap: float,
    marker: str = "",
) -> list[Piece]:
    """A text as pieces of one line each, no line alone at the foot or top of a page.

    ``marker`` hangs before the first line (the bullet or number of a list).
    """
    metrics = board.kit.metrics
    hang = metrics.width(marker, style.size) if marker else 0.0
    lines = break_lines(runs, width - hang, metrics.advance(style.size))
    last = len(lines) - 1
    return [
        Piece(
            height=style.line_height,
            build=partial(_line, board, line, style, hang, marker, begins=number == 0),
            gap=gap if number == 0 else 0,
            keep=number in {0, last - 1} and number != last,
        )
        for number, line in enumerate(lines)
    ]


def told_pieces(
    board: Stage, name: str, text: str, width: float, style: Style | None = None
) -> list[Piece]:
    """What is called ``name`` (or nothing), and below it a text that may go on overleaf.

    Nothing at all for an empty text; in body type if no ``style`` is given.
    """
    if not text.strip():
        return []
    theme = board.kit.theme
    lines = text_pieces(board, (Run(text),), style or theme.body, width, gap=theme.tiny)
    if not name:
        return [lines[0]._replace(gap=theme.gap), *lines[1:]]
    head = board.kit.note(name)
    return [Piece(head.fit(width), lambda: head, gap=theme.gap, keep=True), *lines]


def _line(  # noqa: PLR0913 - a line, how it is set, and where in its paragraph it stands
    board: Stage, line: Line, style: Style, hang: float, marker: str, *, begins: bool
) -> layout.Block:
    kit = board.kit
    words = SetLines((line,), style, kit.colour.ink, kit.metrics, begins=begins)
    if not hang:
        return words
    before = kit.words(marker, style) if begins else layout.Space(style.line_height)
    before.silent = not marker[0].isdecimal()
    return layout.Row(before, words, widths=(hang + 2, 1.0))


def _runs(spans: Iterable[Span]) -> list[Run]:
    return [Run(span.text, span.strong) for span in spans]


def _list_pieces(
    board: Stage, items: Sequence[Sequence[Span]], width: float, *, ordered: bool
) -> list[Piece]:
    theme = board.kit.theme
    found: list[Piece] = []
    for number, spans in enumerate(items, 1):
        marker = f"{number}. " if ordered else "·\u2002"
        found += text_pieces(board, _runs(spans), theme.body, width, gap=theme.tiny, marker=marker)
    return found


def figure_piece(board: Stage, media: Media, width: float) -> Piece:
    """A picture with its caption; touching it shows it as large as the panel."""
    theme = board.kit.theme
    caption = board.kit.note(media.alt, align="center")
    ratio = media.height / media.width
    tall = min(width * ratio, theme.height * (0.32 if theme.portrait else 0.5))
    height = tall + theme.tiny + caption.fit(width)
    return Piece(height, partial(_figure, board, media, tall), gap=theme.small)


def _figure(board: Stage, media: Media, tall: float) -> layout.Block:
    kit = board.kit
    picture = Picture(
        board.pictures,
        board.desk.library.media_path(media.digest),
        ratio=media.height / media.width,
        most=tall,
        ground=kit.colour.pressed,
        edge=kit.colour.line,
        alt=media.alt,
    )
    column = layout.Column(picture, kit.note(media.alt, align="center"), gap=kit.theme.tiny)
    return kit.tap(column, partial(board.view, (media,)), f"图片：{media.alt}", height=0)
