"""What the feed has published, read from its own files: nothing is kept twice."""

from __future__ import annotations

import threading
from datetime import datetime
from pathlib import Path

import msgspec

from kiosk.affairs.county import County
from kiosk.affairs.division import Level
from kiosk.feed.blobs import DamagedBlobError
from kiosk.feed.documents import DocumentError, decode, read_feed
from kiosk.feed.tree import Repository, RepositoryError

_INDENT = {
    Level.COUNTY: 0,
    Level.TOWNSHIP: 1,
    Level.STREET: 1,
    Level.VILLAGE: 2,
    Level.COMMUNITY: 2,
}


class Line(msgspec.Struct, frozen=True):
    """One division: how deep it stands, and when it last published (UTC), or None."""

    name: str
    code: str
    indent: int
    issued: datetime | None


class Published(msgspec.Struct, frozen=True):
    """The divisions of the county in the feed, in order; ``sample`` if all is made up."""

    county: str
    sample: bool
    lines: tuple[Line, ...]


class PublishedReader:
    """Reads the feed again only when its timestamp has changed."""

    def __init__(self, feed: Path) -> None:
        self._feed = feed
        self._lock = threading.Lock()
        self._mark: tuple[int, int, int] | None = None
        self._known: Published | None = None

    def read(self) -> Published | None:
        """What is published; None while there is no feed.

        Raises RepositoryError, DocumentError or DamagedBlobError if the feed is damaged.
        """
        try:
            status = (self._feed / "metadata" / "timestamp.json").stat()
        except OSError:
            return None
        mark = (status.st_ino, status.st_mtime_ns, status.st_size)
        with self._lock:
            if mark != self._mark:
                self._known, self._mark = read_published(self._feed), mark
            return self._known


def read_published(feed: Path) -> Published | None:
    """What is published; None if the county itself has published nothing yet."""
    tree = Repository(feed)
    issued: dict[str, datetime] = {}
    county: County | None = None
    for scope in sorted(tree.scopes):
        data = tree.read_target(scope)
        if data is None:
            continue
        found = read_feed(data).feed
        issued[scope] = found.issued
        if found.county is not None:
            county = decode(tree.blobs.read(found.county.digest), County)
    if county is None:
        return None
    lines = [
        Line(d.name, d.code, _INDENT[d.level], issued.get(d.scope))
        for d in sorted(county.divisions, key=lambda d: d.code)
    ]
    return Published(county.name, county.sample, tuple(lines))


FEED_ERRORS = (RepositoryError, DocumentError, DamagedBlobError, OSError)
"""What `PublishedReader.read` raises when the feed's folder is damaged."""
