"""One way in for fingers; a hidden one for staff; no way out for anyone else."""

import pytest
from kivy.base import EventLoop

from kiosk.terminal import staff, telemetry
from kiosk.terminal.staff import Lock
from kiosk.terminal.ui.guard import InputError, check_providers
from kiosk.terminal.ui.screens.staff.panel import StaffPanel
from kiosk.terminal.ui.screens.staff.pin import PinScreen
from kiosk.terminal.watch import RESTART
from tests.support.eyes import faults
from tests.support.pilot import Finger
from tests.support.village import Village

pytestmark = pytest.mark.ui
PIN = "280419"


@pytest.fixture
def hall(open_pilot, tmp_path, monkeypatch):
    """A board of its own, whose staff lock has a PIN; holding takes no time."""
    monkeypatch.setattr("kiosk.terminal.ui.guard._HOLD_SECONDS", 0.05)
    village = Village(tmp_path)
    village.add_everything()
    village.publish()
    village.sync()
    Lock(village.config().data_path).set_pin(PIN)
    pilot = open_pilot(village)
    pilot.left = []
    pilot.app.caretaker.leave = pilot.left.append
    return pilot


def knock(pilot, taps=5):
    """Taps on the time, and holds the last one."""
    place = pilot.board.width - 20, pilot.board.height - 20
    for _ in range(taps):
        pilot.tap_at(*place)
    finger = Finger(*place).down()
    for _ in range(8):
        pilot.frames(1)
    finger.up()
    pilot.frames(1)


def enter(pilot, pin):
    knock(pilot)
    for digit in pin:
        pilot.tap_block(next(t for t in pilot.taps() if t.spoken_text == digit))
    pilot.tap("进入")


def test_the_hidden_door_needs_all_its_taps_and_a_hold(hall):
    knock(hall, taps=3)
    assert not isinstance(hall.board.screen, PinScreen)
    hall.tap_at(5, 5)  # somewhere else: begin anew
    for _ in range(7):
        hall.tap_at(hall.board.width - 20, hall.board.height - 20)
    assert not isinstance(hall.board.screen, PinScreen)
    hall.tap_at(5, 5)
    knock(hall)
    assert isinstance(hall.board.screen, PinScreen)
    assert faults(hall) == []


def test_without_a_pin_the_hidden_door_leads_nowhere(open_pilot, village, monkeypatch):
    monkeypatch.setattr("kiosk.terminal.ui.guard._HOLD_SECONDS", 0.05)
    pilot = open_pilot(village)
    knock(pilot)
    assert pilot.sees("柳河村公开栏")


def test_a_wrong_pin_says_so_and_many_of_them_cost_time(hall, monkeypatch):
    monkeypatch.setitem(staff._MEMORY, "n", 2)
    Lock(hall.app.settings.data_path).set_pin(PIN)
    enter(hall, "999998")
    assert hall.sees("密码不对，请再试")
    for _ in range(3):
        for digit in "999998":
            hall.tap_block(next(t for t in hall.taps() if t.spoken_text == digit))
        hall.tap("进入")
    assert hall.sees("次数太多")
    for digit in PIN:
        hall.tap_block(next(t for t in hall.taps() if t.spoken_text == digit))
    hall.tap("进入")
    assert hall.sees("次数太多")
    assert isinstance(hall.board.screen, PinScreen)


def test_the_staff_panel_says_how_the_terminal_is_and_does_what_is_asked(hall):
    enter(hall, PIN)
    assert isinstance(hall.board.screen, StaffPanel)
    text = hall.read_all()
    for said in ("联网核对过", "第 1 版", "还剩", "英寸", "SimplifiedChinese"):
        assert said in text
    while any(t.spoken_text == "上一页" for t in hall.taps()):
        hall.tap("上一页")
    assert faults(hall) == []
    hall.tap("现在更新")
    assert telemetry.asked(hall.app.settings.data_path)
    assert not telemetry.asked(hall.app.settings.data_path)
    hall.tap("亮度减")
    assert hall.sees("90%")
    assert hall.app.caretaker.lamp.share == 0.9
    hall.tap("平常的字加")
    hall.tap("重启界面")
    hall.tap("退出到桌面")
    assert hall.left == [RESTART, 0]
    hall.tap("首页")
    hall.board.wipe()
    assert hall.board.kit.theme.step == 0  # until the next start


def test_what_staff_set_holds_after_a_restart(hall, open_pilot):
    enter(hall, PIN)
    hall.tap("平常的字加")
    hall.tap("亮度减")

    class Same:
        @staticmethod
        def config(*_, **__):
            return hall.app.settings

    again = open_pilot(Same)
    again.board.wipe()
    assert again.board.kit.theme.step == 1
    assert again.app.caretaker.lamp.share == 0.9
    again.app.caretaker.lamp.set(1.0)


def test_the_touch_test_ends_when_every_field_was_hit(hall):
    enter(hall, PIN)
    hall.tap("触摸测试")
    assert faults(hall) == []
    for _ in range(24):
        fields = [t for t in hall.taps() if t.spoken_text.startswith("第")]
        left = [
            t for t in fields if "✓" not in "".join(b.text for b in t.tree() if hasattr(b, "text"))
        ]
        hall.tap_block(left[0])
    assert hall.sees("全部点到，触摸正常")


def test_the_same_finger_delivered_by_two_devices_counts_once(open_pilot, village):
    pilot = open_pilot(village)
    pilot.tap("村里的钱")
    block = pilot.find("返回")
    one, echo = Finger(*block.center), Finger(*block.center)
    echo.device = "mouse"
    one.down()
    one.up()
    echo.down()
    echo.up()
    pilot.frames(1)
    assert len(pilot.board.stack) == 1  # the echo would have touched what stands there at home


def test_exactly_one_input_provider_is_allowed(monkeypatch):
    class MTDMotionEventProvider:
        pass

    panel = MTDMotionEventProvider()
    monkeypatch.setattr(EventLoop, "input_providers", [panel])
    assert check_providers(offscreen=False) == "MTDMotionEventProvider"
    monkeypatch.setattr(EventLoop, "input_providers", [panel, panel])
    with pytest.raises(InputError, match="有 2 路"):
        check_providers(offscreen=True)
    monkeypatch.setattr(EventLoop, "input_providers", [])
    with pytest.raises(InputError, match="没有"):
        check_providers(offscreen=False)
    assert check_providers(offscreen=True) == ""
