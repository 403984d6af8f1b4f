"""A QR code, drawn module by module."""

from __future__ import annotations

from kivy.graphics import Color, Rectangle
from kivy.graphics.texture import Texture

from kiosk.feed.code import modules
from kiosk.terminal.ui.kit import Kit
from kiosk.terminal.ui.layout import Block

QUIET = 4
"""Modules of quiet around it (ISO/IEC 18004)."""


class CodeBlock(Block):
    """As large as its width allows in whole pixels a module; dark on light in both themes."""

    def __init__(self, kit: Kit, text: str) -> None:
        super().__init__()
        self.kit, self.text = kit, text
        self.modules = modules(text)

    @property
    def across(self) -> int:
        """Modules from edge to edge, quiet ones included."""
        return len(self.modules) + 2 * QUIET

    def measure(self, width: float) -> float:
        self.pitch = max(1, int(width // self.across))
        return self.pitch * self.across

    def draw(self) -> None:
        colour = self.kit.colour
        side = self.pitch * self.across
        x = round(self.x + (self.width - side) / 2)
        y = round(self.top - side)
        Color(*colour.code_ground)
        Rectangle(pos=(x, y), size=(side, side))
        count = len(self.modules)
        texture = Texture.create(size=(count, count), colorfmt="luminance")
        texture.mag_filter = texture.min_filter = "nearest"
        lines = reversed(self.modules)  # textures begin at the bottom
        pixels = bytes(0 if dark else 255 for line in lines for dark in line)
        texture.blit_buffer(pixels, colorfmt="luminance", bufferfmt="ubyte")
        Color(1, 1, 1, 1)
        inner = self.pitch * count
        edge = self.pitch * QUIET
        Rectangle(texture=texture, pos=(x + edge, y + edge), size=(inner, inner))
