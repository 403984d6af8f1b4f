"""Small grey pictures of the screen, kept beside the tests: how they are made and compared.

A picture is a sixth as wide and high as a panel of 1080 by 1920, in 16 greys: a thumbnail on
which every line of text is a grey band and every card a block.  It is small enough to keep one of
every screen in the repository, and it shows whatever moved, grew, vanished or changed its tone.

What may differ without anything being wrong is how edges are smoothed, which another version of
Mesa or FreeType does a little otherwise.  That moves the tone of single pixels by a step or two
and never moves a band.  So both are softened and a pixel counts as another one only where its
tone is off by more than `_TONE`; up to `_SHARE` of the pixels may be, and no more than `_SPOT` of
them in one square of 24 by 24 millimetres.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from fontTools.ttLib import TTFont
from PIL import Image, ImageChops, ImageFilter

FOLDER = Path(__file__).parents[1] / "terminal" / "ui" / "golden"
FACE = FOLDER / "face.txt"
"""The version of the face that the pictures were made with: another one draws other bands."""
MAKE = os.environ.get("GOLDEN") == "make"
"""Whether the pictures are to be made anew rather than compared (``make golden``)."""
_SHRINK, _GREYS = 6, 16
_TONE, _SHARE = 26, 0.03
_SQUARE, _SPOT = 16, 0.2


class Difference(NamedTuple):
    """Where two pictures differ: a sentence with places in pixels of the panel, and a picture."""

    said: str
    beside: Image.Image


def thumbnail(picture: Image.Image) -> Image.Image:
    """The small grey picture of a whole panel."""
    grey = picture.convert("L").reduce(_SHRINK)
    step = 255 / (_GREYS - 1)
    small = grey.point(lambda value: round(value / step))
    small = Image.frombytes("P", small.size, small.tobytes())
    small.putpalette([round(n * step) for n in range(_GREYS) for _ in range(3)])
    return small


def save(small: Image.Image, path: Path) -> None:
    """Keep a thumbnail; 2 to 6 kB."""
    small.save(path, "PNG", bits=4, optimize=True)


def compare(kept: Image.Image, now: Image.Image) -> Difference | None:
    """What differs between two thumbnails, None if nothing that a person would call different."""
    if kept.size != now.size:
        return Difference(f"{kept.size} became {now.size}", _beside(kept, now))
    soft = [each.convert("L").filter(ImageFilter.BoxBlur(1)) for each in (kept, now)]
    off = ImageChops.difference(*soft).point(lambda value: 255 * (value > _TONE))
    share = off.histogram()[255] / (off.width * off.height)
    squares = _squares(off.width, off.height)
    worst = max((off.crop(box).histogram()[255] / _SQUARE**2, box) for box in squares)
    if share <= _SHARE and worst[0] <= _SPOT:
        return None
    box = off.getbbox()
    assert box is not None
    left, top, right, bottom = (edge * _SHRINK for edge in box)
    worst_at = tuple(edge * _SHRINK for edge in worst[1][:2])
    said = (
        f"{share:.1%} of it between ({left}, {top}) and ({right}, {bottom}), "
        f"most around {worst_at}, counted from the upper left"
    )
    return Difference(said, _beside(kept, now, off))


def _squares(width: int, height: int) -> list[tuple[int, int, int, int]]:
    half = _SQUARE // 2
    return [
        (x, y, x + _SQUARE, y + _SQUARE)
        for y in range(0, height - half, half)
        for x in range(0, width - half, half)
    ]


def _beside(*pictures: Image.Image) -> Image.Image:
    """As it was, as it is, and where they differ, twice as large."""
    gap = 6
    width = sum(each.width + gap for each in pictures)
    whole = Image.new("L", (width, max(each.height for each in pictures)), 128)
    left = 0
    for each in pictures:
        whole.paste(each.convert("L"), (left, 0))
        left += each.width + gap
    return whole.resize((whole.width * 2, whole.height * 2), Image.Resampling.NEAREST)


def face_version(path: Path) -> str:
    """What a font calls its version (name table, 5)."""
    with TTFont(path, lazy=True) as font:
        return str(font["name"].getDebugName(5))
