"""The contracts of each village: one item each, and what the ledgers and tables say of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from make_sample import sheet
from make_sample.draw import photo
from make_sample.place import TODAY, Facts, Place, approvals, load, month_end
from make_sample.write import Item

_HEADS = ("应收日期", "应收", "实收日期", "实收", "备注")


@dataclass(frozen=True)
class Part:
    """Rent that is due; amounts in fen."""

    due: date
    amount: int
    paid_on: date | None = None
    paid: int = 0
    note: str = ""


@dataclass(frozen=True)
class Contract:
    """A contract as its line in contracts.yaml tells it."""

    facts: Facts
    parts: tuple[Part, ...]

    @property
    def id(self) -> str:
        """Its id inside the village."""
        serial = self.facts.get("序", 1)
        return f"D13-{self.facts['签']}" + (f"-{serial}" if serial > 1 else "")

    @property
    def account(self) -> str:
        """Under which its rent is booked."""
        return "发包收入" if self.facts["类"] in {"土地", "水面"} else "租赁收入"

    @property
    def receipt(self) -> str:
        """How the summary of its rent in the ledger begins."""
        return str(self.facts.get("账") or f"{self.facts['标的']}租金（合同{self.facts['号']}）")

    @property
    def term(self) -> str:
        """From when to when, in words."""
        first, last = self.facts["起"], self.facts["止"]
        return f"{first.year}年{first.month}月至{last.year}年{last.month}月"


@cache
def of(name: str) -> tuple[Contract, ...]:
    """The contracts of a village, as they stand in the data."""
    return tuple(
        Contract(line, tuple(_part(*part) for part in line["付"]))
        for line in load("contracts.yaml").get(name, ())
    )


def _part(due: date, yuan: int, paid_on: date | None = None, paid: int = 0, note: str = "") -> Part:
    return Part(due, yuan * 100, paid_on, paid * 100, note)


def items(where: Place) -> list[Item]:
    """Every contract of a village."""
    return [_item(where, each) for each in of(where.name)]


def _item(where: Place, contract: Contract) -> Item:
    facts = contract.facts
    card = [
        f"合同编号: {facts['号']}",
        f"标的: {facts['标的']}",
        f"资产类别: {facts['类']}",
        f"承租方: {facts['方']}",
        f"开始: {facts['起']}",
        f"到期: {facts['止']}",
        f"年租金: {facts['租']}",
        f"数量: {facts['量']}",
        f"单位: {facts['单位']}",
        f"怎么定的: {facts['定']}",
    ]
    card += [
        f"{key}: {facts[short]}"
        for key, short in (("决议", "决"), ("交易", "交"))
        if short in facts
    ]
    card.append(f"台账编号: {'、'.join(facts['台'])}")
    last = max((part.paid_on for part in contract.parts if part.paid_on), default=facts["公"])
    booked = last
    if last > facts["公"]:  # rent came in after it had been put on the board
        booked = min(last + timedelta(days=3), TODAY)
        card += [f"更正: 登记{last.month}月{last.day}日收到的租金", f"更正日期: {booked}"]
    photos = facts.get("照", {})
    if photos:
        card.append(f"照片: {'、'.join(photos)}")
    rows: list[list[sheet.Cell]] = [
        [
            part.due,
            sheet.yuan(part.amount),
            part.paid_on,
            sheet.yuan(part.paid) if part.paid else None,
            part.note or None,
        ]
        for part in contract.parts
    ]
    return Item(
        "D13",
        facts["题"],
        str(facts["签"]),
        facts["公"],
        where.fill(facts.get("文", "")),
        kind="合同",
        serial=facts.get("序", 1),
        approvals=approvals(where, max(booked, facts["公"]), money=True),
        card=tuple(card),
        files={
            "租金.xlsx": sheet.table(f"{where.name}{facts['题']}：租金", _HEADS, rows, unit="元"),
            **{f"照片/{name}": photo.draw(*picture) for name, picture in photos.items()},
        },
    )


def table(name: str, quarter: int) -> list[list[sheet.Cell]]:
    """What the quarter's table says of each contract in force: due and received."""
    first, last = date(2026, 3 * quarter - 2, 1), month_end(2026, 3 * quarter)
    rows: list[list[sheet.Cell]] = []
    for each in of(name):
        facts = each.facts
        signed = facts["签"] if facts["签"] > date(2025, 12, 31) else facts["起"]
        if not (signed <= last and first <= facts["止"]):
            continue
        due = sum(p.amount for p in each.parts if first <= p.due <= last)
        paid = sum(p.paid for p in each.parts if p.paid_on and first <= p.paid_on <= last)
        when = "、".join(f"{month}月" for month in sorted({p.due.month for p in each.parts}))
        rows.append(
            [
                facts["号"],
                facts["标的"],
                facts["方"],
                each.term,
                when,
                sheet.yuan(facts["租"] * 100),
                sheet.yuan(due),
                sheet.yuan(paid),
            ]
        )
    return rows


def signed_in(name: str, quarter: int) -> list[str]:
    """Numbers of the contracts that were signed in a quarter of 2026."""
    return [
        each.facts["号"]
        for each in of(name)
        if each.facts["签"].year == 2026 and (each.facts["签"].month + 2) // 3 == quarter
    ]
