"""Itemised accounts: the sum checked before the reader's eyes, then every receipt and payment.

One signed column of amounts: two columns leave half of the narrow panel empty.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from kiosk.affairs.disclosure import Ledger, LedgerEntry
from kiosk.affairs.money import format_yuan
from kiosk.affairs.period import parse_period
from kiosk.terminal.library import LedgerMonth
from kiosk.terminal.ui import layout
from kiosk.terminal.ui.flow import Piece, piece
from kiosk.terminal.ui.layout import Column, Frame, Row, Space
from kiosk.terminal.ui.text.breaker import break_text
from kiosk.terminal.ui.widgets.bars import Bars, Month, Swatch
from kiosk.terminal.ui.widgets.facts import Fact, fact_grid
from kiosk.terminal.ui.widgets.line import Slip

if TYPE_CHECKING:
    from kiosk.terminal.ui.stage import Stage


def entry_name(number: int) -> str:
    """What the piece of an entry is called, by its place in the book."""
    return f"entry {number}"


def ledger_pieces(
    board: Stage,
    ledger: Ledger,
    months: Sequence[Month],
    width: float,
    opens: Callable[[LedgerEntry], None],
) -> list[Piece]:
    """Summary, picture of the months, then the entries in the order of the book.

    ``opens`` shows an entry by itself: one that belongs with something else.
    """
    kit, theme = board.kit, board.kit.theme
    found = [
        piece(_summary(board, ledger, width), width),
        piece(_check(board), width, gap=theme.tiny),
    ]
    if len(months) > 1:
        found.append(piece(months_card(board, months), width, gap=theme.small))
    columns = _Columns(board, ledger, width, opens)
    head = Piece(columns.head().fit(width), columns.head, gap=theme.small, keep=True)
    if ledger.entries:
        found.append(head)
    found += [
        Piece(
            columns.height(entry),
            partial(columns.row, entry, number),
            head=head,
            name=entry_name(number),
        )
        for number, entry in enumerate(ledger.entries)
    ]
    if not ledger.entries:
        found.append(piece(kit.words("这一期没有收入，也没有支出。"), width, gap=theme.gap))
    return found


def _summary(board: Stage, ledger: Ledger, width: float) -> layout.Block:
    kit = board.kit
    received = sum(1 for e in ledger.entries if e.received)
    paid = sum(1 for e in ledger.entries if e.paid)
    return fact_grid(
        kit,
        (
            Fact("上期结余", format_yuan(ledger.opening)),
            Fact(f"＋ 收入 {received} 笔", format_yuan(ledger.received), kit.colour.received),
            Fact(f"－ 支出 {paid} 笔", format_yuan(ledger.paid), kit.colour.paid),
            Fact("＝ 本期结余", format_yuan(ledger.closing), strong=True),
        ),
        width,
    )


def _check(board: Stage) -> layout.Block:
    return board.kit.note("单位：元。上期结余＋收入－支出＝本期结余，已核对。")


def as_bar(month: LedgerMonth) -> Month:
    """A month's sums as its pair of bars."""
    return Month(f"{parse_period(month.period).first.month}月", month.received, month.paid)


def months_card(board: Stage, months: Sequence[Month]) -> layout.Block:
    """Income and spending over the months, with the legend."""
    kit, theme = board.kit, board.kit.theme
    square = theme.note.size * 0.7
    names = [("收入", True), ("支出", False)]
    legend: list[layout.Block] = []
    widths: list[float] = []
    for name, received in names:
        legend += [Swatch(kit, received=received), kit.note(name)]
        widths += [square, kit.width(name, theme.note) + theme.small]
    legend.append(Space(0))
    card = kit.card(
        Column(
            Row(*legend, widths=(*widths, 1.0), gap=theme.tiny, align="middle"),
            Bars(kit, months, theme.mm(26 if theme.portrait else 20)),
            gap=theme.tiny,
        ),
        padding=(theme.small, theme.small),
    )
    card.spoken_text = f"图：{months[0].label}到{months[-1].label}，每个月收了多少、付了多少。"
    return card


def said(entry: LedgerEntry) -> str:
    """The row as one says it to somebody who cannot see it: what day, in or out, what for."""
    way = "收到" if entry.received else "付出"
    parts = [f"{entry.day.month}月{entry.day.day}日", way, entry.summary, entry.party]
    amount = f"{format_yuan(entry.received or entry.paid)}元"
    return "，".join(part for part in (*parts, amount) if part)


def signed(entry: LedgerEntry) -> str:
    """The amount with its sign, in yuan: a receipt is +, a payment -."""
    if entry.received:
        return f"＋{format_yuan(entry.received)}"
    return f"－{format_yuan(entry.paid)}"


