"""Lists of what is owned: one class of the register, the contracts, the exchange."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kiosk.affairs.holdings import Contract, HoldingClass, Tender, Usage
from kiosk.affairs.money import format_yuan
from kiosk.terminal.ui.dates import day_text
from kiosk.terminal.ui.flow import Piece, piece
from kiosk.terminal.ui.readers.estate import deadline_note, holding_told, left_text, worth
from kiosk.terminal.ui.readers.parts import asking, banner, big_facts, heading
from kiosk.terminal.ui.rows import Told, row_pieces
from kiosk.terminal.ui.screens.estate.holding import HoldingScreen
from kiosk.terminal.ui.screens.reader import Reader
from kiosk.terminal.ui.screens.screen import FlowScreen
from kiosk.terminal.ui.services import Found
from kiosk.terminal.ui.widgets.facts import Fact

if TYPE_CHECKING:
    from kiosk.terminal.ui.stage import Stage

TITLE = "村里的家底"


class ClassScreen(FlowScreen):
    """Everything of one class, with what it comes to."""

    crumbs = ("首页", TITLE)

    def __init__(self, board: Stage, group: HoldingClass) -> None:
        super().__init__(board)
        self.group = group
        self.title = group.chinese

    def pieces(self, width: float) -> list[Piece]:
        board = self.board
        rows, holdings = [], []
        for found in board.desk.services.registers():
            for row, each in enumerate(found.document.holdings, 1):
                if each.group is self.group:
                    holdings.append(each)
                    opens = partial(board.go, HoldingScreen, found.shelved, each, row)
                    rows.append(holding_told(board, each, opens))
        if not rows:
            told = f"台账里没有{self.group.chinese}。要是您知道有，点“扫一扫”告诉村里。"
            return asking(board, told, width)
        total = worth(holdings)
        facts = [Fact("一共", f"{len(rows)} 样")]
        for usage in Usage:
            count = sum(1 for each in holdings if each.usage is usage)
            facts.append(Fact(usage.chinese, f"{count} 样" if count else ""))
        facts.append(Fact("账上值", f"{format_yuan(total)} 元" if total else ""))
        return [
            piece(big_facts(board, facts, width), width),
            *row_pieces(board, rows, width),
        ]


class ContractsScreen(FlowScreen):
    """Who rents what; late rents stand first and say so."""

    title = "合同和租金"
    crumbs = ("首页", TITLE)

    def pieces(self, width: float) -> list[Piece]:
        board, theme, today = self.board, self.kit.theme, self.board.desk.today()
        contracts = board.desk.services.contracts()
        if not contracts:
            told = "还没有公布合同。村里租出去的地和房子，合同都该公布，可以扫码问村里。"
            return asking(board, told, width)
        owed = sum(each.document.owed(today) for each in contracts)
        running = [each for each in contracts if each.document.ends >= today]
        rent = sum(each.document.rent for each in running)
        facts = (
            Fact("正在租的", f"{len(running)} 份"),
            Fact("一年该收", f"{format_yuan(rent)} 元"),
        )
        found = [piece(big_facts(board, facts, width), width)]
        if owed:
            said = f"到期没交的租金：{format_yuan(owed)} 元"
            found.append(piece(banner(board, said, self.kit.colour.due), width, gap=theme.small))
        return [*found, *row_pieces(board, [contract_told(board, c) for c in contracts], width)]


def contract_told(board: Stage, found: Found[Contract]) -> Told:
    """A contract as a row: whose, until when, whether the rent came."""
    contract, today, colour = found.document, board.desk.today(), board.kit.colour
    owed = contract.owed(today)
    tag = ("租金正常", colour.village)
    if owed:
        tag = ("欠租", colour.party)
    elif contract.ends < today:
        tag = ("到期了", colour.soft)
    parts = [contract.tenant, contract.amount, f"到{day_text(contract.ends, today)}"]
    parts.append(f"还欠 {format_yuan(owed)} 元" if owed else "")
    note = "，".join(part for part in parts if part)
    rent = f"{format_yuan(contract.rent)} 元/年"
    opens = partial(board.go, Reader, found.shelved)
    return Told(contract.subject or found.title, note, opens, tag=tag, side=(rent, None))


class ExchangeScreen(FlowScreen):
    """What can be had now, then how earlier offers ended."""

    title = "产权交易"
    crumbs = ("首页", TITLE)

    def pieces(self, width: float) -> list[Piece]:
        board, now = self.board, self.board.desk.services.moment()
        tenders = board.desk.services.tenders()
        offered = [each for each in tenders if each.document.is_open(now)]
        ended = [each for each in tenders if not each.document.is_open(now)]
        found: list[Piece] = []
        if offered:
            found.append(heading(board, f"现在可以报名：{len(offered)} 件", width))
            found += row_pieces(board, [tender_told(board, each) for each in offered], width)
        else:
            found += asking(board, "现在没有要租要卖的。有了会写在这里，也会贴到村部门口。", width)
        if ended:
            found.append(heading(board, "以前的，怎么成交的", width))
            found += row_pieces(board, [tender_told(board, each) for each in ended], width)
        return found


def tender_told(board: Stage, found: Found[Tender]) -> Told:
    """An offer as a row: until when, at which price; or how it ended."""
    tender, colour = found.document, board.kit.colour
    opens = partial(board.go, Reader, found.shelved)
    title, result = tender.subject or found.title, tender.result
    if result is None:
        is_open = tender.is_open(board.desk.services.moment())
        tag = ("可以报名", colour.village) if is_open else ("等结果", colour.due)
        left = left_text(board, tender, board.desk.now())
        note = f"{deadline_note(board, tender)}，{left}" if is_open else left
        return Told(
            title, note, opens, tag=tag, side=(f"{format_yuan(tender.floor)} {tender.per}", None)
        )
    if not result.dealt:
        return Told(title, result.note or "没有成交", opens, tag=("没成交", colour.soft))
    price = f"{format_yuan(result.price)} {tender.per}" if result.price else ""
    day = day_text(result.day, board.desk.today())
    note = "，".join(part for part in (result.winner, f"{day}成交") if part)
    return Told(
        title, note, opens, tag=("成交了", colour.government), side=(price, None) if price else None
    )
