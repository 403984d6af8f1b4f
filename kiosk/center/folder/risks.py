"""risks.yaml: what looks wrong with the money, and when it turns orange and red."""

from __future__ import annotations

from pathlib import Path

from kiosk.affairs.money import MoneyError, parse_yuan
from kiosk.affairs.risk import Check, RiskRule
from kiosk.center.folder.county import Fields
from kiosk.center.folder.problems import Pen
from kiosk.center.folder.text import read_text
from kiosk.center.folder.yamltext import Entry, read_yaml

RISKS = "risks.yaml"
_CHECKS = {each.chinese: each for each in Check}
_KNOWN = (
    "编号",
    "检查",
    "名称",
    "限额",
    "天数",
    "次数",
    "比例",
    "橙色天数",
    "红色天数",
    "不算",
    "依据",
    "生效",
)
_NEEDS = {
    Check.UNDECIDED: ("限额",),
    Check.UNPAID: (),
    Check.ENDING: ("天数",),
    Check.CHEAP: ("比例", "次数"),
    Check.SPLIT: ("限额", "天数", "次数"),
    Check.CASH: ("限额",),
    Check.LATE: (),
    Check.GAP: (),
}
"""Without which a check would look at everything, or at nothing."""


def read_risks(path: Path, pen: Pen) -> tuple[RiskRule, ...]:
    """The rules of a file; none if there is no such file, marks for what is wrong in it."""
    text = read_text(path, pen) if path.is_file() else None
    root = read_yaml(text, pen) if text is not None else None
    if root is None:
        return ()
    if not isinstance(root.value, list):
        pen.mark("risks.yaml 每条以 - 开头", row=root.row)
        return ()
    found = [rule for entry in root.value if (rule := _rule(entry, pen)) is not None]
    seen: set[tuple[str, str]] = set()
    for rule in found:
        key = (rule.code, rule.valid_from.isoformat())
        if key in seen:
            pen.mark(f"编号“{rule.code}”同一天生效的写了两条", column="编号")
        seen.add(key)
    return tuple(found)


def _rule(entry: Entry, pen: Pen) -> RiskRule | None:
    each = Fields(entry, pen, _KNOWN, "预警规则")
    check = each.choice("检查", _CHECKS)
    valid_from = each.day("生效")
    if check is None or valid_from is None:
        return None
    for key in _NEEDS[check]:
        each.text(key)
    orange = each.count("橙色天数", needed=False)
    red = each.count("红色天数", needed=False)
    rule = RiskRule(
        code=each.text("编号"),
        check=check,
        name=each.text("名称"),
        valid_from=valid_from,
        limit=_yuan(each),
        days=each.count("天数", needed=False) or 0,
        times=each.count("次数", needed=False) or 0,
        share=each.count("比例", needed=False) or 0,
        orange=30 if orange is None else orange,
        red=90 if red is None else red,
        unless=tuple(e.value for e in _unless(each) if isinstance(e.value, str) and e.value),
        source=each.text("依据", needed=False),
    )
    if rule.red < rule.orange:
        each.mark("红色天数", f"红色天数 {rule.red} 比橙色天数 {rule.orange} 还少")
    if rule.share > 100:
        each.mark("比例", "比例是百分之几，最多 100")
    return rule


def _unless(each: Fields) -> list[Entry]:
    return each.list("不算") if each.has("不算") else []


def _yuan(each: Fields) -> int:
    text = each.text("限额", needed=False)
    if not text:
        return 0
    try:
        return parse_yuan(text)
    except MoneyError:
        each.mark("限额", f"“{text}”不是金额，请只写数字，单位是元")
        return 0
