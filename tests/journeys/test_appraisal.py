"""An appraisal of forty voters: slips, phones, the screen, and the results on the board."""

import re
import shutil
from datetime import UTC, datetime
from functools import partial
from html import unescape

import pytest
import requests

from kiosk.affairs.appraisal import POINTS, points_text
from kiosk.affairs.catalogue import Kind
from kiosk.feed.ballots import read_ballot_code
from tests.support.browser import chromium
from tests.support.eyes import faults
from tests.support.town import ClerksDesk

pytestmark = [
    pytest.mark.ui,
    pytest.mark.skipif(not shutil.which("chromium"), reason="no Chromium here"),
]
VOTERS, AT_SCREEN = 40, 3
GIVEN = [POINTS[n % len(POINTS)] for n in range(VOTERS)]
TITLE = "2026年度干部评议"


def votes_at_screen(board, code: str, points: int) -> None:
    """Two people, one question each; the code is typed on the pad."""
    board.tap("现在可以投票")
    board.tap("在屏上投票")
    for digit in code:
        board.tap_block(next(t for t in board.taps() if t.spoken_text == digit))
    board.tap_block(next(t for t in board.taps() if t.spoken_text == "开始"))
    for _ in range(2):
        assert faults(board) == []
        board.tap(f"{points}分")
    board.tap("交卷")
    assert board.sees("交好了")
    board.tap("返回")


def open_sessions(board):
    """What can be voted on; asked of the desk anew, which forgets with every Edition."""
    return board.board.desk.services.open_ballots()


def votes_on_phone(door: str, code: str, points: int) -> None:
    """What a phone's browser sends, step by step."""
    chosen = {"v-0-0": str(points), "v-1-0": str(points)}
    page = requests.post(door, {"code": code}, timeout=30)
    assert 'name="v-1-0"' in page.text
    page = requests.post(door, {"code": code, "step": "look", **chosen}, timeout=30)
    assert f"{points}分" in page.text
    page = requests.post(door, {"code": code, "step": "cast", **chosen}, timeout=30)
    assert "投好了" in page.text


def test_forty_voters_and_the_results_on_the_board(town, open_pilot):
    board = town.screen(open_pilot)
    board.board.desk.now = partial(datetime.now, UTC)  # the session begins after the screen did
    with chromium() as browser:
        committee = ClerksDesk(browser, town, "jiandu")
        committee.page.goto(f"{town.url}/desk/appraisals/new")
        committee.page.fill("[name=title]", TITLE)
        committee.page.fill("[name=candidates]", "韩＊德 党支部书记\n柳＊田 便民服务站站长")
        committee.page.fill("[name=questions]", "履行职责")
        committee.page.fill("[name=eligible]", str(VOTERS))
        committee.press("开始投票")
        session = committee.page.url
        door = f"{town.url}/b/vote/{session.rpartition('/')[2]}"
        committee.press("打印")
        printed = unescape(committee.page.content())
        codes = [
            read_ballot_code(each) for each in re.findall(r'class="number">([\d ]+)<', printed)
        ]
        assert len(set(codes)) == VOTERS

        town.waits(board, lambda: open_sessions(board))
        slips = list(zip(codes, GIVEN, strict=True))
        for code, points in slips[:AT_SCREEN]:
            votes_at_screen(board, code, points)
        for code, points in slips[AT_SCREEN:]:
            votes_on_phone(door, code, points)
        again = requests.post(door, {"code": codes[-1]}, timeout=30)
        assert "已经用过" in again.text

        committee.page.goto(session)
        assert not re.search(r"\d\.\d\d", committee.page.inner_text("main")), "no result yet"
        town.waits(board, lambda: not board.board.desk.ballots.waiting())
        committee.page.goto(session)
        assert committee.says(f"已经投票\n{VOTERS} 人"), committee.page.inner_text("main")
        committee.page.click("summary:has-text('结束投票')")
        committee.press("结束投票，看结果")
        average = f"{sum(GIVEN) / VOTERS:.2f}"
        assert committee.says(average)

        clerk = ClerksDesk(browser, town, "liuhe")
        clerk.page.goto(session)
        clerk.press("写成公开稿")
        assert "/desk/write/" in clerk.page.url
        clerk.press("看看公开的样子")
        clerk.page.wait_for_url("**/look*")
        assert clerk.says("公开以后"), clerk.page.inner_text("main")
        clerk.press("送审")
        for who in ("jiandu", "qinghe"):
            reader = ClerksDesk(browser, town, who)
            reader.page.goto(f"{town.url}/desk/review/")
            reader.page.click(f".list a:has-text('{TITLE}')")
            reader.press("通过")

    def shown():
        found = board.board.desk.library.shelves(kind=Kind.APPRAISAL)
        return next((s for s in found if s.disclosure.title == TITLE), None)

    town.waits(board, shown)
    content = board.board.desk.library.content(shown().disclosure.id)
    result = content.document
    assert (result.eligible, result.present, result.voted) == (VOTERS, VOTERS, VOTERS)
    assert {points_text(each.average) for each in result.appraised} == {average}
    town.waits(board, lambda: board.sees(TITLE) and not board.sees("可以投票"))
    board.tap(TITLE)
    told = board.read_all()
    assert average in told
    assert "韩＊德" in told
    assert faults(board) == []
