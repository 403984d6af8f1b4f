"""A PDF with the Chinese face in it, for slips and for the archive."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from fpdf import FPDF
from fpdf.fonts import TTFFont

from kiosk.center.posters.face import face

FAMILY = "face"


@contextmanager
def chinese_pdf(title: str, *, archival: bool = False) -> Iterator[FPDF]:
    """An A4 document, Regular and Bold; FaceMissingError without a Chinese font.

    ``archival`` makes it PDF/A-2b (ISO 19005-2): fonts and colour profile inside, and what it
    is in XMP.
    """
    pdf = FPDF(unit="mm", format="A4", enforce_compliance="PDF/A-2B" if archival else None)
    pdf.set_title(title)
    pdf.set_lang("zh-Hans")
    for style, weight in (("", "Regular"), ("B", "Bold")):
        found = face(weight)
        pdf.add_font(FAMILY, style, str(found.path), collection_font_number=found.member)
    try:
        yield pdf
    finally:
        for font in pdf.fonts.values():  # fpdf2 leaves their files open
            if isinstance(font, TTFFont):
                font.ttfont.close()
