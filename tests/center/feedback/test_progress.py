"""Following a case: with both numbers only, without changing it, and with the last word."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kiosk.affairs.case import CaseState
from tests.support.phone import WORDS, answer, look, only_case


@pytest.fixture
def filed(phone):
    return phone.files()


def test_number_and_code_show_every_step_and_how_the_deadline_was_counted(phone, filed):
    page = look(phone, *filed).content.decode()
    assert "已收到" in page
    assert "青禾镇农村经济管理站" in page
    assert "当天不算，从第二天起数7个工作日" in page
    assert "第7天" in page
    assert WORDS in page


def test_both_are_taken_as_people_write_them(phone, filed):
    number, code = filed
    spaced = f"{number[:4]} {number[4:]}", f"{code[:3]}-{code[3:6]}－{code[6:]}"
    assert look(phone, *spaced).status_code == 200


def test_looking_changes_nothing_however_often(phone, filed):
    before = list(only_case().events.values_list("id", "act"))
    for _ in range(3):
        look(phone, *filed)
    assert list(only_case().events.values_list("id", "act")) == before


def test_a_wrong_code_and_a_wrong_number_are_answered_alike(phone, filed):
    number, code = filed
    wrong = look(phone, number, "0000000000")
    from kiosk.affairs.case import case_number

    unknown = look(phone, case_number(timezone.now().date(), 9999), code)
    assert wrong.status_code == unknown.status_code == 404
    assert (
        wrong.content.decode().split("role=")[1][:60]
        == unknown.content.decode().split("role=")[1][:60]
    )


def test_guessing_has_to_wait_and_another_phone_does_not(phone, filed):
    number, code = filed
    for _ in range(10):
        assert look(phone, number, "0000000000").status_code == 404
    assert look(phone, number, code).status_code == 429
    assert "没有受影响" in look(phone, number, code).content.decode()
    elsewhere = phone.client.post(
        "/p", {"number": number, "code": code}, headers={"X-Forwarded-For": "203.0.113.9"}
    )
    assert elsewhere.status_code == 200, "a stranger cannot lock the resident out"


def test_many_guesses_from_many_places_have_to_wait_as_well(phone, filed):
    from kiosk.center.feedback.limits import tally

    number, code = filed
    for _ in range(100):
        tally("guesses of", number, now=timezone.now())
    assert look(phone, number, code).status_code == 429


def test_an_hour_later_the_counts_are_gone(phone, filed):
    from kiosk.center.feedback.limits import tallied, tally
    from kiosk.center.feedback.models import Tally

    now = timezone.now()
    tally("x", "1", now=now)
    assert tallied("x", "1", now=now) == 1
    assert tallied("x", "1", now=now + timedelta(hours=1)) == 0
    tally("x", "2", now=now + timedelta(hours=3))
    assert Tally.objects.filter(hour__lt=int(now.timestamp()) // 3600 + 3).count() == 0


def test_the_resident_says_whether_it_is_solved(phone, filed, hall):
    assert "由您说了算" not in look(phone, *filed).content.decode()
    answer(hall)
    page = look(phone, *filed).content.decode()
    assert "由您说了算" in page
    assert "差的三十元是手续费" in page
    said = look(phone, *filed, path="/p/verdict", verdict="solved", words="谢谢")
    assert "记下了" in said.content.decode()
    assert only_case().standing is CaseState.CLOSED


def test_not_solved_opens_it_again_one_level_up(phone, filed, hall):
    answer(hall)
    before = only_case().unit
    look(phone, *filed, path="/p/verdict", verdict="not", words="手续费没有凭证")
    case = only_case()
    assert case.standing is CaseState.REOPENED
    assert case.unit != before


def test_a_verdict_that_is_none_loses_no_words(phone, filed, hall):
    answer(hall)
    page = look(phone, *filed, path="/p/verdict", verdict="maybe", words="手续费没有凭证")
    assert page.status_code == 422
    assert "手续费没有凭证" in page.content.decode()
    assert only_case().standing is CaseState.ANSWERED


def test_a_verdict_by_get_or_with_a_wrong_code_changes_nothing(phone, filed, hall):
    answer(hall)
    assert phone.client.get("/p/verdict").status_code == 405
    number, _ = filed
    assert look(phone, number, "0000000000", "/p/verdict", verdict="not").status_code == 404
    assert only_case().standing is CaseState.ANSWERED


def test_the_units_question_can_be_answered(phone, filed, hall):
    from kiosk.affairs.case import Act, Actor
    from kiosk.affairs.deadline import beijing_day
    from kiosk.center.cases.history import record

    case, now = only_case(), timezone.now()
    staff = hall.staff["finance"]
    record(case, Act.ACCEPT, Actor.HANDLER, now, staff=staff)
    case.asked_on = beijing_day(now)
    record(case, Act.ASK, Actor.HANDLER, now, staff=staff, words="是哪一盏路灯？")
    assert "是哪一盏路灯" in look(phone, *filed).content.decode()
    page = look(phone, *filed, path="/p/more", words="村口那一盏")
    assert "收到了" in page.content.decode()
    assert only_case().standing is CaseState.ACCEPTED
    empty = look(phone, *filed, path="/p/more", words=" ")
    assert empty.status_code == 422


def test_when_the_database_fails_it_says_what_is_safe(phone, filed, monkeypatch):
    from django.db import OperationalError

    from kiosk.center.feedback import progress

    def fail(*_args, **_more):
        raise OperationalError

    monkeypatch.setattr(progress, "find_case", fail)
    page = look(phone, *filed)
    assert page.status_code == 503
    assert "没有受影响" in page.content.decode()


def test_the_query_code_stands_in_no_address_no_cookie_and_no_log(phone, caplog, hall):
    caplog.set_level("DEBUG")
    number, code = phone.files()
    page = look(phone, number, code)
    answer(hall)
    for path, more in (("/p/verdict", {"verdict": "half"}), ("/p", {})):
        page = look(phone, number, code, path=path, **more)
        assert not page.cookies
        assert "Location" not in page
    assert code not in caplog.text
    assert WORDS not in caplog.text
    import re

    addresses = re.findall(r'(?:href|action|src)="([^"]*)"', page.content.decode())
    assert not [a for a in addresses if code in a]


def test_the_receipt_can_be_read_from_its_picture(phone):
    import base64
    import io
    import re

    import zxingcpp
    from PIL import Image

    number, code = phone.files()
    source = re.search(r'src="data:image/png;base64,([^"]+)"', phone.page.content.decode())[1]
    picture = Image.open(io.BytesIO(base64.b64decode(source))).convert("L")
    found = zxingcpp.read_barcodes(picture)
    assert [each.text for each in found] == [f"http://testserver/p#{number}.{code}"]
    assert phone.page["Cache-Control"] == "no-store"
