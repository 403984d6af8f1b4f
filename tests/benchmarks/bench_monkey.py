"""A hundred thousand random touches: is it alive, and does its memory grow?"""

from __future__ import annotations

import gc
import os
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.report import row
from tests.support.monkey import play
from tests.support.village import NOW, Village

_ROUNDS = 10
_TOUCHES = int(os.environ.get("KIOSK_TOUCHES", "100000")) // _ROUNDS


def main() -> int:
    """Memory is taken after each tenth, at home and with the garbage collected."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        village = Village(folder)
        village.add_everything()
        village.publish()
        village.sync()
        from kiosk.terminal.ui import environment
        from kiosk.terminal.ui.text.face import prepare_face

        environment.prepare(
            home=folder / "kivy", width=1080, height=1920, fullscreen=False, offscreen=True
        )
        from kivy.base import EventLoop, runTouchApp
        from kivy.clock import Clock

        from kiosk.terminal.memory import give_back
        from kiosk.terminal.ui.app import KioskApp
        from tests.support.pilot import Pilot

        EventLoop.ensure_window()
        runTouchApp(embedded=True)
        Clock._max_fps = 0
        face = prepare_face(folder / "face")
        pilot = Pilot(KioskApp(village.config(), face, now=lambda: NOW))
        sizes = []
        for number in range(_ROUNDS):
            play(pilot, _TOUCHES, seed=number)
            pilot.board.wipe()
            for _ in range(3):  # Kivy frees textures a second after they are dropped
                pilot.frames(3)
                time.sleep(0.6)
            gc.collect()
            give_back()
            sizes.append(_resident())
        home = pilot.sees("柳河村公开栏")
        failed = len(pilot.board._stumbles)
        growth = (sizes[-1] - sizes[2]) / 2**20
        slope = _slope(sizes[2:]) / 2**20 / (_TOUCHES / 10_000)
        touches = _ROUNDS * _TOUCHES
        row(f"{touches:,} random touches, pages that failed", str(failed), aim="aim: 0")
        row(
            "resident memory after 30 % and at the end",
            f"{sizes[2] / 2**20:.0f} MB",
            f"{sizes[-1] / 2**20:.0f} MB",
            f"{growth:+.1f} MB",
            "aim: near 0",
        )
        row("its slope after warm-up, per 10,000 touches", f"{slope:+.2f} MB", aim="aim: near 0")
        row("at home and alive", "yes" if home else "NO")
        pilot.close()
        return 0 if home and not failed else 1


def _slope(values: list[int]) -> float:
    """The straight line of least squares, per step."""
    middle = (len(values) - 1) / 2
    mean = sum(values) / len(values)
    across = sum((n - middle) ** 2 for n in range(len(values)))
    return sum((n - middle) * (v - mean) for n, v in enumerate(values)) / across


def _resident() -> int:
    text = Path("/proc/self/status").read_text()
    return next(int(x.split()[1]) * 1024 for x in text.splitlines() if x.startswith("VmRSS:"))


if __name__ == "__main__":
    sys.exit(main())
