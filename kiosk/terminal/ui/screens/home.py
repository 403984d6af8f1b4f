"""Home: what are the three affairs, where did the money go, what should be public and is not."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kiosk.affairs.catalogue import Affairs
from kiosk.affairs.money import format_yuan
from kiosk.affairs.obligation import overdue
from kiosk.affairs.period import parse_period
from kiosk.terminal.ui.flow import Flow, Piece, piece
from kiosk.terminal.ui.layout import Block, Column, Row, Space
from kiosk.terminal.ui.readers.ledger import as_bar
from kiosk.terminal.ui.screens.due import DueScreen, named
from kiosk.terminal.ui.screens.estate.hub import EstateScreen
from kiosk.terminal.ui.screens.fresh import FreshScreen
from kiosk.terminal.ui.screens.money import MoneyScreen
from kiosk.terminal.ui.screens.screen import Pages, Screen
from kiosk.terminal.ui.screens.services.hub import ServicesScreen
from kiosk.terminal.ui.screens.shelf import ShelfScreen, new_count, shelf_row, shelf_row_height
from kiosk.terminal.ui.screens.words.appraisals import ballot_card
from kiosk.terminal.ui.theme import Style
from kiosk.terminal.ui.widgets.bars import Bars
from kiosk.terminal.ui.widgets.icon import Icon

if TYPE_CHECKING:
    from kiosk.terminal.ui.stage import Stage

_HINTS = {
    Affairs.PARTY: "支部、党费、\n评议、发展党员",
    Affairs.GOVERNMENT: "政策、补贴、\n办事、征地",
    Affairs.VILLAGE: "账目、合同、\n工程、决议",
}
_MONTHS = 6
_NEWEST = 12


_WAY_MM, _WAY_HIGH_MM = 12.0, 26.0
"""Side of the drawing beside a way, and how high the way is at least on an upright panel."""
_AROUND_SUMS = 18.0
"""Millimetres of a card's width that its padding and its arrow take."""


