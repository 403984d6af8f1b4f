"""A walk through every screen, with a picture of each: for the README and for a quick look."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
from kivy.base import EventLoop, runTouchApp
from kivy.core.window import Window
from PIL import Image

from kiosk.affairs.catalogue import Affairs, Kind
from kiosk.terminal.codes import Codes
from kiosk.terminal.config import TerminalConfig
from kiosk.terminal.library import Library, Shelved
from kiosk.terminal.speech import Mute
from kiosk.terminal.ui.app import utc_now
from kiosk.terminal.ui.board import Board
from kiosk.terminal.ui.camera import read_frame, save_whole
from kiosk.terminal.ui.desk import Desk
from kiosk.terminal.ui.looks import Looks
from kiosk.terminal.ui.screens.ask import AskScreen, QueryScreen
from kiosk.terminal.ui.screens.attract import attract
from kiosk.terminal.ui.screens.code import show_code
from kiosk.terminal.ui.screens.due import DueScreen
from kiosk.terminal.ui.screens.fresh import FreshScreen
from kiosk.terminal.ui.screens.money import MoneyScreen
from kiosk.terminal.ui.screens.reader import Reader
from kiosk.terminal.ui.screens.search import SearchScreen
from kiosk.terminal.ui.screens.shelf import ShelfScreen
from kiosk.terminal.ui.screens.subsidy import GrantScreen, SubsidyScreen, grant_items
from kiosk.terminal.ui.text.face import Face
from kiosk.terminal.ui.text.metrics import Metrics
from kiosk.terminal.ui.theme import Look, Step, Theme

_COLOURS = 200
_MOST_TURNS = 24
_SETTLE_FRAMES = 12
"""Frames until pictures that are decoded apart have arrived."""


def take_pictures(config: TerminalConfig, face: Face, folder: Path, size: tuple[int, int]) -> None:
    """Save one PNG a screen, named after it and the panel's orientation."""
    folder.mkdir(parents=True, exist_ok=True)
    panel = msgspec.structs.replace(config.panel, width=size[0], height=size[1])
    library = Library(config.library_path, config.blobs_path)
    desk = Desk(library, config.division, utc_now, Codes(config))
    board = Board(desk, Theme(panel), Metrics(face), Mute("", reads_texts=True))
    EventLoop.ensure_window()
    Window.add_widget(board)
    runTouchApp(embedded=True)
    name = "portrait" if size[1] >= size[0] else "landscape"
    try:
        for scene, show in scenes(board).items():
            board.wipe()
            show()
            # Flat colours: a palette keeps a gallery of thirty pictures small.
            picture = _settled().quantize(_COLOURS)
            save_whole(picture, folder / f"{scene}-{name}.png")
    finally:
        board.pictures.close()
        board.desk.library.close()


def scenes(board: Board) -> dict[str, Callable[[], None]]:
    """Every kind of screen, by name, and how to get there from home."""
    found: dict[str, Callable[[], None]] = {
        "home": board.home,
        "home-largest": lambda: board.set_step(Step.LARGEST),
        "home-contrast": lambda: board.set_look(Look(contrast=True)),
        "home-seated": lambda: board.set_look(Look(seated=True)),
        "looks": lambda: board.open_cover(Looks(board)),
        "list": lambda: board.go(ShelfScreen, affairs=Affairs.VILLAGE),
        "search": lambda: _search(board),
        "fresh": lambda: board.go(FreshScreen),
        "subsidy": lambda: board.go(SubsidyScreen),
        "grant": lambda: _grant(board),
        "money": lambda: board.go(MoneyScreen),
        "ask": lambda: board.go(AskScreen),
        "query": lambda: board.go(QueryScreen),
        "due": lambda: board.go(DueScreen),
        "code": lambda: _code(board),
        "attract": lambda: _cover(board, "ItemPoster"),
        "attract-overdue": lambda: _cover(board, "OverduePoster"),
        "attract-ask": lambda: _cover(board, "AskPoster"),
    }
    if board.desk.notices():
        found["urgent"] = lambda: _cover(board, "NoticePoster")
    for kind in Kind:
        shelved = best_of(board, kind)
        if shelved is not None:
            found[kind.value] = lambda shelved=shelved: board.go(Reader, shelved)
    ledger = best_of(board, Kind.LEDGER)
    if ledger is not None:
        found["voucher"] = lambda: _voucher(board, ledger)
        found["aloud"] = lambda: _aloud(board, ledger)
    return found


def best_of(board: Board, kind: Kind) -> Shelved | None:
    """The newest of a kind on the village's own board, else on the boards above."""
    for division in board.desk.scope():
        for shelved in board.desk.library.shelves(divisions=[division], limit=None):
            if shelved.disclosure.kind is kind:
                return shelved
    return None


def _search(board: Board) -> None:
    """As it looks after two letters."""
    board.go(SearchScreen)
    if isinstance(board.screen, SearchScreen):
        board.screen.find("sz")


def _cover(board: Board, kind: str) -> None:
    """The first poster of a kind in the attract loop, if there is one."""
    for number in range(_MOST_TURNS):
        cover = attract(board, number)
        if cover is not None and type(cover).__name__ == kind:
            board.open_cover(cover)
            return


def _code(board: Board) -> None:
    shelved = best_of(board, Kind.LEDGER)
    if shelved is not None:
        board.go(Reader, shelved)
        show_code(board, board.screen.subject())


def _voucher(board: Board, ledger: Shelved) -> None:
    content = board.desk.library.content(ledger.disclosure.id)
    media = content.media() if content else []
    if media:
        board.go(Reader, ledger)
        board.view(media[:1])


def _grant(board: Board) -> None:
    """The first kind that the catalogue knows."""
    board.go(SubsidyScreen)
    for item in grant_items(board)[:1]:
        board.go(GrantScreen, item)


def _aloud(board: Board, ledger: Shelved) -> None:
    """As it looks while the second row is read."""
    board.go(Reader, ledger)
    board.aloud.start()
    while "付出" not in board.aloud.saying and board.aloud.active:
        board.aloud.go_on()


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
