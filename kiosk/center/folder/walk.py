"""Which files an authored folder holds, and which may not be in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from kiosk.affairs.masking import find_personal_data
from kiosk.center.folder.pictures import MEDIA_ENDINGS
from kiosk.center.folder.problems import Pen
from kiosk.center.folder.recordings import RECORDING_ENDINGS

SHEET_ENDINGS = frozenset({".xlsx", ".xls"})
_KNOWN_TOP = frozenset({"county.yaml", "rules.yaml", "gates.yaml", "cases.yaml", "catalogues"})
_CODE = re.compile(r"\d{12}(?!\d)")
_JUNK = re.compile(r"^(\.|~\$|Thumbs\.db$|desktop\.ini$|__MACOSX$)", re.IGNORECASE)
_README = re.compile(r"^(README|说明|读我)\.(md|txt)$", re.IGNORECASE)

_MACROS = "带宏的表格不能收；请另存为 .xlsx（不启用宏）"
_TABLES = "不收这种表格；请用 WPS 或 Excel 打开，另存为 .xlsx"
_WORDS = "不收 Word 文件；文字请写进 .md，盖章的原件请另存为 PDF"
_REFUSED = {
    **dict.fromkeys((".xlsm", ".xltm", ".xlam", ".xlsb"), _MACROS),
    **dict.fromkeys((".et", ".ods", ".csv"), _TABLES),
    **dict.fromkeys((".doc", ".docx", ".wps"), _WORDS),
}


class ItemFiles(NamedTuple):
    """The files of one disclosure; ``media`` by their path inside the item's folder."""

    name: str
    division: str
    card: Path
    sheets: list[Path]
    media: dict[str, Path]


class Walker:
    """Finds every item of a county folder and marks every file that does not belong."""

    def __init__(self, folder: Path, pen: Pen) -> None:
        self._folder = folder
        self._pen = pen

    def relative(self, path: Path) -> str:
        """A path as problems name it: inside the county folder, with forward slashes."""
        return path.relative_to(self._folder).as_posix()

    def _mark(self, path: Path, message: str) -> None:
        self._pen.on(self.relative(path)).mark(message)

    def _children(self, folder: Path) -> list[Path]:
        """What lies in a folder, without the litter of desktops; symlinks are marked."""
        found = []
        try:
            paths = sorted(folder.iterdir())
        except OSError as error:
            self._mark(folder, f"打不开这个文件夹（{error.strerror}）")
            return []
        for path in paths:
            if _JUNK.match(path.name):
                continue
            if path.is_symlink():
                self._mark(path, "是一个链接（快捷方式），不收；请把文件本身放进来")
                continue
            for finding in find_personal_data(path.name):
                self._mark(
                    path, f"文件名里有没有遮盖的{finding.secret}（{finding.masked}），请改名"
                )
            found.append(path)
        return found

    def items(self) -> Iterator[ItemFiles]:
        """Every item below every folder that is named after a division."""
        for path in self._children(self._folder):
            if path.name in _KNOWN_TOP or _README.match(path.name):
                continue
            code = _CODE.match(path.name)
            if not path.is_dir():
                self._mark(
                    path,
                    "不认识的文件；县文件夹里只放 county.yaml、rules.yaml、gates.yaml、cases.yaml"
                    " 和各单位的文件夹",
                )
            elif code is None:
                self._mark(path, "文件夹的名字要以12位区划代码开头，例如 990101101201-柳河村")
            else:
                yield from self._division(path, code[0])

    def _division(self, folder: Path, code: str) -> Iterator[ItemFiles]:
        for path in self._children(folder):
            if path.is_dir():
                item = self._item(path, code)
                if item is not None:
                    yield item
            elif path.suffix.lower() == ".md":
                yield ItemFiles(self.relative(path), code, path, [], {})
            else:
                self._mark(
                    path,
                    "单位文件夹里只放 .md 文件和各件的文件夹；"
                    "表格和图片要和它的 .md 放在一个文件夹里",
                )

    def _item(self, folder: Path, code: str) -> ItemFiles | None:
        cards: list[Path] = []
        sheets: list[Path] = []
        media: dict[str, Path] = {}
        before = len(self._pen)
        for path in self._files(folder):
            ending = path.suffix.lower()
            if ending == ".md":
                cards.append(path)
            elif ending in SHEET_ENDINGS:
                sheets.append(path)
            elif ending in MEDIA_ENDINGS | RECORDING_ENDINGS:
                media[path.relative_to(folder).as_posix()] = path
            else:
                known = "只收 .md、.xlsx、.xls、图片、PDF 和录音（.mp3、.ogg）"
                other = f"用不上的文件（{ending or '没有扩展名'}）；{known}"
                self._mark(path, _REFUSED.get(ending, other))
        if len(cards) == 1:
            return ItemFiles(self.relative(folder), code, cards[0], sheets, media)
        if not cards and len(self._pen) == before and not sheets and not media:
            self._mark(folder, "是空文件夹，请删掉，或者放进一个 .md 文件")
        elif not cards:
            self._mark(folder, "里面没有 .md 文件，不知道这是什么；请加一个 说明.md，写上卡片")
        else:
            names = "、".join(c.name for c in cards)
            self._mark(folder, f"里面有 {len(cards)} 个 .md 文件（{names}），只能有一个")
        return None

    def _files(self, folder: Path) -> Iterator[Path]:
        for path in self._children(folder):
            if path.is_dir():
                yield from self._files(path)
            elif path.is_file():
                yield path
            else:
                self._mark(path, "不是普通文件，不收")
