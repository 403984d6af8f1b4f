"""From the sheet that a clerk keeps to the screen in the hall, past everyone who must see it."""

import shutil

import openpyxl
import pytest

from tests.support.browser import chromium
from tests.support.eyes import faults
from tests.support.folder import VILLAGE
from tests.support.town import ClerksDesk

pytestmark = [
    pytest.mark.ui,
    pytest.mark.skipif(not shutil.which("chromium"), reason="no Chromium here"),
]
KEY = f"{VILLAGE}-D2-2026-09"
TITLE = "2026年9月收支明细"
WRITE = f"/desk/write/{VILLAGE}/D2/2026-09/"
IDENTITY = "110101199003070134"


@pytest.fixture
def messy(tmp_path):
    """A book-keeper's own sheet: a title over merged cells, heads in two rows, a private column,
    days in three ways of writing, a formula that was never computed, and one wrong amount.
    """
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ("柳河村股份经济合作社2026年9月份现金日记账", *[None] * 7),
        ("单位：元", None, None, None, None, None, "制表：会计", None),
        ("日期", "摘要", "往来单位", "身份证号", "金额", None, "余额", "备注"),
        (None, None, None, None, "收入", "支出", None, None),
        (None, "上月结转", None, None, None, None, 96_580, None),
        ("2026.9.3", "鱼塘承包款", "王＊山", IDENTITY, "5,000.00", None, "=G5+E6", None),
        ("9月9日", "路灯电费", "供电所", None, None, "三百八", "=G6-F7", None),
        ("20260912", "水渠清淤人工", "青禾劳务队", None, None, 1_200, "=G7-F8", "4人"),
        (None, "本月合计", None, None, 5_000, 1_580, None, None),
        (None, "本月结余", None, None, None, None, 100_000, None),
    ):
        sheet.append(row)
    sheet.merge_cells("A1:H1")
    sheet.merge_cells("E3:F3")
    path = tmp_path / "9月账.xlsx"
    book.save(path)
    return path


def waits_for(desk: ClerksDesk, title: str) -> None:
    """Open what waits for this person."""
    desk.page.goto(f"{desk.url}/desk/review/")
    desk.page.click(f".list a:has-text('{title}')")


def looks(clerk: ClerksDesk) -> None:
    """To the preview; what saves by itself may be on its way first."""
    clerk.press("看看公开的样子")
    clerk.page.wait_for_url("**/look*")


def shows(board) -> str:
    """All that the board says of the accounts, from home on."""
    board.tap(TITLE)
    assert faults(board) == []
    return board.read_all()


def is_there(board) -> bool:
    return board.board.desk.library.get(KEY) is not None


def test_a_messy_sheet_is_mended_sent_back_mended_signed_shown_and_taken_down(
    town, open_pilot, messy
):
    board = town.screen(open_pilot)
    with chromium() as browser:
        clerk = ClerksDesk(browser, town, "liuhe")
        clerk.page.goto(f"{town.url}/desk/due/")
        assert clerk.says("柳河村")
        clerk.page.goto(f"{town.url}{WRITE}")
        clerk.press("填收支明细")
        clerk.page.set_input_files("#sheet", messy)
        clerk.press("传上去，读出来")
        if "/columns" in clerk.page.url:
            clerk.press("好了，读出来")
        assert clerk.says("第7行"), "the row of the sheet that is wrong"
        assert IDENTITY not in clerk.page.content(), "a private column goes nowhere"
        looks(clerk)
        assert clerk.says("要改"), "with one wrong row nothing is sent"
        clerk.page.click("text=回去改")
        clerk.page.fill("[name=line-1-paid]", "380")
        looks(clerk)
        assert clerk.says("公开以后"), clerk.page.inner_text("main")
        assert clerk.page.locator(".screens img").count() >= 1, "drawn by the screen's program"
        clerk.press("送审")
        assert clerk.says("村务监督委员会")

        committee = ClerksDesk(browser, town, "jiandu")
        waits_for(committee, TITLE)
        assert committee.says("100,000.00")
        committee.page.fill("#reason", "清淤请写清是哪一段水渠")
        committee.press("退回去改")

        clerk.page.goto(f"{town.url}/desk/due/")
        assert clerk.says("清淤请写清是哪一段水渠")
        clerk.page.goto(f"{town.url}{WRITE}")
        clerk.press("打开来改")
        clerk.page.fill("[name=line-2-summary]", "村西水渠清淤人工")
        looks(clerk)
        clerk.press("送审")

        waits_for(committee, TITLE)
        committee.press("通过")
        assert not board_has(town, board), "one signature is not enough"
        township = ClerksDesk(browser, town, "qinghe")
        waits_for(township, TITLE)
        township.press("通过")

        town.waits(board, lambda: board.sees(TITLE))
        told = shows(board)
        for words in ("村西水渠清淤人工", "100,000.00", "村务监督委员会审核", "赵有兰", "青有禾"):
            assert words in told

        clerk.page.goto(f"{town.url}/desk/review/item/{KEY}/")
        clerk.page.click("summary:has-text('要撤下来')")
        clerk.page.fill("#reason", "电费要和供电所再对一次")
        clerk.press("提出撤下")
        township.page.goto(f"{town.url}/desk/review/")
        township.press("同意，马上撤下")
        assert township.says("已撤下")

    town.waits(board, lambda: not is_there(board))


def board_has(town, board) -> bool:
    town.hall.sync()
    return is_there(board)
