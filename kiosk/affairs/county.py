"""A county's reference data: everything a terminal must know besides the disclosures.

It travels in the county's own feed, so that a terminal can work out what is due by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from kiosk.affairs.catalogue import Catalogue, catalogue_for
from kiosk.affairs.disclosure import Disclosure
from kiosk.affairs.division import Division, Level, level_of
from kiosk.affairs.due_rule import DueRule
from kiosk.affairs.gate import Gate, gate_for
from kiosk.affairs.obligation import Obligation, obligations
from kiosk.affairs.routing import rank_of
from kiosk.affairs.workdays import Calendar, YearNotice


class County(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Divisions, catalogues, due days and gates of one county.

    ``since`` is the day from which periods are owed.  A sample county carries the word 示例 on
    every page and has a ``sample_day``: a board of made-up content would otherwise look more
    overdue with every year that the program is older than its sample.
    """

    name: str
    divisions: tuple[Division, ...]
    catalogues: tuple[Catalogue, ...]
    rules: tuple[DueRule, ...]
    since: date
    sample_day: date | None = None
    gates: tuple[Gate, ...] = ()
    holidays: dict[int, YearNotice] = {}

    @property
    def sample(self) -> bool:
        """Whether everything in it is made up."""
        return self.sample_day is not None

    def catalogue_on(self, level: Level, day: date) -> Catalogue | None:
        """The catalogue in force for a level; before the first one is, the first."""
        found = catalogue_for(self.catalogues, level, day)
        if found is not None:
            return found
        fitting = [c for c in self.catalogues if level in c.levels]
        return min(fitting, key=lambda c: c.valid_from, default=None)

    def owed(self, division: str, shown: Iterable[Disclosure], today: date) -> list[Obligation]:
        """What a division owed up to a day; nothing where no catalogue is in force."""
        catalogue = catalogue_for(self.catalogues, level_of(division), today)
        if catalogue is None:
            return []
        return obligations(
            division=division,
            catalogue=catalogue,
            rules=self.rules,
            disclosures=shown,
            since=self.since,
            today=today,
            calendar=self.calendar,
        )

    @property
    def calendar(self) -> Calendar:
        """The official calendar with the years that the county added (``holidays``)."""
        return Calendar(self.holidays)

    def gate_of(self, disclosure: Disclosure) -> Gate | None:
        """The gate that a disclosure must pass; None for what no catalogue knows.

        That of the day on which this version became public: what was signed by the rules of its
        day stays signed.
        """
        day = disclosure.latest
        catalogue = self.catalogue_on(level_of(disclosure.division), day)
        found = catalogue.find(disclosure.item) if catalogue else None
        if found is None:
            return None
        group, item = found
        return gate_for(self.gates, rank_of(disclosure.division), group.affairs, item, day)
