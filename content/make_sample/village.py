"""The texts that every village owes: party life, standing rules, reports."""

from __future__ import annotations

from datetime import date
from typing import Any

from make_sample import ledger, people
from make_sample.draw import photo
from make_sample.money import published
from make_sample.place import Facts, Place, approvals, load
from make_sample.write import Item

_SEASON = "一二三四"
_PHOTOS = {"2026-03": "植树", "2026-04": "保洁", "2026-10": "慰问", "2026-01": "慰问"}
"""Scenes of the party days of 柳河村."""
_IN_TOWN = (
    ("村民委员会组织法", "城市居民委员会组织法"),
    ("村委会", "居委会"),
    ("村务公开", "居务公开"),
    ("村口弯道", "小区路口"),
    ("村民代表", "居民代表"),
    ("村民", "居民"),
    ("离村远", "离小区远"),
    ("村部", "社区"),
    ("村里", "社区"),
    ("本村", "本社区"),
    ("村级", "社区"),
    ("来村", "来社区"),
)


def counts(where: Place, about: str) -> Facts:
    """Figures that the texts need; those about people are the same in all texts of a village."""
    base = where.chance("人口")
    facts = where.facts
    people, homes, members = int(facts["人"]), int(facts["户"]), int(facts["党员"])
    health = people - base.randint(4, 14)
    worker = people // 14
    missing = base.randint(3, 9)
    old = people * base.randint(19, 24) // 100
    fixed: Facts = {
        "女党员": members // 4,
        "老党员": members * 2 // 5,
        "外出": people // 4,
        "集体收入": f"{base.randint(120, 320) / 10:.1f}",
        "人均": f"{base.randint(19800, 26400):,}",
        "红事": base.choice((10, 12, 15)),
        "调解日": base.choice((5, 7)),
        "应医": health,
        "职医": worker,
        "未医": missing,
        "实医": health - worker - missing,
        "早缴": (health - worker) * base.randint(11, 24) // 100,
        "养老参": people * 62 // 100,
        "养老领": old - base.randint(8, 20),
        "养老缴": people * 41 // 100,
        "六十": old,
        "八十": max(9, people // 40),
        "独居": max(4, people // 90),
        "留守": base.randint(6, 18),
        "困境": base.randint(1, 3),
        "儿童": base.randint(40, 80),
        "日到": base.randint(11, 22),
        "奖扶": base.randint(14, 40),
        "产业项": "高标准农田管护" if facts["地形"] == "平" else "林道和茶园、竹林管护",
    }
    chance = where.chance("数", about)
    here = members - chance.randint(2, max(3, members // 8))
    varied: Facts = {
        "实到": here,
        "请假": members - here,
        "走访": chance.randint(18, 46),
        "问题": chance.randint(4, 9),
        "当场": chance.randint(2, 4),
        "优秀": max(2, members // 8),
        "返乡": chance.randint(5, 12),
        "志愿": chance.randint(18, 42),
        "树": chance.randint(60, 160),
        "吨": chance.randint(4, 13),
        "亩": chance.randint(18, 65),
        "次": chance.randint(4, 12),
        "认证": chance.randint(20, 60),
        "到会率": chance.randint(86, 95),
        "半年走访": homes + chance.randint(20, 160),
        "进度": chance.randint(52, 71),
        "公开数": chance.randint(46, 68),
        "疑问": chance.randint(3, 9),
        "列席": chance.randint(8, 13),
        "凭证数": _vouchers(where),
        "退票": chance.randint(2, 6),
        "抽查": chance.randint(8, 16),
        "意见数": 7,
        "办结数": 6,
        "新生": chance.randint(1, 4),
        "新领": chance.randint(1, 4),
        "认证率": chance.randint(93, 99),
        "修": chance.randint(2, 6),
        "生育": chance.randint(1, 5),
        "育儿": chance.randint(2, 8),
        "体检": chance.randint(24, 70),
        "排查": chance.randint(12, 40),
    }
    return fixed | varied


def _vouchers(where: Place) -> int:
    """Payments from January to June: one voucher each."""
    half = (m for m in ledger.months(where) if m.year == 2026 and m.month <= 6)
    return sum(1 for month in half for entry in month.entries if entry.paid)


def _pick(where: Place, words: Any) -> str:
    return str(words[where.facts["地形"]] if isinstance(words, dict) else words)


def party_month(where: Place, code: str, period: str) -> Item:
    """One month's meetings and party day."""
    year, month = (int(part) for part in period.split("-"))
    text = load("party.yaml")["月"][period]
    theme = _pick(where, text["题"]["活动"])
    opinions = load("party.yaml")["意见"]
    chance = where.chance("党日", period)
    figures = counts(where, f"{code}{period}")
    held = date(year, month, chance.randint(8, 13))
    day = date(year, month, chance.randint(18, 28))
    if (year, month) == (2026, 10) and where.name == "柳河村":
        day = date(2026, 10, 22)
    order = where.chance("意见").sample(opinions, len(opinions))
    turn = 2 * (month % 6)
    chosen = order[turn : turn + 2]
    said = "\n".join(where.fill(f"- **{o['问']}**。答复：{o['答']}。") for o in chosen)
    facts = where.facts
    meeting = "召开党员大会" if month % 3 == 0 else "开展主题党日和党课"
    body = (
        f"{held.month}月{held.day}日上午，在村部党员活动室{meeting}，"
        f"应到{facts['党员']}人，实到{figures['实到']}人，请假{figures['请假']}人，"
        f"由{facts['书记']}主持。"
        f"\n\n## 学习\n\n{where.fill(text['学'], **figures)}"
        f"\n\n## 主题党日：{theme}\n\n{where.fill(_pick(where, text['做']), **figures)}"
        f"\n\n## 党员和群众提出的意见\n\n{said}"
    )
    if where.kind == "社区":
        for village_word, community_word in _IN_TOWN:
            body = body.replace(village_word, community_word)
    title = f"{year}年{month}月三会一课和主题党日：{theme}"
    steps = approvals(where, day, party=True)
    scene = _PHOTOS.get(period) if where.name == "柳河村" else None
    if scene is None:
        return Item(code, title, period, day, body, approvals=steps)
    body = body.replace("\n\n## 党员和群众", "\n\n![活动现场](现场.png)\n\n## 党员和群众")
    pictures = {"现场.png": photo.draw(scene, held)}
    return Item(code, title, period, day, body, approvals=steps, files=pictures)


def _standing(where: Place, code: str, text: Facts, *, party: bool) -> Item:
    chance = where.chance("长期", code)
    day = date(2025, 11, chance.randint(5, 25))
    body = where.fill(text["文"], **counts(where, code))
    steps = approvals(where, day, party=party)
    return Item(code, text["题"], "长期", day, body, approvals=steps)


def _half(where: Place, code: str, text: Facts, *, party: bool) -> Item:
    day = date(2026, 7, where.chance("半年", code).randint(8, 18))
    body = where.fill(text["文"], **counts(where, code))
    steps = approvals(where, day, party=party)
    return Item(code, text["题"], text["期"], day, body, approvals=steps)


def _quarter(where: Place, code: str, text: Facts, quarter: int) -> Item:
    day = published(where, code, quarter)
    body = where.fill(_pick(where, text["文"][quarter]), **counts(where, f"{code}{quarter}"))
    title = f"2026年第{_SEASON[quarter - 1]}季度{text['题']}"
    return Item(code, title, f"2026-Q{quarter}", day, body, approvals=approvals(where, day))


def village(where: Place, *, missing: tuple[str, ...] = ()) -> list[Item]:
    """All texts that a village owes but the missing ones (``A7/2026-09``, ``C3/3``, ``B5``)."""
    party, own = load("party.yaml"), load("village.yaml")
    made = [party_month(where, "A7", p) for p in party["月"] if f"A7/{p}" not in missing]
    for book, is_party in ((party, True), (own, False)):
        for code, text in book["长期"].items():
            if code not in missing:
                made.append(_standing(where, code, text, party=is_party))
        for code, text in book["半年"].items():
            if code not in missing:
                made.append(_half(where, code, text, party=is_party))
    made += [people.village_cards(where), people.village_duty(where, "G2")]
    for code, text in own["季"].items():
        made += [_quarter(where, code, text, q) for q in (1, 2, 3) if f"{code}/{q}" not in missing]
    return made
