"""What is being looked for: letters or words, and within which time, class and amount."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from kiosk.affairs.catalogue import Affairs, Kind
from kiosk.terminal.library import Filter, LedgerLine, Shelved
from kiosk.terminal.library.words import initials_of, matched
from kiosk.terminal.ui.layout import Block, Column, Row
from kiosk.terminal.ui.screens.chooser import Choice, Chooser

if TYPE_CHECKING:
    from kiosk.terminal.ui.stage import Stage

AMOUNTS = ((0, "金额不限"), (1_000, "1千元以上"), (10_000, "1万元以上"), (100_000, "10万元以上"))
"""In yuan, and how people say it."""
_MOST = 200
_MONTHS = 12


@dataclass
class Query:
    """Kept while the visitor is there.  ``board`` is asked for what there is to choose."""

    board: Stage
    typed: str = ""
    year: int | None = None
    month: int | None = None
    affairs: Affairs | None = None
    class_code: str | None = None
    division: str = ""
    least: int = 0
    """In yuan."""
    kind: Kind | None = None
    """The kind of document that is looked for alone."""
    _names: dict[str, str] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether nothing was typed or chosen yet."""
        return not (self.typed or self.year or self.affairs or self.class_code or self.least)

    @property
    def title(self) -> str:
        """What was typed and chosen, in one line."""
        typed = self.typed.upper() if self.typed.isascii() else self.typed
        chosen = [self.when if self.year else "", self.which if self.narrowed else ""]
        chosen.append(self.how_much if self.least else "")
        return "，".join(part for part in (typed, *chosen) if part)

    @property
    def narrowed(self) -> bool:
        """Whether a class or one of the three affairs was chosen."""
        return bool(self.affairs or self.class_code)

    @property
    def when(self) -> str:
        """The time chosen."""
        if self.year is None:
            return "时间不限"
        return f"{self.year}年{self.month}月" if self.month else f"{self.year}年"

    @property
    def which(self) -> str:
        """The class chosen."""
        if self.class_code is not None:
            return self._names.get(self.class_code, self.class_code)
        return self.affairs.chinese if self.affairs else "全部类别"

    @property
    def how_much(self) -> str:
        """The amount chosen."""
        return dict(AMOUNTS)[self.least]

    def items(self) -> list[Shelved]:
        """Disclosures that fit, the best first."""
        library = self.board.desk.library
        if self.typed:
            return library.search(self.typed, limit=_MOST, **self._filter())
        return [] if self.empty else library.shelves(limit=_MOST, **self._filter())

    def lines(self) -> list[LedgerLine]:
        """Ledger rows that fit."""
        if self.kind is not None or not (self.typed or self.least):
            return []
        return self.board.desk.library.lines(self.typed, limit=_MOST, **self._filter())

    def sought(self, title: str, initials: str | None = None) -> list[str]:
        """The words to mark in a title, and in what stands behind it."""
        if not self.typed.isascii():
            return self.typed.split()
        known = initials_of(title) if initials is None else initials
        return [found] if (found := matched(title, known, self.typed)) else []

    def _filter(self) -> Filter:
        return {
            "divisions": [self.division] if self.division else self.board.desk.scope(),
            "affairs": self.affairs,
            "class_code": self.class_code,
            "kind": self.kind,
            "year": self.year,
            "month": self.month,
            "least": self.least * 100 or None,
        }

    def choosers(self, width: float) -> Block:
        """Three buttons beside each other, or below each other where they do not fit."""
        kit, theme = self.board.kit, self.board.kit.theme
        choices = (
            (self.when, self._choose_time),
            (self.which, self._choose_class),
            (self.how_much, self._choose_amount),
        )
        buttons = [kit.chooser(word, action) for word, action in choices]
        wide = max(kit.chooser_width(word) for word, _ in choices)
        if 3 * wide + 2 * theme.tiny <= width:
            return Row(*buttons, gap=theme.tiny, even=True)
        return Column(*buttons, gap=theme.tiny)

    def _choose_time(self) -> None:
        library, scope = self.board.desk.library, self.board.desk.scope()
        choices = [Choice("时间不限", "", self._set(year=None, month=None))]
        for year, count in library.years(divisions=scope):
            set_year = self._set(year=year, month=None)
            choices.append(Choice(f"{year}年", f"{count} 件", set_year))
        today = self.board.desk.today()
        at = today.year * 12 + today.month - 1
        for number in range(at, at - _MONTHS, -1):
            year, month = number // 12, number % 12 + 1
            count = library.count(divisions=scope, year=year, month=month)
            if count:
                set_month = self._set(year=year, month=month)
                choices.append(Choice(f"{year}年{month}月", f"{count} 件", set_month))
        self.board.go(Chooser, "什么时候的", choices)

    def _choose_class(self) -> None:
        clear = {"affairs": None, "class_code": None, "division": ""}
        choices = [Choice("全部类别", "", self._set(**clear))]
        library = self.board.desk.library
        for affairs in Affairs:
            choices.append(Choice(affairs.chinese, "", self._set(**clear | {"affairs": affairs})))
            for division in self.board.desk.scope():
                for each in library.classes(divisions=[division], affairs=affairs):
                    if not each.count:
                        continue
                    self._names[each.class_code] = each.class_name
                    name = self.board.desk.division_name(division)
                    chosen = {
                        "affairs": affairs,
                        "class_code": each.class_code,
                        "division": division,
                    }
                    note = f"{affairs.chinese}，{name}，{each.count} 件"
                    choices.append(Choice(each.class_name, note, self._set(**chosen)))
        self.board.go(Chooser, "哪一类", choices)

    def _choose_amount(self) -> None:
        choices = [Choice(name, "", self._set(least=yuan)) for yuan, name in AMOUNTS]
        self.board.go(Chooser, "多少钱", choices)

    def _set(self, **chosen: object) -> Callable[[], None]:
        return partial(self._take, chosen)

    def _take(self, chosen: dict[str, object]) -> None:
        for name, value in chosen.items():
            setattr(self, name, value)
        self.board.back()
