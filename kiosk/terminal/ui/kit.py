"""Makes the common pieces of a page in the theme's style, so that screens only say what."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kiosk.affairs.catalogue import Affairs
from kiosk.terminal.ui.layout import Block, Column, Frame, Row
from kiosk.terminal.ui.text.breaker import Run
from kiosk.terminal.ui.text.metrics import Metrics
from kiosk.terminal.ui.theme import Colour, Style, Theme
from kiosk.terminal.ui.widgets.icon import Icon
from kiosk.terminal.ui.widgets.line import Chevron, Line
from kiosk.terminal.ui.widgets.tap import Tap
from kiosk.terminal.ui.widgets.words import Words


class Kit:
    """Theme and metrics, and what is made of them."""

    def __init__(self, theme: Theme, metrics: Metrics) -> None:
        self.theme, self.metrics = theme, metrics
        self.colour = theme.colour

    def words(  # noqa: PLR0913 - a text, and how it is set
        self,
        text: str | Sequence[Run],
        style: Style | None = None,
        colour: Colour | None = None,
        *,
        align: str = "left",
        most: int = 0,
        balanced: bool = False,
    ) -> Words:
        """A text; body size and ink unless said otherwise."""
        return Words(
            text,
            style or self.theme.body,
            colour or self.colour.ink,
            self.metrics,
            align=align,
            most=most,
            balanced=balanced,
        )

    def note(self, text: str, colour: Colour | None = None, **more: object) -> Words:
        """A small text that may be overlooked without loss."""
        return self.words(text, self.theme.note, colour or self.colour.soft, **more)

    def width(self, text: str, style: Style) -> float:
        """Pixels that a text takes on one line, with a hair of slack."""
        return self.metrics.width(text, style.size, strong=style.strong) + 2

    def tap(
        self,
        child: Block,
        action: Callable[[], None],
        spoken: str,
        *,
        pressed: Colour | None = None,
        **surface: object,
    ) -> Tap:
        """A surface that can be touched; never lower than a finger is wide."""
        surface.setdefault("height", self.theme.target)
        return Tap(
            child,
            action,
            spoken=spoken,
            pressed=pressed or self.colour.pressed,
            **surface,
        )

    def button(
        self,
        label: str,
        action: Callable[[], None],
        *,
        filled: bool = False,
        height: float = 0,
        spoken: str = "",
    ) -> Tap:
        """A button with a word on it."""
        words = self.words(label, self.theme.button, self._ink(filled=filled), align="center")
        pad = (self.theme.tiny, 0)
        return self._button(words, action, spoken or label, filled=filled, height=height, pad=pad)

    def icon_button(  # noqa: PLR0913 - a button, and whether it is the one to press
        self,
        icon: str,
        label: str,
        action: Callable[[], None],
        *,
        filled: bool = False,
        height: float = 0,
        spoken: str = "",
    ) -> Tap:
        """A button with a picture over its word, as they stand in the footer."""
        ink = self._ink(filled=filled)
        word = self.words(label, self.theme.label, ink, align="center")
        both = Column(Icon(icon, ink, self.theme.icon), word)
        pad = (self.theme.tiny / 2, self.theme.mm(1))
        return self._button(both, action, spoken or label, filled=filled, height=height, pad=pad)

    def _ink(self, *, filled: bool) -> Colour:
        return self.colour.on_fill if filled else self.colour.ink

    def _button(  # noqa: PLR0913 - what is on it, what it does, how it looks
        self,
        child: Block,
        action: Callable[[], None],
        spoken: str,
        *,
        filled: bool,
        height: float,
        pad: tuple[float, float],
    ) -> Tap:
        return self.tap(
            child,
            action,
            spoken,
            fill=self.colour.ink if filled else self.colour.card,
            edge=self.colour.ink,
            edge_width=self.theme.rule,
            radius=self.theme.radius,
            height=height or self.theme.target,
            padding=pad,
            pressed=self.colour.soft if filled else None,
        )

    def card(self, child: Block, **surface: object) -> Frame:
        """A white surface with room around its content."""
        return Frame(child, **(self.card_surface() | surface))

    def card_surface(self) -> dict[str, object]:
        """How a card looks, for blocks that are cards and more."""
        return {
            "fill": self.colour.card,
            "edge": self.colour.line,
            "edge_width": self.theme.rule * 0.75,
            "radius": self.theme.radius,
            "padding": (self.theme.mm(6), self.theme.mm(5)),
        }

    def tag(self, text: str, colour: Colour) -> Frame:
        """A small word in a box; `tag_width` is how wide to make it."""
        style = self.theme.note
        return Frame(
            self.words(text, style, colour, align="center"),
            edge=colour,
            edge_width=self.theme.rule * 0.75,
            radius=self.theme.radius / 2,
            padding=(0, self.theme.mm(0.5)),
        )

    def tag_width(self, text: str) -> float:
        """Room for a tag of that word."""
        return self.width(text, self.theme.note) + self.theme.mm(5)

    def affairs_tag(self, affairs: Affairs) -> Frame:
        """The tag of one of the three affairs: its word in its colour."""
        return self.tag(affairs.chinese, self.colour.affairs(affairs))

    def rule(self, *, strong: bool = False) -> Line:
        """A line across; ``strong`` under the header only."""
        thickness = self.theme.rule if strong else self.theme.hair
        return Line(self.colour.ink if strong else self.colour.line, thickness)

    def arrow(self, colour: Colour | None = None) -> Chevron:
        """The mark at the right of everything that opens something."""
        return Chevron(colour or self.colour.ink, self.theme.rule, self.theme.mm(5))

    def opens(
        self,
        child: Block,
        action: Callable[[], None],
        spoken: str,
        *,
        arrow: Colour | None = None,
        **surface: object,
    ) -> Tap:
        """Something that opens when touched, with the arrow that says so."""
        row = Row(
            child,
            self.arrow(arrow),
            widths=(1.0, self.theme.mm(6)),
            gap=self.theme.small,
            align="middle",
        )
        return self.tap(row, action, spoken, **surface)

    def chooser(self, label: str, action: Callable[[], None]) -> Tap:
        """A button that opens a choice, with the arrow down that says so."""
        theme = self.theme
        row = Row(
            self.words(label, theme.button, align="center"),
            Chevron(self.colour.ink, theme.rule, theme.mm(3), down=True),
            widths=(1.0, theme.mm(5)),
            gap=theme.tiny,
            align="middle",
        )
        return self.tap(
            row,
            action,
            f"{label}，选别的",
            fill=self.colour.card,
            edge=self.colour.ink,
            edge_width=theme.rule,
            radius=theme.radius,
            padding=(theme.small, 0),
        )

    def chooser_width(self, label: str) -> float:
        """Room for such a button on one line."""
        theme = self.theme
        return self.width(label, theme.button) + theme.mm(5) + theme.tiny + 2 * theme.small
