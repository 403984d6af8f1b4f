"""The code of a page: take it along, or say something about it; small in the page, large here."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kivy.graphics import Color, Rectangle

from kiosk.feed.code import CodeError, Purpose
from kiosk.terminal.ui.cover import Cover
from kiosk.terminal.ui.layout import Block, Column, Frame, Row, Space
from kiosk.terminal.ui.screens.screen import Subject
from kiosk.terminal.ui.widgets.code import CodeBlock
from kiosk.terminal.ui.widgets.tap import Tap

if TYPE_CHECKING:
    from kiosk.terminal.ui.stage import Stage

SMALL_MM = 34.0
"""Width of a code in a page: modules of 0.8 mm, read at 40 cm."""
_LEAST_MM = 174.0
"""Width of the large code: modules of at least 4 mm, read at 1 m."""
_TEXTS = {
    Purpose.TAKE: ("带走这一页", "用手机扫一扫，这一页就在手机上，回家慢慢看。"),
    Purpose.SPEAK: ("反映问题", "用手机扫一扫，说说哪里不对。可以不留名字，每一件都有回音。"),
    Purpose.SERVE: ("找人办", "用手机扫一扫，填几个字就行。不用下载，不用注册。"),
    Purpose.RATE: ("打个分", "用手机扫一扫，点一下就记下了。不留名字，打了谁也改不了、删不掉。"),
}


_DOUBT = (
    "对这件事有疑问？",
    "手机扫一扫，说出来，有回音。点一下，码变大，也能把这一页带走。",
)


def small_code(
    board: Stage,
    subject: Subject,
    said: tuple[str, str] = _DOUBT,
    purpose: Purpose = Purpose.SPEAK,
) -> Tap | None:
    """A card with the small code and what it is for; None where there is no center to ask."""
    text = address(board, subject, purpose)
    if text is None:
        return None
    kit, theme = board.kit, board.kit.theme
    words = Column(
        kit.words(said[0], theme.strong),
        kit.note(said[1], kit.colour.ink),
        gap=theme.tiny,
    )
    row = Row(
        words,
        CodeBlock(kit, text),
        widths=(1.0, theme.mm(SMALL_MM)),
        gap=theme.small,
        align="middle",
    )
    name = said[0] if purpose is Purpose.SERVE else ""
    opens = partial(show_code, board, subject, purpose, name)
    spoken = "二维码：反映问题，或者把这一页带走"
    if purpose is Purpose.RATE:
        spoken = "二维码：打个分"
    elif purpose is not Purpose.SPEAK:
        spoken = f"二维码：{said[0]}"
    return kit.tap(row, opens, spoken, **kit.card_surface())


def show_code(
    board: Stage, subject: Subject, purpose: Purpose = Purpose.SPEAK, name: str = ""
) -> None:
    """Lay the large code over the board; nothing happens where there is no center.

    ``name`` says what the code is for where its purpose alone says too little (预约, 登记).
    """
    text = address(board, subject, purpose)
    if text is not None:
        board.open_cover(CodeCover(board, subject, purpose, text, name))


def address(board: Stage, subject: Subject, purpose: Purpose = Purpose.SPEAK) -> str | None:
    """What a code on this board says; None where there is no center to answer it."""
    codes = board.desk.codes
    if codes is None or not codes.base:
        return None
    try:
        return codes.address(
            purpose, subject.division, subject.item, subject.row, now=board.desk.now()
        )
    except CodeError:
        return None


class CodeCover(Cover):
    """The code as wide as the board, what it is for, and how to get there by typing."""

    def __init__(
        self, board: Stage, subject: Subject, purpose: Purpose, text: str, name: str = ""
    ) -> None:
        self.board, self.subject, self.purpose = board, subject, purpose
        self._name = name or _TEXTS[purpose][0]
        self.code = CodeBlock(board.kit, text)
        self._bar = self._buttons()
        self._write(brief=False)
        super().__init__(self._words, self.code, self._typed, self._bar)
        self.spoken_text = f"{self._name}。{_TEXTS[purpose][1]}"

    def _write(self, *, brief: bool) -> None:
        """The words beside the code; ``brief`` where the largest type leaves no room for all."""
        kit, theme, subject = self.board.kit, self.board.kit.theme, self.subject
        align = "center" if theme.portrait else "left"
        name, told = self._name, _TEXTS[self.purpose][1]
        title = subject.title or self.board.desk.division_name(subject.division)
        codes = self.board.desk.codes
        assert codes is not None
        digits = codes.typed(subject.division, subject.item, subject.row)
        digits = f"{digits[:4]} {digits[4:]}"
        if brief:
            self._words = Column(kit.words(name, theme.button, align=align))
            typed = (codes.short_host, digits)
            self._typed = Column(*(kit.words(t, theme.chrome, align=align) for t in typed))
            return
        self._words = Column(
            kit.words(name, theme.title, align=align),
            kit.words(title, theme.row, kit.colour.soft, align=align, most=2),
            Space(theme.tiny),
            kit.words(told, theme.row, align=align, balanced=theme.portrait),
        )
        self._typed = Column(
            kit.note("没法扫？在手机浏览器里打开", align=align),
            kit.words(codes.short_host, theme.row, align=align),
            kit.note("再输入这 8 个数字", align=align),
            kit.words(digits, theme.heading, align=align),
        )

    def _buttons(self) -> Block:
        kit, theme = self.board.kit, self.board.kit.theme
        buttons = [
            kit.button(
                _TEXTS[purpose][0],
                partial(show_code, self.board, self.subject, purpose),
                filled=purpose is self.purpose,
                height=theme.bar,
            )
            for purpose in self._purposes()
        ]
        buttons.append(kit.button("返回", self.board.close_cover, height=theme.bar))
        row = Row(*buttons, gap=theme.small, even=True)
        return Frame(row, padding=(theme.mm(10), theme.small), fill=kit.colour.card)

    def _purposes(self) -> tuple[Purpose, ...]:
        """What the same subject has codes for; one for rating stands alone."""
        alone = self.purpose in {Purpose.RATE, Purpose.SERVE}
        return (self.purpose,) if alone else (Purpose.SPEAK, Purpose.TAKE)

    def measure(self, width: float) -> float:
        self._bar.fit(width)
        if self._fit(width) > self.board.height - self._bar.height:
            self._write(brief=True)
            self.blocks = (self._words, self.code, self._typed, self._bar)
            self._fit(width)
        return self.board.height

    def _fit(self, width: float) -> float:
        """Fit words and code to the room above the buttons; the height that they need."""
        theme = self.board.kit.theme
        room = self.board.height - self._bar.height - 2 * theme.small
        inner = width - 2 * theme.margin
        if theme.portrait:
            used = self._words.fit(inner) + self._typed.fit(inner) + 3 * theme.small
            code = self.code.fit(min(inner, max(room - used, theme.mm(_LEAST_MM))))
            return used + code
        self.code.fit(min(room, width * 0.6))
        left = inner - self.code.height - theme.gap
        return self._words.fit(left) + self._typed.fit(left) + theme.gap

    def arrange(self) -> None:
        theme = self.board.kit.theme
        self._bar.place(self.x, self.y + self._bar.height)
        floor = self.y + self._bar.height
        if theme.portrait:
            heights = self._words.height + self.code.height + self._typed.height
            gap = max(theme.small, (self.top - floor - heights) / 4)
            top = self.top - gap
            for block in (self._words, self.code, self._typed):
                block.place(self.x + (self.width - block.width) / 2, top)
                top -= block.height + gap
            return
        middle = (self.top + floor) / 2
        self.code.place(
            self.x + theme.margin - (self.code.width - self.code.height) / 2,
            middle + self.code.height / 2,
        )
        left = self.x + theme.margin + self.code.height + theme.gap
        tall = self._words.height + self._typed.height + theme.gap
        self._words.place(left, middle + tall / 2)
        self._typed.place(left, middle + tall / 2 - self._words.height - theme.gap)

    def draw(self) -> None:
        Color(*self.board.kit.colour.paper)
        Rectangle(pos=self.pos, size=self.size)
