"""QR codes for pages, as the path of an SVG: sharp at any size, on paper too."""

from __future__ import annotations

from typing import NamedTuple

from kiosk.feed.code import CodeError, modules


class Drawn(NamedTuple):
    """Modules of one unit as an SVG path, and units a side without the quiet zone of 4."""

    path: str
    side: int


def draw(text: str, *, most: int) -> Drawn | None:
    """The code of a text; None where that needs a larger QR version than ``most``."""
    try:
        rows = modules(text, most=most)
    except CodeError:
        return None
    dark = ((x, y) for y, row in enumerate(rows) for x, module in enumerate(row) if module)
    return Drawn("".join(f"M{x} {y}h1v1h-1z" for x, y in dark), len(rows))
