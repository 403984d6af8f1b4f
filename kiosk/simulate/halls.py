"""Many terminals in one process: each with its own folder, sync, heartbeat, key and connections.

Sync and heartbeat are the real ones, each in its own threads.  Only the screen is stood in for,
by a thread that notes as drawn what the library holds within half a second: a real one would
need a graphics card for each.
"""

from __future__ import annotations

import contextlib
import logging
import os
import resource
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from pathlib import Path

import msgspec

from kiosk.feed.fetcher import Fetcher
from kiosk.feed.structs import build_all
from kiosk.terminal.config import load_config
from kiosk.terminal.enrolment import enrol
from kiosk.terminal.heartbeat import heart
from kiosk.terminal.identity import EnrolError
from kiosk.terminal.library import Library
from kiosk.terminal.sync import run as sync
from kiosk.terminal.telemetry import Drawn, drawn_path, uptime, write_drawn

_LOOK = 0.5
_MINUTE = 60.0
_SIDE_BY_SIDE = 4
_TRIES = 20


class Shown(msgspec.Struct, frozen=True):
    """A terminal (by its folder) shows another Edition since ``at`` (`time.monotonic`)."""

    terminal: str
    edition: str
    at: float


class Counted(msgspec.Struct, frozen=True):
    """Requests and body bytes of each terminal since its start, and polls that failed.

    ``seconds`` maps whole seconds (`time.monotonic`) to the requests of all terminals in them.
    """

    requests: dict[str, int]
    body: dict[str, int]
    failed: int
    seconds: dict[int, int]
    cpu: float


class _Failures(logging.Handler):
    """Counts the polls that failed; says nothing."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.count = 0
        self.last = ""

    def emit(self, record: logging.LogRecord) -> None:
        if str(record.msg).startswith(("poll failed", "the disk fails")):
            self.count += 1
            self.last = record.getMessage()


class _Hall:
    """One terminal."""

    def __init__(self, config: Path) -> None:
        self.name = config.parent.name
        self.config = load_config(config)
        self.fetcher = Fetcher()
        self.library = Library(self.config.library_path, self.config.blobs_path)
        self._drawn = drawn_path(self.config.data_path)
        self._noted = float("-inf")
        self._edition = ""

    def sync(self) -> None:
        sync(self.config, fetcher=self.fetcher)

    def draw(self) -> bool:
        """Note what the library holds as drawn, when it changed and once a minute."""
        now = uptime()
        changed = self.library.changed()
        if not changed and now - self._noted < _MINUTE:
            return False
        edition = self.library.edition()
        fresh = edition is not None and edition.digest != self._edition
        self._edition = edition.digest if edition is not None else ""
        self._noted = now
        write_drawn(self._drawn, Drawn(edition=self._edition, screen="Home", at=now))
        return fresh

    @property
    def edition(self) -> str:
        return self._edition


def live(configs: Sequence[Path], line: Connection, *, known: bool) -> None:
    """Run these terminals until told to stop: the main function of a process.

    ``known``: they are enrolled already.  Sends "ready" once all are, `Shown` events, and
    `Counted` when asked for it with "count"; ends at once with "stop", as by a power cut.
    """
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    failures = _Failures()
    logging.getLogger().addHandler(failures)
    logging.getLogger("kiosk").propagate = True
    build_all()
    halls = [_Hall(config) for config in configs]
    if not known:
        with ThreadPoolExecutor(_SIDE_BY_SIDE) as pool:
            list(pool.map(_enrol, halls))
    line.send("ready")
    line.recv()
    lock = threading.Lock()
    with contextlib.ExitStack() as hearts:
        for hall in halls:
            threading.Thread(target=hall.sync, daemon=True).start()
            hearts.enter_context(heart(hall.config))
        seconds: dict[int, int] = {}
        threading.Thread(target=_watch, args=(halls, line, lock, seconds), daemon=True).start()
        while line.recv() == "count":
            with lock:
                line.send(
                    Counted(
                        {h.name: h.fetcher.requests for h in halls},
                        {h.name: h.fetcher.body_bytes for h in halls},
                        failures.count,
                        dict(seconds),
                        time.process_time(),
                    )
                )
        os._exit(0)


def _enrol(hall: _Hall) -> None:
    """As a technician does: once more when the center is busy."""
    for _ in range(_TRIES):
        with contextlib.suppress(EnrolError):
            enrol(hall.config)
            return
        time.sleep(1.0)
    enrol(hall.config)


def _watch(
    halls: list[_Hall], line: Connection, lock: threading.Lock, seconds: dict[int, int]
) -> None:
    """Stand in for the screens."""
    before, counted_at = 0, time.monotonic()
    while True:
        started = time.monotonic()
        for hall in halls:
            if hall.draw():
                with lock:
                    line.send(Shown(hall.name, hall.edition, time.monotonic()))
        total, now = sum(hall.fetcher.requests for hall in halls), time.monotonic()
        if now - counted_at >= 1.0:
            rate = round((total - before) / (now - counted_at))
            with lock:
                seconds.update(dict.fromkeys(range(int(counted_at), int(now)), rate))
            before, counted_at = total, now
        time.sleep(max(0.0, started + _LOOK - time.monotonic()))
