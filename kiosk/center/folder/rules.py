"""rules.yaml: when what is due, how long it stays on view, for whom, and what is masked.

A row is written once and never edited: what is laid down later goes before it.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kiosk.affairs.county import County
from kiosk.affairs.due_rule import Audience, DueRule, Mask, RuleLevel, edited
from kiosk.affairs.period import Cycle
from kiosk.center.folder.county import Fields
from kiosk.center.folder.problems import Pen, Problem
from kiosk.center.folder.text import read_text
from kiosk.center.folder.yamltext import Entry, read_yaml

RULES = "rules.yaml"
_CYCLES = {each.chinese: each for each in Cycle}
_AUDIENCES = {each.chinese: each for each in Audience}
_MASKS = {each.chinese: each for each in Mask}
_LEVELS = {each.chinese: each for each in RuleLevel}
_KNOWN = (
    "级别",
    "目录",
    "周期",
    "项目",
    "期满后天数",
    "工作日",
    "宽限天数",
    "公开天数",
    "公开按工作日",
    "范围",
    "遮盖",
    "依据",
    "生效",
    "失效",
)


def read_all_rules(own: Path, common: Path, pen: Pen) -> tuple[DueRule, ...]:
    """The rows that come with the program, and before them those of the county's own file."""
    if not own.is_file():
        return read_rules(common, pen.on(RULES))
    found = read_rules(own, pen.on(RULES))
    if common.resolve() == own.resolve():
        return found
    return (*read_rules(common, pen.on(f"{common.parent.name}/{RULES}")), *found)


def read_rules(path: Path, pen: Pen) -> tuple[DueRule, ...]:
    """One rules.yaml; none if there is no such file.  A row without 级别 is the county's own."""
    if not path.is_file():
        return ()
    text = read_text(path, pen)
    root = read_yaml(text, pen) if text is not None else None
    if root is None:
        return ()
    if not isinstance(root.value, list):
        pen.mark("rules.yaml 每条以 - 开头", row=root.row)
        return ()
    return tuple(rule for entry in root.value if (rule := _rule(entry, pen)))


def _rule(entry: Entry, pen: Pen) -> DueRule | None:
    each = Fields(entry, pen, _KNOWN, "期限")
    cycle = each.choice("周期", _CYCLES)
    due, view = each.count("期满后天数"), each.count("公开天数")
    source, valid_from = each.text("依据"), each.day("生效")
    if cycle is None or due is None or view is None or valid_from is None:
        return None
    return DueRule(
        cycle=cycle,
        due_days=due,
        days_on_view=view,
        source=source,
        valid_from=valid_from,
        item=each.text("项目", needed=False),
        working=each.yes("工作日"),
        valid_to=each.day("失效", needed=False),
        grace_days=each.count("宽限天数", needed=False) or 0,
        view_working=each.yes("公开按工作日"),
        audience=each.choice("范围", _AUDIENCES, needed=False) or Audience.PUBLIC,
        mask=each.choice("遮盖", _MASKS, needed=False) or Mask.NUMBERS,
        level=each.choice("级别", _LEVELS, needed=False) or RuleLevel.COUNTY,
        catalogue=each.text("目录", needed=False),
    )


def edited_rules(published: County, county: County, today: date) -> list[Problem]:
    """Rows of the published county that the folder changed or dropped."""
    sentences = edited(published.rules, county.rules, today)
    return [Problem(RULES, None, None, sentence) for sentence in sentences]
