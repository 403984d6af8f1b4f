"""What the templates of a form need: every box with its value and what is wrong with it."""

from __future__ import annotations

from datetime import date
from typing import Any

from kiosk.affairs.catalogue import Kind
from kiosk.affairs.money import MoneyError, format_yuan
from kiosk.center.sheets.cells import read_amount
from kiosk.center.sheets.fault import Fault
from kiosk.center.sheets.form import FIELDS, LedgerForm, LedgerLine, TableForm
from kiosk.center.writing.boxes import FEW, MOST_OPEN, Box, Line
from kiosk.center.writing.declared import form_of
from kiosk.center.writing.declared_page import declared_context
from kiosk.center.writing.drafting import Built
from kiosk.center.writing.subject import Subject
from kiosk.center.writing.typed import MotionForm, Typed

_MOST_FOLDED = 20
"""Folded lines that stand on the page; more lie behind one tap, so that the next step is near."""
_MAIN = ("day", "summary", "received", "paid")


def form_context(
    subject: Subject, typed: Typed, built: Built, edit: int | None, *, checked: bool
) -> dict[str, Any]:
    """What the form of a kind shows.  A fresh form is not ``checked``: empty is no mistake yet."""
    faults = list(built.faults) if checked else []
    stop = [f for f in faults if f.stop]
    context: dict[str, Any] = {
        "faults": stop,
        "filled": _is_filled(typed),
        "at": _by_field(faults),
        "hints": _hints(built.faults) if checked else [],
        "checks": built.checks if any(not x.is_blank for x in typed.ledger.lines) else (),
        "understood": [*typed.ledger.notes, *typed.table.notes, *built.notes],
        "personal": any(f.field == "masks" or "没有遮盖的" in f.message for f in faults),
    }
    match typed.kind:
        case Kind.LEDGER:
            context["lines"] = ledger_lines(typed.ledger, faults, edit)
        case Kind.TABLE:
            context |= _table(typed.table, faults, edit)
        case Kind.RESOLUTION:
            context["facts"] = _facts(_MEETING, typed.resolution, context["at"])
            context["lines"] = [
                _motion_line(n, motion, faults) for n, motion in enumerate(typed.resolution.motions)
            ]
        case _ if form_of(typed.kind) is not None:
            context |= declared_context(subject, typed, faults, edit)
        case _:
            pass
    folded = sum(1 for line in context.get("lines", ()) if not line.open)
    context["folded"] = folded if folded > _MOST_FOLDED else 0
    return context


_MEETING = {
    "meeting": "什么会，例如：村民代表会议",
    "day": "哪一天开的",
    "place": "地点",
    "chair": "谁主持",
    "expected": "应到几人",
    "present": "实到几人",
}
_SHAPES = {
    "expected": "number",
    "present": "number",
    "agreed": "number",
    "opposed": "number",
    "abstained": "number",
    "passed": "choice",
    "text": "long",
}


def _facts(labels: dict[str, str], form: Any, at: dict[str, list[Fault]]) -> list[Box]:
    return [
        Box(
            name,
            label,
            getattr(form, name),
            [f.message for f in at.get(name, [])],
            _SHAPES.get(name, "text"),
        )
        for name, label in labels.items()
    ]


_MOTION = {
    "text": "什么事",
    "agreed": "同意（票）",
    "opposed": "反对（票）",
    "abstained": "弃权（票）",
    "passed": "结果",
}
_PASSED = (("通过", "通过"), ("未通过", "未通过"))


def ledger_lines(form: LedgerForm, faults: list[Fault], edit: int | None) -> list[Line]:
    """Every line; open are those with a mistake, the one asked for, and those still empty."""
    by_line: dict[int, list[Fault]] = {}
    for fault in faults:
        if fault.line is not None and fault.field in FIELDS:
            by_line.setdefault(fault.line, []).append(fault)
    found: list[Line] = []
    opened = 0
    for number, line in enumerate(form.lines):
        own = by_line.get(number, [])
        wants = bool(own) or number == edit or line.is_blank
        is_open = number == edit or ((wants or len(form.lines) <= FEW) and opened < MOST_OPEN)
        opened += is_open
        found.append(_ledger_line(number, line, own, is_open=is_open))
    return found


