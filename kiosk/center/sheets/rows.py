"""The rows of a sheet as a form: balances, totals and signatures told apart from the lines."""

from __future__ import annotations

import re
from collections import Counter

from kiosk.affairs.money import MoneyError, format_yuan
from kiosk.affairs.period import Cycle, Period
from kiosk.center.folder.sheet import Sheet, Value, is_empty, show
from kiosk.center.folder.table import is_foot
from kiosk.center.sheets.cells import DayError, plain_yuan, read_amount, read_day, year_of
from kiosk.center.sheets.form import FIELDS, LedgerForm, LedgerLine, Written
from kiosk.center.sheets.heads import Heads, factor_of, is_heads_again
from kiosk.center.sheets.mapping import Proposal
from kiosk.center.sheets.words import AMOUNTS, Label, Meaning, label_of

_DITTO = frozenset(["〃", '"', "”", "同上", "″", ",,"])
_RECEIVED = re.compile(r"收|贷|入|\+|增")
_PAID = re.compile(r"支|付|借|出|-|减")
_MOST_NOTES = 12


class _Reader:
    def __init__(
        self, sheet: Sheet, heads: Heads, proposal: Proposal, period: Period | None
    ) -> None:
        self._sheet = sheet
        self._heads = heads
        self._period = period
        self._columns = proposal.columns()
        self._factor = factor_of(sheet, heads)
        self._lines: list[LedgerLine] = []
        self._balances: dict[Label, Written] = {}
        self._notes: list[str] = []
        self._last_day: str = ""
        self._private = [g.head for g in proposal.guesses if g.private]

    def read(self) -> LedgerForm:
        self._fill_days_down()
        self._sheet.fill_down(self._heads.first)
        for row in range(self._heads.first, len(self._sheet.rows)):
            if self._sheet.filled(row):
                self._row(row)
        if self._private:
            self._notes.insert(0, dropped(self._private))
        if self._factor != 1:
            self._notes.insert(0, "表里的金额单位是万元，已经换成元")
        self._odd()
        notes = self._notes[:_MOST_NOTES]
        if len(self._notes) > _MOST_NOTES:
            notes.append(f"还有 {len(self._notes) - _MOST_NOTES} 处类似的情况，请往下对照每一行")
        return LedgerForm(
            opening=self._balances.get(Label.OPENING, Written()),
            closing=self._balances.get(Label.CLOSING, Written()),
            total=self._balances.get(Label.TOTAL, Written()),
            lines=tuple(self._lines),
            heads=self._head_names(),
            notes=tuple(notes),
        )

    def _head_names(self) -> dict[str, str]:
        names: dict[str, str] = {}
        for field, word in FIELDS.items():
            for index in self._columns.get(Meaning(word), []):
                names.setdefault(field, self._sheet.name(index))
        day = self._columns.get(Meaning.DAY_OF_MONTH)
        if day and "day" not in names:
            names["day"] = self._sheet.name(day[0])
        amount = self._columns.get(Meaning.AMOUNT)
        if amount:
            name = self._sheet.name(amount[0])
            names = {"received": name, "paid": name} | names
        return names

    def _fill_days_down(self) -> None:
        """A date merged over several rows is the date of each of them."""
        days = self._columns.get(Meaning.DAY, []) + self._columns.get(Meaning.MONTH, [])
        days += self._columns.get(Meaning.DAY_OF_MONTH, [])
        for (top, left), (bottom, right) in self._sheet.merges:
            if left != right or left not in days or not self._heads.first <= top < bottom:
                continue
            value = self._sheet.value(top, left)
            for row in range(top + 1, min(bottom + 1, len(self._sheet.rows))):
                cells = self._sheet.rows[row]
                cells.extend([""] * (left + 1 - len(cells)))
                cells[left] = value

    def _cell(self, row: int, meaning: Meaning) -> Value:
        columns = self._columns.get(meaning, [])
        return self._sheet.value(row, columns[0]) if columns else ""

    def _text(self, row: int, meaning: Meaning) -> str:
        texts = [self._sheet.text(row, c) for c in self._columns.get(meaning, [])]
        return (
            "-".join(t for t in texts if t)
            if meaning is Meaning.NUMBER
            else "；".join(t for t in texts if t)
        )

    def _row(self, row: int) -> None:
        filled = self._sheet.filled(row)
        if is_heads_again(self._sheet, row, self._heads):
            return
        label = self._label(row)
        texts = [self._sheet.text(row, c) for c in filled]
        if label is not None:
            self._labelled(row, label)
        elif is_foot(texts[0]) or (len(filled) <= 2 and any(is_foot(t) for t in texts)):
            self._notes.append(f"第{row + 1}行“{texts[0][:20]}”写在表的下面，没有读进来")
        elif self._means_something(row):
            self._line(row)
        elif len("".join(texts)) > 4:
            self._notes.append(f"第{row + 1}行“{texts[0][:20]}”没有日期也没有金额，没有读进来")

    def _means_something(self, row: int) -> bool:
        """A row that only carries its number, or a remark over the whole width, is no line."""
        amounts = any(not is_empty(self._cell(row, m)) for m in AMOUNTS - {Meaning.BALANCE})
        days = (Meaning.DAY, Meaning.DAY_OF_MONTH)
        dated = any(self._is_day(self._cell(row, m)) for m in days)
        return amounts or (dated and bool(self._text(row, Meaning.SUMMARY)))

    def _is_day(self, value: Value) -> bool:
        try:
            return bool(read_day(value, self._period))
        except DayError as error:
            return error.like_a_day

    def _label(self, row: int) -> Label | None:
        first = self._sheet.text(row, self._sheet.filled(row)[0])
        day = self._sheet.text(row, c[0]) if (c := self._columns.get(Meaning.DAY)) else ""
        party = self._text(row, Meaning.PARTY)
        for text in (self._text(row, Meaning.SUMMARY), day, first, party):
            if text and (label := label_of(text, self._period)):
                return label
        return None

    def _labelled(self, row: int, label: Label) -> None:
        if label is Label.BALANCE:
            label = Label.CLOSING if self._lines else Label.OPENING
        name = self._sheet.text(row, self._sheet.filled(row)[0])
        if label is Label.SKIPPED:
            first = not self._lines and Label.OPENING not in self._balances
            if not (first and not is_empty(self._cell(row, Meaning.BALANCE))):
                return
            label = Label.OPENING  # 承上页 above the first line carries the balance
        if label is Label.TOTAL:
            if Label.TOTAL in self._balances:
                self._notes.append(f"第{row + 1}行又是一行“{name}”，核对时用前面那一行")
                return
            self._balances[label] = Written(
                row=row + 1,
                received=self._amount_text(self._cell(row, Meaning.RECEIVED)),
                paid=self._amount_text(self._cell(row, Meaning.PAID)),
                amount=self._amount_text(self._cell(row, Meaning.BALANCE)),
            )
            return
        if label in self._balances and label is Label.OPENING:
            self._notes.append(f"第{row + 1}行又写了一次“{label}”，用前面那一行")
            return
        self._balances[label] = Written(row=row + 1, amount=self._balance(row))

    def _balance(self, row: int) -> str:
        for meaning in (Meaning.BALANCE, Meaning.RECEIVED, Meaning.PAID, Meaning.AMOUNT):
            value = self._cell(row, meaning)
            if not is_empty(value):
                return self._amount_text(value) or "0.00"
        for column in reversed(self._sheet.filled(row)):
            value = self._sheet.value(row, column)
            if isinstance(value, int | float) and not isinstance(value, bool):
                return self._amount_text(value) or "0.00"
        return ""

    def _amount_text(self, value: Value) -> str:
        """An amount in yuan where it can be read, else what stands there."""
        try:
            fen = read_amount(value, self._factor)
        except MoneyError:
            return show(value)
        return plain_yuan(fen) or ("" if is_empty(value) else "0.00")

    def _line(self, row: int) -> None:
        received, paid = self._sides(row)
        day = self._day(row)
        self._last_day = day or self._last_day
        self._lines.append(
            LedgerLine(
                row=row + 1,
                day=day,
                received=received,
                paid=paid,
                balance=self._amount_text(self._cell(row, Meaning.BALANCE)),
                summary=self._text(row, Meaning.SUMMARY),
                party=self._text(row, Meaning.PARTY),
                account=self._text(row, Meaning.ACCOUNT),
                handler=self._text(row, Meaning.HANDLER),
                number=self._text(row, Meaning.NUMBER),
                note=self._text(row, Meaning.NOTE),
            )
        )

    def _sides(self, row: int) -> tuple[str, str]:
        received = self._amount_text(self._cell(row, Meaning.RECEIVED))
        paid = self._amount_text(self._cell(row, Meaning.PAID))
        amount = self._amount_text(self._cell(row, Meaning.AMOUNT))
        if amount:
            side = show(self._cell(row, Meaning.SIDE))
            if _RECEIVED.search(side) and not _PAID.search(side):
                received = received or amount
            else:
                paid = paid or amount
        zero = {"0.00"}
        return ("" if received in zero else received), ("" if paid in zero else paid)

    def _day(self, row: int) -> str:
        value = self._cell(row, Meaning.DAY)
        if Meaning.DAY_OF_MONTH in self._columns and is_empty(value):
            value = self._day_in_parts(row)
        text = show(value)
        if text in _DITTO:
            self._notes.append(f"第{row + 1}行的日期写着“{text}”，读成了上一行的 {self._last_day}")
            return self._last_day
        try:
            return read_day(value, self._period).isoformat()
        except DayError as error:
            return error.text or text

    def _day_in_parts(self, row: int) -> str:
        """Month and day in columns of their own; a blank month is the one above."""
        month = show(self._cell(row, Meaning.MONTH)).removesuffix("月")
        day = show(self._cell(row, Meaning.DAY_OF_MONTH)).removesuffix("日")
        if not day:
            return self._last_day if not month else f"{month}月"
        if not month and self._last_day:
            month = str(int(self._last_day[5:7])) if self._last_day[5:7].isdigit() else ""
        if not month and self._period and self._period.cycle is Cycle.MONTHLY:
            month = str(self._period.first.month)
        year = year_of(self._period)
        return f"{year}-{month}-{day}" if year and month else f"{month}-{day}"

    def _odd(self) -> None:
        """Formulas that nobody computed, and hidden rows and columns, in what was read."""
        taken = {
            c for m, columns in self._columns.items() if m is not Meaning.LEAVE for c in columns
        }
        balances = set(self._columns.get(Meaning.BALANCE, []))
        rows = {line.row for line in self._lines}
        for odd in self._sheet.oddities:
            here = odd.row is None or odd.row + 1 in rows
            if not here or (odd.column is not None and odd.column not in taken - balances):
                continue
            row = f"第{odd.row + 1}行" if odd.row is not None else ""
            column = f"“{self._sheet.name(odd.column)}”" if odd.column is not None else ""
            self._notes.append(f"{row}{column}：{odd.message}")


