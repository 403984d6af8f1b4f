"""The receipt: number and query code as words, as a code, and as a picture to keep.

This page is the only place where the query code ever stands.
"""

from __future__ import annotations

import base64
import io
import logging
from typing import NamedTuple

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
_INK, _SOFT, _GREEN, _WHITE = 0, 40, 72, 255
"""Shades of one ramp from black by the green of the board to white: drawn and packed in 20 ms."""
_GREEN_RGB = (37, 86, 58)


class Wording(NamedTuple):
    """What a receipt says: its heading on the picture, the line on top, the line at the bottom."""

    heading: str
    lead: str
    last: str


def _feedback(receipt: Receipt) -> Wording:
    due = day(receipt.due)
    return Wording("反映问题回执", f"最晚 {due} 给您答复。", f"最晚 {due} 答复")


def receipt_page(
    request: HttpRequest, receipt: Receipt, about: About, wording: Wording | None = None
) -> HttpResponse:
    """The page after filing; what is no feedback has a ``wording`` of its own."""
    said = wording or _feedback(receipt)
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
        "said": said,
        "feedback": wording is None,
        "picture": picture_source(receipt, about, look, said),
    }
    return page(request, "feedback/receipt.html", context, private=True)


def picture_source(receipt: Receipt, about: About, look: str, said: Wording) -> str:
    """The picture as a ``data:`` address; '' where no Chinese font is installed."""
    try:
        data = receipt_picture(receipt, about, look, said)
    except FaceMissingError:
        _LOG.exception("receipts go without a picture")
        return ""
    return f"data:image/png;base64,{base64.b64encode(data).decode()}"


def receipt_picture(
    receipt: Receipt, about: About, look: str, said: Wording | None = None
) -> bytes:
    """A PNG of 720 by 1160 pixels; ``look`` is the address of the progress page.

    Its code holds number and query code behind ``#``, which stays on the phone.
    """
    said = said or _feedback(receipt)
    number, code = receipt.spoken
    dark = modules(f"{look}#{receipt.number}.{receipt.query_code}", most=_MOST)
    sheet = Image.new("L", (_WIDTH, _HEIGHT), _WHITE)
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((0, 0, _WIDTH, 120), fill=_GREEN)
    _line(pen, said.heading, 30, 56, bold=True, shade=_WHITE)
    _line(pen, f"{about.place} {about.title}".strip(), 140, 32, shade=_SOFT)
    _line(pen, "编号", 200, 30, shade=_SOFT)
    _line(pen, number, 236, 62, bold=True)
    _line(pen, "查询码（不要给别人看）", 320, 30, shade=_SOFT)
    _line(pen, code, 356, 62, bold=True)
    side = _MODULE * len(dark)
    left, top = (_WIDTH - side) // 2, 470
    for y, row in enumerate(dark):
        for x, module in enumerate(row):
            if module:
                at = (left + x * _MODULE, top + y * _MODULE)
                pen.rectangle((*at, at[0] + _MODULE - 1, at[1] + _MODULE - 1), fill=_INK)
    below = top + side + 40
    _line(pen, "扫这个码看办得怎么样", below, 34, bold=True)
    _line(pen, f"或者上网打开 {look.partition('://')[2]}", below + 54, 28, shade=_SOFT)
    _line(pen, said.last, below + 110, 38, bold=True)
    sheet = sheet.crop((0, 0, _WIDTH, below + 190))
    out = io.BytesIO()
    sheet = sheet.point([shade // 32 for shade in range(256)])
    sheet.putpalette(_ramp())
    sheet.save(out, "PNG")
    return out.getvalue()


def _ramp() -> list[int]:
    """The ramp as a palette of 8 colours."""
    colours: list[int] = []
    for shade in (step * 255 // 7 for step in range(8)):
        share = max(0, shade - _GREEN) / (_WHITE - _GREEN)
        dark = min(shade, _GREEN) / _GREEN
        colours += [round(part * dark + (255 - part) * share) for part in _GREEN_RGB]
    return colours


def _line(  # noqa: PLR0913 - what a line is made of
    pen: ImageDraw.ImageDraw,
    text: str,
    top: int,
    height: int,
    *,
    bold: bool = False,
    shade: int = _INK,
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
    pen.text(((_WIDTH - font.getlength(text)) / 2, top), text, font=font, fill=shade)
