"""The terminal's side of the feed: poll, verify, fetch.  Nothing unverified leaves this module.

The rules are FEED.md's: an idle poll is one request and no write; a broken scope stops no
other; the full TUF sequence at boot and once a day regardless of a 304.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import msgspec
from tuf.api.exceptions import DownloadError, RepositoryError
from tuf.api.metadata import TargetFile  # type: ignore[attr-defined]

from kiosk.feed import durable
from kiosk.feed.blobs import BlobError, BlobStore, DamagedBlobError, MissingBlobError, digest_of
from kiosk.feed.documents import (
    BlobRef,
    DocumentError,
    Takedowns,
    decode,
    read_feed,
)
from kiosk.feed.edition import Edition, read_scope
from kiosk.feed.events import EventLog
from kiosk.feed.fetcher import Fetcher, UnreachableError
from kiosk.feed.lines import several
from kiosk.feed.refusals import Refusal, Refused, RefusedError, RuleError, refused
from kiosk.feed.roles import WITHDRAW, target_path
from kiosk.feed.trust import DurableUpdater, Floors, plain_reference

_TIMESTAMP_LIMIT = 16_384
_TEXT_LIMIT = 16 << 20
_MEDIA_LIMIT = 256 << 20
"""Bytes beyond which a feed, document or picture is not even asked for."""
_VERSION_LIMIT = 1 << 53
"""Beyond this a number is not the same in every program that reads JSON."""
_BATCH = 32
"""Documents that go to the disk together."""

_DAY = 86_400.0
_RETRY = (60.0, 3_600.0)
"""Seconds between attempts at a broken scope: the first, and at most."""


class Poll(msgspec.Struct, frozen=True, kw_only=True):
    """What a poll found.

    ``edition`` is the verified state.  ``changed`` is False after a 304.  ``broken`` maps
    scopes to the reason for which their newest state was refused; they stand in ``edition``
    with the last state that this client has seen, if any.
    """

    edition: Edition
    changed: bool
    broken: dict[str, Refused]
    issued: datetime | None


class FeedClient:
    """Follows some scopes of one feed.

    ``url`` is the folder that holds ``metadata``, ``targets`` and ``blobs``; ``trust`` the
    folder for what must never go back; ``bootstrap`` the bytes of the pinned root;
    ``reference`` gives the time to judge expiry by, from the floor of time; ``system`` is the
    clock.  What is refused goes to ``events``, by default a file in ``trust``.
    """

    def __init__(  # noqa: PLR0913 - the parts of a client, all named
        self,
        *,
        url: str,
        scopes: Sequence[str],
        trust: Path,
        blobs: BlobStore,
        bootstrap: bytes,
        fetcher: Fetcher,
        reference: Callable[[datetime], datetime] = plain_reference,
        floors: Floors | None = None,
        events: EventLog | None = None,
        system: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._url = url.rstrip("/")
        self._scopes = list(scopes)
        self._trust = trust
        self._blobs = blobs
        self._bootstrap = bootstrap
        self._fetcher = fetcher
        self._reference = reference
        self._floors = floors or Floors(trust)
        self._events = events or EventLog(trust)
        self._system = system
        self._etag: str | None = None
        self._seen: bytes | None = None
        self._last: Poll | None = None
        self._full_at = 0.0
        self._retry_at = float("inf")
        self._retry_after = _RETRY[0]

    def poll(self, *, full: bool = False) -> Poll:
        """Ask once.  The first poll, one a day and ``full`` ones go through everything.

        Raises UnreachableError (try later) or RefusedError; the trusted state is then as
        before, or further along, never back.
        """
        now = time.monotonic()
        full = full or self._last is None or now >= min(self._full_at, self._retry_at)
        try:
            answer = self._fetcher.get_if_changed(
                f"{self._url}/metadata/timestamp.json",
                None if full else self._etag,
                limit=_TIMESTAMP_LIMIT,
            )
        except DownloadError as error:
            raise self._sorted_out(error, "timestamp") from error
        idle = answer.data is None or (answer.data == self._seen and not full)
        if idle and self._last is not None:
            self._last = msgspec.structs.replace(self._last, changed=False)
            return self._last
        if answer.data is None:
            raise self._noted(Refused(Refusal.MALFORMED, "timestamp", "a 304 without a question"))
        self._etag = self._seen = None
        poll = self._verify(answer.data)
        self._etag, self._seen, self._last = answer.etag, answer.data, poll
        self._full_at = now + _DAY * random.uniform(0.9, 1.1)  # noqa: S311 - spreads load
        self._plan_retry(now, failed=bool(poll.broken))
        return poll

    def _plan_retry(self, now: float, *, failed: bool) -> None:
        if not failed:
            self._retry_at, self._retry_after = float("inf"), _RETRY[0]
            return
        self._retry_at = now + self._retry_after
        self._retry_after = min(self._retry_after * 2, _RETRY[1])

    def _noted(self, why: Refused) -> RefusedError:
        """Write a refusal down; the error to raise, where nothing goes on."""
        self._events.note(why, max(self._system(), self._floors.time))
        return RefusedError(why)

    def _sorted_out(self, error: Exception, where: str) -> Exception:
        """UnreachableError as it is, everything else as a refusal."""
        if isinstance(error, UnreachableError):
            return error
        return self._noted(refused(error, where))

    def _verify(self, timestamp: bytes) -> Poll:
        updater = None
        try:
            updater = DurableUpdater(
                folder=self._trust,
                url=f"{self._url}/metadata/",
                fetcher=self._fetcher,
                bootstrap=self._bootstrap,
                timestamp=timestamp,
                floors=self._floors,
                reference=self._reference,
            )
            updater.refresh()
        except (RepositoryError, DownloadError, ValueError) as error:
            where = updater.at if updater is not None else "root"
            raise self._sorted_out(error, where) from error
        if updater.expires < self._system():
            self._noted(Refused(Refusal.CLOCK_DOUBT, "timestamp", f"until {updater.expires}"))
        last = self._last.edition if self._last is not None else Edition(scopes={})
        scopes, broken = {}, {}
        for scope in [WITHDRAW, *self._scopes]:
            kept = last.takedowns if scope == WITHDRAW else last.scopes.get(scope, "")
            try:
                scopes[scope] = self._scope(updater, scope, kept)
            except UnreachableError:
                self._floors.save()
                raise
            except (RepositoryError, DownloadError, DocumentError, BlobError, RuleError) as error:
                broken[scope] = self._noted(refused(error, scope)).refused
                updater.forget(scope)
                scopes[scope] = kept
        self._floors.save()
        takedowns = scopes.pop(WITHDRAW)
        return Poll(
            edition=Edition(scopes={s: d for s, d in scopes.items() if d}, takedowns=takedowns),
            changed=True,
            broken=broken,
            issued=updater.issued,
        )

    def _scope(self, updater: DurableUpdater, scope: str, kept: str) -> str:
        """Digest of a scope's verified feed, feed and pages in the store; '' if it has none."""
        path = target_path(scope)
        target = updater.get_targetinfo(path)
        keyids = updater.scope_keyids(scope)
        updater.accept(scope)
        if target is None:
            if self._floors.known(path, keyids):
                raise RuleError(
                    Refusal.VANISHED, f"{scope}: its feed is gone, and only takedowns remove"
                )
            return ""
        digest = _sha256(target)
        data = self._target(path, target, digest)
        if scope == WITHDRAW:
            version = decode(data, Takedowns).version
        else:
            feed = read_feed(data).feed
            if feed.scope != scope:
                raise RuleError(Refusal.FOREIGN_PATH, f"{path} is the feed of {feed.scope}")
            version = feed.version
            self._floors.require(path, keyids, version, digest)
            for page in feed.pages:
                self.fetch_text(BlobRef(page.digest, page.size))
            if digest != kept:
                self._note_foreign(scope, data)
        if version > _VERSION_LIMIT:
            raise RuleError(Refusal.MALFORMED, f"{path}: no version has so many digits")
        self._floors.lift(path, keyids, version, digest)
        return digest

    def _note_foreign(self, scope: str, data: bytes) -> None:
        """Entries that are another's are left out by whoever reads the feed; here they are told."""
        for id_, reason in read_scope(data, self._blobs.read).rejected.items():
            self._noted(Refused(Refusal.FOREIGN_PATH, scope, f"{id_}: {reason}"))

    def _target(self, path: str, target: TargetFile, digest: str) -> bytes:
        try:
            return self._blobs.read(digest)
        except (MissingBlobError, DamagedBlobError):
            pass
        if target.length > _TEXT_LIMIT:
            raise RuleError(Refusal.OVERSIZED, f"{path} has {target.length} bytes")
        folder, _, name = path.rpartition("/")
        url = f"{self._url}/targets/{folder}/{digest}.{name}"
        data = self._fetcher.download_bytes(url, target.length)
        target.verify_length_and_hashes(data)
        self._blobs.put(data)
        return data

    def fetch_text(self, ref: BlobRef) -> None:
        """Have a JSON blob in the store, fetching it packed if it is not.

        Raises UnreachableError, or BlobError if the server has something else or nothing.
        """
        data = self._text(ref)
        if data is not None:
            self._blobs.put(data)

    def fetch_texts(self, refs: Iterable[BlobRef]) -> dict[str, str]:
        """Have many JSON blobs in the store; those that the server lacks, with the reason.

        Raises UnreachableError; what had come by then is in the store.
        """
        refused: dict[str, str] = {}
        came: list[bytes] = []
        unique = {ref.digest: ref for ref in refs}
        try:
            with closing(several(self._text, unique.values())) as transfers:
                for ref, done in transfers:
                    try:
                        data = done.result()
                    except BlobError as error:
                        refused[ref.digest] = str(error)
                        continue
                    if data is not None:
                        came.append(data)
                    if len(came) >= _BATCH:
                        self._put(came)
        finally:
            self._put(came)
        return refused

    def _put(self, batch: list[bytes]) -> None:
        durable.all_at_once(partial(self._blobs.put, data) for data in batch)
        batch.clear()

    def _text(self, ref: BlobRef) -> bytes | None:
        """A JSON blob from the server; None if it is in the store already."""
        if self._have(ref, _TEXT_LIMIT):
            return None
        try:
            data = self._fetcher.download_bytes(self._blob_url(ref.digest), ref.size)
        except UnreachableError:
            raise
        except DownloadError as error:
            raise MissingBlobError(ref.digest, str(error)) from error
        if digest_of(data) != ref.digest:
            raise DamagedBlobError(ref.digest, "the server has something else under this name")
        return data

    def fetch_media(self, ref: BlobRef) -> None:
        """Have a picture in the store; a transfer that breaks goes on there next time.

        Raises UnreachableError, or BlobError if the server has something else or nothing.
        """
        if self._have(ref, _MEDIA_LIMIT):
            return
        durable.make_folder(self._blobs.partial)
        file = self._blobs.partial / self._blobs.path(ref.digest).name
        try:
            self._fetcher.resume(self._blob_url(ref.digest), file, ref.size)
        except UnreachableError:
            raise
        except DownloadError as error:
            file.unlink(missing_ok=True)
            raise MissingBlobError(ref.digest, str(error)) from error
        self._blobs.adopt(file, ref.digest)

    def _have(self, ref: BlobRef, limit: int) -> bool:
        if ref.size > limit:
            raise MissingBlobError(ref.digest, f"{ref.size} bytes are too many")
        try:
            return self._blobs.size(ref.digest) == ref.size
        except ValueError as error:
            raise MissingBlobError(ref.digest, "not a digest") from error

    def _blob_url(self, digest: str) -> str:
        path = self._blobs.path(digest)
        return f"{self._url}/blobs/{path.parent.name}/{path.name}"


def _sha256(target: TargetFile) -> str:
    try:
        return str(target.hashes["sha256"])
    except KeyError as error:
        raise DocumentError(f"{target.path} is signed without SHA-256") from error
