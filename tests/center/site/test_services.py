"""办事找人 and 村里的家底 on the phone: papers, whom to call, what is owned, what is on offer."""

import re

import pytest

from tests.support import serving
from tests.support.cases import (
    VILLAGE,
    hall,  # noqa: F401 - fixture
)
from tests.support.phone import Box

pytestmark = pytest.mark.database


def get(address):
    from django.test import Client

    answer = Client().get(address, follow=True)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_from_the_villages_first_page_to_the_papers_in_three_taps(offered):
    first = get(f"/v/{VILLAGE}")
    door = re.search(rf'href="(/v/{VILLAGE}/services)"', first)[1]
    events = get(door)
    chosen = re.search(r'href="(\?about=birth)"', events)[1]
    guides = get(door + chosen)
    guide = re.search(rf'href="(/i/{serving.GUIDE})"', guides)[1]
    page = get(guide)
    assert "出生医学证明" in page
    assert "原件1份" in page
    assert "带材料到派出所" in page
    assert "当场办" in page


def test_a_guide_that_was_scanned_in_the_hall_names_whom_to_call(offered):
    from kiosk.feed.code import Purpose

    token = Box().token(serving.GUIDE, purpose=Purpose.TAKE, division=serving.COUNTY)
    page = get(f"/T/{token}")
    assert "孙＊芳" in page
    assert 'href="tel:0990-2811031"' in page


def test_on_the_sundays_of_the_sample_the_office_is_closed_and_says_when_it_opens(offered):
    page = get(f"/v/{VILLAGE}/services")
    assert "现在下班了" in page
    assert "11月23日" in page
    assert "0990-2811039" in page


@pytest.mark.parametrize(
    ("item", "word"),
    [
        (serving.GUIDE, "走不开？请村里代办"),
        (serving.TIMETABLE, "约个时间"),
        (serving.TENDER, "登记意向"),
    ],
)
def test_what_can_be_asked_for_has_a_button_that_leads_there(offered, item, word):
    page = get(f"/i/{item}")
    door = re.search(rf'href="(/a/[A-Z2-7]+)">{word}', page)[1]
    assert 'name="phone"' in get(door)


def test_a_guide_that_nobody_runs_has_no_such_button(offered):
    assert "/a/" not in get(f"/i/{serving.PLAIN_GUIDE}")


def test_what_is_owned_stands_by_class_with_what_is_owed(offered):
    page = get(f"/v/{VILLAGE}/own")
    assert "土地（1）" in page
    assert "旧小学" in page
    assert "还差 8,520.00 元没有收到" in page
    assert "620.00 元/亩/年" in page


@pytest.mark.parametrize(
    "item",
    [
        serving.TIMETABLE,
        serving.CONTRACT,
        f"{VILLAGE}-D8-2026-11-07",
        f"{VILLAGE}-D8-2026-11-08",
    ],
)
def test_every_kind_can_be_read_on_the_phone(offered, item):
    page = get(f"/i/{item}")
    assert "<table>" in page or 'class="facts"' in page


def test_a_village_that_published_none_of_it_says_so(offered):
    assert "还没有公开过家底" in get("/v/990101101202/own")
    assert "办事找人" in get("/v/990101101202/services")
