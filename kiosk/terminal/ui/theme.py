"""The visual language: colours, type, space and shapes.  Nothing outside has literals of its own.

Sizes begin as millimetres on the panel and angles in the reader's eye: body text shows a
capital H of at least 0.7 degrees at the viewing distance (EN 301 549, 5.1.4), touch targets
measure at least 15 mm.  What a visitor may choose is a `Look`: how large, on which ground, and
whether everything stands low enough for somebody seated.
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
_FAR_MM = 26.0
"""A two-hundredth of five metres, and a little."""
_SEATED_REACH_MM = 1_120
_LEAST_REACH = 0.5
"""A board of less than half a panel cannot be read; a panel that hangs that high is a mistake."""


def _hex(text: str) -> Colour:
    return (int(text[1:3], 16) / 255, int(text[3:5], 16) / 255, int(text[5:7], 16) / 255, 1.0)


class Palette(NamedTuple):
    """Colours by what they are for; ink on paper, dark letters on a light ground."""

    paper: Colour = _hex("#F6F3EC")
    card: Colour = _hex("#FFFFFF")
    pressed: Colour = _hex("#EFEBE0")
    ink: Colour = _hex("#1B2421")
    soft: Colour = _hex("#414C47")
    line: Colour = _hex("#DDD7CA")
    edge: Colour = _hex("#8A8573")
    on_fill: Colour = _hex("#FFFFFF")
    """Letters on a ground of ink or of one of the three affairs."""
    party: Colour = _hex("#9E1B22")
    government: Colour = _hex("#1F4E79")
    village: Colour = _hex("#25563A")
    due: Colour = _hex("#684200")
    due_ground: Colour = _hex("#FBF0D9")
    due_edge: Colour = _hex("#A87A1F")
    alarm: Colour = _hex("#9E1B22")
    """The ground of an urgent notice."""
    yellow: Colour = _hex("#F5C842")
    orange: Colour = _hex("#F2A65A")
    """Grounds of warnings that are not red; what is written there is ``on_warning``."""
    on_warning: Colour = _hex("#1B2421")
    received: Colour = _hex("#245539")
    paid: Colour = _hex("#86360B")
    paid_bar: Colour = _hex("#B9703F")
    mark: Colour = _hex("#FFE696")
    """Below words that were found, or are being read aloud."""
    dark: Colour = _hex("#10161A")
    """Around pictures; what is written there is ``on_dark``."""
    on_dark: Colour = _hex("#FFFFFF")
    code: Colour = _hex("#000000")
    """Modules of a QR code, always dark on ``code_ground``: half the readers fail otherwise."""
    code_ground: Colour = _hex("#FFFFFF")
    night: Colour = _hex("#000000")
    veil: Colour = (0.06, 0.09, 0.08, 0.72)

    def affairs(self, affairs: Affairs) -> Colour:
        """The civic colour of one of the three affairs."""
        return {
            Affairs.PARTY: self.party,
            Affairs.GOVERNMENT: self.government,
            Affairs.VILLAGE: self.village,
        }[affairs]


STANDARD = Palette()
HIGH_CONTRAST = Palette(
    paper=_hex("#000000"),
    card=_hex("#000000"),
    pressed=_hex("#3A3A00"),
    ink=_hex("#FFFFFF"),
    soft=_hex("#F2F2F2"),
    line=_hex("#767676"),
    edge=_hex("#C8C8C8"),
    on_fill=_hex("#000000"),
    party=_hex("#FF9B93"),
    government=_hex("#9CCBFF"),
    village=_hex("#86E3A0"),
    due=_hex("#FFD84D"),
    due_ground=_hex("#000000"),
    due_edge=_hex("#FFD84D"),
    alarm=_hex("#FFD84D"),
    yellow=_hex("#FFD84D"),
    orange=_hex("#FFB066"),
    on_warning=_hex("#000000"),
    received=_hex("#86E3A0"),
    paid=_hex("#FFC08A"),
    paid_bar=_hex("#FFC08A"),
    mark=_hex("#5A4A00"),
    dark=_hex("#000000"),
    veil=(0.0, 0.0, 0.0, 0.85),
)
"""Light letters on black, for eyes that a white panel dazzles."""


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
    def chinese(self) -> str:
        """What a visitor calls it."""
        return ("标准字", "大字", "特大字")[self]


class Look(NamedTuple):
    """What a visitor has chosen; forgotten when the visitor leaves."""

    step: Step = Step.STANDARD
    contrast: bool = False
    seated: bool = False


class Style(NamedTuple):
    """How a text is set: size and line height in whole pixels, weight."""

    size: int
    line_height: int
    strong: bool = False


class Theme:
    """Everything that depends on the panel and on the look chosen.

    ``height`` is that of the board in pixels: the panel's, or for somebody seated what of it
    lies within reach.
    """

    def __init__(self, panel: Panel, look: Look | None = None) -> None:
        self.panel = panel
        self.look = look or Look()
        self.step = self.look.step
        self.colour = HIGH_CONTRAST if self.look.contrast else STANDARD
        diagonal_mm = panel.diagonal_inches * 25.4
        self.px_per_mm = math.hypot(panel.width, panel.height) / diagonal_mm
        self.width, self.height = panel.width, panel.height
        if self.look.seated:
            self.height = round(self._within_reach())
        self.portrait = self.height >= self.width
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

        self.far = self._far(_FAR_MM)
        """For what must be read at five metres."""
        self.label = self._style(0.82, 1.3, growth=0.3 if self.portrait else 0.15)
        self.icon = self.mm(9)
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

    def at(self, look: Look) -> Theme:
        """The same panel with another look."""
        return Theme(self.panel, look)

    def _within_reach(self) -> float:
        """Pixels of the panel below 1,120 mm, but enough of them to read on.

        EN 301 549, 5.1.2 and 8.3.2: 1,120 mm is what a seated hand reaches to the front.
        """
        low = self.mm(_SEATED_REACH_MM - self.panel.bottom_mm)
        return min(self.panel.height, max(low, _LEAST_REACH * self.panel.height))

    def _far(self, em_mm: float) -> Style:
        size = round(em_mm * self.px_per_mm)
        return Style(size, round(size * 1.25), strong=True)

    def _style(
        self, scale: float, spacing: float, *, strong: bool = False, growth: float = 1.0
    ) -> Style:
        """A style at this step; ``growth`` below 1 makes large type grow less than body text."""
        factor = 1 + (self.step.factor - 1) * growth
        size = round(self._em * scale * factor)
        return Style(size, round(size * spacing), strong)
