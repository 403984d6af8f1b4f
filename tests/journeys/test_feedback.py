"""From a doubt at the screen to an answer on the screen, and the resident has the last word."""

import shutil

import pytest

from kiosk.affairs.case import CaseState, Verdict, spoken_number
from kiosk.feed.code import Purpose, read_token, subject_of
from tests.support.browser import chromium
from tests.support.eyes import faults
from tests.support.folder import VILLAGE
from tests.support.town import ClerksDesk, ResidentsPhone, scan

pytestmark = [
    pytest.mark.ui,
    pytest.mark.skipif(not shutil.which("chromium"), reason="no Chromium here"),
]
WORDS = "村西水渠修了第二期，一放水还是漏，地里浇不上水。"
SUMMARY, FIRST, SECOND = "村西水渠漏水", "已经请人补了两处裂缝。", "换了三米新渠，当面放水看过。"


def scans(board) -> str:
    """A phone is held before the large code of the accounts."""
    board.tap("2026年10月收支明细")
    board.tap("扫一扫")
    assert board.sees("反映问题")
    address = scan(board)
    board.tap("返回")
    return address


def on_board(board, number):
    """A case as this terminal's board has it."""
    cases = board.board.desk.cases()
    return next((c for c in cases.cases if c.number == number), None) if cases else None


def asks_the_pad(board, number) -> str:
    """What the screen tells someone who types the number of the receipt."""
    board.tap("有话说")
    board.tap("办得怎么样了")
    for sign in (*number, "查"):
        board.tap_block(next(t for t in board.taps() if t.spoken_text == sign))
    assert faults(board) == []
    return board.read_all()


def test_from_the_screen_to_the_phone_to_the_desk_and_back_until_it_is_solved(
    town, open_pilot, photo
):
    board = town.screen(open_pilot)
    address = scans(board)
    assert address.lower().startswith(town.url)
    assert read_token(address.rpartition("/")[2]).purpose is Purpose.SPEAK
    assert read_token(address.rpartition("/")[2]).subject == subject_of(
        VILLAGE, f"{VILLAGE}-D2-2026-10"
    )

    with chromium() as browser:
        phone = ResidentsPhone(browser, town.url)
        phone.fills_in(address, WORDS, "works", photo)
        assert phone.says("2026年10月收支明细"), "what it is about is there already"
        assert phone.says("便民服务站")
        assert phone.page.locator("main img").count() == 1
        read_back = phone.sends()
        number, code = phone.number, phone.code
        assert read_back == f"{town.url}/p#{number}.{code}"

        clerk = ClerksDesk(browser, town, "liuhe")
        clerk.page.click(f"text={WORDS[:12]}")
        assert clerk.says("人在屏前"), "the mark of the terminal's own key was good"
        clerk.press("受理这一件")
        clerk.page.click("summary:has-text('交给专人办')")
        clerk.page.select_option("details[open] select[name=person]", "liuhe")
        clerk.press("交给专人办", "details[open]")
        clerk.answers(SUMMARY, FIRST, photo)
        assert clerk.says("已答复")

        town.waits(board, lambda: (c := on_board(board, number)) and c.answer == FIRST)
        board.tap("有话说")
        board.tap(SUMMARY)
        shown = board.read_all()
        for told in (FIRST, "柳河村便民服务站", "柳＊田", "2026年10月收支明细"):
            assert told in shown
        assert WORDS not in shown, "what a resident writes is not for the board"

        phone.looks()
        assert phone.says(FIRST)
        assert phone.page.locator("figure img").count() == 1, "the evidence"
        phone.page.fill("#verdict-words", "昨天放水还是漏")
        phone.press("没解决")
        assert phone.says("已经报到上一级")
        clerk.page.goto(f"{town.url}/desk/")
        assert not clerk.says(spoken_number(number)), "it is no longer the village's"
        town.waits(board, lambda: on_board(board, number).state is CaseState.REOPENED)

        township = ClerksDesk(browser, town, "qinghe")
        township.page.click(f"text={spoken_number(number)}")
        assert township.says("昨天放水还是漏")
        township.press("受理这一件")
        township.answers(SUMMARY, SECOND)

        phone.looks()
        assert phone.says(SECOND)
        phone.press("解决了", "main form[action='/p/verdict']")
        assert phone.says("记下了，谢谢")
        asked = phone.asked

    town.waits(board, lambda: on_board(board, number).verdict is Verdict.SOLVED)
    told = asks_the_pad(board, number)
    for words in (SECOND, "青禾镇党政综合办公室", Verdict.SOLVED.chinese):
        assert words in told
    assert not [line for line in asked if code in line], "the query code is in no address"
