"""Workbooks as clerks keep them, written row by row."""

from __future__ import annotations

import openpyxl
import pytest
import xlwt

from kiosk.affairs.period import parse_period

OCTOBER = parse_period("2026-10")
HEADS = ("日期", "摘要", "收入", "支出", "余额")


class Books:
    """Writes .xlsx and .xls files into a folder."""

    def __init__(self, folder):
        self.folder = folder

    def xlsx(self, *rows, merges=(), name="Sheet1", file="账.xlsx", **others):
        """A workbook of one sheet; ``others`` are more sheets by name."""
        book = openpyxl.Workbook()
        book.active.title = name
        for row in rows:
            book.active.append(row)
        for merge in merges:
            book.active.merge_cells(merge)
        for title, more in others.items():
            sheet = book.create_sheet(title)
            for row in more:
                sheet.append(row)
        path = self.folder / file
        book.save(path)
        return path

    def xls(self, *rows, merges=()):
        """An old workbook; a merge is (top, bottom, left, right, value) from 0."""
        book = xlwt.Workbook()
        sheet = book.add_sheet("Sheet1")
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if value is not None:
                    sheet.write(r, c, value)
        for merge in merges:
            sheet.write_merge(*merge)
        path = self.folder / "账.xls"
        book.save(str(path))
        return path


@pytest.fixture
def books(tmp_path):
    return Books(tmp_path)
