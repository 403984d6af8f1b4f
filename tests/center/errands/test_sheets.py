"""The sheets of whoever serves: who comes when, who is interested, the register of errands."""

from datetime import date

import pytest

from tests.support import serving
from tests.support.cases import VILLAGE

pytestmark = pytest.mark.database


def book(hall, **more):
    from django.utils import timezone

    hall.now = timezone.now()
    held_on = more.pop("held_on", date(2026, 11, 30))
    return hall.file(
        "booking",
        "想问低保",
        item=serving.TIMETABLE,
        slot="1@2026-11-30",
        seats=9,
        held_on=held_on,
        title="镇长接待日",
        row="11月30日 星期一 09:00至11:30",
        name="柳小满",
        phone="0990-2819999",
        **more,
    )


def test_the_day_sheet_shows_names_only_after_a_look_that_is_on_record(offered):
    from kiosk.center.cases.models import CaseEvent

    receipt = book(offered)
    client = offered.client("clerk")
    page = client.get("/desk/bookings?day=2026-11-30").content.decode()
    assert "11月30日" in page
    assert "柳小满" not in page
    page = client.post("/desk/bookings/contacts", {"day": "2026-11-30"}).content.decode()
    assert "柳小满 0990-2819999" in page
    assert CaseEvent.objects.filter(case__number=receipt.number, act="look").count() == 1


def test_another_village_sees_none_of_it(offered):
    book(offered)
    page = offered.client("foreign").get("/desk/bookings?day=2026-11-30").content.decode()
    assert "没有人预约" in page


def test_a_nonsense_day_is_today(offered):
    assert offered.client("clerk").get("/desk/bookings?day=31.2.").status_code == 200


def test_bids_are_counted_by_tender_without_names(offered):
    from django.utils import timezone

    offered.now = timezone.now()
    for number in range(3):
        offered.file(
            "bid",
            "想租",
            item=serving.TENDER,
            title="㙍上地块公开竞价",
            held_on=date(2026, 12, 8),
            name=f"柳小{number}",
            phone="0990-2819999",
        )
    page = offered.client("finance").get("/desk/bids").content.decode()
    assert "3 家登记" in page
    assert "柳小0" not in page


def test_the_register_has_papers_promise_agent_and_sign_off_but_nobodys_name(offered):
    from django.utils import timezone

    from kiosk.center.cases import acts

    offered.now = timezone.now()
    receipt = offered.file("errand-papers", "柳小满要上户口", name="柳小满", phone="0990-2819999")
    acts.accept(offered.staff["clerk"], receipt.number, offered.now, papers="柳小满的出生证1份")
    client = offered.client("clerk")
    page = client.get("/desk/errands").content.decode()
    assert "出生证1份" in page
    assert "柳有田" in page
    assert "柳小满" not in page
    assert client.get("/desk/errands.xlsx").status_code == 200


def test_the_slip_promises_a_day_and_has_room_for_the_signature(offered):
    from django.utils import timezone

    offered.now = timezone.now()
    receipt = offered.file("errand-papers", "要上户口", name="柳小满", phone="1")
    page = offered.client("clerk").get(f"/desk/case/{receipt.number}/slip").content.decode()
    assert "代办承诺单" in page
    assert "本人签字" in page


def test_a_clerk_enters_an_errand_for_somebody_without_a_phone(offered):
    from kiosk.center.cases.models import Case

    client = offered.client("clerk")
    page = client.post(
        "/desk/new",
        {
            "nonce": "a nonce that is long enough",
            "channel": "paper",
            "division": VILLAGE,
            "matter": "errand-elder",
            "words": "老人要办养老认证",
            "name": "柳小满",
            "address": "3组",
        },
    ).content.decode()
    assert "代办回执" in page
    assert Case.objects.get().visit
