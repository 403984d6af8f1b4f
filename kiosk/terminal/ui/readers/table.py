"""Lists in columns: as a table where the columns fit, as cards of name and value where not.

Eight columns do not fit an upright panel at a size that old eyes read.  Rather than shrinking
the type, each row then becomes a card: its first column as a heading, the others below.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from kiosk.affairs.disclosure import Column, Table
from kiosk.terminal.ui import layout
from kiosk.terminal.ui.flow import Piece, piece
from kiosk.terminal.ui.layout import Frame, Row
from kiosk.terminal.ui.text.breaker import Run, break_lines, break_text
from kiosk.terminal.ui.theme import Step

if TYPE_CHECKING:
    from kiosk.terminal.ui.stage import Stage

_SAMPLE = 200
"""Rows that decide about widths; more would cost time and change nothing."""
_NUMBERED = frozenset({"序号", "编号"})
_CALLED = frozenset({"名称", "资产名称", "项目", "户主", "姓名", "承包人", "合同名称"})
_FEW = 3
"""A table of fewer rows has no columns that are always the same."""
_WIDEST_EM = 11
"""A column of words never asks for more than this many characters a line."""


def table_pieces(board: Stage, table: Table, width: float) -> list[Piece]:
    """The pieces of a table for a width in pixels."""
    widths = _column_widths(board, table, width)
    if widths is not None:
        return _rows(board, table, widths, width)
    table, same = _without_constants(table)
    widths = _column_widths(board, table, width)
    pieces = _cards(board, table, width) if widths is None else _rows(board, table, widths, width)
    if same:
        note = board.kit.note(f"每一行都一样：{same}。")
        pieces.insert(0, piece(note, width, gap=board.kit.theme.small))
    return pieces


def fits(board: Stage, table: Table, width: float) -> bool:
    """Whether its columns fit beside each other at a width, also without those that never vary."""
    return any(
        _column_widths(board, tried, width) is not None
        for tried in (table, _without_constants(table)[0])
    )


def _without_constants(table: Table) -> tuple[Table, str]:
    """The table without columns that say the same in every row, and what they say.

    Nothing is lost: it is said once above the table.  Empty columns just go.
    """
    if len(table.rows) < _FEW:
        return table, ""
    kept, said = [], []
    for index, column in enumerate(table.columns):
        values = {row[index] for row in table.rows}
        total = table.totals[index] if table.totals else ""
        if index == 0 or len(values) > 1 or total:
            kept.append(index)
        elif value := values.pop():
            said.append(f"{column.name} {value}")
    return (
        Table(
            columns=tuple(table.columns[i] for i in kept),
            rows=tuple(tuple(row[i] for i in kept) for row in table.rows),
            totals=tuple(table.totals[i] for i in kept) if table.totals else (),
        ),
        "，".join(said),
    )


def _column_widths(board: Stage, table: Table, width: float) -> list[float] | None:
    """Pixels for each column, or None when they do not fit at this text size."""
    theme, metrics = board.kit.theme, board.kit.metrics
    style, gap = theme.row, theme.small
    em = style.size
    rows = [*table.rows[:_SAMPLE], *([table.totals] if table.totals else [])]
    least: list[float] = []
    natural: list[float] = []
    for index, column in enumerate(table.columns):
        texts = [column.name, *(row[index] for row in rows)]
        wide = max(metrics.width(text, em) for text in texts) + 2
        natural.append(wide)
        words = min(wide, 3.2 * em)
        least.append(wide if column.number else max(words, _longest_word(board, texts)))
    free = width - gap * (len(least) - 1) - 2 * theme.tiny
    if sum(least) > free:
        return None
    wanted = [
        n if c.number else max(low, min(n, _WIDEST_EM * em))
        for c, n, low in zip(table.columns, natural, least, strict=True)
    ]
    if sum(wanted) > free:
        spare = free - sum(least)
        asked = sum(w - low for w, low in zip(wanted, least, strict=True))
        wanted = [low + (w - low) * spare / asked for w, low in zip(wanted, least, strict=True)]
    stretch = (free - sum(wanted)) / len(wanted)
    return [w + stretch for w in wanted]


def _longest_word(board: Stage, texts: Sequence[str]) -> float:
    """The widest stretch that must not be broken, such as a date or an amount."""
    advance = board.kit.metrics.advance(board.kit.theme.row.size)
    narrow = 3.2 * board.kit.theme.row.size
    return max(
        (line.width for text in texts[:40] for line in break_text(text, narrow, advance)),
        default=0.0,
    )


def _rows(board: Stage, table: Table, widths: list[float], width: float) -> list[Piece]:
    kit = board.kit
    theme = kit.theme
    heads = [c.name for c in table.columns]
    head_height = _row_block(board, heads, table.columns, widths, soft=True).fit(width)
    head = Piece(
        head_height,
        partial(_row_block, board, heads, table.columns, widths, soft=True),
        gap=theme.small,
        keep=True,
    )
    found = [head]
    for row in table.rows:
        height = _row_height(board, row, widths)
        build = partial(_row_block, board, row, table.columns, widths)
        found.append(Piece(height, build, head=head))
    if table.totals:
        height = _row_height(board, table.totals, widths, strong=True)
        build = partial(_row_block, board, table.totals, table.columns, widths, strong=True)
        found.append(Piece(height, build, head=head))
    return found


def _row_height(
    board: Stage, cells: Sequence[str], widths: Sequence[float], *, strong: bool = False
) -> float:
    """The height a row will have, without building it; bold characters may be wider."""
    theme = board.kit.theme
    advance = board.kit.metrics.advance(theme.row.size)
    lines = max(
        len(break_lines((Run(cell, strong),), width, advance))
        for cell, width in zip(cells, widths, strict=True)
    )
    return lines * theme.row.line_height + 2 * theme.small + theme.hair


def _row_block(  # noqa: PLR0913 - a row of a table and how it differs from the others
    board: Stage,
    cells: Sequence[str],
    columns: Sequence[Column],
    widths: Sequence[float],
    *,
    soft: bool = False,
    strong: bool = False,
) -> layout.Block:
    kit = board.kit
    theme = kit.theme
    style = theme.note if soft else theme.row._replace(strong=strong)
    colour = kit.colour.soft if soft else kit.colour.ink
    blocks = [
        kit.words(cell, style, colour, align="right" if column.number else "left")
        for cell, column in zip(cells, columns, strict=True)
    ]
    row = Row(*blocks, widths=widths, gap=theme.small, align="bottom" if soft else "top")
    fill = None if soft else kit.colour.pressed if strong else kit.colour.card
    framed = Frame(row, padding=(theme.tiny, theme.small), fill=fill)
    framed.silent = soft  # every row says what is what
    framed.spoken_text = said([c.name for c in columns], cells)
    return layout.Column(framed, kit.rule())


def said(names: Sequence[str], cells: Sequence[str]) -> str:
    """A row as one says it: its first cell, then name and value of the others; empty ones go."""
    first, *rest = zip(names, cells, strict=True)
    pairs = [first[1], *(f"{name}{cell}" for name, cell in rest if cell)]
    return "，".join(part for part in pairs if part) + "。"


def _cards(board: Stage, table: Table, width: float) -> list[Piece]:
    """One card a row; totals as a card of their own."""
    theme = board.kit.theme
    found = []
    rows: list[tuple[Sequence[str], bool]] = [(row, False) for row in table.rows]
    if table.totals:
        rows.append((table.totals, True))
    for cells, total in rows:
        height = _card_height(board, table, cells, width)
        build = partial(_card, board, table, cells, total=total)
        found.append(Piece(height, build, gap=theme.small))
    return found


def _card(board: Stage, table: Table, cells: Sequence[str], *, total: bool = False) -> layout.Block:
    kit = board.kit
    theme = kit.theme
    heading, pairs = _heading(table, cells)
    blocks: list[layout.Block] = [kit.words(heading, theme.strong)]
    across = 3 if theme.step == Step.STANDARD else 2
    for start in range(0, len(pairs), across):
        cells_here: list[layout.Block] = [
            layout.Column(kit.note(name), kit.words(cell, theme.row._replace(strong=total)))
            for name, cell in pairs[start : start + across]
        ]
        cells_here += [layout.Space(0)] * (across - len(cells_here))
        blocks.append(Row(*cells_here, gap=theme.small))
    surface = kit.card_surface() | ({"fill": kit.colour.pressed} if total else {})
    card = Frame(layout.Column(*blocks, gap=theme.tiny), **surface)
    card.spoken_text = "，".join((heading, *(f"{name}{cell}" for name, cell in pairs))) + "。"
    return card


def _heading(table: Table, cells: Sequence[str]) -> tuple[str, list[tuple[str, str]]]:
    """What a card is called, and the names and values that stand below it.

    A bare number says nothing: with it stands the first column of words.
    """
    named = list(zip((column.name for column in table.columns), cells, strict=True))
    first, *rest = named
    heading = first[1] or first[0]
    words = next((n for n, pair in enumerate(rest) if pair[0] in _CALLED and pair[1]), None)
    if first[0] in _NUMBERED and words is not None:
        heading = f"{first[1]} {rest.pop(words)[1]}"
    return heading, [pair for pair in rest if pair[1]]


def _card_height(board: Stage, table: Table, cells: Sequence[str], width: float) -> float:
    """Fitting measures without drawing, so a card of text is cheap to ask for its height."""
    return _card(board, table, cells).fit(width)
