"""A resident scans a code to be served by: an errand, a time, a tender, the video room."""

import re
import threading

import pytest

from kiosk.affairs.case import Act, CaseState
from kiosk.affairs.sort import Sort
from tests.support import serving
from tests.support.cases import TOWN, VILLAGE
from tests.support.phone import Box, fields, only_case, receipt_of, solved

pytestmark = pytest.mark.database
PERSON = {"name": "柳小满", "phone": "0990-2819999"}


class Asker:
    """One phone before the page of a code."""

    def __init__(self, token):
        from django.test import Client

        self.client = Client()
        self.page = self.client.get(f"/T/{token}", follow=True)

    def text(self):
        return self.page.content.decode()

    def sends(self, *, proof=True, **typed):
        action, kept = fields(self.page)
        more = solved(self.page) if proof else {}
        self.page = self.client.post(action, kept | more | PERSON | typed)
        return self.page

    def seats(self):
        return re.findall(r'name="slot" value="([^"]+)"', self.text())

    def progress(self, number, code, door="", **more):
        return self.client.post(f"/p{door}", {"number": number, "code": code, **more})


def test_a_guides_code_opens_the_errand_with_its_matter_chosen(offered):
    page = Asker(serving.code_for(serving.GUIDE)).text()
    assert "村里替您跑" in page
    assert 'value="errand-papers" checked' in page
    assert "新生儿上户口" in page


def test_a_guide_that_nobody_can_run_leads_to_the_form_for_feedback(offered):
    assert "反映问题" in Asker(serving.code_for(serving.PLAIN_GUIDE)).text()


def test_an_errand_goes_to_the_village_whose_screen_was_scanned(offered):
    from kiosk.feed.code import Purpose

    token = Box().token(serving.GUIDE, purpose=Purpose.SERVE, division=serving.COUNTY)
    asker = Asker(token)
    assert "您是哪个村的" not in asker.text()
    asker.sends(matter="errand-papers", words="给孙女上户口")
    number, _ = receipt_of(asker.page)
    case = only_case()
    assert (case.number, case.sort, case.unit) == (number, "errand", f"{VILLAGE}/station")
    assert case.said == ""
    assert not case.suspicious
    assert "代办回执" in asker.text() or "替您办好" in asker.text()


def test_from_a_poster_of_the_county_the_village_is_asked_for(offered):
    asker = Asker(serving.code_for(serving.GUIDE))
    assert "您是哪个村的" in asker.text()
    page = asker.sends(matter="errand-papers", words="给孙女上户口")
    assert page.status_code == 422
    assert "请选您是哪个村的" in page.content.decode()
    asker.sends(matter="errand-papers", words="给孙女上户口", village=VILLAGE)
    receipt_of(asker.page)
    assert only_case().division == VILLAGE


def test_without_name_and_telephone_nothing_is_kept_and_nothing_typed_is_lost(offered):
    from kiosk.center.cases.models import Case

    asker = Asker(serving.code_for(serving.TENDER))
    page = asker.sends(name="", phone="", words="想种大棚")
    assert page.status_code == 422
    assert "想种大棚" in page.content.decode()
    assert not Case.objects.exists()


def test_name_address_and_words_of_an_errand_are_sealed(offered):
    from django.db import connection

    asker = Asker(serving.code_for(serving.GUIDE))
    asker.sends(
        matter="errand-elder",
        words="老人走不动要办养老认证",
        village=VILLAGE,
        visit="on",
        address="3组村东第二家",
    )
    receipt_of(asker.page)
    assert only_case().visit
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM cases_case")
        stored = b" ".join(
            bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode()
            for v in cursor.fetchone()
        )
    for secret in ("柳小满", "2819999", "村东第二家", "走不动"):
        assert secret.encode() not in stored


def test_sending_the_same_form_twice_asks_once(offered):
    from kiosk.center.cases.models import Case

    asker = Asker(serving.code_for(serving.TENDER))
    action, kept = fields(asker.page)
    body = kept | solved(asker.page) | PERSON
    first = receipt_of(asker.client.post(action, body))
    assert receipt_of(asker.client.post(action, body)) == first
    assert Case.objects.count() == 1


def test_seats_are_given_once_each_and_a_cancelled_one_is_free_again(offered):
    token = serving.code_for(serving.TIMETABLE)
    first = Asker(token)
    seat = first.seats()[0]
    first.sends(slot=seat)
    mine = receipt_of(first.page)
    second = Asker(token)
    assert "还有 1 个名额" in second.text()
    second.sends(slot=seat)
    receipt_of(second.page)
    third = Asker(token)
    assert third.sends(slot=seat).status_code == 422
    page = first.progress(*mine, door="/cancel")
    assert "取消了" in page.content.decode()
    third = Asker(token)
    third.sends(slot=seat)
    receipt_of(third.page)


def test_two_who_take_the_last_seat_at_once_do_not_both_get_it(offered):
    from django.db import connections

    from kiosk.affairs.case import CaseError

    filing = offered.filing("booking", "来", item=serving.TIMETABLE, slot="1@2026-03-05")
    outcomes = []

    def take(number):
        import msgspec

        from kiosk.center.cases.services import file_case

        mine = msgspec.structs.replace(filing, nonce=f"a nonce of phone {number} long", seats=1)
        try:
            file_case(mine, now=offered.now)
            outcomes.append("seat")
        except CaseError:
            outcomes.append("full")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=take, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["full", "full", "full", "seat"]