class Home(Screen):
    """The first page, and the way home from every other."""

    def __init__(self, board: Stage) -> None:
        super().__init__(board)
        place = board.desk.place()
        self.title = f"{place.name}公开栏" if place else "公开栏"
        self.crumbs = board.desk.place_above()

    def pages(self, width: float, height: float) -> Pages:
        """One page if at all possible: newest items make room for the doors and the cards."""
        theme = self.kit.theme
        columns = 1 if theme.portrait else 2
        column = (width - theme.margin * (columns - 1)) // columns
        cards, newest = self._cards(column), self._newest(column)
        flow = Flow([*cards, *newest[-1:]], height=height, columns=columns, gap=theme.margin)
        for count in range(len(newest) - 1, -1, -1):
            if count == 1:
                continue  # a heading over nothing
            tried = [*cards, *newest[:count], *newest[-1:]]
            fits = Flow(tried, height=height, columns=columns, gap=theme.margin)
            if fits.count == 1:
                return Flow(
                    _spread(tried, height) if columns == 1 else tried,
                    height=height,
                    columns=columns,
                    gap=theme.margin,
                )
        return flow

    def _cards(self, width: float) -> list[Piece]:
        """The three doors and the two below, voting while it lasts, money, what is missing."""
        gap = self.kit.theme.small
        brief = self.kit.theme.step > 0
        ballots = self.board.desk.services.open_ballots()[:1]
        voting = [ballot_card(self, each, brief=brief) for each in ballots]
        money = [self._money(width)]
        # On a wide panel the money fills the first column, and what is urgent begins the second.
        middle = [*voting, *money] if self.kit.theme.portrait else [*money, *voting]
        cards = (self._doors(), self._ways(width), *middle, self._missing())
        return [piece(card, width, gap=gap) for card in cards if card is not None]

    def _doors(self) -> Block:
        theme = self.kit.theme
        gap = theme.mm(6)
        doors = [self._door(affairs) for affairs in Affairs]
        return Row(*doors, gap=gap, even=True)

    def _door(self, affairs: Affairs) -> Block:
        kit, theme = self.kit, self.kit.theme
        ground = kit.colour.affairs(affairs)
        blocks: list[Block] = [kit.words(affairs.chinese, theme.affairs, kit.colour.on_fill)]
        if theme.step == 0:
            hint = kit.note(_HINTS[affairs], kit.colour.on_fill)
            blocks += [Space(theme.mm(10 if theme.portrait else 2)), hint]
        return kit.tap(
            Column(*blocks),
            partial(self.board.go, ShelfScreen, affairs=affairs),
            f"{affairs.chinese}：{_HINTS[affairs]}".replace("\n", ""),
            fill=ground,
            radius=theme.radius,
            padding=(theme.mm(6), theme.mm(6 if theme.portrait else 4)),
            pressed=kit.colour.ink,
            align="top",
        )

    def _ways(self, width: float) -> Block:
        """办事找人 and 村里的家底, quieter than the three affairs; below each other if need be."""
        theme = self.kit.theme
        ways = (
            self._way("people", ServicesScreen, "要带什么、找谁"),
            self._way("house", EstateScreen, "地、房、合同、租金"),
        )
        gap = theme.mm(6)
        longest = max(ServicesScreen.title, EstateScreen.title, key=len)
        needed = self.kit.width(longest, self._way_style()) + theme.mm(_WAY_MM) + theme.small
        if 2 * (needed + 2 * theme.small) + gap > width:
            return Column(*ways, gap=theme.small)
        return Row(*ways, gap=gap, even=True)

    def _way_style(self) -> Style:
        """As large as the text; the largest type grows no larger than two of them fit."""
        return self.kit.theme.button._replace(strong=True)

    def _way(self, icon: str, screen: type[Screen], note: str) -> Block:
        kit, theme = self.kit, self.kit.theme
        words: list[Block] = [kit.words(screen.title, self._way_style())]
        if theme.step == 0:
            words.append(kit.note(note, kit.colour.ink))
        row = Row(
            Icon(icon, kit.colour.ink, theme.mm(_WAY_MM)),
            Column(*words),
            widths=(theme.mm(_WAY_MM), 1.0),
            gap=theme.small,
            align="middle",
        )
        surface = kit.card_surface() | {
            "edge": kit.colour.ink,
            "padding": (theme.small, theme.small),
            "height": theme.mm(_WAY_HIGH_MM) if theme.portrait else theme.target,
        }
        said = f"{screen.title}：{note}"
        return kit.tap(row, partial(self.board.go, screen), said, **surface)

    def _money(self, width: float) -> Block | None:
        """The last month's sums beside a picture of the months; sums stay on their lines."""
        kit, theme = self.kit, self.kit.theme
        months = self.board.desk.months()[-_MONTHS:]
        if not months:
            return None
        last = months[-1]
        figures = (
            ("收入", last.received, kit.colour.received, False),
            ("支出", last.paid, kit.colour.paid, False),
            ("结余", last.closing, kit.colour.ink, True),
        )
        amounts = [f"{format_yuan(fen)} 元" for _, fen, _, _ in figures]
        widest = max(kit.width(amount, theme.strong) for amount in amounts)
        room = width - kit.width("收入", theme.row) - theme.mm(_AROUND_SUMS)
        style = theme.row if widest <= room else theme.note
        name_width = kit.width("收入", style)
        lines = [
            Row(
                kit.words(name, style, colour),
                kit.words(
                    amount,
                    style._replace(strong=strong),
                    kit.colour.ink,
                    align="right",
                ),
                widths=(name_width, 1.0),
                gap=theme.tiny,
            )
            for amount, (name, _, colour, strong) in zip(amounts, figures, strict=True)
        ]
        label = parse_period(last.period).chinese.removeprefix(f"{self.board.desk.today().year}年")
        sums = Column(kit.words(f"{label}村里的钱", theme.strong), *lines)
        inner: Block = sums
        if theme.step == 0:
            bars = Bars(
                kit,
                [as_bar(m) for m in months],
                theme.mm(28 if theme.portrait else 24),
            )
            inner = Row(
                sums,
                bars,
                widths=(name_width + widest + theme.small, 1.0),
                gap=theme.mm(8),
                align="bottom",
            )
        said = (
            f"{label}村里的钱，收入{format_yuan(last.received)}元，"
            f"支出{format_yuan(last.paid)}元，结余{format_yuan(last.closing)}元"
        )
        surface = kit.card_surface()
        return kit.tap(inner, partial(self.board.go, MoneyScreen), said, **surface)

    def _missing(self) -> Block | None:
        """What should be public and is not; said in green when there is nothing."""
        kit, theme = self.kit, self.kit.theme
        late = overdue(self.board.desk.obligations())
        if not self.board.desk.obligations():
            return None
        if not late:
            words = kit.words("该公开的，都公开了。", theme.row, kit.colour.village)
            return kit.opens(
                words, partial(self.board.go, DueScreen), words.text, **kit.card_surface()
            )
        names = "，".join(f"{named(o)}（逾期 {o.overdue_days} 天）" for o in late[:2])
        head = f"该公开、还没公开：{len(late)} 项"
        blocks: list[Block] = [kit.words(head, theme.strong, kit.colour.due)]
        if theme.step == 0:
            more = " 等" if len(late) > 2 else ""
            blocks.append(kit.words(names + more, theme.note, kit.colour.ink, most=2))
        surface = kit.card_surface() | {
            "fill": kit.colour.due_ground,
            "edge": kit.colour.due_edge,
        }
        return kit.opens(
            Column(*blocks),
            partial(self.board.go, DueScreen),
            f"{head}。{names}",
            arrow=kit.colour.due,
            **surface,
        )

    def _newest(self, width: float) -> list[Piece]:
        """A heading, the newest items, and the way to all of them."""
        kit, theme = self.kit, self.kit.theme
        found = self.board.desk.newest(_NEWEST)
        if not found:
            return []
        fresh = new_count(self.board)
        count = f"本周 {fresh} 项" if fresh else "看这三十天的"
        head = kit.opens(
            Row(
                kit.words("最近公开", theme.strong),
                kit.note(count, align="right"),
                widths=(0.5, 0.5),
                align="middle",
            ),
            partial(self.board.go, FreshScreen),
            f"最近公开，{count}，一天一天看",
            padding=(0, 0),
        )
        everything = kit.opens(
            kit.words("全部公开内容", theme.row),
            partial(self.board.go, ShelfScreen),
            "全部公开内容",
            fill=kit.colour.card,
            padding=(theme.small, theme.small),
        )
        rows = [
            Piece(
                shelf_row_height(self.board, shelved, width),
                partial(shelf_row, self.board, shelved),
                gap=0 if number else theme.tiny,
            )
            for number, shelved in enumerate(found)
        ]
        return [
            piece(head, width, gap=theme.small, keep=True),
            *rows,
            piece(everything, width, gap=theme.tiny),
        ]


def _spread(pieces: list[Piece], height: float) -> list[Piece]:
    """Let the room that is left stand between the cards instead of below the last row."""
    used = sum(p.height + p.gap for p in pieces) - pieces[0].gap
    cards = [n for n, p in enumerate(pieces) if n and p.gap and not pieces[n - 1].keep]
    more = min((height - used) / max(1, len(cards)), pieces[0].gap * 1.5)
    return [p._replace(gap=p.gap + more) if n in cards else p for n, p in enumerate(pieces)]
