"""Spreadsheets as clerks keep them, the same to the byte on every run."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

Cell = str | int | Decimal | date | None
_WRITTEN = (2026, 1, 1, 8, 0, 0)
_THIN = Side(style="thin", color="808080")
_FRAME = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


def yuan(fen: int) -> Decimal:
    """Fen as an exact amount in yuan, for a cell."""
    return Decimal(fen) / 100


def table(
    title: str, heads: Sequence[str], rows: Sequence[Sequence[Cell]], *, unit: str = ""
) -> bytes:
    """A sheet with a merged title row, perhaps a row 单位：…, the heads, and the rows."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "公开表"
    wide = len(heads)
    sheet.append([title])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=wide)
    sheet["A1"].font = Font(name="宋体", size=16, bold=True)
    sheet["A1"].alignment = Alignment(horizontal="center")
    if unit:
        sheet.append([None] * (wide - 1) + [f"单位：{unit}"])
    sheet.append(list(heads))
    head = sheet.max_row
    for row in rows:
        sheet.append(list(row))
    for cells in sheet.iter_rows(min_row=head, max_row=sheet.max_row, max_col=wide):
        for cell in cells:
            cell.border = _FRAME
            if cell.row == head:
                cell.font = Font(name="宋体", size=11, bold=True)
                cell.alignment = Alignment(horizontal="center")
            if isinstance(cell.value, Decimal):
                cell.number_format = "#,##0.00"
            elif isinstance(cell.value, date):
                cell.number_format = "yyyy-mm-dd"
    for column in range(1, wide + 1):
        sheet.column_dimensions[get_column_letter(column)].width = _width(heads, rows, column - 1)
    return _frozen(book)


def _width(heads: Sequence[str], rows: Sequence[Sequence[Cell]], column: int) -> int:
    longest = max(
        [len(heads[column]), *(len(str(r[column] or "")) for r in rows if len(r) > column)]
    )
    return min(46, max(10, longest * 2))


def _frozen(book: Workbook) -> bytes:
    """The workbook's bytes without the time at which they were written."""
    written = io.BytesIO()
    book.save(written)
    out = io.BytesIO()
    with (
        zipfile.ZipFile(written) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as target,
    ):
        for name in sorted(source.namelist()):
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(
                    rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2026-01-01T00:00:00Z", content
                )
            entry = zipfile.ZipInfo(name, _WRITTEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, content)
    return out.getvalue()
