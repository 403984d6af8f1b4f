"""Reading gates.yaml: who reviews what before it is public."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kiosk.affairs.gate import Gate, Step
from kiosk.affairs.role import Role
from kiosk.affairs.routing import Rank
from kiosk.center.folder.county import AFFAIRS, Fields
from kiosk.center.folder.problems import Pen
from kiosk.center.folder.text import read_text
from kiosk.center.folder.yamltext import Entry, read_yaml

_KNOWN = ("级别", "三务", "项目", "保密审查", "依据", "生效", "失效", "步骤")
_STEP = ("编号", "名称", "角色", "级别", "单位", "识别", "做法")
_RANKS = {rank.chinese: rank for rank in Rank}
_ROLES = {
    "监督": Role.COMMITTEE,
    "党务": Role.PARTY,
    "签发": Role.LEADER,
    "乡镇": Role.TOWNSHIP,
    "县": Role.COUNTY,
}
_WAYS = {"审核": False, "备案": True}


def read_gates(path: Path, pen: Pen) -> tuple[Gate, ...]:
    """gates.yaml; none if there is no such file."""
    text = read_text(path, pen) if path.is_file() else None
    root = read_yaml(text, pen) if text is not None else None
    if root is None:
        return ()
    if not isinstance(root.value, list):
        pen.mark("gates.yaml 每条以 - 开头", row=root.row)
        return ()
    return tuple(gate for entry in root.value if (gate := _gate(entry, pen)) is not None)


def _gate(entry: Entry, pen: Pen) -> Gate | None:
    each = Fields(entry, pen, _KNOWN, "审核规定")
    ranks = tuple(_RANKS[w] for w in _words(each, "级别", _RANKS))
    affairs = tuple(AFFAIRS[w] for w in _words(each, "三务", AFFAIRS))
    steps = tuple(s for e in each.list("步骤") if (s := _step(e, pen)) is not None)
    valid_from = each.day("生效")
    if valid_from is None:
        return None
    gate = Gate(
        ranks=ranks,
        affairs=affairs,
        steps=steps,
        source=each.text("依据"),
        valid_from=valid_from,
        item=each.text("项目", needed=False),
        secrecy=each.yes("保密审查"),
        valid_to=each.day("失效", needed=False),
    )
    for problem in gate.problems():
        pen.mark(problem, row=entry.row, column="步骤")
    return gate


def _step(entry: Entry, pen: Pen) -> Step | None:
    each = Fields(entry, pen, _STEP, "步骤")
    role, rank = each.choice("角色", _ROLES), each.choice("级别", _RANKS)
    way = each.choice("做法", _WAYS, needed=False)
    words = tuple(e.value for e in each.list("识别") if isinstance(e.value, str) and e.value)
    if role is None or rank is None:
        return None
    return Step(
        code=each.text("编号"),
        name=each.text("名称"),
        role=role,
        rank=rank,
        words=words,
        unit=each.text("单位", needed=False),
        files=bool(way),
    )


def _words(fields: Fields, key: str, known: Mapping[str, object]) -> list[str]:
    """The words of a list; a mark for each that is not known."""
    found = []
    for entry in fields.list(key):
        if isinstance(entry.value, str) and entry.value in known:
            found.append(entry.value)
        else:
            said = entry.value if isinstance(entry.value, str) else ""
            fields.pen.mark(
                f"“{said}”不认识，可以写：{'、'.join(known)}", row=entry.row, column=key
            )
    return found
