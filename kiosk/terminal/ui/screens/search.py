"""Finding by the first letters of pinyin: no input method, just big keys.

收支明细 is found by S Z M X.  Whoever does not know letters touches one of the words that occur
most here.  What was typed is wiped with everything else when the visitor leaves.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from kiosk.affairs.deadline import chinese_day
from kiosk.affairs.money import format_yuan
from kiosk.terminal.library import LedgerLine, Shelved
from kiosk.terminal.ui.flow import Flow, Piece, piece
from kiosk.terminal.ui.layout import Block, Column, Row, Space
from kiosk.terminal.ui.screens.reader import Reader
from kiosk.terminal.ui.screens.screen import FlowScreen, Pages, Screen
from kiosk.terminal.ui.screens.search_query import Query
from kiosk.terminal.ui.screens.shelf import shelf_row, shelf_row_height

if TYPE_CHECKING:
    from kiosk.terminal.ui.stage import Stage

WORDS = ("收支明细", "低保", "补贴", "承包", "合同", "工程", "医保", "党费", "决议")
"""What villagers look for most, where the titles themselves suggest too little."""

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ACROSS = 7
_LONGEST = 12
_WORDS = 15
_MANY = 200


class SearchScreen(Screen):
    """Keys below, where an arm rests; what was found above, while one types."""

    title = "查找"
    crumbs = ("首页",)
    hint = "点拼音的第一个字母，例如收支明细点 S Z M X；也可以直接点下面的词。"

    def __init__(self, board: Stage) -> None:
        super().__init__(board)
        self.query = self.new_query()

    def new_query(self) -> Query:
        """What is looked for before anything was typed."""
        return Query(self.board)

    def pages(self, width: float, height: float) -> Pages:
        theme = self.kit.theme
        if theme.portrait:
            keys = piece(self._keys(), width, gap=theme.small)
            top = [piece(self._typed(), width), self._choosers(width)]
            used = sum(p.height + p.gap for p in (*top, keys))
            top += self._found(width, height - used)
            used = sum(p.height + p.gap for p in top)
            gap = max(theme.small, height - used - keys.height - 1)
            return Flow([*top, keys._replace(gap=gap)], height=height)
        column = (width - theme.margin) // 2
        left = piece(Column(self._typed(), self._keys(), gap=theme.small), column)
        # The keys fill the left column, however low they are, so that results stand right.
        filler = Piece(max(0.0, height - left.height), partial(Space, height - left.height))
        choosers = self._choosers(column)._replace(gap=0)
        right = [choosers, *self._found(column, height - choosers.height)]
        return Flow([left, filler, *right], height=height, columns=2, gap=theme.margin)

    def _choosers(self, width: float) -> Piece:
        return piece(self.query.choosers(width), width, gap=self.kit.theme.small)

    def _found(self, width: float, room: float) -> list[Piece]:
        """As many results as there is room for; before anything is typed, words to touch."""
        kit, theme = self.kit, self.kit.theme
        self.sought = ()
        if self.query.empty:
            return self._words(width, room)
        items, lines = self.query.items(), self.query.lines()
        if not items and not lines:
            said = "没有找到。少点几个字母，或者按“清空”重新点。"
            return [piece(kit.words(said, theme.row), width, gap=theme.small)]
        more = piece(self._all_of_them(items, lines), width, gap=theme.small)
        room -= more.height + 2 * more.gap
        rows = result_pieces(self.board, self.query, items, lines, width)
        self.sought = sought_in(self.query, items, lines)
        found: list[Piece] = []
        for each in rows:
            gap = 0 if found else theme.small
            room -= each.height + gap
            if room < 0:
                break
            found.append(each._replace(gap=gap))
        return [*found, more]

    def _typed(self) -> Block:
        kit, theme = self.kit, self.kit.theme
        typed = self.query.typed
        shown = " ".join(typed.upper()) if typed.isascii() else typed
        words = kit.words(shown or "想找什么？", theme.title if shown else theme.row, most=1)
        remove = kit.button("删一个", self._remove)
        clear = kit.button("清空", self._clear)
        wide = kit.width("删一个", theme.button) + 2 * theme.small
        row = Row(words, remove, clear, widths=(1.0, wide, wide), gap=theme.small, align="middle")
        return kit.card(row, padding=(theme.small, theme.small))

    def _words(self, width: float, room: float) -> list[Piece]:
        """Words that occur most, as buttons; as many rows as fit."""
        kit, theme = self.kit, self.kit.theme
        found = [piece(kit.note(self.hint), width, gap=theme.small)]
        room -= found[0].height + found[0].gap
        words = self._suggestions()
        across = 3 if theme.step < 2 else 2
        for start in range(0, len(words), across):
            buttons: list[Block] = [
                kit.button(word, partial(self.find, word)) for word in words[start : start + across]
            ]
            buttons += [Space(0)] * (across - len(buttons))
            row = piece(Row(*buttons, gap=theme.small, even=True), width, gap=theme.small)
            room -= row.height + row.gap
            if room < 0:
                break
            found.append(row)
        return found

    def _suggestions(self) -> list[str]:
        library, scope = self.board.desk.library, self.board.desk.scope()
        words = list(library.suggestions(scope, _WORDS))
        for word in WORDS if len(words) < _WORDS else ():
            if word not in words and library.search(word, limit=1, divisions=scope):
                words.append(word)
        return words[:_WORDS]

    def _all_of_them(self, items: Sequence[Shelved], lines: Sequence[LedgerLine]) -> Block:
        parts = [f"{len(items)} 件"] if items else []
        parts += [f"{len(lines)} 笔账"] if lines else []
        many = max(len(items), len(lines)) >= _MANY
        said = "找到很多，全部看" if many else f"共找到 {'、'.join(parts)}，全部看"
        return self.kit.button(said, partial(self.board.go, ResultsScreen, self.query))

    def _keys(self) -> Block:
        kit, theme = self.kit, self.kit.theme
        rows: list[Block] = []
        for start in range(0, len(_LETTERS), _ACROSS):
            letters = _LETTERS[start : start + _ACROSS]
            keys: list[Block] = [
                kit.button(letter, partial(self._type, letter.lower()), height=theme.mm(18))
                for letter in letters
            ]
            keys += [Space(0)] * (_ACROSS - len(keys))
            rows.append(Row(*keys, gap=theme.tiny, even=True))
        column = Column(*rows, gap=theme.tiny)
        column.silent = True  # nobody wants to hear the alphabet
        return column

    def _type(self, letter: str) -> None:
        typed = self.query.typed
        self.find(((typed if typed.isascii() else "") + letter)[:_LONGEST])

    def _remove(self) -> None:
        self.find(self.query.typed[:-1])

    def _clear(self) -> None:
        self.query = self.new_query()
        self.board.show()

    def find(self, text: str) -> None:
        """Look for letters or words."""
        self.query.typed = text
        self.board.show()


class ResultsScreen(FlowScreen):
    """Everything that was found, on as many pages as it takes."""

    crumbs = (SearchScreen.title,)

    def __init__(self, board: Stage, query: Query) -> None:
        super().__init__(board)
        self.query = query

    def pieces(self, width: float) -> list[Piece]:
        theme = self.kit.theme
        self.title = f"找到的：{self.query.title}"
        items, lines = self.query.items(), self.query.lines()
        self.sought = sought_in(self.query, items, lines)
        found = [] if self.query.kind else [piece(self.query.choosers(width), width)]
        rows = result_pieces(self.board, self.query, items, lines, width)
        if not rows:
            words = self.kit.words("没有找到。可以换一个时间、类别或者金额看看。", theme.row)
            return [*found, piece(words, width, gap=theme.gap)]
        return [*found, rows[0]._replace(gap=theme.small), *rows[1:]]


def sought_in(
    query: Query, items: Sequence[Shelved], lines: Sequence[LedgerLine]
) -> tuple[str, ...]:
    """The words to mark in a list of results."""
    words = [w for s in items for w in query.sought(s.disclosure.title, s.disclosure.initials)]
    words += [w for line in lines for w in query.sought(f"{line.summary}{line.party}")]
    return tuple(dict.fromkeys(words))


def result_pieces(
    board: Stage,
    query: Query,
    items: Sequence[Shelved],
    lines: Sequence[LedgerLine],
    width: float,
) -> list[Piece]:
    """A row a result; who asks for an amount gets the rows of ledgers first."""
    shelves = [
        Piece(
            shelf_row_height(board, each, width),
            partial(
                shelf_row,
                board,
                each,
                query.sought(each.disclosure.title, each.disclosure.initials),
            ),
        )
        for each in items
    ]
    entries = []
    for line in lines:
        build = partial(_line_row, board, line, query.sought(f"{line.summary}{line.party}"))
        entries.append(Piece(build().fit(width), build))
    return [*entries, *shelves] if query.least else [*shelves, *entries]


def _line_row(board: Stage, line: LedgerLine, sought: Sequence[str]) -> Block:
    """A row of a ledger that opens the ledger at it."""
    kit, theme = board.kit, board.kit.theme
    colour = kit.colour.received if line.received else kit.colour.paid
    amount = f"{'＋' if line.received else '－'}{format_yuan(line.received or line.paid)}"
    day = chinese_day(line.day)
    note = f"{day}，{line.party}" if line.party else day
    inner = Row(
        Column(kit.words(line.summary, theme.row), kit.note(note), gap=theme.mm(1)),
        kit.words(amount, theme.row, colour, align="right"),
        widths=(1.0, kit.width(amount, theme.row)),
        gap=theme.small,
        align="middle",
    )
    way = "收到" if line.received else "付出"
    row = kit.opens(
        inner,
        partial(board.go, Reader, line.shelved, line.number, sought),
        f"{day}，{way}，{line.summary}，{format_yuan(line.received or line.paid)}元，看账目",
        fill=kit.colour.card,
        padding=(theme.small, theme.mm(3.5)),
    )
    return Column(row, kit.rule())
