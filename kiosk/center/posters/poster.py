"""A poster as PDF: one big code, plain words, and a number for those who cannot scan.

Everything is measured in millimetres on A4; A3 is the same, larger by the root of two.
"""

from __future__ import annotations

from contextlib import closing
from datetime import date

import msgspec
from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.fonts import TTFFont

from kiosk.affairs.deadline import chinese_day
from kiosk.center.posters.face import face
from kiosk.center.posters.size import Size
from kiosk.feed.code import Code, Purpose, address, modules, number_of, subject_of

_WIDTH, _HEIGHT = 210.0, 297.0
_POINTS = 72 / 25.4
_MARGIN = 16.0
_BAND = 74.0
_CODE = 122.0
_QUIET = 4
"""Modules of white around a code (ISO/IEC 18004)."""

_GREEN, _INK, _SOFT, _WHITE = (37, 86, 58), (27, 36, 33), (65, 76, 71), (255, 255, 255)
_NO_LINE_START = "，。、；：！？）》”』」…—％"
_NO_LINE_END = "（《“『「"
_PROMISES = ("可以不留姓名", "每一件都有编号、有期限", "反映村干部的，不经过村里")


class PosterError(Exception):
    """The poster cannot be made.  The message is Chinese."""


class Poster(msgspec.Struct, frozen=True, kw_only=True):
    """What stands on it.

    ``place`` is the division with its township; ``title`` that of the disclosure, '' for the
    whole division; ``base`` the center's address for phones; ``day`` when it was made.
    """

    place: str
    division: str
    item: str = ""
    title: str = ""
    base: str
    day: date
    sample: bool = False

    @property
    def subject(self) -> bytes:
        """What its code is about."""
        return subject_of(self.division, self.item)

    @property
    def address(self) -> str:
        """What its code says; CodeError for an unfit ``base``."""
        return address(self.base, Code(purpose=Purpose.TAKE, subject=self.subject))

    @property
    def number(self) -> str:
        """The 8 digits."""
        return number_of(self.subject)

    @property
    def short_address(self) -> str:
        """Where the digits are typed."""
        return f"{self.base.partition('://')[2].strip('/').lower()}/n"


def poster_pdf(poster: Poster, size: Size) -> bytes:
    """The poster on one page.  Raises CodeError or FaceMissingError."""
    with closing(_Sheet(size)) as sheet:
        return sheet.draw(poster)


