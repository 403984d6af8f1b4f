"""The sample shows the honest table as meant: a little missing, in one village much."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from kiosk.affairs.catalogue import Kind, catalogue_for
from kiosk.affairs.disclosure import Disclosure
from kiosk.affairs.division import level_of
from kiosk.affairs.obligation import obligations, overdue
from kiosk.center.folder.problems import Pen
from kiosk.center.folder.reader import read_catalogues
from kiosk.center.folder.rules import read_rules

CONTENT = Path(__file__).resolve().parents[2] / "content"
COUNTY = CONTENT / "示例县"
SINCE, TODAY = date(2025, 11, 1), date(2026, 11, 22)
KINDS = {kind.chinese: kind for kind in Kind}


def disclosures(place: Path) -> list[Disclosure]:
    found = []
    for path in [*place.glob("*.md"), *place.glob("*/说明.md")]:
        card = yaml.safe_load(path.read_text(encoding="utf-8").split("---\n")[1])
        found.append(
            Disclosure(
                id=str(path),
                division=place.name[:12],
                item=card["目录"],
                title=card["标题"],
                kind=KINDS[card.get("类型", "文章")],
                period=str(card["期间"]).replace("长期", "standing"),
                published=card["公开日期"],
                unit="",
            )
        )
    return found


def late_items(name: str) -> list[str]:
    place = next(COUNTY.glob(f"*-{name}"))
    pen = Pen("")
    rules = read_rules(COUNTY / "rules.yaml", pen)
    catalogues, problems = read_catalogues(CONTENT / "catalogues")
    assert not problems
    assert not pen.marks
    catalogue = catalogue_for(catalogues, level_of(place.name[:12]), TODAY)
    assert catalogue is not None
    owed = obligations(
        division=place.name[:12],
        catalogue=catalogue,
        rules=rules,
        disclosures=disclosures(place),
        since=SINCE,
        today=TODAY,
    )
    return [o.item.code for o in overdue(owed)]


def test_the_village_in_the_pictures_is_late_with_exactly_two_items():
    assert sorted(late_items("柳河村")) == ["C3", "F8"]


def test_one_village_is_late_with_two_months_of_accounts_and_much_else():
    late = late_items("石桥村")
    assert late.count("D2") == 2
    assert len(late) >= 10


@pytest.mark.parametrize("name", ["北塘村", "松坪村", "茶岭村", "竹溪村", "朝阳社区"])
def test_the_other_villages_are_late_with_fewer_than_six(name):
    assert len(late_items(name)) < 6


@pytest.mark.parametrize("name", ["青禾镇", "云岭乡", "城东街道"])
def test_townships_are_late_with_fewer_than_eight(name):
    assert 0 < len(late_items(name)) < 8


def test_this_october_can_be_compared_with_the_october_before():
    place = next(COUNTY.glob("*-柳河村"))
    books = {d.period for d in disclosures(place) if d.item == "D2"}
    assert {"2025-10", "2026-10"} <= books


@pytest.mark.parametrize("name", ["village", "community"])
def test_every_kind_of_grant_says_in_plain_words_what_it_is_and_whom_to_ask(name):
    catalogues, _ = read_catalogues(CONTENT / "catalogues")
    catalogue = next(c for c in catalogues if c.id == name)
    grants = next(c for c in catalogue.classes if "救助" in c.name)
    assert all(len(item.plain) > 30 for item in grants.items)
