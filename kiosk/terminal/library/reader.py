"""The reading side of the library: all that the screen knows.

No network, no writing.  A file that is missing, being built or damaged reads as an empty
library, and sync is told of damage; a screen must never go black over it.
"""

from __future__ import annotations

import logging
import re
import sqlite3
import threading
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Unpack

from kiosk.affairs.catalogue import Affairs, catalogue_for
from kiosk.affairs.county import County
from kiosk.affairs.disclosure import Content, Disclosure
from kiosk.affairs.division import level_of
from kiosk.affairs.obligation import Obligation
from kiosk.feed.blobs import BlobError, BlobStore
from kiosk.feed.documents import DocumentError, decode
from kiosk.terminal.clock import is_trusted
from kiosk.terminal.library import finding, schema
from kiosk.terminal.library.finding import SHELVED, shelved
from kiosk.terminal.library.model import (
    ClassCount,
    EditionInfo,
    LedgerLine,
    LedgerMonth,
    Reference,
    Shelved,
)
from kiosk.terminal.library.narrow import Filter, where
from kiosk.terminal.library.notes import read_checked, read_floor

_LOG = logging.getLogger(__name__)
_CHINA = timezone(timedelta(hours=8))
_BROKEN = {11, 26}
"""SQLITE_CORRUPT and SQLITE_NOTADB."""


