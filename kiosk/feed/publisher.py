"""Publishing: from checked drafts to a signed state that every terminal can fetch.

One writer at a time.  Whatever is wrong, or wherever the power goes, readers see the state
before or the state after.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from functools import partial
from pathlib import Path

import msgspec

from kiosk.affairs.county import County
from kiosk.affairs.division import DivisionError, Divisions, scope_of
from kiosk.feed import durable, roles
from kiosk.feed.blobs import DamagedBlobError, digest_file, digest_of
from kiosk.feed.checks import PublishError, media_refs, problems_of, unsigned_problems
from kiosk.feed.documents import (
    BlobRef,
    Entry,
    Feed,
    Page,
    PageRef,
    Takedown,
    Takedowns,
    decode,
    encode,
    fingerprint,
    strictly,
)
from kiosk.feed.draft import Draft
from kiosk.feed.edition import ScopeContents, by_id, is_taken_down, read_scope
from kiosk.feed.keys import KeyRing, guard_private
from kiosk.feed.log import grow
from kiosk.feed.repository import RENEW, lock_of
from kiosk.feed.sweep import sweep
from kiosk.feed.tokens import Token
from kiosk.feed.tree import (
    TIMESTAMP_FILE,
    Change,
    Repository,
    RepositoryError,
    fading,
    utc_now,
)
from kiosk.feed.verify import verify_staged

Progress = Callable[[int, int], None]
"""Called with how many drafts are done, and of how many."""

_BUSY = "另一个发布程序正在使用这个仓库，什么也没有发布。请等它结束后再试。"


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What a push did, by ids.

    ``kept`` is on the board but was not pushed, in the scopes that were pushed; ``withdrawn``
    was pushed as it was when it was taken down, and stays down.  ``scopes`` were published.
    """

    added: list[str]
    changed: list[str]
    unchanged: list[str]
    kept: list[str]
    withdrawn: list[str]
    scopes: list[str]


class Publisher:
    """Publishes into a repository with the online keys.

    ``reviewer`` is the folder (or token) with the reviewer's key, where the county asks for a
    second signature under every feed.  ``clock`` gives the time in UTC; ``patience`` is how
    many seconds to wait for another writer, such as the timer that signs anew.
    """

    def __init__(
        self,
        repo: Path,
        online: Path,
        *,
        reviewer: Path | Token | None = None,
        clock: Callable[[], datetime] = utc_now,
        patience: float = 30.0,
    ) -> None:
        self._repo = repo
        self._online = online
        self._reviewer = reviewer
        self._clock = clock
        self._patience = patience

    def publish(
        self, county: County, drafts: Iterable[Draft], *, progress: Progress | None = None
    ) -> Outcome:
        """Publish drafts and the county's reference data; everything or nothing.

        What did not change is not touched, and if nothing changed nothing at all is written.
        An item that is on the board and not among the drafts stays: only `withdraw` removes.

        Raises PublishError (problems in the drafts), RepositoryError, KeysError, VerifyError
        or BusyError, each with a Chinese message.
        """
        Divisions(county.divisions)
        with self._alone():
            push = _Push(Repository(self._repo), list(drafts), progress)
            change = self._change(push.tree, self._clock())
            for scope, feed in push.feeds(county, self._clock()).items():
                change.feed(scope, strictly(feed))
            if change.scopes:
                change.commit(self._verify)
            return push.outcome(change.scopes)

    def withdraw(self, id: str, *, reason: str) -> None:  # noqa: A002 - the domain's word
        """Take a disclosure down, in every version so far, and delete its files.

        Doing it twice changes nothing.  Raises PublishError if there is no such disclosure.
        """
        with self._alone():
            tree = Repository(self._repo)
            entry = _find(tree, id)
            old = _takedowns(tree)
            if is_taken_down(entry, by_id(old.items if old else ())):
                return
            now = self._clock()
            item = Takedown(
                id=id,
                up_to=entry.disclosure.version,
                reason=reason,
                at=now,
                fingerprint=fingerprint(entry),
            )
            takedowns = Takedowns(
                version=old.version + 1 if old else 1,
                issued=now,
                items=(*(old.items if old else ()), item),
            )
            change = self._change(tree, now)
            change.feed(roles.WITHDRAW, strictly(takedowns))
            change.commit(self._verify)
            sweep(Repository(self._repo), now, erase=entry.document)

    def resign(self) -> list[str]:
        """Sign what would otherwise expire, always a new timestamp, and sweep the folder.

        For a timer, every six hours (`kiosk.feed.fresh`).  Returns the roles that would need
        signing but for keys that are not here: a reviewer's, or offline ones.
        """
        with self._alone():
            tree = Repository(self._repo)
            now = self._clock()
            change = self._change(tree, now)
            left = [
                name
                for name in (roles.ROOT, *sorted(tree.versions))
                if _renewed_offline(name)
                and fading(tree.current(name).signed, name, now, share=RENEW)
            ]
            for name in [roles.WITHDRAW, *sorted(tree.scopes)]:
                signed = tree.role(name).signed
                share = 0.5 if name == roles.WITHDRAW else RENEW
                if not fading(signed, name, now, share=share):
                    continue
                if change.can_sign(name):
                    change.role(name, signed)
                else:
                    left.append(name)
            snapshot = tree.snapshot.signed
            if (
                change.scopes
                or fading(snapshot, roles.SNAPSHOT, now)
                or not tree.is_sound(roles.SNAPSHOT)
            ):
                change.commit(self._verify)
            else:
                timestamp = change.signed_timestamp(snapshot.version)
                self._verify({TIMESTAMP_FILE: timestamp}, [])
                change.flip(timestamp)
            sweep(Repository(self._repo), now)
            return left

    def _change(self, tree: Repository, now: datetime) -> Change:
        guard_private(self._online)
        folder = self._reviewer if isinstance(self._reviewer, Path) else None
        token = self._reviewer if isinstance(self._reviewer, Token) else None
        keys = KeyRing(self._online, folder, token=token)
        return Change(self._repo, tree, keys=keys, now=now)

    def _alone(self) -> AbstractContextManager[None]:
        return durable.only_one(lock_of(self._repo), _BUSY, patience=self._patience)

    def _verify(self, staged: Mapping[str, bytes], scopes: Iterable[str]) -> None:
        verify_staged(self._repo, staged, scopes, self._clock())


