"""A workbook with several sheets: which one is meant?"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from kiosk.affairs.period import Cycle, Period
from kiosk.center.folder.problems import Pen
from kiosk.center.folder.sheet import Sheet, filled_sheets, load_sheet, open_workbook
from kiosk.center.sheets.fault import SheetError
from kiosk.center.sheets.words import known_words

_NOT_MEANT = re.compile(r"说明|填表|模板|样表|目录|封面|字典|参数|Sheet[23]$", re.IGNORECASE)
_MONTHS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")


class Workbook:
    """The visible, filled sheets of a file, by name in their order.

    Raises SheetError if the file is no harmless workbook.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        pen = Pen(path.name)
        workbook = open_workbook(path, pen, links=False)
        names = filled_sheets(workbook, pen) if workbook is not None else []
        if workbook is None or not names:
            raise SheetError(pen.marks[0].message)
        self._workbook = workbook
        self.names = names

    def sheet(self, name: str) -> Sheet:
        """One of its sheets; SheetError if it is empty or too large."""
        pen = Pen(self.path.name)
        found = load_sheet(self._workbook, name, self.path, pen) if name in self.names else None
        if found is None:
            raise SheetError(pen.marks[0].message if pen.marks else f"没有“{name}”这张工作表")
        return found

    def likely(self, period: Period | None = None) -> str:
        """The sheet that is probably meant: named after the period, with most known heads."""
        return max(self.names, key=lambda name: (*self._likeness(name, period), -self._at(name)))

    def _at(self, name: str) -> int:
        return self.names.index(name)

    def _likeness(self, name: str, period: Period | None) -> tuple[int, int]:
        if len(self.names) == 1:
            return 0, 0
        try:
            sheet = self.sheet(name)
        except SheetError:
            return -9, 0
        words = max(known_words(sheet, row) for row in range(min(len(sheet.rows), 20)))
        plain = unicodedata.normalize("NFKC", name)
        named = 4 * names_period(plain, period) - 4 * bool(_NOT_MEANT.search(plain))
        return words + named, len(sheet.rows)


def names_period(name: str, period: Period | None) -> bool:
    """Whether the name of a sheet says the month, quarter or year of a period."""
    if period is None or period.cycle is Cycle.STANDING:
        return False
    year, month = period.first.year, period.first.month
    match period.cycle:
        case Cycle.MONTHLY:
            numbers = rf"(?<!\d)0?{month}(月|$)|{year}[-.年]?0?{month}(?!\d)"
            chinese = rf"(?<![一二十]){_MONTHS[month - 1]}月"
            return bool(re.search(f"{numbers}|{chinese}", name))
        case Cycle.QUARTERLY:
            quarter = (month + 2) // 3
            return bool(re.search(rf"第?[{quarter}{_MONTHS[quarter - 1]}]季", name))
        case _:
            return str(year) in name
