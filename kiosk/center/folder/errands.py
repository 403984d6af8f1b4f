"""What a village office runs for somebody (代办事项), as far as a guide must know of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from kiosk.affairs.sort import Sort
from kiosk.center.folder.problems import Pen
from kiosk.center.folder.text import parse_day, read_text
from kiosk.center.folder.yamltext import Entry, read_yaml

ERRANDS = "cases.yaml"


def read_errands(path: Path, today: date) -> Mapping[str, str] | None:
    """Codes of errand matters with their names, of the edition in force; None if nobody knows.

    What is wrong with the file is marked where it is read as a whole (`kiosk.center.cases.rules`).
    """
    if not path.is_file():
        return None
    pen = Pen(path.name)
    text = read_text(path, pen)
    root = read_yaml(text, pen) if text is not None else None
    if root is None or not isinstance(root.value, list):
        return None
    editions = [each.value for each in root.value if isinstance(each.value, dict)]
    dated = [(parse_day(_text(each, "生效")) or date.max, each) for each in editions]
    begun = [pair for pair in dated if pair[0] <= today] or dated
    if not begun:
        return None
    _, newest = max(begun, key=lambda pair: pair[0])
    matters = newest.get("事项")
    found = {}
    for entry in matters.value if matters and isinstance(matters.value, list) else []:
        if isinstance(entry.value, dict) and _text(entry.value, "类别") == Sort.ERRAND.chinese:
            found[_text(entry.value, "编号")] = _text(entry.value, "名称")
    return found or None


def _text(entries: dict[str, Entry], key: str) -> str:
    entry = entries.get(key)
    return entry.value.strip() if entry is not None and isinstance(entry.value, str) else ""
