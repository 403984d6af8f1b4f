"""Townships and the street: texts are matched to the items of their catalogue by name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from make_sample import name, people, records
from make_sample.place import Facts, Place, load
from make_sample.write import Item

_CATALOGUES = Path(__file__).parents[1] / "catalogues"
_MISSING = {
    "青禾镇": {"统计信息", "教育资助"},
    "云岭乡": {"优待抚恤", "专项规划", "食品药品与环境检查"},
    "城东街道": {"环境卫生保洁", "证明事项清单"},
}


@cache
def codes(catalogue: str) -> dict[str, str]:
    """Code of every item of one of our catalogues, by its name."""
    found = yaml.safe_load((_CATALOGUES / f"{catalogue}.yaml").read_text(encoding="utf-8"))
    return {item["名称"]: item["编号"] for group in found["类"] for item in group["项"]}


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"))


def _figures(where: Place, about: str) -> Facts:
    """Figures in proportion to the size of the township; those of people stay the same all year."""
    facts = where.facts
    people, homes = int(facts["人"]), int(facts["户"])
    low, hard, help_ = int(facts["低保户"]), int(facts["特困"]), int(facts["残补"])
    base, chance = where.chance("镇"), where.chance("镇", about)
    budget = Decimal(str(facts["预算"]))
    shares = [_cents(budget * part / 100) for part in (31, 27, 24)]
    shares.append(budget - sum(shares))
    before = [_cents(share * base.randint(93, 99) / 100) for share in shares]
    own = Decimal(str(facts["三公"]))
    car, car_before = _cents(own * 62 / 100), _cents(own * 66 / 100)
    guest, guest_before = own - car, _cents(own * 41 / 100)
    pairs = [value for pair in zip(before, shares, strict=True) for value in pair]
    money = {f"算{n}": f"{value:,.2f}" for n, value in zip("一二三四五六七八", pairs, strict=True)}
    land = homes * 6
    built, joined, left = (chance.randint(*span) for span in ((6, 14), (3, 9), (2, 7)))
    who = name.names(base, 3)
    return money | {
        "预算": f"{budget:,.2f}",
        "三公": f"{own:.2f}",
        "三公上年": f"{car_before + guest_before:.2f}",
        "车一": f"{car_before:.2f}",
        "车二": f"{car:.2f}",
        "接一": f"{guest_before:.2f}",
        "接二": f"{guest:.2f}",
        "区号": str(facts["电话"])[:-2],
        "半支": f"{budget * 46 / 100:,.2f}",
        "半收": f"{base.randint(9800, 15600):,}",
        "养参": f"{people * 58 // 100:,}",
        "专一": f"{Decimal(people) / 900:.2f}",
        "专二": f"{Decimal(people) / 1400:.2f}",
        "专三": f"{Decimal(low) * 24 / 10:.2f}",
        "专四": "50.00",
        "专五": "21.60",
        "补亩": f"{land:,}",
        "补钱": f"{Decimal(land) * 1268 / 10:,.2f}",
        "流一": f"{land * 38 // 100:,}",
        "流二": f"{homes * 41 // 100:,}",
        "流三": f"{land * 2 // 100:,}",
        "流四": homes * 3 // 100,
        "低保钱": f"{int(facts['低保人']) * 1180:,}",
        "特散": hard * 3 // 4,
        "特集": hard - hard * 3 // 4,
        "残一": help_ * 45 // 100,
        "残二": help_ - help_ * 45 // 100,
        "名一": who[0],
        "名二": who[1],
        "名三": who[2],
        "办一": chance.randint(240, 620),
        "办二": chance.randint(90, 260),
        "办三": chance.randint(26, 60),
        "办四": chance.randint(18, 25),
        "办五": chance.randint(30, 74),
        "宅一": built + 2,
        "宅二": built,
        "宅三": chance.randint(14, 32),
        "增户": joined,
        "增人": joined + chance.randint(1, 4),
        "退户": left,
        "退人": left + chance.randint(1, 3),
        "临一": f"{chance.randint(9, 24) * 1000:,}",
        "临二": f"{chance.randint(8, 30) * 800:,}",
    }


def items(where: Place) -> Iterator[Item]:
    """Everything that a township or street has disclosed."""
    known = codes("street" if where.kind == "街道" else "township")
    for record in load("town.yaml"):
        item, only = record["名称"], record.get("只")
        if item not in known or item in _MISSING.get(where.name, ()):
            continue
        if only and where.kind not in only:
            continue
        for period, day in _periods(where, record):
            title = record.get("题", item)
            if isinstance(record["期"], list):
                title = f"2026年第{'一二三'[int(period[-1]) - 1]}季度{title}"
            made: dict[str, Any] = {
                **record,
                "目录": known[item],
                "期": period,
                "日": day,
                "题": title,
            }
            if not {"表", "扫", "阶段"} & made.keys():
                made.setdefault("类型", "文章")
            yield records.item(where, _worded(where, made), _figures(where, f"{item}{period}"))
    yield people.town_cards(where, known["联系电话"])
    yield from people.town_tables(where, "J1")


def _periods(where: Place, record: Facts) -> Iterator[tuple[str, date]]:
    if isinstance(record["期"], list):
        for period in record["期"]:
            month = 3 * int(period[-1]) + 1
            yield period, date(2026, month, where.chance(record["名称"], period).randint(7, 14))
    else:
        shift = where.chance("日", record["名称"]).randint(0, 1)
        yield str(record["期"]), record["日"] + timedelta(days=shift)


def _worded(where: Place, value: Any) -> Any:
    """A record in the words of its kind of place; rows that are not for it fall away."""
    wording = load("wording.yaml")["街道" if where.kind == "街道" else "乡镇"]
    if isinstance(value, dict):
        return {key: _worded(where, part) for key, part in value.items()}
    if isinstance(value, list):
        return [_worded(where, part) for part in value if not _unfit(part, wording["不要"])]
    if isinstance(value, str):
        for said, meant in wording["换"].items():
            value = value.replace(said, meant)
    return value


def _unfit(row: Any, unwanted: list[str]) -> bool:
    return isinstance(row, list) and any(w in str(cell) for cell in row for w in unwanted)
