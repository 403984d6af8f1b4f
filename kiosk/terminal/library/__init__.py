"""The terminal's store: sync writes it (`writer`), the screen reads it (`Library`)."""

from kiosk.terminal.library.model import (
    ClassCount,
    EditionInfo,
    LedgerLine,
    LedgerMonth,
    Reference,
    Shelved,
)
from kiosk.terminal.library.narrow import Filter
from kiosk.terminal.library.reader import Library

__all__ = [
    "ClassCount",
    "EditionInfo",
    "Filter",
    "LedgerLine",
    "LedgerMonth",
    "Library",
    "Reference",
    "Shelved",
]
