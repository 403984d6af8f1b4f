"""Catalogues (公开目录): what must be disclosed, by whom, how often, under which law.

A catalogue is dated data of a county, never code: counties replace ours by their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

import msgspec

from kiosk.affairs.division import Level
from kiosk.affairs.period import Cycle


class Affairs(StrEnum):
    """The three affairs (三务)."""

    PARTY = "party"
    GOVERNMENT = "government"
    VILLAGE = "village"

    @property
    def chinese(self) -> str:
        """The word over the door."""
        return {"party": "党务", "government": "政务", "village": "村务"}[self.value]


class Kind(StrEnum):
    """The kinds of document; each has a reader of its own on the screen."""

    PROSE = "prose"
    LEDGER = "ledger"
    TABLE = "table"
    PROJECT = "project"
    RESOLUTION = "resolution"
    SCAN = "scan"
    NOTHING = "nothing"
    EXCUSE = "excuse"
    GUIDE = "guide"
    PEOPLE = "people"
    TIMETABLE = "timetable"
    REGISTER = "register"
    CONTRACT = "contract"
    TENDER = "tender"
    POLICY = "policy"
    APPRAISAL = "appraisal"
    REPORT = "report"
    NOTICE = "notice"
    CASES = "cases"
    RISKS = "risks"
    BALLOT = "ballot"

    @property
    def chinese(self) -> str:
        """The word a clerk writes behind 类型 in the front matter."""
        return _KIND_NAMES[self]

    @property
    def is_authored(self) -> bool:
        """Whether clerks write it in their folders; the rest has ways of its own."""
        return self not in {Kind.NOTICE, Kind.CASES, Kind.RISKS, Kind.BALLOT}


_KIND_NAMES = {
    Kind.PROSE: "文章",
    Kind.LEDGER: "账目",
    Kind.TABLE: "表格",
    Kind.PROJECT: "项目",
    Kind.RESOLUTION: "决议",
    Kind.SCAN: "扫描件",
    Kind.NOTHING: "本期无",
    Kind.EXCUSE: "免公开",
    Kind.GUIDE: "办事指南",
    Kind.PEOPLE: "联系人",
    Kind.TIMETABLE: "时间表",
    Kind.REGISTER: "台账",
    Kind.CONTRACT: "合同",
    Kind.TENDER: "交易",
    Kind.POLICY: "政策",
    Kind.APPRAISAL: "评议",
    Kind.REPORT: "周报",
    Kind.NOTICE: "紧急通知",
    Kind.CASES: "诉求办理",
    Kind.RISKS: "三资预警",
    Kind.BALLOT: "评议投票",
}


class LegalBasis(msgspec.Struct, frozen=True, kw_only=True):
    """Where the duty stands: title, the version that is cited, and the article.

    The version matters: the Organic Law of the Villagers' Committees was renumbered as of
    2026-01-01, so an article number alone points nowhere.
    """

    title: str
    version: str
    article: str

    def __str__(self) -> str:
        return f"《{self.title}》（{self.version}）{self.article}"


class CatalogueItem(msgspec.Struct, frozen=True, kw_only=True):
    """One item (项).  ``within_days`` belongs to at-once items and counts from the event.

    ``plain`` says of a grant, in words of every day, what it is, who gets it and whom to ask.
    """

    code: str
    name: str
    cycle: Cycle
    kind: Kind
    unit: str
    basis: tuple[LegalBasis, ...]
    within_days: int | None = None
    working_days: bool = False
    note: str = ""
    plain: str = ""

    def belongs_to(self, whole: str) -> bool:
        """Whether it is the item meant or in the class meant: D10 is in D, but not in D1.

        Everything belongs to the empty text.
        """
        rest = self.code.removeprefix(whole)
        if not whole or not rest:
            return True
        return len(rest) < len(self.code) and whole[-1].isdigit() != rest[0].isdigit()


class CatalogueClass(msgspec.Struct, frozen=True, kw_only=True):
    """One class (类) of items, all of one of the three affairs.  ``hint`` names what is inside."""

    code: str
    name: str
    affairs: Affairs
    items: tuple[CatalogueItem, ...]
    hint: str = ""


class Catalogue(msgspec.Struct, frozen=True, kw_only=True):
    """A whole catalogue for divisions of some levels, valid from a day on."""

    id: str
    name: str
    levels: tuple[Level, ...]
    valid_from: date
    source: str
    classes: tuple[CatalogueClass, ...]

    def items(self) -> Iterator[tuple[CatalogueClass, CatalogueItem]]:
        """Every item with its class, in printed order."""
        for each in self.classes:
            for item in each.items:
                yield each, item

    def find(self, code: str) -> tuple[CatalogueClass, CatalogueItem] | None:
        """The item of that code with its class, or None."""
        return next(((c, i) for c, i in self.items() if i.code == code), None)

    def problems(self) -> list[str]:
        """What is wrong with it, one Chinese sentence each, naming class or item."""
        found: list[str] = []
        seen = {"NOTICE", "CASES", "RISKS", "BALLOT"}  # kiosk.affairs.posted
        for each in self.classes:
            if not each.items:
                found.append(f"{each.code} 类“{each.name}”里一项也没有")
            for item in each.items:
                where = f"{item.code}“{item.name}”"
                if item.code in seen:
                    found.append(f"{where}：编号重复（NOTICE、CASES、RISKS、BALLOT 程序自己要用）")
                seen.add(item.code)
                if not item.name.strip():
                    found.append(f"{item.code}：没有名称")
                if not item.unit.strip():
                    found.append(f"{where}：没有责任单位")
                if not item.basis:
                    found.append(f"{where}：没有法律依据")
                if (item.cycle is Cycle.AT_ONCE) != (item.within_days is not None):
                    found.append(f"{where}：“及时”公开的项要写几日内，其他项不写")
                if item.within_days is not None and item.within_days < 1:
                    found.append(f"{where}：几日内公开，至少是 1")
        return found


def catalogue_for(catalogues: tuple[Catalogue, ...], level: Level, day: date) -> Catalogue | None:
    """The catalogue in force for a level on a day: the newest that is already valid."""
    valid = [c for c in catalogues if level in c.levels and c.valid_from <= day]
    return max(valid, key=lambda c: c.valid_from, default=None)
