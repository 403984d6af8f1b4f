"""Looks at a page for what a person would find wrong with it."""

from __future__ import annotations

from itertools import combinations

from kiosk.terminal.ui.layout import Block
from kiosk.terminal.ui.widgets.tap import Tap
from kiosk.terminal.ui.widgets.words import Words
from tests.support.pilot import Pilot


def faults(pilot: Pilot) -> list[str]:
    """Texts cut, hidden or on top of each other, and targets too small for a finger."""
    board, theme = pilot.board, pilot.board.kit.theme
    blocks = list(pilot.blocks())
    words = [b for b in blocks if isinstance(b, Words) and b.text.strip()]
    found = []
    for each in words:
        widest = max((line.width for line in each.lines), default=0)
        if widest > each.width + each.style.size * 0.6:
            found.append(f"too wide: {each.text!r}")
        if (
            each.x < -1
            or each.right > board.width + 1
            or each.y < -1
            or each.top > board.height + 1
        ):
            found.append(f"off the panel: {each.text!r}")
        if each.clipped and not each.most:
            found.append(f"cut: {each.text!r}")
    for one, other in combinations(words, 2):
        if _overlap(one, other):
            found.append(f"overlap: {one.text!r} and {other.text!r}")
    for tap in blocks:
        if isinstance(tap, Tap) and min(tap.width, tap.height) < theme.target - 1:
            found.append(f"too small to touch: {tap.spoken_text!r}")
        if isinstance(tap, Tap) and not tap.spoken_text:
            found.append("a target that cannot be spoken")
    return found + _under_the_footer(pilot)


def _overlap(one: Block, other: Block) -> bool:
    """More than a hair; line boxes may touch."""
    across = min(one.right, other.right) - max(one.x, other.x)
    along = min(one.top, other.top) - max(one.y, other.y)
    return across > 3 and along > 3


def _under_the_footer(pilot: Pilot) -> list[str]:
    """Whether the page leaves room for what stands around it."""
    if pilot.board.cover is not None:
        return []
    header, footer, page, *pager = pilot.board.shown
    found = []
    if page.top > header.y + 1:
        found.append("page hidden by the header")
    found += [
        f"page hidden below: {page.y} < {each.top}"
        for each in (footer, *pager)
        if page.y < each.top - 1
    ]
    return found
