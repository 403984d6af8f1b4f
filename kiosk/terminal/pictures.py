"""Fetching pictures: after all text, the newest items' first, as line, budget and disk allow."""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Iterator

from kiosk.feed.blobs import BlobError
from kiosk.feed.client import FeedClient
from kiosk.feed.documents import BlobRef, DocumentError
from kiosk.feed.fetcher import UnreachableError
from kiosk.feed.lines import several
from kiosk.terminal import faults
from kiosk.terminal.budget import Budget
from kiosk.terminal.rhythm import Retry
from kiosk.terminal.upkeep import Upkeep, pictures

_LOG = logging.getLogger(__name__)
RESERVE = 64 << 20
"""Bytes that stay free on the disk: pictures are not worth a full one."""


class Pictures:
    """The pictures that the Edition on view lacks.

    ``short`` says why some had to wait at the last call: one of the codes of `faults`, or ''.
    ``retry_after`` is the number of seconds for which the server asked to be left alone.
    """

    def __init__(self, client: FeedClient, upkeep: Upkeep, budget: Budget) -> None:
        self._client = client
        self._upkeep = upkeep
        self._blobs = upkeep.blobs
        self._budget = budget
        self._retry, self._room_retry = Retry(), Retry()
        self._missing: list[BlobRef] | None = None
        self._failed: set[str] = set()
        self._under_way = 0
        self._made_room = False
        self._counting = threading.Lock()
        self.short = ""
        self.retry_after: float | None = None

    def look_again(self) -> None:
        """The Edition or the store has changed: what is missing must be found out anew."""
        self._missing = None
        self._room_retry.succeeded()

    @property
    def refused(self) -> int:
        """How many the server has none or something else for."""
        return len(self._failed)

    def fetch(self, until: float) -> bool:
        """Fetch until a time (`time.monotonic`); whether none is missing now.

        OSError if the disk takes no more.
        """
        self.retry_after = None
        if self._room_retry.waiting:
            return False
        self.short = ""
        if self._retry.due:
            self._failed.clear()
        if self._missing is None:
            try:
                self._missing = list(self._find())
            except (BlobError, DocumentError) as error:
                _LOG.warning("pictures later: %s", error)
                return False
        if not self._transfer(self._missing, until):
            return False
        if self._made_room:  # older pictures went, and are missing now
            self._missing, self._made_room = None, False
            self.short = faults.NO_ROOM
            return False
        if self._missing:
            return False
        self._retry.succeeded()
        self._room_retry.succeeded()
        return True

    def _transfer(self, missing: list[BlobRef], until: float) -> bool:
        """Fetch what is missing; False if the line broke."""
        with contextlib.closing(several(self._fetch, self._next(until))) as transfers:
            for ref, done in transfers:
                try:
                    done.result()
                except UnreachableError as error:
                    _LOG.info("pictures later: %s", error)
                    self.retry_after = error.retry_after
                    return False
                except BlobError as error:
                    _LOG.warning("picture refused: %s", error)
                    self._failed.add(ref.digest)
                    self._retry.failed()
                else:
                    missing.remove(ref)
        return True

    def _fetch(self, ref: BlobRef) -> None:
        try:
            self._client.fetch_media(ref)
        finally:
            with self._counting:
                self._under_way -= ref.size

    def _next(self, until: float) -> Iterator[BlobRef]:
        """What to fetch next, as long as time, budget and disk allow it."""
        assert self._missing is not None
        for ref in [r for r in self._missing if r.digest not in self._failed]:
            if time.monotonic() >= until:
                return
            with self._counting:
                self._under_way += ref.size
                coming = self._under_way
            if coming > self._budget.room(pictures=True):
                self.short = faults.BUDGET
            elif not self._room(ref, coming):
                self.short = faults.NO_ROOM
                self._room_retry.failed()
            else:
                yield ref
                continue
            with self._counting:
                self._under_way -= ref.size
            return

    def _room(self, ref: BlobRef, coming: int) -> bool:
        """Room on the disk, made if need be from pictures of older items than this one's."""
        if self._blobs.free_bytes() >= coming + RESERVE:
            return True
        edition = self._upkeep.library.current()
        if edition is None:
            return False
        newer = set()
        for each in pictures(edition, self._blobs):
            newer.add(each.digest)
            if each.digest == ref.digest:
                break
        self._made_room = True
        return self._upkeep.make_room(coming + RESERVE, spare=newer)

    def _find(self) -> Iterator[BlobRef]:
        edition = self._upkeep.library.current()
        for ref in pictures(edition, self._blobs) if edition is not None else ():
            if self._blobs.size(ref.digest) != ref.size:
                yield ref
