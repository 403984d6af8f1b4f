"""Searching 100,000 items: every letter that a finger types, against a scan with LIKE."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec

from kiosk.affairs.catalogue import Kind
from kiosk.affairs.disclosure import (
    Content,
    Disclosure,
    Ledger,
    LedgerEntry,
    Paragraph,
    Prose,
    Span,
)
from kiosk.terminal.library import Library, index, schema
from kiosk.terminal.library.words import initials_of
from tests.benchmarks.report import median, percentile, row

_ITEMS = 100_000
_LEDGERS = 2_000
_ROWS = 30
_VILLAGE = "990101101201"
_KINDS = ("收支", "低保", "补贴", "承包", "工程", "医保", "党费", "决议", "水渠", "路灯", "保洁")
_DOINGS = ("明细", "名单", "合同", "缴费", "清淤", "维修", "工资", "公告")
_THINGS = tuple(kind + doing for kind in _KINDS for doing in _DOINGS)
_TYPED = ("s", "sz", "szm", "szmx", "收支明细", "承包", "水渠清淤", "补贴 2024", "路灯", "99999")
_NARROW: tuple[dict[str, int], ...] = ({}, {"year": 2024, "month": 3}, {"least": 9_000_00})


def main() -> None:
    """Typed letters, words and filters; the slowest of them is what a visitor notices."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "library.sqlite"
        _fill(path)
        library = Library(path, Path(folder))
        found, took = 0, []
        for typed in _TYPED:
            for narrow in _NARROW:
                start = time.perf_counter()
                found += len(library.search(typed, limit=200, **narrow))
                found += len(library.lines(typed, limit=200, **narrow))
                took.append(time.perf_counter() - start)
        assert found > len(_TYPED)
        scans = [_scan(library, typed) for typed in _TYPED]
        row(
            f"a search over {_ITEMS:,} items and {_LEDGERS * _ROWS:,} rows",
            f"{percentile(took, 0.95) * 1000:.0f} ms (95 %)",
            f"LIKE {median(scans) * 1000:.0f} ms",
            f"{median(took) / median(scans):.2f} x",
            f"aim: below 100 ms; slowest {max(took) * 1000:.0f} ms, median "
            f"{median(took) * 1000:.0f} ms",
        )
        library.close()


def _scan(library: Library, typed: str) -> float:
    """Seconds of a scan of title and text, as a program without an index does it."""
    pattern = f"%{' '.join(typed)}%"
    start = time.perf_counter()
    library._rows(
        "SELECT rowid FROM words WHERE title LIKE ? OR body LIKE ? OR initials LIKE ?",
        (pattern,) * 3,
    )
    return time.perf_counter() - start


def _fill(path: Path) -> None:
    db = schema.open_writer(path)
    db.execute("BEGIN")
    for number, (face, content) in enumerate(_items(), 1):
        db.execute(
            "INSERT INTO entry (row, id, division, item, affairs, class_code, class_name,"
            " item_name, published, year, month, document, face, amount)"
            " VALUES (?, ?, ?, ?, 'village', 'D', '财务', '收支', ?, ?, ?, '', ?, ?)",
            (
                number,
                face.id,
                face.division,
                face.item,
                face.published.isoformat(),
                face.published.year,
                face.published.month,
                msgspec.json.encode(face),
                index.largest_amount(content),
            ),
        )
        index.insert(db, number, face, content)
    db.execute("COMMIT")
    db.close()


def _items() -> Iterator[tuple[Disclosure, Content]]:
    chance = random.Random(7)
    for number in range(_ITEMS):
        day = date(2020 + number % 7, 1 + number % 12, 1 + number % 28)
        one, other = chance.choice(_THINGS), chance.choice(_THINGS)
        title = f"{day.year}年{day.month}月{one}和{other}情况"
        book = number % (_ITEMS // _LEDGERS) == 0
        face = Disclosure(
            id=f"{_VILLAGE}-D2-{number}",
            division=_VILLAGE,
            item="D2",
            title=title,
            kind=Kind.LEDGER if book else Kind.PROSE,
            period="2026-10",
            published=day,
            unit="村民委员会",
            initials=initials_of(title),
        )
        yield face, _ledger(chance, day) if book else _prose(chance, number)


def _prose(chance: random.Random, number: int) -> Content:
    text = "".join(f"{chance.choice(_THINGS)}的情况说明，" for _ in range(20))
    return Content(document=Prose(), body=(Paragraph((Span(f"{text}{number}。"),)),))


def _ledger(chance: random.Random, day: date) -> Content:
    entries = tuple(
        LedgerEntry(
            day=day,
            summary=f"{chance.choice(_THINGS)}支出",
            party="示例县水利工程队",
            paid=chance.randrange(1_000_000),
        )
        for _ in range(_ROWS)
    )
    return Content(document=Ledger(opening=0, closing=0, entries=entries))


if __name__ == "__main__":
    main()
