"""办事找人 with 112 guides: touch to drawn frame on the way to a birth's papers and whom to call.

Beside it stands the list of all that is disclosed, the page that was there before.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from tests.benchmarks.report import median, percentile, row
from tests.support.estate import add_estate, add_words
from tests.support.services import BIRTH, add_services
from tests.support.village import NOW, Village

_ROUNDS, _GUIDES = 30, 112
_WAY = ("办事找人", "生孩子", BIRTH)


def main() -> None:
    """Walk the way again and again."""
    with tempfile.TemporaryDirectory() as name:
        village = Village(Path(name))
        village.add_everything()
        add_services(village, guides=_GUIDES)
        add_estate(village)
        add_words(village)
        village.publish()
        village.sync()
        _walk(village)


def _walk(village: Village) -> None:
    from kiosk.terminal.ui import environment

    environment.prepare(
        home=village.folder / "kivy", width=1080, height=1920, fullscreen=False, offscreen=True
    )
    from kivy.base import EventLoop, runTouchApp
    from kivy.clock import Clock

    from kiosk.terminal.ui.app import KioskApp
    from kiosk.terminal.ui.text.face import prepare_face
    from tests.support.pilot import Finger, Pilot

    EventLoop.ensure_window()
    runTouchApp(embedded=True)
    Clock._max_fps = 0  # the loop's pause between frames is not our work
    face = prepare_face(village.folder / "face")
    pilot = Pilot(KioskApp(village.config(), face, now=lambda: NOW))

    def drawn(words: str) -> float:
        finger = Finger(*pilot.find(words).center).down()
        pilot.frames(2)
        flips, start = pilot.flips, time.perf_counter()
        finger.up()
        while pilot.flips == flips:
            EventLoop.idle()
        return time.perf_counter() - start

    times: dict[str, list[float]] = {words: [] for words in ("全部公开内容", *_WAY, "村里的家底")}
    for _ in range(_ROUNDS):
        for way in (("全部公开内容",), _WAY, ("村里的家底",)):
            pilot.board.home()
            pilot.frames(3)
            for words in way:
                times[words].append(drawn(words))
                pilot.frames(3)
    before = median(times["全部公开内容"])
    row("the list of everything, touch to drawn frame", _p95(times["全部公开内容"]))
    for words in (*_WAY, "村里的家底"):
        ratio = f"{median(times[words]) / before:.2f} x"
        against = f"median {median(times[words]) * 1e3:.0f} ms"
        row(f"{words}, {_GUIDES} guides", _p95(times[words]), against, ratio, "at most 100 ms")
    pilot.close()


def _p95(times: list[float]) -> str:
    return f"{percentile(times, 0.95) * 1e3:.0f} ms p95"


if __name__ == "__main__":
    main()
