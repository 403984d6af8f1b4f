"""Who is in an office and when (联系人、时间表): cards, duty, reception, the assistant."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from make_sample import sheet
from make_sample.place import Facts, Place, approvals, load
from make_sample.write import Item

_CARD = ("姓名", "职务", "管什么", "办公电话", "不在时找谁", "办哪几类")
_TABLE = (
    "哪天",
    "开始",
    "结束",
    "谁",
    "在哪里",
    "做什么",
    "电话",
    "不在时找谁",
    "名额",
    "放假也办",
)
_DAY = (("08:30", "12:00"), ("14:30", "17:30"))
_SATURDAYS = [date(2026, 11, 28) + timedelta(days=7 * n) for n in range(4)]
_TOWNS = ("青禾镇", "云岭乡", "城东街道")
Rows = list[list[sheet.Cell]]


def desk(where: Place) -> str:
    """The number of the service desk: that of the village hall with a 3 before its last two."""
    phone = str(where.facts["电话"])
    return f"{phone[:-3]}3{phone[-2:]}"


def village_cards(where: Place) -> Item:
    """The people of a village or a community, with what each does and who stands in."""
    facts, extra = where.facts, load("people.yaml")["村"][where.name]
    office = "居委会" if where.kind == "社区" else "村委会"
    watch = "居务" if where.kind == "社区" else "村务"
    head = "党总支书记" if where.kind == "社区" else "党支部书记"
    groups = {who: "、".join(names) for who, names in load("people.yaml")["类"].items()}
    hall, phone = str(facts["电话"]), desk(where)
    rows: Rows = [
        [facts["主任"], f"{head}、{office}主任", "全面工作、财务审批", hall, facts["副主任"], None],
        [
            facts["文书"],
            "文书、便民服务站站长、社保协理员",
            "户口和证明、医保、养老金、报账、档案",
            phone,
            extra["代办"],
            groups["文书"],
        ],
        [
            facts["副主任"],
            f"{office}副主任、农业专干、建设专干",
            "种地补贴、宅基地、盖房、调解、防汛防火"
            if office == "村委会"
            else "物业、环境、治安、建房和土地的事",
            hall,
            facts["文书"],
            groups["副主任"],
        ],
        [
            extra["民政"],
            "民政专干、妇联主席" if extra["民政"] != facts.get("妇女") else "民政专干、妇女主任",
            "低保、临时救助、高龄津贴、残疾人、孩子的事",
            phone,
            facts["文书"],
            groups["民政"],
        ],
        [
            extra["代办"],
            "代办员",
            "上门办、替人跑腿、取药取件",
            phone,
            extra["民政"],
            groups["代办"],
        ],
        [
            facts["监督"],
            f"{watch}监督委员会主任",
            "看账、看工程，每月10日接待",
            hall,
            facts["监督二"],
            None,
        ],
        [facts["监督二"], f"{watch}监督委员会委员", "工程和采购", hall, facts["监督"], None],
        [facts["监督三"], f"{watch}监督委员会委员", "救助和补贴", hall, facts["监督"], None],
    ]
    day = date(2025, 11, where.chance("值班").randint(5, 25))
    return Item(
        "B2",
        f"找谁办事：{office}和便民服务站联系人",
        "长期",
        day,
        "办事先看上面写的“办哪几类”，人不在就找“不在时找谁”。打电话前不用记名字，说什么事就行。",
        kind="联系人",
        approvals=approvals(where, day),
        card=_hours(f"{where.name}便民服务站（一楼）", phone, "值班干部", hall),
        files={"联系人.xlsx": sheet.table(f"{where.name}联系人", _CARD, rows)},
    )


def town_cards(where: Place, code: str) -> Item:
    """The windows of a township's service center."""
    facts, base = where.facts, str(where.facts["电话"])[:-2]
    windows = load("people.yaml")["窗口"]
    who = [window["人"][_TOWNS.index(where.name)] for window in windows]
    deputy = [*who[1:], who[0]]
    rows: Rows = [
        [
            facts["便民"],
            "便民服务中心主任",
            "找不到窗口、办不成的事都找她",
            f"{base}02",
            who[5],
            None,
        ]
    ]
    rows += [
        [name, window["名"], window["管"], f"{base}{window['号']}", other, window["类"]]
        for name, window, other in zip(who, windows, deputy, strict=True)
    ]
    money = "社区建设办主任" if where.kind == "街道" else "农经站站长"
    keeper = {"青禾镇": "孙＊平", "云岭乡": "黎＊安", "城东街道": "于＊洁"}[where.name]
    rows.append([keeper, money, "集体账目、合同、产权交易", f"{base}05", facts["便民"], None])
    rows.append([facts["纪检"], "纪检监察负责人", "反映干部的问题", f"{base}09", None, None])
    day = date(2025, 11, 7 + where.chance("日", "联系电话").randint(0, 1))
    return Item(
        code,
        "找谁办事：便民服务中心十个窗口的联系人和电话",
        "长期",
        day,
        "十个窗口挨着，取了号就能办。不知道找哪个窗口，找中心主任或者打值班电话。",
        kind="联系人",
        approvals=approvals(where, day),
        card=_hours(
            f"{where.name}便民服务中心", f"{base}02", "值班室（24小时）", str(facts["电话"])
        ),
        files={"联系人.xlsx": sheet.table(f"{where.name}便民服务中心联系人", _CARD, rows)},
    )