def test_a_booking_tells_its_time_and_reminds_by_the_phones_own_calendar(offered):
    asker = Asker(serving.code_for(serving.TIMETABLE))
    asker.sends(slot=asker.seats()[0])
    mine = receipt_of(asker.page)
    page = asker.progress(*mine).content.decode()
    assert "约好了" in page
    assert "09:00至11:30" in page
    file = asker.progress(*mine, door="/calendar")
    text = file.content.decode()
    assert file["Content-Type"].startswith("text/calendar")
    assert "TRIGGER:-P1D" in text
    assert "LOCATION:镇政府一楼" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_a_complaint_cannot_be_taken_back(offered):
    receipt = offered.file()
    asker = Asker(serving.code_for(serving.TENDER))
    page = asker.progress(receipt.number, receipt.query_code, door="/cancel")
    assert "不能撤回" in page.content.decode()
    assert offered.case(receipt).standing is CaseState.RECEIVED


def test_interest_in_a_tender_goes_to_the_township_until_it_closes(offered):
    asker = Asker(serving.code_for(serving.TENDER))
    assert "620.00 元/亩/年" in asker.text()
    asker.sends(words="想种大棚")
    receipt_of(asker.page)
    assert only_case().unit == f"{TOWN}/finance"
    closed = Asker(serving.code_for(serving.CLOSED_TENDER))
    assert "报名已经截止" in closed.text()
    assert 'name="phone"' not in closed.text()


def test_the_video_room_opens_at_its_time_by_the_countys_own_address(offered, monkeypatch):
    import msgspec

    from kiosk.center.errands import views
    from kiosk.center.feedback.rules import rules

    token = serving.code_for(f"{VILLAGE}-D8-2026-11-06")
    assert "还没有设好" in Asker(token).text()
    with_room = msgspec.structs.replace(rules(), room="https://room.example/hall")
    monkeypatch.setattr(views, "rules", lambda: with_room)
    page = Asker(token).text()
    assert 'href="https://room.example/hall"' in page


def test_what_is_no_feedback_stands_on_no_public_board(offered):
    from kiosk.center.cases.services import board_of, public_case, public_cases

    receipt = offered.file("errand-papers", "给孙女上户口", name="柳小满", phone="1")
    board = board_of(VILLAGE, now=offered.now)
    assert (board.counts.filed, board.cases) == (0, ())
    assert public_cases(now=offered.now) == []
    assert public_case(receipt.number, now=offered.now) is None


def test_an_errand_signed_off_with_a_rating_counts_for_its_agent(offered):
    from kiosk.center.cases import acts
    from kiosk.center.cases.services import board_of
    from kiosk.center.feedback.models import Rating

    receipt = offered.file("errand-papers", "给孙女上户口", name="柳小满", phone="1")
    clerk = offered.staff["clerk"]
    acts.accept(clerk, receipt.number, offered.now, papers="出生证原件1份")
    offered.passes(days=2)
    acts.answer(clerk, receipt.number, offered.now, summary="上户口", words="办好了，来取户口本")
    asker = Asker(serving.code_for(serving.TENDER))
    page = asker.progress(receipt.number, receipt.query_code).content.decode()
    assert "请您签收" in page
    assert "收到材料：出生证原件1份" in page
    asker.progress(receipt.number, receipt.query_code, door="/verdict", verdict="solved", word="好")
    assert offered.case(receipt).standing is CaseState.CLOSED
    assert Rating.objects.count() == 1
    agent = board_of(VILLAGE, now=offered.now).errands[0]
    assert (agent.name, agent.month) == ("柳＊田", "2026-03")
    assert (agent.received, agent.done, agent.on_time, agent.satisfied) == (1, 1, 1, 1)


def test_not_done_opens_the_errand_again_one_level_up(offered):
    from kiosk.center.cases import acts

    receipt = offered.file("errand-papers", "给孙女上户口", name="柳小满", phone="1")
    acts.accept(offered.staff["clerk"], receipt.number, offered.now)
    acts.answer(offered.staff["clerk"], receipt.number, offered.now, summary="x", words="好了")
    asker = Asker(serving.code_for(serving.TENDER))
    asker.progress(receipt.number, receipt.query_code, door="/verdict", verdict="not")
    case = offered.case(receipt)
    assert case.standing is CaseState.REOPENED
    assert case.unit == f"{TOWN}/affairs"


def test_a_time_that_passed_ends_a_booking_by_itself_and_is_nobodys_delay(offered):
    from kiosk.center.cases.clock import run_clocks

    day = offered.now.date()
    receipt = offered.file(
        "booking", "来", item=serving.TIMETABLE, slot="1@x", seats=1, held_on=day
    )
    offered.passes(days=1)
    done = run_clocks(offered.now)
    assert (done.raised, done.lapsed) == (0, 1)
    assert offered.case(receipt).standing is CaseState.CLOSED


@pytest.mark.parametrize("sort", [s for s in Sort if s is not Sort.FEEDBACK])
def test_acts_that_a_sort_does_not_know_are_not_done(offered, sort):
    from kiosk.affairs.case import Actor, CaseError
    from kiosk.center.cases.history import record

    matter = {"errand": "errand-papers"}.get(sort.value, sort.value)
    receipt = offered.file(matter, "x", held_on=offered.now.date(), seats=1)
    foreign = {
        Sort.ERRAND: Act.MERGE,
        Sort.BOOKING: Act.REROUTE,
        Sort.BID: Act.ASSIGN,
        Sort.WARNING: Act.REFUSE,
    }[sort]
    with pytest.raises(CaseError):
        record(offered.case(receipt), foreign, Actor.HANDLER, offered.now)
