"""Receipts and payments of a place, month by month; every month opens where the last closed."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from make_sample import contracts, name, sheet
from make_sample.draw import voucher
from make_sample.place import (
    BEFORE,
    MONTHS,
    Facts,
    Place,
    approvals,
    load,
    month_end,
    next_month,
)
from make_sample.write import Item

_ACTIVITIES = ("包饺子", "反诈宣传", "义诊", "儿童手工课", "邻里节", "健康讲座", "消防演练")
_MISTAKE = (
    "6月9日公开的表中，北塘水渠护坡维修误写为3,600.00元，已按凭证改为3,060.00元，结余相应更正"
)
_HEADS = ("日期", "摘要", "对方", "科目", "收入", "支出", "凭证", "经手人", "备注")


@dataclass(frozen=True)
class Entry:
    """One receipt or payment; amounts in fen."""

    day: date
    summary: str
    party: str
    account: str
    received: int
    paid: int
    slip: str = ""
    note: str = ""
    link: str = ""
    procedure: str = ""


@dataclass(frozen=True)
class Month:
    """One month's ledger; balances in fen."""

    year: int
    month: int
    opening: int
    entries: tuple[Entry, ...]

    @property
    def closing(self) -> int:
        """Balance at the end."""
        return self.opening + sum(e.received - e.paid for e in self.entries)


@cache
def _all(code: str) -> tuple[Month, ...]:
    from make_sample.place import places

    where = next(p for p in places() if p.code == code)
    balance = int(Decimal(str(where.facts["期初"])) * 100)
    found = []
    for year, month in MONTHS:
        ledger = Month(year, month, balance, _entries(where, year, month))
        if ledger.closing < 0:
            raise ValueError(f"{where.name}{year}年{month}月透支：{ledger.closing}")
        balance = ledger.closing
        found.append(ledger)
    return tuple(found)


def months(where: Place) -> tuple[Month, ...]:
    """The place's ledgers, November 2025 to October 2026."""
    return _all(where.code)


def month_before(where: Place) -> Month:
    """October 2025: it closes with what the twelve months open with."""
    entries = _entries(where, *BEFORE)
    after = months(where)[0].opening
    return Month(*BEFORE, after - sum(e.received - e.paid for e in entries), entries)


def quarter(where: Place, number: int) -> list[Entry]:
    """All entries of a quarter of 2026."""
    within = range(3 * number - 2, 3 * number + 1)
    return [e for m in months(where) if m.year == 2026 and m.month in within for e in m.entries]


def _entries(where: Place, year: int, month: int) -> tuple[Entry, ...]:
    chance = where.chance("账", year, month)
    book = load("ledger.yaml")
    sure: list[Entry] = []
    spare: list[Entry] = []
    for side in ("收入", "支出"):
        for line in book[side]:
            if _fits(where, line, month):
                entry = _entry(where, line, side, year, month, chance)
                (sure if line.get("必") else spare).append(entry)
    chance.shuffle(spare)
    least, most = where.facts["笔数"]
    wanted = chance.randint(least, most)
    chosen = sure + spare[: max(0, wanted - len(sure))] + _more(where, year, month)
    return tuple(sorted(chosen, key=lambda e: (e.day, -e.received, e.summary)))


def _more(where: Place, year: int, month: int) -> list[Entry]:
    """What does not come by chance: rents of contracts, and the rows of extra.yaml."""
    found = [
        Entry(
            day=line["日"],
            summary=line["摘要"],
            party=line["对方"],
            account=line["科目"],
            received=line.get("收", 0) * 100,
            paid=line.get("支", 0) * 100,
            slip=line.get("票", ""),
            note=line.get("记", ""),
            link=line.get("联", ""),
            procedure=line.get("程序", ""),
        )
        for line in load("extra.yaml").get(where.name, ())
    ]
    found += [
        Entry(part.paid_on, each.receipt, each.facts["方"], each.account, part.paid, 0)
        for each in contracts.of(where.name)
        for part in each.parts
        if part.paid_on is not None and "账" not in each.facts
    ]
    return [entry for entry in found if (entry.day.year, entry.day.month) == (year, month)]


def _fits(where: Place, line: Facts, month: int) -> bool:
    if line["月"] != "all" and month not in line["月"]:
        return False
    if "只有" in line and where.name not in line["只有"]:
        return False
    return str(where.facts["地形"]) in line.get("地形", "平山城")


def _entry(  # noqa: PLR0913, PLR0917
    where: Place, line: Facts, side: str, year: int, month: int, chance: random.Random
) -> Entry:
    words, fen = _amount(where, line, chance)
    words |= {
        "月": month,
        "上月": month - 1 or 12,
        "季": (month + 2) // 3,
        "随机名": name.name(chance),
        "活动": chance.choice(_ACTIVITIES),
    }
    first, last = line["日"]
    return Entry(
        day=date(year, month, chance.randint(first, min(last, month_end(year, month).day))),
        summary=where.fill(line["摘要"], **words),
        party=where.fill(line["对方"], **words),
        account=line["科目"],
        received=fen if side == "收入" else 0,
        paid=fen if side == "支出" else 0,
        slip=line.get("票", ""),
    )


