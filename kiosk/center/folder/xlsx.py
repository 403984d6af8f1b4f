"""What an .xlsx file carries besides its values: macros, links out, formulas, hidden cells.

calamine gives the values and hides all this.  The package is a zip of XML; we look at its
names and at the one sheet that is read.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

from kiosk.center.folder.problems import Pen

_UNPACKED_LIMIT = 64 * 2**20
"""Bytes of all parts unpacked: a clerk's sheet has one hundredth of it."""
_CELLS_LIMIT = 10**6
"""Cells of the rectangle around all that is filled: calamine takes room for each of them, and
one forgotten blank in the last corner of a sheet would be 17 thousand million."""
_CHUNK = 2**20
_COLUMNS_SEEN = 60
UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, KeyError)
"""What a package that is broken, encrypted or packed in a strange way raises when it is read."""
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_CELL = re.compile(r"([A-Z]+)(\d+)")


def check_parts(path: Path, pen: Pen, *, links: bool = True) -> bool:
    """Mark macros, zip bombs and, with ``links``, links out; False if it must not be read on."""
    try:
        with zipfile.ZipFile(path) as package:
            names = [info.filename for info in package.infolist()]
            if sum(info.file_size for info in package.infolist()) > _UNPACKED_LIMIT:
                pen.mark("表格解开以后太大，不收；请删去里面的图片和多余的格式")
                return False
            if _has_macros(package, names):
                pen.mark("表格里带有宏，不能收；请另存为普通的 .xlsx")
                return False
            far = next(_far_cells(package), None)
            if far is not None:
                pen.mark(
                    f"表格里离开头很远的 {far} 格还有内容（也许只是一个空格）；"
                    "请选中账目下面和右边的行、列，删掉后保存"
                )
                return False
            good = True
            if not links:
                return good
            if any(n.startswith("xl/externalLinks/") for n in names):
                pen.mark("表格里有指向其他文件的链接，数字可能和看到的不一样；请“断开链接”后再保存")
                good = False
            for name in names:
                if name.startswith("xl/worksheets/_rels/") and _links_out(read_part(package, name)):
                    pen.mark("表格里有超链接，不能收；请“取消超链接”后再保存")
                    good = False
                    break
    except (*UNREADABLE, ValueError):
        pen.mark("不是能读的 Excel 表格，或者文件已经损坏")
        return False
    return good


def _has_macros(package: zipfile.ZipFile, names: list[str]) -> bool:
    if any(n.lower().endswith("vbaproject.bin") or "/macrosheets/" in n for n in names):
        return True
    types = read_part(package, "[Content_Types].xml") if "[Content_Types].xml" in names else b""
    return b"macroEnabled" in types


def _far_cells(package: zipfile.ZipFile) -> Iterator[str]:
    """The last corner, such as XFD1048576, of each sheet whose filled cells lie too far apart."""
    for info in package.infolist():
        data = read_part(package, info.filename) if not info.is_dir() else b""
        if b"sheetData" not in data:  # whatever its name: a workbook may call a sheet anything
            continue
        filled = _Filled()
        try:
            ET.XMLParser(target=filled).feed(data)  # noqa: S314 - refuses document types
        except ET.ParseError as error:
            raise ValueError(str(error)) from error
        if filled.area > _CELLS_LIMIT:
            yield filled.corner


class _Filled:
    """The rectangle around what is filled in a sheet.

    A target of an XML parser: a tree of a million cells would be the bomb itself.
    """

    def __init__(self) -> None:
        self._row = self._column = -1
        self._top = self._left = 2**62
        self._bottom = self._right = -1

    def start(self, tag: str, attrs: dict[str, str]) -> None:
        """A row, a cell at its place or after the one before, or what stands in it."""
        match tag.rpartition("}")[2]:
            case "row":
                self._row, self._column = int(attrs.get("r", self._row + 2)) - 1, -1
            case "c":
                place = _CELL.fullmatch(attrs.get("r", ""))
                self._column = _index(place[1]) if place else self._column + 1
                self._row = int(place[2]) - 1 if place else self._row
            case "v" | "is" | "f":
                self._top, self._bottom = min(self._top, self._row), max(self._bottom, self._row)
                self._left = min(self._left, self._column)
                self._right = max(self._right, self._column)
            case _:
                pass

    def doctype(self, *_: object) -> None:
        """Entities are how small files grow large."""
        raise ValueError("document type")

    @property
    def area(self) -> int:
        """How many cells lie in the rectangle; 0 where nothing is filled."""
        if self._bottom < 0:
            return 0
        return (self._bottom - self._top + 1) * (self._right - self._left + 1)

    @property
    def corner(self) -> str:
        """The name of its last cell."""
        return f"{letter(self._right)}{self._bottom + 1}"


