"""How wide characters are in the face, measured once each and remembered."""

from __future__ import annotations

from functools import cache

from kivy.core.text import Label as CoreLabel

from kiosk.terminal.ui.text.breaker import Advance
from kiosk.terminal.ui.text.face import Face


class Metrics:
    """Advances and line heights of the face at whole-pixel sizes."""

    def __init__(self, face: Face) -> None:
        self.face = face
        self.advance = cache(self._advance)
        self.natural_height = cache(self._natural_height)

    def width(self, text: str, size: int, *, strong: bool = False) -> float:
        """Width in pixels of a text on one line."""
        advance = self.advance(size)
        return sum(advance(char, strong) for char in text)

    def label(self, text: str, size: int, *, strong: bool) -> CoreLabel:
        """Kivy's own drawer of one finished line, in white, to be tinted."""
        font = self.face.bold if strong else self.face.regular
        return CoreLabel(text=text, font_size=size, font_name=str(font))

    def _advance(self, size: int) -> Advance:
        """A function that knows character widths at a size; it only ever grows by the alphabet."""
        labels: dict[bool, CoreLabel] = {}

        @cache
        def measure(char: str, strong: bool) -> float:  # noqa: FBT001 - the breaker's own type
            if strong not in labels:  # opening a weight costs memory, and titles need but one
                labels[strong] = self.label("", size, strong=strong)
            return 0.0 if char == "\n" else float(labels[strong].get_extents(char)[0])

        return measure

    def _natural_height(self, size: int, strong: bool) -> int:  # noqa: FBT001 - a key of the cache
        """Height in pixels of a line as the font itself wants it."""
        return int(self.label("", size, strong=strong).get_extents("国")[1])
