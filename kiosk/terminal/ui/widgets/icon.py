"""One of our icons, in any colour and size."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from kivy.atlas import Atlas
from kivy.graphics import Color, Rectangle

from kiosk.terminal.ui import icons
from kiosk.terminal.ui.layout import Block
from kiosk.terminal.ui.theme import Colour


@cache
def _atlas() -> Atlas:
    """The one picture that all icons are cut from; on the graphics card once."""
    return Atlas(str(Path(icons.__file__).with_name("icons.atlas")))


class Icon(Block):
    """An icon by its name in `icons.draw`; stands in the middle of its width."""

    def __init__(self, name: str, colour: Colour, size: float) -> None:
        super().__init__()
        self.name, self.colour, self.side = name, colour, size

    def measure(self, width: float) -> float:  # noqa: ARG002
        return self.side

    def draw(self) -> None:
        Color(*self.colour)
        x = round(self.x + (self.width - self.side) / 2)
        y = round(self.y + (self.height - self.side) / 2)
        Rectangle(texture=_atlas()[self.name], pos=(x, y), size=(self.side, self.side))
