"""Draws the icons and writes the atlas (Kivy's format: a picture and the places on it).

Each icon stands on a field of 24 by 24 units, origin at the upper left, in lines two units
thick with round ends; nothing is filled that need not be.  They say what a farmer has seen
before: a house, a tap, a road, a hand with coins.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from kiosk.terminal.ui.icons import life
from kiosk.terminal.ui.icons.pen import CELL, Pen

_ACROSS = 8


def _home(p: Pen) -> None:
    p.line((3, 12), (12, 4), (21, 12))
    p.line((6, 11), (6, 20), (18, 20), (18, 11))
    p.line((12, 20), (12, 15))


def _back(p: Pen) -> None:
    p.line((10, 5), (4, 11), (10, 17))
    p.line((4, 11), (15, 11))
    p.arc(15, 15.5, 4.5, 270, 90)
    p.line((15, 20), (11, 20))


def _look(p: Pen) -> None:
    """A pair of spectacles."""
    p.ring(6.5, 13.5, 4)
    p.ring(17.5, 13.5, 4)
    p.arc(12, 13, 1.8, 190, 350)
    p.line((2.5, 12), (4, 6))
    p.line((21.5, 12), (20, 6))


def _speak(p: Pen) -> None:
    p.line((3, 10), (7, 10), (12, 5), (12, 19), (7, 14), (3, 14), closed=True)
    p.arc(13, 12, 4, 310, 50)
    p.arc(13, 12, 8, 312, 48)


def _code(p: Pen) -> None:
    for x, y in ((3.5, 3.5), (14.5, 3.5), (3.5, 14.5)):
        p.box(x, y, x + 6, y + 6)
        p.dot(x + 3, y + 3, 1)
    for x, y in ((15, 15), (20, 15), (15, 20), (20, 20), (17.5, 17.5)):
        p.dot(x, y, 1.3)


def _search(p: Pen) -> None:
    p.ring(10.5, 10.5, 6.5)
    p.line((15.5, 15.5), (21, 21), width=2.6)


def _money(p: Pen) -> None:
    """A coin with the sign for yuan."""
    p.ring(12, 12, 9)
    p.line((8.5, 7), (12, 11.5), (15.5, 7))
    p.line((12, 11.5), (12, 17.5))
    p.line((8.8, 12), (15.2, 12), width=1.6)
    p.line((8.8, 14.7), (15.2, 14.7), width=1.6)


def _ask(p: Pen) -> None:
    """A speech bubble with lines of words."""
    p.line((3, 4), (21, 4), (21, 16), (12, 16), (7, 20.5), (7, 16), (3, 16), closed=True)
    p.line((7, 8.3), (17, 8.3), width=1.7)
    p.line((7, 12), (13, 12), width=1.7)


def _list(p: Pen) -> None:
    for y in (6, 12, 18):
        p.dot(4.5, y, 1.4)
        p.line((9, y), (21, y))


def _new(p: Pen) -> None:
    """A sheet with a star in its corner."""
    p.line((13, 3), (4, 3), (4, 21), (18, 21), (18, 13))
    p.line((8, 12), (13, 12))
    p.line((8, 16), (14, 16))
    p.line((19, 2.5), (19, 9.5))
    p.line((15.5, 6), (22.5, 6))


def _pause(p: Pen) -> None:
    p.line((8, 5), (8, 19), width=3)
    p.line((16, 5), (16, 19), width=3)


def _play(p: Pen) -> None:
    p.line((7, 4), (19.5, 12), (7, 20), closed=True)


def _stop(p: Pen) -> None:
    p.box(5.5, 5.5, 18.5, 18.5)


def _slower(p: Pen) -> None:
    p.line((12, 5), (5, 12), (12, 19))
    p.line((20, 5), (13, 12), (20, 19))


def _faster(p: Pen) -> None:
    p.line((4, 5), (11, 12), (4, 19))
    p.line((12, 5), (19, 12), (12, 19))


def _louder(p: Pen) -> None:
    p.line((2, 10), (5, 10), (10, 5), (10, 19), (5, 14), (2, 14), closed=True)
    p.line((14, 12), (22, 12))
    p.line((18, 8), (18, 16))


def _quieter(p: Pen) -> None:
    p.line((2, 10), (5, 10), (10, 5), (10, 19), (5, 14), (2, 14), closed=True)
    p.line((14, 12), (22, 12))


def _close(p: Pen) -> None:
    p.line((5, 5), (19, 19))
    p.line((19, 5), (5, 19))


def _phone(p: Pen) -> None:
    p.line((7, 2.5), (17, 2.5), (17, 21.5), (7, 21.5), closed=True)
    p.line((11, 18.5), (13, 18.5))


def _warning(p: Pen) -> None:
    p.line((12, 3), (22, 20.5), (2, 20.5), closed=True)
    p.line((12, 9.5), (12, 14.5))
    p.dot(12, 17.5, 1.3)


def _flood(p: Pen) -> None:
    p.line((4, 9.5), (12, 3.5), (20, 9.5))
    p.line((7, 9), (7, 13))
    p.line((17, 9), (17, 13))
    for number, x in enumerate((4.2, 9.4, 14.6, 19.8)):
        p.arc(x, 18.5, 2.6, *((20, 160) if number % 2 else (200, 340)))


def _fire(p: Pen) -> None:
    p.line((12, 2.5), (16, 7), (18, 11), (18.5, 15), (17, 19), (12, 21.5), (7, 19))
    p.line((7, 19), (5.5, 15), (6.5, 11), (9, 8.5), (10, 11), (12, 2.5))
    p.line((12, 14), (14, 17), (12, 21))


def _storm(p: Pen) -> None:
    p.arc(8, 10, 4.5, 90, 290)
    p.arc(13, 8, 5, 200, 340)
    p.arc(17.5, 11, 3.5, 270, 90)
    p.line((8, 14.5), (9.5, 14.5))
    p.line((15.5, 14.5), (17.5, 14.5))
    p.line((13, 12), (10.5, 17), (14, 17), (11.5, 22), width=1.8)


def _health(p: Pen) -> None:
    p.line((9, 3), (15, 3), (15, 9), (21, 9), (21, 15), (15, 15))
    p.line((15, 15), (15, 21), (9, 21), (9, 15), (3, 15), (3, 9), (9, 9), (9, 3))


def _water(p: Pen) -> None:
    """A tap and its drop."""
    p.line((2, 9), (14, 9))
    p.line((2, 13), (11, 13), (11, 15.5))
    p.arc(14, 13, 4, 270, 360)
    p.line((18, 13), (18, 15.5))
    p.line((11, 15.5), (18, 15.5))
    p.line((9, 9), (9, 5))
    p.line((6, 4.5), (12, 4.5))
    p.dot(14.5, 20.5, 1.8)


def _power(p: Pen) -> None:
    p.line((13.5, 2.5), (5, 13.5), (12, 13.5), (10.5, 21.5), (19, 10.5), (12, 10.5), closed=True)


def _road(p: Pen) -> None:
    p.line((8, 3), (3, 21))
    p.line((16, 3), (21, 21))
    for top in (4, 10.5, 17):
        p.line((12, top), (12, top + 3))


def _office(p: Pen) -> None:
    """Paper and pencil."""
    p.line((15, 3), (4, 3), (4, 21), (17, 21), (17, 16))
    p.line((8, 8), (13, 8))
    p.line((8, 12.5), (11, 12.5))
    p.line((21, 6.5), (13, 15.5), (12, 18))


def _people(p: Pen) -> None:
    p.ring(8.5, 7.5, 3.5)
    p.arc(8.5, 20, 6.5, 180, 360)
    p.arc(16, 8, 3, 250, 90)
    p.arc(16.5, 20, 5.5, 270, 360)


def _wage(p: Pen) -> None:
    """A head and a coin."""
    p.ring(9, 7, 3.7)
    p.arc(9, 20.5, 7, 180, 300)
    p.ring(18, 17, 4)
    p.line((18, 15.2), (18, 18.8), width=1.6)


def _help(p: Pen) -> None:
    """A heart."""
    p.arc(7.8, 9, 4.8, 150, 345)
    p.arc(16.2, 9, 4.8, 195, 30)
    p.line((3.6, 11.2), (12, 20.5), (20.4, 11.2))


def _green(p: Pen) -> None:
    """A leaf."""
    p.arc(17, 17, 13.9, 165.5, 284.5)
    p.arc(7, 7, 13.9, 345.5, 104.5)
    p.line((3.2, 20.8), (14, 10))


def _festival(p: Pen) -> None:
    """A drum on its stand."""
    p.ring(12, 9, 5.5)
    p.line((7.5, 13), (4, 21))
    p.line((16.5, 13), (20, 21))
    p.dot(12, 9, 1.5)


def _repair(p: Pen) -> None:
    p.line((5, 19), (14, 10), width=2.8)
    p.arc(16.5, 7.5, 4.2, 330, 210, 2.4)


def _land(p: Pen) -> None:
    """A sprout on its field."""
    p.line((12, 17), (12, 9))
    p.line((12, 11.5), (7.5, 10.5), (5, 6), (9.5, 6.5), closed=True)
    p.line((12, 9), (16.5, 8), (19, 3.5), (14.5, 4), closed=True)
    p.line((2.5, 17.5), (21.5, 17.5))
    p.line((6, 21.5), (18, 21.5))


def _house(p: Pen) -> None:
    p.line((4, 21), (4, 8), (12, 3), (20, 8), (20, 21), closed=True)
    p.line((9, 21), (9, 14), (15, 14), (15, 21))


def _granted(p: Pen) -> None:
    """What comes from above: an arrow into an open box."""
    p.line((12, 3), (12, 13))
    p.line((8, 9.5), (12, 13.5), (16, 9.5))
    p.line((4, 12), (4, 20.5), (20, 20.5), (20, 12))


def _other(p: Pen) -> None:
    for x in (5, 12, 19):
        p.dot(x, 12, 2)


ICONS: dict[str, Callable[[Pen], None]] = {
    name.removeprefix("_"): call
    for place in (globals(), vars(life))
    for name, call in list(place.items())
    if name.startswith("_") and getattr(call, "__module__", "") in {__name__, life.__name__}
}
"""Every icon by name."""


def write(folder: Path) -> None:
    """Draw all icons and write ``icons.png`` and ``icons.atlas``."""
    rows = -(-len(ICONS) // _ACROSS)
    sheet = Image.new("L", (_ACROSS * CELL, rows * CELL), 0)
    places: dict[str, list[int]] = {}
    for number, (name, draw) in enumerate(ICONS.items()):
        pen = Pen()
        draw(pen)
        x, y = number % _ACROSS * CELL, number // _ACROSS * CELL
        sheet.paste(pen.image.resize((CELL, CELL), Image.Resampling.LANCZOS), (x, y))
        places[name] = [x, sheet.height - y - CELL, CELL, CELL]
    white = Image.new("L", sheet.size, 255)
    Image.merge("LA", (white, sheet)).convert("RGBA").save(folder / "icons.png", optimize=True)
    text = json.dumps({"icons.png": places}, indent=1) + "\n"
    (folder / "icons.atlas").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(Path(__file__).parent)
