"""The county's rules for feedback, as they are authored: cases.yaml.

`current` gives those in force; the file is ``cases.yaml`` in the center's data folder, where a
county laid down its own, else the one that comes with the program.
"""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path

from django.conf import settings

from kiosk.affairs.county import County
from kiosk.affairs.deadline import Warnings
from kiosk.affairs.role import Role
from kiosk.affairs.routing import CaseRules, Clock, Matter, Rank, Route, Unit, rules_on
from kiosk.affairs.sort import Sort
from kiosk.affairs.workdays import YearNotice
from kiosk.center.folder.county import Fields
from kiosk.center.folder.problems import Pen, Problem
from kiosk.center.folder.text import parse_day, read_text
from kiosk.center.folder.yamltext import Entry, read_yaml
from kiosk.state import sources

_REVIEWS = {"监督": Role.COMMITTEE, "党务": Role.PARTY, "签发": Role.LEADER}
_SORTS = {sort.chinese: sort for sort in Sort}
_RANKS = {rank.chinese: rank for rank in Rank}
_KNOWN = (
    "生效",
    "来源",
    "再上报天数",
    "补充说明天数",
    "自动办结天数",
    "时限",
    "单位",
    "事项",
    "指派",
    "放假安排",
    "提到村干部",
)


class RulesError(ValueError):
    """cases.yaml cannot be used.  The message is Chinese and names file and row."""


def read_rules(path: Path) -> tuple[CaseRules, ...]:
    """Every edition of the rules in a file, oldest first; RulesError with all mistakes."""
    pen = Pen(path.name)
    found = _editions(path, pen)
    if len(pen):
        lines = [str(problem) for problem in pen.marks]
        raise RulesError("\n".join([*lines, "诉求办理规定没有改动，仍按原来的办。"]))
    return tuple(sorted(found, key=lambda rules: rules.valid_from))


def check_rules(path: Path, county: County) -> list[Problem]:
    """Every mistake in a county's own rules, with divisions that the county does not have."""
    pen = Pen(path.name)
    known = {division.code for division in county.divisions}
    for rules in _editions(path, pen):
        for route in rules.routes:
            if route.division and route.division not in known:
                pen.mark(f"指派里的区划“{route.division}”不在 county.yaml 里，请核对")
    return pen.marks


def _editions(path: Path, pen: Pen) -> list[CaseRules]:
    """The editions as they stand in the file; the pen marks what is wrong with them."""
    text = read_text(path, pen)
    root = read_yaml(text, pen) if text is not None else None
    found: list[CaseRules] = []
    if root is not None and isinstance(root.value, list):
        for entry in root.value:
            rules = _edition(entry, pen)
            for sentence in rules.problems():
                pen.mark(sentence, row=entry.row)
            found.append(rules)
    if not len(pen) and not found:
        pen.mark("没有任何规定：每一段以 - 生效: 开头")
    return found


def _edition(entry: Entry, pen: Pen) -> CaseRules:
    fields = Fields(entry, pen, _KNOWN, "规定")
    return CaseRules(
        valid_from=fields.day("生效") or date.min,
        source=fields.text("来源"),
        raise_days=fields.count("再上报天数") or 0,
        clarify_days=fields.count("补充说明天数") or 0,
        close_days=fields.count("自动办结天数") or 0,
        clocks=tuple(_clock(e, pen) for e in fields.list("时限")),
        units=tuple(_unit(e, pen) for e in fields.list("单位")),
        matters=tuple(_matter(e, pen) for e in fields.list("事项")),
        routes=tuple(_route(e, pen) for e in fields.list("指派")),
        cadre_words=tuple(e.value for e in fields.list("提到村干部") if isinstance(e.value, str)),
        notices={
            int(year): _notice(notice, pen)
            for year, notice in fields.mapping("放假安排").items()
            if year.isdigit()
        },
    )


def _clock(entry: Entry, pen: Pen) -> Clock:
    each = Fields(entry, pen, ("编号", "名称", "工作日", "可延长", "黄色", "橙色"), "时限")
    yellow, orange = each.count("黄色") or 0, each.count("橙色") or 0
    days = each.count("工作日") or 0
    if not 1 <= days <= 200:
        each.mark("工作日", "时限应当是1到200个工作日")
    return Clock(
        code=each.text("编号"),
        name=each.text("名称"),
        days=days,
        extension=each.count("可延长") or 0,
        warnings=Warnings(yellow=yellow, orange=orange),
    )


def _unit(entry: Entry, pen: Pen) -> Unit:
    known = ("编号", "名称", "级别", "职务", "综合", "纪检", "审核")
    each = Fields(entry, pen, known, "单位")
    return Unit(
        code=each.text("编号"),
        name=each.text("名称"),
        rank=each.choice("级别", _RANKS) or Rank.COUNTY,
        post=each.text("职务"),
        office=each.yes("综合"),
        discipline=each.yes("纪检"),
        reviews=each.choice("审核", _REVIEWS, needed=False),
    )


def _matter(entry: Entry, pen: Pen) -> Matter:
    known = ("编号", "名称", "提示", "单位", "时限", "类别", "反映干部", "只公开结果")
    each = Fields(entry, pen, known, "事项")
    return Matter(
        code=each.text("编号"),
        name=each.text("名称"),
        hint=each.text("提示"),
        unit=each.text("单位"),
        clock=each.text("时限"),
        sort=each.choice("类别", _SORTS, needed=False) or Sort.FEEDBACK,
        about_cadres=each.yes("反映干部"),
        outcome_only=each.yes("只公开结果"),
    )


def _route(entry: Entry, pen: Pen) -> Route:
    each = Fields(entry, pen, ("事项", "区划", "单位"), "指派")
    return Route(matter=each.text("事项"), division=each.text("区划"), unit=each.text("单位"))


def _notice(entry: Entry, pen: Pen) -> YearNotice:
    each = Fields(entry, pen, ("放假", "上班"), "放假安排")
    return YearNotice(off=_days(each, "放假"), worked=_days(each, "上班"))


def _days(fields: Fields, key: str) -> dict[date, str]:
    found = {}
    for entry in fields.list(key):
        text = entry.value if isinstance(entry.value, str) else ""
        when, _, name = text.partition(" ")
        day = parse_day(when)
        if day is None or not name.strip():
            fields.pen.mark(f"“{text}”应当写成“2027-01-01 元旦”", row=entry.row, column=key)
            continue
        found[day] = name.strip()
    return found


_lock = threading.Lock()
_kept: dict[Path, tuple[tuple[int, int], tuple[CaseRules, ...]]] = {}


def rules_file() -> Path:
    """The county's own file where there is one, else the program's."""
    own = Path(settings.DATA) / "cases.yaml"
    return own if own.exists() else sources() / "content" / "cases.yaml"


def editions() -> tuple[CaseRules, ...]:
    """Every edition; the file is read again when it changed."""
    path = rules_file()
    status = path.stat()
    mark = (status.st_mtime_ns, status.st_size)
    with _lock:
        kept = _kept.get(path)
        if kept is None or kept[0] != mark:
            kept = (mark, read_rules(path))
            _kept[path] = kept
        return kept[1]


def current(day: date) -> CaseRules:
    """The rules in force on a day; a clock that stands before all of them gets the first."""
    first = min((each.valid_from for each in editions()), default=day)
    return rules_on(editions(), max(day, first))
