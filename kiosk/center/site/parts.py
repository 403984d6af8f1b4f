"""Long documents in parts, so that no page is heavier than a cheap phone's minute of data.

A part is rows of a ledger or a table, or blocks of running text; their weight is guessed from
their words, and a page of them stays below 100 kB.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from kiosk.affairs.disclosure import (
    Block,
    Content,
    Grid,
    Ledger,
    LedgerEntry,
    Listing,
    Paragraph,
    Table,
)

_BYTES = 55_000
_ENTRY = 620
"""Bytes of markup and links around a ledger row; around a cell; around a block of text."""
_CELL, _BLOCK = 50, 40

Numbered = tuple[int, Any]
"""A row and its number in the document, from 1."""


class Part(msgspec.Struct, frozen=True):
    """One page of a document: its rows with their numbers, and its blocks of text."""

    rows: tuple[Numbered, ...] = ()
    body: tuple[Block, ...] = ()


def parts_of(content: Content) -> list[Part]:
    """The parts in reading order; at least one.  The text follows the last row."""
    match content.document:
        case Ledger(entries=entries):
            groups = _grouped(enumerate(entries, 1), lambda each: _entry(each[1]))
        case Table(rows=rows):
            groups = _grouped(enumerate(rows, 1), lambda each: _cells(each[1]))
        case _:
            groups = []
    bodies = _grouped(content.body, _block)
    found = [Part(rows=group) for group in groups] or [Part()]
    if bodies and _light(found[-1], bodies[0]):
        found[-1] = Part(found[-1].rows, bodies.pop(0))
    return [*found, *(Part(body=body) for body in bodies)]


def part_of_row(parts: list[Part], row: int) -> int:
    """The part (from 1) in which a row stands; 1 for a row that there is not."""
    numbered = enumerate(parts, 1)
    return next((at for at, part in numbered if any(n == row for n, _ in part.rows)), 1)


def _light(part: Part, body: tuple[Block, ...]) -> bool:
    return sum(_weight_of(row) for _, row in part.rows) + sum(map(_block, body)) <= _BYTES


def _weight_of(row: Any) -> int:
    return _entry(row) if isinstance(row, LedgerEntry) else _cells(row)


def _grouped(things: Iterable[Any], weigh: Callable[[Any], int]) -> list[tuple[Any, ...]]:
    """Neighbours together up to the weight of a page."""
    groups: list[list[Any]] = []
    room = 0
    for thing in things:
        weight = weigh(thing)
        if not groups or weight > room:
            groups.append([])
            room = _BYTES
        groups[-1].append(thing)
        room -= weight
    return [tuple(group) for group in groups]


def _entry(entry: LedgerEntry) -> int:
    words = (entry.summary, entry.party, entry.account, entry.note)
    links = len(entry.vouchers) + len(entry.related)
    return _ENTRY + 200 * links + sum(len(word.encode()) for word in words)


def _cells(cells: Iterable[str]) -> int:
    return sum(_CELL + len(cell.encode()) for cell in cells)


def _block(block: Block) -> int:
    match block:
        case Paragraph(spans=spans):
            return _BLOCK + sum(len(span.text.encode()) for span in spans)
        case Listing(items=items):
            return _BLOCK + sum(_CELL + len(s.text.encode()) for item in items for s in item)
        case Grid(rows=rows):
            return _BLOCK + sum(map(_cells, rows))
        case _:
            return 10 * _BLOCK
