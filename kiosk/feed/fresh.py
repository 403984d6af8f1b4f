"""Keeping a feed fresh: the timestamp is signed anew every six hours, by a process of its own.

A process and not a thread: the web server forks its workers, and the ones that answer strangers
need not be the one that reads the keys.  It ends with whoever started it.
"""

from __future__ import annotations

import contextlib
import logging
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from pathlib import Path

from kiosk.feed import roles
from kiosk.feed.beside import beside, told_to_end
from kiosk.feed.durable import BusyError
from kiosk.feed.keys import KeysError
from kiosk.feed.publisher import Publisher
from kiosk.feed.tree import Repository, RepositoryError, utc_now
from kiosk.feed.verify import VerifyError

_LOG = logging.getLogger(__name__)

EVERY = timedelta(hours=6)
_LOOK_SECONDS = 600.0
"""How often to look whether it is time: a failed attempt is repeated after this."""


def due(repo: Path, now: datetime, every: timedelta = EVERY) -> bool:
    """Whether the timestamp was signed longer ago than that; False while there is no feed."""
    if not Repository.exists(repo):
        return False
    expires = Repository(repo).timestamp.signed.expires
    return bool(now - (expires - roles.life(roles.TIMESTAMP)) >= every)


def freshen(
    repo: Path,
    online: Path,
    *,
    every: timedelta = EVERY,
    clock: Callable[[], datetime] = utc_now,
) -> list[str]:
    """Sign anew if it is time; the roles that would need keys which are not here.

    What goes wrong is logged and tried again next time: terminals have a week.
    """
    try:
        if not due(repo, clock(), every):
            return []
        left = Publisher(repo, online, clock=clock).resign()
    except (OSError, BusyError, KeysError, RepositoryError, VerifyError) as error:
        _LOG.warning("重新签名没有成功，十分钟后再试：%s", error)
        return []
    if left:
        names = "、".join(roles.chinese(role) for role in left[:5])
        _LOG.warning("这些签名快到期，要带U盘来续签（kiosk keys delegate）：%s", names)
    return left


def keep_fresh(repo: Path, online: Path) -> AbstractContextManager[None]:
    """While this lasts, a process beside this one keeps the feed's signatures fresh."""
    return beside("kiosk.feed.fresh", repo, online)


def main(arguments: list[str]) -> int:
    """``REPO ONLINE``: look every ten minutes until the standard input ends."""
    repo, online = map(Path, arguments)
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    freshen(repo, online)
    while not told_to_end(_LOOK_SECONDS):
        freshen(repo, online)
    return 0


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        sys.exit(main(sys.argv[1:]))
