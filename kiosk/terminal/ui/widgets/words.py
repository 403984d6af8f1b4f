"""Text: broken by our own breaker, drawn line by line in one colour."""

from __future__ import annotations

from collections.abc import Sequence

from kivy.graphics import Color, Rectangle

from kiosk.terminal.ui.layout import Block
from kiosk.terminal.ui.text.breaker import Line, Run, break_lines
from kiosk.terminal.ui.text.metrics import Metrics
from kiosk.terminal.ui.theme import Colour, Style
from kiosk.terminal.ui.widgets.mark import Mark

_ELLIPSIS = "…"


class Words(Block):
    """A text of any length in one style.

    ``align`` is ``left``, ``center`` or ``right``.  With ``most`` lines given, what does not fit
    is cut and ends in an ellipsis; use that for previews only, never for the text itself.
    ``balanced`` makes the lines about as long as each other, for titles.
    """

    mark: Mark | None = None
    """What stands below its letters while it is read aloud, or where a word was found."""

    def __init__(  # noqa: PLR0913 - text, how it is set, where it stands
        self,
        text: str | Sequence[Run],
        style: Style,
        colour: Colour,
        metrics: Metrics,
        *,
        align: str = "left",
        most: int = 0,
        balanced: bool = False,
    ) -> None:
        super().__init__()
        self.balanced = balanced
        runs = (Run(text, style.strong),) if isinstance(text, str) else tuple(text)
        self.runs = runs
        self.style, self.colour, self.metrics = style, colour, metrics
        self.align, self.most = align, most
        self.lines: Sequence[Line] = ()
        self.clipped = False
        self.spoken_text = "".join(run.text for run in runs)

    @property
    def text(self) -> str:
        """The whole text, without weights."""
        return "".join(run.text for run in self.runs)

    def measure(self, width: float) -> float:
        advance = self.metrics.advance(self.style.size)
        lines = break_lines(self.runs, width, advance)
        if self.balanced and len(lines) > 1:
            lines = self._balance(lines, width)
        if self.most and len(lines) > self.most:
            lines = lines[: self.most]
            lines[-1] = self._shortened(lines[-1], width)
            self.clipped = True
        self.lines = lines
        return len(lines) * self.style.line_height

    def _balance(self, lines: Sequence[Line], width: float) -> Sequence[Line]:
        """The same number of lines at the narrowest width that keeps it, near enough."""
        advance = self.metrics.advance(self.style.size)
        narrow = sum(line.width for line in lines) / len(lines)
        while narrow < width:
            tried = break_lines(self.runs, narrow, advance)
            if len(tried) == len(lines):
                return tried
            narrow += self.style.size / 2
        return lines

    def _shortened(self, line: Line, width: float) -> Line:
        run = line.runs[-1] if line.runs else Run("")
        text = line.text
        dots = self.metrics.width(_ELLIPSIS, self.style.size)
        while text and self.metrics.width(text, self.style.size, strong=run.strong) + dots > width:
            text = text[:-1]
        shown = text + _ELLIPSIS
        return Line(
            (Run(shown, run.strong),), self.metrics.width(shown, self.style.size, strong=run.strong)
        )

    def draw(self) -> None:
        natural = self.metrics.natural_height(self.style.size, self.style.strong)
        drop = (self.style.line_height - natural) / 2
        shift = {"left": 0.0, "center": 0.5, "right": 1.0}[self.align]
        colour = self.colour
        if self.mark is not None:
            self.mark.paint(self)
            colour = self.mark.ink or colour
        Color(*colour)
        for number, line in enumerate(self.lines):
            x = self.x + (self.width - line.width) * shift
            y = self.top - number * self.style.line_height - drop - natural
            for run in line.runs:
                self._draw_run(run, x, y)
                if len(line.runs) > 1:
                    x += self.metrics.width(run.text, self.style.size, strong=run.strong)

    def _draw_run(self, run: Run, x: float, y: float) -> None:
        if not run.text.strip():
            return
        label = self.metrics.label(run.text, self.style.size, strong=run.strong)
        label.refresh()
        Rectangle(texture=label.texture, size=label.texture.size, pos=(round(x), round(y)))


class SetLines(Words):
    """Lines that were broken before, as a page of a longer text.

    ``begins`` when its first line is the first of its paragraph: a voice reads the lines of a
    paragraph as one.
    """

    def __init__(
        self,
        lines: Sequence[Line],
        style: Style,
        colour: Colour,
        metrics: Metrics,
        *,
        begins: bool = True,
    ) -> None:
        runs = [run for line in lines for run in line.runs]
        super().__init__(runs, style, colour, metrics)
        self.lines, self.begins = lines, begins

    def measure(self, width: float) -> float:  # noqa: ARG002 - broken for this width already
        return len(self.lines) * self.style.line_height
