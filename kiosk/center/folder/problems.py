"""Mistakes in an authored folder, each with the place where a clerk finds it."""

from __future__ import annotations

import msgspec


class Problem(msgspec.Struct, frozen=True):
    """One mistake.

    ``file`` is relative to the county folder, ``row`` counts from 1 as the spreadsheet and the
    editor do, ``column`` is the column's head or its letter (or the key of the card), and
    ``message`` is a Chinese sentence that says what is wrong and what to do.
    """

    file: str
    row: int | None
    column: str | None
    message: str

    def __str__(self) -> str:
        row = f" 第 {self.row} 行" if self.row is not None else ""
        column = f"“{self.column}”" if self.column else ""
        if column and row:
            column += "列" if self.file.lower().endswith((".xlsx", ".xls")) else ""
        elif column:
            column = f" {column}"
        return f"{self.file}{row}{column}：{self.message}"


class Pen:
    """The red pen that marks mistakes in one file, while reading goes on."""

    def __init__(self, file: str, marks: dict[Problem, None] | None = None) -> None:
        self.file = file
        self._marks: dict[Problem, None] = {} if marks is None else marks

    @property
    def marks(self) -> list[Problem]:
        """Everything marked so far, in this and every other file of the same pen."""
        return list(self._marks)

    def on(self, file: str) -> Pen:
        """A pen for another file that marks in the same list."""
        return Pen(file, self._marks)

    def mark(self, message: str, *, row: int | None = None, column: str | None = None) -> None:
        """Note a mistake; the same one at the same place is noted once."""
        self._marks[Problem(self.file, row, column, message)] = None

    def __len__(self) -> int:
        return len(self._marks)
