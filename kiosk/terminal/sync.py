"""Sync, the process that keeps the library up to date: poll, verify, fetch, switch.

Text first, all of it, then one switch; pictures follow, the newest items' first.  A takedown
waits for nothing.  Whatever fails is tried again later; what is on the screen stays.
"""

from __future__ import annotations

import contextlib
import logging
import random
import signal
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from types import FrameType

from kiosk.affairs.disclosure import Content
from kiosk.feed import durable
from kiosk.feed.blobs import BlobError, BlobStore
from kiosk.feed.client import FeedClient, Poll, RefusedError
from kiosk.feed.documents import BlobRef, DocumentError, decode
from kiosk.feed.edition import Edition, is_taken_down, read_scope, read_takedowns, text_refs
from kiosk.feed.fetcher import Fetcher, UnreachableError
from kiosk.terminal.clock import reference
from kiosk.terminal.config import ConfigError, TerminalConfig
from kiosk.terminal.library.notes import write_checked
from kiosk.terminal.library.writer import LibraryWriter
from kiosk.terminal.memory import give_back
from kiosk.terminal.quiet import quiet_log

_LOG = logging.getLogger(__name__)
_CHECKED_EVERY = 300.0
_LONGEST = 900.0
_RETRY = (60.0, 3_600.0)
_RESERVE = 64 << 20
"""Bytes that stay free on the disk: pictures are not worth a full one."""


class _Retry:
    """When to try something again that the server did not have: later each time."""

    def __init__(self) -> None:
        self._at = float("inf")
        self._after = _RETRY[0]

    def failed(self) -> None:
        self._at = time.monotonic() + self._after
        self._after = min(self._after * 2, _RETRY[1])

    def succeeded(self) -> None:
        self._at, self._after = float("inf"), _RETRY[0]

    @property
    def due(self) -> bool:
        return time.monotonic() >= self._at


