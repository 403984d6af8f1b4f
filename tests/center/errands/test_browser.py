"""What residents ask for, in real Chromium: accessible, nothing cut, on a phone and at a desk."""

import shutil
from datetime import UTC, datetime, timedelta

import pytest

from kiosk.affairs.case import CaseState
from tests.support import serving
from tests.support.browser import chromium, looked_at
from tests.support.browser import serving as center_serving
from tests.support.cases import VILLAGE
from tests.support.phone import Box, only_case

pytestmark = pytest.mark.skipif(not shutil.which("chromium"), reason="no Chromium here")
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 800}
WHO = {"name": "柳小满", "phone": "0990-2819999"}
LONG = "欧阳·阿卜杜热西提·买买提艾力·吐尔逊江"
TITLE = (
    "关于村东头旧小学三间教室和操场整体出租给专业合作社"
    "办粮食烘干点并同时允许村民晾晒的公开竞价公告第二次"
)
"""A name and a title as long as they come."""


def press(page, words):
    page.click(f"button:has-text('{words}')")


def fills_in(page, **more):
    for name, value in (WHO | more).items():
        page.fill(f"#{name}", value)


def test_asking_following_and_cancelling_fit_a_phone(offered):
    from kiosk.center.cases.models import Case

    found = []
    with center_serving() as center, chromium() as browser:
        page = browser.new_context(viewport=PHONE).new_page()

        def looks(path=""):
            if path:
                page.goto(center + path)
            found.extend(looked_at(page))

        looks(f"/a/{serving.code_for(serving.TIMETABLE)}")
        press(page, "约这个时间")
        looks()
        page.check("input[name=slot] >> nth=0")
        fills_in(page, name=LONG)
        press(page, "约这个时间")
        looks()
        press(page, "看看办得怎么样")
        looks()
        page.click("text=不要了")
        looks()
        press(page, "确定取消")
        looks()
        looks(f"/a/{serving.code_for(serving.CLOSED_TENDER)}")
        looks(f"/a/{serving.code_for(f'{VILLAGE}-D8-2026-11-06')}")
        looks(f"/a/{serving.code_for(serving.TENDER)}")
        fills_in(page)
        press(page, "登记")
        looks()
        press(page, "看看办得怎么样")
        looks()
    assert found == []
    booked, bid = Case.objects.order_by("id")
    assert (booked.standing, bid.standing) == (CaseState.CANCELLED, CaseState.RECEIVED)


def test_asking_for_an_errand_fits_a_phone(offered):
    from kiosk.feed.code import Purpose

    token = Box().token(serving.GUIDE, purpose=Purpose.SERVE, division=serving.COUNTY)
    found = []
    with center_serving() as center, chromium() as browser:
        page = browser.new_context(viewport=PHONE).new_page()
        page.goto(f"{center}/a/{serving.code_for(serving.GUIDE)}")
        found += looked_at(page)
        page.goto(f"{center}/a/{token}")
        page.fill("#words", "给孙女上户口")
        page.check("#visit")
        fills_in(page, address="3组村东第二家")
        found += looked_at(page)
        press(page, "提交")
        found += looked_at(page)
    assert found == []
    case = only_case()
    assert case.visit
    assert not case.suspicious, "the phone solved the proof of work"


def test_signing_for_an_errand_that_is_done_fits_a_phone(offered):
    from kiosk.center.cases import acts

    offered.now = datetime.now(UTC)
    receipt = offered.file(
        "errand-papers", "给孙女上户口", title="新生儿上户口", address="3组", **WHO
    )
    clerk = offered.staff["clerk"]
    papers = "出生证原件1份、户口本原件1份"
    acts.accept(clerk, receipt.number, offered.now, papers=papers)
    acts.answer(clerk, receipt.number, offered.now, summary="上户口", words="办好了，来取户口本。")
    found = []
    with center_serving() as center, chromium() as browser:
        page = browser.new_context(viewport=PHONE).new_page()
        page.goto(f"{center}/p")
        page.fill("#number", receipt.number)
        page.fill("#code", receipt.query_code)
        press(page, "看一看")
        found += looked_at(page)
        page.check("input[name=word] >> nth=0")
        press(page, "办好了")
        found += looked_at(page)
    assert found == []
    assert only_case().standing is CaseState.CLOSED


def test_the_sheets_of_those_who_serve_fit_a_phone_and_a_desk(offered):
    from kiosk.affairs.deadline import beijing_day
    from kiosk.center.cases import acts

    offered.now = datetime.now(UTC)
    day = beijing_day(offered.now)
    seat = {"item": serving.TIMETABLE, "slot": "1@x", "seats": 9, "held_on": day}
    own = {"name": LONG, "phone": "0990-2819999"}
    for row in ("09:00至11:30 接待群众", "14:30至17:00 接待群众"):
        booked = offered.file(
            "booking", "想问低保" * 12, title="镇长接待日", row=row, **own, **seat
        )
    closes = day + timedelta(days=8)
    bid = offered.file("bid", "想租三年", item=serving.TENDER, title=TITLE, held_on=closes, **own)
    errand = offered.file("errand-papers", "要上户口", title=TITLE, address="3组", **own)
    acts.accept(offered.staff["clerk"], errand.number, offered.now, papers="出生证原件1份")
    waiting = offered.file("errand-elder", "老人走不动要办养老认证", **own)
    warning = serving.warned(offered, "㙍上地块合同第1期租金应收28,520.00元，收到20,000.00元")
    paths = [
        "/desk/bookings",
        "/desk/bookings?day=2026-01-01",
        "/desk/bids",
        "/desk/errands",
        "/desk/errands?month=2025-01",
        "/desk/risks/",
        "/desk/risks/?show=over",
        "/desk/",
        "/desk/new",
        "/desk/me/",
        *(f"/desk/case/{n}" for n in (booked.number, bid.number, errand.number)),
        *(f"/desk/case/{n}" for n in (waiting.number, warning)),
        f"/desk/case/{errand.number}/slip",
    ]
    office, clerk = (offered.client(who).cookies["sessionid"].value for who in ("office", "clerk"))
    found = []
    with center_serving() as center, chromium() as browser:
        for size in (PHONE, DESK):
            context = browser.new_context(viewport=size)
            page = context.new_page()
            context.add_cookies([{"name": "sessionid", "value": office, "url": center}])
            for path in paths:
                answer = page.goto(center + path)
                assert answer.status == 200, path
                found += looked_at(page)
            context.add_cookies([{"name": "sessionid", "value": clerk, "url": center}])
            page.goto(f"{center}/desk/bookings")
            press(page, "显示姓名和电话")
            assert LONG in page.inner_text("main")
            found += looked_at(page)
            context.close()
    assert found == []
