"""Income and spending over the months, as two bars a month."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kivy.graphics import Color, Rectangle

from kiosk.terminal.ui.kit import Kit
from kiosk.terminal.ui.layout import Block


class Month(NamedTuple):
    """One month's label and its sums, in fen."""

    label: str
    received: int
    paid: int


class Bars(Block):
    """A picture of months beside each other; the words below say which, the legend says what.

    Receipts are a full bar, payments a bar with an open middle, so that they differ without
    colour as well.
    """

    def __init__(self, kit: Kit, months: Sequence[Month], height: float) -> None:
        super().__init__()
        self.kit, self.months, self.tall = kit, months, height

    def measure(self, width: float) -> float:
        slot = width / max(1, len(self.months))
        texts = [month.label for month in self.months]
        note = self.kit.theme.note
        if max((self.kit.width(text, note) for text in texts), default=0) > slot:
            texts = [text.removesuffix("月") for text in texts]
        self.blocks = tuple(self.kit.note(text, align="center") for text in texts)
        return self.tall + max((label.fit(slot) for label in self.blocks), default=0.0)

    def arrange(self) -> None:
        slot = self.width / max(1, len(self.months))
        for number, label in enumerate(self.blocks):
            label.place(self.x + number * slot, self.top - self.tall)

    def draw(self) -> None:
        kit, theme = self.kit, self.kit.theme
        base = self.top - self.tall
        most = max((max(m.received, m.paid) for m in self.months), default=0) or 1
        slot = self.width / max(1, len(self.months))
        wide = min(slot * 0.3, theme.mm(7))
        for number, month in enumerate(self.months):
            middle = self.x + (number + 0.5) * slot
            Color(*kit.colour.received)
            tall = self.tall * 0.94 * month.received / most
            Rectangle(pos=(middle - wide - 1, base), size=(wide, tall))
            Color(*kit.colour.paid_bar)
            tall = self.tall * 0.94 * month.paid / most
            Rectangle(pos=(middle + 1, base), size=(wide, tall))
            if tall > 4 * theme.rule and wide > 4 * theme.rule:
                Color(*kit.colour.card)
                edge = theme.rule
                Rectangle(pos=(middle + 1 + edge, base), size=(wide - 2 * edge, tall - edge))
        Color(*kit.colour.ink)
        Rectangle(pos=(self.x, base - theme.hair), size=(self.width, theme.rule))


class Swatch(Block):
    """The sample of a bar in the legend."""

    def __init__(self, kit: Kit, *, received: bool) -> None:
        super().__init__()
        self.kit, self.received = kit, received

    def measure(self, width: float) -> float:
        return width  # a square

    def draw(self) -> None:
        kit = self.kit
        edge = kit.theme.rule
        Color(*(kit.colour.received if self.received else kit.colour.paid_bar))
        Rectangle(pos=self.pos, size=self.size)
        if not self.received:
            Color(*kit.colour.card)
            Rectangle(
                pos=(self.x + edge, self.y + edge),
                size=(self.width - 2 * edge, self.height - 2 * edge),
            )


class Gauge(Block):
    """How much of a whole is reached: paid of a budget, votes of those present."""

    def __init__(self, kit: Kit, part: float, colour: tuple[float, ...]) -> None:
        super().__init__()
        self.kit, self.part, self.colour = kit, min(1.0, max(0.0, part)), colour

    def measure(self, width: float) -> float:  # noqa: ARG002
        return self.kit.theme.mm(4)

    def draw(self) -> None:
        Color(*self.kit.colour.line)
        Rectangle(pos=self.pos, size=self.size)
        Color(*self.colour)
        Rectangle(pos=self.pos, size=(self.width * self.part, self.height))
