"""A book-keeper's sheet of 400 rows: from the file to the checked ledger, and through the pages."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import openpyxl

from kiosk.affairs.period import parse_period
from kiosk.center.sheets.form import LedgerForm
from kiosk.center.sheets.ledger import check_ledger
from kiosk.center.sheets.reading import read_file
from tests.benchmarks.report import median, percentile, row

_ROWS = 400
_TIMES = 15
_PERIOD = parse_period("2026-10")


def main() -> int:
    """Title, merged heads, balances, a total and a private column, as such sheets are."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "收支明细.xlsx"
        _write(path)
        took = []
        for _ in range(_TIMES):
            start = time.perf_counter()
            form = read_file(path, _PERIOD, ledger=True).form
            assert isinstance(form, LedgerForm)
            found = check_ledger(form, _PERIOD, 10_000_000)
            took.append(time.perf_counter() - start)
            if found.ledger is None or len(found.ledger.entries) != _ROWS:
                return 1
    row(
        f"a sheet of {_ROWS} rows, file to checked ledger",
        f"{median(took) * 1000:.0f} ms",
        f"95 %: {percentile(took, 0.95) * 1000:.0f} ms",
        "",
        "aim: 1 s",
    )
    return _pages()


def _pages() -> int:
    """The same sheet as a browser brings it: sealed, read, kept, and shown on the page."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        from kiosk.center.opening import open_center

        open_center(feed=folder / "feed", data=folder / "data")
        from django.conf import settings
        from django.core.files.uploadedfile import SimpleUploadedFile

        from tests.support.cases import Hall
        from tests.support.gatehouse import Gatehouse
        from tests.support.writer import Writer

        hall = Hall()
        gatehouse = Gatehouse(hall, folder / "county")
        gatehouse.village.publish()
        settings.FEED = gatehouse.feed
        path = folder / "收支明细.xlsx"
        _write(path)
        writer = Writer(gatehouse, hall)
        writer.starts()
        brought, shown, saved = [], [], []
        for _ in range(_TIMES):
            file = SimpleUploadedFile(path.name, path.read_bytes())
            brought.append(_seconds(lambda file=file: writer.sends("bring", sheet=file)))
            shown.append(_seconds(writer.page))
            boxes = writer.boxes() | {"title": f"第{len(saved)}次"}
            saved.append(
                _seconds(lambda sent=boxes: writer.client.post(writer.place + "save", sent))
            )
        if len(writer.typed.ledger.lines) != _ROWS:
            return 1
    for what, took, aim in (
        ("bringing it: upload, seal, read, check, keep", brought, "aim: 1 s"),
        ("the page with all rows", shown, ""),
        ("saving by itself", saved, ""),
    ):
        middle, slow = median(took) * 1000, percentile(took, 0.95) * 1000
        row(what, f"{middle:.0f} ms", f"95 %: {slow:.0f} ms", "", aim)
    return 0


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _write(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(("柳河村2026年10月收支明细表",))
    sheet.append(("单位：元",))
    sheet.append(("日期", "凭证号", "摘要", "收款人", "银行卡号", "金额", None, None, "备注"))
    sheet.append((None, None, None, None, None, "收入", "支出", "余额", None))
    sheet.append((None, None, "上期结余", None, None, None, None, 100_000, None))
    balance, received, paid = 100_000.0, 0.0, 0.0
    for number in range(_ROWS):
        day = date(2026, 10, 1) + timedelta(days=number % 31)
        amount = 10 + number / 4
        income = number % 5 == 0
        received += amount if income else 0
        paid += 0 if income else amount
        balance += amount if income else -amount
        sheet.append(
            (
                day.strftime("%Y.%m.%d"),
                f"记-{number + 1}",
                f"第{number + 1}笔：水渠清淤人工和材料",
                "赵＊兰",
                "6222020000000000000",
                amount if income else None,
                None if income else f"{amount:,.2f}",
                balance,
                None,
            )
        )
    sheet.append((None, None, "本月合计", None, None, received, paid, balance, None))
    sheet.append(("制表人：赵＊兰",))
    for merge in ("A1:I1", "F3:H3", *(f"{c}3:{c}4" for c in "ABCDEI")):
        sheet.merge_cells(merge)
    book.save(path)


if __name__ == "__main__":
    sys.exit(main())
