"""The terminal's store: sync writes it (`writer`), the screen reads it (`Library`)."""

from kiosk.terminal.library.model import ClassCount, EditionInfo, LedgerMonth, Shelved
from kiosk.terminal.library.reader import Library

__all__ = ["ClassCount", "EditionInfo", "LedgerMonth", "Library", "Shelved"]
