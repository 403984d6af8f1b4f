"""收支明细: the sheet of receipts and payments that a village's accountant keeps."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import NamedTuple

from kiosk.affairs.disclosure import Ledger, LedgerEntry
from kiosk.affairs.media import Media
from kiosk.affairs.money import MoneyError, format_yuan, parse_yuan
from kiosk.affairs.period import Period
from kiosk.center.folder.links import Links
from kiosk.center.folder.problems import Pen
from kiosk.center.folder.sheet import Sheet, Value, is_empty, show, squeeze
from kiosk.center.folder.shelf import Shelf
from kiosk.center.folder.text import SHORT_LIMIT, check_length, nearest, parse_day

HEADS = {
    "日期": "日期 记账日期 收支日期 发生日期 业务日期 时间 年月日",
    "摘要": "摘要 事由 内容 用途 收支事项 收支内容 业务摘要",
    "对方": "对方 对方单位 对方名称 往来单位 收款人 付款人 收款单位 付款单位 收付款单位 收(付)款人",
    "科目": "科目 会计科目 收支科目 收支项目 类别 项目",
    "收入": "收入 收入金额 本期收入 金额·收入 收支金额·收入",
    "支出": "支出 支出金额 本期支出 金额·支出 收支金额·支出",
    "凭证": "凭证 凭证图片 凭证照片 票据 附件",
    "经手人": "经手人 经办人 经手 经办",
    "余额": "余额 结余 金额·结余 金额·余额",
    "凭证号": "凭证号 凭证编号 凭证字号",
    "备注": "备注 说明",
    "关联": "关联 相关 相关内容 关联内容 关联编号",
    "序号": "序号 编号",
}
FIELD = {word: field for field, words in HEADS.items() for word in words.split()}
_NEEDED = ("日期", "摘要", "收入", "支出")
OPENING = frozenset(
    [
        "上期结余",
        "上月结余",
        "上季结余",
        "上年结余",
        "上年结转",
        "上期余额",
        "上月余额",
        "期初余额",
        "期初结余",
    ]
)
CLOSING = frozenset(
    ["本期结余", "本月结余", "本季结余", "本年结余", "期末余额", "期末结余", "本期余额", "本月余额"]
)
TOTAL = frozenset(["合计", "总计", "本期合计", "本月合计", "本季合计", "本年合计", "收支合计"])
SKIPPED = frozenset(["累计", "本年累计", "小计", "过次页", "承前页"])
_SEPARATORS = re.compile(r"[、,，;；\s]+")
_EPOCH = date(1899, 12, 30)
_WITHOUT_YEAR = re.compile(r"(\d{1,2})[-./月](\d{1,2})日?")


class _Labelled(NamedTuple):
    row: int
    amount: int


class _LedgerReader:
    def __init__(
        self, sheet: Sheet, pen: Pen, shelf: Shelf, period: Period | None, links: Links
    ) -> None:
        self._links = links
        self._sheet = sheet
        self._pen = pen
        self._shelf = shelf
        self._period = period
        self._columns: dict[str, int] = {}
        self._entries: list[LedgerEntry] = []
        self._opening: _Labelled | None = None
        self._closing: _Labelled | None = None
        self._totals: int | None = None
        self._sides: list[tuple[int, int, int]] = []
        """Row, received, paid of every row whose amounts could be read, for the sums."""
        self._whole = True
        """False as soon as one amount could not be read: then no sum is worth a word."""

    def _mark(self, message: str, row: int, field: str | None = None) -> None:
        column = self._columns.get(field) if field else None
        name = self._sheet.name(column) if column is not None else field
        self._pen.mark(message, row=row + 1, column=name)

    def read(self) -> Ledger | None:
        first = self._find_heads()
        self._sheet.check_texts(self._pen)
        if first is None:
            return None
        for row in range(first, len(self._sheet.rows)):
            if self._sheet.filled(row):
                self._read_row(row)
        if self._opening is None:
            self._pen.mark("缺“上期结余”这一行：第一笔上面写一行，摘要写“上期结余”，并写上金额")
        if self._closing is None:
            self._pen.mark("缺“本期结余”这一行：最后写一行，摘要写“本期结余”，并写上金额")
        if self._opening is None or self._closing is None:
            return None
        ledger = Ledger(
            opening=self._opening.amount,
            closing=self._closing.amount,
            entries=tuple(self._entries),
        )
        if self._whole:
            self._check_sums(self._opening.amount, self._closing)
        return ledger

    def _read_row(self, row: int) -> None:
        label = self._label(row)
        if label in OPENING:
            self._opening = self._balance(row, self._opening, "上期结余")
        elif label in CLOSING:
            self._closing = self._balance(row, self._closing, "本期结余")
        elif label in TOTAL:
            self._totals = row
        elif label not in SKIPPED:
            self._entry(row)

    def _find_heads(self) -> int | None:
        """Find the row of heads; the first row below it, or None with a mark."""
        best: tuple[int, int] = (0, 0)
        for row in range(min(len(self._sheet.rows), 15)):
            words = {FIELD.get(squeeze(self._sheet.text(row, c))) for c in self._sheet.filled(row)}
            best = max(best, (len(words - {None}), -row))
        if best[0] < 3:
            self._pen.mark(
                "找不到表头：要有一行写着 日期、摘要、收入、支出、凭证（标题和单位可以写在它上面）"
            )
            return None
        heads, first = self._sheet.spread_heads(-best[1])
        for column, name in heads.items():
            field = FIELD.get(squeeze(name))
            if field is None:
                self._mark_unknown(-best[1], column, name)
            elif field in self._columns:
                self._pen.mark(
                    f"有两列都是“{field}”", row=-best[1] + 1, column=self._sheet.name(column)
                )
            else:
                self._columns[field] = column
        missing = [f for f in _NEEDED if f not in self._columns]
        if missing:
            self._pen.mark(f"表头里缺：{'、'.join(missing)}", row=-best[1] + 1)
            return None
        return first

    def _mark_unknown(self, row: int, column: int, name: str) -> None:
        used = any(self._sheet.text(r, column) for r in range(row + 1, len(self._sheet.rows)))
        if used:
            self._pen.mark(
                f"账目表里没有“{name}”这一列{nearest(name, FIELD)}要写的话请写进“备注”",
                row=row + 1,
                column=name,
            )

    def _cell(self, row: int, field: str) -> Value:
        column = self._columns.get(field)
        return "" if column is None else self._sheet.value(row, column)

    def _text(self, row: int, field: str) -> str:
        text = show(self._cell(row, field))
        if field in {"对方", "科目", "经手人"}:
            check_length(text, SHORT_LIMIT, self._pen, row=row + 1, column=field)
        return text

    def _label(self, row: int) -> str:
        """The word that makes a row a balance or a total, from its date, summary or first cell."""
        filled = self._sheet.filled(row)
        for text in (
            self._text(row, "摘要"),
            self._text(row, "日期"),
            self._sheet.text(row, filled[0]),
        ):
            word = squeeze(text)
            if word in OPENING | CLOSING | TOTAL | SKIPPED:
                return word
        return ""

    def _amount(self, row: int, field: str) -> int | None:
        """Fen in a cell: 0 when it is empty, None with a mark when it is no amount."""
        value = self._cell(row, field)
        if is_empty(value):
            return 0
        try:
            if isinstance(value, int | float | str) and not isinstance(value, bool):
                return parse_yuan(value)
        except MoneyError:
            pass
        self._mark(f"“{show(value)}”不是金额；请只写数字，单位是元，最多两位小数", row, field)
        return None

    def _balance(self, row: int, earlier: _Labelled | None, label: str) -> _Labelled | None:
        if earlier is not None:
            self._mark(f"“{label}”写了两次（前一次在第 {earlier.row + 1} 行）", row)
        for field in ("余额", "收入", "支出"):
            if field in self._columns and not is_empty(self._cell(row, field)):
                amount = self._amount(row, field)
                return None if amount is None else _Labelled(row, amount)
        for column in self._sheet.filled(row):
            value = self._sheet.value(row, column)
            if isinstance(value, int | float) and not isinstance(value, bool):
                return _Labelled(row, parse_yuan(value))
        self._mark(f"“{label}”没有写金额；没有结余时请写 0", row)
        return earlier

    def _entry(self, row: int) -> None:
        if self._closing is not None:
            self._mark("这一行写在“本期结余”下面；收支要写在它上面，说明文字请写进 说明.md", row)
            return
        day = self._day(row)
        summary = self._text(row, "摘要")
        if not summary:
            self._mark("没有写摘要：这笔钱是做什么的", row, "摘要")
        received, paid = self._amount(row, "收入"), self._amount(row, "支出")
        self._check_sides(row, received, paid)
        vouchers = self._vouchers(row, summary, paid or 0)
        if received is None or paid is None:
            self._whole = False
            return
        self._sides.append((row, received, paid))
        if day is None:
            return
        number = self._text(row, "凭证号")
        notes = [self._text(row, "备注"), f"凭证号 {number}" if number else ""]
        self._entries.append(
            LedgerEntry(
                day=day,
                summary=summary,
                received=received,
                paid=paid,
                party=self._text(row, "对方"),
                account=self._text(row, "科目"),
                handler=self._text(row, "经手人"),
                note="；".join(n for n in notes if n),
                vouchers=vouchers,
                related=self._related(row),
            )
        )

    def _related(self, row: int) -> tuple[str, ...]:
        column = self._columns.get("关联")
        if column is None or is_empty(self._cell(row, "关联")):
            return ()
        name = self._sheet.name(column)
        return self._links.read(self._text(row, "关联"), self._pen, row=row + 1, column=name)

    def _check_sides(self, row: int, received: int | None, paid: int | None) -> None:
        if received is None or paid is None:
            return
        if received and paid:
            self._mark("收入和支出都写了金额；一行只能写一边，请分成两行", row, "支出")
        elif not received and not paid:
            self._mark("收入和支出都没有金额", row, "收入")

    def _vouchers(self, row: int, summary: str, paid: int) -> tuple[Media, ...]:
        value = self._cell(row, "凭证")
        names = [] if is_empty(value) else [n for n in _SEPARATORS.split(show(value)) if n]
        if paid and not names:
            self._mark("这笔支出没有凭证；请写上凭证图片的文件名，几张用顿号隔开", row, "凭证")
        alt = f"凭证：{summary}"[:100]
        found: list[Media] = []
        for name in names:
            found += self._shelf.pictures(
                name, alt, self._pen, folder="凭证", row=row + 1, column="凭证"
            )
        return tuple(found)

    def _day(self, row: int) -> date | None:
        value = self._cell(row, "日期")
        day = self._read_day(value)
        if day is None:
            said = show(value)
            if not said:
                self._mark("没有写日期", row, "日期")
            elif isinstance(value, float):
                self._mark(
                    f"日期写成了 {said}；表格软件会把 10.10 变成 10.1，请写成 2026-10-10 这样",
                    row,
                    "日期",
                )
            else:
                self._mark(f"“{said}”不是日期，或者没有这一天；请写成 2026-10-10 这样", row, "日期")
            return None
        period = self._period
        if period is not None and not period.first <= day <= period.last:
            self._mark(
                f"日期 {day} 不在{period.chinese}里（{period.first} 至 {period.last}）", row, "日期"
            )
        return day

    def _read_day(self, value: Value) -> date | None:  # noqa: PLR0911 - one line a spelling
        match value:
            case datetime():
                return value.date()
            case date():
                return value
            case bool():
                return None
            case int() | float() if value == int(value) and 20000 < value < 80000:
                return _EPOCH + timedelta(days=int(value))
            case int() | float() if value == int(value) and 19000101 < value < 21001231:
                text = str(int(value))
                return parse_day(f"{text[:4]}-{text[4:6]}-{text[6:]}")
            case str():
                return parse_day(value) or self._day_in_period(value)
        return None

    def _day_in_period(self, text: str) -> date | None:
        """A day without its year, if the period lies in one year."""
        found = _WITHOUT_YEAR.fullmatch(text.strip())
        if found is None or self._period is None or self._period.first.year < 1900:
            return None
        return parse_day(f"{self._period.first.year}-{found[1]}-{found[2]}")

    def _check_sums(self, opening: int, closing: _Labelled) -> None:
        received = sum(side[1] for side in self._sides)
        paid = sum(side[2] for side in self._sides)
        expected = opening + received - paid
        if expected != closing.amount:
            self._mark(
                f"账不平，差 {format_yuan(abs(expected - closing.amount))} 元："
                f"上期结余 {format_yuan(opening)} ＋ 收入 {format_yuan(received)} － 支出 "
                f"{format_yuan(paid)} 应当是 {format_yuan(expected)}，"
                f"表里写的本期结余是 {format_yuan(closing.amount)}",
                closing.row,
            )
        self._check_totals(received, paid)
        self._check_running(opening)

    def _check_totals(self, received: int, paid: int) -> None:
        if self._totals is None:
            return
        for field, amount in (("收入", received), ("支出", paid)):
            if is_empty(self._cell(self._totals, field)):
                continue
            written = self._amount(self._totals, field)
            if written is not None and written != amount:
                self._mark(
                    f"合计写的是 {format_yuan(written)}，逐笔相加是 {format_yuan(amount)}，"
                    f"差 {format_yuan(abs(written - amount))} 元",
                    self._totals,
                    field,
                )

    def _check_running(self, balance: int) -> None:
        """A column of running balances, if the clerk keeps one; the first wrong row says it."""
        for row, received, paid in self._sides:
            balance += received - paid
            if "余额" not in self._columns or is_empty(self._cell(row, "余额")):
                continue
            written = self._amount(row, "余额")
            if written is not None and written != balance:
                self._mark(
                    f"余额写的是 {format_yuan(written)}，算下来是 {format_yuan(balance)}",
                    row,
                    "余额",
                )
                break


def read_ledger(
    sheet: Sheet, pen: Pen, shelf: Shelf, period: Period | None, links: Links
) -> Ledger | None:
    """The ledger on a sheet, every mistake marked; None if its frame cannot be read at all."""
    return _LedgerReader(sheet, pen, shelf, period, links).read()
