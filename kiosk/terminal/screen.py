"""Starts the screen of a terminal: surroundings first, then Kivy."""

from __future__ import annotations

import signal
from pathlib import Path

from kiosk.terminal.config import TerminalConfig
from kiosk.terminal.ui import environment
from kiosk.terminal.ui.text.face import prepare_face
from kiosk.terminal.watch import Pulse


def run(  # noqa: PLR0913 - what the command line decides
    config: TerminalConfig,
    *,
    face_folder: Path,
    fullscreen: bool,
    offscreen: bool,
    picture: Path | None,
    pulse: Pulse | None = None,
) -> int:
    """Show the board until a signal or the staff panel ends it; returns the exit status.

    ``pulse`` is told that the screen lives.  Raises FaceMissingError when no Chinese font is
    installed, InputError when the panel is heard twice.
    """
    face = prepare_face(face_folder)
    environment.prepare(
        home=config.data_path / "kivy",
        width=config.panel.width,
        height=config.panel.height,
        fullscreen=fullscreen,
        offscreen=offscreen,
        provider=config.input,
    )
    from kivy.clock import Clock

    from kiosk.terminal.ui.aloud_sound import make_voice
    from kiosk.terminal.ui.app import KioskApp

    app = KioskApp(
        config, face, picture=picture, pulse=pulse, offscreen=offscreen, voice=make_voice()
    )
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: Clock.schedule_once(lambda _dt: app.stop()))
    app.run()
    return int(app.status)


def pictures(
    config: TerminalConfig, *, face_folder: Path, folder: Path, size: tuple[int, int]
) -> int:
    """Take a picture of every screen, off screen, from what the library holds."""
    face = prepare_face(face_folder)
    width, height = size
    environment.prepare(
        home=config.data_path / "kivy", width=width, height=height, fullscreen=False, offscreen=True
    )
    from kiosk.terminal.ui.tour import take_pictures

    take_pictures(config, face, folder, size)
    return 0