def _hours(place: str, phone: str, after: str, after_phone: str) -> tuple[str, ...]:
    return (
        f"地点: {place}",
        "办公时间:",
        *(f"  - {start}-{end}" for start, end in _DAY),
        f"办公电话: {phone}",
        f"下班找谁: {after}",
        f"下班电话: {after_phone}",
    )


def village_duty(where: Place, code: str) -> Item:
    """Who is on duty: the station every working day, cadres in turn, Saturday mornings by date."""
    facts, extra = where.facts, load("people.yaml")["村"][where.name]
    station, hall = (
        f"{where.name}便民服务站",
        f"{where.name}{'一楼' if where.kind == '社区' else '村部'}",
    )
    phone, office = desk(where), str(facts["电话"])
    rows = [
        *_both(
            "每周一至五",
            facts["文书"],
            station,
            "站长在岗，户口、医保、养老都能办",
            phone,
            extra["代办"],
        ),
        *_both("每周一、三、五", extra["代办"], station, "代办、上门预约", phone, extra["民政"]),
        *_both(
            "每周二、四", extra["民政"], station, "低保、救助、老人孩子的事", phone, facts["文书"]
        ),
        *_both("每周一、四", facts["主任"], hall, "带班", office, facts["副主任"]),
        *_both(
            "每周二、三、五", facts["副主任"], hall, "带班，土地、建房、调解", office, facts["文书"]
        ),
        [
            "每月10日",
            "09:00",
            "11:30",
            facts["监督"],
            hall,
            "监督委员会接待，看账、提意见",
            office,
            facts["监督二"],
            None,
            None,
        ],
    ]
    turns = [facts["文书"], facts["副主任"], extra["民政"], extra["代办"]]
    rows += [
        [day, "08:30", "11:30", who, station, "周六上午照常办事", phone, None, None, "是"]
        for day, who in zip(_SATURDAYS, turns, strict=True)
    ]
    return _table(
        where, code, 1, "值班表：今天谁在（2026年11月至12月）", "值班", rows, facts["文书"], phone
    )


def assistant_week(where: Place, code: str) -> Item:
    """Where the assistant is on each day of the week."""
    who, phone = load("people.yaml")["村"][where.name]["助理"], desk(where)
    week = (
        ("一", "第一、二组", "入户走访，独居老人家必到"),
        ("二", "青禾镇便民服务中心", "替大家跑镇里，下午4点前把材料给我"),
        ("三", "柳河村便民服务站", "医保、养老金集中帮办，教用手机"),
        ("四", "第三、四组和大棚区", "地头问事，补贴、保险、农机"),
        ("五", "第五、六组", "入户走访，回访上周办的事"),
    )
    rows: Rows = []
    for day, place, what in week:
        for start, end in (("09:00", "11:30"), ("14:30", "17:00")):
            rows.append([f"每周{day}", start, end, who, place, what, phone, "吴＊", None, None])
    return _table(
        where, code, 2, f"驻村助理{who}的一周：哪天在哪里", "助理的一周", rows, who, phone
    )


