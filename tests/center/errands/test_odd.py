"""Odd names, odd codes, taps at the wrong time, a full disk: a sentence each, nothing lost."""

import sqlite3

import msgspec
import pytest

from kiosk.affairs.sort import Sort
from tests.support import serving
from tests.support.center import only_sqlite
from tests.support.phone import fields, only_case, receipt_of, solved

pytestmark = pytest.mark.database
FORTY = "阿" * 40
PERSON = {"name": "柳小满", "phone": "0990-2819999"}


def opens(token):
    from django.test import Client

    client = Client()
    page = client.get(f"/a/{token}", follow=True)
    assert page.status_code == 200
    return client, page


def body_of(page, **typed):
    action, kept = fields(page)
    return action, kept | solved(page) | PERSON | typed


def seat_of(page):
    import re

    return re.search(r'name="slot" value="([^"]+)"', page.content.decode())[1]


def cases():
    from kiosk.center.cases.models import Case

    return Case.objects.count()


@pytest.mark.parametrize(
    "item", [serving.GUIDE, serving.TIMETABLE, serving.TENDER], ids=["errand", "booking", "bid"]
)
def test_a_name_of_forty_signs_and_a_full_page_of_words_are_kept(offered, item):
    client, page = opens(serving.code_for(item, division=""))
    more = {"slot": seat_of(page)} if item == serving.TIMETABLE else {}
    if item == serving.GUIDE:
        more = {"matter": "errand-papers", "village": serving.VILLAGE}
    action, body = body_of(page, name=FORTY, phone="1" * 40, words="字" * 500, **more)
    assert client.post(action, body | {"name": f"{FORTY}阿"}).status_code == 422
    receipt_of(client.post(action, body))
    number = only_case().number
    assert offered.client("county").get(f"/desk/case/{number}").status_code == 200


def test_a_code_of_a_row_that_the_timetable_no_longer_has_offers_the_others(offered):
    _, page = opens(serving.code_for(serving.TIMETABLE, row=99))
    assert seat_of(page)


def test_who_taps_twice_on_the_last_seat_has_it_and_is_told_so(offered):
    client, page = opens(serving.code_for(f"{serving.VILLAGE}-D8-2026-11-06"))
    seat = seat_of(page)
    for _ in range(2):
        other, its = opens(serving.code_for(f"{serving.VILLAGE}-D8-2026-11-06"))
        action, body = body_of(its, slot=seat)
        receipt_of(other.post(action, body))
    action, body = body_of(page, slot=seat)
    first = receipt_of(client.post(action, body))
    assert receipt_of(client.post(action, body)) == first
    assert cases() == 3


def test_a_visit_needs_an_address_and_an_address_is_a_visit(offered):
    client, page = opens(serving.code_for(serving.GUIDE))
    action, body = body_of(page, matter="errand-papers", words="上户口", village=serving.VILLAGE)
    refused = client.post(action, body | {"visit": "on"})
    assert refused.status_code == 422
    assert "请写上门的地址" in refused.content.decode()
    receipt_of(client.post(action, body | {"address": "3组"}))
    assert only_case().visit


def test_a_timetable_that_was_taken_down_leaves_progress_and_calendar(offered, monkeypatch):
    from kiosk.center.errands import offer

    client, page = opens(serving.code_for(serving.TIMETABLE))
    action, body = body_of(page, slot=seat_of(page))
    number, code = receipt_of(client.post(action, body))
    monkeypatch.setattr(offer, "occurrence_of", lambda _item, _key: None)
    key = {"number": number, "code": code}
    assert "约好了" in client.post("/p", key).content.decode()
    file = client.post("/p/calendar", key)
    assert file["Content-Type"].startswith("text/calendar")
    assert f"DTSTART;VALUE=DATE:{only_case().held_on:%Y%m%d}" in file.content.decode()
    assert "取消了" in client.post("/p/cancel", key).content.decode()


def test_a_full_disk_keeps_what_was_typed_on_the_page_and_nothing_else(offered, monkeypatch):
    from django.db import OperationalError

    from kiosk.center.errands import views

    def full(*_args, **_more):
        raise OperationalError("database or disk is full")

    client, page = opens(serving.code_for(serving.TENDER))
    action, body = body_of(page, words="想种大棚")
    with monkeypatch.context() as broken:
        broken.setattr(views, "file_case", full)
        answer = client.post(action, body)
    assert answer.status_code == 503
    assert "填的都还在" in answer.content.decode()
    assert "想种大棚" in answer.content.decode()
    assert cases() == 0
    receipt_of(client.post(*body_of(answer, words="想种大棚")))
    assert cases() == 1


@only_sqlite
def test_a_database_that_somebody_holds_costs_no_word(offered, django):
    from django.db import connection

    client, page = opens(serving.code_for(serving.TENDER))
    action, body = body_of(page, words="想种大棚")
    holder = sqlite3.connect(django.DATABASES["default"]["NAME"], isolation_level=None)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 50")
    holder.execute("BEGIN IMMEDIATE")
    try:
        answer = client.post(action, body)
    finally:
        holder.execute("ROLLBACK")
        holder.close()
    assert answer.status_code == 503
    assert "想种大棚" in answer.content.decode()
    receipt_of(client.post(action, body))


@pytest.mark.parametrize(
    "item", [serving.GUIDE, serving.TIMETABLE, serving.TENDER, ""], ids=str.lower
)
def test_where_the_countys_rules_know_nothing_of_it_the_code_leads_to_feedback(
    offered, monkeypatch, item
):
    from kiosk.center.errands import offer

    def older(day):
        rules = kept(day)
        matters = tuple(m for m in rules.matters if m.sort is Sort.FEEDBACK)
        return msgspec.structs.replace(rules, matters=matters)

    kept = offer.rules_on
    monkeypatch.setattr(offer, "rules_on", older)
    _, page = opens(serving.code_for(item, division="" if item else serving.VILLAGE))
    assert "反映问题" in page.content.decode()
    assert "/f/" in page.redirect_chain[-1][0]


def test_a_heading_of_the_services_page_is_never_somebodys_own(offered):
    _, page = opens(serving.code_for(serving.TIMETABLE))
    page = page.client.get(f"/v/{serving.VILLAGE}/services?group=某人贪污")
    assert "某人贪污" not in page.content.decode()
