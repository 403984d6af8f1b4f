"""Fonts, stamps and small picture files: what all drawings share."""

from __future__ import annotations

import io
import math
import random
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

_NOTO = Path("/usr/share/fonts/opentype/noto")
_FACES = {
    "sans": "NotoSansCJK-Regular.ttc",
    "bold": "NotoSansCJK-Bold.ttc",
    "serif": "NotoSerifCJK-Regular.ttc",
    "black": "NotoSerifCJK-Bold.ttc",
}
_SIMPLIFIED = 2
"""Index of the Simplified Chinese face in the Noto collections."""

RED = (200, 30, 40)


class FontMissingError(RuntimeError):
    """The Noto CJK collections are not installed; the drawings cannot be made."""


@cache
def font(face: str, size: int) -> ImageFont.FreeTypeFont:
    """A face in pixels; FontMissingError says which package to install."""
    path = _NOTO / _FACES[face]
    if not path.exists():
        raise FontMissingError(f"没有字体 {path}：请先安装 fonts-noto-cjk")
    return ImageFont.truetype(str(path), size, index=_SIMPLIFIED)


def text(  # noqa: PLR0913 - a drawing call has this many sides
    draw: ImageDraw.ImageDraw,
    at: tuple[float, float],
    words: str,
    size: int,
    *,
    face: str = "sans",
    fill: tuple[int, int, int] = (30, 30, 30),
    anchor: str = "lm",
) -> None:
    """One line of text."""
    draw.text(at, words, font=font(face, size), fill=fill, anchor=anchor)


def script(  # noqa: PLR0913, PLR0917
    picture: Image.Image,
    at: tuple[int, int],
    words: str,
    size: int,
    chance: random.Random,
    fill: tuple[int, int, int] = (25, 45, 120),
) -> None:
    """A line that looks filled in by hand: every sign a little turned and off the line."""
    x, y = at
    for sign in words:
        width = int(font("serif", size).getlength(sign))
        tile = _sign(sign, size, chance.choice((-6, -4, -2, 0, 3, 5)))
        left = x + width // 2 - size
        top = y - size + chance.randint(-1, 1)
        picture.paste(fill, (left, top), tile)
        x += width + chance.choice((0, 0, 1))


@cache
def _sign(sign: str, size: int, turn: int) -> Image.Image:
    tile = Image.new("L", (size * 2, size * 2), 0)
    ImageDraw.Draw(tile).text((size, size), sign, font=font("serif", size), fill=255, anchor="mm")
    return tile.rotate(turn, resample=Image.Resampling.BICUBIC)


@cache
def stamp(size: int, around: str, below: str = "示例") -> Image.Image:
    """A round red seal with its owner's name along the rim, as RGBA."""
    scale = 3
    side = size * scale
    seal = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    draw = ImageDraw.Draw(seal)
    rim = max(3, side // 34)
    draw.ellipse((rim, rim, side - rim, side - rim), outline=(*RED, 235), width=rim)
    _star(draw, side / 2, side * 0.47, side * 0.14)
    draw.text(
        (side / 2, side * 0.75),
        below,
        font=font("bold", int(side * 0.13)),
        fill=(*RED, 235),
        anchor="mm",
    )
    face = font("bold", int(side * (0.135 if len(around) <= 12 else 0.11)))
    span = min(250.0, 22.0 * len(around))
    for index, sign in enumerate(around):
        turn = -span / 2 + span * (index + 0.5) / len(around)
        tile = Image.new("RGBA", (side, side), (0, 0, 0, 0))
        ImageDraw.Draw(tile).text(
            (side / 2, side * 0.13), sign, font=face, fill=(*RED, 235), anchor="mm"
        )
        seal.alpha_composite(tile.rotate(-turn, resample=Image.Resampling.BICUBIC))
    return seal.resize((size, size), Image.Resampling.LANCZOS)


def _star(draw: ImageDraw.ImageDraw, x: float, y: float, radius: float) -> None:
    points = []
    for corner in range(10):
        reach = radius if corner % 2 == 0 else radius * 0.4
        turn = math.pi * corner / 5 - math.pi / 2
        points.append((x + reach * math.cos(turn), y + reach * math.sin(turn)))
    draw.polygon(points, fill=(*RED, 235))


def press(page: Image.Image, seal: Image.Image, at: tuple[int, int], turn: float) -> None:
    """Set a seal on a page as ink: what lies below shines through."""
    turned = seal.rotate(turn, resample=Image.Resampling.BICUBIC, expand=True)
    alpha = turned.getchannel("A").point(lambda value: int(value * 0.8))
    page.paste(turned.convert("RGB"), at, alpha)


def png(picture: Image.Image, colours: int) -> bytes:
    """A small PNG with few colours (taken from the picture)."""
    flat = picture.convert("RGB").quantize(
        colours, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE
    )
    out = io.BytesIO()
    flat.save(out, "PNG", optimize=True)
    return out.getvalue()


def png_with(picture: Image.Image, palette: tuple[tuple[int, int, int], ...]) -> bytes:
    """A small PNG with exactly these colours."""
    colours = Image.new("P", (1, 1))
    colours.putpalette([part for colour in palette for part in colour])
    out = io.BytesIO()
    picture.quantize(palette=colours, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()
