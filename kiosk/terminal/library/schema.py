"""The tables of the library, and opening them."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import tempfile
from pathlib import Path

VERSION = 3
"""Raised with every change of the tables; another version is rebuilt from the blobs."""

TABLES = """
CREATE TABLE edition (
    number INTEGER PRIMARY KEY,
    digest TEXT NOT NULL,
    switched_at TEXT NOT NULL,
    named TEXT NOT NULL            -- kiosk.feed.edition.Edition as JSON
);
CREATE TABLE county (digest TEXT NOT NULL, data BLOB NOT NULL);
CREATE TABLE entry (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    division TEXT NOT NULL,
    item TEXT NOT NULL,
    kind TEXT NOT NULL,            -- of document, kiosk.affairs.catalogue.Kind
    affairs TEXT NOT NULL,
    class_code TEXT NOT NULL,
    class_name TEXT NOT NULL,
    item_name TEXT NOT NULL,
    published TEXT NOT NULL,
    year INTEGER NOT NULL,
    month INTEGER NOT NULL,
    document TEXT NOT NULL,
    face BLOB NOT NULL,            -- kiosk.affairs.disclosure.Disclosure as JSON
    amount INTEGER NOT NULL        -- the largest in its document, in fen
);
CREATE INDEX entry_by_shelf ON entry (division, affairs, class_code, published);
CREATE INDEX entry_by_kind ON entry (kind, division, published);
CREATE INDEX entry_by_time ON entry (
    year, month, item, division, affairs, class_code, published, amount
);
CREATE INDEX entry_by_amount ON entry (
    amount, item, division, affairs, class_code, year, month, published
);
CREATE TABLE ledger (
    id TEXT PRIMARY KEY,
    division TEXT NOT NULL,
    item TEXT NOT NULL,
    period TEXT NOT NULL,
    opening INTEGER NOT NULL,      -- fen, as all amounts
    received INTEGER NOT NULL,
    paid INTEGER NOT NULL,
    closing INTEGER NOT NULL,
    count INTEGER NOT NULL
);
CREATE TABLE line (                -- one row of a ledger
    row INTEGER PRIMARY KEY,
    entry INTEGER NOT NULL,        -- entry.row
    number INTEGER NOT NULL,       -- its place among the entries, from 0
    day TEXT NOT NULL,
    summary TEXT NOT NULL,
    party TEXT NOT NULL,
    received INTEGER NOT NULL,
    paid INTEGER NOT NULL,
    amount INTEGER NOT NULL        -- whichever of the two is not 0
);
CREATE INDEX line_by_entry ON line (entry, number);
CREATE INDEX line_by_amount ON line (amount);
CREATE TABLE link (
    source TEXT NOT NULL,          -- the id of what names
    number INTEGER NOT NULL,       -- the ledger row that does, -1 for the face
    target TEXT NOT NULL           -- the id that is named, which need not be on view
);
CREATE INDEX link_by_target ON link (target);
CREATE INDEX link_by_source ON link (source);
CREATE TABLE quarantine (
    id TEXT PRIMARY KEY,
    document TEXT NOT NULL,
    reason TEXT NOT NULL,
    since TEXT NOT NULL
);
CREATE VIRTUAL TABLE words USING fts5 (
    title, body, initials, tokenize = "unicode61 remove_diacritics 0"
);
CREATE VIRTUAL TABLE line_words USING fts5 (
    title, body, initials, tokenize = "unicode61 remove_diacritics 0"
);
"""


_NO_WRITING = {
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
}
_MEMORY = ("/dev/shm", "/run", None)  # noqa: S108 - a private folder in it
BROKEN = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


class DamagedLibraryError(Exception):
    """The file is no library of this version, or SQLite finds it damaged."""


def open_writer(path: Path) -> sqlite3.Connection:
    """The one writing connection, its tables made if the file is new.

    WAL with synchronous=FULL: with NORMAL a power cut takes commits back that were reported
    done.  Raises DamagedLibraryError; sqlite3.Error where the disk is full, read-only or busy,
    which says nothing against the file.
    """
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        trouble = _prepare(connection)
    except sqlite3.DatabaseError as error:
        if (getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF not in BROKEN:
            connection.close()
            raise
        trouble = str(error) or type(error).__name__
    if trouble:
        connection.close()
        raise DamagedLibraryError(trouble)
    return connection


def _prepare(connection: sqlite3.Connection) -> str:
    """Settings, tables and the check; what is wrong with the file, or ''."""
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = ON")  # what is taken down is overwritten
    connection.execute("PRAGMA journal_size_limit = 1048576")
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version == 0:
        connection.executescript(f"BEGIN; {TABLES} PRAGMA user_version = {VERSION}; COMMIT;")
    elif version != VERSION:
        return f"version {version}, not {VERSION}"
    found = [row[0] for row in connection.execute("PRAGMA quick_check")]
    return "" if found == ["ok"] else "; ".join(found)[:200]


def open_reader(path: Path) -> sqlite3.Connection:
    """A read-only connection; sqlite3.OperationalError if there is no file yet.

    A library in WAL mode wants to write beside itself even to be read.  Where the disk is
    read-only or full a copy in memory is read instead: it is what was committed last.
    """
    connection = _connect(f"{path.resolve().as_uri()}?mode=ro")
    try:
        connection.execute("SELECT 1 FROM sqlite_schema").fetchone()
    except sqlite3.OperationalError as error:
        connection.close()
        code = (error.sqlite_errorcode or 0) & 0xFF
        if code not in _NO_WRITING:
            raise
        return _copied(path)
    return connection


def _connect(uri: str) -> sqlite3.Connection:
    return sqlite3.connect(
        uri, uri=True, isolation_level=None, check_same_thread=False, timeout=2.0
    )


def _copied(path: Path) -> sqlite3.Connection:
    """A copy of the library and what its log holds, in memory; nothing is left on any disk."""
    for memory in _MEMORY:
        with contextlib.suppress(OSError), tempfile.TemporaryDirectory(dir=memory) as folder:
            copy = Path(folder, path.name)
            for end in ("", "-wal"):
                source = path.with_name(path.name + end)
                if source.exists():
                    shutil.copyfile(source, copy.with_name(copy.name + end))
            connection = _connect(":memory:")
            with contextlib.closing(sqlite3.connect(copy)) as found:
                found.backup(connection)
            return connection
    raise sqlite3.OperationalError("no memory to read a library on a read-only disk")
