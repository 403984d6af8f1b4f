"""What a browser sends, laid over what is typed already.

Only boxes that were on the page are sent: lines that stood folded keep what they have.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeVar

import msgspec

from kiosk.affairs.catalogue import Kind
from kiosk.affairs.due_rule import Mask
from kiosk.affairs.exposure import holds_names, mask_name
from kiosk.center.folder.kinds import Holds
from kiosk.center.sheets.form import FIELDS, LedgerForm, LedgerLine, TableForm, Written
from kiosk.center.sheets.privacy import mask_numbers
from kiosk.center.writing.declared import boxes_of, form_of
from kiosk.center.writing.typed import DIGEST, MotionForm, ResolutionForm, Typed

_PLAIN = ("title", "body", "statement", "notice_days", "correction")
_LONGEST = 200_000
MOST_LINES = 3_000
MOST_COLUMNS = 12
_LINE_FIELDS = tuple(f for f in FIELDS if f != "balance")
_MOTION_FIELDS = ("text", "agreed", "opposed", "abstained", "passed")
_FACTS = ("meeting", "day", "place", "chair", "expected", "present")
_T = TypeVar("_T")
Sent = Mapping[str, str]


def merge(typed: Typed, sent: Sent) -> Typed:
    """The form with everything that was on the page."""
    plain = {name: _text(sent[name]) for name in _PLAIN if name in sent}
    captions = {
        name: _line_of(sent[f"caption-{name}"])
        for name in typed.figures
        if f"caption-{name}" in sent
    }
    changed = msgspec.structs.replace(typed, **plain, captions=typed.captions | captions)
    match typed.kind:
        case Kind.LEDGER:
            return msgspec.structs.replace(changed, ledger=_ledger(typed.ledger, sent))
        case Kind.TABLE:
            return msgspec.structs.replace(changed, table=_table(typed.table, sent))
        case Kind.RESOLUTION:
            return msgspec.structs.replace(changed, resolution=_resolution(typed.resolution, sent))
        case Kind.SCAN:
            cleared = "cleared" in sent if "has-cleared" in sent else typed.cleared
            return msgspec.structs.replace(changed, cleared=cleared)
        case _ if form_of(typed.kind) is not None:
            facts = typed.facts | _facts(typed.kind, sent)
            table = msgspec.structs.replace(_table(typed.table, sent), columns=typed.table.columns)
            return msgspec.structs.replace(changed, facts=facts, table=table)
        case _:
            return changed


def _has_rows(kind: Kind) -> bool:
    form = form_of(kind)
    return kind is Kind.TABLE or (form is not None and bool(form.columns))


def _facts(kind: Kind, sent: Sent) -> dict[str, str]:
    """The boxes of a declared kind; only lists keep their lines."""
    form = form_of(kind)
    found = {}
    for field in boxes_of(form) if form is not None else ():
        value = sent.get(f"fact-{field.name}")
        if value is not None:
            found[field.name] = _text(value) if field.holds is Holds.LINES else _line_of(value)
    return found


def add_line(typed: Typed) -> tuple[Typed, int]:
    """One more empty line at the end, and its number from 0."""
    match typed.kind:
        case Kind.LEDGER:
            lines = (*typed.ledger.lines, LedgerLine())[:MOST_LINES]
            ledger = msgspec.structs.replace(typed.ledger, lines=lines)
            return msgspec.structs.replace(typed, ledger=ledger), len(lines) - 1
        case _ if _has_rows(typed.kind):
            rows = (*typed.table.rows, ("",) * len(typed.table.columns))[:MOST_LINES]
            table = msgspec.structs.replace(typed.table, rows=rows)
            return msgspec.structs.replace(typed, table=table), len(rows) - 1
        case Kind.RESOLUTION:
            motions = (*typed.resolution.motions, MotionForm())[:60]
            found = msgspec.structs.replace(typed.resolution, motions=motions)
            return msgspec.structs.replace(typed, resolution=found), len(motions) - 1
        case _:
            return typed, 0


def drop_line(typed: Typed, number: int) -> Typed:
    """The form without one of its lines."""
    match typed.kind:
        case Kind.LEDGER:
            ledger = msgspec.structs.replace(
                typed.ledger, lines=_without(typed.ledger.lines, number)
            )
            return msgspec.structs.replace(typed, ledger=ledger)
        case _ if _has_rows(typed.kind):
            table = msgspec.structs.replace(
                typed.table,
                rows=_without(typed.table.rows, number),
                numbers=_without(typed.table.numbers, number),
            )
            return msgspec.structs.replace(typed, table=table)
        case Kind.RESOLUTION:
            found = msgspec.structs.replace(
                typed.resolution, motions=_without(typed.resolution.motions, number)
            )
            return msgspec.structs.replace(typed, resolution=found)
        case Kind.SCAN:
            return msgspec.structs.replace(
                typed, pages=_without(typed.pages, number), cleared=False
            )
        case _:
            return typed


def add_column(typed: Typed) -> Typed:
    """A table with one more column at the right."""
    table = typed.table
    if typed.kind is not Kind.TABLE or len(table.columns) >= MOST_COLUMNS:
        return typed
    wider = msgspec.structs.replace(
        table,
        columns=(*table.columns, ""),
        rows=tuple((*row, "") for row in table.rows),
        totals=(*table.totals, "") if table.totals else (),
    )
    return msgspec.structs.replace(typed, table=wider)


def drop_column(typed: Typed, number: int) -> Typed:
    """A table without one of its columns; those of a declared kind stay."""
    if typed.kind is not Kind.TABLE:
        return typed
    table = typed.table
    narrower = msgspec.structs.replace(
        table,
        columns=_without(table.columns, number),
        rows=tuple(_without(row, number) for row in table.rows),
        totals=_without(table.totals, number),
    )
    return msgspec.structs.replace(typed, table=narrower)


def masked(typed: Typed, mask: Mask) -> Typed:
    """The form with every personal number masked, and names as the county wants them.

    Where only counts may be public, columns of names go.
    """
    plain = msgspec.convert(_masked(msgspec.to_builtins(typed)), Typed)
    if typed.kind is not Kind.TABLE:  # whom to call is no private person
        return plain
    named = [n for n, head in enumerate(plain.table.columns) if holds_names(head)]
    if mask is Mask.COUNTS:
        for number in reversed(named):
            plain = drop_column(plain, number)
    elif mask is Mask.NAMES and named:
        rows = tuple(
            tuple(mask_name(cell) if n in named else cell for n, cell in enumerate(row))
            for row in plain.table.rows
        )
        plain = msgspec.structs.replace(
            plain, table=msgspec.structs.replace(plain.table, rows=rows)
        )
    return plain


_DIGESTS = re.compile(rf"{DIGEST.pattern}(?:、{DIGEST.pattern})*")


def _masked(value: object) -> object:
    match value:
        case str() if _DIGESTS.fullmatch(value):
            return value
        case str():
            return mask_numbers(value)
        case dict():
            return {key: _masked(each) for key, each in value.items()}
        case list() | tuple():
            return [_masked(each) for each in value]
        case _:
            return value


def _without(values: tuple[_T, ...], number: int) -> tuple[_T, ...]:
    return values[:number] + values[number + 1 :]


def _text(value: str) -> str:
    return value.replace("\r\n", "\n").replace("\0", "")[:_LONGEST]


def _line_of(value: str) -> str:
    return " ".join(_text(value).split())[:2_000]


def _ledger(form: LedgerForm, sent: Sent) -> LedgerForm:
    lines = list(form.lines)
    for number, line in enumerate(lines):
        own = {
            field: _line_of(sent[name])
            for field in _LINE_FIELDS
            if (name := f"line-{number}-{field}") in sent
        }
        if own:
            if any(own[f] != getattr(line, f) for f in own if f in {"received", "paid"}):
                own["balance"] = ""  # the sheet's running balance is no witness any more
            lines[number] = msgspec.structs.replace(line, **own)
    changed = msgspec.structs.replace(form, lines=tuple(lines))
    for name in ("opening", "closing"):
        if name in sent:
            written: Written = getattr(form, name)
            amount = _line_of(sent[name])
            if amount != written.amount:
                new = msgspec.structs.replace(written, amount=amount)
                changed = msgspec.structs.replace(changed, **{name: new})
    if "forget-total" in sent:
        changed = msgspec.structs.replace(changed, total=Written())
    return changed


def _table(form: TableForm, sent: Sent) -> TableForm:
    columns = tuple(_line_of(sent.get(f"column-{n}", name)) for n, name in enumerate(form.columns))
    rows = tuple(
        tuple(_line_of(sent.get(f"cell-{r}-{c}", cell)) for c, cell in enumerate(row))
        for r, row in enumerate(form.rows)
    )
    totals = () if "forget-total" in sent else form.totals
    totals = tuple(_line_of(sent.get(f"total-{c}", cell)) for c, cell in enumerate(totals))
    return msgspec.structs.replace(form, columns=columns, rows=rows, totals=totals)


def _resolution(form: ResolutionForm, sent: Sent) -> ResolutionForm:
    facts = {name: _line_of(sent[name]) for name in _FACTS if name in sent}
    motions = tuple(
        msgspec.structs.replace(motion, **_own(sent, "motion", n, _MOTION_FIELDS))
        for n, motion in enumerate(form.motions)
    )
    return msgspec.structs.replace(form, motions=motions, **facts)


def _own(sent: Sent, kind: str, number: int, fields: tuple[str, ...]) -> dict[str, str]:
    return {f: _line_of(sent[n]) for f in fields if (n := f"{kind}-{number}-{f}") in sent}
