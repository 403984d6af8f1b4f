"""A name and a telephone number that a resident wrote appear nowhere but before the handler."""

import logging

import pytest

from tests.support.phone import LEDGER, VILLAGE, Box, answer, look, only_case

NAME, PHONE, OTHER, IDENTITY = "孟小兰", "13800001111", "13900002222", "99010119700101001X"
WORDS = f"我是{NAME}，电话{PHONE}，身份证{IDENTITY}，路灯电费不对。"
SECRETS = (NAME, PHONE, OTHER, IDENTITY, "路灯电费不对")


@pytest.fixture
def filed(phone, hall, caplog):
    """A case full of personal data, answered by somebody who repeats some of it."""
    caplog.set_level(logging.DEBUG)
    both = phone.files(token=Box().token(), words=WORDS, name=NAME, phone=OTHER)
    case = only_case()
    case.summary = f"{NAME}（{PHONE}）反映电费"
    case.save()
    answer(hall)
    return both


def everyone(phone):
    """Every page that anybody may open without a secret."""
    from kiosk.feed.code import number_of, subject_of

    token = phone.token
    number = number_of(subject_of(VILLAGE, LEDGER))
    paths = [
        "/",
        "/n",
        "/p",
        f"/n/{number}",
        f"/i/{LEDGER}",
        f"/v/{VILLAGE}",
        f"/T/{token}",
        f"/f/{token}",
        f"/r/{token}",
        "/s/solve.js",
        "/s/progress.js",
        "/open311/discovery.json",
        *(
            f"/open311/v2/{name}.{form}"
            for name in ("services", "requests")
            for form in ("json", "xml")
        ),
        f"/open311/v2/requests/{only_case().number}.json",
        f"/open311/v2/requests.json?service_request_id={only_case().number}",
        "/open311/v2/openapi.json",
    ]
    return {path: phone.client.get(path) for path in paths}


def test_no_public_page_and_no_header_holds_what_was_written(phone, filed):
    for path, page in everyone(phone).items():
        assert page.status_code in {200, 302}, path
        whole = page.content.decode() + str(page.headers)
        for secret in SECRETS:
            assert secret not in whole, (path, secret)


def test_no_log_holds_it_nor_the_query_code(phone, filed, caplog):
    number, code = filed
    look(phone, number, code)
    look(phone, number, "0000000000")
    everyone(phone)
    for secret in (*SECRETS, code):
        assert secret not in caplog.text


def test_what_the_phone_pages_store_holds_none_of_it(phone, filed):
    """Drafts, counts and ratings; the case itself is sealed (tests of the cases)."""
    from django.db import connection

    tables = ("feedback_draftphoto", "feedback_tally", "feedback_rating", "codes_subject")
    for table in tables:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {table}")
            rows = str(cursor.fetchall())
        for secret in (*SECRETS, "127.0.0.1"):
            assert secret not in rows, table


def test_a_code_and_its_picture_hold_nothing_but_what_it_is_about(phone, filed):
    from kiosk.feed.code import read_token, subject_of

    code = read_token(Box().token())
    assert code.subject == subject_of(VILLAGE, LEDGER)
    assert len(phone.token) == 18


def test_the_progress_page_is_the_residents_own_and_nobody_keeps_a_copy(phone, filed):
    page = look(phone, *filed)
    assert WORDS.split("，", maxsplit=1)[0] in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    assert phone.page["Cache-Control"] == "no-store"
