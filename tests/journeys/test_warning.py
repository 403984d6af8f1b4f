"""A planted red flag: from a row of the accounts to a notice that the county has confirmed."""

import shutil

import pytest

from kiosk.affairs.case import spoken_number
from tests.support.browser import chromium
from tests.support.eyes import faults
from tests.support.town import ClerksDesk

pytestmark = [
    pytest.mark.ui,
    pytest.mark.skipif(not shutil.which("chromium"), reason="no Chromium here"),
]
SEEN, SAID = "18,000.00 元", "水渠抢修，镇里已经补开代表会议，决议下周公开。"


def risks(board):
    found = board.board.desk.services.risks()
    return found[1].risks if found is not None else ()


def test_a_large_payment_without_a_resolution_is_seen_answered_confirmed_and_shown(
    town, open_pilot
):
    board = town.screen(open_pilot)
    board.tap("村里的家底")
    assert SEEN not in board.read_all(), "nothing is public that nobody has looked at"

    with chromium() as browser:
        county = ClerksDesk(browser, town, "xian")
        county.page.goto(f"{town.url}/desk/risks/")
        assert county.says("柳河村")
        assert county.says(SEEN), county.page.inner_text("main")
        county.page.click(f".list a:has-text('{SEEN}')")
        number = county.page.url.rpartition("/")[2]
        assert county.says("没有公开")
        county.page.click("h2:has-text('规则看到的') + ul a")
        assert county.says("村西水渠维修第二期款"), "the evidence opens at its row"

        village = ClerksDesk(browser, town, "liuhe")
        answer = village.page.goto(f"{town.url}/desk/case/{number}")
        assert answer.status == 404, "it never goes to those it is about"

        county.page.goto(f"{town.url}/desk/case/{number}")
        county.page.click("summary:has-text('县里核实：属实，公开')")
        county.press("县里核实：属实，公开", "details[open]")
        assert county.says("已经公开")

        town.waits(board, lambda: risks(board))
        board.tap("村里的家底")
        board.tap("预警")
        told = board.read_all()
        assert SEEN in told
        assert "农村经济管理站" in told

        township = ClerksDesk(browser, town, "nongjing")
        township.page.click(f"text={spoken_number(number)}")
        township.press("接下，去核对")
        step = "section[aria-label=下一步]"
        township.page.fill(f"{step} input[name=summary]", "水渠抢修先付了款")
        township.page.fill(f"{step} textarea[name=words]", SAID)
        township.press("提交说明", step)

    town.waits(board, lambda: any(r.answer == SAID for r in risks(board)))
    board.tap("村里的家底")
    board.tap("预警")
    assert SAID in board.read_all()
    assert faults(board) == []
