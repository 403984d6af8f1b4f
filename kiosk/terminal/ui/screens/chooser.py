"""Choosing one of a few: big buttons, nothing else on the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from kiosk.terminal.ui.flow import Piece, piece
from kiosk.terminal.ui.layout import Block, Column, Row, Space
from kiosk.terminal.ui.screens.screen import FlowScreen

if TYPE_CHECKING:
    from kiosk.terminal.ui.stage import Stage


class Choice(NamedTuple):
    """A name, a note below it, and what choosing it does."""

    name: str
    note: str
    action: Callable[[], None]


class Chooser(FlowScreen):
    """Two columns of choices where they fit."""

    def __init__(self, board: Stage, title: str, choices: Sequence[Choice]) -> None:
        super().__init__(board)
        self.title = title
        self.choices = choices
        under = board.screen
        self.crumbs = (*under.crumbs, under.title) if under else ()

    def pieces(self, width: float) -> list[Piece]:
        theme = self.board.kit.theme
        count = 2 if width > 18 * theme.row.size else 1
        found = []
        for start in range(0, len(self.choices), count):
            cells: list[Block] = [self._button(c) for c in self.choices[start : start + count]]
            cells += [Space(0)] * (count - len(cells))
            row = Row(*cells, gap=theme.small, even=True)
            found.append(piece(row, width, gap=theme.small))
        return found

    def _button(self, choice: Choice) -> Block:
        kit = self.board.kit
        words: list[Block] = [kit.words(choice.name, kit.theme.row)]
        if choice.note:
            words.append(kit.note(choice.note))
        return kit.tap(Column(*words), choice.action, choice.name, **kit.card_surface())
