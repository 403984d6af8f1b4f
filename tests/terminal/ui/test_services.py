"""What a resident finds at the board: what to bring, whom to call now, when somebody is there."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta

import pytest
import zxingcpp

from kiosk.affairs.catalogue import Kind
from kiosk.affairs.people import People, Use
from kiosk.feed.code import Purpose, read_token, subject_of
from kiosk.terminal.config import Panel
from kiosk.terminal.ui.calling import whom_to_call
from kiosk.terminal.ui.screens.reader import Reader
from kiosk.terminal.ui.screens.services.times import TimesScreen
from kiosk.terminal.ui.screens.services.who import WhoScreen
from kiosk.terminal.ui.theme import Step
from tests.support.eyes import faults
from tests.support.services import BIRTH, add_guides, add_people, add_services
from tests.support.village import NOW, VILLAGE, Village, face

pytestmark = pytest.mark.ui
UPRIGHT, WIDE = Panel(), Panel(width=1920, height=1080)
MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    village = Village(tmp_path_factory.mktemp("served"))
    village.add_everything()
    add_services(village, guides=112)
    village.publish()
    village.sync()
    return village


def codes_on(pilot):
    return [read_token(r.text.rpartition("/")[2]) for r in zxingcpp.read_barcodes(pilot.picture())]


def shelf(pilot, kind):
    return pilot.board.desk.library.shelves(kind=kind)


@pytest.mark.parametrize("panel", [UPRIGHT, WIDE], ids=["upright", "wide"])
def test_what_a_birth_needs_and_whom_to_call_is_found_in_at_most_four_touches(
    open_pilot, served, panel
):
    pilot = open_pilot(served, panel)
    touches = ["办事找人", "生孩子", "出生登记"]
    assert len(touches) <= 4
    for touch in touches:
        pilot.tap(touch)
    assert pilot.sees(BIRTH)
    assert pilot.sees("出生医学证明")
    assert pilot.sees("父母双方的身份证")
    # A Sunday: the township's office is shut, and the page says whom to call all the same.
    assert pilot.sees("0990-7301110")
    assert pilot.sees("明天星期一 8:30开门")
    assert pilot.sees("周＊宁")


def test_in_office_hours_the_person_on_the_roster_is_named_with_their_number(open_pilot, served):
    pilot = open_pilot(served, now=NOW)
    desk = pilot.board.desk
    guides = {f.title: f.document for f in desk.services.guides()}
    desk.today = lambda: date(2026, 11, 23)
    desk.now = lambda: MONDAY
    call = whom_to_call(desk.services, guides["生育登记"])
    assert (call.name, call.phone, call.said) == ("王＊梅", "0990-7350218", "现在在岗。")
    # Her substitute's matters are not on the roster that day: the office is called.
    call = whom_to_call(desk.services, guides["农村宅基地申请"])
    assert call.name == "王＊梅"
    assert "代办" in call.said
    # No roster in the township: the person's own number while the office is open.
    call = whom_to_call(desk.services, guides[BIRTH])
    assert (call.name, call.phone) == ("周＊宁", "0990-7301102")


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2026, 11, 23, 4, 30, tzinfo=UTC), "今天 14:30开门"),
        (datetime(2026, 11, 23, 12, 0, tzinfo=UTC), "明天星期二 8:30开门"),
        (datetime(2026, 11, 20, 12, 0, tzinfo=UTC), "11月23日星期一 8:30开门"),
        (datetime(2026, 9, 30, 12, 0, tzinfo=UTC), "10月8日星期四 8:30开门"),
    ],
)
def test_out_of_hours_it_says_when_the_office_opens_by_the_official_calendar(
    open_pilot, served, moment, said
):
    pilot = open_pilot(served, now=moment)
    local = moment + timedelta(hours=8)
    pilot.board.desk.today = local.date
    guides = {f.title: f.document for f in pilot.board.desk.services.guides()}
    assert said in whom_to_call(pilot.board.desk.services, guides[BIRTH]).said


def test_who_is_there_shows_photo_and_number_of_those_on_duty_and_what_comes_next(
    open_pilot, served
):
    pilot = open_pilot(served)
    pilot.tap("办事找人")
    pilot.tap("现在谁在")
    assert pilot.sees("李＊强")
    assert pilot.sees("现在在岗")
    assert pilot.sees("0990-7350217")
    assert pilot.sees("不在的时候找：王＊梅")
    pilot.tap("流动服务车")
    assert pilot.sees("11月26日星期四")
    assert pilot.sees("柳河村小学门口")
    assert faults(pilot) == []


def test_a_time_that_can_be_booked_shows_a_code_about_its_own_row(open_pilot, served):
    pilot = open_pilot(served)
    pilot.board.go(WhoScreen)
    pilot.tap("流动服务车")
    pilot.tap("扫码预约")
    (code,) = codes_on(pilot)
    bus = next(s for s in shelf(pilot, Kind.TIMETABLE) if s.disclosure.title == "流动服务车")
    face = bus.disclosure
    assert (code.purpose, code.row) == (Purpose.SERVE, 1)
    assert code.subject == subject_of(face.division, face.id)


def test_a_guide_that_the_village_runs_for_somebody_has_the_code_of_its_errand(open_pilot, served):
    pilot = open_pilot(served)
    pilot.board.go(Reader, shelf(pilot, Kind.GUIDE)[0])
    while not pilot.sees("村里替您跑"):
        pilot.tap("下一页")
    purposes = {code.purpose for code in codes_on(pilot)}
    assert Purpose.SERVE in purposes
    pilot.tap("村里替您跑")
    (code,) = codes_on(pilot)
    face = pilot.board.screen.shelved.disclosure
    # The center knows what was published where; the village is known by the screen's mark.
    assert (code.purpose, code.subject) == (Purpose.SERVE, subject_of(face.division, face.id))


def test_any_errand_can_be_asked_for_from_the_services(open_pilot, served):
    pilot = open_pilot(served)
    pilot.tap("办事找人")
    pilot.tap("走不开")
    (code,) = codes_on(pilot)
    assert (code.purpose, code.subject) == (Purpose.SERVE, subject_of(VILLAGE))


@pytest.mark.parametrize(("hour", "word"), [(6, "扫码预约"), (7, "扫码看视频"), (8, "扫码看视频")])
def test_a_video_room_opens_by_its_code_when_it_is_time(open_pilot, served, hour, word):
    now = datetime(2026, 11, 25, hour, 0, tzinfo=UTC)
    pilot = open_pilot(served, now=now)
    pilot.board.desk.today = now.date
    pilot.board.go(TimesScreen, Use.CONSULTATION, "远程看病")
    assert word in pilot.texts()


def test_a_sample_opens_as_large_as_the_panel(open_pilot, served):
    pilot = open_pilot(served)
    pilot.board.go(Reader, served_guide(pilot, BIRTH))
    pilot.tap("的样子，放大看")
    viewer = pilot.board.cover
    pilot.wait(lambda: viewer._texture is not None)


def served_guide(pilot, title):
    return next(s for s in shelf(pilot, Kind.GUIDE) if s.disclosure.title == title)


def test_a_hundred_and_twelve_guides_are_listed_at_once(open_pilot, served):
    pilot = open_pilot(served)
    pilot.board.desk.renew()
    began = time.perf_counter()
    guides = pilot.board.desk.services.guides()
    assert len(guides) == 112
    assert time.perf_counter() - began < 0.1
    pilot.tap("办事找人")
    pilot.tap("镇上办")
    assert pilot.sees("户籍")
    pilot.tap("户籍")
    assert pilot.sees(BIRTH)


def test_guides_are_found_by_their_first_letters_and_nothing_else_is(open_pilot, served):
    pilot = open_pilot(served)
    pilot.tap("办事找人")
    pilot.tap("按拼音找")
    for letter in "csdj":
        pilot.tap_block(next(t for t in pilot.taps() if t.spoken_text == letter.upper()))
    assert pilot.sees(BIRTH)
    assert not pilot.sees("收支明细")
    pilot.tap(BIRTH)
    assert pilot.sees("现在打给谁")


def test_guides_published_all_at_once_do_not_push_the_news_off_the_first_page(open_pilot, served):
    pilot = open_pilot(served)
    newest = pilot.board.desk.newest(50)
    assert not [each for each in newest if each.disclosure.kind is Kind.GUIDE]


def test_guides_have_a_door_in_the_lists_and_do_not_bury_what_else_is_there(open_pilot, served):
    pilot = open_pilot(served)
    for way in ("政务", "全部公开内容"):
        pilot.tap(way)
        assert BIRTH not in pilot.read_all()
        pilot.board.turn(-9)
        pilot.board.home()
        pilot.tap(way)
        pilot.tap("办事指南：112 件")
        assert pilot.sees("生孩子")
        pilot.tap("首页")
    pilot.tap("政务")
    pilot.tap("全部类别")
    pilot.tap("示例县，")
    assert "生育登记" in pilot.read_all()


def test_what_each_agent_ran_stands_in_counts_with_the_shares_beside_them(open_pilot, served):
    pilot = open_pilot(served)
    pilot.tap("办事找人")
    pilot.tap("替人跑腿")
    assert pilot.sees("2026年11月")
    assert pilot.sees("4 件，80%")
    assert pilot.sees("8 件，100%")
    assert pilot.sees("还没有")  # no share of nothing
    assert faults(pilot) == []


def test_without_people_or_guides_it_says_whom_to_ask(open_pilot, village):
    pilot = open_pilot(village)
    pilot.tap("办事找人")
    assert pilot.sees("请问村部的人")
    assert faults(pilot) == []
    pilot.tap("现在谁在")
    assert pilot.sees("还没有公布联系人")
    assert faults(pilot) == []


def test_an_office_without_anybody_and_a_person_without_a_number_say_so(open_pilot, tmp_path):
    village = Village(tmp_path)
    village.add_everything()
    add_guides(village, 3)
    empty = People(people=())
    village.add(
        face("B2", "村里的联系人", Kind.PEOPLE, "standing", date(2026, 9, 1)),
        content(empty),
    )
    village.publish()
    village.sync()
    pilot = open_pilot(village)
    pilot.board.go(WhoScreen)
    assert faults(pilot) == []
    pilot.board.go(Reader, shelf(pilot, Kind.PEOPLE)[0])
    assert pilot.sees("还没有公布具体的人")
    assert faults(pilot) == []


def content(document):
    from kiosk.affairs.disclosure import Content

    return Content(document=document)


def test_reading_aloud_says_the_number_digit_by_digit_and_the_steps_by_their_order(
    open_pilot, served
):
    from kiosk.affairs.spoken import spoken
    from kiosk.terminal.ui.aloud_text import passages

    pilot = open_pilot(served)
    pilot.board.go(Reader, served_guide(pilot, BIRTH))
    said = [spoken(p.text) for p in passages(pilot.board.laid_out, 0)]
    whole = "".join(said)
    assert "零九九零" in whole
    assert "第一步" in whole
    assert "出生医学证明" in whole
    assert not any(char.isdigit() for char in whole)


@pytest.mark.parametrize("step", list(Step))
def test_home_leads_to_services_and_holdings_in_every_size(open_pilot, served, step):
    pilot = open_pilot(served)
    pilot.board.set_step(step)
    pilot.tap("办事找人")
    assert pilot.sees("现在谁在")
    pilot.tap("首页")
    pilot.tap("村里的家底")
    assert pilot.sees("土地")


def test_people_are_a_page_of_cards(open_pilot, tmp_path):
    village = Village(tmp_path)
    village.add_everything()
    add_people(village)
    village.publish()
    village.sync()
    pilot = open_pilot(village)
    pilot.board.go(
        Reader, next(s for s in shelf(pilot, Kind.PEOPLE) if "村里" in s.disclosure.title)
    )
    text = pilot.read_all()
    assert "王＊梅" in text
    assert "赵＊山" in text
    assert "办公室电话" in text  # who has none of their own
