"""What is owed, derived from the feed: only differences, twice, at once, and after changes."""

from __future__ import annotations

import threading
from datetime import date

import msgspec
import pytest

from kiosk.affairs.disclosure import Excuse, Nothing
from kiosk.affairs.period import Cycle
from tests.support.owing import COUNTY, FOREIGN, ITEMS, SISTER, TODAY, VILLAGE, catalogue, rule

SEPTEMBER, OCTOBER = ("D2", "2026-09"), ("D2", "2026-10")


def refreshed(division=VILLAGE, today=None):
    from kiosk.center.obligations.refresh import refresh

    return refresh(division, today)


def all_values():
    from kiosk.center.obligations.models import Obligation

    return list(Obligation.objects.order_by("pk").values())


def test_rows_say_what_is_due_overdue_fulfilled_late_nothing_and_excused(owing):
    owing.show(VILLAGE, "D2", "2026-09", date(2026, 10, 20))
    owing.show(VILLAGE, "B1", "standing", date(2026, 9, 2))
    owing.show(SISTER, "D2", "2026-09", date(2026, 10, 9), Nothing("本月没有收支。"))
    owing.show(SISTER, "D2", "2026-10", date(2026, 11, 9), Excuse("受灾", "青禾镇"))
    owing.publish()
    refreshed()
    refreshed(SISTER)
    rows = owing.rows()
    late = rows[SEPTEMBER]
    assert (late.state, late.days_late, late.fulfilled_on) == ("fulfilled", 5, date(2026, 10, 20))
    assert late.fulfilled_by == f"{VILLAGE}-D2-2026-09"
    assert (rows[OCTOBER].state, rows[OCTOBER].late_on(TODAY)) == ("overdue", 7)
    assert rows["B1", "standing"].state == "fulfilled"
    assert (rows[OCTOBER].catalogue, rows[OCTOBER].affairs, rows[OCTOBER].label) == (
        "village",
        "village",
        "2026年10月",
    )
    sister = owing.rows(SISTER)
    assert (sister[SEPTEMBER].state, sister[OCTOBER].state) == ("fulfilled", "excused")


def test_a_second_run_writes_nothing_and_a_change_only_what_differs(owing):
    first = refreshed()
    assert (first.made, first.changed) == (5, 0)
    before = all_values()
    assert refreshed() == (0, 0, 0)
    assert all_values() == before
    owing.show(VILLAGE, "D2", "2026-10", date(2026, 11, 20))
    owing.publish()
    assert refreshed() == (0, 1, 0)
    changed = [new for old, new in zip(before, all_values(), strict=True) if old != new]
    assert [(row["item"], row["period"]) for row in changed] == [OCTOBER]


def test_what_is_withdrawn_is_owed_again(owing):
    face = owing.show(VILLAGE, "D2", "2026-10", date(2026, 11, 10))
    owing.publish()
    refreshed()
    assert owing.rows()[OCTOBER].state == "fulfilled"
    owing.withdraw(face)
    refreshed()
    row = owing.rows()[OCTOBER]
    assert (row.state, row.fulfilled_by, row.fulfilled_on) == ("overdue", "", None)


def test_an_item_that_a_new_catalogue_drops_keeps_its_rows_and_counts_no_more(owing):
    refreshed()
    kept = {key for key in owing.rows() if key[0] == "D2"}
    new = catalogue(*ITEMS[1:], valid_from=date(2026, 11, 1))
    owing.change(catalogues=(catalogue(*ITEMS), new))
    assert refreshed().dropped == len(kept)
    rows = owing.rows()
    assert {key for key, row in rows.items() if not row.owed} == kept
    assert refreshed() == (0, 0, 0)
    owing.change(catalogues=(catalogue(*ITEMS),))
    refreshed()
    assert all(row.owed for row in owing.rows().values())


def test_days_pass_and_a_new_period_begins(owing):
    refreshed()
    assert ("D2", "2026-11") not in owing.rows()
    refreshed(today=date(2026, 12, 1))
    assert owing.rows()["D2", "2026-11"].state == "due"
    assert owing.rows()[OCTOBER].late_on(date(2026, 12, 1)) == 16


def test_a_rule_laid_down_by_the_county_moves_the_due_day(owing):
    refreshed()
    county = owing.village.county
    owing.change(rules=(*county.rules, rule(Cycle.MONTHLY, 15, item="D2", grace_days=10)))
    refreshed()
    row = owing.rows()[OCTOBER]
    assert (row.state, row.due, row.grace_until) == ("due", date(2026, 11, 15), date(2026, 11, 25))


