"""What is owned, let and offered: register, contract, tender."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from kiosk.affairs.holdings import (
    Contract,
    Holding,
    HoldingClass,
    Installment,
    Register,
    Tender,
    TenderResult,
    Usage,
)
from kiosk.affairs.money import format_yuan
from kiosk.feed.code import Purpose
from kiosk.terminal.library import Shelved
from kiosk.terminal.ui.calling import near_day
from kiosk.terminal.ui.dates import CHINA, day_text
from kiosk.terminal.ui.flow import Piece, piece
from kiosk.terminal.ui.layout import Block, Column
from kiosk.terminal.ui.readers.ledger import entry_name
from kiosk.terminal.ui.readers.parts import banner, big_facts, heading, photo_pieces
from kiosk.terminal.ui.readers.prose import told_pieces
from kiosk.terminal.ui.rows import Told, row_pieces
from kiosk.terminal.ui.screens.code import small_code
from kiosk.terminal.ui.screens.screen import Subject
from kiosk.terminal.ui.theme import Colour
from kiosk.terminal.ui.widgets.facts import Fact, fact_list
from kiosk.terminal.ui.widgets.ticker import Ticker

if TYPE_CHECKING:
    from kiosk.terminal.ui.stage import Stage

ICONS = {
    HoldingClass.LAND: "land",
    HoldingClass.WATER: "pond",
    HoldingClass.HOUSE: "house",
    HoldingClass.MACHINE: "machine",
    HoldingClass.FACILITY: "facility",
    HoldingClass.MONEY: "money",
}
_INTEREST = ("想要？先登记一下", "手机扫一扫，留个电话，有人跟您联系。点一下，码变大。")


def register_pieces(
    board: Stage, shelved: Shelved, register: Register, width: float
) -> list[Piece]:
    """The register by class, each thing a row that opens its own page."""
    from kiosk.terminal.ui.screens.estate.holding import HoldingScreen  # it opens readers itself

    numbered = list(enumerate(register.holdings, 1))
    said = f"截至{day_text(register.day, board.desk.today())}，一共 {len(numbered)} 样。"
    found = [piece(board.kit.words(said, board.kit.theme.row), width)]
    for group in HoldingClass:
        own = [(row, each) for row, each in numbered if each.group is group]
        if not own:
            continue
        found.append(heading(board, f"{group.chinese}（{group.three}）：{len(own)} 样", width))
        rows = [
            holding_told(
                board, each, partial(board.go, HoldingScreen, shelved, each, row)
            )._replace(name=entry_name(row - 1))
            for row, each in own
        ]
        found += row_pieces(board, rows, width)
    return found


def holding_told(board: Stage, holding: Holding, opens: object) -> Told:
    """One thing as a row: its name, how much, what is done with it."""
    colour = board.kit.colour
    parts = [holding.amount, holding.place, f"编号 {holding.code}" if holding.code else ""]
    worth = f"{format_yuan(holding.value)} 元" if holding.value else ""
    tags = {Usage.OWN: colour.soft, Usage.LET: colour.village, Usage.IDLE: colour.due}
    return Told(
        holding.name,
        "，".join(part for part in parts if part),
        opens,
        tag=(holding.usage.chinese, tags[holding.usage]),
        side=(worth, None) if worth else None,
    )


def contract_pieces(board: Stage, contract: Contract, width: float) -> list[Piece]:
    """Who has what for how much, whether the rent came, and how it was decided."""
    kit, theme, today = board.kit, board.kit.theme, board.desk.today()
    owed = contract.owed(today)
    figures = (
        Fact("一年租金", f"{format_yuan(contract.rent)} 元"),
        Fact("谁租的", contract.tenant),
        Fact("租了多少", contract.amount),
    )
    found = [piece(big_facts(board, figures, width), width)]
    if owed:
        late = banner(board, f"还欠 {format_yuan(owed)} 元租金", kit.colour.due)
        found.append(piece(late, width, gap=theme.small))
    elif contract.installments:
        words = kit.words("到期的租金都交清了。", theme.strong, kit.colour.village)
        found.append(piece(words, width, gap=theme.small))
    ended = "（已经到期）" if contract.ends < today else ""
    facts = [
        Fact("租的是什么", contract.subject),
        Fact("从哪天", day_text(contract.begins, today)),
        Fact("到哪天", f"{day_text(contract.ends, today)}{ended}"),
        Fact("怎么定的", contract.manner),
        Fact("合同编号", contract.number),
    ]
    rows = fact_list(kit, [fact for fact in facts if fact.value], width)
    found += [piece(row, width, gap=theme.small if not n else 0) for n, row in enumerate(rows)]
    if contract.installments:
        found.append(heading(board, "租金一笔一笔", width))
        told = [_rent(board, each, n) for n, each in enumerate(contract.installments)]
        found += row_pieces(board, told, width)
    return [*found, *photo_pieces(board, contract.photos, width)]


def _rent(board: Stage, part: Installment, number: int) -> Told:
    today = board.desk.today()
    word, colour = rent_state(board, part, today)
    notes = [f"{day_text(part.due, today)}该交"]
    if part.paid and part.paid_on is not None:
        notes.append(f"{day_text(part.paid_on, today)}交了 {format_yuan(part.paid)} 元")
    elif part.paid:
        notes.append(f"交了 {format_yuan(part.paid)} 元")
    notes.append(part.note)
    note = "，".join(each for each in notes if each)
    title = f"{format_yuan(part.amount)} 元"
    return Told(title, note, tag=(word, colour), name=entry_name(number))


def rent_state(board: Stage, part: Installment, today: date) -> tuple[str, Colour]:
    """Whether one rent came, in a word and its colour."""
    colour = board.kit.colour
    if part.paid >= part.amount:
        return "交清了", colour.village
    if part.due >= today:
        return "没到期", colour.soft
    days = (today - part.due).days
    return f"{'欠一部分' if part.paid else '没交'}，晚了 {days} 天", colour.party


def tender_pieces(board: Stage, shelved: Shelved, tender: Tender, width: float) -> list[Piece]:
    """The floor price, how long there is still time, on which conditions; or how it ended."""
    kit, theme, services = board.kit, board.kit.theme, board.desk.services
    now, today = services.moment(), board.desk.today()
    found: list[Piece] = []
    if tender.result is not None:
        found.append(piece(_result(board, tender, tender.result), width))
    figures = (
        Fact("底价", f"{format_yuan(tender.floor)} {tender.per}"),
        Fact("租期", tender.term),
        Fact("多少", tender.amount),
    )
    found.append(piece(big_facts(board, figures, width), width, gap=theme.small))
    if tender.result is None:
        found.append(piece(_countdown(board, tender), width, gap=theme.small))
    if tender.is_open(now):
        face = shelved.disclosure
        subject = Subject(face.division, face.id, title=face.title)
        code = small_code(board, subject, _INTEREST, Purpose.SERVE)
        found += [] if code is None else [piece(code, width, gap=theme.small)]
    for number, condition in enumerate(tender.conditions, 1):
        if number == 1:
            found.append(heading(board, "条件", width))
        found += told_pieces(board, "", f"{number}. {condition}", width, theme.row)
    local = tender.deadline.astimezone(CHINA)
    facts = [
        Fact("什么", tender.subject),
        Fact("报名到", f"{day_text(local.date(), today)} {local:%-H:%M}"),
        Fact("保证金", f"{format_yuan(tender.deposit)} 元" if tender.deposit else ""),
        Fact("怎么定", tender.manner),
        Fact("在哪里", tender.place),
        Fact("电话", tender.phone, strong=True),
    ]
    rows = fact_list(kit, [fact for fact in facts if fact.value], width)
    found += [piece(row, width, gap=theme.gap if not n else 0) for n, row in enumerate(rows)]
    return [*found, *photo_pieces(board, tender.photos, width)]


def _countdown(board: Stage, tender: Tender) -> Block:
    """How much time there is; it goes on by itself once a minute and never below nothing."""
    kit, theme = board.kit, board.kit.theme
    is_open = tender.is_open(board.desk.services.moment())
    colour = kit.colour.village if is_open else kit.colour.soft
    says = partial(left_text, board, tender)
    ticker = Ticker(kit, says, board.desk.now(), theme.title, colour)
    return kit.card(Column(kit.note("离报名截止"), ticker, gap=theme.mm(1)))


def left_text(board: Stage, tender: Tender, _now: datetime) -> str:
    """``还有 16 天 7 小时``, in the last hour minutes; then that it is over."""
    left = tender.deadline - board.desk.services.moment()
    if left <= timedelta(0):
        return "报名已经截止，等结果公布"
    hours, minutes = divmod(int(left.total_seconds()) // 60, 60)
    days, hours = divmod(hours, 24)
    if days:
        return f"还有 {days} 天 {hours} 小时"
    return f"还有 {hours} 小时 {minutes} 分钟" if hours else f"还有 {minutes} 分钟"


def _result(board: Stage, tender: Tender, result: TenderResult) -> Block:
    kit, theme = board.kit, board.kit.theme
    day = day_text(result.day, board.desk.today())
    if result.dealt:
        price = f"{format_yuan(result.price)} {tender.per}" if result.price else ""
        parts = [f"成交人 {result.winner}" if result.winner else ""]
        head = "，".join(part for part in ("成交了", price) if part)
    else:
        parts, head = [], "没有成交"
    parts += [day, f"{result.bidders} 家报名" if result.bidders else "", result.note]
    blocks: list[Block] = [
        kit.words(head, theme.title, kit.colour.village if result.dealt else kit.colour.due),
        kit.words("，".join(part for part in parts if part), theme.row),
    ]
    return kit.card(Column(*blocks, gap=theme.tiny))


def worth(holdings: Sequence[Holding]) -> int:
    """The book value of things together, in fen."""
    return sum(each.value for each in holdings)


def deadline_note(board: Stage, tender: Tender) -> str:
    """Until when one can bid, as a list says it."""
    local = tender.deadline.astimezone(CHINA)
    return f"报名到{near_day(local.date(), board.desk.today())} {local:%-H:%M}"
