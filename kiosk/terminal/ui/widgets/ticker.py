"""A text that the time changes: drawn anew once a minute, alone, on a layer of its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from kivy.graphics import Canvas

from kiosk.terminal.ui.kit import Kit
from kiosk.terminal.ui.theme import Colour, Style
from kiosk.terminal.ui.widgets.words import Words


class Ticker(Words):
    """``says`` is asked what to say at a moment; the board's minute tells it to `show`."""

    def __init__(  # noqa: PLR0913 - what it says, when, and how it is set
        self,
        kit: Kit,
        says: Callable[[datetime], str],
        now: datetime,
        style: Style,
        colour: Colour,
        *,
        align: str = "left",
    ) -> None:
        super().__init__(says(now), style, colour, kit.metrics, align=align)
        self.says = says

    def draw(self) -> None:
        self._layer = Canvas()
        with self._layer:
            super().draw()

    def show(self, now: datetime) -> bool:
        """Say what holds now; whether it fits where it stood before."""
        text = self.says(now)
        if text == self.text:
            return True
        tall = self.height
        self.runs = (self.runs[0]._replace(text=text),)
        self.spoken_text = text
        if self.fit(self.width) != tall:
            return False
        self._layer.clear()
        with self._layer:
            super().draw()
        return True
