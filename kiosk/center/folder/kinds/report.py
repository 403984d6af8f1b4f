"""周报: a week in sentences, out of a body of three lists."""

from __future__ import annotations

import re
from datetime import timedelta

from kiosk.affairs.catalogue import Kind
from kiosk.affairs.weekly import WeeklyReport
from kiosk.center.folder.kinds.field import SENTENCE, Field, Form, Holds
from kiosk.center.folder.kinds.ground import Filled, Ground, filled, lines
from kiosk.center.folder.text import check_length, nearest

WEEK = timedelta(days=6)
"""From the first day of a week to its last."""
_DONE, _DOING, _COMING = "办了什么", "正在办", "下周"
_ITEM = re.compile(r"\s*(?:[-*+•·]|\d{1,2}[.、)）])\s*(.+)")
_HEADING = re.compile(r"#{1,6}\s*(.+?)\s*#*")
_FIGURE = re.compile(r"([^:：]+)[:：]\s*(.+)")

FORM = Form(
    kind=Kind.REPORT,
    item="G3",
    title="柳河村一周村情（11月16日至22日）",
    keys=(
        Field("从", Holds.DAY, needed=True, hint="星期一", example="2026-11-16"),
        Field("到", Holds.DAY, needed=True, hint="星期日", example="2026-11-22"),
        Field("数字", Holds.LINES, limit=40, hint="一行一个", example="走访: 12 户"),
    ),
    parts=(
        Field(_DONE, Holds.LINES, needed=True, limit=SENTENCE, hint="一行一件"),
        Field(_DOING, Holds.LINES, limit=SENTENCE, hint="一行一件"),
        Field(_COMING, Holds.LINES, limit=SENTENCE, hint="一行一件"),
    ),
)
_PARTS = tuple(part.name for part in FORM.parts)


def read(ground: Ground) -> WeeklyReport | None:
    """The report; None, with marks, where nobody knows of which week."""
    facts = ground.facts
    first, last = facts.day("从"), facts.day("到")
    if first is not None and last is not None:
        if last < first:
            facts.mark("到", f"到 {last} 比从 {first} 还早")
        elif last - first != WEEK:
            days = (last - first).days + 1
            facts.mark("到", f"从 {first} 到 {last} 是 {days} 天；一周是 7 天")
    told = _told(ground)
    figures = []
    for text, row in facts.lines("数字"):
        found = _FIGURE.fullmatch(text)
        if found is None:
            facts.mark_line("数字", row, f"“{text}”要写成“走访: 12 户”这样")
        else:
            figures.append((found[1].strip(), found[2].strip()))
    if not told[_DONE]:
        ground.pen.mark(
            f"正文里缺“## {_DONE}”，下面每行写一件，以 - 开头", row=ground.text_row, column=_DONE
        )
    if first is None or last is None:
        return None
    return WeeklyReport(
        first=first,
        last=last,
        done=tuple(told[_DONE]),
        doing=tuple(told[_DOING]),
        coming=tuple(told[_COMING]),
        figures=tuple(figures),
    )


def _told(ground: Ground) -> dict[str, list[str]]:
    """The lines below each heading of the body."""
    told: dict[str, list[str]] = {part: [] for part in _PARTS}
    part, running = "", False
    for row, line in enumerate(ground.text.split("\n"), ground.text_row):
        plain = line.strip().replace("**", "")
        heading, item = _HEADING.fullmatch(plain), _ITEM.fullmatch(plain)
        if not plain or plain.startswith("<!--"):
            running = False
        elif heading is not None:
            part, running = heading[1].rstrip("：:"), False
            if part not in told:
                hint = nearest(part, _PARTS) or f"；只写 {'、'.join(_PARTS)}"
                ground.pen.mark(f"周报里没有“{part}”这一部分{hint}", row=row)
                told[part] = []
        elif "![" in plain:
            ground.pen.mark("周报里不放照片，请另写一件文章", row=row)
        elif not part:
            ground.pen.mark(f"要先写一行小标题（## {_DONE}），下面再一行一件", row=row)
        elif item is not None:
            told[part].append(item[1].strip())
            running = True
        elif running:
            told[part][-1] += plain
        else:
            ground.pen.mark("每件事写成一行，以 - 开头", row=row, column=part)
        if told.get(part) and running:
            check_length(told[part][-1], SENTENCE, ground.pen, row=row, column=part)
    return told


def fill(report: WeeklyReport) -> Filled:
    """The card and the lists of a report."""
    facts = filled(
        从=report.first,
        到=report.last,
        数字=lines(f"{name}: {number}" for name, number in report.figures),
    )
    parts = zip(_PARTS, (report.done, report.doing, report.coming), strict=True)
    return Filled(facts, (), {part: lines(told) for part, told in parts if told})
