"""Garbage is collected between touches, never under a finger.

Kivy's widgets are cycles that only the collector frees, and a full collection over everything
that is loaded takes a fifth of a second here: longer than a page may take to open.
"""

from __future__ import annotations

import gc

from kiosk.terminal.memory import give_back

_QUIET_LOOKS = 2
"""Looks at the library without a touch before the broom comes out."""
_YOUNG = 50_000
"""New objects before a young collection; a page makes a few thousand."""


class Tidy:
    """Collects once after a visitor has stopped touching, and not again until the next touch."""

    def __init__(self) -> None:
        self._quiet = 0
        self._dirty = True

    def begin(self) -> None:
        """Set everything loaded so far aside for good, and take over from the collector."""
        give_back()
        gc.freeze()
        gc.set_threshold(_YOUNG, 20, 1000)

    def busy(self) -> None:
        """A finger is on the screen."""
        self._quiet, self._dirty = 0, True

    def breathe(self) -> None:
        """Nothing happened for a moment."""
        self._quiet += 1
        if self._dirty and self._quiet > _QUIET_LOOKS:
            gc.collect()
            self._dirty = False
