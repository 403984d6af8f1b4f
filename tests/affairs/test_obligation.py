"""What is due: fulfilled, due, overdue or excused, by rules that are data."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from kiosk.affairs.catalogue import (
    Affairs,
    Catalogue,
    CatalogueClass,
    CatalogueItem,
    Kind,
    LegalBasis,
    catalogue_for,
)
from kiosk.affairs.disclosure import Disclosure, disclosure_id
from kiosk.affairs.division import Level
from kiosk.affairs.due_rule import DueRule, rule_for
from kiosk.affairs.obligation import State, obligations, overdue
from kiosk.affairs.period import Cycle

VILLAGE = "990101101201"
BASIS = (LegalBasis(title="组织法", version="2025", article="第三十条"),)


def item(code: str, cycle: Cycle, **more) -> CatalogueItem:
    return CatalogueItem(
        code=code, name=code, cycle=cycle, kind=Kind.LEDGER, unit="村委会", basis=BASIS, **more
    )


def catalogue(*items: CatalogueItem) -> Catalogue:
    group = CatalogueClass(code="D", name="财务", affairs=Affairs.VILLAGE, items=items)
    return Catalogue(
        id="village",
        name="目录",
        levels=(Level.VILLAGE,),
        valid_from=date(2026, 1, 1),
        source="测试",
        classes=(group,),
    )


def rule(cycle: Cycle, days: int, item: str = "", **more) -> DueRule:
    options = {"valid_from": date(2020, 1, 1)} | more
    return DueRule(cycle=cycle, due_days=days, days_on_view=10, source="测试", item=item, **options)


def disclosed(code: str, period: str, published: date, kind: Kind = Kind.LEDGER) -> Disclosure:
    return Disclosure(
        id=disclosure_id(VILLAGE, code, period),
        division=VILLAGE,
        item=code,
        title="标题",
        kind=kind,
        period=period,
        published=published,
        unit="村委会",
    )


def judge(items, disclosures=(), rules=(), since=date(2026, 8, 1), today=date(2026, 10, 20)):
    found = obligations(
        division=VILLAGE,
        catalogue=catalogue(*items),
        rules=tuple(rules),
        disclosures=disclosures,
        since=since,
        today=today,
    )
    return {(o.item.code, o.period): o for o in found}


def test_a_month_is_fulfilled_overdue_or_due_by_the_day_of_the_rule():
    found = judge(
        [item("D2", Cycle.MONTHLY)],
        [disclosed("D2", "2026-08", date(2026, 9, 12))],
        [rule(Cycle.MONTHLY, 15)],
    )
    assert found["D2", "2026-08"].state is State.FULFILLED
    late = found["D2", "2026-09"]
    assert (late.state, late.due, late.overdue_days) == (State.OVERDUE, date(2026, 10, 15), 5)
    assert ("D2", "2026-10") not in found  # October has not ended


def test_what_came_late_says_by_how_many_days():
    found = judge(
        [item("D2", Cycle.MONTHLY)],
        [disclosed("D2", "2026-08", date(2026, 9, 20))],
        [rule(Cycle.MONTHLY, 15)],
    )
    assert found["D2", "2026-08"].overdue_days == 5
    assert found["D2", "2026-08"].state is State.FULFILLED


def test_nothing_to_report_fulfils_and_an_excuse_excuses():
    found = judge(
        [item("D2", Cycle.MONTHLY)],
        [
            disclosed("D2", "2026-08", date(2026, 9, 1), Kind.NOTHING),
            disclosed("D2", "2026-09", date(2026, 10, 1), Kind.EXCUSE),
        ],
        [rule(Cycle.MONTHLY, 15)],
    )
    assert found["D2", "2026-08"].state is State.FULFILLED
    assert found["D2", "2026-09"].state is State.EXCUSED


def test_a_rule_for_one_item_does_not_reach_the_item_whose_code_begins_alike():
    rules = (
        rule(Cycle.MONTHLY, 15),
        rule(Cycle.MONTHLY, 3, item="D1"),
        rule(Cycle.MONTHLY, 7, item="D"),
    )
    day = date(2026, 9, 30)
    assert rule_for(rules, item("D1", Cycle.MONTHLY), day).due_days == 3
    assert rule_for(rules, item("D10", Cycle.MONTHLY), day).due_days == 7
    assert rule_for(rules, item("E1", Cycle.MONTHLY), day).due_days == 15
    assert rule_for(rules, item("E1", Cycle.YEARLY), day) is None


def test_among_equal_rules_the_one_in_force_last_decides():
    rules = (
        rule(Cycle.MONTHLY, 15),
        rule(Cycle.MONTHLY, 10, valid_from=date(2026, 9, 1)),
        rule(Cycle.MONTHLY, 5, valid_from=date(2026, 1, 1), valid_to=date(2026, 6, 30)),
    )
    assert rule_for(rules, item("D2", Cycle.MONTHLY), date(2026, 8, 31)).due_days == 15
    assert rule_for(rules, item("D2", Cycle.MONTHLY), date(2026, 9, 30)).due_days == 10


def test_working_days_skip_the_national_holiday():
    found = judge(
        [item("E1", Cycle.QUARTERLY)],
        rules=[rule(Cycle.QUARTERLY, 3, working=True)],
        since=date(2025, 7, 1),
        today=date(2025, 10, 20),
    )
    assert found["E1", "2025-Q3"].due == date(2025, 10, 11)  # 1-8 October off, the 11th is worked


def test_at_once_items_are_owed_only_where_something_happened():
    event = item("D8", Cycle.AT_ONCE, within_days=10)
    assert judge([event]) == {}
    found = judge([event], [disclosed("D8", "2026-09-01", date(2026, 9, 14))])
    assert found["D8", "2026-09-01"].overdue_days == 3


def test_a_standing_item_is_owed_once_from_the_first_day_on():
    found = judge([item("B1", Cycle.STANDING)], rules=[rule(Cycle.STANDING, 20)])
    assert found["B1", "standing"].state is State.OVERDUE
    kept = judge([item("B1", Cycle.STANDING)], [disclosed("B1", "standing", date(2026, 8, 3))])
    assert kept["B1", "standing"].state is State.FULFILLED


def test_another_village_fulfils_nothing_here():
    other = disclosed("D2", "2026-08", date(2026, 9, 1))
    import msgspec

    other = msgspec.structs.replace(other, division="990101101202")
    found = judge([item("D2", Cycle.MONTHLY)], [other], [rule(Cycle.MONTHLY, 15)])
    assert found["D2", "2026-08"].state is State.OVERDUE


def test_the_longest_overdue_stands_first():
    found = judge([item("D2", Cycle.MONTHLY)], rules=[rule(Cycle.MONTHLY, 15)])
    assert [o.period for o in overdue(found.values())] == ["2026-08", "2026-09"]


def test_the_newest_catalogue_in_force_is_used():
    import msgspec

    old = catalogue(item("D2", Cycle.MONTHLY))
    new = msgspec.structs.replace(old, valid_from=date(2027, 1, 1))
    assert catalogue_for((old, new), Level.VILLAGE, date(2026, 12, 31)) is old
    assert catalogue_for((old, new), Level.VILLAGE, date(2027, 1, 1)) is new
    assert catalogue_for((old, new), Level.TOWNSHIP, date(2027, 1, 1)) is None


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (item("D2", Cycle.AT_ONCE), "几日内"),
        (item("D2", Cycle.MONTHLY, within_days=3), "几日内"),
        (item("D2", Cycle.AT_ONCE, within_days=0), "至少是 1"),
    ],
)
def test_a_catalogue_that_contradicts_itself_names_the_item(broken, said):
    (problem,) = catalogue(broken).problems()
    assert said in problem
    assert "D2" in problem


def test_what_came_in_time_and_was_corrected_later_was_in_time():
    from tests.support.village import CATALOGUE, COUNTY, VILLAGE, Kind, face

    october = face("D2", "收支明细", Kind.LEDGER, "2026-10", date(2026, 11, 12))
    corrected = msgspec.structs.replace(october, corrected=date(2026, 12, 20), version=2)
    (owed,) = (
        o
        for o in obligations(
            division=VILLAGE,
            catalogue=CATALOGUE,
            rules=COUNTY.rules,
            disclosures=[corrected],
            since=date(2026, 10, 1),
            today=date(2026, 12, 31),
        )
        if (o.item.code, o.period) == ("D2", "2026-10")
    )
    assert (owed.state, owed.overdue_days) == (State.FULFILLED, 0)
