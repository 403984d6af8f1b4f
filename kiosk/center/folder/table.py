"""表格: a list in columns as a clerk keeps it: subsidies, assets, contracts."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from kiosk.affairs.disclosure import Column, Table
from kiosk.affairs.money import MoneyError, format_yuan, parse_yuan
from kiosk.center.folder.problems import Pen
from kiosk.center.folder.sheet import Sheet, Value, is_empty, plain_number, show, squeeze

TABLE_COLUMNS = 12
"""Columns that stay readable from where people stand."""
_NAME_LIMIT = 30
_SECRET_COLUMN = re.compile(r"身份证|证件号|证件编号|银行卡|卡号|[账帐][号户]|电话|手机|联系方式")
_OFFICE_COLUMN = re.compile(
    r"(办公|值班|监督|服务|举报|投诉|咨询|单位|村委会|救助)(电话|热线|联系方式)"
)
_UNIT_ROW = re.compile(r"^(计量|金额|编制|填报|填表|制表|公示)?(单位|日期|时间|部门|村名)[:：]")
_FOOT = re.compile(
    r"^(制表|填表|编制|审核|复核|负责|经办|备注|说明|注|监督|村务监督)[^:：]{0,6}[:：]"
)
_TOTAL = frozenset(["合计", "总计", "共计", "合计金额"])
_PLAIN_NAMES = re.compile(r"序号|编号|年度|年份|代码|邮编|日期|时间|期限|号$|组别|门牌")
_GROUPED_FROM = 10_000
"""From here on commas part the thousands: 1,268,000 is read at a glance, 2860 as well."""
_MONEY_NAMES = re.compile(r"(?<![万亿])元|金额$")


def read_table(sheet: Sheet, pen: Pen) -> Table | None:
    """The table on a sheet, every mistake marked; None if it has no heads."""
    head_row = find_heads(sheet)
    if head_row is None:
        sheet.check_texts(pen)
        pen.mark("找不到列名：第一行（标题行和单位行的下面）应当是列名，至少两列")
        return None
    heads, first = sheet.spread_heads(head_row)
    sheet.check_texts(pen)
    _check_heads(sheet, heads, head_row, first, pen)
    sheet.fill_down(first)
    columns = sorted(heads)
    rows = [r for r in range(first, len(sheet.rows)) if sheet.filled(r)]
    totals: int | None = None
    body: list[int] = []
    for row in rows:
        label = sheet.text(row, sheet.filled(row)[0])
        if totals is not None or is_foot(label):
            pen.mark(
                "表格下面还有文字；表格到“合计”行为止，制表人、说明请写进 说明.md", row=row + 1
            )
        elif squeeze(label) in _TOTAL:
            totals = row
        else:
            body.append(row)
    if not body:
        pen.mark("表格里只有列名，没有内容；本期没有的话，类型请写“本期无”", row=head_row + 1)
        return None
    numbers = {c for c in columns if _is_number_column(sheet, body, c)}
    if totals is not None:
        _check_totals(sheet, body, totals, numbers, pen)

    def line(row: int) -> tuple[str, ...]:
        return tuple(_shown(sheet.value(row, c), heads[c], number=c in numbers) for c in columns)

    return Table(
        columns=tuple(Column(heads[c], number=c in numbers) for c in columns),
        rows=tuple(line(r) for r in body),
        totals=line(totals) if totals is not None else (),
    )


def is_private_head(name: str) -> bool:
    """Whether a column of that head holds numbers of persons, which never go on the board."""
    plain = squeeze(name)
    return bool(_SECRET_COLUMN.search(plain)) and not _OFFICE_COLUMN.search(plain)


def is_foot(text: str) -> bool:
    """Whether a line stands below a table and not in it (制表人：…)."""
    return _FOOT.match(text) is not None


def find_heads(sheet: Sheet) -> int | None:
    """The first row of at least two texts that is no title and no unit row."""
    width = max(len(sheet.filled(r)) for r in range(len(sheet.rows)))
    for row in range(min(len(sheet.rows), 15)):
        filled = sheet.filled(row)
        texts = [sheet.text(row, c) for c in filled]
        wide = [right - left for (top, left), (_, right) in sheet.merges if top == row]
        if len(filled) + sum(wide) < max(2, (width + 1) // 2):
            continue
        if len(filled) < 2 or any(_UNIT_ROW.match(t) for t in texts):
            continue
        if all(isinstance(sheet.value(row, c), str) for c in filled):
            return row
    return None


def _check_heads(sheet: Sheet, heads: dict[int, str], row: int, first: int, pen: Pen) -> None:
    if len(heads) > TABLE_COLUMNS:
        pen.mark(f"有 {len(heads)} 列，最多 {TABLE_COLUMNS} 列，再多在公开栏上看不清", row=row + 1)
    seen: dict[str, int] = {}
    for column, name in heads.items():
        if is_private_head(name):
            pen.mark("这一列是个人的号码，不能上公开栏；请整列删掉", row=row + 1, column=name)
        if len(name) > _NAME_LIMIT:
            pen.mark(f"列名有 {len(name)} 个字，最多 {_NAME_LIMIT} 个", row=row + 1, column=name)
        if name in seen:
            pen.mark("有两列同名", row=row + 1, column=name)
        seen[name] = column
    for below in range(first, len(sheet.rows)):
        for column in sheet.filled(below):
            if column not in heads:
                pen.mark("这一格上面没有列名", row=below + 1, column=sheet.name(column))


def _number(value: Value) -> Decimal | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return Decimal(repr(value))
    text = show(value)
    if not re.fullmatch(r"-?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?", text):
        return None
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None


def _is_number_column(sheet: Sheet, body: list[int], column: int) -> bool:
    if _PLAIN_NAMES.search(sheet.name(column)):
        return False
    values = [v for r in body if not is_empty(v := sheet.value(r, column))]
    return bool(values) and all(_number(v) is not None for v in values)


def _shown(value: Value, head: str, *, number: bool) -> str:
    amount = _number(value) if number else None
    if amount is None:
        return show(value)
    if _MONEY_NAMES.search(head):
        try:
            return format_yuan(parse_yuan(str(amount)))
        except MoneyError:
            pass  # a price per unit may have parts of a fen
    text = plain_number(amount)
    whole, point, rest = text.partition(".")
    return f"{int(whole):,}{point}{rest}" if abs(amount) >= _GROUPED_FROM else text


def _check_totals(sheet: Sheet, body: list[int], totals: int, numbers: set[int], pen: Pen) -> None:
    """A total that is written must be the sum to the last digit; one left empty is no claim."""
    for column in sorted(numbers):
        written = _number(sheet.value(totals, column))
        if written is None:
            continue
        total = sum((_number(sheet.value(r, column)) or Decimal(0) for r in body), Decimal(0))
        if round(total - written, 4):
            pen.mark(
                f"合计写的是 {plain_number(written)}，逐行相加是 {plain_number(total)}，"
                f"差 {plain_number(abs(total - written))}",
                row=totals + 1,
                column=sheet.name(column),
            )
