"""Pictures of what the window shows: for machines without a display, the README and tests."""

from __future__ import annotations

from pathlib import Path

from kivy.clock import Clock
from kivy.core.window import Window
from kivy.graphics.opengl import GL_RGB, GL_UNSIGNED_BYTE, glReadPixels
from PIL import Image

_SETTLED_SECONDS = 0.3


def read_frame() -> Image.Image:
    """The frame that was just drawn; only valid while ``on_flip`` is being handled."""
    width, height = Window.system_size
    pixels = glReadPixels(0, 0, width, height, GL_RGB, GL_UNSIGNED_BYTE)
    picture = Image.frombytes("RGB", (width, height), pixels)
    return picture.transpose(Image.Transpose.FLIP_TOP_BOTTOM)


def save_whole(picture: Image.Image, path: Path) -> None:
    """Write a PNG so that whoever looks finds the old one or the new one."""
    half = path.with_suffix(".part")
    picture.save(half, "PNG")
    half.replace(path)


class Camera:
    """Keeps one file that shows the screen as it is, a moment after each change."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._wanted = False
        self._settled = Clock.create_trigger(self._ask, _SETTLED_SECONDS)
        Window.bind(on_flip=self._flipped)

    def _ask(self, _elapsed: float) -> None:
        self._wanted = True
        Window.canvas.ask_update()

    def _flipped(self, *_: object) -> None:
        if self._wanted:
            self._wanted = False
            save_whole(read_frame(), self.path)
        else:
            self._settled()
