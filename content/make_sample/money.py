"""Quarterly tables about money; whatever can be is worked out from the ledgers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal

from make_sample import contracts as contracts_of
from make_sample import ledger, sheet
from make_sample.place import Place, approvals, month_end
from make_sample.write import Item

Rows = list[list[sheet.Cell]]
_QUARTER = "一二三四"
_LARGE = 200_000
"""Payments from 2,000 yuan up are large ones (village rule), in fen."""


def published(where: Place, code: str, quarter: int) -> date:
    """A day between the 6th and the 14th after the quarter."""
    return date(2026, 3 * quarter + 1, where.chance("季报", code, quarter).randint(6, 14))


def table_item(  # noqa: PLR0913, PLR0917
    where: Place,
    code: str,
    quarter: int,
    name: str,
    heads: Sequence[str],
    rows: Rows,
    *,
    body: str = "",
    unit: str = "元",
    party: bool = False,
    notice: int = 10,
) -> Item:
    """A quarter's table; 本期无 if there is no row."""
    day = published(where, code, quarter)
    title = f"2026年第{_QUARTER[quarter - 1]}季度{name}"
    steps = approvals(where, day, money=not party, party=party)
    if not rows:
        return Item(
            code,
            title,
            f"2026-Q{quarter}",
            day,
            body=body or "本季度没有发生。",
            kind="本期无",
            approvals=steps,
        )
    return Item(
        code,
        title,
        f"2026-Q{quarter}",
        day,
        body=body,
        approvals=steps,
        notice=notice,
        files={f"{name}.xlsx": sheet.table(f"{where.name}{title}", heads, rows, unit=unit)},
    )


