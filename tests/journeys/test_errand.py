"""An errand from the screen to the phone, to the village office, and signed off by the resident."""

import shutil

import pytest

from kiosk.affairs.case import spoken_number
from kiosk.feed.code import Purpose, read_token
from tests.support.browser import chromium
from tests.support.eyes import faults
from tests.support.town import ClerksDesk, ResidentsPhone, scan

pytestmark = [
    pytest.mark.ui,
    pytest.mark.skipif(not shutil.which("chromium"), reason="no Chromium here"),
]
WANTED, PAPERS, DONE = (
    "孙女满月了，请帮着上户口",
    "出生证原件1份、户口本1本",
    "户口上好了，来取户口本。",
)


def scans_the_errand(board) -> str:
    """From home to the guide, and a phone held before its code for an errand."""
    board.tap("办事找人")
    board.tap("生孩子")
    if board.sees("新生儿上户口") and not board.sees("出生医学证明"):
        board.tap("新生儿上户口")
    assert board.sees("出生医学证明")
    assert faults(board) == []
    while not board.sees("村里替您跑"):
        board.tap("下一页")
    board.tap("村里替您跑")
    address = scan(board)
    board.tap("返回")
    return address


def agents(board):
    cases = board.board.desk.cases()
    return cases.errands if cases is not None else ()


def test_an_errand_from_filing_to_sign_off(town, open_pilot, photo):
    board = town.screen(open_pilot)
    before = sum(a.satisfied for a in agents(board))
    address = scans_the_errand(board)
    assert read_token(address.rpartition("/")[2]).purpose is Purpose.SERVE

    with chromium() as browser:
        phone = ResidentsPhone(browser, town.url)
        phone.page.goto(address)
        assert phone.says("新生儿上户口")
        assert phone.page.is_checked("input[value=errand-papers]"), "the guide says which matter"
        assert phone.page.locator("#village").count() == 0, "the screen says which village"
        phone.page.fill("#words", WANTED)
        phone.page.fill("#name", "柳小满")
        phone.page.fill("#phone", "0990-2819999")
        phone.sends()
        assert phone.says("替您办好")
        number = phone.number

        clerk = ClerksDesk(browser, town, "liuhe")
        clerk.page.goto(f"{town.url}/desk/case/{number}")
        assert clerk.says("代办户籍证件")
        clerk.page.fill("section[aria-label=下一步] input[name=papers]", PAPERS)
        clerk.press("接手，我来跑")
        clerk.page.goto(f"{town.url}/desk/case/{number}/slip")
        assert clerk.says("代办承诺单")
        assert clerk.says(PAPERS)
        clerk.page.goto(f"{town.url}/desk/case/{number}")
        step = "section[aria-label=下一步]"
        clerk.page.fill(f"{step} input[name=summary]", "给孙女上了户口")
        clerk.page.fill(f"{step} textarea[name=words]", DONE)
        clerk.page.set_input_files(f"{step} input[type=file]", [photo])
        clerk.press("请本人签收", step)

        phone.looks()
        assert phone.says("请您签收")
        assert phone.says(PAPERS)
        assert phone.says(DONE)
        phone.page.check("input[name=word][value=好]")
        phone.press("办好了，签收")
        assert phone.says("记下了，谢谢")

        clerk.page.goto(f"{town.url}/desk/errands")
        assert clerk.says(spoken_number(number))
        assert clerk.says("办好了，签收")
        assert not clerk.says("柳小满")

    town.waits(board, lambda: sum(a.satisfied for a in agents(board)) == before + 1)
    agent = agents(board)[0]
    assert (agent.name, agent.received, agent.done) == ("柳＊田", before + 1, before + 1)
    board.tap("有话说")
    told = board.read_all()
    assert WANTED not in told
    assert "柳小满" not in told
    stored = b"".join(
        path.read_bytes() for path in town.hall.settings.data_path.rglob("*") if path.is_file()
    )
    assert WANTED.encode() not in stored, "nothing of an errand is ever on a terminal"