def test_the_night_derives_every_division_and_skips_those_unchanged(owing):
    from kiosk.center.obligations.refresh import refresh_all

    told = []
    assert refresh_all(progress=lambda done, total, name: told.append((done, total))).made == 15
    assert told[-1] == (6, 6)
    owing.show(FOREIGN, "D2", "2026-10", date(2026, 11, 10))
    owing.publish()
    before = all_values()
    assert refresh_all() == (0, 1, 0)
    changed = [new for old, new in zip(before, all_values(), strict=True) if old != new]
    assert {row["division"] for row in changed} == {FOREIGN}
    assert refresh_all(date(2026, 11, 23)) == (0, 0, 0), "what grows with the day is not stored"
    assert refresh_all(date(2026, 11, 30)).changed == 3, "one more is late in every village"


def test_a_village_that_was_merged_into_another_owes_nothing_and_its_rows_stay(owing):
    from kiosk.center.obligations.refresh import refresh_all

    refresh_all()
    divisions = owing.village.county.divisions
    owing.change(divisions=tuple(each for each in divisions if each.code != SISTER))
    assert refresh_all().dropped == 5
    assert [row.owed for row in owing.rows(SISTER).values()] == [False] * 5
    assert refresh_all() == (0, 0, 0)
    owing.change(divisions=divisions)
    refresh_all()
    assert all(row.owed for row in owing.rows(SISTER).values())


def test_what_happens_elsewhere_has_a_village_not_derived_anew(owing, monkeypatch):
    from kiosk.center.obligations import refresh as module

    foreign = owing.show(FOREIGN, "D2", "2026-10", date(2026, 11, 10))
    owing.publish()
    module.refresh_all()
    derived = []
    plain = module._write
    monkeypatch.setattr(module, "_write", lambda *a: derived.append(a[1].code) or plain(*a))
    owing.show(COUNTY, "A7", "2026-10", date(2026, 11, 10))
    owing.publish()
    module.refresh_all()
    assert derived == [COUNTY]
    owing.withdraw(foreign)
    module.refresh_all()
    assert derived == [COUNTY, FOREIGN], "one that was withdrawn is owed again, there alone"
    county = owing.village.county
    owing.change(rules=(*county.rules, rule(Cycle.MONTHLY, 20, item="D2")))
    module.refresh_all()
    assert len(derived) == 2 + 6, "other rules are for everybody"


def test_a_clerk_s_own_page_is_derived_anew_only_after_a_change(owing, monkeypatch):
    from kiosk.center.obligations import refresh as module

    module.keep_fresh(VILLAGE)
    derived = []
    plain = module._write
    monkeypatch.setattr(module, "_write", lambda *a: derived.append(a) or plain(*a))
    module.keep_fresh(VILLAGE)
    assert derived == []
    owing.show(VILLAGE, "D2", "2026-10", date(2026, 11, 10))
    owing.publish()
    module.keep_fresh(VILLAGE)
    module.keep_fresh(VILLAGE, date(2026, 11, 23))
    assert len(derived) == 2
    assert owing.rows()[OCTOBER].state == "fulfilled"


def test_two_runs_at_once_leave_each_obligation_once(owing):
    from django.db import connections

    from kiosk.center.obligations.refresh import refresh_all

    faults = []

    def night():
        try:
            refresh_all()
        except Exception as error:  # noqa: BLE001 - told below
            faults.append(error)
        finally:
            connections.close_all()

    nights = [threading.Thread(target=night) for _ in range(3)]
    for each in nights:
        each.start()
    for each in nights:
        each.join()
    assert faults == []
    assert len(all_values()) == 15


def test_before_the_first_push_there_is_nothing_and_no_error(database, tmp_path):
    from django.conf import settings

    from tests.support.phone import forget_feed

    before, settings.FEED = settings.FEED, tmp_path
    forget_feed()
    try:
        with pytest.raises(OSError, match=r"timestamp\.json"):
            refreshed()
    finally:
        settings.FEED = before
        forget_feed()


def test_a_division_that_the_county_does_not_have_owes_nothing(owing):
    assert refreshed("990101999201") == (0, 0, 0)
    assert all_values() == []


def test_reminders_can_be_neither_changed_nor_deleted(owing, hall):
    from django.db import DatabaseError
    from django.utils import timezone

    from kiosk.center.obligations.models import Obligation, Reminder

    refreshed()
    row = Obligation.objects.first()
    made = Reminder.objects.create(
        obligation=row, by=hall.staff["office"], day=TODAY, at=timezone.now()
    )
    made.words = "别的话"
    with pytest.raises(DatabaseError):
        made.save()
    with pytest.raises(DatabaseError):
        Reminder.objects.filter(pk=made.pk).delete()


def test_the_sample_day_is_today_in_a_sample_county(owing):
    from kiosk.center.obligations.refresh import today_in

    county = owing.village.county
    assert today_in(county) == TODAY
    assert today_in(msgspec.structs.replace(county, sample_day=None)) > date(2026, 1, 1)
