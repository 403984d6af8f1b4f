"""Following the feed: poll, verify, fetch, switch.

Text first, all of it, then one switch; pictures follow, the newest items' first.  A takedown
waits for nothing.  Whatever fails is tried again later; what is on the screen stays.
"""

from __future__ import annotations

import contextlib
import logging
import sqlite3
import ssl
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone

from kiosk.feed.blobs import BlobError, BlobStore
from kiosk.feed.client import FeedClient, Poll
from kiosk.feed.documents import BlobRef, DocumentError
from kiosk.feed.edition import Edition, is_taken_down, read_scope, read_takedowns, text_refs
from kiosk.feed.fetcher import CaptivePortalError, Fetcher, UnreachableError
from kiosk.feed.refusals import RefusedError
from kiosk.feed.trust import Floors
from kiosk.terminal import faults
from kiosk.terminal.budget import Budget
from kiosk.terminal.clock import believed, is_trusted, reference
from kiosk.terminal.config import ConfigError, TerminalConfig
from kiosk.terminal.faults import FaultBook
from kiosk.terminal.library.notes import write_checked
from kiosk.terminal.library.writer import LibraryWriter
from kiosk.terminal.memory import give_back
from kiosk.terminal.pictures import Pictures
from kiosk.terminal.rhythm import Retry
from kiosk.terminal.upkeep import Upkeep

_LOG = logging.getLogger(__name__)
_CHECKED_EVERY = 300.0
_MEBIBYTE = 1 << 20
_BREATH = 16 << 20
"""Bytes to free on a full disk before trying again: an Edition's text and SQLite's journal."""
_CHINA = timezone(timedelta(hours=8))
_NO_LINE = "连不上县里的服务器，会自动重试；已有的内容照常公开。请检查网线、路由器和流量费。"
_PORTAL = (
    "网络要求先登录（打开的是登录网页），连不上县里的服务器；已有的内容照常公开。请联系网络服务商。"
)
_SHORT = {
    faults.BUDGET: "今天的流量用完了，没下载完的图片和内容明天继续；撤回照常生效。",
    faults.NO_ROOM: "磁盘空间不够，较早的图片先不显示；文字内容都在。请换一张大一些的卡。",
}


