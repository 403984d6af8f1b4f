"""The arrow from one step to the next."""

from __future__ import annotations

from kivy.graphics import Color, SmoothLine

from kiosk.terminal.ui.layout import Block
from kiosk.terminal.ui.theme import Colour


class DownArrow(Block):
    """Points down, at ``reach`` pixels from the left of its line."""

    def __init__(self, colour: Colour, thickness: float, height: float, reach: float) -> None:
        super().__init__()
        self.colour, self.thickness, self.tall, self.reach = colour, thickness, height, reach

    def measure(self, width: float) -> float:  # noqa: ARG002
        return self.tall

    def draw(self) -> None:
        x = self.x + self.reach
        head = self.tall * 0.36
        low = self.y + self.thickness
        Color(*self.colour)
        SmoothLine(points=(x, self.top, x, low), width=self.thickness * 0.6)
        points = (x - head, low + head, x, low, x + head, low + head)
        SmoothLine(points=points, width=self.thickness * 0.6, joint="round")
