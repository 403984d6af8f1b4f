"""The register of what each village owns (台账); contracts and balances are worked out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from make_sample import contracts, ledger, sheet
from make_sample.draw import photo
from make_sample.place import Facts, Place, approvals, load
from make_sample.write import Item

_HEADS = (
    "编号",
    "名称",
    "类别",
    "用途",
    "数量",
    "单位",
    "原值",
    "取得日期",
    "在哪里",
    "管护人",
    "合同",
    "备注",
    "照片",
)
_YEAR_END = date(2025, 12, 31)


def items(where: Place) -> list[Item]:
    """The village's register, if it keeps one."""
    book = load("holdings.yaml").get(where.name)
    return [_item(where, book)] if book else []


def _item(where: Place, book: Facts) -> Item:
    day, known = book.get("截至", _YEAR_END), {m.month: m for m in ledger.months(where)}
    figures = {
        "十二月结余": f"{sheet.yuan(known[12].closing):.2f}",
        "十月结余": f"{sheet.yuan(known[10].closing):.2f}",
    }
    let = {code: each.id for each in contracts.of(where.name) for code in each.facts["台"]}
    pictures = book.get("照", {})
    title = "集体资产、资源、资金台账（三资清单）"
    card = [f"截至: {day}"]
    card += [f"{key}: {book[key]}" for key in ("更正", "更正日期") if key in book]
    rows = [_row(where, line, let, figures) for line in book["行"]]
    changed: date = book.get("更正日期") or book["日"]
    return Item(
        "D7",
        f"2025年{title}",
        "2025",
        book["日"],
        where.fill(book.get("文", "由报账员和监督委员会逐项盘点，面积以确权和测绘成果为准。")),
        kind="台账",
        approvals=approvals(where, changed, money=True),
        card=tuple(card),
        files={
            "台账.xlsx": sheet.table(f"{where.name}{title}", _HEADS, rows, unit="元"),
            **{f"照片/{name}": photo.draw(*picture) for name, picture in pictures.items()},
        },
    )


def _row(where: Place, line: list[Any], let: dict[str, str], figures: Facts) -> list[sheet.Cell]:
    cells: list[Any] = [*line, *[None] * (12 - len(line))]
    cells = [where.fill(cell, **figures) if isinstance(cell, str) else cell for cell in cells]
    for place in (4, 6):  # 数量, 原值
        if cells[place] is not None:
            cells[place] = Decimal(str(cells[place]))
    code, usage = str(cells[0]), cells[3]
    if (usage == "出租") != (code in let):
        raise ValueError(f"{where.name}台账{code}的用途和合同对不上")
    return [*(cell or None for cell in cells[:10]), let.get(code), *(c or None for c in cells[10:])]
