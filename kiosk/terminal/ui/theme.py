"""The visual language: colours, type, space and shapes.  Nothing outside has literals of its own.

Sizes begin as millimetres on the panel and angles in the reader's eye: body text shows a
capital H of at least 0.7 degrees at the viewing distance (EN 301 549, 5.1.4), touch targets
measure at least 15 mm.
"""

from __future__ import annotations

import math
from enum import IntEnum
from typing import NamedTuple

from kiosk.affairs.catalogue import Affairs
from kiosk.terminal.config import Panel

Colour = tuple[float, float, float, float]

_CAP_HEIGHT = 0.733
"""Height of a capital H in the face, in em."""
_BODY_DEGREES = 0.7


def _hex(text: str) -> Colour:
    return (int(text[1:3], 16) / 255, int(text[3:5], 16) / 255, int(text[5:7], 16) / 255, 1.0)


class Palette(NamedTuple):
    """Colours by what they are for."""

    paper: Colour = _hex("#F6F3EC")
    card: Colour = _hex("#FFFFFF")
    pressed: Colour = _hex("#EFEBE0")
    ink: Colour = _hex("#1B2421")
    soft: Colour = _hex("#414C47")
    line: Colour = _hex("#DDD7CA")
    edge: Colour = _hex("#8A8573")
    on_dark: Colour = _hex("#FFFFFF")
    party: Colour = _hex("#9E1B22")
    government: Colour = _hex("#1F4E79")
    village: Colour = _hex("#25563A")
    due: Colour = _hex("#684200")
    due_ground: Colour = _hex("#FBF0D9")
    due_edge: Colour = _hex("#A87A1F")
    received: Colour = _hex("#245539")
    paid: Colour = _hex("#86360B")
    paid_bar: Colour = _hex("#B9703F")
    dark: Colour = _hex("#10161A")
    veil: Colour = (0.06, 0.09, 0.08, 0.72)

    def affairs(self, affairs: Affairs) -> Colour:
        """The civic colour of one of the three affairs."""
        return {
            Affairs.PARTY: self.party,
            Affairs.GOVERNMENT: self.government,
            Affairs.VILLAGE: self.village,
        }[affairs]


class Step(IntEnum):
    """The three text sizes a visitor can choose."""

    STANDARD = 0
    LARGE = 1
    LARGEST = 2

    @property
    def factor(self) -> float:
        """How much larger than standard; the last is twice."""
        return (1.0, 1.4, 2.0)[self]

    @property
    def next(self) -> Step:
        """The step that the button leads to."""
        return Step((self + 1) % len(Step))

    @property
    def invitation(self) -> str:
        """What the button says: the step that it leads to."""
        return ("大字", "特大字", "小字")[self]


class Style(NamedTuple):
    """How a text is set: size and line height in whole pixels, weight."""

    size: int
    line_height: int
    strong: bool = False


class Theme:
    """Everything that depends on the panel and on the text size chosen."""

    def __init__(self, panel: Panel, step: Step = Step.STANDARD) -> None:
        self.panel = panel
        self.step = step
        self.colour = Palette()
        self.width, self.height = panel.width, panel.height
        self.portrait = panel.height >= panel.width
        diagonal_mm = panel.diagonal_inches * 25.4
        self.px_per_mm = math.hypot(panel.width, panel.height) / diagonal_mm
        em_mm = panel.distance_mm * math.tan(math.radians(_BODY_DEGREES)) / _CAP_HEIGHT
        self._em = em_mm * self.px_per_mm

        self.body = self._style(1.0, 1.6)
        self.strong = self._style(1.0, 1.5, strong=True)
        self.row = self._style(1.0, 1.35)
        self.note = self._style(0.8, 1.4)
        self.heading = self._style(1.2, 1.45, strong=True)
        self.title = self._style(1.4, 1.35, strong=True, growth=0.5)
        self.display = self._style(1.65, 1.3, strong=True, growth=0.5)
        self.affairs = self._style(1.65, 1.3, strong=True, growth=0.5)
        self.clock = self._style(1.2, 1.2, growth=0.4)
        self.chrome = self._style(0.8, 1.35, growth=0.4)
        self.button = self._style(1.0, 1.3, growth=0.35 if self.portrait else 0.2)

        self.target = self.mm(15)
        self.bar = self.mm(24 if self.portrait else 19)
        self.margin = self.mm(14)
        self.gap = self.mm(7)
        self.small = self.mm(4)
        self.tiny = self.mm(2)
        self.radius = self.mm(3)
        self.hair = max(1.0, round(self.mm(0.35)))
        self.rule = max(2.0, round(self.mm(0.7)))

    def mm(self, millimetres: float) -> float:
        """Whole pixels on this panel for a length in millimetres."""
        return float(round(millimetres * self.px_per_mm))

    def at(self, step: Step) -> Theme:
        """The same panel with another text size."""
        return Theme(self.panel, step)

    def _style(
        self, scale: float, spacing: float, *, strong: bool = False, growth: float = 1.0
    ) -> Style:
        """A style at this step; ``growth`` below 1 makes large type grow less than body text."""
        factor = 1 + (self.step.factor - 1) * growth
        size = round(self._em * scale * factor)
        return Style(size, round(size * spacing), strong)
