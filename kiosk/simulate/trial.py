"""One county under trial: its feed, its server, its terminals, and what is measured of them."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import NamedTuple, Self

import requests

from kiosk.center.opening import open_center
from kiosk.feed.draft import Draft
from kiosk.feed.keys import init_keys
from kiosk.feed.publisher import Publisher
from kiosk.feed.repository import create_repository
from kiosk.simulate.county import county_of, first_drafts, villages_of
from kiosk.simulate.halls import Counted, Shown, live
from kiosk.simulate.load import Meter
from kiosk.state import State
from kiosk.terminal.telemetry import drawn_path

_START_SECONDS = 60.0


class SimulationError(Exception):
    """The trial cannot go on.  The message is Chinese."""


class Size(NamedTuple):
    """How large the trial is."""

    terminals: int
    townships: int
    items: int
    poll: float
    workers: int
    processes: int


class Result(NamedTuple):
    """What one scenario took; times in seconds, bytes are of bodies as on the wire.

    ``asked`` terminals were to follow, ``followed`` did.  Requests and bytes are means for a
    terminal of those that were to follow, and of the others.
    """

    name: str
    asked: int
    followed: int
    publish: float
    median: float
    last: float
    requests: tuple[float, float]
    body: tuple[float, float]
    failed: int
    peak_requests: int
    server_peak: float
    server_memory: int


class Trial:
    """Everything of one simulated county; use it in a ``with``."""

    def __init__(self, folder: Path, size: Size) -> None:
        self.size = size
        self.state = State(folder / "center")
        self.county = county_of(size.terminals, size.townships)
        self.villages = villages_of(self.county)
        self._halls = folder / "halls"
        self._context = multiprocessing.get_context("spawn")
        self._children: list[tuple[SpawnProcess, Connection]] = []
        self._server: subprocess.Popen[bytes] | None = None
        self._meter: Meter | None = None
        self._port = _free_port()
        self._on = False
        self.shown: dict[str, Shown] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.switch_off()
        if self._meter is not None:
            self._meter.close()
        if self._server is not None:
            self._server.send_signal(signal.SIGTERM)
            self._server.wait(20)
        for village in self.villages:  # the screens' notes lie in memory, beside the folder
            note = drawn_path(self._halls / village / "data")
            note.unlink(missing_ok=True)
            with contextlib.suppress(OSError):
                note.parent.rmdir()

    @property
    def address(self) -> str:
        """Of the center."""
        return f"http://127.0.0.1:{self._port}/"

    def publish(self, drafts: Iterable[Draft]) -> float:
        """Publish; the seconds that it took."""
        started = time.monotonic()
        Publisher(self.state.feed, self.state.online).publish(self.county, drafts)
        return time.monotonic() - started

    def withdraw(self, item: str) -> float:
        """Withdraw; the seconds that it took."""
        started = time.monotonic()
        Publisher(self.state.feed, self.state.online).withdraw(item, reason="模拟")
        return time.monotonic() - started

    def prepare(self) -> float:
        """Keys, feed, first content, server, terminals' folders; seconds of the publishing."""
        init_keys(self.state.offline, self.state.online)
        create_repository(
            self.state.feed,
            offline=self.state.offline,
            online=self.state.online,
            county=self.county,
        )
        seconds = self.publish(first_drafts(self.county, self.size.items))
        open_center(feed=self.state.feed, data=self.state.center)
        root = (self.state.feed / "metadata/1.root.json").read_bytes()
        for village in self.villages:
            folder = self._halls / village
            folder.mkdir(parents=True)
            (folder / "root.json").write_bytes(root)
            (folder / "terminal.toml").write_text(
                f'division = "{village}"\nfeed = "{self.address}feed/"\n'
                f'center = "{self.address}"\nroot = "root.json"\n'
                f"poll_seconds = {self.size.poll}\n",
                encoding="utf-8",
            )
        self._serve()
        return seconds

    def _serve(self) -> None:
        command = [sys.executable, "-m", "kiosk.cli", "serve", "--port", str(self._port)]
        command += ["--workers", str(self.size.workers), "--state", str(self.state.root)]
        self._server = subprocess.Popen(command, start_new_session=True)  # noqa: S603
        end = time.monotonic() + _START_SECONDS
        while True:
            with contextlib.suppress(requests.RequestException):
                if requests.get(f"{self.address}feed/metadata/timestamp.json", timeout=2).ok:
                    break
            if time.monotonic() > end or self._server.poll() is not None:
                raise SimulationError("发布服务没有启动成功，模拟停止。")
            time.sleep(0.1)
        self._meter = Meter(self._server.pid)

    def boot(self, *, known: bool) -> None:
        """Have the processes of the terminals ready to be switched on."""
        folders = [self._halls / village / "terminal.toml" for village in self.villages]
        for number in range(self.size.processes):
            ours, theirs = self._context.Pipe()
            share = folders[number :: self.size.processes]
            process = self._context.Process(
                target=live, args=(share, theirs), kwargs={"known": known}, daemon=True
            )
            process.start()
            theirs.close()
            self._children.append((process, ours))
        for process, line in self._children:
            if not line.poll(180) or line.recv() != "ready":
                raise SimulationError(f"模拟的终端没有启动成功（{process.exitcode}），模拟停止。")

    def accept(self) -> int:
        """Accept every terminal that asked; how many."""
        from django.utils import timezone

        from kiosk.center.fleet.models import State as Standing
        from kiosk.center.fleet.models import Terminal

        waiting = Terminal.objects.filter(state=Standing.PENDING)
        return waiting.update(state=Standing.ACCEPTED, decided_at=timezone.now())

    def switch_on(self) -> None:
        """All of them, in the same second."""
        self.shown.clear()
        for _process, line in self._children:
            line.send("on")
        self._on = True

    def switch_off(self) -> None:
        """All of them at once, as by a power cut."""
        for process, line in self._children:
            with contextlib.suppress(OSError):
                process.kill()
            process.join(10)
            line.close()
        self._children.clear()
        self._on = False

    def intended(self) -> dict[str, str]:
        """The digest of the Edition that each village should show, by its code."""
        from kiosk.center.fleet.chronicle import Chronicle, intended, newest_states

        Chronicle(self.state.feed).refresh()
        newest = newest_states()
        return {village: intended(village, newest).digest for village in self.villages}

    def lights(self) -> dict[str, int]:
        """How many terminals the center sees in each state."""
        from django.utils import timezone

        from kiosk.center.fleet.chronicle import Chronicle
        from kiosk.center.fleet.models import Terminal
        from kiosk.center.fleet.standing import standings

        Chronicle(self.state.feed).refresh()
        counts: dict[str, int] = {}
        for each in standings(Terminal.objects.all(), timezone.now()):
            counts[each.light.value] = counts.get(each.light.value, 0) + 1
        return counts

    def settled(self, patience: float) -> tuple[float, dict[str, int]]:
        """Wait until the center sees all as showing the newest; how long it took, and `lights`."""
        started = time.monotonic()
        while True:
            lights, passed = self.lights(), time.monotonic() - started
            if lights.get("newest") == len(self.villages) or passed > patience:
                return passed, lights
            for _ in self._events(5.0, whole=True):
                pass

    def measure(
        self, name: str, act: Callable[[], float], asked: list[str], *, patience: float
    ) -> Result:
        """Do something and wait until these villages show what they should; then one poll more."""
        assert self._meter is not None
        before = self._count()
        self._meter.reset()
        started = time.monotonic()
        publish = act()
        done = time.monotonic()
        wanted = self.intended()
        waiting = {village for village in asked if self._edition(village) != wanted[village]}
        while waiting and time.monotonic() < done + patience:
            for shown in self._events(0.5):
                if shown.edition == wanted.get(shown.terminal):
                    waiting.discard(shown.terminal)
        times = sorted(self.shown[v].at - done for v in asked if v not in waiting)
        rest = done + 1.15 * self.size.poll - time.monotonic()
        for _ in self._events(max(0.0, rest), whole=True):
            pass
        after = self._count()
        spent = {v: _minus(after.requests, before.requests, v) for v in self.villages}
        body = {v: _minus(after.body, before.body, v) for v in self.villages}
        others = [v for v in self.villages if v not in set(asked)]
        return Result(
            name=name,
            asked=len(asked),
            followed=len(times),
            publish=publish,
            median=times[len(times) // 2] if times else 0.0,
            last=times[-1] if times and not waiting else float("inf") if waiting else 0.0,
            requests=(_mean(spent, asked), _mean(spent, others)),
            body=(_mean(body, asked), _mean(body, others)),
            failed=after.failed - before.failed,
            peak_requests=max(
                (n for second, n in after.seconds.items() if second >= int(started)), default=0
            ),
            server_peak=self._meter.peak,
            server_memory=self._meter.memory,
        )

    def _edition(self, village: str) -> str:
        return self.shown[village].edition if village in self.shown else ""

    def _events(self, seconds: float, *, whole: bool = False) -> Iterator[Shown]:
        """Events until there are some, or for the ``whole`` time."""
        end = time.monotonic() + seconds
        while True:
            lines: list[Connection] = [line for _, line in self._children]
            ready = wait(lines, max(0.0, end - time.monotonic()))
            for line in ready:
                assert isinstance(line, Connection)
                event = line.recv()
                assert isinstance(event, Shown)
                self.shown[event.terminal] = event
                yield event
            if not ready or not whole:
                return

    def _count(self) -> Counted:
        """The sums over all processes; zeros while all is switched off."""
        requests_: dict[str, int] = {}
        body: dict[str, int] = {}
        seconds: dict[int, int] = {}
        failed, cpu = 0, 0.0
        for _process, line in self._children if self._on else ():
            line.send("count")
            while isinstance(found := line.recv(), Shown):
                self.shown[found.terminal] = found
            assert isinstance(found, Counted)
            requests_ |= found.requests
            body |= found.body
            failed += found.failed
            cpu += found.cpu
            for second, count in found.seconds.items():
                seconds[second] = seconds.get(second, 0) + count
        return Counted(requests_, body, failed, seconds, cpu)


def _minus(after: dict[str, int], before: dict[str, int], village: str) -> int:
    return after.get(village, 0) - before.get(village, 0)


def _mean(values: dict[str, int], of: list[str]) -> float:
    return sum(values[v] for v in of) / len(of) if of else 0.0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def processes(terminals: int) -> int:
    """Four a processor: threads of one process wait for one another, and boxes do not."""
    return min(4 * (os.cpu_count() or 1), terminals)
