"""Writing the library: the only hand that does is sync's.

A switch is one transaction that moves the tables from one Edition to the next.  Everything in
them comes from verified blobs, so a damaged file is set aside and built anew.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from kiosk.affairs.county import County
from kiosk.affairs.disclosure import Content, Disclosure
from kiosk.feed import durable
from kiosk.feed.blobs import BlobError, BlobStore
from kiosk.feed.documents import DocumentError, Entry, decode, encode
from kiosk.feed.edition import (
    Edition,
    ScopeContents,
    is_taken_down,
    read_scope,
    read_takedowns,
)
from kiosk.terminal.library import index, schema
from kiosk.terminal.library.shelf import month_of, place

_LARGEST = 4 << 20
"""Bytes of the largest document that a small box can lay out; 3,000 characters are 10 kB."""
_KEPT = 2
"""Editions whose blobs are kept: the one on view and the one before."""


class _Notes(msgspec.Struct):
    """What lies beside the library, to build it anew: the newest Edition first."""

    editions: list[Edition]


class LibraryWriter:
    """The writing side.  ``rebuilt`` says why the file had to be built anew, or ''.

    Opening checks the file; a damaged one is set aside, and the last Edition that was switched
    to is built again from the blobs.
    """

    def __init__(self, path: Path, blobs: BlobStore) -> None:
        self.path = path
        self.blobs = blobs
        self.rebuilt = ""
        self._notes_file = path.with_name("edition.json")
        durable.make_folder(path.parent)
        try:
            self._db = schema.open_writer(path)
        except schema.DamagedLibraryError as error:
            self.rebuilt = str(error)
            self._set_aside()
            self._db = schema.open_writer(path)
        self.suspect.unlink(missing_ok=True)
        notes = self._notes()
        if self.current() is None and notes:
            self.rebuilt = self.rebuilt or "the library was gone"
            for edition in notes:
                with contextlib.suppress(BlobError, DocumentError):
                    self.switch(edition)
                    break

    @property
    def suspect(self) -> Path:
        """A marker that the reading side leaves when SQLite tells it of damage."""
        return self.path.with_name(f"{self.path.name}.suspect")

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def current(self) -> Edition | None:
        """The Edition on view."""
        row = self._db.execute("SELECT named FROM edition ORDER BY number DESC").fetchone()
        return None if row is None else msgspec.json.decode(row[0], type=Edition)

    def kept(self) -> list[Edition]:
        """The Edition on view and the one before, as far as there are any."""
        rows = self._db.execute("SELECT named FROM edition ORDER BY number DESC").fetchall()
        return [msgspec.json.decode(row[0], type=Edition) for row in rows]

    def quarantine(self) -> dict[str, str]:
        """What cannot be shown, by id, with the reason."""
        return dict(self._db.execute("SELECT id, reason FROM quarantine"))

    def quarantined_documents(self) -> list[str]:
        """Digests of the documents that could not be read, as far as they are known."""
        return [row[0] for row in self._db.execute("SELECT document FROM quarantine") if row[0]]

    def switch(self, edition: Edition, *, now: datetime | None = None) -> bool:
        """Move to an Edition; whether anything on the screen is different now.

        ``now`` in UTC is when, for the screen; the system's time if not given.

        Its feeds and pages must be in the store (BlobError, DocumentError otherwise, and
        nothing changes); an entry whose document is missing or unreadable is quarantined.
        """
        build = _Build(edition, self.blobs, self._known())
        at = (now or datetime.now(UTC)).isoformat(timespec="seconds")
        quarantine_changed = self.quarantine() != build.quarantine
        previous = self.current()
        same = previous is not None and previous.digest == edition.digest
        if same and not build.different and not quarantine_changed:
            return False
        kept = [edition, *(e for e in self.kept() if e.digest != edition.digest)][:_KEPT]
        # Before the commit: if the power goes between the two, the notes name the newer
        # Edition, all of whose text is there; never one from before a takedown.
        durable.write_durable(self._notes_file, msgspec.json.encode(_Notes(editions=kept)))
        with self._transaction() as db:
            build.apply(db, at)
            (last,) = db.execute("SELECT coalesce(max(number), 0) FROM edition").fetchone()
            db.execute("DELETE FROM edition WHERE digest = ?", (edition.digest,))
            db.execute(
                "INSERT INTO edition VALUES (?, ?, ?, ?)",
                (last + 1, edition.digest, at, msgspec.json.encode(edition).decode()),
            )
            db.execute(
                "DELETE FROM edition WHERE number NOT IN"
                " (SELECT number FROM edition ORDER BY number DESC LIMIT ?)",
                (_KEPT,),
            )
            erased = previous is not None and previous.takedowns != edition.takedowns
            if erased:
                index.erase(db)
        if erased:
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return True

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield self._db
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:  # a full disk has rolled back by itself
                self._db.execute("ROLLBACK")
            raise

    def _known(self) -> dict[str, tuple[object, ...]]:
        columns = ", ".join(_COLUMNS)
        return {r[0]: r for r in self._db.execute(f"SELECT {columns} FROM entry")}  # noqa: S608

    def _notes(self) -> list[Edition]:
        try:
            return msgspec.json.decode(self._notes_file.read_bytes(), type=_Notes).editions
        except (OSError, msgspec.DecodeError):
            return []

    def _set_aside(self) -> None:
        """One damaged file is kept for whoever wants to look; its WAL belongs to it."""
        for end in ("", "-wal", "-shm"):
            file = self.path.with_name(self.path.name + end)
            if file.exists():
                file.replace(self.path.with_name(f"{self.path.name}.damaged{end}"))
        durable.sync_folder(self.path.parent)


_COLUMNS = (
    "id",
    "division",
    "item",
    "kind",
    "affairs",
    "class_code",
    "class_name",
    "item_name",
    "published",
    "year",
    "month",
    "document",
    "face",
)


class _Build:
    """The rows of an Edition, and how they differ from the known ones."""

    def __init__(
        self, edition: Edition, blobs: BlobStore, known: dict[str, tuple[object, ...]]
    ) -> None:
        self._blobs = blobs
        self._known = known
        self.quarantine: dict[str, str] = {}
        self._documents: dict[str, str] = {}
        takedowns = read_takedowns(edition, blobs.read)
        contents = [read_scope(blobs.read(d), blobs.read) for d in edition.scopes.values()]
        self._county = self._reference(contents)
        self._rows: dict[str, tuple[object, ...]] = {}
        self._fresh: list[tuple[Disclosure, Content]] = []
        for scope in contents:
            self.quarantine |= scope.rejected
            if scope.strange:
                self.quarantine[scope.feed.scope] = (
                    f"有 {scope.strange} 件内容本机的程序看不懂，先不显示；请升级终端程序。"
                )
            for entry in scope.entries:
                if not is_taken_down(entry, takedowns):
                    self._add(entry)
        self._gone = [id_ for id_ in known if id_ not in self._rows]

    @property
    def different(self) -> bool:
        """Whether any row came, changed or went."""
        return bool(self._fresh or self._gone)

    def apply(self, db: sqlite3.Connection, now: str) -> None:
        """Bring the tables to this state, inside the caller's transaction."""
        for id_ in [*self._gone, *(d.id for d, _ in self._fresh)]:
            index.delete(db, id_)
        marks = ", ".join("?" for _ in _COLUMNS)
        for disclosure, content in self._fresh:
            cursor = db.execute(
                f"INSERT INTO entry ({', '.join(_COLUMNS)}, amount) VALUES ({marks}, ?)",  # noqa: S608
                (*self._rows[disclosure.id], index.largest_amount(content)),
            )
            assert cursor.lastrowid is not None
            index.insert(db, cursor.lastrowid, disclosure, content)
        db.execute("DELETE FROM county")
        if self._county is not None:
            digest, county = self._county
            db.execute("INSERT INTO county VALUES (?, ?)", (digest, encode(county)))
        since = dict(db.execute("SELECT id, since FROM quarantine"))
        db.execute("DELETE FROM quarantine")
        for id_, reason in self.quarantine.items():
            db.execute(
                "INSERT INTO quarantine VALUES (?, ?, ?, ?)",
                (id_, self._documents.get(id_, ""), reason, since.get(id_, now)),
            )

    def _reference(self, contents: list[ScopeContents]) -> tuple[str, County] | None:
        """The county's data, which only the county's own feed may name."""
        for scope in contents:
            ref = scope.feed.county
            if ref is None or len(scope.feed.scope) != 6:
                continue
            try:
                return ref.digest, decode(self._blobs.read(ref.digest), County)
            except (BlobError, DocumentError) as error:
                self.quarantine[f"county-{scope.feed.scope}"] = str(error)
        return None

    def _add(self, entry: Entry) -> None:
        disclosure = entry.disclosure
        where = place(disclosure, self._county[1] if self._county else None)
        year, month = month_of(disclosure)
        row = (
            disclosure.id,
            disclosure.division,
            disclosure.item,
            disclosure.kind.value,
            where.affairs.value,
            where.class_code,
            where.class_name,
            where.item_name,
            disclosure.latest.isoformat(),
            year,
            month,
            entry.document.digest,
            msgspec.json.encode(disclosure),
        )
        if self._known.get(disclosure.id) != row:
            if entry.document.size > _LARGEST:
                self.quarantine[disclosure.id] = (
                    f"正文太大（{entry.document.size} 字节），先不显示。"
                )
                return
            try:
                content = decode(self._blobs.read(entry.document.digest), Content)
            except (BlobError, DocumentError) as error:
                self.quarantine[disclosure.id] = str(error)
                self._documents[disclosure.id] = entry.document.digest
                return
            self._fresh.append((disclosure, content))
        self._rows[disclosure.id] = row
