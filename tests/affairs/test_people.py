"""Who is there and when: rosters know holidays, make-up days and moved days."""

from datetime import date, datetime, time

import pytest

from kiosk.affairs.deadline import BEIJING
from kiosk.affairs.people import Contact, Hours, People, Slot, Timetable, Use, read_key
from kiosk.affairs.workdays import OFFICIAL


def at(*parts):
    return datetime(*parts, tzinfo=BEIJING)


HOURS = (Hours(time(8, 30), time(12)), Hours(time(14, 30), time(17, 30)))
OFFICE = People(
    people=(
        Contact(name="孙＊芳", post="便民服务站站长", matters=("户籍证明类",)),
        Contact(name="柳＊生", post="农技员"),
    ),
    hours=HOURS,
)


def slot(**more):
    return Slot(start=time(8, 30), end=time(12), **more)


def duty(*slots):
    return Timetable(use=Use.DUTY, slots=slots)


@pytest.mark.parametrize(
    ("moment", "opened"),
    [
        (at(2026, 11, 23, 9), True),
        (at(2026, 11, 23, 12), False),
        (at(2026, 11, 22, 9), False),
        (at(2026, 10, 1, 9), False),
        (at(2026, 2, 14, 9), True),  # a Saturday that is worked for the Spring Festival
    ],
)
def test_an_office_is_open_in_its_hours_on_official_working_days(moment, opened):
    assert OFFICE.open_at(moment, OFFICIAL) is opened


def test_on_a_sunday_it_opens_on_monday_morning_and_over_noon_in_the_afternoon():
    assert OFFICE.opens_next(at(2026, 11, 22, 9), OFFICIAL) == at(2026, 11, 23, 8, 30)
    assert OFFICE.opens_next(at(2026, 11, 23, 12, 5), OFFICIAL) == at(2026, 11, 23, 14, 30)


def test_before_the_national_holiday_it_opens_after_it():
    opens = OFFICE.opens_next(at(2026, 9, 30, 18), OFFICIAL)
    assert opens is not None
    assert opens.date() > date(2026, 10, 1)
    assert OFFICIAL.works(opens.date())


def test_an_office_without_hours_never_opens():
    assert People(people=()).opens_next(at(2026, 11, 22, 9), OFFICIAL) is None


def test_a_weekly_duty_does_not_hold_on_a_holiday_unless_it_says_so():
    monday = slot(who="孙＊芳", weekdays=(4,))
    assert not duty(monday).on(date(2026, 10, 1), OFFICIAL)
    assert duty(slot(weekdays=(4,), holidays=True)).on(date(2026, 10, 1), OFFICIAL)
    assert duty(monday).on(date(2026, 11, 26), OFFICIAL)


def test_a_day_of_the_month_that_is_free_moves_to_the_next_working_day():
    reception = duty(slot(month_days=(22,)))
    assert not reception.on(date(2026, 11, 22), OFFICIAL)
    assert reception.on(date(2026, 11, 23), OFFICIAL)
    assert not reception.on(date(2026, 11, 24), OFFICIAL)


def test_a_day_of_the_month_that_is_worked_does_not_move():
    reception = duty(slot(month_days=(20,)))
    assert [d for d in range(18, 26) if reception.on(date(2026, 11, d), OFFICIAL)] == [20]


def test_what_is_on_now_is_what_has_begun_and_not_ended():
    table = duty(slot(who="早", weekdays=(1,)), slot(who="晚", day=date(2026, 11, 24)))
    assert [h.slot.who for h in table.now(at(2026, 11, 23, 9), OFFICIAL)] == ["早"]
    assert not table.now(at(2026, 11, 23, 12), OFFICIAL)


def test_a_time_is_found_again_by_its_key_and_nonsense_is_nothing():
    table = duty(slot(weekdays=(1,)), slot(day=date(2026, 11, 24)))
    held = next(table.coming(date(2026, 11, 22), 10, OFFICIAL))
    assert table.find(held.key, OFFICIAL) == held
    for text in ("", "1@", "9@2026-11-23", "1@2026-11-24", "x@2026-11-23", "1@2026-13-40"):
        assert table.find(text, OFFICIAL) is None
    assert read_key("3@2026-11-30") == (3, date(2026, 11, 30))


def test_whom_to_call_is_who_has_the_class_else_who_has_the_post():
    assert OFFICE.for_matter("户籍证明类").name == "孙＊芳"
    assert OFFICE.for_matter("农业类", "农技员").name == "柳＊生"
    assert OFFICE.for_matter("农业类") is None


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (slot(weekdays=(1, 3)), "每周一、三"),
        (slot(weekdays=(1, 2, 3, 4, 5, 6, 7)), "每天"),
        (slot(month_days=(5, 20)), "每月5、20日"),
        (slot(day=date(2026, 11, 28)), "11月28日"),
    ],
)
def test_days_are_said_as_people_say_them(given, said):
    assert given.when == said
