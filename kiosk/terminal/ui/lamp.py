"""The panel's brightness as the screen sees it: backlight, else a dark veil over everything."""

from __future__ import annotations

from kivy.core.window import Window
from kivy.graphics import Color, InstructionGroup, Rectangle

from kiosk.terminal.light import Backlight


class Lamp:
    """``share`` is how bright the panel is meant to be, from 0.1 to 1."""

    def __init__(self, backlight: Backlight | None = None) -> None:
        self._backlight = backlight or Backlight()
        self._veil: InstructionGroup | None = None
        self.share = 1.0

    @property
    def means(self) -> str:
        """By what it is dimmed, in Chinese."""
        return "背光" if self._backlight.works else "画面变暗（这块屏的背光不能调）"

    def set(self, share: float) -> None:
        """Make it that bright; does nothing when it is already."""
        if share == self.share:
            return
        self.share = share
        if not self._backlight.set(share):
            self._draw(share)

    def close(self) -> None:
        """Take the veil away."""
        if self._veil is not None:
            Window.canvas.after.remove(self._veil)
            self._veil = None

    def _draw(self, share: float) -> None:
        self.close()
        if share >= 1:
            return
        self._veil = InstructionGroup()
        self._veil.add(Color(0, 0, 0, 1 - share))
        self._veil.add(Rectangle(size=Window.size))
        Window.canvas.after.add(self._veil)
