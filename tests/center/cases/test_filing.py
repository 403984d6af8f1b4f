"""Filing: once, durably, to the right unit, with secrets that stay secret."""

import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from kiosk.affairs.case import CaseError, CaseState, case_number, read_number
from tests.support.cases import COUNTY, PHOTO, TOWN, VILLAGE
from tests.support.center import only_sqlite


def test_a_case_gets_a_number_of_its_month_a_query_code_and_a_deadline(hall):
    one, two = hall.file(), hall.file()
    assert one.number.startswith("2603")
    assert read_number(one.number) == one.number
    assert one.number != two.number
    assert len(one.query_code) == 10
    assert one.due == date(2026, 3, 5)
    progress = hall.find(one)
    assert (progress.state, progress.unit) == (CaseState.RECEIVED, f"{VILLAGE}便民服务站")
    assert len(progress.explanation) == 5


def test_the_same_form_sent_twice_is_one_case_with_the_same_receipt(hall):
    from kiosk.center.cases.models import Case

    first = hall.file(nonce="the nonce of one form")
    assert hall.file(nonce="the nonce of one form") == first
    assert Case.objects.count() == 1


def test_fifty_phones_at_once_get_fifty_numbers(hall):
    from django.db import connections

    from kiosk.center.cases.models import Case
    from kiosk.center.cases.services import file_case

    def file(filing):
        try:
            return file_case(filing, now=hall.now)
        finally:
            connections.close_all()

    filings = [hall.filing() for _ in range(50)]
    with ThreadPoolExecutor(8) as pool:
        receipts = list(pool.map(file, filings))
    assert len({r.number for r in receipts}) == Case.objects.count() == 50


def test_a_suspicious_case_is_held_for_the_level_above_and_not_public_and_never_dropped(hall):
    from kiosk.center.cases.services import public_cases

    receipt = hall.file(suspicious=True)
    assert receipt.held
    assert hall.find(receipt).state is CaseState.HELD
    assert not hall.sees("clerk", receipt)
    assert hall.sees("office", receipt)
    assert public_cases() == []


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"words": "  "}, "请写几句"),
        ({"words": "长" * 2001}, "2001个字"),
        ({"matter": "nothing"}, "选一种事项"),
        ({"division": "123"}, "12位"),
        ({"photos": (b"MZ not a photo",)}, "照片"),
        ({"photos": (PHOTO,) * 7}, "最多6张"),
        ({"nonce": "short"}, "失效"),
    ],
)
def test_what_cannot_be_filed_is_refused_in_a_sentence_and_leaves_nothing(hall, fields, told):
    from kiosk.center.cases.models import Case, CaseCounter

    with pytest.raises(CaseError, match=told):
        hall.file(**fields)
    assert not Case.objects.exists()
    assert not CaseCounter.objects.exists()


@only_sqlite
def test_name_phone_and_query_code_are_nowhere_in_the_database_file(hall, django):
    from django.db import connection

    receipt = hall.file(name="孟小兰", phone="13812345678")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    data = Path(django.DATABASES["default"]["NAME"]).read_bytes()
    for secret in ("孟小兰", "13812345678", receipt.query_code):
        assert secret.encode() not in data
    assert stat.S_IMODE((django.DATA / "case-key").stat().st_mode) == 0o600


def test_a_contact_opens_only_with_the_key_and_for_its_own_case(hall):
    from kiosk.center.cases.sealing import SealError, unseal

    case = hall.case(hall.file(name="孟小兰", phone="13812345678"))
    assert unseal(case.contact, case.number).name == "孟小兰"
    with pytest.raises(SealError):
        unseal(case.contact, "260300022")
    assert not unseal(hall.case(hall.file()).contact, case.number)


def test_the_wrong_code_and_the_wrong_number_are_told_apart_by_nobody(hall):
    from kiosk.center.cases.services import NotFoundError, find_case

    one, two = hall.file(), hall.file()
    said = set()
    for number, code in (
        (one.number, two.query_code),
        (case_number(date(2026, 12, 1), 1), one.query_code),
    ):
        with pytest.raises(NotFoundError) as refused:
            find_case(number, code, now=hall.now)
        said.add(str(refused.value))
    assert len(said) == 1


def test_looking_changes_nothing(hall):
    receipt = hall.file(photos=(PHOTO,))
    hall.passes(days=30)
    before = _rows()
    hall.find(receipt)
    hall.find(receipt)
    assert _rows() == before


