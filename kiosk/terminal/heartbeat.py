"""The heartbeat: every five minutes, and as soon as a new Edition is drawn, a signed word.

It says what the screen shows, not that a program runs.  Nothing waits for it: it has a thread
and a connection of its own, and without a center to talk to the board is the same.
"""

from __future__ import annotations

import contextlib
import logging
import os
import random
import sqlite3
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

import msgspec

from kiosk.feed import durable
from kiosk.feed.blobs import BlobError, BlobStore
from kiosk.feed.documents import DocumentError, Takedowns, decode, read_feed
from kiosk.feed.edition import Edition
from kiosk.feed.report import BEAT, LIMIT, Heartbeat
from kiosk.feed.structs import build_all
from kiosk.terminal.clock import clock_trusted
from kiosk.terminal.config import TerminalConfig
from kiosk.terminal.enrolment import Answer, Line, release
from kiosk.terminal.faults import CLOCK, faults
from kiosk.terminal.identity import EnrolError, Identity, load_identity
from kiosk.terminal.library import schema
from kiosk.terminal.spans import Spans
from kiosk.terminal.telemetry import Drawn, drawn_path, read_drawn, uptime

_LOG = logging.getLogger(__name__)

EVERY = 300.0
_FIRST = 60.0
"""Seconds over which the first words after a boot are spread."""
_LOOK = 2.0
_PENDING = (30.0, 60.0)
_BACKOFF = (10.0, 900.0)
_TOLD = 4
_WORD = 60


class Versions(NamedTuple):
    """An Edition by the versions of its feeds and of the list of takedowns."""

    scopes: dict[str, int]
    takedowns: int


class Shelf:
    """What the library says about Editions, read beside the process that writes it."""

    def __init__(self, config: TerminalConfig) -> None:
        self._path = config.library_path
        self._blobs = BlobStore(config.blobs_path)
        self._known: dict[str, Versions] = {}

    def current(self) -> str:
        """The digest of the Edition in the library, or ''."""
        rows = self._rows("SELECT digest FROM edition ORDER BY number DESC LIMIT 1")
        return str(rows[0][0]) if rows else ""

    def versions(self, digest: str) -> Versions | None:
        """What an Edition was made of; None if it is not known (any more)."""
        if digest not in self._known:
            rows = self._rows("SELECT named FROM edition WHERE digest = ?", digest)
            try:
                edition = msgspec.json.decode(rows[0][0], type=Edition)
                self._known[digest] = self._read(edition)
            except (IndexError, msgspec.DecodeError, BlobError, DocumentError, OSError):
                return None
            while len(self._known) > 8:
                del self._known[next(iter(self._known))]
        return self._known[digest]

    def quarantine(self) -> dict[str, str]:
        """What cannot be shown, with the reason."""
        rows = self._rows("SELECT id, reason FROM quarantine ORDER BY since DESC")
        return {row[0]: row[1] for row in rows}

    def _read(self, edition: Edition) -> Versions:
        scopes = {
            scope: read_feed(self._blobs.read(digest)).feed.version
            for scope, digest in edition.scopes.items()
        }
        takedowns = 0
        if edition.takedowns:
            takedowns = decode(self._blobs.read(edition.takedowns), Takedowns).version
        return Versions(scopes, takedowns)

    def _rows(self, sql: str, *values: str) -> list[tuple[str, ...]]:
        try:
            with contextlib.closing(schema.open_reader(self._path)) as database:
                return database.execute(sql, values).fetchall()
        except sqlite3.Error:
            return []  # being made, or damaged: sync mends it


