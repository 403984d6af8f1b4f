"""The screen of a terminal with the list of everything open, until a signal ends it."""

from __future__ import annotations

import sys
from pathlib import Path

from kiosk.terminal.config import load_config
from kiosk.terminal.ui import environment
from kiosk.terminal.ui.text.face import prepare_face


def main() -> None:
    """``shown_list.py CONFIG STATE``."""
    settings, state = load_config(Path(sys.argv[1])), Path(sys.argv[2])
    face = prepare_face(state / "face")
    environment.prepare(
        home=state / "kivy", width=1080, height=1920, fullscreen=False, offscreen=True
    )
    from kivy.clock import Clock

    from kiosk.terminal.ui.app import KioskApp
    from kiosk.terminal.ui.screens.shelf import ShelfScreen

    app = KioskApp(settings, face)
    Clock.schedule_once(lambda _elapsed: app.board.go(ShelfScreen), 1)
    app.run()


if __name__ == "__main__":
    main()
