"""Scanned notices: a typed page with red head and seal, a little turned and grainy, as PDF."""

from __future__ import annotations

import io
import random
import re
import time
from datetime import date

from PIL import Image, ImageDraw, ImageFilter

from make_sample.draw import ink

_PAGE = (990, 1400)
"""A4 at 120 dots per inch."""
_WRITTEN = time.gmtime(1_767_225_600)
_OPENING = "（《“‘〔"
_CLOSING = "〕，。、；：？！）》”’"


def draw(*, office: str, number: str, title: str, body: list[str], day: date) -> bytes:
    """A notice with the head of ``office`` as PDF; ``body`` holds its paragraphs.

    An empty string is an empty line; a paragraph that starts with ``|`` is a row of a table.
    """
    chance = random.Random(f"{office}{title}")
    pages = _typeset(office, number, title, body, day)
    scans = [_worn(page, chance) for page in pages]
    out = io.BytesIO()
    scans[0].save(
        out,
        "PDF",
        save_all=True,
        append_images=scans[1:],
        resolution=120,
        quality=36,
        creationDate=_WRITTEN,
        modDate=_WRITTEN,
        producer="sample",
    )
    return out.getvalue()


def _typeset(office: str, number: str, title: str, body: list[str], day: date) -> list[Image.Image]:
    page, pen = _sheet()
    ink.text(
        pen, (495, 150), office, _fit(office, 56, 800), face="black", fill=ink.RED, anchor="mm"
    )
    ink.text(pen, (495, 232), number, 26, face="serif", anchor="mm")
    pen.line((110, 262, 880, 262), fill=ink.RED, width=4)
    y = 340
    for line in _wrap(title, 21):
        ink.text(pen, (495, y), line, 36, face="black", anchor="mm")
        y += 54
    y += 26
    pages = [page]
    for paragraph in body:
        table = paragraph.startswith("|")
        lines = [paragraph] if table else _wrap(_indent(paragraph), 27)
        for line in lines:
            if y > 1270:
                page, pen = _sheet()
                pages.append(page)
                y = 150
            if table:
                _row(pen, y, line)
            else:
                ink.text(pen, (120, y), line, 27, face="serif")
            y += 46
    y = max(y + 44, 420)
    if y > 1275:
        page, pen = _sheet()
        pages.append(page)
        y = 240
    ink.text(pen, (860, y), _issuer(office), 28, face="serif", anchor="rm")
    dated = f"{day.year}年{day.month}月{day.day}日"
    ink.text(pen, (830, y + 52), dated, 28, face="serif", anchor="rm")
    ink.press(page, ink.stamp(210, _issuer(office)), (620, y - 90), 7)
    ink.text(pen, (495, 1362), "示例文件  内容虚构", 20, fill=(140, 140, 140), anchor="mm")
    return pages


def _issuer(office: str) -> str:
    """Who signs: the red head without the kind of paper."""
    return office.removesuffix("文件").removesuffix("公告").removesuffix("命令")


def _sheet() -> tuple[Image.Image, ImageDraw.ImageDraw]:
    page = Image.new("RGB", _PAGE, (250, 249, 245))
    return page, ImageDraw.Draw(page)


def _row(pen: ImageDraw.ImageDraw, y: int, line: str) -> None:
    cells = [cell.strip() for cell in line.strip("|").split("|")]
    wide = 750 / len(cells)
    for index, cell in enumerate(cells):
        left = 120 + index * wide
        pen.rectangle((left, y - 23, left + wide, y + 23), outline=(60, 60, 60))
        ink.text(
            pen,
            (left + wide / 2, y),
            cell,
            _fit(cell, 23, int(wide) - 12),
            face="serif",
            anchor="mm",
        )


def _fit(words: str, size: int, wide: int) -> int:
    while size > 12 and ink.font("serif", size).getlength(words) > wide:
        size -= 2
    return size


def _indent(paragraph: str) -> str:
    if not paragraph or re.match(r"^(各|全体|柳河|附)", paragraph):
        return paragraph
    return "　　" + paragraph


def _wrap(words: str, width: int) -> list[str]:
    lines, used = [""], 0.0
    for sign in words:
        step = 0.55 if sign.isascii() else 1.0
        if used + step > width and sign not in _CLOSING:
            opening = lines[-1][-1] if lines[-1][-1] in _OPENING else ""
            lines[-1] = lines[-1].removesuffix(opening)
            lines.append(opening)
            used = float(len(opening))
        lines[-1] += sign
        used += step
    return lines


def _worn(page: Image.Image, chance: random.Random) -> Image.Image:
    """As it comes off a village office's scanner."""
    turned = page.rotate(
        chance.choice((-0.9, -0.6, 0.5, 0.8)),
        resample=Image.Resampling.BICUBIC,
        fillcolor=(238, 237, 232),
    )
    pen = ImageDraw.Draw(turned)
    for _ in range(260):
        x, y = chance.randint(0, _PAGE[0]), chance.randint(0, _PAGE[1])
        grey = chance.randint(170, 225)
        pen.ellipse((x, y, x + chance.randint(0, 2), y + chance.randint(0, 2)), fill=(grey,) * 3)
    pen.line((0, 3, _PAGE[0], 9), fill=(205, 204, 200), width=5)
    return turned.filter(ImageFilter.GaussianBlur(0.6))
