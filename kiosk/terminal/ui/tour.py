"""A walk through every screen, with a picture of each: for the README and for a quick look."""

from __future__ import annotations

from pathlib import Path

import msgspec
from kivy.base import EventLoop, runTouchApp
from kivy.core.window import Window
from PIL import Image

from kiosk.terminal.ballots import BallotBox
from kiosk.terminal.codes import Codes
from kiosk.terminal.config import TerminalConfig
from kiosk.terminal.library import Library
from kiosk.terminal.speech import Mute
from kiosk.terminal.ui.app import utc_now
from kiosk.terminal.ui.board import Board
from kiosk.terminal.ui.camera import read_frame, save_whole
from kiosk.terminal.ui.desk import Desk
from kiosk.terminal.ui.scenes import scenes
from kiosk.terminal.ui.screens.reader import Reader
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
    board = _open_board(config, face, size)
    caretaker = Caretaker(config, lambda _status: None, Mute("", reads_texts=True))
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
        _close(board)


def draw_pages(config: TerminalConfig, face: Face, id_: str, folder: Path, most: int) -> int:
    """Save the first pages of one disclosure as ``1.png``, ``2.png`` ...; how many it has.

    KeyError if the library cannot show it.
    """
    board = _open_board(config, face, (config.panel.width, config.panel.height))
    try:
        shelved = board.desk.library.get(id_)
        if shelved is None:
            raise KeyError(id_)
        board.home()
        board.go(Reader, shelved)
        assert board.laid_out is not None
        count = board.laid_out.count
        for number in range(1, min(count, most) + 1):
            save_whole(_settled().quantize(_COLOURS), folder / f"{number}.png")
            board.turn(1)
    finally:
        _close(board)
    return count


def _open_board(config: TerminalConfig, face: Face, size: tuple[int, int]) -> Board:
    """A board on the window, from what the library holds."""
    panel = msgspec.structs.replace(config.panel, width=size[0], height=size[1])
    library = Library(config.library_path, config.blobs_path)
    box = BallotBox(config.data_path)
    desk = Desk(library, config.division, utc_now, Codes(config), box)
    board = Board(desk, Theme(panel), Metrics(face), Mute("", reads_texts=True))
    EventLoop.ensure_window()
    Window.add_widget(board)
    runTouchApp(embedded=True)
    return board


def _close(board: Board) -> None:
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
