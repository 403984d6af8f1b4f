"""Proof of publication as a workbook for an audit: sums first, then every stretch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from kiosk.center.fleet.proof import WORDS, Notice, Proof

_WIDTHS = (34, 14, 20, 20, 14, 20)


def write_xlsx(
    path: Path, notice: Notice, proofs: Sequence[Proof], name: Callable[[str], str]
) -> None:
    """Write the workbook; times are China's, lengths in hours.  OSError if it cannot be."""
    book = Workbook(write_only=True)
    sums = _sheet(book, "汇总")
    _head(sums, ["公开内容", notice.title, notice.item])
    sums.append(
        [
            "公示期" if notice.required else "公开时间",
            None,
            _local(notice.start),
            _local(notice.end),
        ]
    )
    sums.append([])
    _head(
        sums,
        ["终端", "接入码", "可见（小时）", "画面上没有（小时）", "没有画面（小时）", "可见比例"],
    )
    for proof in proofs:
        seen, absent, dark = (proof.total(what) for what in WORDS)
        whole = seen + absent + dark
        sums.append(
            [
                name(proof.terminal.division),
                proof.terminal.code,
                _hours(seen),
                _hours(absent),
                _hours(dark),
                f"{seen / whole:.1%}" if whole else "",
            ]
        )
    details = _sheet(book, "明细")
    _head(details, ["终端", "接入码", "起", "止", "小时", "情况"])
    for proof in proofs:
        for each in proof.stretches:
            details.append(
                [
                    name(proof.terminal.division),
                    proof.terminal.code,
                    _local(each.since),
                    _local(each.until),
                    _hours(each.length),
                    each.chinese + ("" if each.certain else "（时间没有核对过）"),
                ]
            )
    book.save(path)


def _sheet(book: Workbook, title: str) -> WriteOnlyWorksheet:
    sheet = book.create_sheet(title)
    assert isinstance(sheet, WriteOnlyWorksheet)
    for letter, width in zip("ABCDEF", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width  # type: ignore[attr-defined]
    return sheet


def _head(sheet: WriteOnlyWorksheet, words: Sequence[str]) -> None:
    cells = [WriteOnlyCell(sheet, value=word) for word in words]
    for cell in cells:
        cell.font = Font(bold=True)
    sheet.append(cells)


def _local(at: datetime) -> datetime:
    """A time as a workbook can hold it: without a zone."""
    return timezone.localtime(at).replace(tzinfo=None, microsecond=0)


def _hours(length: timedelta) -> float:
    return round(length.total_seconds() / 3600, 2)
