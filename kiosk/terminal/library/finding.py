"""Finding in the library: by words, pinyin initials, place, time and amount; and who names whom.

Ranking every match takes 250 ms where 100,000 items match, longer than a finger waits; so only
few matches are ranked, and of many the newest come first, those with the word in the title
before those with the word in the text (measured: below 70 ms).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

import msgspec

from kiosk.affairs.catalogue import Affairs
from kiosk.affairs.disclosure import Disclosure
from kiosk.terminal.library.index import FACE
from kiosk.terminal.library.model import LedgerLine, Reference, Shelved
from kiosk.terminal.library.narrow import Filter, is_narrow, where
from kiosk.terminal.library.words import query

Rows = Callable[[str, Sequence[Any]], list[Any]]
"""Asks SQLite; an empty answer where the library cannot be read."""

SHELVED = ", ".join(
    f"entry.{c}" for c in ("face", "affairs", "class_code", "class_name", "item_name", "document")
)
_LINE = "line.number, line.day, line.summary, line.party, line.received, line.paid"
_RANKED = 2_000
"""Matches up to which the best come first."""
_SHORTEST, _LONGEST = 2, 6
"""Characters of a word that may be suggested."""
TEXTS = 1_000
"""Titles and ledger rows that suggestions are taken from."""


def shelved(row: Sequence[Any]) -> Shelved:
    """A row of `SHELVED`."""
    face, affairs, class_code, class_name, item_name, document = row
    disclosure = msgspec.json.decode(face, type=Disclosure)
    return Shelved(disclosure, Affairs(affairs), class_code, class_name, item_name, document)


def find(rows: Rows, text: str, narrow: Filter, limit: int) -> list[Shelved]:
    """Disclosures in whose title, text or pinyin initials it occurs; best or newest first."""
    wanted = query(text)
    if not wanted:
        return []
    terms, values = where(narrow)
    start = f"SELECT {SHELVED} FROM words JOIN entry ON entry.row = words.rowid WHERE "  # noqa: S608
    if is_narrow(narrow):
        # Asked for every match, the wide rows of the table would cost three times as much.
        chosen = " AND ".join(terms)
        terms = [f"+words.rowid IN (SELECT entry.row FROM entry WHERE {chosen})"]  # noqa: S608
    conditions = " AND ".join(["words MATCH ?", *terms])
    if _few(rows, "words", wanted):
        best = " ORDER BY bm25(words, 10, 1, 5), entry.published DESC, entry.id LIMIT ?"
        return [shelved(r) for r in rows(start + conditions + best, [wanted, *values, limit])]
    found: dict[str, Shelved] = {}
    newest = " ORDER BY words.rowid DESC LIMIT ?"
    for each in (f"{{title initials}} : ({wanted})", wanted):
        if len(found) < limit:
            batch = [shelved(r) for r in rows(start + conditions + newest, [each, *values, limit])]
            batch.sort(key=lambda s: s.disclosure.latest, reverse=True)
            for one in batch:
                found.setdefault(one.disclosure.id, one)
    return list(found.values())[:limit]


def find_lines(rows: Rows, text: str, narrow: Filter, limit: int) -> list[LedgerLine]:
    """Ledger rows in whose purpose or other party it occurs; without a text all, largest first."""
    terms, values = where(narrow, "line.amount")
    wanted = query(text)
    source = "line JOIN entry ON entry.row = line.entry"
    order = "line.amount DESC"
    if wanted:
        source = f"line_words JOIN line ON line.row = line_words.rowid {source[5:]}"
        terms.insert(0, "line_words MATCH ?")
        values.insert(0, wanted)
        order = "line_words.rowid DESC"
    elif text.strip():
        return []
    conditions = f" WHERE {' AND '.join(terms)}" if terms else ""
    sql = f"SELECT {SHELVED}, {_LINE} FROM {source}{conditions} ORDER BY {order} LIMIT ?"  # noqa: S608
    return [
        LedgerLine(shelved(r[:6]), r[6], date.fromisoformat(r[7]), *r[8:])
        for r in rows(sql, [*values, limit])
    ]


def references(rows: Rows, id_: str) -> list[Reference]:
    """What names a disclosure: others as a whole, and single rows of ledgers; newest first."""
    found = rows(
        f"SELECT {SHELVED}, link.number, line.day, line.summary FROM link"  # noqa: S608
        " JOIN entry ON entry.id = link.source"
        " LEFT JOIN line ON line.entry = entry.row AND line.number = link.number"
        " WHERE link.target = ? AND (link.number = ? OR line.row IS NOT NULL)"
        " ORDER BY entry.published DESC, entry.id, link.number",
        [id_, FACE],
    )
    return [Reference(shelved(r[:6]), None if r[6] == FACE else r[6], r[8] or "") for r in found]


def suggestions(texts: Iterable[str], most: int) -> list[str]:
    """The words that stand in most texts, as far as one can tell without a dictionary.

    A stretch of characters is a word if different things stand before it and after it: in
    最低生活保障对象 after 生活保 there is always 障.  Of words that hold each other one is taken.
    """
    counts: Counter[str] = Counter()
    around: dict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for text in texts:
        seen = set()
        for word, before, after in _stretches(text):
            seen.add(word)
            around[word][0].add(before)
            around[word][1].add(after)
        counts.update(seen)
    common = [
        (-n * (len(word) + 1), word)
        for word, n in counts.items()
        if n > 1 and word not in _EMPTY and all(_free(side) for side in around[word])
    ]
    chosen: list[str] = []
    for _, word in sorted(common):
        if len(chosen) == most:
            break
        if not any(word in other or other in word for other in chosen):
            chosen.append(word)
    return chosen


_EMPTY = frozenset(
    ("工作", "进行", "我村", "本村", "有关", "年度", "方案", "发放", "对象", "收缴", "办理", "维修")
)
_PARTS = re.compile(
    "第[一二三四五六七八九十]+|[一二三四五六七八九十]+(?=季度|年|月|批|次|期|届|号|户|人)"
    "|季度|年度|半年|[年月]|关于|情况|名单|结果|公示|通知|公告|[的和与及在为了并由对于等从各每]"
    "|[^\u3400-\u9fff]+"
)
"""What stands between words, and what says nothing."""
_NO_BEGINNING = frozenset("费员组户人款金业日会度")


def _stretches(text: str) -> Iterator[tuple[str, str, str]]:
    """Every stretch that may be a word, with the characters around it, '' for none."""
    for run in _PARTS.split(text):
        for begin in range(len(run)):
            if run[begin] in _NO_BEGINNING:
                continue
            for end in range(begin + _SHORTEST, min(begin + _LONGEST, len(run)) + 1):
                yield run[begin:end], run[begin - 1 : begin], run[end : end + 1]


def _free(neighbours: set[str]) -> bool:
    return "" in neighbours or len(neighbours) > 1


def _few(rows: Rows, table: str, wanted: str) -> bool:
    sql = f"SELECT count(*) FROM (SELECT 1 FROM {table} WHERE {table} MATCH ? LIMIT ?)"  # noqa: S608
    found = rows(sql, [wanted, _RANKED + 1])
    return not found or found[0][0] <= _RANKED