def town_tables(where: Place, code: str) -> Iterator[Item]:
    """Windows on duty, and the days on which leaders receive people."""
    facts, base = where.facts, str(where.facts["电话"])[:-2]
    windows = load("people.yaml")["窗口"]
    who = [window["人"][_TOWNS.index(where.name)] for window in windows]
    rows: Rows = []
    for name, window, other in zip(who, windows, [*who[1:], who[0]], strict=True):
        rows += _both(
            "每周一至五", name, window["名"], window["管"], f"{base}{window['号']}", other
        )
    rows += [
        [
            day,
            "08:30",
            "11:30",
            f"{first}、{second}",
            "便民服务中心",
            "周六上午值班，各窗口的事都收",
            f"{base}02",
            None,
            None,
            "是",
        ]
        for day, first, second in zip(_SATURDAYS, who[:4], who[4:8], strict=True)
    ]
    rows.append(
        [
            "每天",
            "17:30",
            "23:59",
            "值班室",
            "值班室",
            "夜里和放假有急事打这个电话",
            facts["电话"],
            None,
            None,
            "是",
        ]
    )
    yield _table(
        where, code, 1, "便民服务中心值班表：哪个窗口谁在", "值班", rows, facts["便民"], f"{base}02"
    )
    leaders = (
        ("每月5日", facts["书记"], "书记接待，什么事都能说"),
        ("每月10日", facts["人大"], "人大代表联络，意见和建议"),
        ("每月15日", facts["主任"], f"{facts['分管']}接待，财政、项目、办事难"),
        ("每月20日", facts["副职一"], "救助、看病、上学、找活"),
        ("每月25日", facts["副职二"], "修路、建房、安全、环境"),
        ("每周三", facts["纪检"], "纪检监察，反映干部的问题"),
    )
    rows = [
        [
            day,
            "09:00",
            "11:30",
            name,
            f"{where.name}接待室（一楼东头）",
            what,
            f"{base}01",
            None,
            6,
            None,
        ]
        for day, name, what in leaders
    ]
    yield _table(
        where,
        code,
        2,
        "领导接待日：哪天找哪位领导，可以先约",
        "领导接待日",
        rows,
        facts["承办"],
        str(facts["电话"]),
    )


def _both(  # noqa: PLR0913, PLR0917 - the cells of a row
    days: str, who: str, place: str, what: str, phone: str, other: str
) -> Rows:
    """Morning and afternoon."""
    return [[days, start, end, who, place, what, phone, other, None, None] for start, end in _DAY]


def _table(  # noqa: PLR0913, PLR0917 - what a timetable is made of
    where: Place, code: str, serial: int, title: str, use: str, rows: Rows, who: str, phone: str
) -> Item:
    day = date(2026, 11, 18)
    heads = _TABLE
    return Item(
        code,
        title,
        "2026-11-18",
        day,
        "遇到放假，照国家的放假安排；有变动当天改在屏上。",
        kind="时间表",
        serial=serial,
        approvals=approvals(where, day),
        card=(f"用途: {use}", f"联系人: {who}", f"联系电话: {phone}"),
        files={"时间表.xlsx": sheet.table(f"{where.name}{title}", heads, rows)},
    )


def county_tables(where: Place) -> list[Item]:
    """The service bus with its stops, and consultations over video."""
    book = load("rounds.yaml")
    return [_round(where, serial, facts) for serial, facts in enumerate(book, 1)]


def _round(where: Place, serial: int, facts: Facts) -> Item:
    heads = (*_TABLE, "视频")
    rows: Rows = [[*line, *[None] * (len(heads) - len(line))] for line in facts["行"]]
    return Item(
        "B7",
        facts["题"],
        "2026-11-17",
        date(2026, 11, 18),
        facts["文"],
        kind="时间表",
        serial=serial,
        approvals=approvals(where, date(2026, 11, 18)),
        card=(f"用途: {facts['用途']}", f"联系人: {facts['人']}", f"联系电话: {facts['话']}"),
        files={"时间表.xlsx": sheet.table(f"{where.name}{facts['题']}", heads, rows)},
    )
