"""The body of a .md file as the blocks that the screen can set.

Only what the screen has a shape for: headings, paragraphs with emphasis, lists, small tables,
pictures.  CommonMark is read with Chinese eyes: a single ``*`` masks a name and never slants,
``**`` need not touch a space to end, an indented paragraph is a paragraph and no code, and a
list that is numbered on after a break keeps its numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

from kiosk.affairs.disclosure import Block, Figure, Grid, Heading, Listing, Paragraph, Span
from kiosk.affairs.media import Media
from kiosk.center.folder.problems import Pen
from kiosk.center.folder.text import (
    BODY_LIMIT,
    CELL_LIMIT,
    PARAGRAPH_LIMIT,
    TITLE_LIMIT,
    check_length,
)

Picture = Callable[[str, str, int], Media | None]
"""Finds a picture by file name, alternative text and row; marks what is wrong with it."""

_NO_SPACE = re.compile(r"(?<=[^\x00-\u024f])\n|\n(?=[^\x00-\u024f])")
_OPENS = re.compile(r"\*\*(?=[^\s\*，、。；：！？）》」』”’%])")
_COMMENT = re.compile(r"\s*(<!--.*?-->\s*)+", re.DOTALL)
_GRID_COLUMNS = 8


class _Picture(NamedTuple):
    source: str
    alt: str


_Piece = Span | _Picture


class _Item(NamedTuple):
    """An item of a list; ``nested`` when it stood one level (or more) further in."""

    spans: tuple[Span, ...]
    nested: bool = False


def _any_link(url: str) -> bool:
    """Links are dropped and pictures looked up in a list: none can do harm."""
    return bool(url)


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable("table")
    parser.disable(["code", "lheading", "reference", "emphasis", "autolink"])
    parser.validateLink = _any_link  # type: ignore[method-assign]
    parser.normalizeLink = str  # type: ignore[method-assign,assignment]
    return parser


_PARSER = _parser()


def read_body(text: str, first_row: int, pen: Pen, picture: Picture) -> tuple[Block, ...]:
    """The blocks of a body that starts on ``first_row`` of its file."""
    check_length(text, BODY_LIMIT, pen, row=first_row)
    return tuple(_Reader(pen, picture, first_row).blocks(_PARSER.parse(text)))


class _Reader:
    def __init__(self, pen: Pen, picture: Picture, first_row: int) -> None:
        self._pen = pen
        self._picture = picture
        self._first = first_row

    def _row(self, token: Token) -> int:
        return self._first + (token.map[0] if token.map else 0)

    def blocks(self, tokens: list[Token]) -> Iterator[Block]:
        at = 0
        while at < len(tokens):
            token = tokens[at]
            end = _closing(tokens, at)
            inner = tokens[at + 1 : end]
            match token.type:
                case "heading_open":
                    yield from self._heading(token, inner)
                case "paragraph_open":
                    yield from self._paragraph(token, inner)
                case "bullet_list_open" | "ordered_list_open":
                    yield from self._list(token, inner)
                case "table_open":
                    yield from self._grid(token, inner)
                case "blockquote_open":
                    yield from self.blocks(inner)
                case "html_block" if _COMMENT.fullmatch(token.content):
                    pass
                case "html_block":
                    self._pen.mark(
                        "正文里不能写网页代码（HTML），请改成普通文字", row=self._row(token)
                    )
                case "fence":
                    self._pen.mark(
                        "正文里不能用 ``` 写代码块，请改成普通文字", row=self._row(token)
                    )
                case _:
                    pass
            at = end + 1

    def _heading(self, token: Token, inner: list[Token]) -> Iterator[Block]:
        row = self._row(token)
        text = _plain(self._pieces(inner, row))
        check_length(text, TITLE_LIMIT, self._pen, row=row)
        if text:
            yield Heading(level=min(int(token.tag[1]), 3), text=text)

    def _paragraph(self, token: Token, inner: list[Token]) -> Iterator[Block]:
        """A paragraph; its pictures stand between what is before and after them."""
        row = self._row(token)
        spans: list[Span] = []
        for piece in self._pieces(inner, row):
            broken = isinstance(piece, Span) and piece.text == "\n"
            if isinstance(piece, Span) and not broken:
                spans.append(piece)
                continue
            yield from self._flush(spans, row)
            spans = []
            if isinstance(piece, _Picture):
                media = self._picture(piece.source, piece.alt, row)
                if media is not None:
                    yield Figure(media)
        yield from self._flush(spans, row)

    def _flush(self, spans: list[Span], row: int) -> Iterator[Block]:
        tidy = _tidy(spans)
        if tidy:
            check_length(_joined(tidy), PARAGRAPH_LIMIT, self._pen, row=row)
            yield Paragraph(tidy)

    def _list(self, token: Token, inner: list[Token]) -> Iterator[Block]:
        ordered = token.type == "ordered_list_open"
        start = int(token.attrs.get("start", 1)) if ordered else 1
        items: list[_Item] = []
        at = 0
        while at < len(inner):
            end = _closing(inner, at)
            items += self._item(inner[at + 1 : end], inner[at])
            at = end + 1
        if ordered and (start != 1 or any(i.nested for i in items)):
            # A list in the feed counts from 1; one that goes on counting, or has a list inside,
            # keeps the numbers its author wrote as text.
            yield from _numbered(items, start)
        elif items:
            yield Listing(ordered=ordered, items=tuple(i.spans for i in items))

    def _item(self, tokens: list[Token], item: Token) -> list[_Item]:
        own: list[Span] = []
        below: list[_Item] = []
        for block in self.blocks(tokens):
            match block:
                case Paragraph(spans=spans) if below:
                    below.append(_Item(spans, nested=True))
                case Paragraph(spans=spans):
                    own += [Span(" "), *spans] if own else spans
                case Listing(ordered=ordered, items=inner):
                    for number, spans in enumerate(inner, 1):
                        sign = f"（{number}）" if ordered else _dot(spans)
                        below.append(_Item((Span(sign), *spans), nested=True))
                case Heading(text=text):
                    own.append(Span(text, strong=True))
                case _:
                    self._pen.mark(
                        "列表里只能写文字，图片和表格请放在列表外面", row=self._row(item)
                    )
        found = [_Item(_tidy(own)), *(_Item(_tidy(b.spans), nested=True) for b in below)]
        return [item for item in found if item.spans]

    def _grid(self, token: Token, inner: list[Token]) -> Iterator[Block]:
        rows: list[tuple[str, ...]] = []
        cells: list[str] = []
        row = self._row(token)
        for each in inner:
            if each.type == "tr_open":
                cells, row = [], self._row(each)
            elif each.type == "inline":
                text = _plain(self._pieces([each], row))
                check_length(text, CELL_LIMIT, self._pen, row=row)
                cells.append(text)
            elif each.type == "tr_close":
                rows.append(tuple(cells))
        heads = rows[0]
        if len(heads) > _GRID_COLUMNS:
            self._pen.mark(
                f"正文里的小表有 {len(heads)} 列，最多 {_GRID_COLUMNS} 列；请改用“表格”类型",
                row=self._row(token),
            )
        yield Grid(heads=heads, rows=tuple(rows[1:]))

    def _pieces(self, tokens: list[Token], row: int) -> list[_Piece]:
        """The runs and pictures of a paragraph; a hard break is a span of one newline."""
        flat: list[_Piece] = []
        for inline in tokens:
            for child in inline.children or []:
                flat += self._piece(child, row)
        return _emphasise(flat, lambda: self._unread(flat, row))

    def _piece(self, child: Token, row: int) -> list[_Piece]:
        match child.type:
            case "text" | "code_inline" | "text_special":
                return [Span(child.content)]
            case "softbreak":
                return [Span("\v")]
            case "hardbreak":
                return [Span("\n")]
            case "image":
                return [_Picture(unquote(str(child.attrs["src"])), child.content.strip())]
            case "html_inline":
                self._pen.mark(f"正文里不能写网页代码（{child.content}），请改成普通文字", row=row)
        return []

    def _unread(self, pieces: list[_Piece], row: int) -> None:
        if any(isinstance(p, Span) and "![" in p.text for p in pieces):
            self._pen.mark(
                "插图没有写对：应当是 ![说明](文件名.jpg)；"
                "文件名里有空格时写成 ![说明](<文件 名.jpg>)",
                row=row,
            )


def _closing(tokens: list[Token], at: int) -> int:
    """Where the block that opens at ``at`` closes; itself if it is a single token."""
    if tokens[at].nesting != 1:
        return at
    depth = 0
    for index in range(at, len(tokens)):
        depth += tokens[index].nesting
        if depth == 0:
            return index
    return len(tokens) - 1


def _emphasise(pieces: list[_Piece], check: Callable[[], None]) -> list[_Piece]:
    """Join the texts, join their lines as Chinese does, then part them at ``**``."""
    check()
    found: list[_Piece] = []
    text = ""
    for piece in pieces:
        if isinstance(piece, Span) and piece.text != "\n":
            text += piece.text
            continue
        found += _strong(text)
        found.append(piece)
        text = ""
    return found + _strong(text)


def _strong(text: str) -> list[_Piece]:
    text = _NO_SPACE.sub("", text.replace("\v", "\n")).replace("\n", " ")
    found: list[_Piece] = []
    at = 0
    while (opening := _OPENS.search(text, at)) is not None:
        end = text.find("**", opening.end())
        if end < 0 or text[end - 1].isspace():
            break
        found.append(Span(text[at : opening.start()]))
        found.append(Span(text[opening.end() : end], strong=True))
        at = end + 2
    found.append(Span(text[at:]))
    return [f for f in found if isinstance(f, _Picture) or f.text]


def _tidy(spans: list[Span] | tuple[Span, ...]) -> tuple[Span, ...]:
    """Neighbours of one weight joined, blanks at both ends gone; empty if nothing is left."""
    joined: list[Span] = []
    for span in spans:
        if joined and joined[-1].strong == span.strong:
            joined[-1] = Span(joined[-1].text + span.text, strong=span.strong)
        else:
            joined.append(span)
    if joined:
        joined[0] = Span(joined[0].text.lstrip(), strong=joined[0].strong)
        joined[-1] = Span(joined[-1].text.rstrip(), strong=joined[-1].strong)
    return tuple(s for s in joined if s.text)


def _joined(spans: tuple[Span, ...]) -> str:
    return "".join(s.text for s in spans)


def _plain(pieces: list[_Piece]) -> str:
    return "".join(p.text if isinstance(p, Span) else p.alt for p in pieces).strip()


def _dot(item: tuple[Span, ...]) -> str:
    """A list two levels down looks like one level down: the screen has one indent."""
    return "" if item and item[0].text.startswith("· ") else "· "


def _numbered(items: list[_Item], start: int) -> Iterator[Block]:
    number = start
    for item in items:
        if item.nested:
            yield Paragraph(item.spans)
        else:
            yield Paragraph(_tidy((Span(f"{number}. "), *item.spans)))
            number += 1
