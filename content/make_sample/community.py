"""The community (社区): its own catalogue, money of the residents' committee and of the houses."""

from __future__ import annotations

from make_sample import ledger, money, name, people, records, sheet, village, welfare
from make_sample.money import Rows, published, table_item
from make_sample.place import Facts, Place, approvals, load
from make_sample.write import Item


def _aid(where: Place, quarter: int) -> Item:
    chance = where.chance("救助", quarter)
    kinds = (("临时救助", 240000), ("医疗救助", 318650), ("特困供养", 95600))
    rows: Rows = []
    for i, who in enumerate(name.names(chance, chance.randint(4, 7)), 1):
        kind, fen = chance.choice(kinds)
        rows.append([i, who, f"第{'一二三四'[chance.randrange(4)]}网格", kind, sheet.yuan(fen)])
    heads = ("序号", "姓名", "网格", "项目", "金额")
    return table_item(
        where,
        "C2",
        quarter,
        "特困、临时和医疗救助",
        heads,
        rows,
        notice=7,
        body="不公开病情和家庭隐私。名单由街道审核、县民政局批准。",
    )


def _shared(where: Place, quarter: int) -> Item:
    chance = where.chance("公共收益", quarter)
    rows: Rows = []
    total = 0
    for what in (
        "电梯广告",
        "快递柜场地",
        "公共车位（47个）",
        "充电车棚分成",
        "代支：公共照明电费",
    ):
        fen = chance.randint(900, 6800) * 100
        if what.startswith("代支"):
            fen = -chance.randint(600, 1800) * 100
        total += fen
        rows.append([what, "柳河景苑、兴业花园", sheet.yuan(fen)])
    rows.append(["合计", "", sheet.yuan(total)])
    body = f"本季度公共收益净额{sheet.yuan(total):,.2f}元，存入业主共有账户，使用由业主大会决定。"
    return table_item(
        where, "D2", quarter, "公共收益收支", ("项目", "小区", "金额"), rows, body=body
    )


def _pay(where: Place, quarter: int) -> Item:
    facts = where.facts
    rows: Rows = [
        [who, post, sheet.yuan(monthly * 100), sheet.yuan(monthly * 300), "街道财政直接发放"]
        for who, post, monthly in (
            (facts["主任"], "主任", 3960),
            (facts["副主任"], "副主任", 3520),
            (facts["文书"], "委员", 3280),
        )
    ]
    heads = ("姓名", "职务", "月标准", "本季合计", "资金来源")
    return table_item(where, "E2", quarter, "居委会成员生活补贴", heads, rows)


def _text(where: Place, record: Facts, quarter: int) -> Item:
    day = published(where, record["目录"], quarter)
    title = f"2026年第{'一二三'[quarter - 1]}季度{record['题']}"
    body = where.fill(record["文"][quarter])
    return Item(
        record["目录"], title, f"2026-Q{quarter}", day, body, approvals=approvals(where, day)
    )


def items(where: Place) -> list[Item]:
    """Everything that the community has disclosed."""
    book = load("community.yaml")
    missing = set(book["缺"])
    made = ledger.items(where, "E1")
    made += [village.party_month(where, "A2", period) for period in load("party.yaml")["月"]]
    made += [people.village_cards(where), people.village_duty(where, "F2")]
    jobs = next(r for r in book["季"] if r["目录"] == "C4")
    for quarter in (1, 2, 3):
        made += [
            money.dues(where, "A3", quarter),
            welfare.low_income(where, "C1", quarter),
            _aid(where, quarter),
            welfare.disabled(where, "C3", quarter),
            _text(where, jobs, quarter),
            _shared(where, quarter),
            _pay(where, quarter),
        ]
    for record in book["长期"]:
        made.append(records.item(where, {"期": "长期", **record}, {}))
    for record in [*book["半年"], *book["随时"]]:
        made.append(records.item(where, record, {}))
    quarters = {f"2026-Q{q}": q for q in (1, 2, 3)}
    return [i for i in made if f"{i.code}/{quarters.get(i.period)}" not in missing]
