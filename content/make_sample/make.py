"""Writes the sample county into content/示例县 (or the folder given), always the same bytes.

    python content/make_sample/make.py [FOLDER]

What stands in the folder before is removed.  Needs the Noto CJK fonts (fonts-noto-cjk).
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from make_sample import (
    community,
    contracts,
    guides,
    holdings,
    ledger,
    meeting,
    money,
    name,
    people,
    records,
    town,
    village,
    welfare,
)
from make_sample.place import DATA, FIRST, TODAY, Facts, Place, approvals, load, places
from make_sample.sheet import yuan
from make_sample.write import Item, write

COUNTY = Path(__file__).resolve().parents[1] / "示例县"


def items(where: Place) -> Iterator[Item]:
    """Everything that a division has disclosed."""
    match where.kind:
        case "县":
            for record in [*load("county.yaml"), *load("policies.yaml")]:
                yield records.item(where, record, {})
            yield from guides.items(where)
            yield from people.county_tables(where)
        case "镇" | "乡" | "街道":
            yield from town.items(where)
        case "社区":
            yield from community.items(where)
            yield from _more(where)
        case _:
            yield from _village(where)


def _village(where: Place) -> Iterator[Item]:
    book = load("villages.yaml")
    missing = tuple(book["缺"].get(where.name, ()))
    said = {(r["目录"], r["季"]): r["文"] for r in book["本期无"] if r["村"] == where.name}
    ledgers = ledger.items(where, "D2", missing=tuple(_months(missing, "D2")))
    for made in _with_policy(
        *ledgers,
        *money.village(where, missing=missing),
        *welfare.village(where, missing=missing),
        *village.village(where, missing=missing),
    ):
        quarter = int(made.period[-1]) if "-Q" in made.period else 0
        nothing = said.get((made.code, quarter))
        yield replace(made, kind="本期无", body=nothing) if nothing else made
    if where.name == "柳河村":
        yield from meeting.items(where, (12, 3, 6, 9))
        figures = _liuhe(where)
        yield from _with_policy(*(records.item(where, r, figures) for r in load("liuhe.yaml")))
        yield _charter(where)
    else:
        yield from meeting.items(where, (3, 9))
        yield from _with_policy(
            *(records.item(where, r, _others(where, str(r["题"]))) for r in book["各村"])
        )
    for record in book["免公开"]:
        if record["村"] == where.name:
            yield records.item(where, record, {})
    yield from contracts.items(where)
    yield from holdings.items(where)
    yield from _more(where)


def _more(where: Place) -> Iterator[Item]:
    """Tenders, appraisals, weekly reports, and what the ledgers must be linked with."""
    for record in load("more.yaml").get(where.name, ()):
        yield records.item(where, record, {})
    if where.name == "柳河村":
        yield people.assistant_week(where, "G2")


def _with_policy(*made: Item) -> Iterator[Item]:
    """Lists of grants name the county's policy that they follow."""
    policies = load("villages.yaml")["政策"]
    for each in made:
        policy = policies.get(each.code)
        yield replace(each, card=(*each.card, f"关联: {policy}")) if policy else each


def _liuhe(where: Place) -> Facts:
    """Amounts in the written-out records that must agree with the ledgers."""
    december, march = ledger.months(where)[1], ledger.months(where)[4]
    canal = sum(e.paid for e in march.entries if "水渠清淤" in e.summary)
    return {
        "十二月结余": f"{yuan(december.closing):,.2f}",
        "清淤款": f"{yuan(canal):.2f}",
        "水渠款": f"{yuan(canal + 306_000):.2f}",
    }


def _months(missing: tuple[str, ...], code: str) -> Iterator[str]:
    for each in missing:
        start, _, period = each.partition("/")
        if start == code:
            yield period


def _others(where: Place, about: str) -> Facts:
    who = name.names(where.chance("人", about), 3)
    present = int(where.facts["代表"]) - 2
    more = {
        "名一": who[0],
        "名二": who[1],
        "名三": who[2],
        "评一": present - 2,
        "评二": present - 1,
    }
    return village.counts(where, about) | more


def _charter(where: Place) -> Item:
    """The village charter: the longest document of the county."""
    text = (DATA / "charter.md").read_text(encoding="utf-8")
    body = where.fill(text, **village.counts(where, "章程"))
    day = TODAY.replace(year=2025, month=12, day=12)
    return Item(
        "B4",
        "柳河村村民自治章程（2025年修订）",
        "长期",
        day,
        body,
        serial=2,
        approvals=approvals(where, day),
    )


def write_county(target: Path) -> int:
    """Write the whole county anew; the number of disclosures."""
    if target.exists():
        shutil.rmtree(target)
    target.mkdir(parents=True)
    lines = [
        "# 示例数据：区划、人名、金额全部虚构。",
        "名称: 示例县",
        f"起算日: {FIRST.isoformat()}",
        f"示例: {TODAY.isoformat()}",
        "区划:",
    ]
    lines += [f"  - {{代码: {p.code}, 名称: {p.name}}}" for p in places()]
    (target / "county.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    shutil.copyfile(DATA / "rules.yaml", target / "rules.yaml")
    count = 0
    for where in places():
        own = 0
        for made in items(where):
            if made.published > TODAY:
                raise ValueError(f"{where.name}“{made.title}”的公开日期在将来")
            write(target, where, made)
            own += 1
        print(f"{where.name}：{own} 件")
        count += own
    return count


if __name__ == "__main__":
    print(f"共 {write_county(Path(sys.argv[1]) if len(sys.argv) > 1 else COUNTY)} 件")
