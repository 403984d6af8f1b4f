"""A long statute: one chapter on its pages, and looking for a word in all of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from kiosk.affairs.disclosure import Content, Grid, Heading, Listing, Paragraph
from kiosk.affairs.statute import Article, Chapter, chapters_of
from kiosk.terminal.library import Shelved
from kiosk.terminal.library.finding import suggestions
from kiosk.terminal.library.words import initials_of, matched
from kiosk.terminal.ui.flow import Piece, piece
from kiosk.terminal.ui.readers.prose import body_pieces
from kiosk.terminal.ui.rows import Told, row_pieces
from kiosk.terminal.ui.screens.screen import FlowScreen, Pages, Subject
from kiosk.terminal.ui.screens.search import SearchScreen

if TYPE_CHECKING:
    from kiosk.terminal.ui.stage import Stage

_SHOWN = 34
"""Characters of an article that a list of what was found shows."""
_MOST = 60
_WORDS = 12


class ChapterScreen(FlowScreen):
    """The articles of one chapter, and the way to the next; begins at ``article`` if given."""

    def __init__(  # noqa: PLR0913, PLR0917 - where it begins and what led there
        self,
        board: Stage,
        shelved: Shelved,
        chapters: Sequence[Chapter],
        number: int,
        article: str = "",
        sought: Sequence[str] = (),
    ) -> None:
        super().__init__(board)
        self.shelved, self.chapters, self.number = shelved, chapters, number
        self.article, self.sought = article, sought
        self._arrived = False
        self.title = chapters[number].name or "开头"
        self.crumbs = (shelved.disclosure.title,)

    def gone(self) -> bool:
        return self.board.desk.library.get(self.shelved.disclosure.id) is None

    def subject(self) -> Subject:
        face = self.shelved.disclosure
        return Subject(face.division, face.id, title=face.title)

    def open_at(self, pages: Pages) -> None:
        if self.article and not self._arrived:
            self.page = pages.find(self.article)
            self._arrived = True

    def pieces(self, width: float) -> list[Piece]:
        found: list[Piece] = []
        for article in self.chapters[self.number].articles:
            own = body_pieces(self.board, article.blocks, width)
            if own:
                found += [own[0]._replace(name=article.number), *own[1:]]
        if self.number + 1 < len(self.chapters):
            following = self.chapters[self.number + 1]
            said = f"下一章：{following.name}"
            words = self.kit.words(said, self.kit.theme.strong)
            card = self.kit.opens(words, self._next, said, **self.kit.card_surface())
            found.append(piece(card, width, gap=self.kit.theme.gap))
        return found

    def _next(self) -> None:
        """In place of this chapter, so that 返回 leads to the list of chapters."""
        board = self.board
        board.stack.pop()
        board.go(ChapterScreen, self.shelved, self.chapters, self.number + 1)


class _Place(NamedTuple):
    chapter: int
    article: Article
    text: str
    initials: str


class StatuteSearch(SearchScreen):
    """The pad that finds everything else, on the articles of one text."""

    title = "在里面找"
    hint = "点词的拼音头一个字母，例如土地点 T D；也可以直接点下面的词。"

    def __init__(self, board: Stage, shelved: Shelved, content: Content) -> None:
        super().__init__(board)
        self.shelved = shelved
        self.crumbs = (shelved.disclosure.title,)
        self.chapters = chapters_of(content.body)
        self.places = [
            _Place(number, article, text, initials_of(text))
            for number, chapter in enumerate(self.chapters)
            for article in chapter.articles
            if (text := text_of(article))
        ]

    def gone(self) -> bool:
        return self.board.desk.library.get(self.shelved.disclosure.id) is None

    def _choosers(self, width: float) -> Piece:
        words = self.kit.note(f"一共 {len(self.places)} 条")
        return piece(words, width, gap=self.kit.theme.small)

    def _suggestions(self) -> list[str]:
        return suggestions([place.text for place in self.places], _WORDS)

    def _found(self, width: float, room: float) -> list[Piece]:
        kit, theme, typed = self.kit, self.kit.theme, self.query.typed
        self.sought = ()
        if not typed:
            return self._words(width, room)
        places = [place for place in self.places if _holds(place, typed)][:_MOST]
        if not places:
            said = "没有找到。少点几个字母，或者按“清空”重新点。"
            return [piece(kit.words(said, theme.row), width, gap=theme.small)]
        count = piece(kit.note(f"找到 {len(places)} 条"), width, gap=theme.small)
        room -= count.height + count.gap
        rows, sought = [], []
        for place in places:
            word = _word(place, typed)
            opens = partial(
                self.board.go,
                ChapterScreen,
                self.shelved,
                self.chapters,
                place.chapter,
                place.article.number,
                (word,),
            )
            text = place.text.removeprefix(place.article.number).strip()
            rows.append(Told(place.article.number or "开头", _around(text, word), opens))
            sought.append(word)
        self.sought = tuple(dict.fromkeys(sought))
        shown: list[Piece] = []
        for each in row_pieces(self.board, rows, width):
            room -= each.height + each.gap
            if room < 0:
                break
            shown.append(each)
        return [count, *shown]


def text_of(article: Article) -> str:
    """All words of an article."""
    found: list[str] = []
    for block in article.blocks:
        match block:
            case Heading(text=text):
                found.append(text)
            case Paragraph(spans=spans):
                found.append("".join(span.text for span in spans))
            case Listing(items=items):
                found += ["".join(span.text for span in spans) for spans in items]
            case Grid(heads=heads, rows=rows):
                found += [*heads, *(cell for row in rows for cell in row)]
            case _:
                pass
    return "".join(found)


def _holds(place: _Place, typed: str) -> bool:
    return typed in (place.initials if typed.isascii() else place.text)


def _word(place: _Place, typed: str) -> str:
    """What was found, as it stands in the text."""
    return matched(place.text, place.initials, typed) or typed if typed.isascii() else typed


def _around(text: str, word: str) -> str:
    """A stretch of the article with the word in it."""
    at = max(0, text.find(word) - _SHOWN // 3)
    cut = text[at : at + _SHOWN]
    before, after = "…" if at else "", "…" if at + _SHOWN < len(text) else ""
    return f"{before}{cut}{after}"
