"""The service guides of the whole county: data/guides holds them class by class, compactly."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from make_sample import sheet
from make_sample.draw import paper
from make_sample.place import Facts, Place, approvals, load
from make_sample.write import Item

_BOOKS = ("guides/village.yaml", "guides/town_people.yaml", "guides/town_land.yaml")
_HEADS = ("部分", "名称", "谁来做或从哪里来", "多久或几份", "什么情况要", "说明", "样子")
_FIRST = date(2026, 3, 2)
"""On this day the county put its guides on the screens; each class followed a day later."""


def items(where: Place) -> Iterator[Item]:
    """Every guide, numbered in the order of the classes."""
    shared = load("guides/shared.yaml")
    known = {name: guides for book in _BOOKS for name, guides in load(book).items()}
    serial = 0
    for number, group in enumerate(shared["类"]):
        for guide in known[group["名"]]:
            serial += 1
            day = _FIRST.replace(day=_FIRST.day + number)
            yield _item(where, serial, {**shared["层"][group["层"]], **group, **guide}, day)


def _item(where: Place, serial: int, guide: Facts, day: date) -> Item:
    rows = [_row("步骤", line) for line in guide["步"]]
    papers = [_paper(line) for line in guide["料"]]
    rows += [_row("材料", line) for line in papers]
    pictures = {str(row[6]) for row in rows if row[6]}
    title = f"{guide['题']}：怎么办、带什么"
    return Item(
        "B6",
        guide["题"],
        "长期",
        day,
        kind="办事指南",
        serial=serial,
        approvals=approvals(where, day),
        card=tuple(_card(guide)),
        files={
            "步骤和材料.xlsx": sheet.table(title, _HEADS, rows),
            **{f"样子/{name}": paper.draw(name) for name in sorted(pictures)},
        },
    )


def _paper(line: str) -> str:
    """A line of the shared papers for ``$名称``; ``*`` at its end keeps its picture."""
    if not line.startswith("$"):
        return line
    name, star = line[1:].strip().rstrip("*"), line.strip().endswith("*")
    parts = str(load("guides/shared.yaml")["料"][name]).split("|")
    return "|".join(parts if star else parts[:5])


def _row(part: str, line: str) -> list[sheet.Cell]:
    """``名称 | 谁 | 多久 | 说明`` of a step; a paper has 什么情况要 before 说明 and a picture."""
    cells = [cell.strip() for cell in line.split("|")]
    if part == "步骤":
        cells[3:3] = [""]
    cells += [""] * (6 - len(cells))
    return [part, *(cell or None for cell in cells[:6])]


def _card(guide: Facts) -> Iterator[str]:
    laws = load("guides/shared.yaml")["据"]
    yield f"层级: {guide['层']}"
    yield f"类别: {guide['名']}"
    if guide.get("事"):
        yield f"大事: {guide['事']}"
    for key, short in (("谁能办", "谁"), ("承诺", "诺"), ("法定时限", "限"), ("收费", "费")):
        if guide.get(short):
            yield f"{key}: {guide[short]}"
    yield f"结果: {guide['果']}"
    yield "办理依据:"
    yield from (f"  - {laws.get(law, law)}" for law in guide["据"])
    yield f"地点: {guide['在']}"
    yield f"办理时间: {guide['时']}"
    yield f"找谁: {guide['找']}"
    yield f"办公电话: {guide['话']}"
    if guide.get("办"):
        yield f"代办: {guide['办']}"
    if guide.get("问"):
        yield "常问:"
        yield from (f"  - {line}" for line in guide["问"])
