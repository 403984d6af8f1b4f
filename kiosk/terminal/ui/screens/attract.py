"""The attract loop: when nobody is there, the newest disclosures one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kivy.graphics import Color, Rectangle
from kivy.input import MotionEvent

from kiosk.affairs.disclosure import Nothing, Paragraph
from kiosk.affairs.money import format_yuan
from kiosk.terminal.library import Shelved
from kiosk.terminal.ui.cover import Cover
from kiosk.terminal.ui.dates import CHINA, day_text, weekday_text
from kiosk.terminal.ui.layout import Block, Column, Frame, Row, Space
from kiosk.terminal.ui.screens.reader import Reader

if TYPE_CHECKING:
    from kiosk.terminal.ui.stage import Stage

NEWEST = 8
"""How many items take turns."""


class Attract(Cover):
    """The newest disclosures in turn; touching it anywhere opens what it shows."""

    def __init__(self, board: Stage, items: Sequence[Shelved], number: int) -> None:
        self.board, self.shelved = board, items[number % len(items)]
        theme = board.kit.theme
        high = round(theme.height * (0.64 if theme.portrait else 0.66))
        above = self._above(teased=True)
        if above.fit(theme.width) > high:  # a long title leaves no room for the first words
            above = self._above(teased=False)
        above.least = high
        below = Frame(
            self._invitation(number % len(items), len(items)),
            padding=(theme.margin, theme.gap),
            fill=board.kit.colour.paper,
            height=theme.height - high,
        )
        self._page = Column(above, below)
        super().__init__(self._page)
        self.spoken_text = f"最近公开：{self.shelved.disclosure.title}。点一下看全文"

    def _above(self, *, teased: bool) -> Frame:
        """The coloured part: whose board it is and what is new on it."""
        theme = self.board.kit.theme
        space = Space(theme.mm(16 if theme.portrait else 6))
        return Frame(
            Column(self._place(), space, self._item(teased=teased)),
            padding=(theme.margin, theme.mm(16 if theme.portrait else 9)),
            fill=self.board.kit.colour.affairs(self.shelved.affairs),
            align="top",
        )

    def _place(self) -> Block:
        """Whose board it is, and what time."""
        kit, theme, now = (
            self.board.kit,
            self.board.kit.theme,
            self.board.desk.now().astimezone(CHINA),
        )
        place, white = self.board.desk.place(), self.board.kit.colour.on_fill
        today = f"{now.month}月{now.day}日 {weekday_text(now.date())}"
        return Row(
            Column(
                kit.words(" · ".join(self.board.desk.place_above()), theme.chrome, white),
                kit.words(f"{place.name if place else ''}公开栏", theme.title, white),
            ),
            Column(
                kit.words(f"{now:%-H:%M}", theme.clock, white, align="right"),
                kit.words(today, theme.chrome, white, align="right"),
            ),
            widths=(1.0, kit.width(today, theme.chrome)),
            align="bottom",
        )

    def _item(self, *, teased: bool) -> Block:
        """What is new: its affairs, title and day, and of accounts the sums."""
        kit, theme, white = self.board.kit, self.board.kit.theme, self.board.kit.colour.on_fill
        disclosure = self.shelved.disclosure
        word = self.shelved.affairs.chinese
        large = round(theme.display.size * 1.25)
        poster = theme.display._replace(size=large, line_height=round(large * 1.4))
        tag = kit.tag(word, white)
        when = day_text(disclosure.published, self.board.desk.today())
        blocks: list[Block] = [
            Row(tag, Space(0), widths=(kit.tag_width(word), 1.0)),
            kit.words(
                disclosure.title, poster, white, balanced=True, most=4 if theme.portrait else 3
            ),
            kit.words(f"{when}公开，{disclosure.unit}", theme.row, white),
        ]
        teaser = self._teaser() if teased else ""
        if teaser:
            blocks.append(Space(theme.small))
            blocks.append(kit.words(teaser, theme.body, white, most=5 if theme.portrait else 3))
        month = next((m for m in self.board.desk.months() if m.id == disclosure.id), None)
        if month is not None:
            sums = (("收入", month.received), ("支出", month.paid), ("结余", month.closing))
            blocks.append(Space(theme.small))
            blocks += [
                Row(
                    kit.words(name, theme.heading, white),
                    kit.words(f"{format_yuan(fen)} 元", theme.heading, white, align="right"),
                    Space(0),
                    widths=(0.2, 0.5, 0.3),
                )
                for name, fen in sums
            ]
        return Column(*blocks, gap=theme.small)

    def _teaser(self) -> str:
        """The first words of what is new, if it begins with words."""
        content = self.board.desk.library.content(self.shelved.disclosure.id)
        if content is None:
            return ""
        if isinstance(content.document, Nothing):
            return content.document.statement
        first = next((b for b in content.body if isinstance(b, Paragraph)), None)
        return "".join(span.text for span in first.spans) if first else ""

    def _invitation(self, number: int, count: int) -> Block:
        kit, theme = self.board.kit, self.board.kit.theme
        county = self.board.desk.county()
        sample = "，示例数据" if county is not None and county.sample else ""
        return Column(
            kit.button("点一下，看全文", self._open, filled=True, height=theme.bar),
            kit.words(
                f"最近公开的第 {number + 1} 件，共 {count} 件{sample}",
                theme.chrome,
                kit.colour.soft,
                align="center",
            ),
            gap=theme.small,
        )

    def measure(self, width: float) -> float:
        self._page.fit(width)
        return self.board.height

    def arrange(self) -> None:
        self._page.place(self.x, self.top)

    def touched(self, _touch: MotionEvent) -> None:
        self._open()

    def _open(self) -> None:
        self.board.home()
        self.board.go(Reader, self.shelved)


class StillThere(Cover):
    """Asks whether somebody is still reading, and counts down where it can be seen."""

    def __init__(self, board: Stage, seconds: int) -> None:
        self.board = board
        kit, theme = board.kit, board.kit.theme
        column = Column(
            kit.words("您还在看吗？", theme.title, align="center"),
            kit.words(f"{seconds} 秒后回到首页", theme.body, align="center"),
            Space(theme.small),
            kit.button("我还在看", board.close_cover, filled=True, height=theme.bar),
            gap=theme.small,
        )
        self._card = kit.card(column, padding=(theme.mm(10), theme.mm(10)))
        super().__init__(self._card)
        self.spoken_text = "您还在看吗？"

    def measure(self, width: float) -> float:
        self._card.fit(min(width - 2 * self.board.kit.theme.margin, self.board.kit.theme.mm(200)))
        return self.board.height

    def arrange(self) -> None:
        low = self.board.kit.theme.mm(30)
        self._card.place(self.center[0] - self._card.width / 2, low + self._card.height)

    def draw(self) -> None:
        Color(*self.board.kit.colour.veil)
        Rectangle(pos=self.pos, size=self.size)


def attract(board: Stage, number: int) -> Attract | None:
    """The cover for turn ``number`` of the loop, or None when there is nothing to show."""
    items = board.desk.library.shelves(divisions=board.desk.scope(), limit=NEWEST)
    return Attract(board, items, number) if items else None
