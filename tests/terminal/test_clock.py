"""Clocks at 1970 and 2099 and jumps of a day: nothing that was verified goes, nothing old comes."""

from datetime import UTC, datetime, timedelta

import feedlab as sample
import pytest
from hall import Cut

from kiosk.feed.fetcher import UnreachableError
from kiosk.terminal import clock, faults
from kiosk.terminal.library.notes import read_floor

TIMES = {
    "1970": datetime(1970, 1, 1, tzinfo=UTC),
    "a day back": None,
    "right": None,
    "a day ahead": None,
    "2099": datetime(2099, 1, 1, tzinfo=UTC),
}


@pytest.fixture
def set_clock(monkeypatch):
    def set_to(moment, *, synchronised=False):
        monkeypatch.setattr(clock, "system_now", lambda: moment)
        monkeypatch.setattr(clock, "is_synchronised", lambda: synchronised)

    return set_to


def moment(name, feed):
    day = {"a day back": -1, "right": 0, "a day ahead": 1}
    return TIMES[name] or feed.clock.now + timedelta(days=day[name])


@pytest.mark.parametrize("name", TIMES)
def test_whatever_the_clock_a_terminal_starts_follows_and_keeps_showing(
    feed, terminal, set_clock, name
):
    set_clock(moment(name, feed))
    feed.push(sample.notice())
    terminal.follow()
    assert terminal.titles() == ["关于修建北塘水渠的公告"]
    feed.push(sample.ledger(8))
    terminal.follow()
    terminal.restart()
    cut = Cut(terminal, "feed://")
    with pytest.raises(UnreachableError):
        terminal.follow()
    assert len(terminal.titles()) == 2
    assert all(terminal.library.content(id_) is not None for id_ in terminal.ids())
    cut.mend()
    terminal.follow()
    assert len(terminal.titles()) == 2


def test_a_clock_that_jumps_back_and_forth_hides_nothing_and_the_floor_never_goes_back(
    feed, terminal, set_clock
):
    feed.push(sample.notice())
    floors, shown = [], 1
    for number, name in enumerate([*TIMES, *reversed(TIMES), "right", "1970", "2099"]):
        set_clock(moment(name, feed))
        if number % 3 == 0:
            feed.clock.forward(hours=6)
            feed.push(sample.notice(f"{number}。", period=f"2026-09-{number + 1:02}"))
            shown += 1
        if number % 4 == 0:
            terminal.restart()
        terminal.follow()
        assert len(terminal.titles()) == shown, name
        floors.append(read_floor(terminal.config.data_path))
        assert floors[-1] == terminal.sync.floors.time
    assert floors == sorted(floors)
    assert floors[-1] == feed.clock.now


def test_dates_on_view_are_never_from_1970_or_2099(feed, terminal, set_clock):
    for name in ("1970", "2099"):
        set_clock(moment(name, feed))
        feed.push(sample.notice(name))
        terminal.follow()
        edition = terminal.library.edition()
        assert edition.switched_at == edition.checked_at == feed.clock.now


@pytest.mark.parametrize(
    ("offset", "synchronised", "trusted"),
    [
        (timedelta(0), False, True),
        (timedelta(hours=7), False, True),
        (timedelta(days=3), False, False),
        (timedelta(days=3), True, True),
        (timedelta(days=-1), False, False),
        (timedelta(days=-1), True, False),
        (timedelta(days=30_000), False, False),
    ],
)
def test_whether_the_time_was_checked_is_said_to_screen_and_county(
    feed, terminal, set_clock, offset, synchronised, trusted
):
    feed.push(sample.notice())
    set_clock(feed.clock.now)
    terminal.follow()
    set_clock(feed.clock.now + offset, synchronised=synchronised)
    assert terminal.library.edition().clock_trusted is trusted
    assert clock.clock_trusted(terminal.config) is trusted
    said = {f.code for f in faults.faults(terminal.config)}
    assert (faults.CLOCK in said) is not trusted


def test_a_box_that_never_verified_anything_trusts_a_time_server_alone(terminal, set_clock):
    set_clock(datetime(2027, 1, 1, tzinfo=UTC))
    assert not clock.clock_trusted(terminal.config)
    set_clock(datetime(2027, 1, 1, tzinfo=UTC), synchronised=True)
    assert clock.clock_trusted(terminal.config)
