"""A list in columns: what to leave out is asked, the rest is the folder reader's business."""

from __future__ import annotations

import re
import unicodedata

import msgspec

from kiosk.affairs.disclosure import Table
from kiosk.center.folder.problems import Pen
from kiosk.center.folder.sheet import Sheet, Value, show, squeeze
from kiosk.center.folder.table import TABLE_COLUMNS, is_foot, read_table
from kiosk.center.sheets.fault import Fault
from kiosk.center.sheets.form import TableForm
from kiosk.center.sheets.heads import Heads, factor_of, is_heads_again
from kiosk.center.sheets.mapping import Proposal
from kiosk.center.sheets.rows import dropped
from kiosk.center.sheets.words import Label, Meaning, label_of

_ROUNDED = 10**15
"""A spreadsheet keeps 15 digits of a number; the rest becomes zeros."""
_MONEY = re.compile(
    r"(金额|价款|资金|款|收入|支出|结余|余额|预算|决算|补助|补贴|租金|承包费|报酬)$"
)
_NUMBER = re.compile(r"[-−(]?[¥￥]?[\d,，]+(?:\.\d+)?\)?")


class CheckedTable(msgspec.Struct, frozen=True):
    """The table (None while something must be mended) and what is wrong with it."""

    table: Table | None
    faults: tuple[Fault, ...]


def read_table_form(sheet: Sheet, heads: Heads, proposal: Proposal) -> TableForm:
    """The columns of a list that may be shown, as texts; totals and signatures told apart."""
    kept = [g for g in proposal.guesses if g.meaning is not Meaning.LEAVE and not g.private]
    notes: list[str] = []
    private = [g.head for g in proposal.guesses if g.private]
    if private:
        notes.append(dropped(private))
    left = [g.head for g in proposal.guesses if g.meaning is Meaning.LEAVE and not g.private]
    if left:
        notes.append(f"{'、'.join(f'“{h}”' for h in left)}按您选的没有要")
    sheet.fill_down(heads.first)
    rows: list[tuple[str, ...]] = []
    numbers: list[int] = []
    totals: tuple[str, ...] = ()
    totals_row = None
    for row in range(heads.first, len(sheet.rows)):
        filled = sheet.filled(row)
        if not filled or is_heads_again(sheet, row, heads):
            continue
        first = sheet.text(row, filled[0])
        label = label_of(first, None)
        cells = tuple(_cell(sheet, row, g.index, g.head, notes) for g in kept)
        if is_foot(first) or label is Label.SKIPPED:
            notes.append(f"第{row + 1}行“{first[:20]}”没有读进来")
        elif label is Label.TOTAL:
            if totals_row is None:
                totals, totals_row = cells, row + 1
        elif any(cells):
            rows.append(cells)
            numbers.append(row + 1)
    if totals and not totals[0]:
        totals = ("合计", *totals[1:])
    return TableForm(
        columns=_names([g.head for g in kept], factor_of(sheet, heads), notes),
        rows=tuple(rows),
        numbers=tuple(numbers),
        totals=totals,
        totals_row=totals_row,
        notes=tuple(notes),
    )


def _names(heads: list[str], factor: int, notes: list[str]) -> tuple[str, ...]:
    """The heads; where the sheet counts in 万元 the heads of money say so."""
    if factor == 1:
        return tuple(heads)
    names = tuple(f"{h}（万元）" if _MONEY.search(squeeze(h)) else h for h in heads)
    if names != tuple(heads):
        notes.append("表里的金额单位是万元，列名后面加上了“（万元）”")
    return names


def _cell(sheet: Sheet, row: int, column: int, head: str, notes: list[str]) -> str:
    value = sheet.value(row, column)
    if _is_rounded(value):
        notes.append(
            f"第{row + 1}行“{head}”超过15位，表格软件已经把后面的数字变成了0；"
            "这一格先空着，请照原件补上"
        )
        return ""
    return _tidy_number(show(value))


def _is_rounded(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) >= _ROUNDED


def _tidy_number(text: str) -> str:
    """Full-width digits and odd minus signs of a number as a spreadsheet would have them."""
    plain = unicodedata.normalize("NFKC", text)
    if not _NUMBER.fullmatch(text) and not _NUMBER.fullmatch(plain):
        return text
    plain = plain.replace("−", "-").replace("¥", "")
    return f"-{plain[1:-1]}" if plain.startswith("(") and plain.endswith(")") else plain


def check_table(form: TableForm) -> CheckedTable:
    """Check a form with the folder reader's rules and name its rows as the sheet shows them."""
    if not form.columns or not any(c.strip() for c in form.columns):
        return CheckedTable(None, (Fault(message="还没有列名；请先写第一行的列名"),))
    rows = [(n, list(r)) for n, r in enumerate(form.rows) if any(c.strip() for c in r)]
    lines: list[list[Value]] = [list(form.columns)]
    lines += [list[Value](r) for _, r in rows]
    if form.totals:
        lines.append([form.totals[0].strip() or "合计", *form.totals[1:]])
    if not rows:
        return CheckedTable(None, (Fault(message="表里还没有内容；请至少写一行"),))
    pen = Pen("")
    table = read_table(Sheet(lines, []), pen)
    faults = []
    for mark in pen.marks:
        line = mark.row - 2 if mark.row is not None and mark.row >= 2 else None
        total = line is not None and line >= len(rows)
        faults.append(
            Fault(
                message=mark.message,
                row=_row(form, rows[line][0] if line is not None and not total else None)
                if not total
                else form.totals_row,
                column=mark.column or "",
                line=rows[line][0] if line is not None and not total else None,
                field="totals" if total else _field(form, mark.column),
            )
        )
    return CheckedTable(None if faults else table, tuple(faults))


def _row(form: TableForm, line: int | None) -> int | None:
    return form.numbers[line] if line is not None and line < len(form.numbers) else None


def _field(form: TableForm, column: str | None) -> str:
    return str(form.columns.index(column)) if column in form.columns else ""


def too_wide(proposal: Proposal) -> str:
    """A sentence where more columns are to be shown than the board has room for, else empty."""
    shown = sum(1 for g in proposal.guesses if g.meaning is not Meaning.LEAVE and not g.private)
    if shown <= TABLE_COLUMNS:
        return ""
    return f"有 {shown} 列，公开栏上最多看得清 {TABLE_COLUMNS} 列；请把不要紧的列选“不公开”"
