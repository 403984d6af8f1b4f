"""A ledger that was typed or read: the three checks in plain words, and what is wrong where."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

import msgspec

from kiosk.affairs.deadline import chinese_day
from kiosk.affairs.disclosure import Ledger, LedgerEntry
from kiosk.affairs.media import Media
from kiosk.affairs.money import MoneyError, format_yuan
from kiosk.affairs.period import Cycle, Period
from kiosk.center.folder.text import CELL_LIMIT, SHORT_LIMIT
from kiosk.center.sheets.cells import DayError, read_amount, read_day
from kiosk.center.sheets.fault import Fault, text_faults
from kiosk.center.sheets.form import LedgerForm, LedgerLine, Written

_PAGE = re.compile(r"（第\d+页）$")
_LIMITS = {
    "summary": CELL_LIMIT,
    "party": SHORT_LIMIT,
    "account": SHORT_LIMIT,
    "handler": SHORT_LIMIT,
    "number": SHORT_LIMIT,
    "note": CELL_LIMIT,
}


class SumCheck(msgspec.Struct, frozen=True):
    """One check: ``good`` is None where there was nothing to compare with."""

    name: str
    words: str
    good: bool | None


class CheckedLedger(msgspec.Struct, frozen=True):
    """The ledger (None while something must be mended), what is wrong, and the three checks."""

    ledger: Ledger | None
    faults: tuple[Fault, ...]
    checks: tuple[SumCheck, ...]
    notes: tuple[str, ...] = ()


def check_ledger(
    form: LedgerForm,
    period: Period | None,
    previous_closing: int | None = None,
    pictures: Mapping[str, Media] | None = None,
) -> CheckedLedger:
    """Check a form.  ``previous_closing`` is what the period before was published with, in fen.

    ``pictures`` maps the digests of vouchers to pictures.  A balance that nobody wrote is taken
    from there or computed, and a note says so.
    """
    return _Checker(form, period, previous_closing, pictures or {}).check()


class _Checker:
    def __init__(
        self,
        form: LedgerForm,
        period: Period | None,
        previous: int | None,
        pictures: Mapping[str, Media],
    ) -> None:
        self._form = form
        self._period = period
        self._previous = previous
        self._pictures = pictures
        self._faults: list[Fault] = []
        self._notes: list[str] = []
        self._whole = True
        """False as soon as one amount could not be read: then no sum is worth a word."""

    def check(self) -> CheckedLedger:
        entries = [e for n, line in enumerate(self._form.lines) if (e := self._entry(n, line))]
        received = sum(e.received for e in entries)
        paid = sum(e.paid for e in entries)
        if not entries and not self._faults:
            self._mark("一笔收支也没有；本期没有收支的话，请回到上一步选“这个月没有”")
        opening = self._opening()
        closing = self._closing(opening, received, paid)
        checks: tuple[SumCheck, ...] = ()
        if self._whole:
            self._check_running(opening, entries)
            checks = (
                self._check_total(received, paid),
                self._check_closing(opening, received, paid, closing),
                self._check_previous(opening),
            )
        stopped = any(fault.stop for fault in self._faults)
        ledger = None
        if not stopped and opening is not None and closing is not None:
            ledger = Ledger(opening=opening, closing=closing, entries=tuple(entries))
        return CheckedLedger(ledger, tuple(self._faults), checks, tuple(self._notes))

    def _mark(
        self, message: str, line: int | None = None, field: str = "", *, stop: bool = True
    ) -> None:
        row = self._form.lines[line].row if line is not None else None
        head = self._form.head(field) if field else ""
        self._faults.append(
            Fault(message=message, row=row, column=head, line=line, field=field, stop=stop)
        )

    def _mark_written(self, message: str, written: Written, field: str, column: str = "") -> None:
        self._faults.append(Fault(message=message, row=written.row, column=column, field=field))

    def _amount(self, text: str, line: int, field: str) -> int | None:
        try:
            return read_amount(text)
        except MoneyError:
            self._mark(f"“{text}”不是金额；请只写数字，单位是元，最多两位小数", line, field)
            self._whole = False
            return None

    def _entry(self, number: int, line: LedgerLine) -> LedgerEntry | None:
        if line.is_blank:
            return None
        received = self._amount(line.received, number, "received")
        paid = self._amount(line.paid, number, "paid")
        day = self._day(number, line)
        if not line.summary.strip():
            self._mark("没有写摘要：这笔钱是做什么的", number, "summary")
        for field, limit in _LIMITS.items():
            for message in text_faults(getattr(line, field), limit):
                self._mark(message, number, field)
        if received is None or paid is None:
            return None
        if received and paid:
            self._mark("收入和支出都写了金额；一行只能写一边，请分成两行", number, "paid")
        elif not received and not paid:
            self._mark("收入和支出都没有金额", number, "received")
        if paid and not line.vouchers:
            self._mark("这笔支出还没有凭证照片", number, "vouchers", stop=False)
        notes = [line.note.strip(), f"凭证号 {line.number.strip()}" if line.number.strip() else ""]
        return LedgerEntry(
            day=day or date.min,
            summary=line.summary.strip(),
            received=received,
            paid=paid,
            party=line.party.strip(),
            account=line.account.strip(),
            handler=line.handler.strip(),
            note="；".join(n for n in notes if n),
            vouchers=tuple(
                _voucher(self._pictures[d], line.summary.strip())
                for d in line.vouchers
                if d in self._pictures
            ),
            related=line.related,
        )

    def _day(self, number: int, line: LedgerLine) -> date | None:
        try:
            day = read_day(line.day, self._period)
        except DayError as error:
            self._mark(str(error), number, "day")
            return None
        period = self._period
        if period is None or period.cycle is Cycle.STANDING or period.first <= day <= period.last:
            return day
        words = f"{chinese_day(day)}不在{period.chinese}里；请对照凭证改日期"
        self._mark(f"{words}，不是这一期的请删掉这一笔", number, "day")
        return None

    def _balance(self, written: Written, name: str, field: str) -> int | None:
        if not written.amount.strip():
            return None
        try:
            return read_amount(written.amount)
        except MoneyError:
            self._whole = False
            message = f"{name}写的是“{written.amount}”，不是金额；请只写数字，单位是元"
            self._mark_written(message, written, field)
            return None

    def _opening(self) -> int | None:
        opening = self._balance(self._form.opening, "上期结余", "opening")
        if opening is not None or self._form.opening.amount.strip():
            return opening
        if self._previous is not None:
            self._notes.append(
                f"没有写上期结余，用上一期公开的期末结余 {format_yuan(self._previous)} 元"
            )
            return self._previous
        self._mark_written(
            "没有写上期结余，上一期也没有公开过；请照账本填上，没有结余写 0",
            self._form.opening,
            "opening",
        )
        return None

    def _closing(self, opening: int | None, received: int, paid: int) -> int | None:
        """The closing balance: as written, else that of the total row, else computed."""
        closing = self._balance(self._form.closing, "本期结余", "closing")
        if closing is not None or self._form.closing.amount.strip():
            return closing
        written = self._form.total
        if written.amount:
            self._notes.append(f"合计行的余额 {written.amount} 元当作本期结余")
            return self._balance(written, "合计行的余额", "closing")
        if opening is None:
            return None
        closing = opening + received - paid
        self._notes.append(
            f"没有写本期结余，按 上期结余 ＋ 收入 － 支出 算出是 {format_yuan(closing)} 元"
        )
        return closing

    def _check_total(self, received: int, paid: int) -> SumCheck:
        name = "逐笔相加 = 合计"
        sides = (("收入", "received", received), ("支出", "paid", paid))
        said, good = [], True
        for word, field, amount in sides:
            text = getattr(self._form.total, field)
            if not text:
                continue
            try:
                written = read_amount(text)
            except MoneyError:
                written = None
            if written == amount:
                said.append(f"{word} {format_yuan(amount)} 元，和合计行一样")
                continue
            good = False
            shown = format_yuan(written) if written is not None else text
            gap = f"，差 {format_yuan(abs(written - amount))} 元" if written is not None else ""
            words = f"合计写的是 {shown}，逐笔相加是 {format_yuan(amount)}{gap}"
            said.append(f"{word}：{words}")
            self._mark_written(
                f"{words}；可能有一笔漏了、重了或写错了，请对照账本",
                self._form.total,
                f"total_{field}",
                self._form.head(field),
            )
        if not said:
            return SumCheck(
                name,
                f"表里没有写合计，不用核对。逐笔相加：收入 {format_yuan(received)} 元，"
                f"支出 {format_yuan(paid)} 元",
                None,
            )
        return SumCheck(name, "；".join(said), good)

    def _check_closing(
        self, opening: int | None, received: int, paid: int, closing: int | None
    ) -> SumCheck:
        name = "上期结余 ＋ 收入 － 支出 = 本期结余"
        if opening is None or closing is None:
            return SumCheck(name, "结余还没有写全，暂时不能核对", None)
        expected = opening + received - paid
        sum_ = f"{format_yuan(opening)} ＋ {format_yuan(received)} － {format_yuan(paid)}"
        if expected == closing:
            return SumCheck(name, f"{sum_} = {format_yuan(closing)}，账是平的", good=True)
        words = (
            f"账不平，差 {format_yuan(abs(expected - closing))} 元：{sum_} 应当是 "
            f"{format_yuan(expected)}，写的本期结余是 {format_yuan(closing)}"
        )
        self._mark_written(f"{words}；请看有没有漏记的、收支写反的", self._form.closing, "closing")
        return SumCheck(name, words, good=False)

    def _check_previous(self, opening: int | None) -> SumCheck:
        name = "上一期的期末 = 这一期的期初"
        if self._previous is None:
            return SumCheck(name, "上一期还没有在这里公开过，不用核对", None)
        if opening is None:
            return SumCheck(name, "没有上期结余，暂时不能核对", None)
        if opening == self._previous:
            return SumCheck(name, f"都是 {format_yuan(opening)} 元，接得上", good=True)
        words = (
            f"上一期公开的期末结余是 {format_yuan(self._previous)} 元，这里的上期结余是 "
            f"{format_yuan(opening)} 元，差 {format_yuan(abs(opening - self._previous))} 元"
        )
        self._mark_written(
            f"{words}；两期要接得上。上一期公开错了的，先更正上一期",
            self._form.opening,
            "opening",
        )
        return SumCheck(name, words, good=False)

    def _check_running(self, opening: int | None, entries: list[LedgerEntry]) -> None:
        """A column of running balances, if the clerk keeps one; the first wrong row says it."""
        if opening is None:
            return
        balance = opening
        lines = [(n, line) for n, line in enumerate(self._form.lines) if not line.is_blank]
        for (number, line), entry in zip(lines, entries, strict=True):
            balance += entry.received - entry.paid
            if not line.balance:
                continue
            try:
                written = read_amount(line.balance)
            except MoneyError:
                continue
            if written != balance:
                self._mark(
                    f"余额写的是 {format_yuan(written)}，算下来是 {format_yuan(balance)}；"
                    "从这一行起对不上，请看这一笔的金额和收支方向",
                    number,
                    "balance",
                    stop=False,
                )
                break


def _voucher(media: Media, summary: str) -> Media:
    """A voucher as it is read out: by the row it belongs to, as the row is called now."""
    page = _PAGE.search(media.alt)
    return msgspec.structs.replace(
        media, alt=f"凭证：{summary}"[:100] + (page[0] if page is not None else "")
    )
