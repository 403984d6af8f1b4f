"""What a board in a hall is guarded by: one way in for fingers, and a hidden one for staff."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from kivy.base import EventLoop
from kivy.clock import Clock, ClockEvent
from kivy.input import MotionEvent

from kiosk.terminal.ui.theme import Theme

_LOG = logging.getLogger("kiosk.ui")
_BOUNCE_SECONDS, _ECHO_SECONDS = 0.025, 0.3
_TWICE_MM = 10.0
"""A touch so soon after another and so near to it is a finger that bounces, or where it comes
from a second device, the same finger delivered again."""
_CHAIN_TAPS = 5
_CHAIN_SECONDS = 4.0
_HOLD_SECONDS = 3.0
_CORNER_MM = (70.0, 34.0)
"""The upper right corner of the panel, where the time stands."""


class InputError(Exception):
    """The panel is heard twice, or not at all.  The message is Chinese."""


def check_providers(offscreen: bool) -> str:  # noqa: FBT001 - what the caller knows
    """The name of the one input provider, for the log; InputError if there are more.

    Two providers deliver every touch twice: each tap opens something, and then whatever is
    there.
    """
    names = [type(provider).__name__ for provider in EventLoop.input_providers]
    if len(names) > 1 or (not names and not offscreen):
        raise InputError(
            f"触摸输入应当正好有一路，现在有 {len(names)} 路（{'、'.join(names) or '没有'}）。"
            "请检查 terminal.toml 里的 input。"
        )
    _LOG.info("input: %s", names[0] if names else "none, drawn without a display")
    return names[0] if names else ""


class Twice:
    """Tells a touch that is counted from one that was delivered again."""

    def __init__(self) -> None:
        self.bounce = _BOUNCE_SECONDS
        self._at = 0.0
        self._place = (0.0, 0.0)
        self._device = ""

    def again(self, touch: MotionEvent, theme: Theme) -> bool:
        """Whether this touch down is the last one once more."""
        soon = self.bounce if touch.device == self._device else _ECHO_SECONDS
        far = max(abs(touch.x - self._place[0]), abs(touch.y - self._place[1]))
        now = time.monotonic()
        if now - self._at < soon and far <= theme.mm(_TWICE_MM):
            return True
        self._at, self._place, self._device = now, (touch.x, touch.y), touch.device
        return False

    def lifted(self) -> None:
        """The finger is gone; what comes from now on may be its echo."""
        self._at = time.monotonic()


class HiddenDoor:
    """Five taps on the time, the next one held for three seconds: nobody does that by chance.

    ``opened`` is called when it happens; the PIN is asked for behind it.
    """

    def __init__(self, opened: Callable[[], None]) -> None:
        self._opened = opened
        self._taps: list[float] = []
        self._holding: ClockEvent | None = None
        self._place = (0.0, 0.0)

    def down(self, touch: MotionEvent, theme: Theme) -> None:
        """A finger has come down somewhere."""
        wide, tall = (theme.mm(side) for side in _CORNER_MM)
        if touch.x < theme.width - wide or touch.y < theme.height - tall:
            self.reset()
            return
        now = time.monotonic()
        self._taps = [then for then in self._taps if now - then < _CHAIN_SECONDS]
        if len(self._taps) >= _CHAIN_TAPS:
            self._holding = Clock.schedule_once(self._held, _HOLD_SECONDS)
        self._taps.append(now)

    def up(self) -> None:
        """A finger is gone."""
        if self._holding is not None:
            self._holding.cancel()
            self._holding = None

    def reset(self) -> None:
        """Begin anew."""
        self.up()
        self._taps = []

    def _held(self, _elapsed: float) -> None:
        self.reset()
        self._opened()
