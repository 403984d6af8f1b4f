"""Spreadsheets as clerks keep them: titles above the heads, merged cells, numbers as text.

Cells keep their row in the file, so that a mistake can be found.  What could publish more
than the clerk sees, or something else, is refused: macros, links to other files, hidden rows
and columns, formulas that were never computed, long numbers that the program has rounded.
"""

from __future__ import annotations

import contextlib
import math
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias

import python_calamine

from kiosk.center.folder import xls, xlsx
from kiosk.center.folder.problems import Pen
from kiosk.center.folder.text import CELL_LIMIT, check_length, check_text
from kiosk.center.folder.xlsx import letter

Value: TypeAlias = "int | float | str | bool | time | date | datetime | timedelta"

ROW_LIMIT = 3_000
COLUMN_LIMIT = 60
_BYTES = 20 * 2**20
_EXACT = 10**15
"""A spreadsheet keeps 15 digits of a number; the rest becomes zeros."""
_BLANK = re.compile(r"\s+")
_DASHES = frozenset("-－—–/／无")
_OLE = b"\xd0\xcf\x11\xe0"
_OLE_MACROS = "_VBA_PROJECT".encode("utf-16-le")


class Sheet:
    """The one filled sheet of a workbook.  Rows and columns count from 0 here."""

    def __init__(
        self, rows: list[list[Value]], merges: list[tuple[tuple[int, int], tuple[int, int]]]
    ) -> None:
        self.rows = rows
        self.merges = merges
        self.heads: dict[int, str] = {}
        """Column index to the name that a clerk knows it by, once the heads are found."""
        self.oddities: list[xlsx.Oddity] = []

    def text(self, row: int, column: int) -> str:
        """A cell as the text that it shows, on one line."""
        cells = self.rows[row]
        return show(cells[column]) if column < len(cells) else ""

    def value(self, row: int, column: int) -> Value:
        """A cell's typed value; an empty text when there is none."""
        cells = self.rows[row]
        return cells[column] if column < len(cells) else ""

    def filled(self, row: int) -> list[int]:
        """The columns of a row in which something stands."""
        return [n for n, value in enumerate(self.rows[row]) if show(value)]

    def name(self, column: int) -> str:
        """The head of a column, or its letter."""
        return self.heads.get(column) or letter(column)

    def spread_heads(self, row: int) -> tuple[dict[int, str], int]:
        """The heads in ``row``, and the first row below them.

        A head that is merged over several columns takes the line below it along: 金额 over
        收入 and 支出 becomes 金额·收入 and 金额·支出.
        """
        depth = 1
        wide: dict[int, str] = {}
        for (top, left), (bottom, right) in self.merges:
            if top == row:
                depth = max(depth, bottom - top + 1)
                if right > left:
                    wide |= dict.fromkeys(range(left, right + 1), self.text(row, left))
        if wide:
            depth = max(depth, 2)
        heads: dict[int, str] = {}
        for column in range(max(len(r) for r in self.rows)):
            own = wide.get(column) or self.text(row, column)
            below = [
                self.text(r, column)
                for r in range(row + 1, min(row + depth, len(self.rows)))
                if column in wide
            ]
            name = "·".join(dict.fromkeys(p for p in [own, *below] if p))
            if name:
                heads[column] = name
        self.heads = heads
        return heads, row + depth

    def fill_down(self, first: int) -> None:
        """Copy texts of cells merged over several rows into each of them; amounts stay single."""
        for (top, left), (bottom, right) in self.merges:
            if top < first or bottom == top or left != right or top >= len(self.rows):
                continue
            value = self.value(top, left)
            if isinstance(value, str) and value:
                for row in range(top + 1, min(bottom + 1, len(self.rows))):
                    cells = self.rows[row]
                    cells.extend([""] * (left + 1 - len(cells)))
                    cells[left] = value

    def check_texts(self, pen: Pen) -> None:
        """Mark what no cell may hold: personal data, odd characters, rounded or hidden values.

        Called once the heads are found, so that a column is named as its clerk knows it.
        """
        for odd in self.oddities:
            row = odd.row + 1 if odd.row is not None else None
            column = self.name(odd.column) if odd.column is not None else None
            pen.mark(odd.message, row=row, column=column)
        for index, cells in enumerate(self.rows):
            for place, value in enumerate(cells):
                if isinstance(value, float | int) and abs(value) >= _EXACT:
                    pen.mark(
                        "数字超过15位，表格软件已经把后面的数字变成了0；请把这一格设成“文本”后重新输入",
                        row=index + 1,
                        column=self.name(place),
                    )
                    continue
                text = show(value)
                if text:
                    check_text(text, pen, row=index + 1, column=self.name(place))
                    check_length(text, CELL_LIMIT, pen, row=index + 1, column=self.name(place))


def show(value: Value) -> str:  # noqa: PLR0911 - one line a type
    """A cell's value as a text on one line: 10.0 is 10, a date 2026-10-12."""
    match value:
        case str():
            return _BLANK.sub(" ", value).strip()
        case bool():
            return "是" if value else "否"
        case float() if not math.isfinite(value):
            return ""
        case int() | float():
            return plain_number(Decimal(repr(value)))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime():
            return value.strftime("%Y-%m-%d %H:%M")
        case _:
            return str(value)


