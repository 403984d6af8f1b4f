"""Rules of time as dated data: grace, working days, levels, days on view, never edited."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from kiosk.affairs.catalogue import CatalogueItem, Kind, LegalBasis
from kiosk.affairs.county import County
from kiosk.affairs.disclosure import Column, Content, Disclosure, Table, disclosure_id
from kiosk.affairs.due_rule import (
    Audience,
    DueRule,
    Mask,
    RuleLevel,
    edited,
    may_end,
    rule_for,
    view_until,
)
from kiosk.affairs.exposure import exposed, rule_of
from kiosk.affairs.obligation import State, obligations
from kiosk.affairs.period import Cycle
from kiosk.affairs.workdays import Calendar, YearNotice
from kiosk.feed.documents import decode
from tests.support.village import CATALOGUE, COUNTY, VILLAGE

BASIS = (LegalBasis(title="组织法", version="2025", article="第三十条"),)
TODAY = date(2026, 11, 22)


def item(code: str, cycle: Cycle = Cycle.MONTHLY) -> CatalogueItem:
    return CatalogueItem(
        code=code, name=code, cycle=cycle, kind=Kind.LEDGER, unit="村委会", basis=BASIS
    )


def rule(days: int = 15, **more) -> DueRule:
    plain = {
        "cycle": Cycle.MONTHLY,
        "days_on_view": 10,
        "source": "测试",
        "valid_from": date(2020, 1, 1),
    }
    return DueRule(due_days=days, **(plain | more))


def shown(published: date, **more) -> Disclosure:
    return Disclosure(
        id=disclosure_id(VILLAGE, "D2", "2026-10"),
        division=VILLAGE,
        item="D2",
        title="收支明细",
        kind=Kind.LEDGER,
        period="2026-10",
        published=published,
        unit="村委会",
        **more,
    )


@pytest.mark.parametrize(
    ("end", "days", "working", "due"),
    [
        (date(2026, 9, 30), 3, True, date(2026, 10, 10)),  # 1-7 off, the 10th is a worked Saturday
        (date(2026, 9, 30), 3, False, date(2026, 10, 3)),
        (date(2026, 1, 31), 15, False, date(2026, 2, 15)),
        (date(2028, 2, 29), 15, False, date(2028, 3, 15)),  # leap day
        (date(2028, 1, 31), 29, False, date(2028, 2, 29)),
        (date(2026, 12, 31), 90, False, date(2027, 3, 31)),
    ],
)
def test_due_days_over_the_october_holidays_month_ends_and_the_leap_day(end, days, working, due):
    found = rule(days, working=working).due(end)
    assert (found.due, found.grace) == (due, due)


def test_grace_is_counted_from_the_due_day_in_the_same_kind_of_days():
    found = rule(1, working=True, grace_days=2).due(date(2026, 9, 30))
    assert (found.due, found.grace) == (date(2026, 10, 8), date(2026, 10, 10))
    plain = rule(15, grace_days=3).due(date(2026, 9, 30))
    assert (plain.due, plain.grace) == (date(2026, 10, 15), date(2026, 10, 18))


def test_working_days_of_a_year_without_a_calendar_are_provisional_and_plain_days_are_not():
    assert not rule(15, working=True).due(date(2061, 9, 30)).certain
    assert rule(15).due(date(2061, 9, 30)).certain
    assert rule(15, working=True).due(date(2025, 9, 30)).certain


def owed(rules, disclosures=(), today=date(2026, 10, 20)):
    found = obligations(
        division=VILLAGE,
        catalogue=CATALOGUE,
        rules=tuple(rules),
        disclosures=disclosures,
        since=date(2026, 9, 1),
        today=today,
    )
    return next((o for o in found if (o.item.code, o.period) == ("D2", "2026-09")), None)


def test_within_the_grace_days_nothing_is_overdue_and_after_them_all_days_count():
    rules = [rule(15, grace_days=3)]
    inside = owed(rules, today=date(2026, 10, 18))
    assert (inside.state, inside.overdue_days) == (State.DUE, 0)
    assert inside.proviso == "（宽限到10月18日）"
    after = owed(rules, today=date(2026, 10, 19))
    assert (after.state, after.overdue_days, after.due) == (State.OVERDUE, 4, date(2026, 10, 15))
    assert after.proviso == ""


def test_an_obligation_says_whether_its_day_is_provisional():
    plain = owed([rule(15, working=True)], today=date(2026, 10, 9))
    assert (plain.certain, plain.proviso) == (True, "")
    found = obligations(
        division=VILLAGE,
        catalogue=CATALOGUE,
        rules=(rule(15, working=True),),
        disclosures=(),
        since=date(2061, 9, 1),
        today=date(2061, 10, 1),
    )
    unsure = next(o for o in found if o.item.code == "D2")
    assert not unsure.certain
    assert "暂定" in unsure.proviso


def test_county_rows_go_before_the_province_s_and_those_before_the_nation_s():
    nation = rule(20, level=RuleLevel.NATIONAL, item="D2", valid_from=date(2026, 1, 1))
    province = rule(18, level=RuleLevel.PROVINCE, item="D")
    county = rule(15)
    end = date(2026, 9, 30)
    assert rule_for([county, nation, province], item("D2"), end) is county
    assert rule_for([nation, province], item("D2"), end) is province
    assert rule_for([nation, province], item("E1"), end) is None
    narrow, newer = rule(7, item="D2"), rule(9, item="D", valid_from=date(2026, 8, 1))
    assert rule_for([county, narrow, newer], item("D2"), end) is narrow
    assert rule_for([county, newer], item("D2"), end) is newer


def test_a_row_for_one_catalogue_does_not_reach_the_same_code_of_another():
    village, all_of_them = rule(7, item="F3", catalogue="village"), rule(15)
    end = date(2026, 9, 30)
    assert rule_for([village, all_of_them], item("F3"), end, "village") is village
    assert rule_for([village, all_of_them], item("F3"), end, "township") is all_of_them


def test_what_is_for_members_alone_is_not_owed_to_a_public_board():
    assert owed([rule()]) is not None
    assert owed([rule(audience=Audience.MEMBERS)]) is None


def test_a_row_for_events_goes_before_the_days_of_the_catalogue():
    event = Disclosure(
        id=disclosure_id(VILLAGE, "D8", "2026-10-08"),
        division=VILLAGE,
        item="D8",
        title="合同",
        kind=Kind.TABLE,
        period="2026-10-08",
        published=date(2026, 10, 14),
        unit="村委会",
    )

    def judged(*rules):
        found = obligations(
            division=VILLAGE,
            catalogue=CATALOGUE,
            rules=rules,
            disclosures=[event],
            since=date(2026, 9, 1),
            today=date(2026, 10, 20),
        )
        return next(o for o in found if o.item.code == "D8")

    assert judged().due == date(2026, 10, 18), "ten days by the catalogue"
    strict = judged(rule(3, cycle=Cycle.AT_ONCE, item="D8", working=True))
    assert (strict.due, strict.overdue_days) == (date(2026, 10, 12), 2)  # the 10th is worked


def test_nothing_may_end_before_its_days_on_view():
    face = shown(date(2026, 9, 30))
    assert view_until(face, rule()) == date(2026, 10, 10)
    assert not may_end(face, rule(), date(2026, 10, 10))
    assert may_end(face, rule(), date(2026, 10, 11))
    working = rule(view_working=True)  # ten working days from the 8th on, two Saturdays worked
    assert view_until(face, working) == date(2026, 10, 20)
    assert not may_end(face, working, date(2026, 10, 20))


def test_the_notice_period_goes_on_beside_the_rule():
    face = shown(date(2026, 9, 30), notice_until=date(2026, 10, 30))
    assert not may_end(face, rule(), date(2026, 10, 30))
    assert may_end(face, None, date(2026, 10, 31))
    assert not may_end(shown(TODAY), None, TODAY)


def test_a_correction_does_not_begin_the_days_on_view_anew():
    face = shown(date(2026, 9, 30), version=2, corrected=date(2026, 10, 9), correction="错了")
    assert view_until(face, rule()) == date(2026, 10, 10)


def test_a_row_that_was_in_force_can_neither_be_changed_nor_dropped():
    old, other = rule(source="旧办法"), rule(20, cycle=Cycle.QUARTERLY)
    assert edited([old, other], [old, other], TODAY) == []
    (changed,) = edited([old, other], [rule(14, source="旧办法"), other], TODAY)
    assert "每月" in changed
    assert "旧办法" in changed
    (dropped,) = edited([old, other], [old], TODAY)
    assert "每季度" in dropped


def test_a_newer_row_may_go_before_an_old_one_and_what_is_not_yet_in_force_may_change():
    old, coming = rule(), rule(10, valid_from=date(2027, 1, 1))
    assert edited([old, coming], [old, rule(9, valid_from=date(2027, 2, 1))], TODAY) == []


def test_a_last_day_may_be_set_from_today_on_and_never_in_the_past():
    old = rule()
    stopped = msgspec.structs.replace(old, valid_to=TODAY)
    assert edited([old], [stopped], TODAY) == []
    assert edited([stopped], [old], TODAY) == []
    past = msgspec.structs.replace(old, valid_to=date(2026, 11, 21))
    for before, after in ((old, past), (past, old), (past, stopped)):
        (said,) = edited([before], [after], TODAY)
        assert "失效" in said


def test_a_row_published_before_there_were_levels_may_get_one():
    old = rule()
    assert edited([old], [rule(level=RuleLevel.NATIONAL)], TODAY) == []
    assert edited([rule(level=RuleLevel.PROVINCE)], [old], TODAY) != []


def test_county_data_of_older_and_newer_centers_is_understood():
    plain = msgspec.json.decode(msgspec.json.encode(COUNTY))
    first = plain["rules"][0]
    for name in set(first) - {"cycle", "due_days", "days_on_view", "source", "valid_from"}:
        del first[name]
    old = decode(msgspec.json.encode(plain), County).rules[0]
    assert (old.grace_days, old.audience, old.mask) == (0, Audience.PUBLIC, Mask.NUMBERS)
    assert (old.level, old.view_working, old.catalogue) == (RuleLevel.COUNTY, False, "")
    first |= {"moon": "full", "level": "township", "audience": "cadres", "mask": "voices"}
    new = decode(msgspec.json.encode(plain), County).rules[0]
    assert (new.level, new.audience, new.mask) == (
        RuleLevel.COUNTY,
        Audience.MEMBERS,
        Mask.COUNTS,
    ), "what is not understood is read strictly"


def county_with(*rules: DueRule) -> County:
    return msgspec.structs.replace(COUNTY, rules=rules)


def table(*names: str) -> Content:
    rows = tuple((name, "455") for name in names)
    return Content(document=Table(columns=(Column("户主"), Column("金额")), rows=rows))


def test_members_only_bare_names_and_lists_of_names_are_kept_off_the_board():
    face = shown(TODAY)
    assert rule_of(county_with(rule()), face).due_days == 15
    assert exposed(county_with(rule()), face, table("钱多多")) == []
    (members,) = exposed(county_with(rule(audience=Audience.MEMBERS)), face, table())
    assert "只向本集体成员公开" in members
    masked = county_with(rule(mask=Mask.NAMES))
    (bare,) = exposed(masked, face, table("钱＊", "孙满仓"))
    assert "第 2 行" in bare
    assert exposed(masked, face, table("钱＊", "孙＊＊")) == []
    (counted,) = exposed(county_with(rule(mask=Mask.COUNTS)), face, table("钱＊"))
    assert "只公开人数和金额" in counted


def test_a_notice_that_the_county_added_counts_and_makes_the_day_certain():
    """The State Council's notice comes out in November; the program learns of it later."""
    three = rule(3, working=True)
    end = date(2031, 12, 31)
    doubtful = three.due(end)
    assert (doubtful.due, doubtful.certain) == (date(2032, 1, 5), False)
    notice = YearNotice(
        off={date(2032, 1, 1): "元旦", date(2032, 1, 2): "元旦"},
        worked={date(2032, 1, 4): "元旦"},
    )
    known = three.due(end, Calendar({2032: notice}))
    assert (known.due, known.certain) == (date(2032, 1, 6), True)
