"""Where a disclosure stands: its class and item in the catalogue of its own division."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from kiosk.affairs.catalogue import Affairs, Catalogue, catalogue_for
from kiosk.affairs.county import County
from kiosk.affairs.disclosure import Disclosure
from kiosk.affairs.division import Level, level_of
from kiosk.affairs.posted import POSTED


class Place(NamedTuple):
    """Affairs, class and item by name."""

    affairs: Affairs
    class_code: str
    class_name: str
    item_name: str


def place(disclosure: Disclosure, county: County | None) -> Place:
    """Where a disclosure stands.

    The catalogue in force when it was published decides; if that does not know the item, any
    other of the level (an older item outlives its catalogue), at last the shelf 其他.
    """
    if posted := POSTED.get(disclosure.item):
        return Place(posted.affairs, posted.code, posted.class_name, posted.name)
    level = level_of(disclosure.division)
    for catalogue in _candidates(county, level, disclosure.published):
        if found := catalogue.find(disclosure.item):
            group, item = found
            return Place(group.affairs, group.code, group.name, item.name)
    own = level in {Level.VILLAGE, Level.COMMUNITY}
    return Place(Affairs.VILLAGE if own else Affairs.GOVERNMENT, "", "其他", disclosure.item)


def _candidates(county: County | None, level: Level, day: date) -> list[Catalogue]:
    if county is None:
        return []
    first = catalogue_for(county.catalogues, level, day)
    rest = [c for c in county.catalogues if level in c.levels and c is not first]
    rest.sort(key=lambda c: c.valid_from, reverse=True)
    return rest if first is None else [first, *rest]


def month_of(disclosure: Disclosure) -> tuple[int, int]:
    """Year and month under which choosers list it: the last of its period.

    What holds until it changes is listed under its publishing date.
    """
    last = disclosure.covered.last
    if last == date.max:
        last = disclosure.published
    return last.year, last.month