def dropped(heads: list[str]) -> str:
    """The sentence about private columns."""
    names = "、".join(f"“{h}”" for h in heads)
    return f"{names}是个人信息，已经去掉，不会上公开栏，也不会留在草稿里"


def read_ledger_form(
    sheet: Sheet, heads: Heads, proposal: Proposal, period: Period | None
) -> LedgerForm:
    """The ledger on a sheet as a form; what could not be read stays as it was written."""
    return _Reader(sheet, heads, proposal, period).read()


def only_period(form: LedgerForm, period: Period) -> LedgerForm:
    """Only the lines of a period, from a sheet that goes on over several.

    The balance before them is computed from the lines left out, where the sheet states one.
    """
    inside = [line for line in form.lines if _is_in(line.day, period)]
    before = [x for x in form.lines if x.day and x.day < period.first.isoformat()]
    opening = form.opening
    if before and form.opening.amount:
        try:
            fen = read_amount(form.opening.amount)
            fen += sum(read_amount(x.received) - read_amount(x.paid) for x in before)
            opening = Written(amount=plain_yuan(fen) or "0.00")
        except MoneyError:
            opening = Written()
    left = Counter(line.day[:7] for line in form.lines if line not in inside)
    months = "、".join(sorted(left))
    note = (
        f"只留下{period.chinese}的 {len(inside)} 笔，别的月份（{months}）共 {left.total()} 笔没有要"
    )
    if opening.amount and opening != form.opening:
        note += f"；上期结余按前面的各笔算出是 {format_yuan(read_amount(opening.amount))} 元"
    return LedgerForm(
        opening=opening, lines=tuple(inside), heads=form.heads, notes=(*form.notes, note)
    )


def _is_in(day: str, period: Period) -> bool:
    return period.first.isoformat() <= day <= period.last.isoformat()
