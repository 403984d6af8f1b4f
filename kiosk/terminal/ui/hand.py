"""The hand on the board: one finger counts; a second one, a palm or ten change nothing."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from kivy.input import MotionEvent

from kiosk.terminal.ui.guard import HiddenDoor, Twice
from kiosk.terminal.ui.widgets.tap import JITTER_MM, Tap

if TYPE_CHECKING:
    from kiosk.terminal.ui.board import Board

_LOST_SECONDS = 10.0
"""A finger that was never lifted (a panel unplugged, a driver that lost it) blocks no longer."""
_SWIPE_MM = 25.0
"""A hand that wipes at least this far turns the page."""


class Hand:
    """Finds what a finger touches, and tells it; turns the page when the hand wipes."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._finger: object | None = None
        self._since = 0.0
        self._pressed: Tap | None = None
        self.twice = Twice()
        self._echoes: set[object] = set()
        self.door: HiddenDoor | None = None
        """The way to the staff panel, where there is one."""

    def target(self, x: float, y: float) -> Tap | None:
        """What a finger at that point touches; only what is on top."""
        board = self._board
        on_top = [board.cover] if board.cover is not None else board.shown
        found = [b for each in on_top for b in each.tree() if isinstance(b, Tap) and b.holds(x, y)]
        return found[-1] if found else None

    def down(self, touch: MotionEvent) -> None:
        """A finger has come down."""
        theme, cover = self._board.kit.theme, self._board.cover
        now = time.monotonic()
        if self._finger is None or now - self._since > _LOST_SECONDS:
            if self.twice.again(touch, theme):
                self._echoes.add(touch.uid)
                return
            self._echoes.clear()
            self._finger, self._since = touch.uid, now
            if self.door is not None:
                self.door.down(touch, theme)
            self._pressed = self.target(*touch.pos)
            if self._pressed is not None:
                self._pressed.press()
                return
        if cover is not None:
            cover.finger(touch)

    def moved(self, touch: MotionEvent) -> None:
        """A finger has moved."""
        if touch.uid in self._echoes:
            return
        cover = self._board.cover
        if cover is not None and not (self._pressed and touch.uid == self._finger):
            cover.finger(touch)

    def up(self, touch: MotionEvent) -> None:
        """A finger is gone."""
        if touch.uid in self._echoes:
            self._echoes.discard(touch.uid)
            return
        board, pressed, cover = self._board, self._pressed, self._board.cover
        if touch.uid == self._finger:
            self._finger = self._pressed = None
            self.twice.lifted()
            if self.door is not None:
                self.door.up()
            strayed = max(abs(touch.x - touch.ox), abs(touch.y - touch.oy))
            try:
                if pressed is not None:
                    pressed.release(meant=strayed <= board.kit.theme.mm(JITTER_MM))
                elif cover is not None:
                    cover.touched(touch)
                if cover is None:
                    self._wiped(touch)
            except Exception as error:  # noqa: BLE001 - whatever it was, the screen goes on
                board.stumble(error)
        if cover is not None:
            cover.finger(touch, gone=True)

    def _wiped(self, touch: MotionEvent) -> None:
        """Turn the page if the hand went far: to the left or up is on, as on any phone."""
        across, along = touch.x - touch.ox, touch.y - touch.oy
        if max(abs(across), abs(along)) >= self._board.kit.theme.mm(_SWIPE_MM):
            forward = across < 0 if abs(across) > abs(along) else along > 0
            self._board.turn(1 if forward else -1)