def _rows():
    from django.db import connection

    found = []
    with connection.cursor() as cursor:
        for table in ("cases_case", "cases_caseevent", "cases_casephoto", "cases_casecounter"):
            cursor.execute(f"SELECT * FROM {table}")
            found.append([[_plain(value) for value in row] for row in cursor.fetchall()])
    return found


def _plain(value):
    return bytes(value) if isinstance(value, memoryview) else value


def test_history_can_be_changed_and_deleted_by_nobody(hall):
    from django.db import DatabaseError

    from kiosk.center.cases.models import CaseEvent

    hall.file()
    for change in (
        lambda: CaseEvent.objects.update(words="nothing happened"),
        lambda: CaseEvent.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="append-only"):
            change()
    assert CaseEvent.objects.count() == 1


def test_the_triggers_are_written_for_postgresql_too():
    from kiosk.center.appendonly import statements

    told = "\n".join(statements("postgresql", "cases_caseevent", "cases_casephoto"))
    assert told.count("BEFORE UPDATE") == told.count("BEFORE DELETE") == 2
    assert "plpgsql" in told


def test_a_complaint_about_cadres_is_seen_by_discipline_alone(hall):
    receipt = hall.file(matter="cadre", words="有人多占了集体的房子")
    seen = {who for who in hall.staff if hall.sees(who, receipt)}
    assert seen == {"inspection", "supervision"}


def test_a_named_person_never_sees_it_and_their_unit_does_not_get_it(hall):
    by_name = hall.file(words="收垃圾的钱被柳 有田拿走了")
    by_title = hall.file(words="柳站长从来不来")
    for receipt in (by_name, by_title):
        assert hall.case(receipt).unit == f"{TOWN}/inspection"
        assert not hall.sees("clerk", receipt)
        assert not hall.sees("second", receipt)
        assert hall.sees("inspection", receipt)
    upper = hall.file(matter="accounts", words="账有数不肯给我看凭证")
    assert hall.case(upper).unit == f"{COUNTY}/supervision"
    assert not hall.sees("finance", upper)


def test_one_who_was_hired_after_the_complaint_and_bears_the_name_does_not_see_it_either(hall):
    from kiosk.center.accounts.models import Staff

    receipt = hall.file(words="晚来早走的晏来迟不干活")
    assert hall.sees("second", receipt)
    Staff.objects.filter(username="second").update(name="晏来迟")
    hall.staff["second"].refresh_from_db()
    assert not hall.sees("second", receipt)


def test_each_sees_only_their_own(hall):
    clean = hall.file()
    accounts = hall.file(matter="accounts")
    assert {w for w in hall.staff if hall.sees(w, clean)} == {
        "clerk",
        "second",
        "office",
        "county",
        "auditor",
    }
    assert {w for w in hall.staff if hall.sees(w, accounts)} == {
        "finance",
        "office",
        "county",
        "auditor",
    }


def test_words_about_village_cadres_keep_a_case_from_the_village_whatever_its_matter(hall):
    from kiosk.center.cases import acts
    from kiosk.center.cases.services import rules_on

    receipt = hall.file(words="收垃圾的钱，村 主任说不清楚")
    assert hall.case(receipt).unit == f"{TOWN}/affairs"
    assert not hall.sees("clerk", receipt)
    places = acts.places_for(hall.case(receipt), rules_on(hall.now.date()))
    assert f"{VILLAGE}/station" not in {str(place) for place in places}
    assert f"{TOWN}/finance" in {str(place) for place in places}


def test_without_its_key_a_case_shows_neither_words_nor_answer(hall, monkeypatch):
    from kiosk.center.cases import sealing
    from kiosk.center.cases.models import Case
    from kiosk.center.cases.services import public_case

    receipt = hall.file(name="孟小兰", words="只有孟小兰才会说的话")
    Case.objects.update(answer="给孟小兰的答复", summary="孟小兰的事")
    monkeypatch.setattr(sealing, "own_key", lambda _purpose: b"another key of 32 bytes exactly!")
    assert "孟小兰" not in str(public_case(receipt.number, now=hall.now))
    page = hall.client("clerk").get(f"/desk/case/{receipt.number}").content.decode()
    assert "孟小兰" not in page
    assert "密钥不对" in page
    refused = hall.client("clerk").post(f"/desk/case/{receipt.number}/contact")
    assert refused.status_code == 302
