"""Small files that would grow large, and broken ones: refused with a sentence."""

from __future__ import annotations

import io
import struct
import zipfile

import openpyxl
import pytest

from kiosk.affairs.period import parse_period
from kiosk.center.sheets.docx import read_docx
from kiosk.center.sheets.fault import SheetError
from kiosk.center.sheets.reading import read_file
from tests.center.sheets.docx_file import paragraph, write_docx

QUARTER = parse_period("2026-Q3")
HEADS = ("日期", "摘要", "收入", "支出")


def with_far_cell(path, cell):
    """A ledger of one row, and a forgotten blank far away."""
    book = openpyxl.Workbook()
    for row in (HEADS, ("2026-07-03", "电费", None, 20)):
        book.active.append(row)
    book.active[cell] = " "
    book.save(path)
    return path


@pytest.mark.parametrize("cell", ["XFD1048576", "CZ400000"])
def test_a_forgotten_blank_in_the_last_corner_takes_no_memory_and_is_named(tmp_path, cell):
    path = with_far_cell(tmp_path / "账.xlsx", cell)
    with pytest.raises(SheetError, match=cell):
        read_file(path, QUARTER, ledger=True)


def test_a_forgotten_blank_in_the_last_corner_of_an_old_workbook_is_refused(books):
    rows = [[*HEADS], *[[] for _ in range(65_534)], [*[None] * 255, " "]]
    with pytest.raises(SheetError, match="很远的格子"):
        read_file(books.xls(*rows), QUARTER, ledger=True)


def test_a_blank_not_far_away_is_no_reason_to_refuse_a_ledger(tmp_path):
    reading = read_file(with_far_cell(tmp_path / "账.xlsx", "K900"), QUARTER, ledger=True)
    assert len(reading.form.lines) == 1


def lying(path, part):
    """Say of a part of a package that it is small, and let it unpack to much more."""
    with zipfile.ZipFile(path) as package:
        parts = {n: package.read(n) for n in package.namelist()}
    parts[part] = parts[part].replace(b"</", b" " * 2**22 + b"</", 1)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    data = bytearray(out.getvalue())
    at = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02"))
    while data[at + 46 : at + 46 + len(part)] != part.encode():
        at = data.index(b"PK\x01\x02", at + 4)
    data[at + 24 : at + 28] = struct.pack("<I", 1_000)
    path.write_bytes(bytes(data))
    return path


def test_a_sheet_that_lies_about_its_size_is_refused(tmp_path):
    path = lying(with_far_cell(tmp_path / "账.xlsx", "K9"), "xl/worksheets/sheet1.xml")
    with pytest.raises(SheetError, match="损坏"):
        read_file(path, QUARTER, ledger=True)


def test_a_document_that_lies_about_its_size_is_refused(tmp_path):
    path = write_docx(tmp_path / "通知.docx", paragraph("通知"))
    with pytest.raises(SheetError, match="损坏"):
        read_docx(lying(path, "word/document.xml"))


@pytest.mark.parametrize("part", ["[Content_Types].xml", "xl/worksheets/sheet1.xml"])
def test_a_sheet_whose_packing_is_broken_is_refused(tmp_path, part):
    path = with_far_cell(tmp_path / "账.xlsx", "K9")
    with zipfile.ZipFile(path) as package:
        at = package.getinfo(part).header_offset
    data = bytearray(path.read_bytes())
    start = at + 30 + sum(struct.unpack_from("<HH", data, at + 26))
    data[start : start + 8] = b"\xff" * 8
    path.write_bytes(bytes(data))
    with pytest.raises(SheetError, match="损坏"):
        read_file(path, QUARTER, ledger=True)
