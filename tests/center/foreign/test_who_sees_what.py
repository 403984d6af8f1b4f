"""Errands, bookings, bids, warnings and appraisals: each role sees what it has to do with."""

from datetime import timedelta

import pytest

from kiosk.affairs.deadline import beijing_day
from tests.support import serving
from tests.support.cases import VILLAGE, verified

pytestmark = pytest.mark.database
NAME, PHONE = "柳小满", "0990-2819999"
READERS = ("committee", "branch", "party", "leader", "inspection", "auditor")
"""Who signs, inspects or audits, and serves nobody."""


@pytest.fixture
def asked(hall, gatehouse):
    """One of each of the village; their numbers by what they are."""
    from django.utils import timezone

    hall.now = timezone.now()
    day = beijing_day(hall.now)
    own = {"name": NAME, "phone": PHONE}
    seat = {"item": serving.TIMETABLE, "slot": "1@x", "seats": 1, "held_on": day, "title": "接待日"}
    return {
        "errand": hall.file("errand-papers", "上户口", **own).number,
        "booking": hall.file("booking", "想问低保", **own, **seat).number,
        "bid": hall.file("bid", "想租", item=serving.TENDER, held_on=day, **own).number,
        "warning": serving.warned(hall, "租金没有收到"),
    }


@pytest.fixture
def session(hall, gatehouse):
    from django.utils import timezone

    from kiosk.center.appraisals.holding import open_session

    now = timezone.now()
    return open_session(
        gatehouse.staff["committee"],
        VILLAGE,
        "2026年度评议",
        questions=["办事公道"],
        candidates=[("韩＊德", "书记")],
        eligible=9,
        opens=now,
        closes=now + timedelta(hours=4),
        now=now,
    )


def client_of(gatehouse, who):
    from django.test import Client

    client = Client()
    client.force_login(gatehouse.staff[who], "django.contrib.auth.backends.ModelBackend")
    verified(client, gatehouse.staff[who])
    return client


def sees(gatehouse, who, number):
    return client_of(gatehouse, who).get(f"/desk/case/{number}").status_code == 200


def test_names_and_telephones_are_told_to_those_who_serve_and_to_nobody_else(asked, gatehouse):
    from kiosk.center.cases.models import CaseEvent

    for who in READERS:
        client = client_of(gatehouse, who)
        for answer in (
            client.post("/desk/bookings/contacts", follow=True),
            client.get("/desk/bookings"),
            client.get("/desk/bids"),
            client.get("/desk/errands"),
            client.post(f"/desk/case/{asked['booking']}/contact", follow=True),
        ):
            text = answer.content.decode()
            assert NAME not in text, who
            assert PHONE not in text, who
    assert not CaseEvent.objects.filter(act="look").exists()
    served = client_of(gatehouse, "clerk").post("/desk/bookings/contacts").content.decode()
    assert f"{NAME} {PHONE}" in served


def test_the_auditor_reads_all_of_it_and_does_none_of_it(asked, session, gatehouse):
    from kiosk.center.appraisals.models import Session, VotingCode
    from kiosk.center.writing.models import WorkingCopy

    client = client_of(gatehouse, "auditor")
    for number in asked.values():
        page = client.get(f"/desk/case/{number}")
        assert page.status_code == 200
        assert "/do/" not in page.content.decode(), "a button of an act"
    door = f"/desk/appraisals/{session.key}"
    page = client.get(door).content.decode()
    assert "<button" not in page.partition("<main")[2].partition("</main")[0]
    assert client.get("/desk/appraisals/new").status_code == 404
    assert client.post(f"{door}/codes", {"count": "1"}).status_code == 404
    client.post(f"{door}/end")
    client.post(f"{door}/publish")
    assert Session.objects.get().closed_at is None
    assert not VotingCode.objects.exists()
    assert not WorkingCopy.objects.exists()


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("clerk", {"errand", "booking"}),
        ("committee", set()),
        ("foreign", set()),
        ("finance", {"bid", "warning"}),
        ("office", {"errand", "booking", "bid", "warning"}),
        ("other_office", set()),
        ("inspection", set()),
        ("county", {"errand", "booking", "bid", "warning"}),
    ],
)
def test_each_case_is_seen_by_its_unit_and_the_offices_above(asked, gatehouse, who, seen):
    assert {what for what, number in asked.items() if sees(gatehouse, who, number)} == seen


@pytest.mark.parametrize("who", ["committee", "clerk", "office"])
def test_who_holds_appraisals_finds_the_button(session, gatehouse, who):
    client = client_of(gatehouse, who)
    assert "/desk/appraisals/new" in client.get("/desk/appraisals/").content.decode()
    assert client.get("/desk/appraisals/new").status_code == 200


@pytest.mark.parametrize("who", ["party", "leader", "inspection", "auditor", "county"])
def test_who_does_not_hold_them_neither_sees_nor_has_the_form(session, gatehouse, who):
    client = client_of(gatehouse, who)
    assert "/desk/appraisals/new" not in client.get("/desk/appraisals/").content.decode()
    assert client.get("/desk/appraisals/new").status_code == 404
