"""A screen for typing digits: what to type, what was typed, the pad low where hands reach it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.terminal.ui.flow import Flow, piece
from kiosk.terminal.ui.layout import Column, Row
from kiosk.terminal.ui.screens.screen import Pages, Screen
from kiosk.terminal.ui.widgets.pad import after, number_pad

if TYPE_CHECKING:
    from kiosk.terminal.ui.stage import Stage


class PadScreen(Screen):
    """Subclasses say what is asked (``asked``), what the button says, and what `entered` does."""

    asked = ""
    button = ""
    most = 12
    """Most digits."""

    def __init__(self, board: Stage) -> None:
        super().__init__(board)
        self.typed = ""
        self.said = self.asked

    def shown(self) -> str:
        """What was typed, as it stands on the screen."""
        return self.typed

    def entered(self) -> None:
        """The button was pressed."""
        raise NotImplementedError

    def say(self, text: str) -> None:
        """Say something instead, and begin anew."""
        self.typed, self.said = "", text
        self.board.show()

    def pages(self, width: float, height: float) -> Pages:
        kit, theme = self.kit, self.kit.theme
        tall = theme.mm(20 if theme.portrait else 15)
        typed = kit.words(self.shown() or "—", theme.title, align="center")
        top = (kit.words(self.said, theme.row), kit.card(typed, padding=(theme.small, theme.tiny)))
        pad = (
            number_pad(kit, self._key, tall=tall),
            kit.button(self.button, self.entered, filled=True, height=tall),
        )
        if theme.portrait:
            pieces = [piece(block, width, gap=theme.small) for block in (*top, *pad)]
            spare = height - sum(p.height + p.gap for p in pieces)
            pieces[2] = pieces[2]._replace(gap=pieces[2].gap + max(0, spare))
        else:
            columns = (Column(*top, gap=theme.small), Column(*pad, gap=theme.small))
            pieces = [piece(Row(*columns, gap=theme.margin), width)]
        return Flow(pieces, height=height, columns=1, gap=0)

    def _key(self, sign: str) -> None:
        self.typed = after(self.typed, sign, self.most)
        self.board.show()