def _renewed_offline(role: str) -> bool:
    return role in {roles.ROOT, roles.TARGETS} or roles.is_delegator(role)


class _Push:
    """One push under way: compares drafts with the board and writes the blobs."""

    def __init__(self, tree: Repository, drafts: list[Draft], progress: Progress | None) -> None:
        self.tree = tree
        self._takedowns: Mapping[str, Takedown] = {}
        if listed := _takedowns(tree):
            self._takedowns = by_id(listed.items)
        self._drafts = drafts
        self._progress = progress
        self._done = 0
        self._blobs: dict[str, Callable[[], object]] = {}
        self._added: list[str] = []
        self._changed: list[str] = []
        self._unchanged: list[str] = []
        self._withdrawn: list[str] = []
        self._kept: list[str] = []

    def feeds(self, county: County, now: datetime) -> dict[str, Feed]:
        """The new feed of every scope that changes; its blobs are in the store."""
        self._check(county)
        by_scope: dict[str, list[Draft]] = {}
        for draft in self._drafts:
            by_scope.setdefault(scope_of(draft.disclosure.division), []).append(draft)
        home = scope_of(Divisions(county.divisions).county.code)
        by_scope.setdefault(home, [])
        if home not in self.tree.scopes:
            raise RepositoryError(f"这个仓库不属于 {county.name}（{home}），什么也没有发布。")
        feeds = {}
        for scope, drafts in sorted(by_scope.items()):
            contents = _contents(self.tree, scope)
            reference = None
            if scope == home:
                reference = self._text(strictly(county))
            feed = self._scope(scope, contents, drafts, reference, now)
            if feed is not None:
                feeds[scope] = feed
        durable.all_at_once(self._blobs.values())
        return feeds

    def outcome(self, scopes: list[str]) -> Outcome:
        return Outcome(
            added=self._added,
            changed=self._changed,
            unchanged=self._unchanged,
            kept=self._kept,
            withdrawn=self._withdrawn,
            scopes=scopes,
        )

    def _check(self, county: County) -> None:
        problems: list[str] = []
        scopes, seen = self.tree.scopes, set()
        for draft in self._drafts:
            entry = entry_of(draft, encode(draft.content), 1)
            problems += problems_of(draft, entry, scopes, self.tree.blobs)
            problems += unsigned_problems(draft, county)
            if draft.disclosure.id in seen:
                problems.append(f"{draft.disclosure.id}：编号用了两次")
            seen.add(draft.disclosure.id)
        if problems:
            raise PublishError(problems)

    def _scope(
        self,
        scope: str,
        contents: ScopeContents | None,
        drafts: list[Draft],
        county: BlobRef | None,
        now: datetime,
    ) -> Feed | None:
        live = {e.disclosure.id: e for e in contents.entries} if contents else {}
        appended = []
        for draft in sorted(drafts, key=lambda d: (d.disclosure.published, d.disclosure.id)):
            entry = self._compare(draft, live.get(draft.disclosure.id))
            if entry is not None:
                appended.append(entry)
            self._done += 1
            if self._progress is not None:
                self._progress(self._done, len(self._drafts))
        if drafts:
            pushed = {d.disclosure.id for d in drafts}
            self._kept += [
                id_
                for id_, e in live.items()
                if id_ not in pushed and not is_taken_down(e, self._takedowns)
            ]
        old = contents.feed if contents else None
        if not appended and county == (old.county if old else None):
            return None
        grown = grow(old, live, appended, self._takedowns)
        pages = old.pages if old and grown.keep_pages else ()
        for entries in grown.pages:
            data = strictly(Page(scope=scope, entries=entries))
            ref = self._text(data)
            pages = (*pages, PageRef(ref.digest, ref.size, len(entries)))
        return Feed(
            scope=scope,
            version=old.version + 1 if old else 1,
            issued=now,
            head=grown.head,
            pages=pages,
            county=county,
        )

    def _compare(self, draft: Draft, live: Entry | None) -> Entry | None:
        """The entry to append; None if the board has it already or must not have it."""
        id_ = draft.disclosure.id
        data = encode(draft.content)
        takedown = self._takedowns.get(id_)
        version = live.disclosure.version if live else 0
        entry = entry_of(draft, data, version or 1)
        if takedown is not None and version <= takedown.up_to:
            if fingerprint(entry) == takedown.fingerprint:
                self._withdrawn.append(id_)
                return None
            self._added.append(id_)
            return self._stored(draft, entry_of(draft, data, takedown.up_to + 1), data)
        if live is not None and fingerprint(entry) == fingerprint(live):
            self._unchanged.append(id_)
            self._stored(draft, entry, data)  # mends a store that has lost a file
            return None
        (self._changed if live else self._added).append(id_)
        return self._stored(draft, entry_of(draft, data, version + 1), data)

    def _stored(self, draft: Draft, entry: Entry, data: bytes) -> Entry:
        store = self.tree.blobs
        for ref in media_refs(draft):
            file = draft.blobs.get(ref.digest)
            if store.size(ref.digest) == ref.size or file is None:
                continue
            digest, _ = digest_file(file)
            if digest != ref.digest:
                raise PublishError([f"{draft.disclosure.id}：文件 {file} 在检查以后被改动了"])
            self._blobs[ref.digest] = partial(store.put, file)
        self._text(data)
        return entry

    def _text(self, data: bytes) -> BlobRef:
        """A JSON blob, to be written unless it is there."""
        ref = BlobRef(digest_of(data), len(data))
        if self.tree.blobs.size(ref.digest) != ref.size:
            self._blobs[ref.digest] = partial(self.tree.blobs.put, data, compressible=True)
        return ref


