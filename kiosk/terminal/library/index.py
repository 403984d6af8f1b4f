"""What the library knows of a disclosure beside its face: words, sums, ledger rows, links.

All of it follows from the document and goes with it; the writer calls `insert` and `delete`
inside its transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from kiosk.affairs.disclosure import Content, Disclosure, Ledger, Project, Table
from kiosk.affairs.money import MoneyError, parse_yuan
from kiosk.feed.text import plain_text
from kiosk.terminal.library.words import initials_of, spaced, spelled

_MONEY = ("元", "金额", "租金", "款", "费", "价", "补", "收入", "支出", "金（")
"""A column of figures is about money if its head says one of these."""
_GAP = "xx"
"""Between initials that do not follow each other; no single letter matches it."""
FACE = -1
"""The number of a link that stands in the face and not in a ledger row."""


def insert(db: sqlite3.Connection, row: int, disclosure: Disclosure, content: Content) -> None:
    """Index a disclosure that stands in the table ``entry`` at ``row``."""
    body = spaced("\n".join(plain_text(content)))
    db.execute(
        "INSERT INTO words (rowid, title, body, initials) VALUES (?, ?, ?, ?)",
        (row, spaced(disclosure.title), body, spelled(disclosure.initials)),
    )
    db.executemany(
        "INSERT INTO link VALUES (?, ?, ?)",
        {(disclosure.id, FACE, target) for target in _named(disclosure, content)},
    )
    if isinstance(content.document, Ledger) and not disclosure.replaced_by:
        _insert_ledger(db, row, disclosure, content.document)


def _named(disclosure: Disclosure, content: Content) -> set[str]:
    """What it names as a whole: on its face, and a contract its resolution and its tender.

    The rows of a ledger name theirs each for itself.
    """
    own = () if isinstance(content.document, Ledger) else content.related()
    return {*disclosure.related, *own} - {disclosure.id}


def delete(db: sqlite3.Connection, id_: str) -> None:
    """Forget a disclosure and all that `insert` made of it."""
    db.execute("DELETE FROM words WHERE rowid = (SELECT row FROM entry WHERE id = ?)", (id_,))
    lines = "SELECT row FROM line WHERE entry = (SELECT row FROM entry WHERE id = ?)"
    db.execute(f"DELETE FROM line_words WHERE rowid IN ({lines})", (id_,))  # noqa: S608
    db.execute(f"DELETE FROM line WHERE row IN ({lines})", (id_,))  # noqa: S608
    db.execute("DELETE FROM link WHERE source = ?", (id_,))
    db.execute("DELETE FROM ledger WHERE id = ?", (id_,))
    db.execute("DELETE FROM entry WHERE id = ?", (id_,))


def erase(db: sqlite3.Connection) -> None:
    """Write the word indexes anew: until then they keep what was deleted."""
    db.execute("INSERT INTO words (words) VALUES ('optimize')")
    db.execute("INSERT INTO line_words (line_words) VALUES ('optimize')")


def largest_amount(content: Content) -> int:
    """The largest amount of money in a document, in fen; 0 if there is none."""
    return max(_amounts(content), default=0)


def _amounts(content: Content) -> Iterator[int]:
    match content.document:
        case Ledger(entries=entries):
            yield from (max(entry.received, entry.paid) for entry in entries)
        case Project() as project:
            yield from (project.budget, project.paid)
        case Table(columns=columns, rows=rows):
            money = [
                n
                for n, column in enumerate(columns)
                if column.number and any(word in column.name for word in _MONEY)
            ]
            for row in rows:
                yield from (_fen(row[n]) for n in money)
        case _:
            return


def _fen(cell: str) -> int:
    try:
        return parse_yuan(cell)
    except MoneyError:
        return 0


def _insert_ledger(
    db: sqlite3.Connection, row: int, disclosure: Disclosure, ledger: Ledger
) -> None:
    db.execute(
        "INSERT INTO ledger VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            disclosure.id,
            disclosure.division,
            disclosure.item,
            disclosure.period,
            ledger.opening,
            ledger.received,
            ledger.paid,
            ledger.closing,
            len(ledger.entries),
        ),
    )
    for number, entry in enumerate(ledger.entries):
        made = db.execute(
            "INSERT INTO line (entry, number, day, summary, party, received, paid, amount)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                row,
                number,
                entry.day.isoformat(),
                entry.summary,
                entry.party,
                entry.received,
                entry.paid,
                max(entry.received, entry.paid),
            ),
        )
        letters = [spelled(initials_of(text)) for text in (entry.summary, entry.party)]
        db.execute(
            "INSERT INTO line_words (rowid, title, body, initials) VALUES (?, ?, ?, ?)",
            (
                made.lastrowid,
                spaced(entry.summary),
                spaced(entry.party),
                f" {_GAP} ".join(letters),
            ),
        )
        db.executemany(
            "INSERT INTO link VALUES (?, ?, ?)",
            {(disclosure.id, number, target) for target in entry.related},
        )
