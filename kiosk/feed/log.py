"""The log of a scope: what stays inline in the head, what spills into pages, when to rewrite.

Pages never change, so a terminal fetches each once; only the head is fetched again with every
change.  That is why it holds 20 to 79 entries and not all of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kiosk.feed.documents import Entry, Feed, Takedown
from kiosk.feed.edition import is_taken_down, newest

PAGE = 60
"""Entries of a page."""

SPILL = 80
"""So many entries in the head make a page of the oldest: at least 20 stay."""


class Grown(NamedTuple):
    """A log after appending: kept old pages or none, new pages, and the head."""

    keep_pages: bool
    pages: list[tuple[Entry, ...]]
    head: tuple[Entry, ...]


def grow(
    feed: Feed | None,
    live: Mapping[str, Entry],
    appended: Sequence[Entry],
    takedowns: Mapping[str, Takedown],
) -> Grown:
    """Append entries to a feed's log.

    ``live`` is the newest version of every id before that.  What is superseded or taken down
    leaves the head at once; it leaves the pages when it outnumbers what is live, and then all
    pages are written anew.
    """
    after = newest([*live.values(), *appended])
    alive = [e for e in after.values() if not is_taken_down(e, takedowns)]
    identities = {_mark(e) for e in alive}
    head = [e for e in (feed.head if feed else ()) if _mark(e) in identities]
    head += [e for e in appended if _mark(e) in identities]
    paged = sum(p.count for p in feed.pages) if feed else 0
    stale = paged + len(head) - len(alive)
    keep = stale <= len(alive)
    if not keep:
        head = list(alive)
    pages = []
    while len(head) >= SPILL:
        pages.append(tuple(head[:PAGE]))
        head = head[PAGE:]
    return Grown(keep_pages=keep, pages=pages, head=tuple(head))


def _mark(entry: Entry) -> tuple[str, int]:
    return entry.disclosure.id, entry.disclosure.version
