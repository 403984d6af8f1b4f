"""A sheet of a declared kind as a form: its columns are known by name, so nothing is asked."""

from __future__ import annotations

from pathlib import Path

from kiosk.center.folder.kinds import Field, Form, Holds
from kiosk.center.folder.kinds.rows import Row, Rows
from kiosk.center.folder.kinds.values import read_time
from kiosk.center.folder.links import Links
from kiosk.center.folder.problems import Pen
from kiosk.center.folder.sheet import Sheet, show
from kiosk.center.folder.shelf import Shelf
from kiosk.center.sheets.fault import SheetError
from kiosk.center.sheets.form import TableForm
from kiosk.center.sheets.mapping import Proposal
from kiosk.center.sheets.reading import Reading
from kiosk.center.sheets.workbook import Workbook

_MOST_NOTES = 12


def read_declared(path: Path, form: Form, name: str | None = None) -> Reading:
    """The rows of an .xlsx or .xls file; SheetError where its heads cannot be found.

    ``name`` is the sheet that was chosen, else the one with most of the known heads is read.
    What is wrong in a cell is found on the form; here only what was left out is told.
    """
    workbook = Workbook(path)
    names = tuple(workbook.names)
    chosen = name if name in names else max(names, key=lambda n: _known(form, workbook, n))
    pen = Pen("")
    rows = _rows(form, workbook.sheet(chosen), pen)
    if not rows.found:
        said = pen.marks[0].message
        raise SheetError(
            f"在“{chosen}”里{said}。表没有坏，也没有改动；请补上再传，或者直接在这里填"
        )
    columns = tuple(field.name for field in form.columns)
    notes = [f"“{head}”这一列没有读进来：“{form.kind.chinese}”里没有这一列" for head in rows.left]
    before = len(pen)
    found = list(rows)
    notes += [f"第{m.row}行：{m.message}" for m in pen.marks[before:] if m.row is not None]
    return Reading(
        names,
        chosen,
        Proposal("", ()),
        (),
        TableForm(
            columns=columns,
            rows=tuple(tuple(_cell(row, field) for field in form.columns) for row in found),
            numbers=tuple(row.number for row in found),
            notes=tuple(notes[:_MOST_NOTES]),
        ),
    )


def _rows(form: Form, sheet: Sheet, pen: Pen) -> Rows:
    return Rows(form, sheet, pen, Shelf({}, {}), Links(""))


def _known(form: Form, workbook: Workbook, name: str) -> int:
    try:
        return _rows(form, workbook.sheet(name), Pen("")).known
    except SheetError:
        return 0


def _cell(row: Row, field: Field) -> str:
    value = row.raw(field.name)
    at = read_time(value) if field.holds is Holds.TIME else None
    return f"{at:%H:%M}" if at is not None else show(value)
