"""The receipt: number and query code as words, as a code, and as a picture to keep.

This page is the only place where the query code ever stands.
"""

from __future__ import annotations

import base64
import io
import logging

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from PIL import Image, ImageDraw

from kiosk.center.cases.services import Receipt
from kiosk.center.feedback.about import About
from kiosk.center.posters.face import FaceMissingError, face
from kiosk.center.site.page import page
from kiosk.center.site.templatetags.affairs import day
from kiosk.feed.code import modules

_LOG = logging.getLogger(__name__)
_WIDTH, _HEIGHT, _MARGIN = 720, 1_160, 48
_MODULE = 9
_MOST = 8
"""QR versions that a phone held over another phone still reads."""
_GREEN, _INK, _SOFT = (37, 86, 58), (27, 36, 33), (65, 76, 71)


def receipt_page(request: HttpRequest, receipt: Receipt, about: About) -> HttpResponse:
    """The page after filing."""
    number, code = receipt.spoken
    look = request.build_absolute_uri(reverse("feedback-progress"))
    context = {
        "receipt": receipt,
        "number": number,
        "code": code,
        "about": about,
        "place": about.place,
        "sample": about.sample,
        "look": look.partition("://")[2],
        "picture": picture_source(receipt, about, look),
    }
    return page(request, "feedback/receipt.html", context, private=True)


def picture_source(receipt: Receipt, about: About, look: str) -> str:
    """The picture as a ``data:`` address; '' where no Chinese font is installed."""
    try:
        data = receipt_picture(receipt, about, look)
    except FaceMissingError:
        _LOG.exception("receipts go without a picture")
        return ""
    return f"data:image/png;base64,{base64.b64encode(data).decode()}"


def receipt_picture(receipt: Receipt, about: About, look: str) -> bytes:
    """A PNG of 720 by 1160 pixels; ``look`` is the address of the progress page.

    Its code holds number and query code behind ``#``, which stays on the phone.
    """
    number, code = receipt.spoken
    dark = modules(f"{look}#{receipt.number}.{receipt.query_code}", most=_MOST)
    sheet = Image.new("RGB", (_WIDTH, _HEIGHT), "white")
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((0, 0, _WIDTH, 120), fill=_GREEN)
    _line(pen, "反映问题回执", 30, 56, bold=True, colour=(255, 255, 255))
    _line(pen, f"{about.place} {about.title}".strip(), 140, 32, colour=_SOFT)
    _line(pen, "编号", 200, 30, colour=_SOFT)
    _line(pen, number, 236, 62, bold=True)
    _line(pen, "查询码（不要给别人看）", 320, 30, colour=_SOFT)
    _line(pen, code, 356, 62, bold=True)
    side = _MODULE * len(dark)
    left, top = (_WIDTH - side) // 2, 470
    for y, row in enumerate(dark):
        for x, module in enumerate(row):
            if module:
                at = (left + x * _MODULE, top + y * _MODULE)
                pen.rectangle((*at, at[0] + _MODULE - 1, at[1] + _MODULE - 1), fill="black")
    below = top + side + 40
    _line(pen, "扫这个码看办得怎么样", below, 34, bold=True)
    _line(pen, f"或者上网打开 {look.partition('://')[2]}", below + 54, 28, colour=_SOFT)
    _line(pen, f"最晚 {day(receipt.due)} 答复", below + 110, 38, bold=True)
    sheet = sheet.crop((0, 0, _WIDTH, below + 190))
    out = io.BytesIO()
    sheet.quantize(16).save(out, "PNG", optimize=True)
    return out.getvalue()


def _line(  # noqa: PLR0913 - what a line is made of
    pen: ImageDraw.ImageDraw,
    text: str,
    top: int,
    height: int,
    *,
    bold: bool = False,
    colour: tuple[int, int, int] = _INK,
) -> None:
    """One centred line, smaller where it would not fit, shortened where that would be too small."""
    weight = face("Bold" if bold else "Regular")
    room = _WIDTH - 2 * _MARGIN
    while height > 24 and weight.at(height).getlength(text) > room:
        height -= 2
    font = weight.at(height)
    if font.getlength(text) > room:
        while font.getlength(f"{text}…") > room:
            text = text[:-1]
        text = f"{text}…"
    pen.text(((_WIDTH - font.getlength(text)) / 2, top), text, font=font, fill=colour)
