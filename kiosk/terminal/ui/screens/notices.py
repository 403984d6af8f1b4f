"""Urgent notices: a band on every page, a poster that is read across the hall, the full text."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from kivy.graphics import Color, Rectangle
from kivy.input import MotionEvent

from kiosk.affairs.notice import Notice
from kiosk.terminal.library import Shelved
from kiosk.terminal.ui.cover import Cover
from kiosk.terminal.ui.flow import Piece, piece
from kiosk.terminal.ui.layout import Block, Column, Frame, Row
from kiosk.terminal.ui.readers.notice import ICONS, kind_of, where_when
from kiosk.terminal.ui.screens.reader import Reader
from kiosk.terminal.ui.screens.screen import FlowScreen
from kiosk.terminal.ui.screens.shelf import shelf_row
from kiosk.terminal.ui.theme import Style
from kiosk.terminal.ui.widgets.icon import Icon

if TYPE_CHECKING:
    from kiosk.terminal.ui.screens.screen import Screen
    from kiosk.terminal.ui.stage import Stage


def band(board: Stage, screen: Screen) -> Block | None:
    """The worst notice in force on one line, below the header of every page.

    None without one, and on the page of the only one.
    """
    reading = screen.subject().item
    notices = board.desk.notices()
    if not notices or [n.disclosure.id for n, _ in notices] == [reading]:
        return None
    kit, theme = board.kit, board.kit.theme
    shelved, notice = notices[0]
    ink = kit.colour.on_fill
    more = f"（还有 {len(notices) - 1} 条）" if len(notices) > 1 else ""
    said = f"{kind_of(notice)}：{shelved.disclosure.title}{more}"
    row = Row(
        Icon(ICONS[notice.danger], ink, theme.icon),
        kit.words(said, theme.button._replace(strong=True), ink, most=1),
        kit.arrow(ink),
        widths=(theme.mm(11), 1.0, theme.mm(6)),
        gap=theme.small,
        align="middle",
    )
    opens = partial(_open, board, notices)
    return kit.tap(
        row, opens, f"紧急通知，{said}", fill=kit.colour.alarm, padding=(theme.margin, theme.tiny)
    )


def _open(board: Stage, notices: list[tuple[Shelved, Notice]]) -> None:
    if len(notices) == 1:
        board.go(Reader, notices[0][0])
    else:
        board.go(NoticesScreen)


class NoticesScreen(FlowScreen):
    """All notices in force, the worst first."""

    title = "紧急通知"
    crumbs = ("首页",)

    def pieces(self, width: float) -> list[Piece]:
        return [
            piece(shelf_row(self.board, shelved), width) for shelved, _ in self.board.desk.notices()
        ]


class _Spare(NamedTuple):
    """How sparing the poster is: two styles, lines of instruction (0: all), whether all is told."""

    headline: Style
    style: Style
    most: int = 0
    told: bool = True


class NoticePoster(Cover):
    """One notice over the whole board; the headline is read at five metres.

    ``aware`` is called when somebody says that they have read it; without it the poster is a
    turn of the attract loop, and a touch anywhere opens the full text.
    """

    def __init__(
        self, board: Stage, shelved: Shelved, notice: Notice, aware: object = None
    ) -> None:
        self.board, self.shelved, self.notice, self.aware = board, shelved, notice, aware
        kit, theme = board.kit, board.kit.theme
        self._bar = self._buttons()
        self._bar.fit(theme.width)
        room = theme.height - self._bar.height
        for spare in self._sparer():
            body = self._body(spare)
            if body.fit(theme.width - 2 * theme.margin) <= room - 2 * theme.small:
                break
        self._page = Frame(body, padding=(theme.margin, theme.small), height=room)
        super().__init__(self._page, self._bar)
        self.spoken_text = (
            f"紧急通知，{kind_of(notice)}。{shelved.disclosure.title}。{notice.instruction}"
        )
        self._ground = kit.colour.alarm

    def _sparer(self) -> list[_Spare]:
        """From the fullest to the barest: whoever stands far off needs the headline most."""
        theme = self.board.kit.theme
        smaller = theme.far._replace(
            size=round(theme.far.size * 0.75), line_height=round(theme.far.line_height * 0.75)
        )
        return [
            _Spare(theme.far, theme.title),
            _Spare(theme.far, theme.heading),
            _Spare(theme.far, theme.body),
            _Spare(theme.far, theme.chrome),
            _Spare(theme.far, theme.chrome, most=2, told=False),
            _Spare(smaller, theme.chrome, most=1, told=False),
            _Spare(theme.title, theme.chrome, most=1, told=False),
        ]

    def _body(self, spare: _Spare) -> Column:
        kit, theme, notice = self.board.kit, self.board.kit.theme, self.notice
        ink, style = kit.colour.on_fill, spare.style
        head = Row(
            Icon(ICONS[notice.danger], ink, theme.mm(26 if theme.portrait else 20)),
            kit.words(kind_of(notice), theme.display if spare.told else theme.button, ink),
            widths=(theme.mm(30), 1.0),
            gap=theme.small,
            align="middle",
        )
        strong = style._replace(strong=True)
        blocks: list[Block] = [
            head,
            kit.words(self.shelved.disclosure.title, spare.headline, ink, balanced=True),
            kit.words(notice.instruction, strong, ink, most=spare.most),
        ]
        if spare.told:
            blocks.insert(2, kit.words(where_when(self.board, notice), style, ink))
            if notice.contact:
                blocks.append(kit.words(notice.contact, style, ink))
        return Column(*blocks, gap=theme.small if style is theme.chrome else theme.gap)

    def _buttons(self) -> Block:
        kit, theme = self.board.kit, self.board.kit.theme
        buttons = [kit.button("看全文", self._read, height=theme.bar)]
        if self.aware is not None:
            buttons.insert(0, kit.button("知道了", self._known, filled=True, height=theme.bar))
        row = Row(*buttons, gap=theme.small, even=True)
        return Frame(row, padding=(theme.mm(10), theme.small), fill=kit.colour.card)

    def _known(self) -> None:
        self.board.close_cover()
        if self.aware is not None:
            self.aware(self.shelved.disclosure.id)

    def _read(self) -> None:
        if self.aware is not None:
            self.aware(self.shelved.disclosure.id)
        self.board.home()
        self.board.go(Reader, self.shelved)

    def measure(self, width: float) -> float:
        self._page.fit(width)
        self._bar.fit(width)
        return self.board.height

    def arrange(self) -> None:
        self._page.place(self.x, self.top)
        self._bar.place(self.x, self.y + self._bar.height)

    def draw(self) -> None:
        Color(*self._ground)
        Rectangle(pos=self.pos, size=self.size)

    def touched(self, _touch: MotionEvent) -> None:
        if self.aware is None:
            self._read()
