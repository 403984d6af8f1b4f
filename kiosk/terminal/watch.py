"""Keeps the screen alive: starts it, feeds systemd's watchdog by its pulse, starts it anew.

The screen's own loop sends a byte every few seconds.  While the bytes come, systemd is told so
(``WATCHDOG=1``); when they stop, or the process dies, it is ended and started again, later each
time it fails at once.  This process imports nothing of the screen's: it forks, so that it costs
next to no memory, and it has nothing in it that could hang.
"""

from __future__ import annotations

import contextlib
import ctypes
import logging
import os
import select
import signal
import socket
import sys
import time
from collections.abc import Callable
from types import FrameType

_LOG = logging.getLogger(__name__)

RESTART = 75
"""Exit status of a screen that wants to be started anew at once (EX_TEMPFAIL)."""
_BROKEN = 70
"""Exit status of a screen that ended by an error nobody expected (EX_SOFTWARE)."""
_PDEATHSIG = 1
_LONGEST_PAUSE = 60.0
_SETTLED = 120.0
"""A screen that has lived this long starts anew without a pause."""

Work = Callable[["Pulse"], int]


class Pulse:
    """The screen's end of the pipe: `beat` says that its loop goes round."""

    def __init__(self, pipe: int) -> None:
        self._pipe = pipe

    def beat(self) -> bool:
        """Send one beat; False when nobody watches any more, and the screen should end."""
        try:
            os.write(self._pipe, b".")
        except BlockingIOError:  # the watcher is busy, and the pipe full of beats
            return True
        except OSError:
            return False
        return True


class Watch:
    """Runs ``work`` in a process of its own, again and again until it ends well.

    It ends well with status 0 (somebody closed it), 1 (it said why it cannot start) or by the
    signal that this process was sent.  ``hung`` is the number of seconds without a beat after
    which it counts as hung, ``first`` how long the first beat may take.
    """

    def __init__(self, work: Work, *, hung: float = 30.0, first: float = 180.0) -> None:
        self._work, self._hung, self._first = work, hung, first
        self._child = 0
        self._told = 0
        self._stopping = False
        self.restarts = 0

    def run(self) -> int:
        """Until the screen ends well; returns its exit status."""
        old = {n: signal.signal(n, self._stop) for n in (signal.SIGTERM, signal.SIGINT)}
        pause = 1.0
        try:
            while True:
                began = time.monotonic()
                status = self._once()
                if status in {0, 1} or self._stopping:
                    return status if status in {0, 1} else 0
                self.restarts += 1
                if status == RESTART or time.monotonic() - began > _SETTLED:
                    pause = 1.0
                _LOG.error("the screen ended (%d), again in %.0f s", status, pause)
                self._sleep(0.0 if status == RESTART else pause)
                pause = min(pause * 2, _LONGEST_PAUSE)
                if self._stopping:
                    return 0
        finally:
            for number, handler in old.items():
                signal.signal(number, handler)

    def _once(self) -> int:
        """One life of the screen."""
        reading, writing = os.pipe()
        os.set_blocking(writing, False)
        sys.stdout.flush()
        sys.stderr.flush()
        parent = os.getpid()
        self._child = os.fork()
        if self._child == 0:
            os.close(reading)
            _child(self._work, Pulse(writing), parent)
        os.close(writing)
        try:
            return self._follow(reading)
        finally:
            os.close(reading)
            self._child = 0

    def _follow(self, pipe: int) -> int:
        """Watch the beats until the process ends or has to be ended."""
        patience = self._first
        while True:
            ready, _, _ = select.select([pipe], [], [], patience)
            beats = os.read(pipe, 4096) if ready else b""
            if beats:
                if patience != self._hung:
                    notify("READY=1")
                patience = self._hung
                notify("WATCHDOG=1")
                continue
            if not ready:
                _LOG.error("no beat of the screen for %.0f s", patience)
                self._kill()
            _, status = os.waitpid(self._child, 0)
            return os.waitstatus_to_exitcode(status)

    def _kill(self) -> None:
        """A loop that hangs hears no SIGTERM."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._child, signal.SIGKILL)

    def _stop(self, number: int, _frame: FrameType | None) -> None:
        """Pass the signal on; the second one is meant."""
        self._stopping = True
        self._told += 1
        if self._child:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._child, number if self._told < 2 else signal.SIGKILL)

    def _sleep(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while not self._stopping and time.monotonic() < end:
            time.sleep(min(0.2, seconds))


def _child(work: Work, pulse: Pulse, parent: int) -> None:
    """The screen's process; never returns."""
    status = _BROKEN
    try:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        with contextlib.suppress(OSError, AttributeError):  # not on Linux: the pulse tells too
            ctypes.CDLL(None).prctl(_PDEATHSIG, signal.SIGTERM)
        if os.getppid() == parent:
            status = work(pulse)
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 1
    except BaseException as error:
        if type(error).__module__.startswith("kiosk."):
            sys.stderr.write(f"{error}\n")
            status = 1
        else:
            logging.getLogger("kiosk.ui").critical("the screen failed", exc_info=error)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def notify(state: str) -> None:
    """Tell systemd (sd_notify(3)); nothing happens where it did not start us."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.connect("\0" + address[1:] if address.startswith("@") else address)
        line.sendall(state.encode())
