"""Published documents for the web pages, read from the feed's own files: nothing is kept twice."""

from __future__ import annotations

from datetime import datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db.models import Max

from kiosk.affairs.county import County
from kiosk.affairs.disclosure import Content, Disclosure
from kiosk.affairs.division import Division, DivisionError, Divisions, lineage, scope_of
from kiosk.center.fleet.chronicle import FEED_ERRORS
from kiosk.center.fleet.models import Published
from kiosk.center.fleet.views import chronicle
from kiosk.center.site.words import Text, text_of
from kiosk.feed import roles
from kiosk.feed.blobs import BlobStore
from kiosk.feed.documents import Entry, Takedown, Takedowns, decode
from kiosk.feed.edition import by_id, is_taken_down, read_scope

__all__ = ["FEED_ERRORS", "Opened", "Shelf", "shelf"]

_SCOPES_KEPT = 64
_DIGESTS_KEPT = 512
_DOCUMENTS_KEPT = 32
_TEXTS_KEPT = 12
"""Scopes of which the words are kept; those of a village with 60 items take about 200 kB."""


class Opened(NamedTuple):
    """A disclosure as published now; ``content`` is None when it was withdrawn, on ``gone``."""

    disclosure: Disclosure
    content: Content | None
    gone: datetime | None = None


class Shelf:
    """What one feed folder publishes.  Methods raise one of `FEED_ERRORS` if it is damaged."""

    def __init__(self, feed: Path) -> None:
        self._feed = feed
        self._blobs = BlobStore(feed / "blobs", gzipped=True)
        self._entries = lru_cache(_SCOPES_KEPT)(self._read_entries)
        self._content = lru_cache(_DOCUMENTS_KEPT)(self._read_content)
        self._texts = lru_cache(_TEXTS_KEPT)(self._read_texts)
        self._digests = lru_cache(_DIGESTS_KEPT)(self._read_digest)
        self._takedowns = lru_cache(2)(self._read_takedowns)
        self._county = lru_cache(2)(self._read_county)

    def open(self, item: str) -> Opened | None:
        """One disclosure by its id; None if it is in no feed."""
        chronicle().refresh()
        entry = self._of(item.partition("-")[0]).get(item)
        if entry is None:
            return None
        takedowns = self._taken_down()
        if is_taken_down(entry, takedowns):
            return Opened(entry.disclosure, None, takedowns[item].at)
        return Opened(entry.disclosure, self._content(entry.document.digest))

    def mark(self, division: str) -> str:
        """What changes with everything that a division publishes or takes down; '' for nothing."""
        chronicle().refresh()
        try:
            scope = scope_of(division)
        except ValueError:
            return ""
        return f"{self._digest(scope)} {self._digest(roles.WITHDRAW)}"

    def faces(self, division: str) -> list[Disclosure]:
        """What a division shows now, the newest first."""
        chronicle().refresh()
        takedowns = self._taken_down()
        found = [
            entry.disclosure
            for entry in self._of(division).values()
            if not is_taken_down(entry, takedowns)
        ]
        return sorted(found, key=lambda d: (d.latest, d.id), reverse=True)

    def board(self, division: str) -> list[Disclosure]:
        """What stands on a division's board: its own and that of the levels above, newest first."""
        found = [face for code in _lineage(division) for face in self.faces(code)]
        return sorted(found, key=lambda d: (d.latest, d.id), reverse=True)

    def texts(self, division: str) -> tuple[Text, ...]:
        """The words of what stands on a division's board, for searching."""
        chronicle().refresh()
        takedowns = self._taken_down()
        return tuple(
            text
            for code in _lineage(division)
            for entry, text in self._texts(scope_of(code), self._digest(scope_of(code)))
            if not is_taken_down(entry, takedowns)
        )

    def issued(self, division: str) -> datetime | None:
        """When anything on a division's board was last signed (UTC); None if nothing ever was."""
        chronicle().refresh()
        scopes = [*(scope_of(code) for code in _lineage(division)), roles.WITHDRAW]
        found = Published.objects.filter(scope__in=scopes).order_by("-issued").first()
        return found.issued if found is not None else None

    def county(self) -> County | None:
        """The county's reference data; None before the first push."""
        chronicle().refresh()
        home = min(chronicle().scopes, key=len, default="")
        return self._county(self._digest(home)) if home else None

    def division(self, code: str) -> Division | None:
        """One division by its code."""
        county = self.county()
        found = (d for d in county.divisions if d.code == code) if county is not None else ()
        return next(iter(found), None)

    def place(self, code: str) -> str:
        """A division with what it lies in, below the county: 青禾镇柳河村; the code if unknown."""
        county = self.county()
        divisions = Divisions(county.divisions) if county is not None else ()
        if code not in divisions:
            return code
        assert isinstance(divisions, Divisions)
        path = divisions.path(code)
        return "".join(each.name for each in path[1:] or path)

    def _of(self, division: str) -> dict[str, Entry]:
        try:
            scope = scope_of(division)
        except ValueError:
            return {}
        return self._entries(scope, self._digest(scope))

    def takedowns(self) -> dict[str, Takedown]:
        """What is withdrawn, by id."""
        chronicle().refresh()
        return self._taken_down()

    def _taken_down(self) -> dict[str, Takedown]:
        return by_id(self._takedowns(self._digest(roles.WITHDRAW)))

    def _digest(self, scope: str) -> str:
        """The newest state of a scope; '' if it has published nothing."""
        return self._digests(scope, chronicle().mark)

    def _read_digest(self, scope: str, _mark: object) -> str:
        found = Published.objects.filter(scope=scope)
        newest = found.aggregate(last=Max("version"))["last"]
        return str(found.get(version=newest).digest) if newest is not None else ""

    def _file(self, scope: str, digest: str) -> bytes:
        folder, _, name = roles.target_path(scope).rpartition("/")
        return (self._feed / "targets" / folder / f"{digest}.{name}").read_bytes()

    def _read_entries(self, scope: str, digest: str) -> dict[str, Entry]:
        if not digest:
            return {}
        contents = read_scope(self._file(scope, digest), self._blobs.read)
        return {entry.disclosure.id: entry for entry in contents.entries}

    def _read_texts(self, scope: str, digest: str) -> tuple[tuple[Entry, Text], ...]:
        """Documents are read past the cache: a search must not push out what people read."""
        entries = self._entries(scope, digest).values()
        return tuple(
            (entry, text_of(entry.disclosure, self._read_content(entry.document.digest)))
            for entry in entries
        )

    def _read_content(self, digest: str) -> Content:
        return decode(self._blobs.read(digest), Content)

    def _read_takedowns(self, digest: str) -> tuple[Takedown, ...]:
        return decode(self._file(roles.WITHDRAW, digest), Takedowns).items if digest else ()

    def _read_county(self, digest: str) -> County | None:
        return chronicle().county() if digest else None


def _lineage(division: str) -> list[str]:
    try:
        return lineage(division)
    except DivisionError:
        return []


@cache
def shelf() -> Shelf:
    """The one of this process."""
    return Shelf(settings.FEED)
