"""Asks whether somebody is still reading, and counts down where it can be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kivy.graphics import Color, Rectangle

from kiosk.terminal.ui.cover import Cover
from kiosk.terminal.ui.layout import Column, Space

if TYPE_CHECKING:
    from kiosk.terminal.ui.stage import Stage


class StillThere(Cover):
    """A card low on the panel, where the hand is."""

    keeps_voice = True

    def __init__(self, board: Stage, seconds: int) -> None:
        self.board = board
        kit, theme = board.kit, board.kit.theme
        column = Column(
            kit.words("您还在看吗？", theme.title, align="center"),
            kit.words(f"{seconds} 秒后回到首页", theme.body, align="center"),
            Space(theme.small),
            kit.button("我还在看", board.close_cover, filled=True, height=theme.bar),
            gap=theme.small,
        )
        self._card = kit.card(column, padding=(theme.mm(10), theme.mm(10)))
        super().__init__(self._card)
        self.spoken_text = "您还在看吗？"

    def measure(self, width: float) -> float:
        self._card.fit(min(width - 2 * self.board.kit.theme.margin, self.board.kit.theme.mm(200)))
        return self.board.height

    def arrange(self) -> None:
        low = self.board.kit.theme.mm(30)
        self._card.place(self.center[0] - self._card.width / 2, low + self._card.height)

    def draw(self) -> None:
        Color(*self.board.kit.colour.veil)
        Rectangle(pos=self.pos, size=self.size)


class Dark(Cover):
    """Night: nothing but black, until a touch."""

    def __init__(self, board: Stage) -> None:
        super().__init__()
        self.board = board

    def measure(self, width: float) -> float:  # noqa: ARG002
        return self.board.height

    def draw(self) -> None:
        Color(*self.board.kit.colour.night)
        Rectangle(pos=self.pos, size=self.size)

    def touched(self, _touch: object) -> None:
        """Somebody is there."""
        self.board.close_cover()
