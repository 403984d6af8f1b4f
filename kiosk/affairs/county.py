"""A county's reference data: everything a terminal must know besides the disclosures.

It travels in the county's own feed, so that a terminal can work out what is due by itself.
"""

from __future__ import annotations

from datetime import date

import msgspec

from kiosk.affairs.catalogue import Catalogue
from kiosk.affairs.division import Division
from kiosk.affairs.due_rule import DueRule


class County(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Divisions, catalogues and due days of one county.

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

    @property
    def sample(self) -> bool:
        """Whether everything in it is made up."""
        return self.sample_day is not None
