"""Touching: what makes a block a target for a finger that trembles."""

from __future__ import annotations

from collections.abc import Callable

from kivy.graphics import Color

from kiosk.terminal.ui.layout import Block, Frame, paint_surface
from kiosk.terminal.ui.theme import Colour

JITTER_MM = 8.0
"""A finger that strays less than this taps; one that strays further turns the page."""


class Tap(Frame):
    """A surface that does something when touched and lifted in about the same place.

    The board finds the target under a finger and tells it `press` and `release`.
    """

    def __init__(
        self,
        child: Block,
        action: Callable[[], None],
        *,
        spoken: str,
        pressed: Colour,
        **surface: object,
    ) -> None:
        super().__init__(child, **surface)
        self.action, self.pressed = action, pressed
        self.spoken_text = spoken
        self._ground: Color | None = None

    def draw(self) -> None:
        self._ground = paint_surface(
            self.pos, self.size, self.fill, self.edge, self.edge_width, self.radius
        )

    def press(self) -> None:
        """A finger is on it: show that."""
        if self._ground is not None:
            self._ground.rgba = self.pressed

    def release(self, *, meant: bool) -> None:
        """The finger is gone; act if it was ``meant`` and did not wipe."""
        if self._ground is not None and self.fill is not None:
            self._ground.rgba = self.fill
        if meant:
            self.action()
