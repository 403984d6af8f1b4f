"""Legal deadlines on real dates."""

from datetime import UTC, date, datetime

import pytest

from kiosk.affairs.deadline import (
    Colour,
    DeadlineError,
    Pause,
    Warnings,
    beijing_day,
    check_extension,
    count_deadline,
)
from kiosk.affairs.workdays import Calendar, YearNotice

D = date.fromisoformat


@pytest.mark.parametrize(
    ("received", "days", "due"),
    [
        ("2026-02-13", 3, "2026-02-25"),
        ("2026-02-13", 7, "2026-03-02"),
        ("2026-02-13", 15, "2026-03-12"),
        ("2026-04-30", 3, "2026-05-08"),
        ("2026-04-30", 7, "2026-05-13"),
        ("2026-04-30", 15, "2026-05-25"),
        ("2026-09-24", 3, "2026-09-30"),
        ("2026-09-24", 7, "2026-10-12"),
        ("2026-09-24", 15, "2026-10-22"),
    ],
)
def test_holidays_and_make_up_saturdays_count_as_the_notice_says(received, days, due):
    found = count_deadline(D(received), days)
    assert found.due == D(due)
    assert found.certain


def test_a_minute_before_and_after_midnight_in_beijing_are_two_days_on_a_utc_server():
    before = datetime(2026, 3, 2, 15, 59, tzinfo=UTC)
    after = datetime(2026, 3, 2, 16, 1, tzinfo=UTC)
    assert (beijing_day(before), beijing_day(after)) == (D("2026-03-02"), D("2026-03-03"))
    assert count_deadline(beijing_day(before), 3).due == D("2026-03-05")
    assert count_deadline(beijing_day(after), 3).due == D("2026-03-06")


def test_a_moment_without_a_zone_is_refused_instead_of_guessed():
    with pytest.raises(DeadlineError, match="时区"):
        beijing_day(datetime(2026, 3, 2, 15, 59))  # noqa: DTZ001


def test_a_year_without_a_notice_makes_the_deadline_provisional_and_says_so():
    found = count_deadline(D("2090-03-03"), 3)
    assert not found.certain
    assert "暂定" in found.explain()[-1]
    assert "还没有公布" in found.explain()[1]


def test_only_the_days_beyond_the_known_years_make_it_provisional():
    calendar = Calendar({2091: YearNotice(off={D("2091-01-01"): "元旦"})})
    assert count_deadline(D("2091-01-01"), 5, calendar=calendar).certain
    assert not count_deadline(D("2091-12-28"), 5, calendar=calendar).certain


def test_a_new_notice_moves_a_provisional_deadline():
    received = D("2090-12-29")  # a Friday
    assert count_deadline(received, 1).due == D("2091-01-01")
    notice = YearNotice(
        off={D("2091-01-01"): "元旦", D("2091-01-02"): "元旦"}, worked={D("2091-01-06"): "元旦"}
    )
    calendar = Calendar({2090: YearNotice(), 2091: notice})
    found = count_deadline(received, 4, calendar=calendar)
    assert (found.due, found.certain) == (D("2091-01-06"), True)
    assert any("元旦放假" in line for line in found.explain())
    assert any("元旦调休，照常上班" in line for line in found.explain())


def test_every_day_between_receipt_and_deadline_is_explained_once():
    found = count_deadline(D("2026-02-13"), 3)
    assert [each.day.day for each in found.counted] == list(range(14, 26))
    assert [each.number for each in found.counted if each.number] == [1, 2, 3]
    reasons = {each.reason for each in found.counted}
    assert {"春节放假", "春节调休，照常上班", "工作日"} <= reasons


def test_an_ordinary_weekend_is_named_by_its_day():
    found = count_deadline(D("2026-03-06"), 1)
    assert [each.reason for each in found.counted] == ["星期六", "星期日", "工作日"]


def test_days_of_waiting_for_the_resident_do_not_count():
    pause = Pause(D("2026-03-03"), D("2026-03-05"))
    found = count_deadline(D("2026-03-02"), 3, pauses=(pause,))
    assert found.due == D("2026-03-09"), "3rd counts, 4th and 5th wait, 6th and 9th count"
    assert [e.number for e in found.counted[:3]] == [1, 0, 0]


def test_an_extension_needs_time_left_a_reason_and_to_be_the_first():
    due = D("2026-03-05")
    check_extension(due=due, today=due, extended=False, reason="等检测结果")
    with pytest.raises(DeadlineError, match="已经过了"):
        check_extension(due=due, today=D("2026-03-06"), extended=False, reason="等检测结果")
    with pytest.raises(DeadlineError, match="一次"):
        check_extension(due=due, today=due, extended=True, reason="等检测结果")
    with pytest.raises(DeadlineError, match="理由"):
        check_extension(due=due, today=due, extended=False, reason=" ")


@pytest.mark.parametrize(
    ("today", "colour"),
    [
        ("2026-02-13", Colour.GREEN),
        ("2026-02-14", Colour.YELLOW),
        ("2026-02-23", Colour.YELLOW),
        ("2026-02-24", Colour.ORANGE),
        ("2026-02-25", Colour.ORANGE),
        ("2026-02-26", Colour.RED),
    ],
)
def test_colours_count_working_days_left_and_not_the_holiday_between(today, colour):
    assert Warnings(yellow=2, orange=1).colour(D("2026-02-25"), D(today)) is colour


def test_a_clock_that_never_ends_is_an_error_and_not_a_hang():
    with pytest.raises(DeadlineError):
        count_deadline(D("2026-03-02"), 3, pauses=(Pause(D("2026-03-02"), D("2090-01-01")),))
    with pytest.raises(DeadlineError):
        count_deadline(D("2026-03-02"), 0)
