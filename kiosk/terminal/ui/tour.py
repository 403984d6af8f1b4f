"""A walk through every screen, with a picture of each: for the README and for a quick look."""

from __future__ import annotations

from pathlib import Path

import msgspec
from kivy.base import EventLoop, runTouchApp
from kivy.core.window import Window
from PIL import Image

from kiosk.terminal.codes import Codes
from kiosk.terminal.config import TerminalConfig
from kiosk.terminal.library import Library
from kiosk.terminal.speech import Mute
from kiosk.terminal.ui.app import utc_now
from kiosk.terminal.ui.board import Board
from kiosk.terminal.ui.camera import read_frame, save_whole
from kiosk.terminal.ui.desk import Desk
from kiosk.terminal.ui.scenes import scenes
from kiosk.terminal.ui.screens.staff.caretaker import Caretaker
from kiosk.terminal.ui.text.face import Face
from kiosk.terminal.ui.text.metrics import Metrics
from kiosk.terminal.ui.theme import Theme

_COLOURS = 200
_SETTLE_FRAMES = 12
"""Frames until pictures that are decoded apart have arrived."""


def take_pictures(config: TerminalConfig, face: Face, folder: Path, size: tuple[int, int]) -> None:
    """Save one PNG a screen, named after it and the panel's orientation."""
    folder.mkdir(parents=True, exist_ok=True)
    panel = msgspec.structs.replace(config.panel, width=size[0], height=size[1])
    library = Library(config.library_path, config.blobs_path)
    desk = Desk(library, config.division, utc_now, Codes(config))
    voice = Mute("", reads_texts=True)
    board = Board(desk, Theme(panel), Metrics(face), voice)
    caretaker = Caretaker(config, lambda _status: None, voice)
    EventLoop.ensure_window()
    Window.add_widget(board)
    runTouchApp(embedded=True)
    name = "portrait" if size[1] >= size[0] else "landscape"
    try:
        for scene, show in scenes(board, caretaker).items():
            board.wipe()
            show()
            # Flat colours: a palette keeps a gallery of thirty pictures small.
            picture = _settled().quantize(_COLOURS)
            save_whole(picture, folder / f"{scene}-{name}.png")
    finally:
        caretaker.lamp.close()
        board.pictures.close()
        board.desk.library.close()


def _settled() -> Image.Image:
    """The frame after everything has been drawn."""
    frames: list[Image.Image] = []

    def keep(*_: object) -> None:
        frames[:] = [read_frame()]

    Window.bind(on_flip=keep)
    try:
        for _ in range(_SETTLE_FRAMES):
            EventLoop.idle()
        Window.canvas.ask_update()
        EventLoop.idle()
    finally:
        Window.unbind(on_flip=keep)
    return frames[0]
