"""A .docx as the plain text that a body is written in, its pictures beside it.

mammoth keeps what the text means and forgets how it looks.  Its HTML becomes the same few
marks that a body in a folder has (``#``, ``-``, ``|``, ``![]()``), so that the clerk can go on
writing in it and one reader checks all of them.
"""

from __future__ import annotations

import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import mammoth
import msgspec

from kiosk.center.folder.xlsx import UNREADABLE, read_part
from kiosk.center.sheets.fault import SheetError
from kiosk.center.sheets.marks import plain

_UNPACKED_LIMIT = 64 * 2**20
_BYTES = 30 * 2**20
_PICTURES = 60
_ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif", "image/webp": ".webp",
            "image/bmp": ".bmp", "image/tiff": ".tif"}  # fmt: skip


class WordText(msgspec.Struct, frozen=True):
    """The text of a document, its pictures by the names that it calls them, and notes."""

    text: str
    pictures: dict[str, bytes]
    notes: tuple[str, ...] = ()


def read_docx(path: Path) -> WordText:
    """The words, lists, small tables and pictures of a .docx; SheetError if it is none."""
    _check_package(path)
    pictures: dict[str, bytes] = {}
    odd: list[str] = []

    def keep(image: Any) -> dict[str, str]:
        ending = _ENDINGS.get(image.content_type)
        if ending is None or len(pictures) >= _PICTURES:
            odd.append(image.content_type)
            return {"src": ""}
        name = f"图{len(pictures) + 1}{ending}"
        with image.open() as data:
            pictures[name] = data.read()
        return {"src": name}

    try:
        with path.open("rb") as file:
            result = mammoth.convert_to_html(
                file,
                convert_image=mammoth.images.img_element(keep),
                include_embedded_style_map=False,
                style_map="p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => h2:fresh",
            )
    except Exception as error:
        # mammoth raises whatever the broken part makes it raise
        raise SheetError(
            "不是能读的 Word 文档，或者文件已经损坏；请用 Word 或 WPS 打开，另存为 .docx"
        ) from error
    writer = _Writer()
    writer.feed(result.value)
    writer.close()
    notes = []
    if odd:
        notes.append(f"有 {len(odd)} 张图读不了（{odd[0].rpartition('/')[2]}），请另外拍照加进来")
    if writer.deep_tables:
        notes.append("表格里套的表格只留下了文字")
    text = re.sub(r"\n{3,}", "\n\n", writer.text).strip()
    if not text:
        raise SheetError("文档里没有文字；是扫描件的话，请用“扫描件”")
    return WordText(text + "\n", pictures, tuple(notes))


def _check_package(path: Path) -> None:
    if path.stat().st_size > _BYTES:
        raise SheetError(f"文档超过 {_BYTES // 2**20} MB，请先压缩里面的图片")
    with path.open("rb") as file:
        if file.read(4) == b"\xd0\xcf\x11\xe0":
            raise SheetError("是旧格式的 .doc，读不了；请用 Word 或 WPS 打开，另存为 .docx")
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
            if sum(p.file_size for p in parts) > _UNPACKED_LIMIT:
                raise SheetError("文档解开以后太大，不收；请先压缩里面的图片")
            names = {p.filename for p in parts}
            if "word/document.xml" not in names:
                raise SheetError("不是 Word 文档（.docx）")
            for name in names:
                start = read_part(package, name)[:4096]  # every part: sizes may be lies
                if name.endswith((".xml", ".rels")) and b"<!DOCTYPE" in start:
                    raise SheetError("文档内部的格式不对，请另存为新的 .docx")
    except UNREADABLE as error:
        raise SheetError("不是能读的 Word 文档（.docx），或者文件已经损坏") from error


class _Writer(HTMLParser):
    """mammoth's few tags as marks."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.deep_tables = False
        self._line = ""
        self._lists: list[list[Any]] = []
        self._tables = 0
        self._row: list[str] = []
        self._rows: list[list[str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        match tag:
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                self._flush()
                self._line = "#" * min(int(tag[1]), 3) + " "
            case "ul" | "ol":
                self._flush()
                self._lists.append([tag, 0])
            case "li":
                self._flush()
                own: list[Any] = self._lists[-1] if self._lists else ["ul", 0]
                own[1] += 1
                mark = f"{own[1]}." if own[0] == "ol" else "-"
                self._line = "   " * (len(self._lists) - 1) + mark + " "
            case "strong" | "b" if not self._tables:
                self._line += "**"
            case "br":
                self._line += " " if self._tables else "\n"
            case "img":
                self._picture(dict(attrs))
            case "table":
                self._flush()
                self._tables += 1
                self.deep_tables |= self._tables > 1
            case "tr" if self._tables == 1:
                self._row = []
            case "td" | "th" if self._tables == 1:
                self._line = ""
            case _:
                pass

    def handle_endtag(self, tag: str) -> None:
        match tag:
            case "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "li":
                if self._tables:
                    self._line += " "
                else:
                    self._flush()
            case "ul" | "ol":
                self._flush()
                if self._lists:
                    self._lists.pop()
            case "strong" | "b" if not self._tables:
                self._close_strong()
            case "td" | "th" if self._tables == 1:
                self._row.append(" ".join(self._line.split()))
                self._line = ""
            case "tr" if self._tables == 1:
                self._rows.append(self._row)
            case "table":
                self._tables -= 1
                if not self._tables:
                    self._grid()
            case _:
                pass

    def handle_data(self, data: str) -> None:
        self._line += plain(data.replace("\xa0", " "), starts_line=not self._line.strip())

    def _close_strong(self) -> None:
        """``**`` around nothing is nothing, and never beside a blank."""
        before, _, inside = self._line.rpartition("**")
        kept = inside.strip()
        self._line = f"{before}**{kept}**" if kept else before + inside

    def _picture(self, attrs: dict[str, str | None]) -> None:
        source = attrs.get("src")
        if not source or self._tables:
            return
        alt = re.sub(r"[\\`<\[\]|]", "", attrs.get("alt") or "") or "文中插图"
        self._line += f"![{alt}]({source})"

    def _flush(self) -> None:
        line = self._line.rstrip()
        if line.strip() and not re.fullmatch(r"\s*(#+|-|\d+\.)", line):
            self.text += line + "\n\n"
        self._line = ""

    def _grid(self) -> None:
        rows = [r for r in self._rows if any(r)]
        self._rows = []
        if not rows:
            return
        width = max(len(r) for r in rows)
        lines = ["| " + " | ".join(r + [""] * (width - len(r))) + " |" for r in rows]
        lines.insert(1, "|" + " --- |" * width)
        self.text += "\n".join(lines) + "\n\n"
