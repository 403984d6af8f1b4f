"""What lies over the whole panel: pictures, the attract loop, the question whether one reads."""

from __future__ import annotations

from kivy.input import MotionEvent

from kiosk.terminal.ui.layout import Block


class Cover(Block):
    """A block over everything else.  Its `Tap` blocks work as on a page.

    The other touches come here: `finger` while one moves, `touched` when one that met no
    target is lifted.
    """

    keeps_voice = False
    """Whether a page goes on being read aloud below it."""

    def finger(self, touch: MotionEvent, *, gone: bool = False) -> None:
        """A finger that is on no target is down, has moved, or is ``gone``."""

    def touched(self, touch: MotionEvent) -> None:
        """A finger that was on no target was lifted."""
