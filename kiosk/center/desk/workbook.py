"""Tables as .xlsx, in which nothing that anyone wrote can become a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(
    title: str, heads: Sequence[str], rows: Iterable[Sequence[object]], file: str
) -> HttpResponse:
    """A workbook of one sheet to save; heads in bold, times and texts as they are."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    assert isinstance(sheet, WriteOnlyWorksheet)
    sheet.freeze_panes = "A2"
    for index in range(len(heads)):
        sheet.column_dimensions[chr(ord("A") + index)].width = 16  # type: ignore[attr-defined]
    cells = [_cell(sheet, head) for head in heads]
    for cell in cells:
        cell.font = Font(bold=True)
    sheet.append(cells)
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    out = io.BytesIO()
    book.save(out)
    response = HttpResponse(out.getvalue(), content_type=_XLSX)
    response["Content-Disposition"] = f'attachment; filename="{file}"'
    return response


def _cell(sheet: WriteOnlyWorksheet, value: object) -> Any:
    """A cell; a text that begins like a formula stays a text."""
    cell = WriteOnlyCell(sheet, value=value)  # type: ignore[arg-type]
    if isinstance(value, str):
        cell.data_type = "s"
    return cell
