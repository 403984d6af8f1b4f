"""The fictional divisions and what is known about each of them."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parent / "data"
FIRST = date(2025, 11, 1)
TODAY = date(2026, 11, 22)
MONTHS = [(2025, 11), (2025, 12), *((2026, month) for month in range(1, 11))]
BEFORE = (2025, 10)
"""The one month of the year before: this October is compared with it."""
QUARTERS = [(2026, 1), (2026, 2), (2026, 3)]
Facts = dict[str, Any]


@dataclass(frozen=True)
class Place:
    """One division: code, name, and its facts, which fill the ``{…}`` of the texts."""

    code: str
    name: str
    facts: Facts

    @property
    def folder(self) -> str:
        """Its folder below the county's."""
        return f"{self.code}-{self.name}"

    @property
    def kind(self) -> str:
        """县, 镇, 乡, 街道, 村 or 社区."""
        return str(self.facts["类"])

    def chance(self, *about: object) -> random.Random:
        """Chance that is the same in every run, for this place and this matter."""
        return random.Random("|".join([self.code, *map(str, about)]))

    def fill(self, words: str, **more: object) -> str:
        """Put the facts into a text."""
        above = str(self.facts.get("上级", self.name))
        level = above[-1] if above[-1] in "镇乡" else "街道"
        return words.format_map({"名": self.name, "镇": level, **self.facts, **more})


@cache
def load(name: str) -> Any:
    """A data file of the generator."""
    return yaml.safe_load((DATA / name).read_text(encoding="utf-8"))


def places() -> list[Place]:
    """Every division, county first."""
    found = load("places.yaml")
    return [Place(str(facts["代码"]), facts["名称"], facts) for facts in found]


def place(name: str) -> Place:
    """The division of that name."""
    return next(each for each in places() if each.name == name)


def month_end(year: int, month: int) -> date:
    """Its last day."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def next_month(year: int, month: int, day: int) -> date:
    """A day of the month after."""
    return date(year + month // 12, month % 12 + 1, day)


def approvals(
    where: Place, published: date, *, money: bool = False, party: bool = False
) -> tuple[str, ...]:
    """Who let it through: the village's supervisors two days before, the township on the day."""
    facts = where.facts
    if where.kind not in {"村", "社区"}:
        return (
            f"{facts['承办']}审核 {facts['审核人']} {published - timedelta(days=1)}",
            f"{facts['分管']}签发 {facts['签发人']} {published}",
        )
    inside = "支部委员会审核" if party else "村务监督委员会审核"
    if where.kind == "社区" and not party:
        inside = "居务监督委员会审核"
    checker = facts["书记"] if party else facts["监督"]
    above = (
        "党建办审核"
        if party
        else (f"{facts.get('记账', '农经站')}审核备案" if money else "村务公开办审核")
    )
    reader = facts["上级党建"] if party else facts["上级农经"]
    return (
        f"{inside} {checker} {published - timedelta(days=2)}",
        f"{facts['上级']}{above} {reader} {published}",
    )
