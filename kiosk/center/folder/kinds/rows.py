"""The rows of a sheet by the names of declared columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kiosk.affairs.money import MoneyError, format_yuan, parse_yuan
from kiosk.center.folder.kinds.field import Field, Form, Holds
from kiosk.center.folder.kinds.values import Values
from kiosk.center.folder.links import Links
from kiosk.center.folder.problems import Pen
from kiosk.center.folder.sheet import Sheet, Value, is_empty, show, squeeze
from kiosk.center.folder.shelf import Shelf
from kiosk.center.folder.table import is_foot
from kiosk.center.folder.text import nearest

TOTAL = frozenset(["合计", "总计", "共计"])
_IGNORED = "序号"
_SEARCHED = 15
"""Rows in which the heads are looked for: titles and units stand above them."""


class Row(Values):
    """The values of one row; ``number`` is the row as the spreadsheet counts it."""

    def __init__(self, rows: Rows, index: int) -> None:
        super().__init__(rows.form.columns, rows.pen, rows.shelf, rows.links)
        self._rows = rows
        self._index = index
        self.number = index + 1

    def raw(self, name: str) -> Value:
        """The cell below a head."""
        return self._rows.cell(self._index, name)

    def place(self, name: str) -> tuple[int | None, str]:
        """The row, and the head as the clerk wrote it."""
        return self.number, self._rows.head(name)

    def missing(self, name: str) -> str:
        """As a row says it."""
        return f"没有写“{name}”"

    def refuse(self, names: tuple[str, ...], why: str) -> None:
        """Mark every one of these cells in which something stands."""
        for name in names:
            if self.has(name):
                self.mark(name, f"“{name}”{why}")


class Rows:
    """A sheet whose heads were found; heads that nobody knows, or that miss, are marked."""

    def __init__(self, form: Form, sheet: Sheet, pen: Pen, shelf: Shelf, links: Links) -> None:
        self.form = form
        self.pen = pen
        self.shelf = shelf
        self.links = links
        self._sheet = sheet
        self._fields: Mapping[str, Field] = {
            squeeze(head): field for field in form.columns for head in field.heads
        }
        self._columns: dict[str, int] = {}
        self.left: list[str] = []
        """Heads that no column has."""
        self._first = self._find_heads()
        sheet.check_texts(pen)

    @property
    def found(self) -> bool:
        """Whether there are heads, and so rows to read."""
        return self._first is not None

    @property
    def known(self) -> int:
        """How many columns were found."""
        return len(self._columns)

    def head(self, name: str) -> str:
        """The head of a column as the sheet shows it."""
        column = self._columns.get(name)
        return self._sheet.name(column) if column is not None else name

    def cell(self, index: int, name: str) -> Value:
        """A cell by row (from 0) and column; an empty text where there is none."""
        column = self._columns.get(name)
        return "" if column is None else self._sheet.value(index, column)

    def __iter__(self) -> Iterator[Row]:
        """Every filled row below the heads but the 合计, which must be the sum."""
        if self._first is None:
            return
        read: list[int] = []
        for index in range(self._first, len(self._sheet.rows)):
            filled = self._sheet.filled(index)
            if not filled:
                continue
            first = self._sheet.text(index, filled[0])
            if squeeze(first) in TOTAL:
                self._check_total(index, read)
            elif is_foot(first) and len(filled) <= 2:
                self.pen.mark("表格下面还有文字；制表人、说明请写进 说明.md 的正文", row=index + 1)
            else:
                read.append(index)
                yield Row(self, index)
        if not read:
            self.pen.mark(f"表里只有列名，一{self.form.unit}也没有")

    def _find_heads(self) -> int | None:
        """The first row below the heads; None, with a mark, if there are none."""
        sheet, best, at = self._sheet, 0, 0
        for index in range(min(len(sheet.rows), _SEARCHED)):
            words = {squeeze(sheet.text(index, c)) for c in sheet.filled(index)}
            known = {self._fields[word].name for word in words & self._fields.keys()}
            if len(known) > best:
                best, at = len(known), index
        wanted = "、".join(field.name for field in self.form.columns)
        if best < min(2, len(self.form.columns)):
            self.pen.mark(f"找不到表头：要有一行写着 {wanted}")
            return None
        heads, first = sheet.spread_heads(at)
        for column, name in heads.items():
            self._take(column, name, at)
        missing = [f.name for f in self.form.columns if f.needed and f.name not in self._columns]
        if missing:
            self.pen.mark(f"表头里缺：{'、'.join(missing)}", row=at + 1)
            return None
        sheet.fill_down(first)
        self._check_headless(first, set(heads))
        return first

    def _take(self, column: int, name: str, row: int) -> None:
        plain = squeeze(name)
        field = self._fields.get(plain)
        if field is not None and field.name in self._columns:
            self.pen.mark(f"有两列都是“{field.name}”", row=row + 1, column=name)
        elif field is not None:
            self._columns[field.name] = column
        elif plain != _IGNORED:
            self.left.append(name)
            hint = nearest(name, self._fields)
            self.pen.mark(f"{self.form.sheet}里没有“{name}”这一列{hint}", row=row + 1, column=name)

    def _check_headless(self, first: int, known: set[int]) -> None:
        for index in range(first, len(self._sheet.rows)):
            for column in self._sheet.filled(index):
                if column not in known:
                    self.pen.mark(
                        "这一格上面没有列名", row=index + 1, column=self._sheet.name(column)
                    )

    def _check_total(self, index: int, read: list[int]) -> None:
        """A total that is written must be the sum to the fen."""
        for field in self.form.columns:
            written = _fen(self.cell(index, field.name))
            if field.holds is not Holds.YUAN or is_empty(self.cell(index, field.name)):
                continue
            parts = [_fen(self.cell(each, field.name)) for each in read]
            total = sum(part or 0 for part in parts)
            if None not in parts and written != total:
                said = format_yuan(written) if written is not None else "没有看懂的数"
                self.pen.mark(
                    f"合计写的是 {said}，各{self.form.unit}相加是 {format_yuan(total)}"
                    + (f"，差 {format_yuan(abs(written - total))} 元" if written else ""),
                    row=index + 1,
                    column=self.head(field.name),
                )


def _fen(value: Value) -> int | None:
    """An amount; 0 where none is written, None where it is none."""
    if is_empty(value):
        return 0
    try:
        return parse_yuan(value if not isinstance(value, str) else show(value))
    except MoneyError:
        return None
