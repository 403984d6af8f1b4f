"""The publishing worker: the one process of the center that can sign.

It carries out what the desk ordered (`Job`), one after the other, and each again until it has
been done: publishing twice changes nothing, so it may be killed at any instant.  It also posts
the case boards, takes in what folders pushed, has what is due derived anew and what looks wrong
looked for.
"""

from __future__ import annotations

import contextlib
import logging
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

from kiosk.feed.beside import beside, told_to_end

_LOG = logging.getLogger(__name__)
_LOOK_SECONDS = 1.0
_HOUR = 3_600.0


def keep_publishing(feed: Path, online: Path, data: Path) -> AbstractContextManager[None]:
    """While this lasts, a process beside this one publishes."""
    return beside("kiosk.center.board.worker", feed, online, data)


class Worker:
    """One look after another; what goes wrong is logged and tried again."""

    def __init__(self, feed: Path, online: Path) -> None:
        from kiosk.center.cases.boards import Watcher
        from kiosk.center.risks.looking import Looker

        self._feed, self._online = feed, online
        self._cases = Watcher(feed, online)
        self._risks = Looker()
        self._unseen = True
        self._mark: tuple[int, int] | None = None
        self._derived_at = float("-inf")

    def look(self) -> bool:
        """Do all that is to be done now; whether anything was."""
        from django.db import DatabaseError, connections
        from django.utils import timezone

        from kiosk.center.board.jobs import carry_out
        from kiosk.center.cases.boards import TROUBLE

        try:
            now = timezone.now()
            done = self._clocks(now)
            done |= carry_out(self._feed, self._online, now)
            done |= self._absorb(now)
            done |= bool(self._cases.look())
            self._derive(now)
        except (DatabaseError, *TROUBLE) as error:
            _LOG.warning("发布程序这次没有做完，过一会儿再试：%s", error)
            return False
        finally:
            connections.close_all()
        return done

    def settle(self) -> None:
        """Look until all villages have been looked at."""
        self.look()
        while self._unseen:
            self.look()

    @staticmethod
    def _clocks(now: datetime) -> bool:
        from kiosk.center.board.gate import release_due
        from kiosk.center.board.leaving import end_due

        return bool(release_due(now) + end_due(now))

    def _absorb(self, now: datetime) -> bool:
        from kiosk.center.board.absorbing import absorb
        from kiosk.center.posting import county_in

        status = (self._feed / "metadata" / "timestamp.json").stat()
        mark = (status.st_ino, status.st_mtime_ns)
        if mark == self._mark:
            return False
        changed = absorb(self._feed, county_in(self._feed), now)
        self._mark = mark
        self._derived_at = float("-inf")
        return bool(changed)

    def _derive(self, now: datetime) -> None:
        """What is due and what looks wrong: after every change, and when a day has passed."""
        from kiosk.center.obligations.refresh import refresh_all

        if time.monotonic() - self._derived_at >= _HOUR:
            refresh_all()
            self._derived_at = time.monotonic()
            self._unseen = True
        if self._unseen:
            self._unseen = self._risks.look(now).left > 0


def work(feed: Path, online: Path, data: Path, told: Callable[[float], bool]) -> None:
    """Look every second until ``told``, which waits that long, says that it is enough."""
    from kiosk.center.opening import open_center

    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    open_center(feed=feed, data=data)
    worker = Worker(feed, online)
    worker.look()
    while not told(_LOOK_SECONDS):
        worker.look()


def work_alone(feed: Path, online: Path, data: Path) -> None:
    """The worker as a service of its own, until SIGTERM or Ctrl-C."""
    enough = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: enough.set())
    work(feed, online, data, enough.wait)


def main(arguments: list[str]) -> int:
    """``FEED ONLINE DATA``: work until the standard input ends."""
    feed, online, data = map(Path, arguments)
    work(feed, online, data, told_to_end)
    return 0


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        sys.exit(main(sys.argv[1:]))
