"""``kiosk run``: the whole way on one machine, from a folder to a screen.

Makes what is missing (keys, feed, face), pushes the folder, then starts the center's server,
a terminal's sync and its screen as processes of their own, says what runs where, and stops
all of them together.
"""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

import requests

from kiosk.affairs.county import County
from kiosk.affairs.division import Level
from kiosk.center.opening import open_center
from kiosk.center.printing import progress
from kiosk.center.pushing import PushError, county_of, publish, read
from kiosk.feed.keys import init_keys
from kiosk.feed.repository import create_repository
from kiosk.state import State, sources
from kiosk.terminal.staff import PIN_DIGITS, Lock, is_easy
from kiosk.terminal.ui.text.face import prepare_face

_START_SECONDS = 120.0
_STOP_SECONDS = 10.0
_NOWHERE = "https://gk.shilixian.example"
"""What the codes on the README's pictures say; nobody answers there (RFC 2606)."""


class RunError(Exception):
    """Something did not start, or stopped by itself.  The message is Chinese."""


def prepare(state: State, folder: Path, catalogues: Path) -> County:
    """Make the face, the keys and the feed as far as they are missing, and push the folder."""
    prepare_face(state.face)
    with progress("检查") as step:
        reading = read(folder, catalogues, state, step)
    county = county_of(reading)
    if not (state.online / "publisher.pem").exists():
        init_keys(state.offline, state.online)
    create_repository(state.feed, offline=state.offline, online=state.online, county=county)
    with progress("发布") as step:
        report = publish(reading, state, step)
    if not report.published:
        raise PushError(report.text)
    print(report.text)
    return county


def run(  # noqa: PLR0913 - the choices of the command line
    state: State,
    *,
    folder: Path,
    catalogues: Path,
    division: str | None,
    fullscreen: bool,
    port: int,
    size: tuple[int, int],
) -> int:
    """Set everything up, run it until Ctrl-C or until one part ends, and stop it cleanly."""
    county = prepare(state, folder, catalogues)
    port = port or _free_port()
    shown = division or _first_village(county)
    config = _write_config(state, shown, f"http://127.0.0.1:{port}", size)
    headless = not any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
    screen = ["screen", str(config)]
    if fullscreen:
        screen.append("--fullscreen")
    if headless:
        screen += ["--picture", str(state.picture)]
    staff = _set_up_center(state, folder, county)
    with _Processes(state) as processes:
        processes.start("中心", ["serve", "--port", str(port)])
        _wait_for(f"http://127.0.0.1:{port}/feed/metadata/timestamp.json", processes)
        told = _introduce(state, config) if county.sample else []
        processes.start("同步", ["sync", str(config)])
        processes.start("屏幕", screen)
        name = next(d.name for d in county.divisions if d.code == shown)
        print(f"中心：http://127.0.0.1:{port}/")
        print(f"终端：{name}（{shown}），资料在 {state.terminal}")
        if headless:
            print(f"屏幕：没有显示器，画面随时存成图片：{state.picture}")
        else:
            print("屏幕：已打开窗口")
        print("\n".join([*told, *staff]))
        print("按 Ctrl-C 全部停止。", flush=True)
        return processes.wait()


def _introduce(state: State, path: Path) -> list[str]:
    """Enrol a sample county's terminal and accept it, and set its PIN; what to tell about it.

    In a real county a person compares the code and accepts it.
    """
    from kiosk.terminal.config import load_config
    from kiosk.terminal.identity import make_identity

    config = load_config(path)
    identity = make_identity(config)
    for verb in (["enrol", str(path)], ["fleet", "accept", identity.code]):
        _verb(state, verb, "终端没有接入县中心，请看上面的错误。", quiet=True)
    lock = Lock(config.data_path)
    if lock.is_set:
        return ["工作人员面板：密码早已设好；忘了就用 kiosk pin 再设"]
    pin = _random_pin()
    lock.set_pin(pin)
    said = "工作人员面板：在屏幕右上角的时间上连点五下，第六下按住三秒，"
    return [f"{said}密码 {pin}（只显示这一次，用 kiosk pin 可以改）"]


def _random_pin() -> str:
    while True:
        pin = "".join(secrets.choice("0123456789") for _ in range(PIN_DIGITS[0]))
        if not is_easy(pin):
            return pin


def _verb(state: State, verb: list[str], wrong: str, *, quiet: bool = False) -> None:
    """Run one verb of this program to its end; RunError if it fails."""
    command = [sys.executable, "-m", "kiosk.cli", *verb, "--state", str(state.root)]
    done = subprocess.run(  # noqa: S603 - our own program
        command, check=False, stdout=subprocess.DEVNULL if quiet else None
    )
    if done.returncode:
        raise RunError(wrong)


