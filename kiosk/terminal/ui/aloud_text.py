"""What is read aloud of a screen, breath by breath, and where each of it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kiosk.affairs.spoken import sentences
from kiosk.terminal.ui.layout import Block
from kiosk.terminal.ui.screens.screen import Pages
from kiosk.terminal.ui.widgets.words import SetLines, Words


class Passage(NamedTuple):
    """A text, the page it stands on, and which of the page's speakers say it."""

    text: str
    page: int
    speakers: tuple[int, ...]


def speakers(block: Block) -> list[Block]:
    """The blocks that speak, in reading order: the first with a spoken text speaks for all below.

    Blocks that are ``silent`` are passed over: what they say is said elsewhere.
    """
    found: list[Block] = []
    _collect(block, found)
    return found


def _collect(block: Block, found: list[Block]) -> None:
    if block.silent:
        return
    if block.spoken_text:
        if block.spoken_text.strip():
            found.append(block)
        return
    for child in block.blocks:
        _collect(child, found)


def passages(pages: Pages, first: int) -> Iterator[Passage]:
    """Everything from page ``first`` on, one page's at a time."""
    for number in range(first, pages.count):
        yield from _page(speakers(pages.build(number)), number)


def _page(found: Sequence[Block], number: int) -> Iterator[Passage]:
    at = 0
    while at < len(found):
        end = at + 1
        if isinstance(found[at], SetLines):
            while end < len(found) and _goes_on(found[end]):
                end += 1
        yield from _breaths(found[at:end], at, number)
        at = end


def _goes_on(block: Block) -> bool:
    return isinstance(block, SetLines) and not block.begins


def _breaths(group: Sequence[Block], at: int, number: int) -> Iterator[Passage]:
    """The sentences of one block, or of the lines of one paragraph."""
    texts = [block.spoken_text for block in group]
    passed = 0
    for sentence in sentences("".join(texts)):
        begin, end = passed, passed + len(sentence)
        passed = end
        here, edge = [], 0
        for index, text in enumerate(texts):
            if edge < end and edge + len(text) > begin:
                here.append(at + index)
            edge += len(text)
        yield Passage(sentence, number, tuple(here))


def words_of(block: Block) -> str:
    """What stands on a block, for blocks whose spoken text is made of it."""
    return "，".join(b.text for b in block.tree() if isinstance(b, Words) and b.text.strip())
