"""YAML as clerks write it: every value stays text, every value knows its line.

Only maps, lists and plain texts are taken; anchors, aliases and tags are refused, so that a
small file stays small and nothing is ever built from a name in the file.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import yaml

from kiosk.center.folder.problems import Pen

Value: TypeAlias = "str | list[Entry] | dict[str, Entry]"
_DEPTH = 8


class Entry(NamedTuple):
    """A value and the line (from 1) on which it, or its key, stands."""

    value: Value
    row: int


def read_yaml(text: str, pen: Pen) -> Entry | None:
    """The document, or None with a mark that names the line."""
    try:
        for token in yaml.scan(text, Loader=yaml.SafeLoader):
            if isinstance(token, yaml.AnchorToken | yaml.AliasToken | yaml.TagToken):
                pen.mark(
                    "这一行里有以 & * ! 开头的内容，请用引号把内容括起来",
                    row=token.start_mark.line + 1,
                )
                return None
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        pen.mark(_explain(error), row=_line(error))
        return None
    except RecursionError:
        pen.mark("括号套得太深，读不下去")
        return None
    if node is None:
        return Entry({}, 1)
    return Entry(_value(node, pen, 0), node.start_mark.line + 1)


def _value(node: yaml.Node, pen: Pen, depth: int) -> Value:
    row = node.start_mark.line + 1
    if depth > _DEPTH:
        pen.mark("括号套得太深，读不下去", row=row)
        return ""
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Entry] = {}
        for key_node, value_node in node.value:
            key_row = key_node.start_mark.line + 1
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else ""
            if not key:
                pen.mark("冒号前面没有名称", row=key_row)
            elif key in found:
                pen.mark(
                    f"“{key}”写了两次（前一次在第 {found[key].row} 行）", row=key_row, column=key
                )
            else:
                found[key] = Entry(_value(value_node, pen, depth + 1), key_row)
        return found
    if isinstance(node, yaml.SequenceNode):
        return [Entry(_value(n, pen, depth + 1), n.start_mark.line + 1) for n in node.value]
    return "" if node.value in {"null", "~"} else str(node.value)


def _line(error: yaml.YAMLError) -> int | None:
    mark = getattr(error, "problem_mark", None)
    return mark.line + 1 if mark is not None else None


def _explain(error: yaml.YAMLError) -> str:
    problem = str(getattr(error, "problem", "") or "")
    if "mapping values are not allowed" in problem:
        return '这一行有两个冒号，读不准；请用英文引号把内容括起来，例如 标题: "通知: 领取补贴"'
    if "tab" in problem or "'\\t'" in problem:
        return "行首用了 Tab 键，请改成空格"
    if "special characters" in str(error):
        return "有看不见的控制字符，请删去后重新输入"
    return "这一行读不懂；请对照说明检查冒号、引号、括号和行首的空格"
