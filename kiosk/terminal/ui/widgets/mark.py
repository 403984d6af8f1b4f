"""The mark below words: what is being read aloud, and what was looked for and found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kivy.graphics import Color, Rectangle

from kiosk.terminal.ui.layout import Block

if TYPE_CHECKING:
    from kiosk.terminal.ui.theme import Colour
    from kiosk.terminal.ui.widgets.words import Words


class Mark:
    """A ground below the whole lines of a text, or below some words in it.

    ``sought`` are the words; empty marks every line, which then is written in ``ink``: the
    colour of a text is chosen for another ground.
    """

    def __init__(self, colour: Colour, ink: Colour, sought: Sequence[str] = ()) -> None:
        self.colour, self.sought = colour, tuple(word for word in sought if word)
        self.ink = None if self.sought else ink

    def on(self, block: Block) -> list[Words]:
        """Mark every text of a block, which shows when it is drawn; the texts."""
        found = [each for each in block.tree() if hasattr(each, "lines")]
        for each in found:
            each.mark = self
        return found

    def paint(self, words: Words) -> None:
        """Draw below the lines of a text, before the text itself is drawn."""
        Color(*self.colour)
        tall = words.style.line_height
        for number, (left, right) in self._spans(words):
            y = words.top - (number + 1) * tall
            Rectangle(pos=(round(left), round(y)), size=(round(right - left), tall))

    def _spans(self, words: Words) -> Iterator[tuple[int, tuple[float, float]]]:
        """Which lines, from where to where in pixels of the panel."""
        if not self.sought:
            for number, line in enumerate(words.lines):
                if line.text.strip():
                    yield number, _stretch(words, number, 0, len(line.text))
            return
        whole = "".join(line.text for line in words.lines).lower()
        for word in self.sought:
            begin = whole.find(word.lower())
            while begin >= 0:
                yield from _by_lines(words, begin, begin + len(word))
                begin = whole.find(word.lower(), begin + len(word))


def _by_lines(words: Words, begin: int, end: int) -> Iterator[tuple[int, tuple[float, float]]]:
    """A stretch of the whole text as stretches of its lines."""
    passed = 0
    for number, line in enumerate(words.lines):
        first, last = max(begin - passed, 0), min(end - passed, len(line.text))
        if first < last:
            yield number, _stretch(words, number, first, last)
        passed += len(line.text)


def _stretch(words: Words, number: int, first: int, last: int) -> tuple[float, float]:
    """Left and right edge in pixels of some characters of a line."""
    line = words.lines[number]
    shift = {"left": 0.0, "center": 0.5, "right": 1.0}[words.align]
    advance = words.metrics.advance(words.style.size)
    edges = [words.x + (words.width - line.width) * shift]
    for run in line.runs:
        for char in run.text:
            edges.append(edges[-1] + advance(char, run.strong))
    return edges[first], edges[last]
