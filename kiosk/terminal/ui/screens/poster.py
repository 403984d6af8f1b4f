"""A poster over the whole board: a coloured upper part, an invitation below, one touch to open."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kivy.input import MotionEvent

from kiosk.terminal.ui.cover import Cover
from kiosk.terminal.ui.dates import CHINA, weekday_text
from kiosk.terminal.ui.layout import Block, Column, Frame, Row, Space
from kiosk.terminal.ui.screens.code import address
from kiosk.terminal.ui.screens.screen import Subject
from kiosk.terminal.ui.theme import Colour
from kiosk.terminal.ui.widgets.code import CodeBlock

if TYPE_CHECKING:
    from kiosk.terminal.ui.stage import Stage

_CODE_MM = 44.0


class Poster(Cover):
    """Subclasses say what stands on it (`content`) and what a touch opens (`open`).

    ``places`` are what it could show, from the fullest to the barest; the first that fits is.
    """

    button = "点一下，看全文"

    def __init__(self, board: Stage, *, ground: Colour, note: str, subject: Subject | None) -> None:
        self.board, self.ground, self.note, self.subject = board, ground, note, subject
        theme = board.kit.theme
        below = self._invitation()
        self._low = below.fit(theme.width)
        high = theme.height - self._low
        above = self._above(self.content())
        for fewer in self.barer():
            if above.fit(theme.width) <= high:
                break
            above = self._above(fewer())
        above.least = high
        self._page = Column(above, below)
        super().__init__(self._page)

    def content(self) -> list[Block]:
        """What stands on the coloured part."""
        raise NotImplementedError

    def barer(self) -> list[Callable[[], list[Block]]]:
        """Less and less of it, for when it does not fit."""
        return []

    def open(self) -> None:
        """Open what the poster is about."""
        raise NotImplementedError

    def _above(self, blocks: list[Block]) -> Frame:
        theme = self.board.kit.theme
        space = Space(theme.mm(14 if theme.portrait else 5))
        return Frame(
            Column(self._place(), space, *blocks, gap=theme.small),
            padding=(theme.margin, theme.mm(14 if theme.portrait else 8)),
            fill=self.ground,
            align="top",
        )

    def _place(self) -> Block:
        """Whose board it is, and what time."""
        kit, theme, desk = self.board.kit, self.board.kit.theme, self.board.desk
        now = desk.now().astimezone(CHINA)
        place, ink = desk.place(), kit.colour.on_fill
        day = desk.today()
        today = f"{day.month}月{day.day}日 {weekday_text(day)}"
        return Row(
            Column(
                kit.words(" · ".join(desk.place_above()), theme.chrome, ink),
                kit.words(f"{place.name if place else ''}公开栏", theme.title, ink),
            ),
            Column(
                kit.words(f"{now:%-H:%M}", theme.clock, ink, align="right"),
                kit.words(today, theme.chrome, ink, align="right"),
            ),
            widths=(1.0, kit.width(today, theme.chrome)),
            align="bottom",
        )

    def _invitation(self) -> Frame:
        """The button, what comes in turn, and the code."""
        kit, theme = self.board.kit, self.board.kit.theme
        county = self.board.desk.county()
        sample = "，示例数据" if county is not None and county.sample else ""
        inner: Block = Column(
            kit.button(self.button, self.open, filled=True, height=theme.bar),
            kit.words(self.note + sample, theme.chrome, kit.colour.soft, align="center"),
            gap=theme.small,
        )
        code = address(self.board, self.subject) if self.subject is not None else None
        if code is not None:
            side = theme.mm(_CODE_MM)
            said = kit.words("手机扫一扫", theme.chrome, kit.colour.soft, align="center")
            inner = Row(
                inner,
                Column(CodeBlock(kit, code), said, gap=theme.tiny),
                widths=(1.0, side),
                gap=theme.gap,
                align="middle",
            )
        return Frame(inner, padding=(theme.margin, theme.gap), fill=kit.colour.paper)

    def measure(self, width: float) -> float:
        self._page.fit(width)
        return self.board.height

    def arrange(self) -> None:
        self._page.place(self.x, self.top)

    def touched(self, _touch: MotionEvent) -> None:
        self.open()
