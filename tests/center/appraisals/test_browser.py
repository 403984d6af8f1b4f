"""An appraisal in real Chromium: the vote on a phone, and the pages of who holds it."""

import shutil
from datetime import UTC, datetime, timedelta

import pytest

from tests.support.browser import chromium, looked_at, serving
from tests.support.cases import VILLAGE

pytestmark = pytest.mark.skipif(not shutil.which("chromium"), reason="no Chromium here")
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 800}
CANDIDATES = [("韩＊德", "党支部书记、村委会主任"), ("欧阳·阿卜杜热西提", "便民服务站站长")]
QUESTIONS = ["履行职责、办事效果", "办事公道、不谋私利", "服务态度、联系群众"]


def opened(hall, title="2026年度村干部民主评议和勤廉评议"):
    from kiosk.center.appraisals.holding import hand_out, open_session

    now = datetime.now(UTC)
    clerk = hall.staff["clerk"]
    session = open_session(
        clerk,
        VILLAGE,
        title,
        questions=QUESTIONS,
        candidates=CANDIDATES,
        eligible=40,
        opens=now,
        closes=now + timedelta(hours=2),
        now=now,
    )
    return session, hand_out(clerk, session, 3, now=now)


def test_a_vote_by_the_slips_code_fits_a_phone_from_the_scan_to_the_thanks(hall):
    session, codes = opened(hall)
    found = []
    with serving() as center, chromium() as browser:
        page = browser.new_context(viewport=PHONE).new_page()
        page.goto(f"{center}/b/vote/{session.key}")
        found += looked_at(page)
        page.fill("#code", "123")
        page.click("button:has-text('开始')")
        found += looked_at(page)
        page.goto("about:blank")
        page.goto(f"{center}/b/vote/{session.key}#{codes[0]}")
        page.wait_for_selector("h2")
        found += looked_at(page)
        page.click("button:has-text('看一遍')")
        found += looked_at(page)
        for candidate in range(len(CANDIDATES)):
            for question in range(len(QUESTIONS)):
                page.check(f"input[name=v-{candidate}-{question}] >> nth=1")
        page.click("button:has-text('看一遍')")
        found += looked_at(page)
        page.click("button:has-text('交卷')")
        found += looked_at(page)
        assert "投好了" in page.inner_text("h1")
        assert codes[0] not in page.url
    assert found == []


def test_the_pages_of_who_holds_it_fit_a_phone_and_a_desk(hall):
    from kiosk.affairs.appraisal import POINTS
    from kiosk.center.appraisals.holding import cast, end
    from kiosk.feed.ballots import CastBallot

    running, _ = opened(hall)
    ended, codes = opened(hall, "2025年度评议")
    votes = tuple((c, q, POINTS[c + q]) for c in range(2) for q in range(3))
    cast(CastBallot(session=ended.key, code=codes[0], votes=votes), now=datetime.now(UTC))
    end(hall.staff["clerk"], ended, now=datetime.now(UTC))
    cookie = hall.client("clerk").cookies["sessionid"].value
    found = []
    with serving() as center, chromium() as browser:
        for size in (PHONE, DESK):
            context = browser.new_context(viewport=size)
            context.add_cookies([{"name": "sessionid", "value": cookie, "url": center}])
            page = context.new_page()
            for path in ("", "new", running.key, ended.key):
                answer = page.goto(f"{center}/desk/appraisals/{path}")
                assert answer.status == 200, path
                found += looked_at(page)
            page.goto(f"{center}/desk/appraisals/{running.key}")
            page.fill("#count", "2")
            page.click("button:has-text('打印') >> nth=0")
            found += looked_at(page)
            page.goto(f"{center}/desk/appraisals/new")
            page.fill("textarea[name=candidates]", "韩＊德 书记\n韩＊德 主任")
            page.fill("input[name=eligible]", "40")
            page.fill("input[name=title]", "评议")
            page.click("button.big")
            found += looked_at(page)
            context.close()
    assert found == []