class _Columns:
    """The columns of the entries at one width; two-storeyed where the panel is too narrow."""

    def __init__(
        self, board: Stage, ledger: Ledger, width: float, opens: Callable[[LedgerEntry], None]
    ) -> None:
        kit, theme = board.kit, board.kit.theme
        self.board, self.width, self.opens = board, width, opens
        style = theme.row
        self.day = kit.width("30日", style)
        self.amount = max(
            [kit.width(signed(e), style) for e in ledger.entries], default=4.0 * style.size
        )
        self.mark = kit.width("凭证", theme.note)
        taken = self.day + self.amount + self.mark + 3 * theme.small + 2 * theme.tiny
        self.summary = width - taken
        self.storeyed = self.summary < 6 * style.size
        if self.storeyed:
            self.summary = width - self.mark - theme.small - 2 * theme.tiny

    def head(self) -> layout.Block:
        kit, theme = self.board.kit, self.board.kit.theme
        if self.storeyed:
            plain = Column(kit.note("日期、摘要、金额"), kit.rule(), gap=theme.tiny)
            plain.silent = True
            return plain
        row = Row(
            kit.note("日期"),
            kit.note("摘要"),
            kit.note("金额", align="right"),
            kit.note("凭证", align="center"),
            widths=(self.day, 1.0, self.amount, self.mark),
            gap=theme.small,
        )
        heads = Column(Frame(row, padding=(theme.tiny, theme.tiny)), kit.rule())
        heads.silent = True  # every row says what is what
        return heads

    def height(self, entry: LedgerEntry) -> float:
        """The height of a row, without building it."""
        theme = self.board.kit.theme
        advance = self.board.kit.metrics.advance(theme.row.size)
        lines = len(break_text(entry.summary, self.summary, advance))
        tall = lines * theme.row.line_height
        if entry.party:
            advance = self.board.kit.metrics.advance(theme.note.size)
            tall += len(break_text(entry.party, self.summary, advance)) * theme.note.line_height
        if self.storeyed:
            tall += theme.row.line_height
        else:
            tall = max(tall, theme.row.line_height)
        return max(tall + 2 * theme.small, theme.target) + theme.hair

    def row(self, entry: LedgerEntry, number: int) -> layout.Block:
        kit, theme = self.board.kit, self.board.kit.theme
        colour = kit.colour.received if entry.received else kit.colour.paid
        texts: list[layout.Block] = [kit.words(entry.summary, theme.row)]
        if entry.party:
            texts.append(kit.note(entry.party))
        day = kit.words(f"{entry.day.day}日", theme.row, kit.colour.soft)
        amount = kit.words(signed(entry), theme.row, colour, align="right")
        mark = self._mark(entry)
        if self.storeyed:
            inner = Row(
                Column(*texts, Row(day, amount, widths=(0.3, 0.7))),
                mark,
                widths=(1.0, self.mark),
                gap=theme.small,
                align="middle",
            )
        else:
            words = Row(
                day,
                Column(*texts),
                amount,
                widths=(self.day, 1.0, self.amount),
                gap=theme.small,
            )
            inner = Row(words, mark, widths=(1.0, self.mark), gap=theme.small, align="middle")
        row = self._touchable(entry, inner)
        row.name = entry_name(number)
        return Column(row, kit.rule())

    def _mark(self, entry: LedgerEntry) -> layout.Block:
        """A slip where there is a voucher, an arrow where the row leads on."""
        kit, theme = self.board.kit, self.board.kit.theme
        slip: layout.Block = (
            Slip(kit.colour.soft, theme.rule, theme.mm(8)) if entry.vouchers else Space(0)
        )
        if not entry.related:
            return slip
        return Row(slip, kit.arrow(), widths=(1.0, theme.mm(5)), align="middle")

    def _touchable(self, entry: LedgerEntry, inner: layout.Block) -> layout.Block:
        kit, theme = self.board.kit, self.board.kit.theme
        padding = (theme.tiny, theme.small)
        if not entry.vouchers and not entry.related:
            row = Frame(inner, padding=padding, fill=kit.colour.card, height=theme.target)
            row.spoken_text = f"{said(entry)}。"
            return row
        if entry.related:
            action, more = partial(self.opens, entry), "看详情"
        else:
            action = partial(self.board.view, entry.vouchers, said=f"凭证。{said(entry)}。")
            more = "看凭证"
        spoken = f"{said(entry)}，{more}。"
        return kit.tap(inner, action, spoken, padding=padding, fill=kit.colour.card)
