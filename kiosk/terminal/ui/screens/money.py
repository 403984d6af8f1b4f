"""Where the village's money goes: the year in pictures, by purpose, then month by month."""

from __future__ import annotations

from functools import partial

from kiosk.affairs.money import format_yuan
from kiosk.affairs.period import parse_period
from kiosk.terminal.library import LedgerMonth
from kiosk.terminal.ui.flow import Piece, piece
from kiosk.terminal.ui.flows import Compared, compared
from kiosk.terminal.ui.layout import Block, Column, Row
from kiosk.terminal.ui.readers.ledger import as_bar, months_card
from kiosk.terminal.ui.screens.purpose import flow_rows
from kiosk.terminal.ui.screens.reader import Reader
from kiosk.terminal.ui.screens.screen import FlowScreen
from kiosk.terminal.ui.widgets.facts import Fact, fact_grid

_MONTHS = 12


class MoneyScreen(FlowScreen):
    """Twelve months at most; every month opens its accounts."""

    title = "村里的钱"
    crumbs = ("首页",)

    def pieces(self, width: float) -> list[Piece]:
        kit, theme = self.board.kit, self.board.kit.theme
        months = self.board.desk.months()[-_MONTHS:]
        if not months:
            words = kit.words(
                "还没有公开的账目。账目公开以后，这里能看到每个月收了多少、花了多少。"
            )
            return [piece(words, width)]
        received = sum(m.received for m in months)
        paid = sum(m.paid for m in months)
        count = len(months)
        facts = (
            Fact(f"＋ {count} 个月收入", format_yuan(received), kit.colour.received),
            Fact(f"－ {count} 个月支出", format_yuan(paid), kit.colour.paid),
            Fact("＝ 现在结余", format_yuan(months[-1].closing), strong=True),
        )
        bars = [as_bar(m) for m in months]
        found = [
            piece(fact_grid(kit, facts, width), width),
            piece(kit.note("单位：元"), width, gap=theme.tiny),
            piece(months_card(self.board, bars), width, gap=theme.small),
        ]
        against = compared(self.board.desk.months())
        if against is not None:
            found.append(piece(self._against(against), width, gap=theme.small))
        found += self._flows(width)
        found.append(piece(kit.words("每个月的账", theme.strong), width, gap=theme.gap, keep=True))
        gap = theme.small
        for month in reversed(months):
            build = partial(self._row, month)
            found.append(Piece(build().fit(width), build, gap=gap))
            gap = 0
        return found

    def _flows(self, width: float) -> list[Piece]:
        """Where it went, then where it came from."""
        kit, theme = self.board.kit, self.board.kit.theme
        found = []
        for paid, title in ((True, "钱花到哪里去了"), (False, "钱从哪里来")):
            flows = self.board.desk.flows(_MONTHS, paid=paid)
            if not flows:
                continue
            head = kit.words(title, theme.strong)
            rows = flow_rows(self.board, flows, paid=paid)
            found.append(piece(head, width, gap=theme.gap, keep=True))
            found.append(piece(rows[0], width, gap=theme.tiny))
            found += [piece(row, width) for row in rows[1:]]
        return found

    def _against(self, against: Compared) -> Block:
        """Against the same months of last year, in a sentence each and not in a percentage."""
        kit, theme = self.board.kit, self.board.kit.theme
        lines = [kit.words(f"和去年比（{against.label}）", theme.strong)]
        pairs = (
            ("收入", against.received - against.received_before, kit.colour.received),
            ("支出", against.paid - against.paid_before, kit.colour.paid),
        )
        for name, more, colour in pairs:
            said = (
                "一样" if not more else f"{'多' if more > 0 else '少'} {format_yuan(abs(more))} 元"
            )
            arrow = {True: "↑", False: "↓"}[more > 0] if more else "＝"
            lines.append(kit.words(f"{arrow} {name}{said}", theme.row, colour))
        return kit.card(Column(*lines, gap=theme.tiny), padding=(theme.small, theme.small))

    def _row(self, month: LedgerMonth) -> Block:
        kit, theme = self.board.kit, self.board.kit.theme
        label = parse_period(month.period).chinese
        received = f"＋{format_yuan(month.received)}"
        paid = f"－{format_yuan(month.paid)}"
        name_width = kit.width("2026年12月", theme.row)
        sums = (
            kit.words(received, theme.row, kit.colour.received, align="right"),
            kit.words(paid, theme.row, kit.colour.paid, align="right"),
        )
        wide = max(kit.width(received, theme.row), kit.width(paid, theme.row))
        room = self.kit.theme.width - 2 * theme.margin - name_width - theme.mm(30)
        if 2 * wide + theme.small < room:
            inner: Block = Row(
                kit.words(label, theme.row), *sums, widths=(name_width, 0.5, 0.5), gap=theme.small
            )
        else:
            inner = Column(kit.words(label, theme.row), *sums)
        row = kit.opens(
            inner,
            partial(self._open, month),
            f"{label}，收入{format_yuan(month.received)}元，支出{format_yuan(month.paid)}元",
            fill=kit.colour.card,
            padding=(theme.small, theme.mm(3.5)),
        )
        return Column(row, kit.rule())

    def _open(self, month: LedgerMonth) -> None:
        shelved = self.board.desk.library.get(month.id)
        if shelved is not None:
            self.board.go(Reader, shelved)
