"""Urgent notices: seen at once, also without a line, and gone when they end."""

from datetime import UTC, datetime, timedelta

import pytest

from kiosk.affairs.disclosure import Content
from kiosk.affairs.notice import Severity
from kiosk.terminal.config import Night, Panel
from kiosk.terminal.ui.screens.attract import attract
from kiosk.terminal.ui.screens.notices import NoticePoster
from kiosk.terminal.ui.screens.stillthere import Dark
from kiosk.terminal.ui.theme import Look, Step
from tests.support import posted
from tests.support.eyes import faults
from tests.support.village import NOW, TODAY, Village

pytestmark = pytest.mark.ui
UPRIGHT, WIDE = Panel(), Panel(width=1920, height=1080)
FLOOD = "柳河今晚可能漫堤，河边人家请搬到村小学"
LONG = (
    "关于柳河村村西水渠决口以后河边低处居民立即转移到村小学"
    "并由包户干部逐户核对人数的紧急通知（第二次）请互相转告"
)


class Clock:
    """A time that a test can set."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def hall(tmp_path, monkeypatch):
    """A village of its own, on a box whose clock is right."""
    monkeypatch.setattr("kiosk.terminal.library.reader.is_trusted", lambda _floor: True)
    village = Village(tmp_path)
    village.add_everything()
    village.publish()
    village.sync()
    return village


def announce(village, title=FLOOD, severity=Severity.MODERATE, day=TODAY, **more):
    face = posted.notice_face(title, day)
    village.add(face, Content(document=posted.notice(NOW, severity, **more)))
    village.publish()
    village.sync()


def look(pilot):
    """What the application does every second."""
    pilot.app._look(0)
    pilot.frames(1)


def test_a_band_stands_on_every_page_and_opens_what_to_do(open_pilot, hall):
    pilot = open_pilot(hall)
    assert not pilot.sees("洪水")
    announce(hall)
    look(pilot)
    assert pilot.sees("洪水，较重：柳河今晚可能漫堤")
    pilot.tap("村里的钱")
    pilot.tap("柳河今晚可能漫堤")
    assert pilot.sees("搬到村小学")
    assert pilot.sees("值班电话")
    assert faults(pilot) == []


def test_somebody_reading_sees_the_band_at_once_and_stays_on_the_page(open_pilot, hall):
    pilot = open_pilot(hall)
    pilot.tap("10月收支明细")
    pilot.tap("下一页")
    announce(hall)
    look(pilot)
    assert pilot.sees("洪水，较重")
    assert pilot.board.screen.page == 1


def test_an_extreme_one_covers_the_board_until_somebody_knows(open_pilot, hall):
    pilot = open_pilot(hall)
    pilot.tap("村里的钱")
    announce(hall, severity=Severity.EXTREME)
    look(pilot)
    assert pilot.sees("洪水，特别严重")
    assert faults(pilot) == []
    pilot.tap_at(540, 1000)  # beside the buttons: nothing
    assert isinstance(pilot.board.cover, NoticePoster)
    pilot.tap("知道了")
    look(pilot)
    assert pilot.board.cover is None
    assert pilot.sees("现在结余")
    pilot.board.wipe()  # the next visitor has not read it
    look(pilot)
    assert isinstance(pilot.board.cover, NoticePoster)


def test_it_begins_and_ends_by_the_clock_without_any_line(open_pilot, hall):
    announce(hall, onset=NOW + timedelta(hours=1), expires=NOW + timedelta(hours=2))
    clock = Clock()
    pilot = open_pilot(hall)
    pilot.board.desk.now = clock
    look(pilot)
    assert not pilot.sees("洪水，较重：")
    clock.now = NOW + timedelta(minutes=61)
    look(pilot)
    assert pilot.sees("洪水，较重：")
    clock.now = NOW + timedelta(hours=3)
    look(pilot)
    assert not pilot.sees("洪水，较重：")
    pilot.tap("柳河今晚可能漫堤")  # on record among what was published
    assert pilot.sees("已经结束")


def test_a_clock_that_nobody_set_ends_no_warning(open_pilot, hall, monkeypatch):
    monkeypatch.setattr("kiosk.terminal.library.reader.is_trusted", lambda _floor: False)
    announce(hall)
    pilot = open_pilot(hall, now=datetime(2049, 1, 1, tzinfo=UTC))
    look(pilot)
    assert pilot.sees("洪水，较重")


def test_nobody_there_an_extreme_one_stands_still_and_others_take_turns(open_pilot, hall):
    announce(hall)
    pilot = open_pilot(hall)
    kinds = {type(attract(pilot.board, n)).__name__ for n in range(14)}
    assert kinds == {"NoticePoster", "ItemPoster", "OverduePoster", "AskPoster"}
    announce(hall, severity=Severity.EXTREME)
    look(pilot)
    assert {type(attract(pilot.board, n)).__name__ for n in range(14)} == {"NoticePoster"}


@pytest.mark.parametrize("title", [FLOOD, LONG])
@pytest.mark.parametrize("panel", [UPRIGHT, WIDE], ids=["upright", "wide"])
def test_every_poster_fits_in_every_look(open_pilot, hall, panel, title):
    announce(hall, title, instruction="请马上转移到高处。" * 8)
    pilot = open_pilot(hall, panel)
    for step in Step:
        for contrast in (False, True):
            pilot.board.set_look(Look(step, contrast))
            for number in range(12):
                pilot.board.open_cover(attract(pilot.board, number))
                assert faults(pilot) == [], (step, contrast, number)


def test_night_is_dark_until_a_touch_and_never_over_an_extreme_notice(open_pilot, hall):
    night = Night(dim="00:00", dark="00:00", until="23:59")
    pilot = open_pilot(hall, night=night)
    pilot.app._attract(0)
    assert isinstance(pilot.board.cover, Dark)
    assert pilot.picture().getextrema() == ((0, 0),) * 3
    pilot.tap_at(500, 900)
    assert pilot.board.cover is None
    assert pilot.sees("柳河村公开栏")
    announce(hall, severity=Severity.EXTREME)
    look(pilot)
    pilot.app._attract(0)
    assert isinstance(pilot.board.cover, NoticePoster)


def test_evening_is_dim_until_a_touch(open_pilot, hall):
    pilot = open_pilot(hall, night=Night(dim="00:00", dark="23:59", until="23:59"))
    pilot.app._attract(0)
    assert pilot.app.caretaker.lamp.share == 0.4
    pilot.tap_at(5, 5)
    assert pilot.app.caretaker.lamp.share == 1.0