def read_part(package: zipfile.ZipFile, name: str) -> bytes:
    """A part of a package, never more than it says it has.

    `ZipFile.read` unpacks everything first and only then sees that the size was a lie.
    """
    with package.open(name) as part:
        return b"".join(iter(lambda: part.read(_CHUNK), b""))


def _links_out(rels: bytes) -> bool:
    return any(r.get("TargetMode") == "External" for r in _parse(rels))


def _parse(data: bytes) -> ET.Element:
    """XML without a document type: entities are how small files grow large."""
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise ValueError("document type")
    try:
        return ET.fromstring(data)  # noqa: S314 - no document type, size is bounded above
    except ET.ParseError as error:
        raise ValueError(str(error)) from error


class Oddity(NamedTuple):
    """Something that a clerk does not see, at a row and a column that count from 0."""

    row: int | None
    column: int | None
    message: str


def odd_cells(path: Path, sheet: str) -> list[Oddity]:
    """Formulas without a result, errors, and hidden rows and columns of one sheet.

    Raises ValueError, KeyError or zipfile.BadZipFile if the package is not what it should be.
    """
    with zipfile.ZipFile(path) as package:
        data = read_part(package, _part_of(package, sheet))
    if not any(word in data for word in (b"<f", b"hidden=", b't="e"', b":f")):
        return []
    root = _parse(data)
    found = []
    for column in _each(root, "col"):
        first = int(column.get("min", "1")) - 1
        if column.get("hidden") in {"1", "true"} and first < _COLUMNS_SEEN:
            message = "有隐藏的列，里面的内容也会被公开；请取消隐藏，或者删掉这一列"
            found.append(Oddity(None, first, message))
    for row in _each(root, "row"):
        if row.get("hidden") in {"1", "true"} and len(row):
            message = "有隐藏（或被筛选掉）的行，里面的内容也会被公开；请取消隐藏，或者删掉这一行"
            found.append(Oddity(int(row.get("r", "1")) - 1, None, message))
    for cell in _each(root, "c"):
        place = _CELL.fullmatch(cell.get("r", ""))
        message = _odd_cell(cell)
        if message and place:
            found.append(Oddity(int(place[2]) - 1, _index(place[1]), message))
    return found


def _odd_cell(cell: ET.Element) -> str:
    value = _text_of(cell, "v")
    if cell.get("t") == "e":
        return f"这一格显示的是错误（{value}），请改正公式"
    if _has(cell, "f") and not value and cell.get("t") != "str":
        return "公式没有存下结果，读不出数字；请用 Excel 或 WPS 打开，保存一次，或者直接写数字"
    return ""


def _each(root: ET.Element, tag: str) -> Iterator[ET.Element]:
    yield from root.iter(_MAIN + tag)
    yield from root.iter(_STRICT + tag)


def _has(cell: ET.Element, tag: str) -> bool:
    return cell.find(_MAIN + tag) is not None or cell.find(_STRICT + tag) is not None


def _text_of(cell: ET.Element, tag: str) -> str:
    return (cell.findtext(_MAIN + tag) or cell.findtext(_STRICT + tag) or "").strip()


def _part_of(package: zipfile.ZipFile, sheet: str) -> str:
    """The path of a sheet inside the package; KeyError if it has none."""
    book = _parse(read_part(package, "xl/workbook.xml"))
    rels = _parse(read_part(package, "xl/_rels/workbook.xml.rels"))
    targets = {r.get("Id"): r.get("Target", "") for r in rels}
    for each in _each(book, "sheet"):
        if each.get("name") == sheet:
            link = next((v for k, v in each.attrib.items() if k.endswith("}id")), None)
            return posixpath.normpath(posixpath.join("/xl", targets[link])).lstrip("/")
    raise KeyError(sheet)


def _index(letters: str) -> int:
    number = 0
    for each in letters:
        number = number * 26 + ord(each) - ord("A") + 1
    return number - 1


def letter(column: int) -> str:
    """The letter over a column: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
