"""Checks that hold for every text, wherever it stands: personal data, characters, length."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from kiosk.affairs.masking import find_personal_data
from kiosk.center.folder.problems import Pen

TITLE_LIMIT = 80
"""Characters in a title: two lines in the list on the screen."""
SHORT_LIMIT = 60
"""Characters in a name, a unit, a place."""
CELL_LIMIT = 500
"""Characters in one cell of a table."""
PARAGRAPH_LIMIT = 5_000
BODY_LIMIT = 200_000
"""Characters in a whole body: a statute has 30,000."""
FILE_LIMIT = 4 * 2**20
"""Bytes of a text file."""

_DAY = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?")


def check_text(text: str, pen: Pen, *, row: int | None = None, column: str | None = None) -> None:
    """Mark personal data and characters that no other machine can show."""
    for finding in find_personal_data(text):
        pen.mark(
            f"有没有遮盖的{finding.secret}（{finding.masked}）。"
            "个人号码不能上公开栏，请删去，或者只留开头和末尾几位、中间用＊代替",
            row=row,
            column=column,
        )
    odd = next((c for c in text if _is_odd(c)), None)
    if odd is not None:
        name = f"U+{ord(odd):04X}"
        if unicodedata.category(odd) == "Co":
            message = f"有一个自造字（{name}），别的电脑和公开栏都显示不出来，请换成正式的字"
        else:
            message = f"有一个看不见的控制字符（{name}），请删去后重新输入这一段"
        pen.mark(message, row=row, column=column)


def check_length(
    text: str, limit: int, pen: Pen, *, row: int | None = None, column: str | None = None
) -> None:
    """Mark a text that is longer than the screen has room for."""
    if len(text) > limit:
        pen.mark(f"有 {len(text)} 个字，最多 {limit} 个字，请写短些", row=row, column=column)


def visible(text: str) -> str:
    """A text without the characters that nobody sees: alone they are no text."""
    return "".join(c for c in text if not _is_odd(c)).strip()


def _is_odd(character: str) -> bool:
    if character in "\n\r\t":
        return False
    return unicodedata.category(character) in {"Cc", "Cf", "Co", "Cs"}


def parse_day(text: str) -> date | None:
    """The day that a clerk wrote (2026-10-12, 2026.10.12, 2026年10月12日), or None."""
    found = _DAY.fullmatch(unicodedata.normalize("NFKC", text.strip()))
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def nearest(word: str, known: Iterable[str]) -> str:
    """``，是不是“标题”？`` when a known word looks like this one, else nothing."""
    found = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f"，是不是“{found[0]}”？" if found else ""


def read_text(path: Path, pen: Pen) -> str | None:
    """A text file as a clerk's editor leaves it: UTF-8, UTF-16 or GB 18030; None if neither."""
    try:
        if path.stat().st_size > FILE_LIMIT:
            pen.mark(f"文件超过 {FILE_LIMIT // 2**20} MB，不是一份正文")
            return None
        data = path.read_bytes()
    except OSError as error:
        pen.mark(f"打不开这个文件（{error.strerror}）")
        return None
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return text.replace("\r\n", "\n").replace("\r", "\n")
    pen.mark("不是文本文件，或者编码认不出来；请用记事本打开，另存为 UTF-8")
    return None
