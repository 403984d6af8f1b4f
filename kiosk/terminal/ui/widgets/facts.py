"""A few figures beside each other with their names, as many to a row as fit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kiosk.terminal.ui.kit import Kit
from kiosk.terminal.ui.layout import Block, Column, Frame, Row, Space
from kiosk.terminal.ui.theme import Colour, Style

_NAMES = 0.4
"""Share of the line that names may take from what they name."""
_TALL = 0.4
"""Share of the panel's height that no card exceeds: a page is dealt out, never cut."""


class Fact(NamedTuple):
    """A name and what it is; ``strong`` for the one that matters most."""

    name: str
    value: str
    colour: Colour | None = None
    strong: bool = False


def fact_grid(kit: Kit, facts: Sequence[Fact], width: float) -> Block:
    """The facts in a card: all in one row if they fit, else fewer to a row, else a list."""
    theme = kit.theme
    pad = theme.mm(4)
    for count in (len(facts), -(-len(facts) // 2)):
        cell = width / count - 2 * pad
        if all(_fits(kit, fact, cell) for fact in facts):
            return _grid(kit, facts, count, pad)
    return kit.card(
        Column(*(_line(kit, fact) for fact in facts), gap=theme.tiny),
        padding=(pad, theme.small),
    )


def fact_list(kit: Kit, facts: Sequence[Fact], width: float) -> list[Block]:
    """Name left, what it is right; below it where the line is too short for both.

    On one card, or each on its own where that would be too tall for a page to hold.  A
    ``strong`` fact stands in larger type.
    """
    theme = kit.theme
    name_wide = max(kit.width(fact.name, theme.note) for fact in facts)
    rows: list[Block] = []
    for fact in facts:
        name = kit.note(fact.name)
        style = theme.heading if fact.strong else theme.strong
        value = kit.words(fact.value, style, fact.colour)
        if name_wide > width * _NAMES:
            row: Block = Column(name, value)
        else:
            widths = (name_wide, 1.0)
            row = Row(name, value, widths=widths, gap=theme.small, align="middle")
        row.spoken_text = _said(fact)
        rows.append(row)
    card = kit.card(Column(*rows, gap=theme.small))
    if card.fit(width) < theme.height * _TALL:
        return [card]
    return [kit.card(row, padding=(theme.small, theme.tiny)) for row in rows]


def _style(kit: Kit, fact: Fact) -> Style:
    return kit.theme.row._replace(strong=fact.strong)


def _fits(kit: Kit, fact: Fact, cell: float) -> bool:
    return (
        kit.width(fact.value, _style(kit, fact)) <= cell
        and kit.width(fact.name, kit.theme.note) <= cell
    )


def _cell(kit: Kit, fact: Fact, pad: float) -> Block:
    theme = kit.theme
    cell = Frame(
        Column(
            kit.note(fact.name, fact.colour),
            kit.words(fact.value, _style(kit, fact), fact.colour if not fact.strong else None),
        ),
        padding=(pad, theme.small),
        fill=kit.colour.pressed if fact.strong else kit.colour.card,
        edge=kit.colour.line,
        edge_width=theme.rule * 0.75,
        align="top",
    )
    cell.spoken_text = _said(fact)
    return cell


def _said(fact: Fact) -> str:
    """Without the signs of arithmetic, which only the eye needs."""
    return f"{fact.name.lstrip('＋－＝ ')}：{fact.value}。"


def _grid(kit: Kit, facts: Sequence[Fact], count: int, pad: float) -> Block:
    rows = []
    for start in range(0, len(facts), count):
        cells: list[Block] = [_cell(kit, fact, pad) for fact in facts[start : start + count]]
        cells += [Space(0) for _ in range(count - len(cells))]
        rows.append(Row(*cells, even=True))
    return Column(*rows)


def _line(kit: Kit, fact: Fact) -> Block:
    """Name left, value right; the value below its name where the line is too short for both."""
    line = Row(
        kit.note(fact.name, fact.colour),
        kit.words(
            fact.value,
            _style(kit, fact),
            fact.colour if not fact.strong else None,
            align="right",
        ),
        widths=(0.4, 0.6),
        align="bottom",
    )
    line.spoken_text = _said(fact)
    return line
