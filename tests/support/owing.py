"""A county of two townships that owes, publishes, and is late."""

from __future__ import annotations

import shutil
from copy import copy
from datetime import date
from pathlib import Path

import msgspec
import pytest

from kiosk.affairs.catalogue import Affairs, Catalogue, CatalogueClass, CatalogueItem, Kind
from kiosk.affairs.disclosure import Content, Disclosure, Excuse, Nothing, Prose, disclosure_id
from kiosk.affairs.division import Division, Level
from kiosk.affairs.due_rule import DueRule
from kiosk.affairs.period import Cycle
from kiosk.feed.publisher import Publisher
from tests.support.phone import forget_feed
from tests.support.village import COUNTY as PLAIN
from tests.support.village import Village, _item

COUNTY, TOWN, OTHER_TOWN = "990101000000", "990101101000", "990101201000"
VILLAGE, SISTER, FOREIGN = "990101101201", "990101101202", "990101201201"
NAMES = {
    COUNTY: "示例县",
    TOWN: "青禾镇",
    OTHER_TOWN: "云岭乡",
    VILLAGE: "柳河村",
    SISTER: "北塘村",
    FOREIGN: "松坪村",
}
TODAY = date(2026, 11, 22)
KINDS = {Prose: Kind.PROSE, Nothing: Kind.NOTHING, Excuse: Kind.EXCUSE}


def catalogue(*items: CatalogueItem, valid_from: date = date(2020, 1, 1)) -> Catalogue:
    """A village's catalogue of these items, all of the village's affairs."""
    group = CatalogueClass(code="D", name="财务", affairs=Affairs.VILLAGE, items=items)
    return Catalogue(
        id="village",
        name="村级公开目录",
        levels=(Level.VILLAGE,),
        valid_from=valid_from,
        source="测试",
        classes=(group,),
    )


ITEMS = (
    _item("D2", "收支明细", Kind.PROSE),
    _item("D5", "债权债务明细", Kind.PROSE),
    _item("D8", "合同", Kind.PROSE, Cycle.AT_ONCE),
    _item("B1", "村情概况", Kind.PROSE, Cycle.STANDING),
)


def rule(cycle: Cycle, days: int, **more) -> DueRule:
    plain = {"days_on_view": 10, "source": "测试", "valid_from": date(2020, 1, 1)}
    return DueRule(cycle=cycle, due_days=days, **(plain | more))


class Owing:
    """The feed of that county; what is shown counts from the next `publish` on."""

    def __init__(self, folder: Path) -> None:
        county = msgspec.structs.replace(
            PLAIN,
            divisions=tuple(Division(code=code, name=name) for code, name in NAMES.items()),
            catalogues=(catalogue(*ITEMS),),
            rules=(
                rule(Cycle.MONTHLY, 15),
                rule(Cycle.MONTHLY, 29, item="D5"),
                rule(Cycle.STANDING, 20),
            ),
            since=date(2026, 9, 1),
        )
        self.village = Village(folder, county)
        self.feed = self.village.feed

    def copied(self, folder: Path) -> Owing:
        """The same in another folder: making keys takes longer than all the rest of a test."""
        made, village = copy(self), copy(self.village)
        shutil.copytree(self.village.folder, folder, dirs_exist_ok=True)
        village.folder, village.drafts = folder, {}
        for name in ("offline", "online", "feed"):
            setattr(village, name, folder / name)
        made.village, made.feed = village, village.feed
        return made

    def show(self, division, item, period, day, document=None, **more) -> Disclosure:
        document = document or Prose()
        face = Disclosure(
            id=disclosure_id(division, item, period),
            division=division,
            item=item,
            title=f"{period}的{item}",
            kind=KINDS[type(document)],
            period=period,
            published=day,
            unit=NAMES[division],
            **more,
        )
        return self.village.add(face, Content(document=document))

    def publish(self) -> None:
        self.village.publish()

    def withdraw(self, face: Disclosure) -> None:
        Publisher(self.feed, self.village.online).withdraw(face.id, reason="写错了")
        del self.village.drafts[face.id]

    def change(self, **fields) -> None:
        """Other reference data of the county."""
        self.village.county = msgspec.structs.replace(self.village.county, **fields)
        self.publish()

    def rows(self, division=VILLAGE) -> dict:
        """What was derived, by item and period."""
        from kiosk.center.obligations.models import Obligation

        return {row.key: row for row in Obligation.objects.filter(division=division)}


@pytest.fixture(scope="session")
def owing_at_first(tmp_path_factory):
    """The county before anything is on show; nobody changes it."""
    made = Owing(tmp_path_factory.mktemp("owing"))
    made.publish()
    return made


@pytest.fixture
def owing(hall, owing_at_first, tmp_path):
    """The county before anything is on show, with the staff of `hall`."""
    from django.conf import settings

    made = owing_at_first.copied(tmp_path / "county")
    before, settings.FEED = settings.FEED, made.feed
    forget_feed()
    yield made
    settings.FEED = before
    forget_feed()
