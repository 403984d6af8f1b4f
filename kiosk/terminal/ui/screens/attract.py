"""The attract loop: when nobody is there, what is new, urgent or missing, one after the other."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from kiosk.affairs.disclosure import Nothing, Paragraph
from kiosk.affairs.money import format_yuan
from kiosk.affairs.notice import Severity
from kiosk.affairs.obligation import Obligation, overdue
from kiosk.terminal.library import Shelved
from kiosk.terminal.ui.cover import Cover
from kiosk.terminal.ui.dates import day_text
from kiosk.terminal.ui.layout import Block, Column, Row, Space
from kiosk.terminal.ui.screens.ask import AskScreen
from kiosk.terminal.ui.screens.code import address
from kiosk.terminal.ui.screens.due import DueScreen, named
from kiosk.terminal.ui.screens.notices import NoticePoster
from kiosk.terminal.ui.screens.poster import Poster
from kiosk.terminal.ui.screens.reader import Reader
from kiosk.terminal.ui.screens.screen import Subject
from kiosk.terminal.ui.widgets.code import CodeBlock

if TYPE_CHECKING:
    from kiosk.terminal.ui.stage import Stage

NEWEST = 8
"""How many items take turns."""
_NAMED = 6


class ItemPoster(Poster):
    """One of the newest disclosures."""

    def __init__(self, board: Stage, shelved: Shelved, number: int, count: int) -> None:
        self.shelved = shelved
        face = shelved.disclosure
        super().__init__(
            board,
            ground=board.kit.colour.affairs(shelved.affairs),
            note=f"最近公开的第 {number + 1} 件，共 {count} 件",
            subject=Subject(face.division, face.id, title=face.title),
        )
        self.spoken_text = f"最近公开：{face.title}。点一下看全文"

    def barer(self) -> list[Callable[[], list[Block]]]:
        return [self._named, self._shortest]

    def content(self) -> list[Block]:
        """Its affairs, title and day, its first words, and of accounts the sums."""
        kit, theme, ink = self.board.kit, self.board.kit.theme, self.board.kit.colour.on_fill
        blocks = self._named()
        if teaser := self._teaser():
            blocks.append(Space(theme.small))
            blocks.append(kit.words(teaser, theme.body, ink, most=5 if theme.portrait else 3))
        disclosure = self.shelved.disclosure
        month = next((m for m in self.board.desk.months() if m.id == disclosure.id), None)
        if month is not None:
            sums = (("收入", month.received), ("支出", month.paid), ("结余", month.closing))
            blocks.append(Space(theme.small))
            blocks += [
                Row(
                    kit.words(name, theme.heading, ink),
                    kit.words(f"{format_yuan(fen)} 元", theme.heading, ink, align="right"),
                    Space(0),
                    widths=(0.2, 0.5, 0.3),
                )
                for name, fen in sums
            ]
        return blocks

    def _named(self) -> list[Block]:
        kit, theme, ink = self.board.kit, self.board.kit.theme, self.board.kit.colour.on_fill
        disclosure, word = self.shelved.disclosure, self.shelved.affairs.chinese
        large = round(theme.display.size * 1.25)
        style = theme.display._replace(size=large, line_height=round(large * 1.4))
        when = day_text(disclosure.published, self.board.desk.today())
        most = 4 if theme.portrait else 3
        return [
            Row(kit.tag(word, ink), Space(0), widths=(kit.tag_width(word), 1.0)),
            kit.words(disclosure.title, style, ink, balanced=True, most=most),
            kit.words(f"{when}公开，{disclosure.unit}", theme.row, ink),
        ]

    def _shortest(self) -> list[Block]:
        """A title of sixty characters in the largest type: two lines of it, in type that fits."""
        kit, theme, ink = self.board.kit, self.board.kit.theme, self.board.kit.colour.on_fill
        return [kit.words(self.shelved.disclosure.title, theme.title, ink, balanced=True, most=2)]

    def _teaser(self) -> str:
        """The first words of what is new, if it begins with words."""
        content = self.board.desk.library.content(self.shelved.disclosure.id)
        if content is None:
            return ""
        if isinstance(content.document, Nothing):
            return content.document.statement
        first = next((b for b in content.body if isinstance(b, Paragraph)), None)
        return "".join(span.text for span in first.spans) if first else ""

    def open(self) -> None:
        self.board.home()
        self.board.go(Reader, self.shelved)


class OverduePoster(Poster):
    """What should be public and is not: said as plainly as what is."""

    button = "点一下，看还没公开的"

    def __init__(self, board: Stage, late: list[Obligation]) -> None:
        self.late = late
        super().__init__(
            board, ground=board.kit.colour.due, note="该公开、还没公开的", subject=None
        )
        self.spoken_text = f"该公开、还没公开的有{len(late)}项。点一下看是哪些"

    def content(self) -> list[Block]:
        return self._first(_NAMED)

    def barer(self) -> list[Callable[[], list[Block]]]:
        return [partial(self._first, count) for count in range(_NAMED - 1, 0, -1)]

    def _first(self, count: int) -> list[Block]:
        kit, theme, ink = self.board.kit, self.board.kit.theme, self.board.kit.colour.on_fill
        style = theme.display if theme.portrait else theme.title
        blocks: list[Block] = [
            kit.words(f"该公开、还没公开：{len(self.late)} 项", style, ink, balanced=True)
        ]
        blocks += [
            kit.words(f"{named(each)}，逾期 {each.overdue_days} 天", theme.heading, ink)
            for each in self.late[:count]
        ]
        return blocks

    def open(self) -> None:
        self.board.home()
        self.board.go(DueScreen)


class AskPoster(Poster):
    """Anybody may say something: the village's code, as large as there is room."""

    button = "点一下，看大家反映的事"

    def __init__(self, board: Stage) -> None:
        super().__init__(
            board, ground=board.kit.colour.village, note="用手机扫上面的码", subject=None
        )
        self.spoken_text = "有话想说？用手机扫一扫。点一下，看大家反映的事"

    def content(self) -> list[Block]:
        return self._sized(110, 3)

    def barer(self) -> list[Callable[[], list[Block]]]:
        sizes = ((90, 3), (75, 3), (75, 2), (60, 2), (60, 1), (45, 1))
        return [partial(self._sized, *each) for each in sizes]

    def _sized(self, side_mm: int, lines: int) -> list[Block]:
        kit, theme, ink = self.board.kit, self.board.kit.theme, self.board.kit.colour.on_fill
        style = theme.display if theme.portrait else theme.title
        words: list[Block] = [
            kit.words("有话想对村里、镇里说？", style, ink, balanced=True),
            kit.words("手机扫一扫，写下来。可以不留名字，每一件都有回音。", theme.heading, ink),
        ]
        board = self.board.desk.cases()
        if board is not None:
            counts = board.counts
            told = f"大家反映了 {counts.filed} 件，正在办 {counts.open} 件，"
            told += f"超期 {counts.overdue} 件。"
            words += [kit.words(told, theme.heading, ink)]
        words = words[:lines]
        text = address(self.board, Subject(self.board.desk.division))
        if text is None:
            return words
        code, side = CodeBlock(kit, text), theme.mm(side_mm)
        if theme.portrait:
            return [*words, Space(theme.small), Row(code, Space(0), widths=(side, 1.0))]
        said = Column(*words, gap=theme.small)
        return [Row(said, code, widths=(1.0, side), gap=theme.gap, align="middle")]

    def open(self) -> None:
        self.board.home()
        self.board.go(AskScreen)


def attract(board: Stage, number: int) -> Cover | None:
    """The cover for turn ``number`` of the loop, or None when there is nothing to show.

    An extreme notice in force stands still: nothing else takes turns with it.
    """
    notices = board.desk.notices()
    extreme = [each for each in notices if each[1].severity is Severity.EXTREME]
    turns: list[Callable[[], Cover]] = [
        partial(NoticePoster, board, *each) for each in (extreme or notices)
    ]
    if not extreme:
        turns += _quiet_turns(board)
    return turns[number % len(turns)]() if turns else None


def _quiet_turns(board: Stage) -> list[Callable[[], Cover]]:
    items = board.desk.newest(NEWEST)
    turns: list[Callable[[], Cover]] = [
        partial(ItemPoster, board, shelved, number, len(items))
        for number, shelved in enumerate(items)
    ]
    late = overdue(board.desk.obligations())
    if late:
        turns.insert(len(turns) // 2, partial(OverduePoster, board, late))
    if board.desk.has_codes:
        turns.append(partial(AskPoster, board))
    return turns