class _Sheet:
    """One page and a pencil."""

    def __init__(self, size: Size) -> None:
        self._scale = size.scale
        self._pdf = FPDF(unit="mm", format=size.value)
        self._pdf.set_auto_page_break(False)
        self._pdf.set_margin(0)
        self._pdf.add_page()
        for style, weight in (("", "Regular"), ("B", "Bold")):
            found = face(weight)
            self._pdf.add_font("face", style, str(found.path), collection_font_number=found.member)

    def close(self) -> None:
        """Close the font files, which fpdf2 leaves open."""
        for font in self._pdf.fonts.values():
            if isinstance(font, TTFFont):
                font.ttfont.close()

    def draw(self, poster: Poster) -> bytes:
        self._pdf.set_title(f"{poster.title or poster.place} 公开栏海报")
        self._pdf.set_lang("zh-Hans")
        self._box(0, 0, _WIDTH, _BAND, _GREEN)
        self._heading(poster)
        self._words("微信扫一扫", 81, 13, bold=True)
        invitation = "看这一件，有疑问就说" if poster.title else "看账目、看通知、提意见"
        self._words(invitation, 97, 8, colour=_SOFT)
        self._code(modules(poster.address), 99)
        self._words("不会扫码？手机上网打开", 219, 6.4, colour=_SOFT)
        self._words(poster.short_address, 227, 8.4, bold=True)
        number = f"{poster.number[:4]} {poster.number[4:]}"
        self._words(f"再输入  {number}", 239, 12, bold=True)
        self._promises(259)
        notice = "示例数据，内容是虚构的。" if poster.sample else ""
        made = f"{notice}印制日期：{chinese_day(poster.day)}"
        self._words(made, 286, 4.2, colour=_SOFT)
        return bytes(self._pdf.output())

    def _heading(self, poster: Poster) -> None:
        if not poster.title:
            self._words(poster.place, 13, 13, colour=_WHITE)
            self._words("公开栏 手机看", 34, 22, bold=True, colour=_WHITE)
            return
        self._words(f"{poster.place}公开栏", 9, 9, colour=_WHITE)
        for height in (15.0, 13.0, 11.0, 9.5):
            lines = self._lines(poster.title, height)
            if len(lines) * height * 1.35 <= _BAND - 26:
                break
        lines = lines[: int((_BAND - 26) / (height * 1.35))]
        top = 22 + (_BAND - 26 - len(lines) * height * 1.35) / 2
        for index, line in enumerate(lines):
            self._words(line, top + index * height * 1.35, height, bold=True, colour=_WHITE)

    def _promises(self, top: float) -> None:
        self._box(_MARGIN, top, _WIDTH - 2 * _MARGIN, 0.4, _SOFT)
        for index, promise in enumerate(_PROMISES):
            self._words(promise, top + 2.6 + 8 * index, 5.6)

    def _code(self, dark: list[list[bool]], top: float) -> None:
        """The modules as rectangles: sharp at every size."""
        side = _CODE / (len(dark) + 2 * _QUIET)
        left = (_WIDTH - _CODE) / 2 + _QUIET * side
        for y, line in enumerate(dark):
            for first, count in _runs(line):
                self._box(
                    left + first * side, top + (y + _QUIET) * side, count * side, side, (0, 0, 0)
                )

    def _lines(self, text: str, height: float) -> list[str]:
        """The text broken between the margins into lines of about one length."""
        self._set(height, bold=True, colour=_WHITE)
        room = (_WIDTH - 2 * _MARGIN) * self._scale
        count = len(self._broken(text, room))
        even = self._pdf.get_string_width(text) / count
        while even < room and len(self._broken(text, even)) > count:
            even += height * self._scale / 4
        return self._broken(text, min(even, room))

    def _broken(self, text: str, room: float) -> list[str]:
        """No line begins with a closing sign or ends with an opening one."""
        lines = [""]
        for char in text:
            if self._pdf.get_string_width(lines[-1] + char) > room and char not in _NO_LINE_START:
                opening = lines[-1][-1:] if lines[-1][-1:] in _NO_LINE_END else ""
                lines[-1] = lines[-1].removesuffix(opening)
                lines.append(opening)
            lines[-1] += char
        return [line for line in lines if line]

    def _words(
        self,
        text: str,
        top: float,
        height: float,
        *,
        bold: bool = False,
        colour: tuple[int, int, int] = _INK,
    ) -> None:
        """One centred line; smaller where it would not fit the width."""
        self._set(height, bold=bold, colour=colour)
        room = (_WIDTH - _MARGIN) * self._scale
        wide = self._pdf.get_string_width(text)
        if wide > room:
            self._set(height * room / wide, bold=bold, colour=colour)
        self._pdf.set_xy(0, top * self._scale)
        self._pdf.cell(
            _WIDTH * self._scale,
            height * 1.2 * self._scale,
            text,
            align="C",
            new_x=XPos.LMARGIN,
            new_y=YPos.NEXT,
        )

    def _set(self, height: float, *, bold: bool, colour: tuple[int, int, int]) -> None:
        self._pdf.set_font("face", "B" if bold else "", height * self._scale * _POINTS)
        self._pdf.set_text_color(*colour)

    def _box(
        self, left: float, top: float, width: float, height: float, colour: tuple[int, int, int]
    ) -> None:
        scale = self._scale
        self._pdf.set_fill_color(*colour)
        self._pdf.rect(left * scale, top * scale, width * scale, height * scale, style="F")


def _runs(line: list[bool]) -> list[tuple[int, int]]:
    """Where dark modules begin, and how many there are side by side."""
    found: list[tuple[int, int]] = []
    for index, module in enumerate(line):
        if module and index and line[index - 1]:
            first, count = found[-1]
            found[-1] = first, count + 1
        elif module:
            found.append((index, 1))
    return found
