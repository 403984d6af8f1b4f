"""The parts of a form's page: one input, one row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kiosk.center.sheets.fault import Fault

FEW = 4
"""Lines up to which all stand open; of more only those that need a hand."""
MOST_OPEN = 12


class Box(NamedTuple):
    """One input: its name, label, value, and the sentences about it.

    ``options`` are values with their words where only those may be chosen; a box of ``photos``
    shows ``pictures`` and takes files under ``upload``; ``drop`` is the button that clears it.
    """

    name: str
    label: str
    value: str
    faults: list[str]
    kind: str = "text"
    hint: str = ""
    optional: bool = False
    options: tuple[tuple[str, str], ...] = ()
    pictures: tuple[str, ...] = ()
    upload: str = ""
    drop: str = ""


class Line(NamedTuple):
    """One row of a form: open with its boxes, or folded with what it says."""

    number: int
    title: str
    open: bool
    boxes: list[Box]
    more: list[Box]
    faults: list[Fault]
    pictures: Sequence[str]
    told: str
    amount: str = ""
    received: bool = False
    title_words: str = ""

    @property
    def ordinal(self) -> int:
        """Counted from 1."""
        return self.number + 1
