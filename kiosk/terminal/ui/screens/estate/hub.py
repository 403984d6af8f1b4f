"""村里的家底: our land, houses, machines and money, a drawing each; contracts, offers, warnings."""

from __future__ import annotations

from functools import partial

from kiosk.affairs.holdings import Holding, HoldingClass, quantity_text
from kiosk.affairs.money import format_yuan
from kiosk.terminal.ui.dates import day_text
from kiosk.terminal.ui.flow import Piece, piece
from kiosk.terminal.ui.readers.estate import ICONS
from kiosk.terminal.ui.rows import Told, row_pieces
from kiosk.terminal.ui.screens.estate.lists import (
    TITLE,
    ClassScreen,
    ContractsScreen,
    ExchangeScreen,
)
from kiosk.terminal.ui.screens.estate.risks import RisksScreen
from kiosk.terminal.ui.screens.money import MoneyScreen
from kiosk.terminal.ui.screens.reader import Reader
from kiosk.terminal.ui.screens.screen import FlowScreen
from kiosk.terminal.ui.widgets.tap import Tap
from kiosk.terminal.ui.widgets.tile import tile, tile_pieces

_AREAS = frozenset("亩")
NONE = "还没有公布集体资产台账。地、房子、机器、钱都是大家的，可以扫码问村里什么时候公布。"


class EstateScreen(FlowScreen):
    """The classes as tiles, then the ways to contracts, offers and warnings."""

    title = TITLE
    crumbs = ("首页",)

    def pieces(self, width: float) -> list[Piece]:
        kit, theme, desk = self.kit, self.kit.theme, self.board.desk
        registers = desk.services.registers()
        holdings = [each for found in registers for each in found.document.holdings]
        if registers:
            day = day_text(registers[0].document.day, desk.today())
            said = f"这些都是大家的。台账截至{day}，一共 {len(holdings)} 样。"
        else:
            said = NONE
        found = [piece(kit.words(said, theme.row), width)]
        tiles = self._tiles(holdings)
        found += tile_pieces(kit, tiles, width)
        return [*found, *row_pieces(self.board, self._rows(), width)]

    def _tiles(self, holdings: list[Holding]) -> list[Tap]:
        tiles, large = [], self.kit.theme.portrait
        for group in HoldingClass:
            own = [each for each in holdings if each.group is group]
            if group is HoldingClass.MONEY:
                tiles += self._money(own)
            elif own:
                opens = partial(self.board.go, ClassScreen, group)
                note = "，".join(part for part in (f"{len(own)} 样", _sum(own)) if part)
                tiles.append(tile(self.kit, ICONS[group], group.chinese, opens, note, large=large))
        return tiles

    def _money(self, own: list[Holding]) -> list[Tap]:
        """What was left in the last month's accounts; else what the register says."""
        months = self.board.desk.months()
        if months:
            note = f"{format_yuan(months[-1].closing)} 元"
            opens = partial(self.board.go, MoneyScreen)
        elif own:
            note = f"{format_yuan(sum(each.value for each in own))} 元"
            opens = partial(self.board.go, ClassScreen, HoldingClass.MONEY)
        else:
            return []
        name = HoldingClass.MONEY.chinese
        return [
            tile(
                self.kit,
                "money",
                name,
                opens,
                note,
                spoken=f"{name}，还有{note}",
                large=self.kit.theme.portrait,
            )
        ]

    def _rows(self) -> list[Told]:
        go, colour, services = self.board.go, self.kit.colour, self.board.desk.services
        today, now = self.board.desk.today(), services.moment()
        contracts = services.contracts()
        owed = sum(each.document.owed(today) for each in contracts)
        note = f"{len(contracts)} 份" if contracts else "还没有公布"
        note += f"，还有 {format_yuan(owed)} 元租金没交" if owed else ""
        tag = ("欠租", colour.party) if owed else None
        rows = [
            Told("合同和租金", note, partial(go, ContractsScreen), tag=tag, icon="contract"),
        ]
        offered = sum(1 for each in services.tenders() if each.document.is_open(now))
        note = f"现在可以报名 {offered} 件" if offered else "现在没有要租要卖的"
        rows.append(Told("产权交易", note, partial(go, ExchangeScreen), icon="gavel"))
        posted = services.risks()
        open_risks = [r for r in posted[1].risks if not r.ended] if posted else []
        note = f"县里核实、还没办完的 {len(open_risks)} 件" if open_risks else "现在没有预警"
        rows.append(
            Told(
                "三资预警",
                note,
                partial(go, RisksScreen),
                tag=(f"{len(open_risks)} 件", colour.party) if open_risks else None,
                icon="warning",
            )
        )
        for each in services.registers():
            opens = partial(go, Reader, each.shelved)
            rows.append(Told("整本台账", each.title, opens, icon="list"))
        return rows


def _sum(holdings: list[Holding]) -> str:
    """What can be added up: land and water by their area, the rest by what it is worth."""
    units = {each.unit for each in holdings if each.quantity}
    if len(units) == 1 and units <= _AREAS:
        return quantity_text(sum(each.quantity for each in holdings), units.pop())
    worth = sum(each.value for each in holdings)
    return f"{worth // 1_000_000:,} 万元" if worth >= 1_000_000 else ""
