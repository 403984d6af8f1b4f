"""What the screen really draws, noted for the heartbeat.

A note says which Edition the last frame was made from.  While a visitor reads a page that is
older than the library, the older one is what is shown, and is what is said.
"""

from __future__ import annotations

import contextlib
import hashlib

from kivy.core.window import Window
from kivy.graphics.opengl import GL_RGB, GL_UNSIGNED_BYTE, glReadPixels

from kiosk.terminal.config import TerminalConfig
from kiosk.terminal.telemetry import Drawn, drawn_path, uptime, write_drawn
from kiosk.terminal.ui.board import Board
from kiosk.terminal.ui.screens.empty import Stumbled

_NOTE_SECONDS = 30.0
_PIXEL_SECONDS = 600.0
"""Reading 1080 x 1920 pixels takes about 8 ms: once an Edition, and every ten minutes."""
_SAMPLE = 4_099
"""Every so many pixels are looked at to tell an empty picture from one with words on it."""


class Witness:
    """Watches the frames of one window that shows one board.  Costs microseconds a frame."""

    def __init__(self, config: TerminalConfig, board: Board) -> None:
        self._board = board
        self._path = drawn_path(config.data_path)
        self._newest = self._edition = ""
        self._noted: tuple[str, float] | None = None
        self._looked: tuple[str, float] | None = None
        self._frame, self._blank = "", False
        self._touched_at: float | None = None
        self.renewed()
        Window.bind(on_flip=self._flipped, on_touch_down=self._touched)

    def close(self) -> None:
        """Watch no more."""
        Window.unbind(on_flip=self._flipped, on_touch_down=self._touched)

    def renewed(self) -> None:
        """The board is about to show what the library holds now."""
        edition = self._board.desk.library.edition()
        self._newest = edition.digest if edition is not None else ""

    def _touched(self, *_: object) -> None:
        self._touched_at = uptime()

    def _flipped(self, *_: object) -> None:
        screen = self._board.screen
        if not self._board.news and not isinstance(screen, Stumbled):
            self._edition = self._newest
        now = uptime()
        if _due(self._looked, self._edition, now, _PIXEL_SECONDS):
            self._look()
            self._looked = self._edition, now
        if _due(self._noted, self._edition, now, _NOTE_SECONDS):
            self._note(screen, now)
            self._noted = self._edition, now

    def _look(self) -> None:
        """Only valid while ``on_flip`` is being handled."""
        width, height = Window.system_size
        pixels = glReadPixels(0, 0, width, height, GL_RGB, GL_UNSIGNED_BYTE)
        self._frame = hashlib.sha256(pixels).hexdigest()
        step = 3 * _SAMPLE
        self._blank = len({bytes(pixels[n : n + 3]) for n in range(0, len(pixels), step)}) < 2

    def _note(self, screen: object, now: float) -> None:
        cover = self._board.cover
        drawn = Drawn(
            edition=self._edition,
            frame=self._frame,
            blank=self._blank,
            screen=type(cover or screen).__name__,
            at=now,
            touched=self._touched_at,
        )
        with contextlib.suppress(OSError):  # nothing to be said is no reason to stop showing
            write_drawn(self._path, drawn)


def _due(last: tuple[str, float] | None, edition: str, now: float, seconds: float) -> bool:
    return last is None or last[0] != edition or now - last[1] >= seconds
