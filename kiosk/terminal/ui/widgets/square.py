"""An empty box to tick in one's mind, before each thing to bring."""

from __future__ import annotations

from kivy.graphics import Color, SmoothLine

from kiosk.terminal.ui.layout import Block
from kiosk.terminal.ui.theme import Colour


class Square(Block):
    """Stands at the height of the first line beside it."""

    def __init__(self, colour: Colour, thickness: float, side: float, line: float) -> None:
        super().__init__()
        self.colour, self.thickness, self.side, self.line = colour, thickness, side, line

    def measure(self, width: float) -> float:  # noqa: ARG002
        return max(self.side, self.line)

    def draw(self) -> None:
        y = self.top - (max(self.side, self.line) + self.side) / 2
        Color(*self.colour)
        box = (self.x + self.thickness, y, self.side, self.side, self.thickness)
        SmoothLine(rounded_rectangle=box, width=self.thickness * 0.6)
