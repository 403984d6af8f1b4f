"""Resolutions of villagers' representatives; day and turnout are those paid for in the ledger."""

from __future__ import annotations

import re
from datetime import timedelta

from make_sample import ledger
from make_sample.place import Facts, Place, approvals, load
from make_sample.village import counts
from make_sample.write import Item


def items(where: Place, months: tuple[int, ...]) -> list[Item]:
    """The resolutions of the quarterly meetings held in these months."""
    return [_item(where, month) for month in months]


def _item(where: Place, month: int) -> Item:
    book = load("villages.yaml")
    text: Facts = book["会议"][month]
    if where.name == "柳河村":
        text = book["柳河会议"].get(month, text)
    entry = next(
        e
        for m in ledger.months(where)
        if m.month == month
        for e in m.entries
        if e.summary.startswith("村民代表会议误工补贴")
    )
    found = re.search(r"（(\d+)人", entry.summary)
    assert found is not None
    present = int(found[1])
    held = entry.day - timedelta(days=1)
    chance = where.chance("表决", month)
    lost = text.get("否", 0)
    figures = counts(where, f"会{month}")
    lines = [
        "会议: 村民代表会议",
        f"开会日期: {held}",
        "地点: 村部二楼会议室",
        f"主持: {where.facts['主任']}",
        f"应到: {where.facts['代表']}",
        f"实到: {present}",
        "表决:",
    ]
    more = book["各村加议"].get(where.name, {}).get(month, [])
    for number, matter in enumerate([*text["议"], *more], 1):
        against, silent = chance.randint(0, 2), chance.randint(0, 2)
        if number == lost:
            against, silent = present // 2 + 1, 2
        result = "未通过" if number == lost else "通过"
        words = where.fill(matter, **figures)
        lines.append(
            f"  - {{事项: {words}, 同意: {present - against - silent}, 反对: {against}, "
            f"弃权: {silent}, 结果: {result}}}"
        )
    day = held + timedelta(days=3)
    body = (
        f"到会代表{present}人，超过应到人数的三分之二，会议有效；表决采用举手方式，监督委员会{where.facts['监督']}现场计票。\n\n"
        f"{text['说']}\n\n决议自公布之日起执行，实施情况按季度公开。"
    )
    return Item(
        "C2",
        where.fill(text["题"]),
        held.isoformat(),
        day,
        body,
        approvals=approvals(where, day),
        card=tuple(lines),
    )
