"""One bar of several parts: how many said what, the best first."""

from __future__ import annotations

from collections.abc import Sequence

from kivy.graphics import Color, Rectangle

from kiosk.terminal.ui.kit import Kit
from kiosk.terminal.ui.layout import Block
from kiosk.terminal.ui.theme import Colour


class Shares(Block):
    """Parts as wide as their counts with a gap between them; the words stand beside it."""

    def __init__(self, kit: Kit, parts: Sequence[tuple[int, Colour]]) -> None:
        super().__init__()
        self.kit, self.parts = kit, parts

    def measure(self, width: float) -> float:  # noqa: ARG002
        return self.kit.theme.mm(4)

    def draw(self) -> None:
        whole = sum(count for count, _ in self.parts)
        if not whole:
            Color(*self.kit.colour.line)
            Rectangle(pos=self.pos, size=self.size)
            return
        x, gap = self.x, self.kit.theme.rule
        for count, colour in self.parts:
            wide = self.width * count / whole
            if count:
                Color(*colour)
                Rectangle(pos=(x, self.y), size=(max(1.0, wide - gap), self.height))
            x += wide