def dues(where: Place, code: str, quarter: int) -> Item:
    """Party dues by party group."""
    chance = where.chance("党费", quarter)
    left = int(where.facts["党员"])
    groups = 4 if where.kind == "社区" else min(3, left // 8)
    rows: Rows = []
    total = 0
    for number in range(groups):
        members = left // (groups - number)
        left -= members
        fen = sum(chance.choice((60, 100, 200, 300, 600)) * 3 for _ in range(members))
        total += fen
        rows.append(
            [
                f"第{_QUARTER[number]}党小组",
                members,
                members,
                sheet.yuan(fen),
                sheet.yuan(fen),
                "已缴清",
            ]
        )
    count = int(where.facts["党员"])
    rows.append(["合计", count, count, sheet.yuan(total), sheet.yuan(total), ""])
    heads = ("党小组", "党员人数", "应交人数", "应交金额", "实交金额", "备注")
    body = (
        f"本季度党员{count}人，交纳党费{sheet.yuan(total):,.2f}元，已于季末上交{where.facts['上级']}党委，"
        "支部没有留存和开支。交纳标准按月固定收入的比例执行，没有固定收入的农民党员每月0.2元至1元，自愿多交不限。"
    )
    return table_item(where, code, quarter, "党费收缴情况", heads, rows, body=body, party=True)


def large(where: Place, code: str, quarter: int) -> Item:
    """Large payments: why, who approved, under which procedure."""
    rows: Rows = []
    for entry in ledger.quarter(where, quarter):
        if entry.paid < _LARGE:
            continue
        meeting = entry.day - timedelta(days=6)
        how = (
            f"村民代表会议表决，{meeting.month}月{meeting.day}日"
            if entry.paid >= 1_000_000
            else f"村两委会议研究，{meeting.month}月{meeting.day}日"
        )
        how = entry.procedure or how
        rows.append(
            [
                entry.day,
                entry.summary,
                sheet.yuan(entry.paid),
                where.facts["文书"],
                where.facts["主任"],
                where.facts["监督"],
                how,
            ]
        )
    heads = ("日期", "支出事由", "金额", "经手人", "审批人", "监督人", "决策程序")
    body = (
        "按本村财务制度，2,000元以下由村委会主任审批；2,000元以上由村两委会议研究；10,000元以上"
        "由村民代表会议表决。逐笔支出和凭证见每月的“收支明细”。"
    )
    if not rows:
        body = "本季度没有2,000元以上的支出，日常支出见每月的“收支明细”。"
    return table_item(where, code, quarter, "大额支出审批情况", heads, rows, body=body)


def balance(where: Place, code: str, quarter: int) -> Item:
    """Where the closing balance of the quarter lies."""
    closing = next(
        m.closing for m in ledger.months(where) if (m.year, m.month) == (2026, 3 * quarter)
    )
    chance = where.chance("结余", quarter)
    cash = chance.randint(200, 1900) * 100
    special = chance.randint(60, 110) * 10000 if closing > 5_000_000 else 0
    rows: Rows = [
        ["库存现金", "报账员保管，限额2,000元", sheet.yuan(cash)],
        ["银行存款（基本户）", "示例县农村信用社", sheet.yuan(closing - cash - special)],
    ]
    if special:
        rows.append(
            ["银行存款（专户）", f"{where.facts['上级']}农经站代管，专款专用", sheet.yuan(special)]
        )
    rows.append(["合计", "", sheet.yuan(closing)])
    end = month_end(2026, 3 * quarter)
    body = f"截至{end.year}年{end.month}月{end.day}日，与当月收支明细的本期结余一致。没有公款私存。"
    return table_item(
        where, code, quarter, "结余与银行存款", ("项目", "说明", "金额"), rows, body=body
    )


def debts(where: Place, code: str, quarter: int) -> Item:
    """Who owes the collective, and whom it owes."""
    chance = where.chance("债")
    rows: Rows = []
    if chance.random() < 0.7:
        start = chance.randint(20, 60) * 10000
        left = max(0, start - quarter * start // 5)
        rows.append(
            [
                "债权",
                "承包户2户",
                "2023年机动地承包款尾欠",
                sheet.yuan(left),
                "分期收回，2026年底收清",
            ]
        )
    if where.name == "柳河村" and quarter == 3:
        rows.append(
            [
                "债务",
                "示例县通达路桥工程有限公司",
                "柳河中路工程质量保证金（3%）",
                sheet.yuan(885_558),
                "2027年9月质保期满支付",
            ]
        )
    if chance.random() < 0.6 or not rows:
        owed = chance.randint(30, 90) * 10000
        rows.append(
            [
                "债务",
                "示例县宏远建筑维修队",
                "2022年文化广场工程尾款",
                sheet.yuan(owed - quarter * 50000),
                "按合同每季度支付，没有利息",
            ]
        )
    heads = ("类别", "对方", "事由", "金额", "处理办法")
    return table_item(
        where,
        code,
        quarter,
        "债权债务明细",
        heads,
        rows,
        body="没有为个人或者企业提供担保，没有新增借款。",
    )


def contracts(where: Place, code: str, quarter: int) -> Item:
    """What the collective lets, for how much, and what came in this quarter."""
    rows = contracts_of.table(where.name, quarter)
    heads = (
        "合同编号",
        "标的",
        "承包（承租）方",
        "期限",
        "付款月份",
        "年租金",
        "本季应收",
        "本季实收",
    )
    fresh = contracts_of.signed_in(where.name, quarter)
    news = f"本季度新签合同{len(fresh)}份（{'、'.join(fresh)}）" if fresh else "本季度没有新签合同"
    body = (
        f"合同原件在村档案柜，村民可以到村部查阅；每份合同的租金交到哪天，屏上“集体合同”里逐份看得到。"
        f"{news}，没有变更或者提前解除的。"
    )
    return table_item(where, code, quarter, "发包租赁合同与租金", heads, rows, body=body)


def wages(where: Place, code: str, quarter: int) -> Item:
    """Cadres' pay (from the county) and lost-work subsidies (from the ledger)."""
    facts = where.facts
    rows: Rows = []
    for who, post, monthly in (
        (facts["书记"], "党支部书记、村委会主任", 3180),
        (facts["副主任"], "村委会副主任", 2360),
        (facts["文书"], "文书、报账员", 2360),
    ):
        rows.append(
            [
                who,
                post,
                "基本报酬",
                f"每月{monthly:,}元",
                sheet.yuan(monthly * 300),
                "县财政直接发放",
            ]
        )
    for entry in ledger.quarter(where, quarter):
        if entry.account == "误工补贴":
            rows.append(
                [
                    entry.party,
                    "见备注",
                    "误工补贴",
                    f"{entry.day.month}月{entry.day.day}日",
                    sheet.yuan(entry.paid),
                    entry.summary,
                ]
            )
    total = sum((cell for row in rows if isinstance(cell := row[4], Decimal)), start=Decimal(0))
    rows.append(["合计", "", "", "", total, ""])
    heads = ("姓名", "职务", "项目", "标准或日期", "金额", "备注")
    return table_item(
        where,
        code,
        quarter,
        "干部报酬与误工补贴",
        heads,
        rows,
        body=f"误工补贴标准每天{facts['误工标准']}元，由村民代表会议决定。村干部没有在村集体另外领取报酬。",
    )


def granted(where: Place, code: str, quarter: int) -> Item:
    """Money from above and donations."""
    rows: Rows = [
        [
            entry.day,
            entry.party,
            entry.summary,
            sheet.yuan(entry.received),
            "已入账，按规定用途使用",
        ]
        for entry in ledger.quarter(where, quarter)
        if entry.account in {"上级拨入", "捐赠收入"}
    ]
    heads = ("到账日期", "来源", "款项", "金额", "使用情况")
    body = "" if rows else "本季度没有收到上级拨款和社会捐赠。"
    return table_item(where, code, quarter, "上级拨付与社会捐赠款物", heads, rows, body=body)


VILLAGE: dict[str, Callable[[Place, str, int], Item]] = {
    "A5": dues,
    "D3": large,
    "D4": balance,
    "D5": debts,
    "D8": contracts,
    "D10": wages,
    "D11": granted,
}


def village(where: Place, *, missing: tuple[str, ...] = ()) -> list[Item]:
    """All of a village's quarterly money tables but the missing ones (``D5/3``)."""
    return [
        make(where, code, quarter)
        for code, make in VILLAGE.items()
        for quarter in (1, 2, 3)
        if f"{code}/{quarter}" not in missing
    ]