class Sync:
    """One terminal's sync.  `step` and `pictures` are the whole of it; `run` repeats them."""

    def __init__(self, config: TerminalConfig, *, fetcher: Fetcher | None = None) -> None:
        self.config = config
        self.blobs = BlobStore(config.blobs_path)
        self.fetcher = fetcher or Fetcher()
        try:
            bootstrap = config.root_path.read_bytes()
        except OSError as error:
            raise ConfigError(
                f"读不了信任根 {config.root_path}：{error.strerror}。请从县里重新拷贝 root.json。"
            ) from error
        self.library = LibraryWriter(config.library_path, self.blobs)
        if self.library.rebuilt:
            _LOG.warning("library built anew: %s", self.library.rebuilt)
        self._client = FeedClient(
            url=config.feed,
            scopes=config.scopes,
            trust=config.trust_path,
            blobs=self.blobs,
            bootstrap=bootstrap,
            fetcher=self.fetcher,
            reference=reference,
        )
        self._checked = float("-inf")
        self._behind = True
        self._text, self._pictures = _Retry(), _Retry()
        self._wanted: list[BlobRef] | None = None
        self._failed: set[str] = set()

    def close(self) -> None:
        """Close library and connection."""
        self.library.close()
        self.fetcher.close()

    def step(self) -> Poll:
        """One poll with all that follows from it, but for the pictures.

        Raises UnreachableError or RefusedError; the library is then as it was, except that
        takedowns which had verified by then are in force.
        """
        if self.library.suspect.exists():
            self._reopen()
        damaged = self._damaged()
        poll = self._client.poll(full=damaged)
        self._behind = self._behind or poll.changed or self._text.due or damaged
        if self._behind:
            self._follow(poll)
            self._behind = False
        self._note_check()
        return poll

    def pictures(self, until: float) -> bool:
        """Fetch missing pictures until a time (`time.monotonic`); whether none is missing now."""
        if self._pictures.due:
            self._failed.clear()
        if self._wanted is None:
            try:
                self._wanted = list(self._missing_pictures())
            except (BlobError, DocumentError) as error:
                _LOG.warning("pictures later: %s", error)
                return False
        for ref in [r for r in self._wanted if r.digest not in self._failed]:
            if time.monotonic() >= until or not self._picture(ref):
                return False
        if self._wanted:
            return False
        self._pictures.succeeded()
        return True

    def _picture(self, ref: BlobRef) -> bool:
        """Fetch one picture; False if the others had better wait as well."""
        if self.blobs.free_bytes() < ref.size + _RESERVE:
            _LOG.warning("no room for pictures: %d bytes left", self.blobs.free_bytes())
            return False
        try:
            self._client.fetch_media(ref)
        except UnreachableError as error:
            _LOG.info("pictures later: %s", error)
            return False
        except BlobError as error:
            _LOG.warning("picture refused: %s", error)
            self._failed.add(ref.digest)
            self._pictures.failed()
            return True
        assert self._wanted is not None
        self._wanted.remove(ref)
        return True

    def collect(self) -> int:
        """Delete every blob that neither this Edition nor the one before leads to.

        What is taken down goes from both: nobody should find it on a stolen box.
        """
        keep: set[str] = set()
        try:
            for edition in self.library.kept():
                keep |= self._led_to(edition)
        except (BlobError, DocumentError):
            return 0  # nobody knows what it leads to: better too much than too little
        gone = self.blobs.collect(keep)
        durable.remove_leftovers(self.blobs.folder)
        for file in self.blobs.partial.glob("*"):
            if file.name not in keep:
                file.unlink()
        return gone

    def _led_to(self, edition: Edition) -> set[str]:
        current = self.library.current() or edition
        takedowns = read_takedowns(current, self.blobs.read)
        found = {*edition.scopes.values(), edition.takedowns}
        for digest in edition.scopes.values():
            contents = read_scope(self.blobs.read(digest), self.blobs.read)
            found.update(p.digest for p in contents.feed.pages)
            if contents.feed.county is not None:
                found.add(contents.feed.county.digest)
            for entry in contents.entries:
                if not is_taken_down(entry, takedowns):
                    found.add(entry.document.digest)
                    found.update(p.digest for p in self._pictures_of(entry.document))
        return found

    def scrub(self) -> int:
        """Hash every blob; damaged ones are set aside and fetched again.  How many were."""
        damaged = [d for d in list(self.blobs) if not self.blobs.check(d)]
        return len(damaged)

    def _follow(self, poll: Poll) -> None:
        """Bring the library to what a poll found."""
        old = self.library.current()
        # A scope that is broken stays as it was; one that is not ours any more goes.
        known = {**(old.scopes if old else {}), **poll.edition.scopes}
        scopes = {s: known[s] for s in self.config.scopes if s in known}
        takedowns = poll.edition.takedowns or (old.takedowns if old else "")
        edition = Edition(scopes=scopes, takedowns=takedowns)
        for scope, reason in poll.broken.items():
            _LOG.warning("scope %s stays as it was: %s", scope, reason)
        if not scopes:
            return
        if old is not None and old.takedowns != takedowns:
            with contextlib.suppress(BlobError, DocumentError):
                self.library.switch(Edition(scopes=old.scopes, takedowns=takedowns))
        self._fetch_text(edition)
        try:
            switched = self.library.switch(edition)
        except (BlobError, DocumentError) as error:
            raise RefusedError(str(error)) from error
        if old is not None and old.takedowns != takedowns:
            self.collect()
        if switched:
            give_back()
            self._wanted = None
            quarantine = self.library.quarantine()
            _LOG.info("edition %s, %d quarantined", edition.digest[:12], len(quarantine))
            for id_, reason in list(quarantine.items())[:5]:
                _LOG.warning("quarantined %s: %s", id_, reason)

    def _fetch_text(self, edition: Edition) -> None:
        """Every document of an Edition into the store; what the server lacks is left out."""
        wanted: list[BlobRef] = []
        for digest in edition.scopes.values():
            try:
                contents = read_scope(self.blobs.read(digest), self.blobs.read)
                takedowns = read_takedowns(edition, self.blobs.read)
            except (BlobError, DocumentError) as error:
                raise RefusedError(str(error)) from error
            hidden = {e.document.digest for e in contents.entries if is_taken_down(e, takedowns)}
            wanted += [r for r in text_refs(contents) if r.digest not in hidden]
        refused = self._client.fetch_texts(wanted)
        for reason in list(refused.values())[:5]:
            _LOG.warning("document refused: %s", reason)
        self.blobs.forget_damaged()
        (self._text.failed if refused else self._text.succeeded)()

    def _damaged(self) -> bool:
        """Whether any process has met a damaged blob since."""
        if self.blobs.damaged():
            self._wanted = None
            return True
        return False

    def _missing_pictures(self) -> Iterator[BlobRef]:
        """Pictures of the Edition on view that are not in the store, the newest items' first."""
        edition = self.library.current()
        if edition is None:
            return
        takedowns = read_takedowns(edition, self.blobs.read)
        entries = [
            entry
            for digest in edition.scopes.values()
            for entry in read_scope(self.blobs.read(digest), self.blobs.read).entries
            if entry.files and not is_taken_down(entry, takedowns)
        ]
        seen = set()
        for entry in sorted(entries, key=lambda e: e.disclosure.published, reverse=True):
            for ref in self._pictures_of(entry.document):
                if ref.digest not in seen and self.blobs.size(ref.digest) != ref.size:
                    seen.add(ref.digest)
                    yield ref

    def _pictures_of(self, document: BlobRef) -> list[BlobRef]:
        try:
            content = decode(self.blobs.read(document.digest), Content)
        except (BlobError, DocumentError):
            return []
        return [BlobRef(m.digest, m.size) for m in content.media()]

    def _note_check(self) -> None:
        now = time.monotonic()
        if now - self._checked >= _CHECKED_EVERY:
            write_checked(self.config.data_path, datetime.now(UTC))
            self._checked = now

    def _reopen(self) -> None:
        """The screen met damage: check the file, and build it anew if it is so."""
        self.library.close()
        self.library = LibraryWriter(self.config.library_path, self.blobs)
        if self.library.rebuilt:
            _LOG.warning("library built anew: %s", self.library.rebuilt)


