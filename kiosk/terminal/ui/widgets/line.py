"""Lines and the small marks drawn with them."""

from __future__ import annotations

from kivy.graphics import Color, Rectangle, SmoothLine

from kiosk.terminal.ui.layout import Block
from kiosk.terminal.ui.theme import Colour


class Line(Block):
    """A line across, as thick as it is high."""

    def __init__(self, colour: Colour, thickness: float) -> None:
        super().__init__()
        self.colour, self.thickness = colour, thickness

    def measure(self, width: float) -> float:  # noqa: ARG002
        return self.thickness

    def draw(self) -> None:
        Color(*self.colour)
        Rectangle(pos=self.pos, size=self.size)


class Chevron(Block):
    """An arrow to the right: this opens something; or down: here is a choice."""

    def __init__(
        self, colour: Colour, thickness: float, height: float, *, down: bool = False
    ) -> None:
        super().__init__()
        self.colour, self.thickness, self.tall, self.down = colour, thickness, height, down

    def measure(self, width: float) -> float:  # noqa: ARG002
        return self.tall

    def draw(self) -> None:
        reach = self.tall * 0.5
        right = self.right - self.thickness
        if self.down:
            points = (self.x, self.top, self.center[0], self.y, right, self.top)
        else:
            points = (right - reach, self.top, right, self.center[1], right - reach, self.y)
        Color(*self.colour)
        SmoothLine(points=points, width=self.thickness * 0.6)


class Slip(Block):
    """A slip of paper with lines on it: there is a voucher to see."""

    def __init__(self, colour: Colour, thickness: float, height: float) -> None:
        super().__init__()
        self.colour, self.thickness, self.tall = colour, thickness, height

    def measure(self, width: float) -> float:  # noqa: ARG002
        return self.tall

    def draw(self) -> None:
        wide = self.tall * 0.78
        left = self.center[0] - wide / 2
        Color(*self.colour)
        SmoothLine(
            rounded_rectangle=(left, self.y, wide, self.tall, self.thickness),
            width=self.thickness * 0.4,
        )
        for share in (0.3, 0.5, 0.7):
            y = self.y + self.tall * share
            SmoothLine(
                points=(left + wide * 0.2, y, left + wide * 0.8, y),
                width=self.thickness * 0.4,
            )


class Tick(Block):
    """A tick in a circle when done, an empty circle when not."""

    def __init__(self, colour: Colour, thickness: float, *, done: bool) -> None:
        super().__init__()
        self.colour, self.thickness, self.done = colour, thickness, done

    def measure(self, width: float) -> float:
        return width

    def draw(self) -> None:
        across = self.width
        Color(*self.colour)
        SmoothLine(
            circle=(*self.center, across / 2 - self.thickness),
            width=self.thickness * 0.6,
        )
        if self.done:
            SmoothLine(
                points=(
                    *(self.x + across * 0.28, self.y + across * 0.52),
                    *(self.x + across * 0.45, self.y + across * 0.34),
                    *(self.x + across * 0.73, self.y + across * 0.68),
                ),
                width=self.thickness * 0.7,
            )