def _set_up_center(state: State, folder: Path, county: County) -> list[str]:
    """Rules for feedback, and a sample county's staff, cases and what is under review.

    Returns what to tell about them.  What was pushed is taken in and the case boards are posted;
    from then on the worker beside ``kiosk serve`` does it.
    """
    open_center(feed=state.feed, data=state.center)
    from django.db import connections

    from kiosk.center.appraisals.sample import make_session  # models can be imported from here on
    from kiosk.center.board.sample import make_versions
    from kiosk.center.board.worker import Worker
    from kiosk.center.cases.sample import settle_warnings
    from kiosk.center.cases.setup import set_up

    try:
        said = list(set_up(folder, state.center, county, datetime.now(UTC)))
        worker = Worker(state.feed, state.online)
        worker.settle()
        if county.sample:
            content, now = sources() / "content", datetime.now(UTC)
            make_versions(content / "sample_versions.yaml", county, now)
            settle_warnings(content / "sample_cases.yaml", now)
            said += make_session(now)
            worker.settle()
    finally:
        connections.close_all()
    return said


def gallery(state: State, *, folder: Path, catalogues: Path, pictures: Path) -> int:
    """Push, sync once without a server, and take a picture of every screen both ways up."""
    county = prepare(state, folder, catalogues)
    _set_up_center(state, folder, county)
    for size in ((1080, 1920), (1920, 1080)):
        config = _write_config(state, _first_village(county), "", size)
        verbs: list[list[str]] = [
            ["sync", str(config), "--once"],
            ["pictures", str(config), str(pictures), "--size", f"{size[0]}x{size[1]}"],
        ]
        for verb in verbs:
            _verb(state, verb, "没有拍成图片，请看上面的错误。")
    print(f"图片在 {pictures}")
    return 0


def _first_village(county: County) -> str:
    villages = [d.code for d in county.divisions if d.level in {Level.VILLAGE, Level.COMMUNITY}]
    villages.sort(key=lambda code: (code[6:9] < "100", code))
    if not villages:
        raise RunError("县文件夹里没有村，没有屏幕可以显示。")
    return villages[0]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _write_config(state: State, division: str, center: str, size: tuple[int, int]) -> Path:
    """The terminal's configuration, as a technician would write it for one box.

    ``center`` is the center's address; without one the feed is read from its folder.
    """
    state.terminal.mkdir(parents=True, exist_ok=True)
    root = state.terminal / "root.json"
    root.write_bytes((state.feed / "metadata" / "1.root.json").read_bytes())
    feed = f"{center}/feed/" if center else f"file://{state.feed}/"
    config = state.terminal_config
    config.write_text(
        f'division = "{division}"\n'
        f'feed = "{feed}"\n'
        f'center = "{center or _NOWHERE}"\n'
        f'root = "root.json"\n'
        f'data = "{division}"\n'
        "poll_seconds = 5\n"
        f"[panel]\nwidth = {size[0]}\nheight = {size[1]}\n",
        encoding="utf-8",
    )
    return config


def _wait_for(url: str, processes: _Processes) -> None:
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end:
        processes.check()
        try:
            if requests.get(url, timeout=2).ok:
                return
        except requests.RequestException:
            time.sleep(0.1)
    raise RunError("中心没有启动成功，已全部停止。请看上面的错误。")


class _Processes:
    """The parts that run; all end together, the last one first."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._running: list[tuple[str, subprocess.Popen[bytes]]] = []

    def __enter__(self) -> Self:
        self._old = signal.signal(signal.SIGTERM, _as_interrupt)
        return self

    def __exit__(self, *_: object) -> None:
        for _name, process in reversed(self._running):
            process.terminate()
        for _name, process in reversed(self._running):
            try:
                process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        signal.signal(signal.SIGTERM, self._old)
        print("已全部停止。")

    def start(self, name: str, verb: list[str]) -> None:
        """Start one part; out of the reach of Ctrl-C, which only this process answers."""
        command = [sys.executable, "-m", "kiosk.cli", *verb, "--state", str(self._state.root)]
        process = subprocess.Popen(command, start_new_session=True)  # noqa: S603 - our own program
        self._running.append((name, process))

    def check(self) -> None:
        """Raise RunError if a part has ended by itself."""
        for name, process in self._running:
            if process.poll() is not None:
                raise RunError(f"{name}自己停了（退出码 {process.returncode}），其余也已停止。")

    def wait(self) -> int:
        """Until Ctrl-C (0) or until the window is closed (0) or a part fails (RunError)."""
        try:
            while True:
                screen = self._running[-1][1]
                if screen.poll() == 0:
                    return 0
                self.check()
                time.sleep(0.3)
        except KeyboardInterrupt:
            return 0


def _as_interrupt(*_: object) -> None:
    raise KeyboardInterrupt
