"""Lists of disclosures: by affairs, class, year and month, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from kiosk.affairs.catalogue import Affairs, Kind
from kiosk.terminal.library import ClassCount, Shelved
from kiosk.terminal.ui.dates import day_text
from kiosk.terminal.ui.flow import Piece, piece
from kiosk.terminal.ui.layout import Block, Column, Row
from kiosk.terminal.ui.screens.chooser import Choice, Chooser
from kiosk.terminal.ui.screens.reader import Reader
from kiosk.terminal.ui.screens.screen import FlowScreen
from kiosk.terminal.ui.screens.subsidy import SubsidyScreen
from kiosk.terminal.ui.text.breaker import break_text

if TYPE_CHECKING:
    from kiosk.terminal.ui.stage import Stage

NEW_DAYS = 7
"""An item is marked new for this many days after it was made public."""

_MANY = 100
_NEW = "新"
_KIND_WORDS = {Kind.NOTHING: "本期无", Kind.EXCUSE: "免公开"}


def is_new(board: Stage, shelved: Shelved) -> bool:
    """Whether it was made public within the last days."""
    return board.desk.today() - shelved.disclosure.latest < timedelta(days=NEW_DAYS)


def new_count(board: Stage) -> int:
    """How many items are new."""
    return sum(1 for shelved in board.desk.newest(_MANY) if is_new(board, shelved))


def _sub_text(board: Stage, shelved: Shelved) -> str:
    """The small line below a title: when, until when, whose, and what is odd about it."""
    disclosure, today = shelved.disclosure, board.desk.today()
    said = [f"{day_text(disclosure.published, today)}公开"]
    until = disclosure.notice_until
    if until is not None and until >= today:
        said.append(f"公示到{day_text(until, today)}")
    if disclosure.division != board.desk.division:
        said.append(board.desk.division_name(disclosure.division))
    if disclosure.kind in _KIND_WORDS:
        said.append(_KIND_WORDS[disclosure.kind])
    if disclosure.corrected is not None:
        said.append(f"{day_text(disclosure.corrected, today)}更正")
    elif disclosure.correction:
        said.append("有更正")
    return "，".join(said)


def shelf_row(board: Stage, shelved: Shelved, sought: Sequence[str] = ()) -> Block:
    """One disclosure as a row that opens it, with the words marked that were ``sought``."""
    kit, theme = board.kit, board.kit.theme
    said = _sub_text(board, shelved)
    sub: Block = kit.note(said)
    if is_new(board, shelved):
        sub = Row(
            kit.tag(_NEW, kit.colour.due),
            sub,
            widths=(kit.tag_width(_NEW), 1.0),
            gap=theme.tiny,
            align="middle",
        )
    title = shelved.disclosure.title
    words = Column(kit.words(title, theme.row), sub, gap=theme.mm(1))
    word = shelved.affairs.chinese
    inner = Row(
        kit.affairs_tag(shelved.affairs),
        words,
        widths=(kit.tag_width(word), 1.0),
        gap=theme.small,
        align="middle",
    )
    row = kit.opens(
        inner,
        partial(board.go, Reader, shelved, sought=sought),
        f"{word}，{title}，{said}",
        fill=kit.colour.card,
        padding=(theme.small, theme.mm(3.5)),
    )
    return Column(row, kit.rule())


def shelf_row_height(board: Stage, shelved: Shelved, width: float) -> float:
    """The height of such a row without building it; a list of a year has hundreds."""
    kit, theme = board.kit, board.kit.theme
    inner = width - 2 * theme.small - theme.mm(6) - theme.small
    inner -= kit.tag_width(shelved.affairs.chinese) + theme.small
    advance = kit.metrics.advance
    title = len(break_text(shelved.disclosure.title, inner, advance(theme.row.size)))
    room = inner - (kit.tag_width(_NEW) + theme.tiny if is_new(board, shelved) else 0)
    sub = len(break_text(_sub_text(board, shelved), room, advance(theme.note.size)))
    sub_height = sub * theme.note.line_height
    if is_new(board, shelved):
        sub_height = max(sub_height, theme.note.line_height + 2 * theme.mm(0.5))
    tall = title * theme.row.line_height + theme.mm(1) + sub_height + 2 * theme.mm(3.5)
    return max(tall, theme.target) + theme.hair


class ShelfScreen(FlowScreen):
    """The list, with three choosers over it."""

    def __init__(self, board: Stage, affairs: Affairs | None = None) -> None:
        super().__init__(board)
        self.affairs = affairs
        self.class_code: str | None = None
        self.class_division = ""
        self.year: int | None = None
        self.month: int | None = None
        self.title = affairs.chinese if affairs else "全部公开内容"
        self.crumbs = ("首页",)

    def pieces(self, width: float) -> list[Piece]:
        kit, theme = self.board.kit, self.board.kit.theme
        library = self.board.desk.library
        shelves = library.shelves(**self._filters(), year=self.year, month=self.month, limit=None)
        found = [piece(self._choosers(width), width)]
        if self.affairs is Affairs.GOVERNMENT and not self.class_code:
            found.append(piece(self._grants(), width, gap=theme.small))
        if (guides := self._guides()) is not None:
            found.append(piece(guides, width, gap=theme.small))
        if not shelves:
            words = kit.words("这里还没有公开的内容。可以换一个类别或者年月看看。")
            return [*found, piece(words, width, gap=theme.gap)]
        gap = theme.small
        for shelved in shelves:
            build = partial(shelf_row, self.board, shelved)
            found.append(Piece(shelf_row_height(self.board, shelved, width), build, gap=gap))
            gap = 0
        return found

    def _grants(self) -> Block:
        """The way to what one may be entitled to, above all that is disclosed of it."""
        kit, theme = self.board.kit, self.board.kit.theme
        title = SubsidyScreen.title
        return kit.opens(
            kit.words(f"{title}？", theme.strong),
            partial(self.board.go, SubsidyScreen),
            f"{title}，依据什么，找谁办",
            **kit.card_surface(),
        )

    def _guides(self) -> Block | None:
        """The way to the guides: a hundred of one day would bury everything else in the list."""
        from kiosk.terminal.ui.screens.services.hub import ServicesScreen  # it opens lists itself

        kit, theme = self.board.kit, self.board.kit.theme
        guides = self.board.desk.services.guides()
        count = sum(1 for each in guides if self.affairs in {None, each.shelved.affairs})
        if self.class_code is not None or not count:
            return None
        said = f"办事指南：{count} 件，看要带什么、找谁"
        opens = partial(self.board.go, ServicesScreen)
        return kit.opens(kit.words(said, theme.strong), opens, said, **kit.card_surface())

    def _filters(self) -> dict[str, object]:
        divisions = [self.class_division] if self.class_division else self.board.desk.scope()
        return {
            "divisions": divisions,
            "affairs": self.affairs,
            "class_code": self.class_code,
            "but": (Kind.GUIDE,) if self.class_code is None else (),
        }

    def _choosers(self, width: float) -> Block:
        kit, theme = self.board.kit, self.board.kit.theme
        year = f"{self.year}年" if self.year else "全部年份"
        month = f"{self.month}月" if self.month else "全部月份"
        words = (
            (self._class_name(), self._choose_class),
            (year, self._choose_year),
            (month, self._choose_month),
        )
        buttons = [kit.chooser(word, action) for word, action in words]
        wide = max(kit.chooser_width(word) for word, _ in words)
        if wide * 3 + 2 * theme.small <= width:
            return Row(*buttons, gap=theme.small, even=True)
        return Column(buttons[0], Row(*buttons[1:], gap=theme.small, even=True), gap=theme.small)

    def _class_name(self) -> str:
        for division, found in self._classes():
            if (found.class_code, division) == (self.class_code, self.class_division):
                return found.class_name
        return "全部类别"

    def _classes(self) -> list[tuple[str, ClassCount]]:
        """Every class of the village, then of the levels above, with its division."""
        library = self.board.desk.library
        return [
            (division, each)
            for division in self.board.desk.scope()
            for each in library.classes(divisions=[division], affairs=self.affairs)
        ]

    def _choose_class(self) -> None:
        choices = [Choice("全部类别", "", partial(self._set_class, None, ""))]
        for division, each in self._classes():
            if not each.count:
                continue
            name = self.board.desk.division_name(division)
            note = f"{name}，{each.count} 件。{each.hint}"
            action = partial(self._set_class, each.class_code, division)
            choices.append(Choice(each.class_name, note, action))
        self.board.go(Chooser, "选类别", choices)

    def _choose_year(self) -> None:
        choices = [Choice("全部年份", "", partial(self._set_year, None))]
        for year, count in self.board.desk.library.years(**self._filters()):
            choices.append(Choice(f"{year}年", f"{count} 件", partial(self._set_year, year)))
        self.board.go(Chooser, "选年份", choices)

    def _choose_month(self) -> None:
        choices = [Choice("全部月份", "", partial(self._set_month, None))]
        for month in range(1, 13):
            count = self.board.desk.library.count(**self._filters(), year=self.year, month=month)
            if count:
                action = partial(self._set_month, month)
                choices.append(Choice(f"{month}月", f"{count} 件", action))
        self.board.go(Chooser, "选月份", choices)

    def _set_class(self, code: str | None, division: str) -> None:
        self.class_code, self.class_division = code, division
        self._back_to_list()

    def _set_year(self, year: int | None) -> None:
        self.year = year
        self._back_to_list()

    def _set_month(self, month: int | None) -> None:
        self.month = month
        self._back_to_list()

    def _back_to_list(self) -> None:
        self.page = 0
        self.board.back()
