"""Finding by the first letters of pinyin: no input method, just big keys.

收支明细 is found by S Z M X.  Whoever does not know letters touches one of the words that are
often looked for.  What was typed is wiped with everything else when the visitor leaves.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from kiosk.terminal.library import Shelved
from kiosk.terminal.ui.flow import Flow, Piece, piece
from kiosk.terminal.ui.layout import Block, Column, Row, Space
from kiosk.terminal.ui.screens.screen import FlowScreen, Pages, Screen
from kiosk.terminal.ui.screens.shelf import shelf_row, shelf_row_height

if TYPE_CHECKING:
    from kiosk.terminal.ui.stage import Stage

WORDS = ("收支明细", "低保", "补贴", "承包", "合同", "工程", "医保", "党费", "决议")
"""What villagers look for most; touching one searches for it."""

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ACROSS = 7
_LONGEST = 12
_MOST = 200


class SearchScreen(Screen):
    """Keys below, where an arm rests; what was found above, while one types."""

    title = "查找"
    crumbs = ("首页",)

    def __init__(self, board: Stage) -> None:
        super().__init__(board)
        self.typed = ""

    def pages(self, width: float, height: float) -> Pages:
        theme = self.kit.theme
        if theme.portrait:
            keys = piece(self._keys(), width, gap=theme.small)
            above = self._found(width, height - keys.height - theme.small)
            used = sum(p.height + p.gap for p in above)
            gap = max(theme.small, height - used - keys.height - 1)
            return Flow([*above, keys._replace(gap=gap)], height=height)
        column = (width - theme.margin) // 2
        typing = Column(self._typed(), self._keys(), gap=theme.small)
        right = self._found(column, height, typed=False)
        left = piece(typing, column)
        # The keys fill the left column, however low they are, so that results stand right.
        filler = Piece(max(0.0, height - left.height), partial(Space, height - left.height))
        return Flow([left, filler, *right], height=height, columns=2, gap=theme.margin)

    def _found(self, width: float, room: float, *, typed: bool = True) -> list[Piece]:
        """What was typed, and as many results as there is room for."""
        kit, theme = self.kit, self.kit.theme
        blocks: list[Block] = [self._typed()] if typed else []
        results = self._results()
        if not self.typed:
            blocks.append(
                kit.note("点拼音的第一个字母，例如收支明细点 S Z M X；也可以直接点下面的词。")
            )
            blocks.append(self._words())
        elif not results:
            blocks.append(kit.words("没有找到。少点几个字母，或者按“清空”重新点。", theme.row))
        found = [piece(b, width, gap=theme.small if n else 0) for n, b in enumerate(blocks)]
        room -= sum(p.height + p.gap for p in found)
        if results:
            more = piece(self._all_of_them(results), width, gap=theme.small)
            room -= more.height + more.gap + theme.small
            gap = theme.small
            for shelved in results:
                tall = shelf_row_height(self.board, shelved, width)
                room -= tall + gap
                if room < 0:
                    break
                found.append(Piece(tall, partial(shelf_row, self.board, shelved), gap=gap))
                gap = 0
            found.append(more)
        return found

    def _results(self) -> list[Shelved]:
        return self.board.desk.library.search(self.typed, limit=_MOST) if self.typed else []

    def _typed(self) -> Block:
        kit, theme = self.kit, self.kit.theme
        shown = " ".join(self.typed.upper()) if self.typed.isascii() else self.typed
        words = kit.words(shown or "想找什么？", theme.title if shown else theme.row, most=1)
        remove = kit.button("删一个", self._remove)
        clear = kit.button("清空", partial(self.find, ""))
        wide = kit.width("删一个", theme.button) + 2 * theme.small
        row = Row(words, remove, clear, widths=(1.0, wide, wide), gap=theme.small, align="middle")
        return kit.card(row, padding=(theme.small, theme.small))

    def _words(self) -> Block:
        kit, theme = self.kit, self.kit.theme
        across = 3 if theme.step < 2 else 2
        rows: list[Block] = []
        for start in range(0, len(WORDS) // across * across, across):
            buttons = [
                kit.button(word, partial(self.find, word)) for word in WORDS[start : start + across]
            ]
            rows.append(Row(*buttons, gap=theme.small, even=True))
        return Column(*rows, gap=theme.small)

    def _all_of_them(self, results: Sequence[Shelved]) -> Block:
        count = len(results)
        said = f"共找到 {count} 件，全部看" if count < _MOST else "找到很多，全部看"
        return self.kit.button(said, partial(self.board.go, ResultsScreen, self.typed, results))

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
        return Column(*rows, gap=theme.tiny)

    def _type(self, letter: str) -> None:
        self.find(((self.typed if self.typed.isascii() else "") + letter)[:_LONGEST])

    def _remove(self) -> None:
        self.find(self.typed[:-1])

    def find(self, text: str) -> None:
        """Look for letters or words."""
        self.typed = text
        self.board.show()


class ResultsScreen(FlowScreen):
    """Everything that was found, on as many pages as it takes."""

    def __init__(self, board: Stage, typed: str, results: Sequence[Shelved]) -> None:
        super().__init__(board)
        self.results = results
        self.title = f"找到的：{typed.upper()}"
        self.crumbs = (SearchScreen.title,)

    def pieces(self, width: float) -> list[Piece]:
        return [
            Piece(
                shelf_row_height(self.board, shelved, width),
                partial(shelf_row, self.board, shelved),
            )
            for shelved in self.results
        ]
