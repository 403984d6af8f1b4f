"""Pictures out of the library: decoded apart from the drawing thread, kept within a bound."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue

from kivy.clock import mainthread
from kivy.graphics import Color, Rectangle
from kivy.graphics.texture import Texture

from kiosk.terminal.ui.layout import Block, paint_surface

_MOST_BYTES = 48 * 2**20
"""Textures kept at most, in bytes of RGB: about eight full pages."""


class PictureShelf:
    """Decodes pictures one after the other on a thread of its own and keeps the latest."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Path, Texture] = OrderedDict()
        self._orders: SimpleQueue[tuple[Path, int, Callable[[Texture | None], None]] | None]
        self._orders = SimpleQueue()
        self._thread: threading.Thread | None = None

    def get(self, path: Path, longest: int, done: Callable[[Texture | None], None]) -> None:
        """Call ``done`` on the drawing thread with the texture, or None if it is no picture.

        ``longest`` bounds the longer side in pixels.
        """
        kept = self._kept.get(path)
        if kept is not None and max(kept.size) >= longest * 0.9:
            self._kept.move_to_end(path)
            done(kept)
            return
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="pictures", daemon=True)
            self._thread.start()
        self._orders.put((path, longest, done))

    def forget(self) -> None:
        """Let go of every texture that is not on the panel: the visitor has left."""
        self._kept.clear()

    def close(self) -> None:
        """Stop the thread and let go of every texture."""
        self._orders.put(None)
        self._kept.clear()

    def _work(self) -> None:
        while True:
            order = self._orders.get()
            if order is None:
                return
            self._decode(*order)
            del order  # or the last picture would keep its page alive until the next one

    def _decode(self, path: Path, longest: int, done: Callable[[Texture | None], None]) -> None:
        from PIL import Image  # not before the first picture: most visits have none

        try:
            with Image.open(path) as opened:
                opened.draft("RGB", (longest, longest))
                picture = opened.convert("RGB")
            picture.thumbnail((longest, longest))
            self._finish(path, picture.size, picture.tobytes(), done)
        except (OSError, ValueError, Image.DecompressionBombError):
            self._give_up(done)

    @mainthread
    def _finish(
        self,
        path: Path,
        size: tuple[int, int],
        pixels: bytes,
        done: Callable[[Texture | None], None],
    ) -> None:
        texture = Texture.create(size=size, colorfmt="rgb")
        texture.blit_buffer(pixels, colorfmt="rgb", bufferfmt="ubyte")
        texture.flip_vertical()
        self._kept[path] = texture
        while sum(t.width * t.height * 3 for t in self._kept.values()) > _MOST_BYTES:
            self._kept.popitem(last=False)
        done(texture)

    @mainthread
    def _give_up(self, done: Callable[[Texture | None], None]) -> None:
        done(None)


class Picture(Block):
    """A picture in a frame of known proportions; calm paper until it is decoded.

    ``ratio`` is height by width of what is shown; ``most`` bounds the height in pixels.
    ``part`` shows a band of the picture only: where it begins and ends, as shares from the top.
    """

    def __init__(  # noqa: PLR0913 - where it comes from, how it may stand
        self,
        shelf: PictureShelf,
        path: Path | None,
        *,
        ratio: float,
        most: float,
        ground: tuple[float, ...],
        edge: tuple[float, ...],
        alt: str,
        part: tuple[float, float] = (0.0, 1.0),
    ) -> None:
        super().__init__()
        self.shelf, self.path, self.ratio, self.most = shelf, path, ratio, most
        self.ground, self.edge, self.part = ground, edge, part
        self.spoken_text = alt
        self._rectangle: Rectangle | None = None

    def measure(self, width: float) -> float:
        return min(self.most, width * self.ratio)

    def draw(self) -> None:
        wide = min(self.width, self.height / self.ratio)
        box = (self.x + (self.width - wide) / 2, self.y)
        paint_surface(box, (wide, self.height), self.ground, self.edge, 2, 0)
        self._white = Color(1, 1, 1, 0)
        self._rectangle = Rectangle(pos=box, size=(wide, self.height))
        if self.path is not None:
            whole = self.height / (self.part[1] - self.part[0])
            self.shelf.get(self.path, int(max(wide, whole)), self._show)

    def let_go(self) -> None:
        if self._rectangle is not None:
            self._rectangle.texture = None
            self._rectangle = None

    def _show(self, texture: Texture | None) -> None:
        if texture is not None and self._rectangle is not None:
            begin, end = self.part
            tall = texture.height * (end - begin)
            below = texture.height * (1 - end)
            self._rectangle.texture = texture.get_region(0, below, texture.width, tall)
            self._white.a = 1
