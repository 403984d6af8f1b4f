"""What the village owns, lets and offers; what looks wrong with it; policies and their text."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import zxingcpp

from kiosk.affairs.catalogue import Kind
from kiosk.affairs.disclosure import Content
from kiosk.affairs.posted import RISKS
from kiosk.affairs.risk import RiskBoard
from kiosk.feed.code import Purpose, read_token, subject_of
from kiosk.terminal.config import Panel
from kiosk.terminal.ui.readers.estate import left_text
from kiosk.terminal.ui.screens.reader import Reader
from kiosk.terminal.ui.widgets.ticker import Ticker
from tests.support.estate import add_estate, add_policies
from tests.support.eyes import faults
from tests.support.village import NOW, TODAY, VILLAGE, Village, face

pytestmark = pytest.mark.ui
UPRIGHT, WIDE = Panel(), Panel(width=1920, height=1080)
REGISTER = f"{VILLAGE}-D7-2026-Q3"
POND = f"{VILLAGE}-D13-2024-03-01"


@pytest.fixture(scope="module")
def owning(tmp_path_factory):
    village = Village(tmp_path_factory.mktemp("owning"))
    village.add_everything()
    add_estate(village)
    add_policies(village)
    village.publish()
    village.sync()
    return village


def codes_on(pilot):
    return [read_token(r.text.rpartition("/")[2]) for r in zxingcpp.read_barcodes(pilot.picture())]


@pytest.mark.parametrize("panel", [UPRIGHT, WIDE], ids=["upright", "wide"])
def test_our_land_and_houses_are_two_touches_from_home_each_with_its_sum(open_pilot, owning, panel):
    pilot = open_pilot(owning, panel)
    pilot.tap("村里的家底")
    assert pilot.sees("2 样，58.5亩")
    assert pilot.sees("99,998.35 元")  # what the ledgers know, not the register
    assert faults(pilot) == []
    pilot.tap("机械设备")
    assert pilot.sees("收割机")
    assert faults(pilot) == []


def test_each_thing_has_a_code_about_its_own_row_of_the_register(open_pilot, owning):
    pilot = open_pilot(owning)
    pilot.tap("村里的家底")
    pilot.tap("机械设备")
    pilot.tap("机井水泵")
    pilot.tap("反映问题")
    (code,) = codes_on(pilot)
    assert (code.purpose, code.row) == (Purpose.SPEAK, 7)
    assert code.subject == subject_of(VILLAGE, REGISTER)


def test_a_thing_leads_to_its_contract_and_the_contract_to_its_resolution(open_pilot, owning):
    pilot = open_pilot(owning)
    pilot.tap("村里的家底")
    pilot.tap("水面")
    pilot.tap("北塘水面")
    pilot.tap("北塘水面承包合同")
    assert pilot.sees("还欠 11,600.00 元租金")
    assert pilot.sees("欠一部分，晚了 266 天")
    assert pilot.sees("没到期")
    text = pilot.read_all()
    assert "村民代表会议决议" in text
    pilot.board.go(Reader, pilot.board.desk.library.get(f"{VILLAGE}-C2-2026-10-12"))
    assert "北塘水面承包合同" in pilot.read_all()


def test_late_rents_stand_first_and_are_named_as_a_sum(open_pilot, owning):
    pilot = open_pilot(owning)
    pilot.tap("村里的家底")
    pilot.tap("合同和租金")
    assert pilot.sees("到期没交的租金：11,600.00 元")
    titles = [t for t in pilot.texts() if t.startswith("北塘")]
    assert titles == ["北塘水面养鱼", "北塘机动地46亩"]


def test_an_offer_counts_down_and_takes_interest_by_a_code_about_itself(open_pilot, owning):
    pilot = open_pilot(owning)
    pilot.tap("村里的家底")
    pilot.tap("产权交易")
    assert pilot.sees("460.00 元/亩/年")  # how an earlier one ended
    pilot.tap("老小学校舍出租")
    assert pilot.sees("还有 16 天 7 小时")
    assert pilot.sees("24,000.00 元/年")
    pilot.tap("先登记一下")
    (code,) = codes_on(pilot)
    assert code.purpose is Purpose.SERVE
    assert code.subject == subject_of(VILLAGE, f"{VILLAGE}-D14-2026-11-18")


def offer(pilot):
    shelved = pilot.board.desk.library.get(f"{VILLAGE}-D14-2026-11-18")
    return shelved, pilot.board.desk.library.content(shelved.disclosure.id).document


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (timedelta(days=16, hours=7, minutes=19), "还有 16 天 7 小时"),
        (timedelta(days=1), "还有 1 天 0 小时"),
        (timedelta(hours=23, minutes=59), "还有 23 小时 59 分钟"),
        (timedelta(minutes=1), "还有 1 分钟"),
        (timedelta(0), "报名已经截止，等结果公布"),
        (timedelta(days=-400), "报名已经截止，等结果公布"),
    ],
)
def test_the_countdown_is_never_below_nothing(open_pilot, owning, before, said):
    pilot = open_pilot(owning)
    _, tender = offer(pilot)
    pilot.board.desk.services.moment = lambda: tender.deadline - before
    assert left_text(pilot.board, tender, NOW) == said


def test_the_countdown_goes_on_once_a_minute_and_an_idle_page_draws_no_frames(open_pilot, owning):
    pilot = open_pilot(owning)
    shelved, tender = offer(pilot)
    pilot.board.desk.services.moment = lambda: tender.deadline - timedelta(hours=5, minutes=3)
    pilot.board.go(Reader, shelved)
    pilot.frames(5)
    (ticker,) = [b for b in pilot.blocks() if isinstance(b, Ticker)]
    assert ticker.text == "还有 5 小时 3 分钟"
    before = pilot.flips
    for _ in range(20):
        pilot.board.minute()
        pilot.frames(1)
    assert pilot.flips == before
    pilot.board.desk.services.moment = lambda: tender.deadline - timedelta(hours=5, minutes=2)
    pilot.board.minute()
    pilot.frames(2)
    assert pilot.sees("还有 5 小时 2 分钟")
    assert pilot.flips > before
    pilot.board.desk.services.moment = lambda: tender.deadline
    pilot.board.minute()
    assert pilot.sees("报名已经截止")


def test_a_warning_says_what_was_seen_and_opens_the_books_at_that_row(open_pilot, owning):
    pilot = open_pilot(owning)
    pilot.tap("村里的家底")
    pilot.tap("三资预警")
    assert pilot.sees("红色预警：租金逾期")
    assert pilot.sees("11月28日以前")
    pilot.tap("第 2 行")
    assert pilot.sees("北塘水面承包合同")
    marked = [b for b in pilot.blocks() if b.name == "entry 1"]
    assert marked
    pilot.tap("返回")
    text = pilot.read_all()
    assert "纪要漏传" in text  # the answer
    pilot.tap("第 11 行")
    assert pilot.sees("10月收支明细")
    assert pilot.sees("第 11 笔")


def test_without_warnings_it_says_that_there_are_none(open_pilot, village, tmp_path):
    pilot = open_pilot(village)
    pilot.tap("村里的家底")
    assert pilot.sees("还没有公布集体资产台账")
    pilot.tap("三资预警")
    assert pilot.sees("现在没有预警")
    assert faults(pilot) == []
    empty = Village(tmp_path)
    empty.add_everything()
    board = RiskBoard(division=VILLAGE, day=TODAY, risks=())
    shown = face(RISKS.code, "三资预警", Kind.RISKS, "standing", TODAY)
    empty.add(shown, Content(document=board))
    empty.publish()
    empty.sync()
    pilot = open_pilot(empty)
    pilot.tap("村里的家底")
    pilot.tap("三资预警")
    assert pilot.sees("现在没有预警")


def test_contracts_and_offers_that_nobody_published_say_so(open_pilot, village):
    pilot = open_pilot(village)
    for way, said in (("合同和租金", "还没有公布合同"), ("产权交易", "现在没有要租要卖的")):
        pilot.tap("村里的家底")
        pilot.tap(way)
        assert pilot.sees(said)
        assert faults(pilot) == []
        pilot.tap("首页")


def test_policies_say_plainly_which_hold_and_what_each_changed(open_pilot, owning):
    pilot = open_pilot(owning)
    pilot.tap("办事找人")
    pilot.tap("政策文件")
    assert pilot.sees("现行有效")
    assert pilot.sees("已经废止")
    pilot.tap("示例县农村低保暂行办法")
    assert pilot.sees("已经废止，现在看《示例县农村低保办法（2026年）》")
    assert "低保标准每人每月400元" in pilot.read_all()


def test_a_statute_is_read_by_chapters_and_searched_inside(open_pilot, owning):
    pilot = open_pilot(owning)
    pilot.tap("办事找人")
    pilot.tap("政策文件")
    pilot.tap("农村集体经济组织法")
    assert pilot.sees("跟您有关的变化")
    assert not pilot.sees("第一条　")
    pilot.tap("第二章 成员")
    assert pilot.sees("第九条　农村集体经济组织")
    pilot.tap("下一章")
    assert pilot.sees("第三章 组织")
    pilot.tap("返回")
    pilot.tap("在里面找")
    for letter in "JTCC":
        pilot.tap_block(next(t for t in pilot.taps() if t.spoken_text == letter))
    assert pilot.sees("找到 48 条")
    pilot.tap("第二条")
    assert pilot.sees("第一章 总则")
    pilot.tap("返回")
    pilot.tap("清空")
    pilot.tap("Q")
    pilot.tap("Q")
    assert pilot.sees("没有找到")


def test_the_new_kinds_are_found_by_searching(open_pilot, owning):
    pilot = open_pilot(owning)
    from kiosk.terminal.ui.screens.search import ResultsScreen, SearchScreen

    for word, said in (
        ("收割机", "资产资源台账（9月底）"),
        ("老小学校舍", "老小学校舍公开招租"),
        ("陈＊海", "北塘水面承包合同"),
    ):
        pilot.board.home()
        pilot.board.go(SearchScreen)
        pilot.board.screen.find(word)
        pilot.board.go(ResultsScreen, pilot.board.screen.query)
        pilot.tap(said)
        assert pilot.sees(said)
        assert faults(pilot) == []


def test_the_deadline_of_the_sample_is_told_on_the_day_of_the_sample(open_pilot, owning):
    now = datetime(2031, 5, 5, 1, 41, tzinfo=UTC)
    pilot = open_pilot(owning, now=now)
    shelved, _ = offer(pilot)
    pilot.board.go(Reader, shelved)
    assert pilot.sees("还有 16 天 7 小时")
