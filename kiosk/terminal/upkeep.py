"""Looking after the blobs: what may go, what must be checked, how room is made.

Never touched: what the Edition on view and the one before lead to, but for pictures when the
disk is short, and of these the oldest items' first; the screen says "not yet there" for them.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from kiosk.affairs.disclosure import Content
from kiosk.feed import durable
from kiosk.feed.blobs import BlobError, BlobStore
from kiosk.feed.documents import BlobRef, DocumentError, Entry, decode
from kiosk.feed.edition import Edition, is_taken_down, read_scope, read_takedowns
from kiosk.terminal.library.writer import LibraryWriter


def shown(edition: Edition, blobs: BlobStore) -> list[Entry]:
    """The entries of an Edition that are not taken down, the newest published first.

    Raises BlobError or DocumentError.
    """
    takedowns = read_takedowns(edition, blobs.read)
    entries = [
        entry
        for digest in edition.scopes.values()
        for entry in read_scope(blobs.read(digest), blobs.read).entries
        if not is_taken_down(entry, takedowns)
    ]
    return sorted(entries, key=lambda e: e.disclosure.published, reverse=True)


def pictures_of(document: BlobRef, blobs: BlobStore) -> list[BlobRef]:
    """The pictures that a document names; none if it is missing or unreadable."""
    try:
        content = decode(blobs.read(document.digest), Content)
    except (BlobError, DocumentError):
        return []
    return [BlobRef(m.digest, m.size) for m in content.media()]


def pictures(edition: Edition, blobs: BlobStore) -> Iterator[BlobRef]:
    """Every picture of an Edition once, the newest items' first.  BlobError, DocumentError."""
    seen = set()
    for entry in shown(edition, blobs):
        if not entry.files:
            continue
        for ref in pictures_of(entry.document, blobs):
            if ref.digest not in seen:
                seen.add(ref.digest)
                yield ref


class Upkeep:
    """Sweeping, scrubbing and making room in a terminal's blobs."""

    def __init__(self, library: LibraryWriter, blobs: BlobStore) -> None:
        self.library = library
        self.blobs = blobs
        self._to_scrub: Iterator[str] | None = None
        self._met = 0

    def needed(self) -> set[str] | None:
        """What the Editions that are kept lead to; None where nobody can tell.

        What is taken down now belongs to none: nobody should find it on a stolen box.
        """
        keep: set[str] = set()
        try:
            for edition in self.library.kept():
                keep |= self._led_to(edition)
        except (BlobError, DocumentError):
            return None  # better too much than too little
        return keep

    def collect(self) -> int:
        """Delete every blob that is not needed, and what broken writes left; how many blobs."""
        keep = self.needed()
        if keep is None:
            return 0
        gone = self.blobs.collect(keep)
        durable.remove_leftovers(self.blobs.folder)
        for file in self.blobs.partial.glob("*"):
            if file.name not in keep or self.blobs.size(file.name) is not None:
                file.unlink(missing_ok=True)
        return gone

    def scrub(self, until: float = float("inf")) -> int | None:
        """Hash every blob, going on where the last call stopped at its time (`time.monotonic`).

        Damaged ones are set aside, and so fetched again.  How many those were, once all have
        been looked at; None while there is more to do.
        """
        if self._to_scrub is None:
            self._to_scrub, self._met = iter(list(self.blobs)), 0
        for digest in self._to_scrub:
            if self.blobs.size(digest) is not None and not self.blobs.check(digest):
                self._met += 1
            if time.monotonic() >= until:
                return None
        self._to_scrub = None
        return self._met

    def make_room(self, wanted: int, *, spare: set[str] | None = None) -> bool:
        """Delete until that many bytes are free on the disk; whether they are.

        First what is not needed, the least lately used before the others; then, if ``spare`` is
        given, pictures of the oldest items but for those in it.
        """
        if self.blobs.free_bytes() >= wanted:
            return True
        for digest in self._dispensable(spare):
            self.blobs.remove(digest)
            if self.blobs.free_bytes() >= wanted:
                return True
        return False

    def _dispensable(self, spare: set[str] | None) -> Iterator[str]:
        """What may be deleted when the disk is short, in that order; found out when asked."""
        keep = self.needed()
        if keep is None:
            return
        yield from sorted((d for d in self.blobs if d not in keep), key=self.blobs.last_used)
        edition = self.library.current()
        if spare is None or edition is None:
            return
        try:
            found = list(pictures(edition, self.blobs))
        except (BlobError, DocumentError):
            return
        for ref in reversed(found):
            if ref.digest not in spare and self.blobs.size(ref.digest) is not None:
                yield ref.digest

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
                    found.update(p.digest for p in pictures_of(entry.document, self.blobs))
        return found