def _ledger_line(number: int, line: LedgerLine, faults: list[Fault], *, is_open: bool) -> Line:
    boxes: list[Box] = []
    more: list[Box] = []
    for field, label in FIELDS.items():
        if field == "balance":
            continue
        said = [f.message for f in faults if f.field == field]
        box = Box(f"line-{number}-{field}", label, getattr(line, field), said, _kind(field))
        (boxes if field in _MAIN else more).append(box)
    received = bool(line.received.strip())
    where = f"（表里第{line.row}行）" if line.row is not None else ""
    return Line(
        number=number,
        title=f"第{number + 1}笔{where}",
        open=is_open,
        boxes=boxes,
        more=more,
        faults=faults,
        pictures=line.vouchers,
        told="，".join(t for t in (_day(line.day), line.party, line.account) if t),
        amount=_amount(line.received or line.paid),
        received=received,
        title_words=line.summary or "（没有写摘要）",
    )


def _kind(field: str) -> str:
    return {"received": "money", "paid": "money", "summary": "long", "note": "long"}.get(
        field, "text"
    )


def _amount(text: str) -> str:
    try:
        return format_yuan(read_amount(text))
    except MoneyError:
        return text


def _day(text: str) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{day.month}月{day.day}日"


def _motion_line(number: int, form: MotionForm, faults: list[Fault]) -> Line:
    own = [f for f in faults if f.line == number]
    boxes = []
    for field, label in _MOTION.items():
        said = [f.message for f in own if f.field == field]
        shape = _SHAPES.get(field, "text")
        options = _PASSED if shape == "choice" else ()
        name = f"motion-{number}-{field}"
        boxes.append(Box(name, label, getattr(form, field), said, shape, options=options))
    return Line(
        number=number,
        title=f"第{number + 1}件事",
        open=True,
        boxes=boxes,
        more=[],
        faults=[f for f in own if f.field not in _MOTION],
        pictures=(),
        told="",
    )


def _table(form: TableForm, faults: list[Fault], edit: int | None) -> dict[str, Any]:
    lines = []
    opened = 0
    for number, row in enumerate(form.rows):
        own = [f for f in faults if f.line == number]
        wants = bool(own) or number == edit or not any(c.strip() for c in row)
        is_open = number == edit or ((wants or len(form.rows) <= FEW) and opened < MOST_OPEN)
        opened += is_open
        boxes = [
            Box(
                f"cell-{number}-{place}",
                form.columns[place] or f"第{place + 1}列",
                cell,
                [f.message for f in own if f.field == str(place)],
            )
            for place, cell in enumerate(row)
        ]
        at = form.numbers[number] if number < len(form.numbers) else None
        lines.append(
            Line(
                number=number,
                title=f"第{number + 1}行" + (f"（表里第{at}行）" if at else ""),
                open=is_open,
                boxes=boxes,
                more=[],
                faults=[f for f in own if not f.field.isdigit()],
                pictures=(),
                told="，".join(c for c in row if c),
            )
        )
    columns = [
        Box(f"column-{n}", f"第{n + 1}列的名称", name, _column_faults(faults, n))
        for n, name in enumerate(form.columns)
    ]
    totals = [
        Box(f"total-{n}", form.columns[n] or f"第{n + 1}列", cell, [])
        for n, cell in enumerate(form.totals)
    ]
    said = [f for f in faults if f.field == "totals"]
    return {"lines": lines, "columns": columns, "totals": totals, "totals_faults": said}


def _column_faults(faults: list[Fault], number: int) -> list[str]:
    return [f.message for f in faults if f.line is None and f.field == str(number)]


def _is_filled(typed: Typed) -> bool:
    """Whether a sheet would take the place of something."""
    lines = any(not line.is_blank for line in typed.ledger.lines)
    return lines or any(cell.strip() for row in typed.table.rows for cell in row)


def _by_field(faults: list[Fault]) -> dict[str, list[Fault]]:
    found: dict[str, list[Fault]] = {}
    for fault in faults:
        if fault.line is None and fault.field:
            found.setdefault(fault.field, []).append(fault)
    return found


def _hints(faults: tuple[Fault, ...]) -> list[str]:
    """What should be looked at, but stops nothing: said once for all lines."""
    found = []
    bare = sum(1 for f in faults if f.field == "vouchers")
    if bare:
        found.append(f"有 {bare} 笔支出还没有凭证照片。群众看不到凭证，审核的人也会看到；可以补拍")
    found += [str(f) for f in faults if not f.stop and f.field != "vouchers"]
    return found