class _StopError(BaseException):
    """SIGTERM.  Safe to raise anywhere: every write is whole or not there."""


def run(config: TerminalConfig, *, once: bool = False, fetcher: Fetcher | None = None) -> bool:
    """Keep a terminal up to date until SIGTERM or SIGINT; ``once``: poll, fetch all, return.

    Returns whether the last poll succeeded.  Raises ConfigError, or BusyError when a sync for
    this data folder runs already.
    """
    with (
        quiet_log(),
        durable.only_one(
            config.data_path / "sync.lock",
            f"另一个同步程序正在使用 {config.data_path}，这一个没有启动。",
        ),
        _stoppable(),
    ):
        sync = Sync(config, fetcher=fetcher)
        try:
            return _once(sync) if once else _forever(sync)
        except _StopError:
            _LOG.info("stopped")
            return True
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
    return sync.pictures(float("inf"))


def _forever(sync: Sync) -> bool:
    """Poll for ever.

    A box that has content waits a random first while: after a power cut in the county, 400 of
    them start in the same second.
    """
    interval = sync.config.poll_seconds
    if sync.library.current() is not None:
        time.sleep(random.uniform(0, interval))  # noqa: S311 - spreads load
    failures, tidied = 0, float("-inf")
    while True:
        started = time.monotonic()
        try:
            sync.step()
        except (UnreachableError, RefusedError) as error:
            failures += 1
            wait = backoff(failures, interval, getattr(error, "retry_after", None))
            _LOG.warning("poll failed (%d), again in %.0f s: %s", failures, wait, error)
        else:
            failures = 0
            wait = interval * random.uniform(0.9, 1.1)  # noqa: S311
            sync.pictures(started + wait)
            if started - tidied > 86_400:
                tidied = started
                _LOG.info("tidied: %d damaged, %d old", sync.scrub(), sync.collect())
        time.sleep(max(0.0, started + wait - time.monotonic()))


def backoff(failures: int, interval: float, retry_after: float | None) -> float:
    """Seconds until the next attempt: exponential with full jitter, up to 15 minutes.

    What the server asked for is the least.
    """
    ceiling = min(_LONGEST, interval * 2 ** min(failures, 10))
    return max(random.uniform(1.0, ceiling), retry_after or 0.0)  # noqa: S311
