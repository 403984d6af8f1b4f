"""The staff PIN: no default, slow to guess, forgiving to staff who wait."""

import pytest

from kiosk.terminal import staff
from kiosk.terminal.preferences import Preferences, moved, read_preferences, write_preferences
from kiosk.terminal.staff import Lock, PinError


@pytest.fixture
def clock(monkeypatch):
    """The box's clock, which a test can set."""

    class Clock:
        now = 1_800_000_000.0

    monkeypatch.setattr(staff.time, "time", lambda: Clock.now)
    return Clock


def test_without_a_pin_nothing_opens(tmp_path):
    lock = Lock(tmp_path)
    assert not lock.is_set
    assert not lock.open("")
    assert not lock.open("000000")


def test_the_pin_and_the_recovery_code_open_and_nothing_else(tmp_path):
    lock = Lock(tmp_path)
    recovery = lock.set_pin("280419")
    assert lock.open("280419")
    assert lock.open(recovery)
    assert not lock.open("280418")
    kept = (tmp_path / "staff.json").read_text()
    assert "280419" not in kept
    assert recovery not in kept
    assert (tmp_path / "staff.json").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("easy", ["111111", "123456", "987654", "12345", "12345678901", "12a456"])
def test_a_pin_that_anyone_would_try_first_is_refused_and_the_old_one_stays(tmp_path, easy):
    lock = Lock(tmp_path)
    lock.set_pin("280419")
    with pytest.raises(PinError, match=r"位数字|容易猜"):
        lock.set_pin(easy)
    assert lock.open("280419")


def test_the_lock_out_grows_and_ends_and_a_right_pin_clears_it(tmp_path, clock):
    lock = Lock(tmp_path)
    lock.set_pin("280419")
    waits = []
    for _ in range(7):
        lock.open("000000")
        waits.append(lock.wait())
        clock.now += waits[-1]
    assert waits == [0, 0, 0, 30, 60, 120, 240]
    lock.open("000000")
    assert not lock.open("280419")  # the wait is not over: not even looked at
    clock.now += lock.wait()
    assert lock.open("280419")
    assert lock.wait() == 0


def test_a_clock_that_jumps_back_locks_no_longer_than_the_wait_itself(tmp_path, clock):
    lock = Lock(tmp_path)
    lock.set_pin("280419")
    for _ in range(4):
        lock.open("000000")
    clock.now -= 40 * 365 * 86_400.0
    assert lock.wait() == 30


def test_preferences_are_kept_and_rubbish_means_the_defaults(tmp_path):
    assert read_preferences(tmp_path) == Preferences()
    write_preferences(tmp_path, Preferences(brightness=0.5, step=2))
    assert read_preferences(tmp_path) == Preferences(brightness=0.5, step=2)
    (tmp_path / "preferences.json").write_bytes(b'{"brightness": 7}')
    assert read_preferences(tmp_path) == Preferences()
    assert moved(0.1, -0.1) == 0.1
    assert moved(0.9, 0.1) == 1.0
