"""What stands around every screen: header with the place and the time, pager, footer."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from kivy.graphics import Canvas

from kiosk.terminal.ui.aloud_bar import aloud_bar
from kiosk.terminal.ui.dates import CHINA, moment_text, weekday_text
from kiosk.terminal.ui.layout import Block, Column, Frame, Row, Space
from kiosk.terminal.ui.looks import LOOK, Looks
from kiosk.terminal.ui.screens.ask import AskScreen
from kiosk.terminal.ui.screens.code import show_code
from kiosk.terminal.ui.screens.home import Home
from kiosk.terminal.ui.screens.money import MoneyScreen
from kiosk.terminal.ui.screens.notices import band
from kiosk.terminal.ui.screens.search import SearchScreen
from kiosk.terminal.ui.widgets.words import Words

if TYPE_CHECKING:
    from kiosk.terminal.ui.screens.screen import Screen
    from kiosk.terminal.ui.stage import Stage

_STALE_DAYS = 3
"""Days without a successful look at the feed until the footer says so in amber."""


class Clock(Words):
    """The time; drawn anew once a minute, alone, on a layer of its own."""

    def draw(self) -> None:
        self._layer = Canvas()
        with self._layer:
            super().draw()

    def show(self, now: datetime) -> None:
        """Show a moment, if it reads differently from the last."""
        text = f"{now.astimezone(CHINA):%-H:%M}"
        if text == self.text:
            return
        self.runs = (self.runs[0]._replace(text=text),)
        self.fit(self.width)
        self._layer.clear()
        with self._layer:
            super().draw()


def header(board: Stage, screen: Screen) -> Block:
    """Where am I, and what time is it."""
    kit, theme = board.kit, board.kit.theme
    at_home = len(board.stack) <= 1
    now = board.desk.now().astimezone(CHINA)
    clock = Clock(f"{now:%-H:%M}", theme.clock, kit.colour.ink, kit.metrics, align="right")
    place = board.desk.place()
    if at_home or place is None:
        today = board.desk.today()  # of a sample county its own: 明天 must follow from it
        below = f"{today.month}月{today.day}日 {weekday_text(today)}"
    else:
        below = place.name
    right = Column(clock, kit.words(below, theme.chrome, kit.colour.soft, align="right"))
    right_width = max(kit.width(below, theme.chrome), kit.width("00:00", theme.clock))
    crumbs = " · " if at_home else " 〉"
    left = Column(
        kit.words(crumbs.join(screen.crumbs), theme.chrome, kit.colour.soft, most=1),
        _title(board, screen, theme.width - 2 * theme.margin - right_width - theme.gap),
    )
    row = Row(left, right, widths=(1.0, right_width), gap=theme.gap, align="bottom")
    framed = Frame(row, padding=(theme.margin, theme.mm(6 if theme.portrait else 3)))
    blocks = [framed, kit.rule(strong=True)]
    if (urgent := band(board, screen)) is not None:
        blocks.append(urgent)
    return Column(*blocks)


def _title(board: Stage, screen: Screen, width: float) -> Words:
    """As large as leaves it on two lines."""
    kit, theme = board.kit, board.kit.theme
    first = theme.display if len(board.stack) <= 1 else theme.title
    for style in (first, theme.title, theme.heading):
        if kit.width(screen.title, style) <= width * (1 if style is first else 1.9):
            return kit.words(screen.title, style, balanced=True)
    small = min(theme.strong, theme.button._replace(strong=True))
    return kit.words(screen.title, small, balanced=True)


def pager(board: Stage, number: int, count: int) -> Row:
    """Two big buttons and where one is; a button that leads nowhere is not there."""
    kit, theme = board.kit, board.kit.theme
    text = f"第 {number + 1} 页，共 {count} 页"
    said = kit.words(text, theme.chrome, align="center")
    tall = theme.mm(18) if theme.portrait else theme.bar
    before: Block = Space(tall)
    after: Block = Space(tall)
    if number > 0:
        before = kit.button("〈 上一页", lambda: board.turn(-1), spoken="上一页", height=tall)
    if number + 1 < count:
        after = kit.button("下一页 〉", lambda: board.turn(1), spoken="下一页", height=tall)
    wide = max(theme.mm(60), kit.width("〈 上一页", theme.button) + 2 * theme.small)
    middle = 1.0 if theme.portrait else kit.width(text, theme.chrome)
    return Row(before, said, after, widths=(wide, middle, wide), gap=theme.small, align="middle")


def foot(board: Stage, screen: Screen, count: int = 1) -> Block:
    """The footer, or the bar of the voice while the screen is read aloud; as high as each other."""
    actions = footer(board, screen, count)
    return aloud_bar(board.aloud, actions.fit(board.width)) if board.aloud.active else actions


def footer(board: Stage, screen: Screen, count: int = 1) -> Block:
    """The same actions in the same place, and how fresh the content is.

    On a wide panel, where height is dear, the pager of ``count`` pages stands among them.
    """
    kit, theme = board.kit, board.kit.theme
    tall = theme.bar
    look = kit.icon_button(
        "look", "看不清", lambda: board.open_cover(Looks(board)), height=tall, spoken=LOOK
    )
    if len(board.stack) > 1:
        buttons = [
            kit.icon_button("home", "首页", board.home, filled=True, height=tall),
            kit.icon_button("back", "返回", board.back, height=tall),
            look,
        ]
        if board.desk.has_codes:
            show = partial(show_code, board, screen.subject())
            buttons.append(
                kit.icon_button("code", "扫一扫", show, height=tall, spoken="扫一扫，反映问题")
            )
    elif isinstance(screen, Home):
        buttons = [
            kit.icon_button("search", "查找", lambda: board.go(SearchScreen), height=tall),
            kit.icon_button("money", "村里的钱", lambda: board.go(MoneyScreen), height=tall),
            kit.icon_button("ask", "有话说", lambda: board.go(AskScreen), height=tall),
            look,
        ]
    else:
        buttons = [look]
    if board.aloud.ready:
        buttons.append(kit.icon_button("speak", "念给我听", board.aloud.start, height=tall))
    row = Row(*buttons, gap=theme.small, even=True)
    if count > 1 and not theme.portrait:
        turner = pager(board, screen.page, count)
        wide = sum(turner.widths) + 2 * turner.gap
        row = Row(row, turner, widths=(1.0, wide), gap=theme.gap, align="middle")
    inner = Column(row, _status(board), gap=theme.tiny)
    return Column(
        kit.rule(strong=True),
        Frame(inner, padding=(theme.mm(10), theme.small), fill=kit.colour.card),
    )


def _status(board: Stage) -> Block:
    """Last updated, last checked; 示例 when everything is made up; and whether there is news."""
    kit = board.kit
    style = kit.theme.chrome
    edition, county = board.desk.library.edition(), board.desk.county()
    colour = kit.colour.soft
    if edition is None:
        said = "还没有内容"
    else:
        now = board.desk.now()
        said = f"内容更新于{moment_text(edition.switched_at, now)}"
        if (now - edition.checked_at).days >= _STALE_DAYS:
            said += f"，{moment_text(edition.checked_at, now)}以后没有联网核对"
            colour = kit.colour.due
        if not edition.clock_trusted:
            said += "，这块屏的时间还没有核对"
            colour = kit.colour.due
    if board.news:
        said = "有新内容，回首页就能看到"
        colour = kit.colour.village
    mark = "示例数据" if county is not None and county.sample else ""
    return Row(
        kit.words(said, style, colour),
        kit.words(mark, style, kit.colour.soft, align="right"),
        widths=(1.0, kit.width(mark, style) if mark else 2),
        gap=kit.theme.small,
    )
