"""Pages: a screen is a run of pieces with known heights, dealt out onto pages of one size.

Nothing scrolls.  A page turns with two big buttons or a wipe of the hand, always lands in the
same place, and nothing is ever cut at its edge.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from kiosk.terminal.ui.layout import Block, Column, Row, Space


class Piece(NamedTuple):
    """Something of a known height that is built only when its page is shown.

    ``gap`` is kept before it, except at the top of a page.  ``keep`` holds it together with the
    next piece.  ``head`` stands again above it wherever it begins a page (the head of a table).
    ``name`` is what it is looked for by (`Flow.find`).
    """

    height: float
    build: Callable[[], Block]
    gap: float = 0
    keep: bool = False
    head: Piece | None = None
    name: str = ""


def piece(block: Block, width: float, **more: object) -> Piece:
    """A piece made of a block that exists already; for the few blocks on top of a page."""
    return Piece(block.fit(width), lambda: block, **more)


def paginate(pieces: Sequence[Piece], height: float) -> list[list[Piece]]:
    """Deal the pieces out; at least one page.  A piece taller than a page gets one of its own."""
    pages: list[list[Piece]] = [[]]
    used = 0.0
    index = 0
    while index < len(pieces):
        group = _kept_together(pieces, index, height)
        first = group[0]
        page = pages[-1]
        needed = sum(p.height + p.gap for p in group) - (0 if page else first.gap)
        if page and used + needed > height:
            pages.append([])
            page, used = pages[-1], 0.0
            if first.head is not None:
                page.append(first.head)
                used += first.head.height
        for each in group:
            used += each.height + (each.gap if page else 0)
            page.append(each)
        index += len(group)
    return pages


def _kept_together(pieces: Sequence[Piece], index: int, height: float) -> Sequence[Piece]:
    """The piece and those that hang on to it, as far as they fit on one page."""
    end = index + 1
    used = pieces[index].height
    while end < len(pieces) and pieces[end - 1].keep:
        used += pieces[end].gap + pieces[end].height
        if used > height:
            break
        end += 1
    return pieces[index:end]


class Flow:
    """The pages that pieces make; in ``columns`` beside each other on a wide panel."""

    def __init__(
        self, pieces: Sequence[Piece], *, height: float, columns: int = 1, gap: float = 0
    ) -> None:
        self._pieces, self._columns, self._gap = pieces, columns, gap
        self._pages = paginate(pieces, height)

    def within(self, height: float) -> Flow:
        """The same pieces on pages of another height."""
        return Flow(self._pieces, height=height, columns=self._columns, gap=self._gap)

    @property
    def count(self) -> int:
        """How many pages there are; at least 1."""
        return -(-len(self._pages) // self._columns)

    def find(self, name: str) -> int:
        """The page on which the piece of that name stands; the first if there is none."""
        for number, page in enumerate(self._pages):
            if any(piece.name == name for piece in page):
                return number // self._columns
        return 0

    def build(self, number: int) -> Block:
        """Page ``number``, counted from 0."""
        shown = self._pages[number * self._columns : (number + 1) * self._columns]
        columns = [self._column(page) for page in shown]
        if self._columns == 1:
            return columns[0]
        columns += [Space(0) for _ in range(self._columns - len(columns))]
        return Row(*columns, gap=self._gap)

    @staticmethod
    def _column(page: list[Piece]) -> Column:
        blocks: list[Block] = []
        for each in page:
            if blocks and each.gap:
                blocks.append(Space(each.gap))
            blocks.append(each.build())
        return Column(*blocks)
