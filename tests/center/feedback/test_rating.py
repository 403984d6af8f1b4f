"""Ratings: four words, one for each code, kept for good."""

from decimal import Decimal

import pytest

from kiosk.feed.code import Purpose, number_of, subject_of, unit_item
from tests.support.phone import LEDGER, VILLAGE, Box, Phone, answer, look


def rate(phone, token, word="好", **headers):
    return phone.client.post(f"/r/{token}", {"word": word}, headers=headers)


def scores(**of):
    from kiosk.center.feedback.rating import scores

    return scores(**of)


def test_the_average_has_two_decimals_and_never_goes_without_its_counts(phone):
    boxes = [Box() for _ in range(3)]
    for box, word in zip(boxes, ("好", "较好", "差"), strict=True):
        assert rate(phone, box.token(), word).status_code == 200
    found = scores(division=VILLAGE, item=LEDGER)
    assert found.average == Decimal("6.83")
    assert dict(found.counts) == {"好": 1, "较好": 1, "一般": 0, "差": 1}
    assert (found.count, found.at_screen) == (3, 3)
    page = phone.client.get(f"/r/{boxes[0].token()}").content.decode()
    assert "6.83" in page
    assert "3 人打过分" in page


def test_one_code_rates_once(phone):
    token = Box().token()
    assert rate(phone, token).status_code == 200
    again = rate(phone, token, "差")
    assert again.status_code == 409
    assert "已经打过分" in again.content.decode()
    assert dict(scores(division=VILLAGE, item=LEDGER).counts)["差"] == 0


def test_a_poster_rates_once_a_day_for_each_phone(phone):
    here, there = {"X-Forwarded-For": "203.0.113.1"}, {"X-Forwarded-For": "203.0.113.2"}
    assert rate(phone, phone.token, **here).status_code == 200
    assert rate(phone, phone.token, **here).status_code == 409
    assert rate(Phone(), phone.token, **there).status_code == 200
    assert scores(division=VILLAGE, item=LEDGER).at_screen == 0


@pytest.mark.parametrize("word", ["", "极好", "10", "<b>"])
def test_a_word_that_is_none_of_the_four_counts_nothing(phone, word):
    assert rate(phone, phone.token, word).status_code == 409
    assert scores(division=VILLAGE, item=LEDGER).count == 0


def test_without_ratings_there_is_no_average(phone):
    assert scores(division=VILLAGE).average is None
    assert "还没有人打过分" in phone.client.get(f"/r/{phone.token}").content.decode()


def test_looking_rates_nothing(phone):
    phone.client.get(f"/r/{phone.token}?word=好")
    assert scores(division=VILLAGE, item=LEDGER).count == 0


def test_nobody_changes_or_deletes_a_rating_not_even_with_sql(phone):
    from django.db import DatabaseError, connection

    from kiosk.center.feedback.models import Rating

    rate(phone, phone.token, "差")
    for sql in ("UPDATE feedback_rating SET word = '好'", "DELETE FROM feedback_rating"):
        with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
            cursor.execute(sql)
    with pytest.raises(DatabaseError):
        Rating.objects.all().delete()
    assert Rating.objects.get().word == "差"


def test_a_resident_rates_the_unit_once_after_its_answer(phone, hall):
    number, code = phone.files()
    early = look(phone, number, code, "/p/rate", word="好")
    assert early.status_code == 422
    answer(hall)
    page = look(phone, number, code)
    assert "给办事的单位打分" in page.content.decode()
    assert look(phone, number, code, "/p/rate", word="较好").status_code == 200
    assert "给办事的单位打分" not in look(phone, number, code).content.decode()
    assert look(phone, number, code, "/p/rate", word="差").status_code == 422
    found = scores(unit="青禾镇农村经济管理站")
    assert (found.count, found.average) == (1, Decimal("7.50"))


def test_a_code_for_rating_leads_there_and_every_minute_has_its_own(phone):
    box = Box()
    codes = [box.token(purpose=Purpose.RATE, row=minute) for minute in (1, 2)]
    for code in codes:
        opened = phone.client.get(f"/T/{code}")
        assert opened["Location"] == f"/r/{code}"
        assert rate(phone, code).status_code == 200
        assert rate(phone, code).status_code == 409
    found = scores(division=VILLAGE, item=LEDGER)
    assert (found.count, found.at_screen) == (2, 2)


def test_a_unit_that_has_a_case_can_be_rated_by_code_and_by_its_digits(phone):
    phone.files()
    unit = "青禾镇农村经济管理站"
    code = Box().token(unit_item(unit), purpose=Purpose.RATE)
    page = phone.client.get(phone.client.get(f"/T/{code}")["Location"]).content.decode()
    assert unit in page
    rate(phone, code, "较好")
    assert scores(division=VILLAGE, unit=unit).count == 1
    assert scores(division=VILLAGE).count == 0, "the village itself was not rated"
    number = number_of(subject_of(VILLAGE, unit_item(unit)))
    assert unit in phone.client.get(phone.client.get(f"/n/{number}")["Location"]).content.decode()


def test_a_unit_without_any_case_is_nobody(phone):
    code = Box().token(unit_item("青禾镇不存在办公室"), purpose=Purpose.RATE)
    assert phone.client.get(f"/T/{code}").status_code == 404
