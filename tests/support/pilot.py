"""Drives the board as a finger does, on a real window without a display."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator

from kivy.base import EventLoop
from kivy.core.window import Window
from kivy.graphics.opengl import glFinish
from kivy.input.motionevent import MotionEvent
from PIL import Image

from kiosk.terminal.ui.app import KioskApp
from kiosk.terminal.ui.board import Board
from kiosk.terminal.ui.camera import read_frame
from kiosk.terminal.ui.layout import Block
from kiosk.terminal.ui.widgets.tap import Tap
from kiosk.terminal.ui.widgets.words import Words

_IDS = itertools.count()


class Finger(MotionEvent):
    """One finger on the panel, in pixels of the window."""

    def __init__(self, x: float, y: float) -> None:
        super().__init__("pilot", next(_IDS), {"x": 0, "y": 0}, is_touch=True, type_id="touch")
        self._to(x, y)

    def depack(self, args):
        self.profile = ("pos",)
        self.sx, self.sy = args["x"], args["y"]
        super().depack(args)

    def _to(self, x: float, y: float) -> None:
        width, height = Window.system_size
        self.move({"x": x / width, "y": y / height})

    def down(self) -> Finger:
        EventLoop.post_dispatch_input("begin", self)
        return self

    def drag(self, x: float, y: float) -> Finger:
        self._to(x, y)
        EventLoop.post_dispatch_input("update", self)
        return self

    def up(self) -> None:
        EventLoop.post_dispatch_input("end", self)


class Pilot:
    """What a visitor can do, and what a visitor sees."""

    def __init__(self, app: KioskApp) -> None:
        self.app = app
        self.board: Board = app.build()
        self.board.hand.twice.bounce = 0.0  # this finger is faster than any that bounces
        Window.add_widget(self.board)
        self.flips = 0
        self._frame: Image.Image | None = None
        self._keep = False
        Window.bind(on_flip=self._flipped)
        self.frames(2)

    def close(self) -> None:
        Window.unbind(on_flip=self._flipped)
        Window.remove_widget(self.board)
        self.app.on_stop()
        self.app.stop_looking()

    def _flipped(self, *_: object) -> None:
        self.flips += 1
        # A display waits for every frame; without one nobody does, and Mesa keeps all textures of
        # all frames that it has not drawn yet.
        glFinish()
        if self._keep:
            self._frame = read_frame()

    def frames(self, count: int = 1) -> None:
        """Let the loop go round."""
        for _ in range(count):
            EventLoop.idle()

    def wait(self, condition: Callable[[], object], seconds: float = 10) -> None:
        """Go round until something holds; fails the test if it never does."""
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, "waited in vain"
            EventLoop.idle()

    def picture(self) -> Image.Image:
        """What the panel shows."""
        self._keep = True
        Window.canvas.ask_update()
        self.frames(2)
        self._keep = False
        assert self._frame is not None
        return self._frame

    # Seeing.

    def blocks(self) -> Iterator[Block]:
        """Every block on the panel; only those of the cover while something covers it."""
        on_top = [self.board.cover] if self.board.cover else self.board.shown
        return (block for each in on_top for block in each.tree())

    def texts(self) -> list[str]:
        return [b.text for b in self.blocks() if isinstance(b, Words) and b.text.strip()]

    def sees(self, text: str) -> bool:
        return any(text in shown for shown in self.texts())

    def taps(self) -> list[Tap]:
        return [b for b in self.blocks() if isinstance(b, Tap)]

    def find(self, said: str) -> Tap:
        """The one target whose words or spoken text contain something."""
        for tap in self.taps():
            inside = "".join(b.text for b in tap.tree() if isinstance(b, Words))
            if said in tap.spoken_text or said in inside:
                return tap
        raise AssertionError(
            f"nothing to touch says {said}: {[t.spoken_text for t in self.taps()]}"
        )

    # Touching.

    def tap(self, said: str, *, jitter: float = 0) -> None:
        self.tap_block(self.find(said), jitter=jitter)

    def tap_block(self, block: Block, *, jitter: float = 0) -> None:
        finger = Finger(*block.center).down()
        if jitter:
            finger.drag(block.center[0] + jitter, block.center[1] - jitter)
        finger.up()
        self.frames(2)

    def tap_at(self, x: float, y: float) -> None:
        Finger(x, y).down().up()
        self.frames(2)

    def swipe(self, across: float, along: float = 0) -> None:
        x, y = self.board.width / 2, self.board.height / 2
        finger = Finger(x, y).down()
        for share in (0.25, 0.5, 0.75, 1):
            finger.drag(x + across * share, y + along * share)
        finger.up()
        self.frames(2)

    def read_all(self) -> str:
        """Every page of the open screen, turned with the button, as one text."""
        pages = ["\n".join(self.texts())]
        while any(t.spoken_text == "下一页" for t in self.taps()):
            self.tap("下一页")
            pages.append("\n".join(self.texts()))
        return "\n".join(pages)
