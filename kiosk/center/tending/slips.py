"""First passwords on paper: a slip for each person, cut apart and handed over in person."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from fpdf import FPDF

from kiosk.center.tending.paper import FAMILY, chinese_pdf
from kiosk.feed.durable import write_durable

_COLUMNS, _ROWS = 2, 5
_MARGIN = 10.0
_WIDTH, _HEIGHT = (210 - 2 * _MARGIN) / _COLUMNS, (297 - 2 * _MARGIN) / _ROWS
"""Millimetres on A4."""


class Slip(NamedTuple):
    """What stands on one."""

    name: str
    place: str
    post: str
    username: str
    password: str


def write_slips(folder: Path, code: str, title: str, slips: list[Slip]) -> Path:
    """One PDF for a township, readable by its owner alone; a second run makes another file.

    Raises FaceMissingError without a Chinese font, OSError if it cannot be written.
    """
    taken = len(list(folder.glob(f"{code}*.pdf"))) if folder.is_dir() else 0
    path = folder / (f"{code}-{taken + 1}.pdf" if taken else f"{code}.pdf")
    write_durable(path, slips_pdf(title, slips), mode=0o600)
    return path


def slips_pdf(title: str, slips: list[Slip]) -> bytes:
    """Ten slips a page, with lines to cut along."""
    with chinese_pdf(f"{title}密码条") as pdf:
        pdf.set_auto_page_break(False)
        for number, slip in enumerate(slips):
            at = number % (_COLUMNS * _ROWS)
            if at == 0:
                pdf.add_page()
            left, top = _MARGIN + at % _COLUMNS * _WIDTH, _MARGIN + at // _COLUMNS * _HEIGHT
            pdf.set_draw_color(150)
            pdf.set_dash_pattern(dash=2, gap=2)
            pdf.rect(left, top, _WIDTH, _HEIGHT)
            _write(pdf, left + 5, top + 5, slip)
        return bytes(pdf.output())


def _write(pdf: FPDF, left: float, top: float, slip: Slip) -> None:
    lines = (
        ("B", 14, f"{slip.name}  {slip.post}"),
        ("", 10, slip.place),
        ("", 12, f"登录名  {slip.username}"),
        ("B", 15, slip.password),
        ("", 9, "第一次登录会请您换成自己的密码。"),
        ("", 9, "这张条用完就撕掉，不要拍照，不要给别人。"),
    )
    for style, size, text in lines:
        pdf.set_font(FAMILY, style, size)
        room = _WIDTH - 8
        fits = next(
            (n for n in range(len(text), 1, -1) if pdf.get_string_width(text[:n]) <= room), 1
        )
        pdf.set_xy(left, top)
        pdf.cell(room, size * 0.5, text[:fits])
        top += size * 0.5 + 2.2