def plain_number(value: Decimal) -> str:
    """A number without exponent and without idle zeros, to 8 places."""
    value = round(value, 8) if value.as_tuple().exponent < -8 else value  # type: ignore[operator]
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def is_empty(value: Value) -> bool:
    """Whether a clerk meant nothing: an empty cell, or a dash in it."""
    text = show(value)
    return not text or set(text) <= _DASHES


def squeeze(text: str) -> str:
    """A head or a label for comparing: without blanks, half width, without a unit behind it."""
    text = _BLANK.sub("", unicodedata.normalize("NFKC", text)).rstrip(":")
    return re.sub(r"\((?:单位:)?(?:元|人民币|人民币元)\)$", "", text)


def read_sheet(path: Path, pen: Pen) -> Sheet | None:
    """The one filled, visible sheet of a workbook; None, with marks, if it cannot be trusted."""
    workbook = open_workbook(path, pen)
    if workbook is None:
        return None
    names = filled_sheets(workbook, pen)
    if len(names) > 1:
        pen.mark(
            f"有 {len(names)} 张工作表写了内容（{'、'.join(names)}），只能有一张；"
            "请把每一张另存为单独的文件，分成几件公开"
        )
        return None
    return load_sheet(workbook, names[0], path, pen) if names else None


def open_workbook(
    path: Path, pen: Pen, *, links: bool = True
) -> python_calamine.CalamineWorkbook | None:
    """The workbook of an .xlsx or .xls file; None, with a mark, if it is no harmless one.

    ``links`` marks links out of the file as well, for those who read it unseen.
    """
    data = _read_bytes(path, pen)
    if data is None:
        return None
    if data.startswith(_OLE):
        if _OLE_MACROS in data:
            pen.mark("表格里带有宏，不能收；请另存为 .xlsx（不启用宏）")
            return None
        if not xls.fits(path):
            pen.mark(
                "表格太大，或者很远的格子里还有内容（也许只是一个空格）；"
                "请选中账目下面和右边的行、列，删掉后保存"
            )
            return None
    elif not xlsx.check_parts(path, pen, links=links):
        return None
    with _readable(pen):
        return python_calamine.CalamineWorkbook.from_path(path)
    return None


@contextlib.contextmanager
def _readable(pen: Pen) -> Iterator[None]:
    """What calamine cannot read is marked, and the block is left."""
    try:
        yield
    except python_calamine.PasswordError:
        pen.mark("表格加了密码，打不开；请去掉密码后再放进来")
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        pen.mark(f"不是能读的 Excel 表格，或者文件已经损坏（{type(error).__name__}）")


def _read_bytes(path: Path, pen: Pen) -> bytes | None:
    try:
        if path.stat().st_size > _BYTES:
            pen.mark(f"表格超过 {_BYTES // 2**20} MB；请删去里面的图片和多余的格式")
            return None
        return path.read_bytes()
    except OSError as error:
        pen.mark(f"打不开这个文件（{error.strerror}）")
        return None


def filled_sheets(workbook: python_calamine.CalamineWorkbook, pen: Pen) -> list[str]:
    """The names of the visible sheets in which something stands; a mark if there is none."""
    filled = []
    with _readable(pen):
        for info in workbook.sheets_metadata:
            if info.visible is not python_calamine.SheetVisibleEnum.Visible:
                continue
            if info.typ is not python_calamine.SheetTypeEnum.WorkSheet:
                continue
            if workbook.get_sheet_by_name(info.name).end is not None:
                filled.append(info.name)
        if not filled:
            pen.mark("表格是空的")
    return filled


def load_sheet(
    workbook: python_calamine.CalamineWorkbook, name: str, path: Path, pen: Pen
) -> Sheet | None:
    """One sheet of the workbook in ``path``; None, with a mark, if it is empty or too large."""
    sheet = None
    with _readable(pen):
        sheet = _load(workbook, name, pen)
    if sheet is not None and zipfile.is_zipfile(path):
        try:
            sheet.oddities = xlsx.odd_cells(path, name)
        except (*xlsx.UNREADABLE, ValueError):
            pen.mark("表格内部的格式不对，请用 Excel 或 WPS 打开后另存为 .xlsx")
            return None
    return sheet


def _load(workbook: python_calamine.CalamineWorkbook, name: str, pen: Pen) -> Sheet | None:
    sheet = workbook.get_sheet_by_name(name)
    if sheet.total_height > ROW_LIMIT or sheet.total_width > COLUMN_LIMIT:
        pen.mark(
            f"表格有 {sheet.total_height} 行 {sheet.total_width} 列，"
            f"最多 {ROW_LIMIT} 行 {COLUMN_LIMIT} 列；请删去多余的行列，或者分成几件"
        )
        return None
    rows: list[list[Value]] = sheet.to_python(skip_empty_area=False)
    if not any(show(value) for row in rows for value in row):
        pen.mark("表格是空的")
        return None
    return Sheet(rows, list(sheet.merged_cell_ranges or []))
