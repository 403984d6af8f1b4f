"""Three thousand photos looked at one after the other: how much memory at most?"""

from __future__ import annotations

import os
import sys
import tempfile
from datetime import date
from pathlib import Path

from tests.benchmarks.report import row
from tests.support.village import NOW, Village

_PHOTOS = int(os.environ.get("KIOSK_PHOTOS", "3000"))
_DIFFERENT = 60
_SIZE = (1600, 1200)


def main() -> int:
    """The photos are different files of one scan; the viewer turns from each to the next."""
    from kiosk.affairs.disclosure import Scan

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        village = Village(folder)
        grounds = [f"#{n * 4:02x}90a0" for n in range(_DIFFERENT)]
        media = [village.media(f"照片{n}", _SIZE, g) for n, g in enumerate(grounds)]
        scan = Scan(pages=tuple(m for m, _ in media))
        village.show("F3", "照片", "2026-11-01", date(2026, 11, 1), scan, *(p for _, p in media))
        village.publish()
        village.sync()
        from kiosk.terminal.ui import environment
        from kiosk.terminal.ui.text.face import prepare_face

        environment.prepare(
            home=folder / "kivy", width=1080, height=1920, fullscreen=False, offscreen=True
        )
        from kivy.base import EventLoop, runTouchApp
        from kivy.clock import Clock

        from kiosk.terminal.ui.app import KioskApp
        from tests.support.pilot import Pilot

        EventLoop.ensure_window()
        runTouchApp(embedded=True)
        Clock._max_fps = 0
        config = village.config(idle_seconds=1e6)
        pilot = Pilot(KioskApp(config, prepare_face(folder / "face"), now=lambda: NOW))
        first = _kept("VmRSS")
        board, shown = pilot.board, 0
        while shown < _PHOTOS:
            board.view([m for m, _ in media], shown % _DIFFERENT)
            viewer = board.cover
            pilot.wait(lambda viewer=viewer: viewer._texture is not None)
            shown += 1
        pixels = _SIZE[0] * _SIZE[1] * 3 / 2**20
        peak = (_kept("VmHWM") - first) / 2**20
        row(
            f"{shown:,} photos of {pixels:.1f} MB in turn, memory at most above the start",
            f"{peak:.0f} MB",
            f"{peak / pixels:.1f} photos",
            "aim: bounded",
        )
        pilot.close()
    return 0


def _kept(name: str) -> int:
    text = Path("/proc/self/status").read_text()
    return next(int(x.split()[1]) * 1024 for x in text.splitlines() if x.startswith(f"{name}:"))


if __name__ == "__main__":
    sys.exit(main())