class Sync:
    """One terminal's sync.  `step` and `pictures` are the whole of it; `run` repeats them.

    ``metered``: what comes counts against the bytes of the day.
    """

    def __init__(
        self, config: TerminalConfig, *, fetcher: Fetcher | None = None, metered: bool = True
    ) -> None:
        self.config = config
        self._metered = metered
        self.blobs = BlobStore(config.blobs_path)
        try:
            bootstrap = config.root_path.read_bytes()
        except OSError as error:
            raise ConfigError(
                f"读不了信任根 {config.root_path}：{error.strerror}。请从县里重新拷贝 root.json。"
            ) from error
        self.floors = Floors(config.trust_path)
        self.fetcher = fetcher or _fetcher(config, self.floors)
        self.library = LibraryWriter(config.library_path, self.blobs)
        self.book = FaultBook(config.data_path)
        self._note_rebuilt()
        self._client = FeedClient(
            url=config.feed,
            scopes=config.scopes,
            trust=config.trust_path,
            blobs=self.blobs,
            bootstrap=bootstrap,
            fetcher=self.fetcher,
            reference=reference,
            floors=self.floors,
        )
        self.budget = Budget(config.data_path, int(config.daily_megabytes * _MEBIBYTE), self._today)
        self._counted = self.fetcher.body_bytes
        self._upkeep = Upkeep(self.library, self.blobs)
        self._pictures = Pictures(self._client, self._upkeep, self.budget)
        self._checked = float("-inf")
        self._noted_floor: datetime | None = None
        self._behind = True
        self._text = Retry()

    def close(self) -> None:
        """Close library and connection."""
        self.fetcher.close()
        self.library.close()

    def now(self) -> datetime:
        """The time to write beside what happens, in UTC: the system's where it can be true."""
        return believed(self.floors.time)

    @property
    def retry_after(self) -> float | None:
        """Seconds for which the server asked to be left alone while pictures were fetched."""
        return self._pictures.retry_after

    def step(self) -> Poll:
        """One poll with all that follows from it, but for the pictures.

        Raises UnreachableError, RefusedError, or OSError or sqlite3.Error if the disk fails; the
        library is then as it was, except that takedowns which had verified by then are in force.
        """
        with self._noting():
            if self.library.suspect.exists():
                self._reopen()
            damaged = self._damaged()
            poll = self._client.poll(full=damaged)
            self._behind = self._behind or poll.changed or self._text.due or damaged
            if self._behind:
                self._follow(poll)
                self._behind = False
            self._note_check()
            self._note_scopes(poll)
        return poll

    def pictures(self, until: float) -> bool:
        """Fetch missing pictures until a time (`time.monotonic`); whether none is missing now.

        OSError if the disk fails.
        """
        with self._noting():
            whole = self._pictures.fetch(until)
        short = self._pictures.short
        for code, text in _SHORT.items():
            if short == code:
                self.book.note(code, text, self.now())
            elif not short:
                self.book.mended(code)
        if refused := self._pictures.refused:
            text = f"有 {refused} 张图片服务器上没有或已损坏，先不显示；会自动重试。"
            self.book.note(faults.PICTURES, text, self.now())
        else:
            self.book.mended(faults.PICTURES)
        return whole

    def collect(self) -> int:
        """Delete every blob that neither this Edition nor the one before leads to."""
        return self._upkeep.collect()

    def scrub(self, until: float = float("inf")) -> int | None:
        """Hash every blob (`Upkeep.scrub`); damaged ones are fetched again with the next poll."""
        damaged = self._upkeep.scrub(until)
        if damaged:
            text = f"有 {damaged} 个文件损坏，正在重新下载。常出现的话，存储卡快坏了，请更换。"
            self.book.note(faults.DAMAGED, text, self.now())
        elif damaged == 0:
            self.book.mended(faults.DAMAGED)
        return damaged

    def _follow(self, poll: Poll) -> None:
        """Bring the library to what a poll found."""
        old = self.library.current()
        # A scope that is broken stays as it was; one that is not ours any more goes.
        known = {**(old.scopes if old else {}), **poll.edition.scopes}
        scopes = {s: known[s] for s in self.config.scopes if s in known}
        takedowns = poll.edition.takedowns or (old.takedowns if old else "")
        edition = Edition(scopes=scopes, takedowns=takedowns)
        for scope, why in poll.broken.items():
            _LOG.warning("scope %s stays as it was: %s", scope, why)
        if not scopes:
            return
        if old is not None and old.takedowns != takedowns:
            with contextlib.suppress(BlobError, DocumentError):
                self.library.switch(Edition(scopes=old.scopes, takedowns=takedowns), now=self.now())
        self._fetch_text(edition)
        try:
            switched = self.library.switch(edition, now=self.now())
        except (BlobError, DocumentError) as error:
            raise RefusedError(str(error)) from error
        if old is not None and old.takedowns != takedowns:
            self.collect()
        if switched:
            give_back()
            self._pictures.look_again()
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
        self._count()
        missing = any(self.blobs.size(r.digest) is None for r in wanted)
        if missing and not self.budget.room(pictures=False):
            self.book.note(faults.BUDGET, _SHORT[faults.BUDGET], self.now())
            raise UnreachableError("the bytes of this day are spent")
        refused = self._client.fetch_texts(wanted)
        for reason in list(refused.values())[:5]:
            _LOG.warning("document refused: %s", reason)
        self.blobs.forget_damaged()
        (self._text.failed if refused else self._text.succeeded)()

    def _damaged(self) -> bool:
        """Whether any process has met a damaged blob since."""
        if self.blobs.damaged():
            self._pictures.look_again()
            return True
        return False

    @contextlib.contextmanager
    def _noting(self) -> Iterator[None]:
        """Count what comes, and write down what goes wrong."""
        try:
            yield
        except CaptivePortalError:
            self.book.note(faults.LINE, _PORTAL, self.now())
            raise
        except UnreachableError:
            self.book.note(faults.LINE, _NO_LINE, self.now())
            raise
        except RefusedError as error:
            self.book.note(faults.REFUSED, error.sentence, self.now())
            raise
        except (OSError, sqlite3.Error) as error:
            self._disk_failed(error)
            raise
        else:
            self.book.mended(faults.LINE, faults.REFUSED, faults.DISK)
        finally:
            self._count()
            self.budget.save()

    def _disk_failed(self, error: OSError | sqlite3.Error) -> None:
        """Room is made where that is what lacks; the next step may succeed."""
        _LOG.error("the disk fails: %s", error)
        self.book.note(faults.DISK, f"存不下新的内容（{error}）；已有的内容照常公开。", self.now())
        self._behind = True
        with contextlib.suppress(OSError, sqlite3.Error):
            if self.blobs.free_bytes() < _BREATH:
                self._upkeep.make_room(_BREATH, spare=set())
                self._pictures.look_again()

    def _note_scopes(self, poll: Poll) -> None:
        if poll.broken:
            text = "".join(f"{scope}：{why.kind.sentence}" for scope, why in poll.broken.items())
            self.book.note(faults.SCOPE, text, self.now())
        else:
            self.book.mended(faults.SCOPE)

    def _note_check(self) -> None:
        now, floor = time.monotonic(), self.floors.time
        if now - self._checked >= _CHECKED_EVERY or floor != self._noted_floor:
            with contextlib.suppress(OSError):  # a full disk costs the note, not the poll
                write_checked(self.config.data_path, self.now(), floor)
            self._checked, self._noted_floor = now, floor

    def _note_rebuilt(self) -> None:
        if self.library.rebuilt:
            _LOG.warning("library built anew: %s", self.library.rebuilt)

    def _count(self) -> None:
        came, self._counted = self.fetcher.body_bytes - self._counted, self.fetcher.body_bytes
        if self._metered:
            self.budget.spend(came)

    def _today(self) -> date:
        return self.now().astimezone(_CHINA).date()

    def _reopen(self) -> None:
        """The screen met damage: check the file, and build it anew if it is so."""
        self.library.close()
        self.library = LibraryWriter(self.config.library_path, self.blobs)
        self._upkeep.library = self.library
        self._note_rebuilt()


def _fetcher(config: TerminalConfig, floors: Floors) -> Fetcher:
    try:
        return Fetcher(ca=config.tls_ca_path, clock_trusted=lambda: is_trusted(floors.time))
    except (OSError, ssl.SSLError) as error:
        raise ConfigError(
            f"读不了 tls_ca 指定的证书 {config.tls_ca_path}：{error}。请从县里重新拷贝。"
        ) from error
