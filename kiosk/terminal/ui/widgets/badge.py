"""A number in a filled circle: which step."""

from __future__ import annotations

from kivy.graphics import Color, Ellipse

from kiosk.terminal.ui.kit import Kit
from kiosk.terminal.ui.layout import Block


class Badge(Block):
    """As wide as it is high; dark with light figures."""

    def __init__(self, kit: Kit, text: str, side: float) -> None:
        self.words = kit.words(text, kit.theme.strong, kit.colour.on_fill, align="center")
        super().__init__(self.words)
        self.kit, self.side = kit, side
        self.silent = True

    def measure(self, width: float) -> float:
        self.words.fit(width)
        return self.side

    def draw(self) -> None:
        Color(*self.kit.colour.ink)
        side = min(self.side, self.width)
        pos = (self.x + (self.width - side) / 2, self.y + (self.height - side) / 2)
        Ellipse(pos=pos, size=(side, side))

    def arrange(self) -> None:
        spare = (self.height - self.words.height) / 2
        self.words.place(self.x, self.top - spare)
