"""The screen: first frame, touch to drawn frame, idle frames, memory against a browser."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from kiosk.affairs.catalogue import Kind
from kiosk.affairs.disclosure import Content
from tests.benchmarks.report import median, percentile, row
from tests.support.village import VILLAGE, Village, face, ledger, prose

_ITEMS = 2000
_OPENINGS = 40
_IDLE_SECONDS = 60


def main() -> None:
    """Build a village of 2,000 items once, then measure."""
    with tempfile.TemporaryDirectory() as folder:
        village = _village(Path(folder))
        _first_frame(village)
        _memory(village)
        _touches(village)


def _village(folder: Path) -> Village:
    village = Village(folder)
    village.add_everything()
    for number in range(_ITEMS):
        day = date(2026, 11, 1) - timedelta(days=number % 300)
        disclosure = face(
            "A7", f"第 {number + 1} 次党员大会记录", Kind.PROSE, str(day), day, serial=number + 2
        )
        village.add(disclosure, prose(200))
    village.add(face("A7", "三千字的文章", Kind.PROSE, "2026-11", date(2026, 11, 20)), prose(3000))
    disclosure = face("D2", "四百笔", Kind.LEDGER, "2026-08", date(2026, 9, 12))
    village.add(disclosure, Content(document=ledger(400, 8)))
    village.publish()
    village.sync()
    (village.hall / "terminal.toml").write_text(
        f'division = "{VILLAGE}"\nfeed = "file://{village.feed}/"\nroot = "root.json"\n'
    )
    return village


def _first_frame(village: Village) -> None:
    def once(kind: str) -> float:
        command = [sys.executable, "-m", "tests.benchmarks.first_frame", kind]
        command += [str(time.monotonic()), str(village.hall / "terminal.toml"), str(village.folder)]
        done = subprocess.run(
            command, check=True, capture_output=True, text=True, env=_without_display()
        )
        return float(done.stdout.split()[-1])

    once("ours")  # the face is taken out of the collection once, and the bytecode is made
    once("empty")
    ours, empty = [], []
    for _ in range(5):
        ours.append(once("ours"))
        empty.append(once("empty"))
    ratio = median([a / b for a, b in zip(ours, empty, strict=True)])
    row(
        "first frame with content",
        f"{median(ours):.2f} s",
        f"empty Kivy {median(empty):.2f} s",
        f"{ratio:.2f}",
        "aim: at most 2",
    )


_LEFT_OUT = {"DISPLAY", "WAYLAND_DISPLAY", "PYTHONDONTWRITEBYTECODE"}
"""A box keeps its bytecode; without it both sides would measure the compiler."""


def _without_display() -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if k not in _LEFT_OUT} | {
        "PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir()) / "kiosk-bench-bytecode")
    }


def _memory(village: Village) -> None:
    config, state = village.hall / "terminal.toml", village.folder
    python = [sys.executable, "-m"]
    verbs = (
        ["tests.benchmarks.shown_list", str(config), str(state)],
        ["kiosk.cli", "sync", str(config), "--state", str(state)],
    )
    ours = [
        subprocess.Popen([*python, *verb], env=_without_display(), stderr=subprocess.DEVNULL)
        for verb in verbs
    ]
    time.sleep(12)
    assert all(process.poll() is None for process in ours), "a part of ours has ended"
    used = sum(_pss(process.pid) for process in ours)
    for process in ours:
        process.terminate()
        process.wait(20)
    browser = _browser(village.folder)
    against = f"Chromium {browser / 2**20:.0f} MB" if browser else "Chromium not installed"
    ratio = f"{used / browser:.2f}" if browser else ""
    row(
        f"memory (PSS), list of {_ITEMS} items",
        f"{used / 2**20:.0f} MB",
        against,
        ratio,
        "aim: at most 0.4",
    )


def _browser(folder: Path) -> int:
    """PSS of Chromium in kiosk mode with the same items on one plain page; 0 without it."""
    if shutil.which("chromium") is None or shutil.which("Xvfb") is None:
        return 0
    rows = "".join(f"<li>第 {n + 1} 次党员大会记录<br>2026年公开</li>" for n in range(_ITEMS))
    page = folder / "list.html"
    page.write_text(f"<!doctype html><meta charset=utf-8><ul style='font-size:40px'>{rows}</ul>")
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    display = subprocess.Popen(["Xvfb", ":97", "-screen", "0", "1080x1920x24"], **quiet)
    time.sleep(2)
    flags = "kiosk no-sandbox no-first-run disable-quic disable-sync disable-component-update "
    flags += "disable-background-networking window-position=0,0 window-size=1080,1920 "
    flags += f"user-data-dir={folder / 'browser'}"
    browser = subprocess.Popen(
        ["chromium", *(f"--{flag}" for flag in flags.split()), page.as_uri()],
        env={**os.environ, "DISPLAY": ":97"},
        start_new_session=True,
        **quiet,
    )
    time.sleep(15)
    used = _pss(browser.pid)
    for process in (browser, display):
        process.terminate()
        process.wait(20)
    return used


def _pss(pid: int) -> int:
    """Proportional set size of a process and all below it, in bytes."""
    total = 0
    for one in [pid, *_children(pid)]:
        try:
            text = Path(f"/proc/{one}/smaps_rollup").read_text()
        except OSError:
            continue
        total += next(int(x.split()[1]) * 1024 for x in text.splitlines() if x.startswith("Pss:"))
    return total


def _children(pid: int) -> list[int]:
    try:
        text = "".join(p.read_text() for p in Path(f"/proc/{pid}/task").glob("*/children"))
    except OSError:
        return []
    found = [int(word) for word in text.split()]
    return found + [below for child in found for below in _children(child)]


def _touches(village: Village) -> None:
    from kiosk.terminal.ui import environment

    environment.prepare(
        home=village.folder / "kivy", width=1080, height=1920, fullscreen=False, offscreen=True
    )
    from kivy.base import EventLoop, runTouchApp
    from kivy.clock import Clock

    from kiosk.terminal.ui.app import KioskApp
    from kiosk.terminal.ui.text.face import prepare_face
    from tests.support.pilot import Finger, Pilot
    from tests.support.village import NOW

    EventLoop.ensure_window()
    runTouchApp(embedded=True)
    Clock._max_fps = 0  # the loop's pause between frames is not our work
    pilot = Pilot(
        KioskApp(village.config(), prepare_face(village.folder / "face"), now=lambda: NOW)
    )

    def drawn(target) -> float:
        """Seconds from the finger leaving the panel to the frame on it."""
        finger = Finger(*target.center).down()
        pilot.frames(2)
        flips, start = pilot.flips, time.perf_counter()
        finger.up()
        while pilot.flips == flips:
            EventLoop.idle()
        return time.perf_counter() - start

    def openings(title: str) -> list[float]:
        found = []
        for _ in range(_OPENINGS):
            pilot.board.home()
            shelved = next(
                s for s in pilot.board.desk.library.shelves() if s.disclosure.title == title
            )
            _only(pilot.board, shelved)
            pilot.frames(3)
            pilot.app.tidy.breathe()
            found.append(drawn(pilot.find(title)))
        return found

    for title, what in (("三千字的文章", "3,000-character document"), ("四百笔", "400-row ledger")):
        times = openings(title)
        row(
            f"{what}, touch to drawn frame",
            f"{percentile(times, 0.95) * 1000:.0f} ms p95",
            f"median {median(times) * 1000:.0f} ms",
            "",
            "aim: at most 100 ms",
        )
    turns = []
    while any(t.spoken_text == "下一页" for t in pilot.taps()):
        turns.append(drawn(pilot.find("下一页")))
    row("page turn of a 400-row ledger", f"{percentile(turns, 0.95) * 1000:.0f} ms p95")
    _idle(pilot)
    pilot.close()


def _only(board, shelved) -> None:
    """A list with just the one item that is to be opened, so that it can be touched."""
    from kiosk.terminal.ui.flow import Flow, Piece
    from kiosk.terminal.ui.screens.screen import Screen
    from kiosk.terminal.ui.screens.shelf import shelf_row, shelf_row_height

    class One(Screen):
        def pages(self, width, height):
            tall = shelf_row_height(self.board, shelved, width)
            return Flow([Piece(tall, lambda: shelf_row(self.board, shelved))], height=height)

    board.go(One)


def _idle(pilot) -> None:
    """Frames in a minute in which nobody touches a page."""
    from kivy.base import EventLoop
    from kivy.clock import Clock

    Clock._max_fps = 30
    pilot.frames(10)
    flips, end = pilot.flips, time.monotonic() + _IDLE_SECONDS
    while time.monotonic() < end:
        EventLoop.idle()
    row(f"frames drawn in {_IDLE_SECONDS} idle seconds", str(pilot.flips - flips), aim="aim: 0")


if __name__ == "__main__":
    main()