class Heart:
    """One terminal's heartbeat.  `run` repeats `look` and `send`."""

    def __init__(self, config: TerminalConfig, identity: Identity, *, every: float = EVERY) -> None:
        self.config = config
        self.line = Line(config, identity)
        self.shelf = Shelf(config)
        self.spans = Spans(
            config.data_path / "spans.json", identity.sequence, partial(clock_trusted, config)
        )
        self._every = every
        self._note = drawn_path(config.data_path)
        self._drawn: Drawn | None = None
        self._told = ""
        self._failures = 0
        # Where in the interval this terminal speaks: the same after every boot, and spread
        # over all of it, so that a power cut in the county makes no storm.
        self._phase = random.Random(identity.id).random()  # noqa: S311 - spreads load

    def close(self) -> None:
        """Close the connection; keep what was not told yet."""
        self.spans.save()
        self.line.close()

    def look(self) -> bool:
        """Take note of what is drawn; whether it is another Edition than the center knows of."""
        drawn = read_drawn(self._note)
        self._drawn = drawn
        if drawn is None or not drawn.edition:
            return False
        versions = self.shelf.versions(drawn.edition)
        if versions is not None and not drawn.blank:
            self.spans.see(versions.scopes, versions.takedowns, drawn.at)
        return drawn.edition != self._told

    def beat(self) -> Heartbeat:
        """What there is to say now, never longer than `LIMIT` bytes."""
        drawn, now = self._drawn, uptime()
        quarantine = self.shelf.quarantine()
        wrong = [fault[:_WORD] for fault in _faults(self.config)]
        if drawn is not None and drawn.blank:
            wrong.insert(0, "画面只有一种颜色")
        beat = Heartbeat(
            division=self.config.division,
            edition=self.shelf.current(),
            drawn=drawn.edition if drawn else "",
            drawn_age=None if drawn is None else max(0, int(now - drawn.at)),
            frame=drawn.frame if drawn else "",
            screen=drawn.screen[:_WORD] if drawn else "",
            touch_age=None
            if drawn is None or drawn.touched is None
            else max(0, int(now - drawn.touched)),
            quarantined=len(quarantine),
            quarantine={id_[:_WORD]: why[:30] for id_, why in list(quarantine.items())[:2]},
            disk=_free_disk(self.config.data_path),
            memory=_free_memory(),
            clock=clock_trusted(self.config),
            version=release(),
            faults=tuple(wrong[:4]),
            spans=self.spans.oldest(_TOLD),
            lost=self.spans.lost,
        )
        return _fitting(beat)

    def send(self) -> float:
        """Say it; the seconds until the next time."""
        beat = self.beat()
        try:
            answer = self.line.post(BEAT, msgspec.json.encode(beat))
        except OSError as error:
            return self._failed(type(error).__name__, None)
        if answer.status == 204:
            self._failures = 0
            self._told = beat.drawn
            self.spans.confirm(beat.spans)
            if len(self.spans) > 1:  # more than one message holds: what was shown while offline
                return random.uniform(6, 12)  # noqa: S311 - spreads load
            return self._every * random.uniform(0.9, 1.1)  # noqa: S311
        if answer.status == 403:
            return self._unknown(answer)
        return self._failed(f"HTTP {answer.status} {answer.said.error}", answer.retry_after)

    def run(self, stop: threading.Event) -> None:
        """Until told to stop."""
        due = uptime() + self._phase * min(self._every, _FIRST)
        while not stop.wait(_LOOK):
            try:
                fresh = self.look()
                if uptime() >= due or (fresh and not self._failures and self._told):
                    due = uptime() + self.send()
            except Exception:  # noqa: BLE001
                # Whatever it is, the board goes on without it, and so does this thread.
                _LOG.exception("heartbeat failed")
                due = uptime() + _BACKOFF[1]

    def _unknown(self, answer: Answer) -> float:
        """Not accepted (yet): ask again to be known, unless the county has said no."""
        if answer.said.state == "revoked":
            return self._failed("revoked", _BACKOFF[1])
        with contextlib.suppress(OSError):
            self.line.enrol()
        return random.uniform(*_PENDING)  # noqa: S311

    def _failed(self, reason: str, retry_after: float | None) -> float:
        self._failures += 1
        least, most = _BACKOFF
        wait = random.uniform(least, min(most, least * 2 ** min(self._failures, 10)))  # noqa: S311
        _LOG.info("heartbeat not told (%d): %s", self._failures, reason)
        return max(wait, retry_after or 0.0)


@contextlib.contextmanager
def heart(config: TerminalConfig) -> Iterator[None]:
    """Have the heart beat in a thread of its own while the block runs, if there is a center.

    It begins by itself once ``kiosk enrol`` has made the key.
    """
    if not config.center:
        yield
        return
    build_all()
    stop = threading.Event()
    thread = threading.Thread(target=_live, args=(config, stop), name="heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(5.0)


def _live(config: TerminalConfig, stop: threading.Event) -> None:
    try:
        with durable.only_one(config.data_path / "heartbeat.lock", "busy"):
            identity = load_identity(config)
            while identity is None and not stop.wait(10.0):
                identity = load_identity(config)
            if identity is None:
                return
            with contextlib.closing(Heart(config, identity)) as beating:
                beating.run(stop)
    except (durable.BusyError, EnrolError, OSError) as error:
        _LOG.warning("no heartbeat: %s", error)


def _fitting(beat: Heartbeat) -> Heartbeat:
    """The report without what is least needed, until it is short enough."""
    while len(msgspec.json.encode(beat)) > LIMIT:
        if len(beat.spans) > 1:
            beat = msgspec.structs.replace(beat, spans=beat.spans[1:])
        elif beat.quarantine:
            kept = dict(list(beat.quarantine.items())[:-1])
            beat = msgspec.structs.replace(beat, quarantine=kept)
        elif beat.faults:
            beat = msgspec.structs.replace(beat, faults=beat.faults[:-1])
        else:
            break
    return beat


def _faults(config: TerminalConfig) -> list[str]:
    """What is wrong, but for the clock, which has a field of its own and stops nothing."""
    return [fault.text for fault in faults(config) if fault.code != CLOCK]


def _free_disk(folder: Path) -> int:
    """MiB that a program may still write there."""
    try:
        status = os.statvfs(folder)
    except OSError:
        return 0
    return status.f_bavail * status.f_frsize >> 20


def _free_memory() -> int:
    """MiB of memory that programs may still have."""
    with contextlib.suppress(OSError, ValueError, StopIteration):
        with Path("/proc/meminfo").open(encoding="ascii") as lines:
            line = next(line for line in lines if line.startswith("MemAvailable:"))
        return int(line.split()[1]) >> 10
    return 0
