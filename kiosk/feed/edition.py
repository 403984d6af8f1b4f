"""Editions: one whole, verified state, named by the digests of its feeds.

An `Edition` and the blobs that it leads to are all that a library is built from: feed, pages,
documents and pictures hang below one another by SHA-256.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping

import msgspec

from kiosk.affairs.division import scope_of
from kiosk.feed.documents import (
    BlobRef,
    DocumentError,
    Entry,
    Feed,
    Takedown,
    Takedowns,
    decode,
    read_feed,
    read_page,
)

Read = Callable[[str], bytes]
"""Reads a blob by its digest and checks it; raises BlobError."""


class Edition(msgspec.Struct, frozen=True, kw_only=True):
    """The feed of each scope by digest, and the digest of the takedowns ('' where none is)."""

    scopes: Mapping[str, str]
    takedowns: str = ""

    @property
    def digest(self) -> str:
        """SHA-256 over all of it: equal on two terminals exactly if they hold the same."""
        lines = [f"{scope} {digest}" for scope, digest in sorted(self.scopes.items())]
        return hashlib.sha256("\n".join([*lines, self.takedowns]).encode()).hexdigest()


class ScopeContents(msgspec.Struct, frozen=True, kw_only=True):
    """What a scope says: its feed, the newest version of each entry, and what was not understood.

    ``strange`` counts entries that this program cannot read; ``rejected`` maps ids to the
    reason for which a readable entry must not be shown.
    """

    feed: Feed
    entries: tuple[Entry, ...]
    strange: int
    rejected: Mapping[str, str]


def newest(log: Iterable[Entry]) -> dict[str, Entry]:
    """The highest version of each id, in the order in which these were appended."""
    found: dict[str, Entry] = {}
    for entry in log:
        known = found.get(entry.disclosure.id)
        if known is None or entry.disclosure.version >= known.disclosure.version:
            found.pop(entry.disclosure.id, None)
            found[entry.disclosure.id] = entry
    return found


def read_scope(data: bytes, read: Read) -> ScopeContents:
    """A scope's contents from the bytes of its feed; pages come through ``read``.

    Raises DocumentError if feed or page are no such documents, BlobError for a missing page.
    """
    loose = read_feed(data)
    log: list[Entry] = []
    strange = loose.strange
    for ref in loose.feed.pages:
        page = read_page(read(ref.digest))
        if page.page.scope != loose.feed.scope:
            raise DocumentError(f"page {ref.digest[:12]} belongs to {page.page.scope}")
        log.extend(page.page.entries)
        strange += page.strange
    log.extend(loose.feed.head)
    entries, rejected = [], {}
    for entry in newest(log).values():
        reason = foreign(entry, loose.feed.scope)
        if reason:
            rejected[entry.disclosure.id] = reason
        else:
            entries.append(entry)
    return ScopeContents(
        feed=loose.feed, entries=tuple(entries), strange=strange, rejected=rejected
    )


def foreign(entry: Entry, scope: str) -> str:
    """Why an entry has no place in a scope's feed, or ''.

    A village's key must not speak for another village, so nothing may carry another's id.
    """
    disclosure = entry.disclosure
    try:
        own = scope_of(disclosure.division)
    except ValueError:
        return f"“{disclosure.division}”不是区划代码"
    if own != scope or not disclosure.id.startswith(f"{disclosure.division}-"):
        return f"{disclosure.id} 不属于 {scope}"
    try:
        _ = disclosure.covered
    except ValueError:
        return f"“{disclosure.period}”不是期间"
    return ""


def read_takedowns(edition: Edition, read: Read) -> dict[str, Takedown]:
    """What is taken down, by id: the widest takedown of each.

    Raises BlobError or DocumentError if the list cannot be had.
    """
    if not edition.takedowns:
        return {}
    return by_id(decode(read(edition.takedowns), Takedowns).items)


def by_id(items: Iterable[Takedown]) -> dict[str, Takedown]:
    """The widest takedown of each id."""
    found: dict[str, Takedown] = {}
    for item in items:
        if item.id not in found or item.up_to >= found[item.id].up_to:
            found[item.id] = item
    return found


def is_taken_down(entry: Entry, takedowns: Mapping[str, Takedown]) -> bool:
    """Whether this version of an entry must not be shown."""
    takedown = takedowns.get(entry.disclosure.id)
    return takedown is not None and entry.disclosure.version <= takedown.up_to


def text_refs(contents: ScopeContents) -> Iterator[BlobRef]:
    """Every text blob of a scope besides its pages: county's data, then the newest documents."""
    if contents.feed.county is not None and len(contents.feed.scope) == 6:
        yield contents.feed.county
    for entry in sorted(contents.entries, key=lambda e: e.disclosure.published, reverse=True):
        yield entry.document
