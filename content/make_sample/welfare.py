"""Welfare lists: masked name, group, amount.  Never numbers of cards, ages or illnesses."""

from __future__ import annotations

from datetime import date

from make_sample import name, sheet
from make_sample.money import Rows, table_item
from make_sample.place import Place, approvals
from make_sample.write import Item

_GROUPS = "一二三四五六"


def _group(where: Place, number: int) -> str:
    return f"第{_GROUPS[number]}{'网格' if where.kind == '社区' else '组'}"


def low_income(where: Place, code: str, quarter: int) -> Item:
    """Households on the minimum living allowance; one joins or leaves each quarter."""
    chance = where.chance("低保")
    count = 22 if where.kind == "社区" else max(6, int(where.facts["户"]) // 30)
    level = 735 if where.kind == "社区" else 612
    everyone: Rows = []
    for who in name.names(chance, count + 2):
        people = chance.choice((1, 1, 2, 2, 3))
        class_ = chance.choice("AABBC")
        monthly = people * int(level * {"A": 0.9, "B": 0.65, "C": 0.45}[class_])
        group = _group(where, chance.randrange(int(where.facts["组数"])))
        everyone.append([who, group, people, f"{class_}类", monthly])
    first = {1: 0, 2: 1, 3: 1}[quarter]
    chosen = everyone[first : first + count + (1 if quarter == 3 else 0)]
    newest = str(everyone[count][1]), str(everyone[count + 1][1])
    chosen.sort(key=lambda row: _GROUPS.index(str(row[1])[1]))
    rows: Rows = [[i, *r[:4], sheet.yuan(int(str(r[4])) * 100)] for i, r in enumerate(chosen, 1)]
    people = sum(int(str(r[3])) for r in rows)
    money = sum(int(str(r[4])) for r in chosen)
    rows.append(["合计", f"{len(chosen)}户", "", people, "", sheet.yuan(money * 100)])
    change = {
        1: "本季度没有新增和退出。",
        2: "本季度退出1户（家庭收入超过标准，自6月起停发），"
        f"新增1户（{newest[0]}，县民政局6月批准）。",
        3: f"本季度新增1户（{newest[1]}，县民政局9月批准），已公示7天，没有异议。",
    }[quarter]
    body = (
        f"{change}低保标准为每人每月{level}元，按家庭人均收入补差，县民政局打卡发放。"
        f"对名单有异议，请向{where.facts['上级']}社会事务办反映，也可以直接向县民政局反映。"
    )
    heads = ("序号", "户主", "组别", "保障人数", "类别", "月保障金额")
    return table_item(
        where, code, quarter, "最低生活保障对象名单", heads, rows, body=body, notice=7
    )


def extreme(where: Place, code: str, quarter: int) -> Item:
    """Persons in extreme hardship."""
    chance = where.chance("特困")
    count = max(2, int(where.facts["户"]) // 110)
    rows: Rows = []
    for i, who in enumerate(name.names(chance, count), 1):
        care = chance.choice(("分散供养", "分散供养", "集中供养（镇敬老院）"))
        if where.facts["上级"] == "云岭乡":
            care = care.replace("镇敬老院", "乡敬老院")
        group = _group(where, chance.randrange(int(where.facts["组数"])))
        rows.append(
            [i, who, group, care, sheet.yuan(79600), sheet.yuan(chance.choice((12000, 18000)))]
        )
    heads = ("序号", "姓名", "组别", "供养方式", "月基本生活费", "月照料护理费")
    body = (
        f"本季度特困供养{count}人，没有终止供养的。照料护理由村委会与照料人签订协议，每月探访两次。"
    )
    return table_item(where, code, quarter, "特困人员供养名单", heads, rows, body=body, notice=7)


def disabled(where: Place, code: str, quarter: int) -> Item:
    """The two subsidies for disabled persons, without the kind of disability."""
    chance = where.chance("残补")
    count = max(4, int(where.facts["户"]) // 38)
    rows: Rows = []
    total = 0
    for i, who in enumerate(name.names(chance, count), 1):
        kinds = chance.choice((("生活补贴", 104), ("护理补贴", 136), ("生活补贴、护理补贴", 240)))
        group = _group(where, chance.randrange(int(where.facts["组数"])))
        rows.append(
            [i, who, group, kinds[0], sheet.yuan(kinds[1] * 100), sheet.yuan(kinds[1] * 300)]
        )
        total += kinds[1] * 300
    rows.append(["合计", f"{count}人", "", "", "", sheet.yuan(total)])
    heads = ("序号", "姓名", "组别", "补贴项目", "月标准", "本季合计")
    body = "补贴由县财政按月打卡发放。不公开残疾类别和等级。"
    return table_item(
        where, code, quarter, "残疾人两项补贴发放名单", heads, rows, body=body, notice=7
    )


def grain(where: Place, *, serial: int = 1) -> Item:
    """The farmland subsidy, one row per household."""
    chance = where.chance("耕地补贴")
    homes = int(where.facts["户"])
    left = int(where.facts["耕地"]) * 10
    rows: Rows = []
    total = 0
    groups = int(where.facts["组数"])
    for i, who in enumerate(name.names(chance, homes), 1):
        mean = left / (homes - i + 1)
        tenths = left if i == homes else max(4, min(int(mean * chance.uniform(0.4, 1.6)), left))
        left -= tenths
        fen = tenths * 1268
        total += fen
        rows.append(
            [
                i,
                who,
                _group(where, (i - 1) * groups // homes),
                sheet.yuan(tenths * 10),
                sheet.yuan(12680),
                sheet.yuan(fen),
            ]
        )
    rows.append(["合计", f"{homes}户", "", where.facts["耕地"], "", sheet.yuan(total)])
    day = date(2026, 6, 5 + where.chance("补贴日").randint(0, 6))
    heads = ("序号", "户主", "组别", "补贴面积（亩）", "每亩标准", "补贴金额")
    book = sheet.table(f"{where.name}2026年耕地地力保护补贴发放表", heads, rows, unit="元")
    return Item(
        "E5",
        "2026年耕地地力保护补贴发放表",
        "2026-06-03",
        day,
        body=(
            f"全村{homes}户、{where.facts['耕地']:,}亩，每亩126.80元，共{sheet.yuan(total):,.2f}元，"
            "6月3日由县财政局通过“一卡通”发放。已作为畜牧养殖场、林地、成片粮田转为设施农业用地和"
            "非农业征占用的耕地不享受补贴。面积有误的，请在公示期内到村部登记复核。"
        ),
        serial=serial,
        approvals=approvals(where, day, money=True),
        notice=7,
        files={"耕地地力保护补贴.xlsx": book},
    )


def village(where: Place, *, missing: tuple[str, ...] = ()) -> list[Item]:
    """All quarterly welfare lists of a village but the missing ones, and the farmland subsidy."""
    made = [
        make(where, code, quarter)
        for code, make in (("E1", low_income), ("E2", extreme), ("E4", disabled))
        for quarter in (1, 2, 3)
        if f"{code}/{quarter}" not in missing
    ]
    if "E5" not in missing:
        made.append(grain(where))
    return made