class Library:
    """Read-only access to the library at ``path`` and the blobs beside it."""

    def __init__(self, path: Path, blobs: Path) -> None:
        self._path = path
        self._blobs = BlobStore(blobs)
        self._lock = threading.RLock()
        self._db: sqlite3.Connection | None = None
        self._inode = 0
        self._seen: tuple[int, int] | None = None
        self._county: tuple[str, County] | None = None
        self._sound: dict[str, int] = {}
        self._suggested: tuple[Any, Any, list[str]] | None = None

    def close(self) -> None:
        """Close the file; the next question opens it again."""
        with self._lock:
            if self._db is not None:
                self._db.close()
            self._db, self._inode = None, 0

    def edition(self) -> EditionInfo | None:
        """The Edition on view; None in an empty library."""
        rows = self._rows("SELECT number, digest, switched_at FROM edition ORDER BY number DESC")
        if not rows:
            return None
        number, digest, switched = rows[0]
        switched_at = datetime.fromisoformat(switched)
        checked_at = read_checked(self._path.parent) or switched_at
        trusted = is_trusted(read_floor(self._path.parent))
        return EditionInfo(number, digest, switched_at, max(switched_at, checked_at), trusted)

    def changed(self) -> bool:
        """Whether there is another Edition than at the last call.  Takes microseconds."""
        rows = self._rows("SELECT max(number) FROM edition")
        seen = (self._inode, rows[0][0] or 0) if rows else (0, 0)
        changed = seen != (self._seen or (0, 0))
        self._seen = seen
        return changed

    def county(self) -> County | None:
        """The county's reference data."""
        rows = self._rows("SELECT digest FROM county")
        if not rows:
            return None
        digest = rows[0][0]
        if self._county is None or self._county[0] != digest:
            data = self._rows("SELECT data FROM county WHERE digest = ?", (digest,))
            if not data:
                return None
            self._county = digest, decode(data[0][0], County)
        return self._county[1]

    def shelves(
        self, *, limit: int | None = None, offset: int = 0, **narrow: Unpack[Filter]
    ) -> list[Shelved]:
        """Disclosures, the newest published first."""
        clause, values = _clause(narrow)
        rows = self._rows(
            f"SELECT {SHELVED} FROM entry{clause} ORDER BY published DESC, id LIMIT ? OFFSET ?",  # noqa: S608
            [*values, -1 if limit is None else limit, offset],
        )
        return [shelved(row) for row in rows]

    def count(self, **narrow: Unpack[Filter]) -> int:
        """How many disclosures there are."""
        clause, values = _clause(narrow)
        rows = self._rows(f"SELECT count(*) FROM entry{clause}", values)  # noqa: S608
        return int(rows[0][0]) if rows else 0

    def years(self, **narrow: Unpack[Filter]) -> list[tuple[int, int]]:
        """Years that have something, with how much; the newest first."""
        clause, values = _clause(narrow)
        rows = self._rows(
            f"SELECT year, count(*) FROM entry{clause} GROUP BY year ORDER BY year DESC",  # noqa: S608
            values,
        )
        return [(int(year), int(count)) for year, count in rows]

    def classes(self, *, divisions: Sequence[str], affairs: Affairs) -> list[ClassCount]:
        """The catalogue classes of some divisions, empty ones too, in printed order."""
        clause, values = _clause({"divisions": divisions, "affairs": affairs})
        counts = {
            (code, name): int(count)
            for code, name, count in self._rows(
                "SELECT class_code, class_name, count(*) FROM entry"  # noqa: S608
                f"{clause} GROUP BY class_code, class_name ORDER BY class_code",
                values,
            )
        }
        county = self.county()
        found: dict[tuple[str, str], ClassCount] = {}
        for code in divisions if county is not None else ():
            assert county is not None
            catalogue = catalogue_for(county.catalogues, level_of(code), _today(county))
            for each in catalogue.classes if catalogue is not None else ():
                key = (each.code, each.name)
                if each.affairs is affairs and key not in found:
                    found[key] = ClassCount(*key, each.hint, counts.pop(key, 0))
        # What stands in no class of today's catalogues must be found as well.
        return [*found.values(), *(ClassCount(*key, "", n) for key, n in counts.items())]

    def get(self, id: str) -> Shelved | None:  # noqa: A002 - the domain's word
        """One disclosure; None if it is not (any more) on view."""
        rows = self._rows(f"SELECT {SHELVED} FROM entry WHERE id = ?", (id,))  # noqa: S608
        return shelved(rows[0]) if rows else None

    def content(self, id: str) -> Content | None:  # noqa: A002
        """The document of a disclosure, its hash checked.

        None when it is not on view, or when its file is missing or damaged; the damaged one is
        set aside, and sync fetches it again.
        """
        rows = self._rows("SELECT document FROM entry WHERE id = ?", (id,))
        if not rows:
            return None
        try:
            return decode(self._blobs.read(rows[0][0]), Content)
        except (BlobError, DocumentError, OSError) as error:
            _LOG.warning("%s cannot be shown: %s", id, error)
            return None

    def media_path(self, digest: str) -> Path | None:
        """The file of a picture; None until it is there and whole.

        Its hash is checked when it is first asked for, about 1 ms for 180 kB.
        """
        try:
            path = self._blobs.path(digest)
            inode = path.stat().st_ino
            if self._sound.get(digest) != inode:
                if not self._blobs.check(digest):
                    return None
                self._sound[digest] = inode
        except (OSError, ValueError):
            return None
        return path

    def ledger_months(self, division: str) -> list[LedgerMonth]:
        """Ledgers of single months in totals, the oldest first; replaced ones left out."""
        rows = self._rows(
            "SELECT id, period, opening, received, paid, closing, count, item FROM ledger"
            " WHERE division = ? AND period GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]'"
            " ORDER BY period, id",
            (division,),
        )
        return [LedgerMonth(*row) for row in rows]

    def search(self, text: str, limit: int = 50, **narrow: Unpack[Filter]) -> list[Shelved]:
        """Disclosures in whose title, text or pinyin initials it occurs; best first."""
        return finding.find(self._rows, text, narrow, limit)

    def lines(self, text: str, limit: int = 50, **narrow: Unpack[Filter]) -> list[LedgerLine]:
        """Ledger rows in whose purpose or other party it occurs, by words or initials.

        Without a text every row that is not narrowed out, the largest amount first.
        """
        return finding.find_lines(self._rows, text, narrow, limit)

    def references(self, id: str) -> list[Reference]:  # noqa: A002
        """What on view names this disclosure (关联): others, and rows of ledgers."""
        return finding.references(self._rows, id)

    def suggestions(self, divisions: Sequence[str], most: int = 12) -> list[str]:
        """Words worth a button: of the newest titles, a third of purposes of payments."""
        key = (tuple(divisions), most)
        number = self._rows("SELECT max(number) FROM edition")
        if self._suggested is None or self._suggested[:2] != (number, key):
            self._suggested = (number, key, self._words(divisions, most))
        return self._suggested[2]

    def _words(self, divisions: Sequence[str], most: int) -> list[str]:
        county = self.county()
        names = "|".join(re.escape(d.name) for d in county.divisions) if county else "$"
        newest = self.shelves(divisions=divisions, limit=finding.TEXTS)
        titles = [re.sub(names, " ", each.disclosure.title) for each in newest]
        words = finding.suggestions(titles, most - most // 3)
        lines = self.lines("", limit=finding.TEXTS, divisions=divisions)
        purposes = [re.sub(names, " ", line.summary) for line in lines]
        for word in finding.suggestions(purposes, most):
            if len(words) < most and not any(word in w or w in word for w in words):
                words.append(word)
        return words

    def obligations(self, division: str, today: date) -> list[Obligation]:
        """What a division owed up to a day; nothing where no catalogue is known."""
        county = self.county()
        if county is None:
            return []
        faces = self._rows("SELECT face FROM entry WHERE division = ?", (division,))
        return county.owed(division, [decode(row[0], Disclosure) for row in faces], today)

    def _rows(self, sql: str, values: Sequence[Any] = ()) -> list[Any]:
        with self._lock:
            try:
                connection = self._connection()
                return [] if connection is None else connection.execute(sql, values).fetchall()
            except sqlite3.DatabaseError as error:
                # A library that is just being made has no tables yet: simply empty.
                if (getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF in _BROKEN:
                    self._report(error)
                self.close()
                return []

    def _connection(self) -> sqlite3.Connection | None:
        """The connection to the file that now lies there: sync may have set the old one aside."""
        try:
            inode = self._path.stat().st_ino
        except FileNotFoundError:
            self.close()
            return None
        if self._db is None or inode != self._inode:
            self.close()
            self._db = schema.open_reader(self._path)
            self._inode = inode
        return self._db

    def _report(self, error: sqlite3.DatabaseError) -> None:
        _LOG.error("the library is damaged: %s", error)
        try:
            self._path.with_name(f"{self._path.name}.suspect").touch()
        except OSError:
            _LOG.exception("cannot tell sync")


def _clause(narrow: Filter) -> tuple[str, list[Any]]:
    terms, values = where(narrow)
    return (f" WHERE {' AND '.join(terms)}" if terms else ""), values


def _today(county: County) -> date:
    return county.sample_day or datetime.now(UTC).astimezone(_CHINA).date()
