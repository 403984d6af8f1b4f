"""Running text with few marks: what a clerk types, what comes out of Word, and back again.

``#`` before a heading, ``-`` or ``1.`` before an item of a list, ``|`` around the cells of a
small table, ``**`` around what is strong, ``![words](name)`` for a picture.  In a form every
line is a paragraph of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from kiosk.affairs.disclosure import Block, Figure, Grid, Heading, Listing, Paragraph, Span
from kiosk.affairs.media import Media
from kiosk.center.folder.markdown import Picture, read_body
from kiosk.center.folder.problems import Pen

_SPECIAL = re.compile(r"([\\`<\[\]|])")
_LINE_START = re.compile(r"^(\s*\d*)([#>+-]|(?<=\d)[.)])(?=\s)")


def plain(text: str, *, starts_line: bool) -> str:
    """Text in which no sign is taken for a mark."""
    escaped = _SPECIAL.sub(r"\\\1", text)
    return _LINE_START.sub(r"\1\\\2", escaped) if starts_line else escaped


def blocks_of(text: str, pen: Pen, picture: Picture) -> tuple[Block, ...]:
    """The blocks of a form's text; mistakes are marked at the line as it is typed."""
    lines = text.replace("\r\n", "\n").split("\n")
    spread: list[str] = []
    origin: list[int] = []
    for number, line in enumerate(lines, 1):
        inside = line.startswith("|") and spread and spread[-1].startswith("|")
        if spread and not inside:
            spread.append("")
            origin.append(number)
        spread.append(line)
        origin.append(number)
    own = Pen(pen.file)
    blocks = read_body("\n".join(spread), 1, own, picture)
    for mark in own.marks:
        row = origin[mark.row - 1] if mark.row and mark.row <= len(origin) else mark.row
        pen.mark(mark.message, row=row, column=mark.column)
    return blocks


def text_of(blocks: Iterable[Block], place_of: Callable[[Media], str]) -> str:
    """The text that `blocks_of` reads as these blocks again; ``place_of`` stands for a picture."""
    return "\n".join(line for block in blocks for line in _lines(block, place_of))


def _lines(block: Block, place_of: Callable[[Media], str]) -> list[str]:
    match block:
        case Heading(level=level, text=text):
            return ["#" * level + " " + plain(text, starts_line=False)]
        case Paragraph(spans=spans):
            return [_spans(spans, starts_line=True)]
        case Listing(ordered=ordered, items=items):
            marks = (f"{n}." if ordered else "-" for n in range(1, len(items) + 1))
            return [
                f"{m} {_spans(i, starts_line=False)}" for m, i in zip(marks, items, strict=True)
            ]
        case Grid(heads=heads, rows=rows):
            cells = [[plain(c, starts_line=False) for c in row] for row in (heads, *rows)]
            drawn = ["| " + " | ".join(row) + " |" for row in cells]
            return [drawn[0], "|" + " --- |" * len(heads), *drawn[1:]]
        case Figure(media=media):
            return [place_of(media)]


def _spans(spans: Iterable[Span], *, starts_line: bool) -> str:
    found = ""
    for span in spans:
        text = plain(span.text, starts_line=starts_line and not found)
        found += f"**{text}**" if span.strong else text
    return found
