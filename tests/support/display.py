"""A real X display of its own for a test, the screen on it, and a visitor at mouse and keyboard."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageGrab, ImageStat

_PATIENCE = 90.0
"""Seconds for things that take two on a machine with nothing else to do."""


def wait(condition: Callable[[], object], what: str) -> None:
    """Until something holds; AssertionError naming it if it never does."""
    end = time.monotonic() + _PATIENCE
    while not condition():
        assert time.monotonic() < end, f"waited in vain: {what}"
        time.sleep(0.2)


class Display:
    """Xvfb with one screen of that size in pixels, without a window manager."""

    def __init__(self, width: int, height: int) -> None:
        self.size = (width, height)
        reading, writing = os.pipe()
        screen = f"{width}x{height}x24"
        self._server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", screen, "-nolisten", "tcp"],
            pass_fds=(writing,),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(writing)
        with os.fdopen(reading, encoding="ascii") as told:
            self.name = f":{told.readline().strip()}"

    def close(self) -> None:
        self._server.terminate()
        self._server.wait(20)

    def do(self, *words: object) -> str:
        """One command of xdotool; what it printed."""
        done = subprocess.run(
            ["xdotool", *map(str, words)],
            env={**os.environ, "DISPLAY": self.name},
            capture_output=True,
            text=True,
            check=False,
            timeout=30,
        )
        return done.stdout

    def click(self, x: float, y: float) -> None:
        """A click, held as long as a finger rests."""
        self.do("mousemove", round(x), round(y), "mousedown", 1, "sleep", 0.12, "mouseup", 1)

    def picture(self) -> Image.Image:
        """What stands on it; grey, a quarter as wide and high."""
        seen = ImageGrab.grab(xdisplay=self.name).convert("L")
        return seen.reduce(4)

    def light(self) -> float:
        """Mean brightness, 0 to 255: black is below 5."""
        return float(ImageStat.Stat(self.picture()).mean[0])

    def windows(self) -> dict[str, tuple[int, int, int, int]]:
        """Left, top, width and height of every window that shows, by its id."""
        found = {}
        for window in self.do("search", "--onlyvisible", "--maxdepth", 1, "--name", "").split():
            told = dict(
                line.split("=", 1)
                for line in self.do("getwindowgeometry", "--shell", window).splitlines()
                if "=" in line
            )
            found[window] = tuple(int(told[k]) for k in ("X", "Y", "WIDTH", "HEIGHT"))
        return found

    def cursor_drawn(self) -> int:
        """How many pixels of the mouse's cursor are not transparent (XFixes 5).

        OSError where the library is not installed.
        """
        x11 = ctypes.CDLL("libX11.so.6")
        fixes = ctypes.CDLL("libXfixes.so.3")
        x11.XOpenDisplay.restype = ctypes.c_void_p
        fixes.XFixesGetCursorImage.restype = ctypes.POINTER(_Cursor)
        line = ctypes.c_void_p(x11.XOpenDisplay(self.name.encode()))
        try:
            cursor = fixes.XFixesGetCursorImage(line).contents
            pixels = cursor.pixels[: cursor.width * cursor.height]
            return sum(1 for pixel in pixels if pixel >> 24 & 0xFF)
        finally:
            x11.XCloseDisplay(line)


class _Cursor(ctypes.Structure):
    """XFixesCursorImage, as far as it is needed."""

    _fields_ = (
        ("x", ctypes.c_short),
        ("y", ctypes.c_short),
        ("width", ctypes.c_ushort),
        ("height", ctypes.c_ushort),
        ("xhot", ctypes.c_ushort),
        ("yhot", ctypes.c_ushort),
        ("serial", ctypes.c_ulong),
        ("pixels", ctypes.POINTER(ctypes.c_ulong)),
    )


class Screen:
    """``kiosk screen --fullscreen`` as a process of its own on a display.

    ``before`` is Python that its interpreter runs first.
    """

    def __init__(self, display: Display, config: Path, hung: float, before: str = "") -> None:
        self.display, self._log = display, config.with_name(f"screen-{time.monotonic_ns()}.log")
        words = ["screen", str(config), "--fullscreen", "--hung", str(hung)]
        words += ["--state", str(config.parent / "state")]
        program = f"{before}\nimport sys\nfrom kiosk.cli import main\nsys.exit(main({words!r}))"
        with self._log.open("wb") as log:
            self.watcher = subprocess.Popen(
                [sys.executable, "-c", program],
                env={**os.environ, "DISPLAY": display.name, "SDL_VIDEODRIVER": "x11"},
                stdout=log,
                stderr=log,
            )

    def close(self) -> None:
        child = self.child
        self.watcher.terminate()
        if child:  # one that was stopped hears nothing until it goes on
            os.kill(child, signal.SIGCONT)
        self.watcher.wait(30)

    @property
    def child(self) -> int:
        """The process that draws; 0 while there is none."""
        pid = self.watcher.pid
        told = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
        return int(told[0]) if told else 0

    @property
    def log(self) -> str:
        """What the processes said."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    def lit(self) -> bool:
        """Whether a page stands on the display."""
        assert self.watcher.poll() is None, self.log
        return bool(self.child) and self.display.light() > 100
