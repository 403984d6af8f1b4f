"""What the money was for: a picture, a name, a bar and a sum; a touch shows every payment."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from kiosk.affairs.money import format_yuan
from kiosk.terminal.ui.dates import day_text
from kiosk.terminal.ui.flow import Piece, piece
from kiosk.terminal.ui.flows import Purpose, Spent
from kiosk.terminal.ui.layout import Block, Column, Row
from kiosk.terminal.ui.screens.reader import Reader
from kiosk.terminal.ui.screens.screen import FlowScreen
from kiosk.terminal.ui.theme import Step
from kiosk.terminal.ui.widgets.bars import Gauge
from kiosk.terminal.ui.widgets.icon import Icon

if TYPE_CHECKING:
    from kiosk.terminal.ui.stage import Stage

_MOST = 7
"""Purposes with a line of their own; the rest is one line."""
_SUMS = 0.4
"""Share of a column that a sum may take from who was paid."""
_PICTURES = (
    ("工程", "road"),
    ("道路", "road"),
    ("公益", "people"),
    ("福利", "help"),
    ("救助", "help"),
    ("补贴", "wage"),
    ("报酬", "wage"),
    ("误工", "wage"),
    ("工资", "wage"),
    ("维修", "repair"),
    ("办公", "office"),
    ("管理", "office"),
    ("报刊", "office"),
    ("水", "water"),
    ("电", "power"),
    ("环境", "green"),
    ("绿化", "green"),
    ("文", "festival"),
    ("分配", "money"),
    ("资产", "house"),
    ("租", "house"),
    ("发包", "land"),
    ("承包", "land"),
    ("土地", "land"),
    ("上级", "granted"),
    ("拨", "granted"),
    ("捐", "help"),
    ("经营", "money"),
)


def picture_of(name: str) -> str:
    """The icon for an account by a word in its name."""
    return next((icon for word, icon in _PICTURES if word in name), "other")


def flow_rows(board: Stage, flows: Sequence[Purpose], *, paid: bool) -> list[Block]:
    """A line each, the largest first; small ones together."""
    shown = list(flows[:_MOST])
    rest = flows[_MOST:]
    if len(rest) == 1:
        shown, rest = list(flows), []
    if rest:
        entries = sorted((e for p in rest for e in p.entries), key=lambda e: -e.fen)
        shown.append(Purpose("其他", sum(p.fen for p in rest), tuple(entries)))
    most = max(p.fen for p in shown)
    return [_flow_row(board, each, most, paid=paid) for each in shown]


def _flow_row(board: Stage, purpose: Purpose, most: int, *, paid: bool) -> Block:
    kit, theme = board.kit, board.kit.theme
    colour = kit.colour.paid if paid else kit.colour.received
    amount = f"{format_yuan(purpose.fen)} 元"
    wide = kit.width(amount, theme.row)
    name = kit.words(purpose.name, theme.row)
    sum_ = kit.words(amount, theme.row, colour, align="right")
    room = theme.width - 2 * theme.margin - theme.mm(40)
    beside = kit.width(purpose.name, theme.row) + wide + theme.small < room / (
        1 if theme.portrait else 2
    )
    words: Block = (
        Row(name, sum_, widths=(1.0, wide), gap=theme.small) if beside else Column(name, sum_)
    )
    bar = Gauge(kit, purpose.fen / most, kit.colour.paid_bar if paid else kit.colour.received)
    inner = Row(
        Icon(picture_of(purpose.name), kit.colour.ink, theme.mm(11)),
        Column(words, bar, gap=theme.tiny),
        widths=(theme.mm(13), 1.0),
        gap=theme.small,
        align="middle",
    )
    row = kit.opens(
        inner,
        partial(board.go, PurposeScreen, purpose),
        f"{purpose.name}，{amount}，{len(purpose.entries)} 笔",
        fill=kit.colour.card,
        padding=(theme.small, theme.mm(3)),
    )
    return Column(row, kit.rule())


class PurposeScreen(FlowScreen):
    """Every payment for one purpose over the year, the largest first."""

    crumbs = ("首页", "村里的钱")

    def __init__(self, board: Stage, purpose: Purpose) -> None:
        super().__init__(board)
        self.purpose = purpose
        self.title = purpose.name

    def pieces(self, width: float) -> list[Piece]:
        kit, theme = self.board.kit, self.board.kit.theme
        count, amount = len(self.purpose.entries), format_yuan(self.purpose.fen)
        head = kit.words(f"{count} 笔，一共 {amount} 元，从大到小", theme.row)
        found = [piece(head, width)]
        gap = theme.small
        for entry in self.purpose.entries:
            build = partial(self._row, entry)
            found.append(Piece(build().fit(width), build, gap=gap))
            gap = 0
        return found

    def _row(self, entry: Spent) -> Block:
        kit, theme = self.board.kit, self.board.kit.theme
        when = day_text(entry.day, self.board.desk.today())
        amount = f"{format_yuan(entry.fen)} 元"
        told = "，".join(part for part in (when, entry.party) if part)
        few = 2 if theme.portrait or theme.step < Step.LARGEST else 1  # a page holds four lines
        note = kit.note(told, most=few)
        sum_ = kit.words(amount, theme.strong, align="right")
        wide = kit.width(amount, theme.strong)
        below: Block = (
            Row(note, sum_, widths=(1.0, wide), gap=theme.small, align="bottom")
            if wide < theme.width * _SUMS / (1 if theme.portrait else 2)
            else Column(note, sum_)
        )
        row = kit.opens(
            Column(kit.words(entry.summary, theme.row, most=few), below),
            partial(self._open, entry),
            f"{entry.summary}，{told}，{amount}",
            fill=kit.colour.card,
            padding=(theme.small, theme.mm(3)),
        )
        return Column(row, kit.rule())

    def _open(self, entry: Spent) -> None:
        shelved = self.board.desk.library.get(entry.ledger)
        if shelved is not None:
            self.board.go(Reader, shelved, entry.row - 1)  # which counts from 0
