"""What the page of a declared kind shows: a box a key, a row a line, hints beside them."""

from __future__ import annotations

from typing import Any

from kiosk.affairs.catalogue import Kind
from kiosk.center.folder.kinds import Field, Form, Holds
from kiosk.center.sheets.fault import Fault
from kiosk.center.writing import photos
from kiosk.center.writing.boxes import FEW, MOST_OPEN, Box, Line
from kiosk.center.writing.declared import errands, form_of, names_of
from kiosk.center.writing.subject import Subject
from kiosk.center.writing.typed import DIGEST, Typed

_SHAPES = {
    Holds.YUAN: "money",
    Holds.QUANTITY: "money",
    Holds.COUNT: "number",
    Holds.CHOICE: "choice",
    Holds.YES: "choice",
    Holds.LINES: "lines",
    Holds.PICTURES: "photos",
}
_HINTS = {
    Holds.DAY: "写成 2026-10-12 这样",
    Holds.TIME: "写成 08:30 这样",
    Holds.WORDS: "几样用顿号隔开",
}
_LONG_FROM = 300
"""Characters from which a text gets a box of two lines."""
_TINY = 8
"""Columns of a sheet not wider than this, and of numbers, stand side by side."""
_ERRAND = "能替人跑的，选是哪一项；不能代办就空着"
_TOLD = 6
"""Cells that a folded line says of itself."""


def declared_context(
    subject: Subject, typed: Typed, faults: list[Fault], edit: int | None
) -> dict[str, Any]:
    """Boxes and lines for the template; what stops nothing is said above them all."""
    form = form_of(typed.kind)
    faults = [fault for fault in faults if fault.stop]
    if form is None:
        return {}
    boxes = [_fact(subject, form, typed, n, faults) for n in range(len(form.keys))]
    aside = [box for box, key in zip(boxes, form.keys, strict=True) if key.aside]
    return {
        "form": form,
        "policy": form.kind is Kind.POLICY,
        "boxes": [box for box, key in zip(boxes, form.keys, strict=True) if not key.aside],
        "aside": aside,
        "aside_open": any(box.value or box.faults for box in aside),
        "parts": [_part(part, typed, faults) for part in form.parts],
        "lines": [*_lines(form, typed, faults, edit)] if form.columns else [],
        "rows_faults": [f for f in faults if f.field == "rows"],
        "waiting": photos.waiting(typed),
    }


def _fact(subject: Subject, form: Form, typed: Typed, number: int, faults: list[Fault]) -> Box:
    key = form.keys[number]
    name = f"fact-{key.name}"
    said = [f.message for f in faults if f.field == name]
    box = _box(key, name, typed.facts.get(key.name, ""), said)
    known = errands(subject) if key.name == "代办" else None
    if box.kind == "photos":
        return box._replace(upload=f"factphoto-{key.name}", drop=f"nofactphoto-{number}")
    if known:
        options = _with_own(tuple(known.items()), box.value)
        return box._replace(kind="choice", options=options, hint=_ERRAND)
    return box


def _part(part: Field, typed: Typed, faults: list[Fault]) -> Box:
    name = f"fact-{part.name}"
    said = [f.message for f in faults if f.field == name]
    return _box(part, name, typed.facts.get(part.name, ""), said)


def _lines(form: Form, typed: Typed, faults: list[Fault], edit: int | None) -> list[Line]:
    """Every row; open are those with a mistake, the one asked for, and those still empty."""
    table = typed.table
    fields = {field.name: field for field in form.columns}
    found: list[Line] = []
    opened = 0
    for number, row in enumerate(table.rows):
        own = [f for f in faults if f.line == number]
        wants = bool(own) or number == edit or not any(cell.strip() for cell in row)
        is_open = number == edit or ((wants or len(table.rows) <= FEW) and opened < MOST_OPEN)
        opened += is_open
        boxes: list[Box] = []
        more: list[Box] = []
        for place, (name, cell) in enumerate(zip(table.columns, row, strict=False)):
            field = fields.get(name)
            if field is None:
                continue
            said = [f.message for f in own if f.field == str(place)]
            box = _box(field, f"cell-{number}-{place}", cell, said)
            if box.kind == "photos":
                box = box._replace(upload=f"rowphoto-{number}", drop=f"nopictures-{number}")
            elif box.kind == "number" and field.width <= _TINY:
                box = box._replace(kind="tiny", optional=False)
            if opened > 1 or not is_open:  # said once is enough
                box = box._replace(hint="", optional=False)
            (more if field.aside else boxes).append(box)
        at = table.numbers[number] if number < len(table.numbers) else None
        told = [box.value for box in (*boxes, *more) if box.value and box.kind != "photos"]
        found.append(
            Line(
                number=number,
                title=f"第{number + 1}{form.unit}" + (f"（表里第{at}行）" if at else ""),
                open=is_open,
                boxes=boxes,
                more=more,
                faults=[f for f in own if not f.field.isdigit()],
                pictures=tuple(d for box in (*boxes, *more) for d in box.pictures),
                told="，".join(told[:_TOLD]),
            )
        )
    return found


def _box(field: Field, name: str, value: str, faults: list[str]) -> Box:
    shape = _SHAPES.get(field.holds, "long" if field.limit >= _LONG_FROM else "text")
    label = f"{field.name}（元）" if field.holds is Holds.YUAN else field.name
    options: tuple[tuple[str, str], ...] = ()
    if field.holds is Holds.CHOICE:
        options = _with_own(tuple((word, word) for word in field.choices), value)
    elif field.holds is Holds.YES:
        options = _with_own((("是", "是"),), value)
    pictures: tuple[str, ...] = ()
    if shape == "photos":
        pictures = tuple(n for n in names_of(value) if DIGEST.fullmatch(n))
        value = "、".join(n for n in names_of(value) if not DIGEST.fullmatch(n))
    return Box(
        name,
        label,
        value,
        faults,
        shape,
        hint=_hint(field),
        optional=not field.needed,
        options=options,
        pictures=pictures,
    )


def _hint(field: Field) -> str:
    if field.holds is Holds.PICTURES:
        return ""  # in a folder they are named, here they are sent
    hints = [field.hint or ("" if field.example else _HINTS.get(field.holds, ""))]
    if field.holds is Holds.WORDS and field.choices:
        hints.append(f"可以写：{'、'.join(field.choices)}")
    elif field.example and field.holds is not Holds.LINK:
        hints.append(f"例如：{field.example}")
    elif field.example:
        hints.append(f"写成 {field.example} 这样")
    return "；".join(filter(None, hints))


def _with_own(options: tuple[tuple[str, str], ...], value: str) -> tuple[tuple[str, str], ...]:
    """The options with what a sheet brought, so that a mistake is seen and not dropped."""
    known = {each for each, _ in options}
    return options if not value or value in known else (*options, (value, value))