def _amount(where: Place, line: Facts, chance: random.Random) -> tuple[dict[str, Any], int]:
    """The words that the amount brings along, and the amount in fen."""
    facts = where.facts
    yuan = line.get("元")
    if isinstance(yuan, list):
        step = int(Decimal(str(line["整"])) * 100)
        low, high = (int(y * 100) for y in yuan)
        return {}, low + chance.randint(0, (high - low) // step) * step
    if yuan is not None:
        return {}, int(Decimal(str(yuan)) * 100)
    count, price, word = {
        "保洁": (facts["保洁人数"], facts["保洁工资"], "人"),
        "组长": (facts["组数"], 150, "人"),
        "清淤": (chance.randint(6, 16), 120, "天"),
        "路灯": (chance.randint(2, 7), 85, "件"),
        "代表": (int(facts.get("代表", 0)) - chance.randint(1, 4), facts["误工标准"], "到会"),
        "慰问": (chance.randint(8, 16), 200, "慰问"),
        "老人": (max(9, facts["人"] // 40), 100, "老人"),
        "巡查": (chance.randint(6, 14), 100, "天"),
        "垃圾桶": (chance.randint(6, 16), 135, "件"),
        "树苗": (chance.randint(60, 160), 12, "件"),
        "砂石": (chance.randint(4, 12), 260, "件"),
        "误餐": (chance.randint(12, 40), 15, "天"),
    }[line["算"]]
    return {word: count}, count * price * 100


def item(where: Place, ledger: Month, code: str, *, published: date, fix: str = "") -> Item:
    """The ledger as a disclosure, with its sheet and a voucher for every payment."""
    year, month = ledger.year, ledger.month
    slips: dict[str, bytes] = {}
    links = [_links(where, entry) for entry in ledger.entries]
    noted = any(entry.note for entry in ledger.entries)
    rows: list[list[sheet.Cell]] = [[None, "上期结余", None, None, sheet.yuan(ledger.opening)]]
    for entry, link in zip(ledger.entries, links, strict=True):
        picture = ""
        if entry.paid:
            picture = f"{len(slips) + 1:03d}.png"
            slips[f"凭证/{picture}"] = voucher.draw(_slip(where, entry, len(slips) + 1))
        rows.append(
            [
                entry.day,
                entry.summary,
                entry.party,
                entry.account,
                sheet.yuan(entry.received) if entry.received else None,
                sheet.yuan(entry.paid) if entry.paid else None,
                picture or None,
                where.facts["文书"],
                *([entry.note or None] if noted or any(links) else []),
                *([link or None] if any(links) else []),
            ]
        )
    received = sum(e.received for e in ledger.entries)
    paid = sum(e.paid for e in ledger.entries)
    rows.append([None, "合计", None, None, sheet.yuan(received), sheet.yuan(paid)])
    rows.append([None, "本期结余", None, None, sheet.yuan(ledger.closing)])
    title = f"{where.name}{year}年{month}月收支明细表"
    heads = (*_HEADS, "关联") if any(links) else _HEADS
    book = sheet.table(title, heads, rows, unit="元")
    return Item(
        code=code,
        title=f"{year}年{month}月收支明细",
        period=f"{year}-{month:02d}",
        published=published,
        approvals=approvals(where, published, money=True),
        notice=10,
        card=(f"更正: {fix}",) if fix else (),
        body=_remark(where, ledger, received, paid),
        files={"收支明细.xlsx": book, **slips},
    )


def _links(where: Place, entry: Entry) -> str:
    """What the row belongs with, as a clerk writes it; one village links everything it can."""
    found = [entry.link] if entry.link else []
    found += [
        id_
        for line in load("ledger.yaml")["关联"]
        if line.get("村", "柳河村") == where.name
        and line["摘要"] in entry.summary
        and entry.day.month in line.get("月", range(13))
        for id_ in line["联"]
    ]
    found += [
        each.id
        for each in contracts.of(where.name)
        if entry.received and entry.summary.startswith(each.receipt)
    ]
    if where.name == "柳河村" and entry.summary.startswith("村民代表会议误工补贴"):
        found.append(f"C2-{entry.day - timedelta(days=1)}")
    return "、".join(found)


def _remark(where: Place, ledger: Month, received: int, paid: int) -> str:
    biggest = max(ledger.entries, key=lambda e: e.paid)
    count = sum(1 for e in ledger.entries if e.paid)
    words = (
        f"本月收入 {_shown(received)} 元，支出 {_shown(paid)} 元，共 {len(ledger.entries)} 笔，",
        f"其中支出 {count} 笔，每笔都附有凭证。",
        f"最大的一笔支出是“{biggest.summary}”，{_shown(biggest.paid)} 元。\n\n",
        f"账目由{where.facts['上级']}{where.facts.get('记账', '农经站')}代理记账，",
        f"{where.facts['监督']}等监督委员会成员逐笔核对。",
        f"有疑问请在公示期内向监督委员会提出，电话 {where.facts['电话']}。",
    )
    return "".join(words)


def _shown(fen: int) -> str:
    """An amount for a text."""
    return f"{sheet.yuan(fen):,.2f}"


def _slip(where: Place, entry: Entry, number: int) -> voucher.Slip:
    serial = int(where.facts["收据号"]) * 1_000_000 + entry.day.toordinal() % 10000 * 100 + number
    return voucher.Slip(
        kind=entry.slip,
        number=f"{serial:07d}",
        day=entry.day,
        payer=str(where.facts["账名"]),
        payee=entry.party,
        purpose=entry.summary,
        fen=entry.paid,
        handler=str(where.facts["文书"]),
        witness=str(where.facts["监督"]),
    )


def items(where: Place, code: str, *, missing: tuple[str, ...] = ()) -> list[Item]:
    """All ledgers of a place, without the months that it has not disclosed."""
    found = []
    for ledger in (month_before(where), *months(where)):
        chance = where.chance("公开日", ledger.year, ledger.month)
        published = next_month(ledger.year, ledger.month, chance.randint(8, 14))
        made = item(where, ledger, code, published=published)
        if where.name == "柳河村" and made.period == "2026-05":
            made = replace(
                made,
                published=date(2026, 6, 14),
                approvals=approvals(where, date(2026, 6, 14), money=True),
                card=(f"更正: {_MISTAKE}",),
            )
        if made.period not in missing:
            found.append(made)
    return found
