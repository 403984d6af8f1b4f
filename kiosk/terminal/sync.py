"""Sync, the process that keeps the library up to date: when to poll, and what to do between.

The work itself is in `follow`.  Nothing that a line, a server or a disk does ends this process.
"""

from __future__ import annotations

import logging
import signal
import sqlite3
import threading
import time
from collections.abc import Callable
from types import FrameType

from kiosk.feed import durable
from kiosk.feed.fetcher import Fetcher, UnreachableError
from kiosk.feed.refusals import RefusedError
from kiosk.terminal.ballots import send_waiting
from kiosk.terminal.config import TerminalConfig
from kiosk.terminal.follow import Sync
from kiosk.terminal.quiet import quiet_log
from kiosk.terminal.rhythm import Rhythm, identity
from kiosk.terminal.telemetry import asked

__all__ = ["Sync", "run"]

_LOG = logging.getLogger(__name__)
_DAY = 86_400.0
_ASKED_SECONDS = 1.0
"""How often to look whether somebody asked for a poll: one look at memory, nothing on the disk."""
_DISK_AGAIN = 60.0
"""Seconds until a disk that cannot even be opened is tried again."""


class _StopError(BaseException):
    """SIGTERM.  Safe to raise anywhere: every write is whole or not there."""


def run(config: TerminalConfig, *, once: bool = False, fetcher: Fetcher | None = None) -> bool:
    """Keep a terminal up to date until SIGTERM or SIGINT; ``once``: poll, fetch all, return.

    Returns whether the last poll succeeded.  Raises ConfigError, or BusyError when a sync for
    this data folder runs already; with ``once`` also OSError or sqlite3.Error if the disk fails.
    """
    with quiet_log(), _stoppable():
        try:
            if once:
                return _alone(config, fetcher, _once)
            while True:
                try:
                    _alone(config, fetcher, _forever)
                except (OSError, sqlite3.Error) as error:
                    # Full, read-only or torn out: the screen goes on, and so does the trying.
                    _LOG.error("the disk fails, again in %.0f s: %s", _DISK_AGAIN, error)
                    time.sleep(_DISK_AGAIN)
        except _StopError:
            _LOG.info("stopped")
            return True


def _alone(config: TerminalConfig, fetcher: Fetcher | None, work: Callable[[Sync], bool]) -> bool:
    message = f"另一个同步程序正在使用 {config.data_path}，这一个没有启动。"
    with durable.only_one(config.data_path / "sync.lock", message):
        sync = Sync(config, fetcher=fetcher)
        try:
            return work(sync)
        finally:
            sync.close()


class _stoppable:  # noqa: N801 - a context manager, used like a function
    """SIGTERM and SIGINT stop the work at once, where signals can be had (the main thread)."""

    def __enter__(self) -> None:
        self._old = {}
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGTERM, signal.SIGINT):
                self._old[number] = signal.signal(number, self._stop)

    def __exit__(self, *_: object) -> None:
        for number, handler in self._old.items():
            signal.signal(number, handler)

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        raise _StopError


def _once(sync: Sync) -> bool:
    try:
        sync.step()
    except (UnreachableError, RefusedError) as error:
        _LOG.warning("poll failed: %s", error)
        return False
    finally:
        _send(sync.config)
    return sync.pictures(float("inf"))


def _forever(sync: Sync) -> bool:
    """Poll for ever.  A box that has content waits a first while of its own (`Rhythm`)."""
    config = sync.config
    rhythm = Rhythm(identity(config.data_path, config.division), config.poll_seconds)
    tidy_at = 0.0
    due = time.monotonic()
    if sync.library.current() is not None:
        due += rhythm.first()
    while True:
        if time.monotonic() >= tidy_at and _tidy(sync, due):
            tidy_at = time.monotonic() + _DAY
        _wait(config, due)
        due = time.monotonic() + _poll(sync, rhythm)
        _send(config)


def _wait(config: TerminalConfig, until: float) -> None:
    """Until it is time for the next poll, or until somebody at the box asks for one."""
    while (left := until - time.monotonic()) > 0:
        if asked(config.data_path):
            _LOG.info("somebody asked for a poll")
            return
        time.sleep(min(_ASKED_SECONDS, left))


def _poll(sync: Sync, rhythm: Rhythm) -> float:
    """One poll, and pictures until the next; seconds to that from now."""
    started = time.monotonic()
    try:
        sync.step()
        wait = rhythm.after_success()
        sync.pictures(started + wait)
        wait = max(wait, sync.retry_after or 0.0)
    except (UnreachableError, RefusedError, OSError, sqlite3.Error) as error:
        wait = rhythm.after_failure(getattr(error, "retry_after", None))
        _LOG.warning("poll failed (%d), again in %.0f s: %s", rhythm.failures, wait, error)
    return max(0.0, started + wait - time.monotonic())


def _send(config: TerminalConfig) -> None:
    """Ballots that were cast at the screen; they wait for nothing but a line to the center."""
    try:
        if sent := send_waiting(config):
            _LOG.info("%d ballots sent", sent)
    except OSError as error:
        _LOG.warning("ballots later: %s", error)


def _tidy(sync: Sync, until: float) -> bool:
    """At boot and once a day, with or without a line: scrub and sweep; whether all is done.

    Stops for the next poll and goes on after it.
    """
    damaged = sync.scrub(max(until, time.monotonic() + 1.0))
    if damaged is None:
        return False
    try:
        _LOG.info("tidied: %d damaged, %d old", damaged, sync.collect())
    except (OSError, sqlite3.Error) as error:
        _LOG.warning("not tidied: %s", error)
    return True
