"""The files that lie beside a card, and the pictures that come out of them.

A name in a card, a sheet or a body is only ever looked up in this list: nothing outside the
item's own folder can be reached, whatever the name says.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

import msgspec

from kiosk.affairs.media import Media
from kiosk.center.folder.media import Converted
from kiosk.center.folder.problems import Pen
from kiosk.center.folder.recordings import RECORDING_ENDINGS
from kiosk.center.folder.text import check_length, check_text, nearest

ALT_LIMIT = 120


class Shelf:
    """The pictures and PDFs of one item by their path inside it (``凭证/001.png``)."""

    def __init__(self, files: Mapping[str, Path], converted: Mapping[Path, Converted]) -> None:
        self._files = {_fold(name): path for name, path in files.items()}
        self._names = {_fold(name): name for name in files}
        self._converted = converted
        self.blobs: dict[str, Path] = {}
        """The local file of every picture that was asked for, by digest."""

    def names(self) -> list[str]:
        """The paths of all pictures and PDFs, as people sort them: 2.jpg before 10.jpg."""
        return sorted((n for n in self._names.values() if not _is_recording(n)), key=_natural)

    def recordings(self) -> list[str]:
        """The paths of all recordings, sorted in the same way."""
        return sorted((n for n in self._names.values() if _is_recording(n)), key=_natural)

    def recording(self, name: str, alt: str) -> Media | None:
        """A recording by its path; None where the file itself is bad, which is marked there."""
        found = self._converted.get(self._files[_fold(name)])
        if found is None or not found.pages:
            return None
        self.blobs.update(found.blobs)
        return msgspec.structs.replace(found.pages[0], alt=alt)

    def find(self, name: str, folder: str = "") -> str | None:
        """The path that a clerk means by a name: with or without folder and ending, 1 for 001."""
        wanted = _fold(name.strip().replace("\\", "/").removeprefix("./"))
        if not wanted:
            return None
        candidates = [wanted, f"{folder}/{wanted}"] if folder else [wanted]
        for candidate in candidates:
            if candidate in self._files:
                return self._names[candidate]
        for same in (_same_name, _same_stem, _same_number):
            found = [n for n in self._files if same(n, wanted)]
            inside = [n for n in found if folder and n.startswith(f"{folder}/")]
            if len(inside or found) == 1:
                return self._names[(inside or found)[0]]
        return None

    def pictures(  # noqa: PLR0913 - where to look, and where to mark
        self,
        name: str,
        alt: str,
        pen: Pen,
        *,
        folder: str = "",
        row: int | None = None,
        column: str | None = None,
    ) -> tuple[Media, ...]:
        """Every page of a picture or PDF; empty, with a mark, if there is none to show."""
        path = self.find(name, folder)
        if path is None:
            why = "不能指到这个文件夹外面" if ".." in name else "文件夹里没有这个文件"
            hint = nearest(name, self._names.values())
            pen.mark(f"找不到“{name}”：{why}{hint}", row=row, column=column)
            return ()
        if _is_recording(path):
            pen.mark(f"“{name}”是录音，不是图片", row=row, column=column)
            return ()
        check_text(alt, pen, row=row, column=column)
        check_length(alt, ALT_LIMIT, pen, row=row, column=column)
        found = self._converted.get(self._files[_fold(path)])
        if found is None or not found.pages:
            return ()  # what is wrong with the file itself is marked at the file
        self.blobs.update(found.blobs)
        if len(found.pages) == 1:
            return (msgspec.structs.replace(found.pages[0], alt=alt),)
        return tuple(
            msgspec.structs.replace(page, alt=f"{alt}（第{number}页）")
            for number, page in enumerate(found.pages, 1)
        )


def _is_recording(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() in RECORDING_ENDINGS


def _fold(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _stem(name: str) -> str:
    return PurePosixPath(name).stem


def _same_name(path: str, wanted: str) -> bool:
    return PurePosixPath(path).name == wanted


def _same_stem(path: str, wanted: str) -> bool:
    return _stem(path) == wanted or str(PurePosixPath(path).with_suffix("")) == wanted


def _same_number(path: str, wanted: str) -> bool:
    """Whether 1 (as a spreadsheet keeps it) stands for 001.png."""
    stem = _stem(path)
    return stem.isdecimal() and wanted.isdecimal() and int(stem) == int(wanted)


def _natural(name: str) -> list[tuple[int, int, str]]:
    parts: list[tuple[int, int, str]] = []
    digits = ""
    for character in f"{name}\0":
        if character.isdecimal():
            digits += character
            continue
        if digits:
            parts.append((0, int(digits), ""))
            digits = ""
        parts.append((1, 0, character))
    return parts
