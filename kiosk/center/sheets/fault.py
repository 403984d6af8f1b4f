"""What is wrong with a sheet, said so that a clerk finds the place and knows what to do."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from kiosk.center.folder.problems import Pen
from kiosk.center.folder.text import check_length, check_text


class SheetError(ValueError):
    """The file cannot be read at all.  The message is a Chinese sentence for its author."""


class Fault(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that is not right.

    ``row`` is the row as the spreadsheet counts it (from 1), None where it was typed by hand;
    ``column`` the head as the sheet shows it.  ``line`` (from 0) and ``field`` say which box of
    the form it belongs to.  ``stop`` faults must be mended before the item may be sent.
    """

    message: str
    row: int | None = None
    column: str = ""
    line: int | None = None
    field: str = ""
    stop: bool = True

    @property
    def place(self) -> str:
        """Where it stands: ``第12行“支出”``, or ``第3笔“支出”`` where there is no sheet."""
        if self.row is not None:
            where = f"第{self.row}行"
        else:
            where = f"第{self.line + 1}笔" if self.line is not None else ""
        return where + (f"“{self.column}”" if self.column else "")

    def __str__(self) -> str:
        return f"{self.place}：{self.message}" if self.place else self.message


def text_faults(text: str, limit: int) -> list[str]:
    """What no text may hold: numbers of persons, odd characters, more than ``limit`` of them."""
    pen = Pen("")
    check_text(text, pen)
    check_length(text, limit, pen)
    return [mark.message for mark in pen.marks]


def stopping(faults: Iterable[Fault]) -> list[Fault]:
    """Those that must be mended first."""
    return [fault for fault in faults if fault.stop]
