"""The pen that icons are drawn with: a field of 24 by 24 units, lines two units thick."""

from __future__ import annotations

from PIL import Image, ImageDraw

FIELD = 24
CELL = 96
"""Pixels of an icon in the atlas; on the panel it is drawn at about half of that."""
_FINE = 4
_SCALE = CELL * _FINE / FIELD
_STROKE = 2.0

Point = tuple[float, float]


class Pen:
    """Draws on one field in units, at ``_FINE`` times the size that is kept."""

    def __init__(self) -> None:
        self.image = Image.new("L", (CELL * _FINE, CELL * _FINE), 0)
        self._draw = ImageDraw.Draw(self.image)

    def line(self, *points: Point, closed: bool = False, width: float = _STROKE) -> None:
        """A line with round ends and corners."""
        path = [*points, points[0]] if closed else list(points)
        scaled = [(x * _SCALE, y * _SCALE) for x, y in path]
        self._draw.line(scaled, fill=255, width=round(width * _SCALE), joint="curve")
        for x, y in path:
            self.dot(x, y, width / 2)

    def dot(self, x: float, y: float, radius: float) -> None:
        """A filled circle."""
        box = [(x - radius) * _SCALE, (y - radius) * _SCALE]
        self._draw.ellipse([*box, (x + radius) * _SCALE, (y + radius) * _SCALE], fill=255)

    def ring(self, x: float, y: float, radius: float, width: float = _STROKE) -> None:
        """An open circle; ``radius`` is that of the middle of its line."""
        self.arc(x, y, radius, 0, 360, width)

    def arc(  # noqa: PLR0913, PLR0917 - a place, a size, two angles and a line
        self, x: float, y: float, radius: float, start: float, end: float, width: float = _STROKE
    ) -> None:
        """Part of a circle, in degrees clockwise from the right."""
        outer = radius + width / 2
        box = [(x - outer) * _SCALE, (y - outer) * _SCALE]
        box += [(x + outer) * _SCALE, (y + outer) * _SCALE]
        self._draw.arc(box, start, end, fill=255, width=round(width * _SCALE))

    def box(self, left: float, top: float, right: float, bottom: float) -> None:
        """A rectangle of lines."""
        self.line((left, top), (right, top), (right, bottom), (left, bottom), closed=True)

    def fill(self, *points: Point, ink: int = 255) -> None:
        """A filled shape; ``ink`` 0 takes away what is there."""
        self._draw.polygon([(x * _SCALE, y * _SCALE) for x, y in points], fill=ink)