def entry_of(draft: Draft, data: bytes, version: int) -> Entry:
    """The line of a feed that a draft becomes; ``data`` is its content as JSON."""
    media = draft.content.media()
    return Entry(
        disclosure=msgspec.structs.replace(draft.disclosure, version=version),
        document=BlobRef(digest_of(data), len(data)),
        files=len(media),
        files_size=sum(m.size for m in media),
    )


def _contents(tree: Repository, scope: str) -> ScopeContents | None:
    """What a scope has on the board; None if it has published nothing yet."""
    data = tree.read_target(scope)
    if data is None:
        return None
    try:
        contents = read_scope(data, tree.blobs.read)
    except DamagedBlobError as error:
        raise RepositoryError(f"仓库里 {scope} 的文件已损坏（{error}），请从备份恢复。") from error
    if contents.strange:
        raise RepositoryError(f"{scope} 的内容是更新版本的程序发布的，请先升级本程序。")
    return contents


def _takedowns(tree: Repository) -> Takedowns | None:
    data = tree.read_target(roles.WITHDRAW)
    return None if data is None else decode(data, Takedowns)


def _find(tree: Repository, id_: str) -> Entry:
    try:
        scope = scope_of(id_.partition("-")[0])
    except DivisionError as error:
        raise PublishError([f"“{id_}”不是公开内容的编号"]) from error
    contents = _contents(tree, scope) if scope in tree.scopes else None
    for entry in contents.entries if contents else ():
        if entry.disclosure.id == id_:
            return entry
    raise PublishError([f"公开栏上没有 {id_}，没有撤回任何内容"])
