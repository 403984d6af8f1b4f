"""Touching: what makes a block a target for a finger that trembles."""

from __future__ import annotations

from collections.abc import Callable

from kivy.graphics import Color
from kivy.input import MotionEvent

from kiosk.terminal.ui.layout import Block, Frame, paint_surface
from kiosk.terminal.ui.theme import Colour

JITTER_MM = 8.0
"""A finger that strays less than this taps; one that strays further turns the page."""


class Tap(Frame):
    """A surface that does something when touched and lifted in about the same place.

    The touch protocol is Kivy's: collide, grab, act only while grabbed, ungrab.
    """

    def __init__(
        self,
        child: Block,
        action: Callable[[], None],
        *,
        spoken: str,
        jitter: float,
        pressed: Colour,
        **surface: object,
    ) -> None:
        super().__init__(child, **surface)
        self.action, self.jitter, self.pressed = action, jitter, pressed
        self.spoken_text = spoken
        self._ground: Color | None = None

    def draw(self) -> None:
        with self.canvas.before:
            self._ground = paint_surface(
                self.pos, self.size, self.fill, self.edge, self.edge_width, self.radius
            )

    def on_touch_down(self, touch: MotionEvent) -> bool:
        if not self.collide_point(*touch.pos):
            return False
        touch.grab(self)
        if self._ground is not None:
            self._ground.rgba = self.pressed
        return True

    def on_touch_up(self, touch: MotionEvent) -> bool:
        if touch.grab_current is not self:
            return False
        touch.ungrab(self)
        if self._ground is not None and self.fill is not None:
            self._ground.rgba = self.fill
        strayed = max(abs(touch.x - touch.ox), abs(touch.y - touch.oy))
        if strayed <= self.jitter:
            self.action()
        return True
