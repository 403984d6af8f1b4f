"""The real screen on a real X display: covers it, cannot be left, and comes back when it dies."""

from __future__ import annotations

import os
import shutil
import signal

import pytest
from PIL import ImageChops

from tests.support.display import Display, Screen, wait
from tests.support.village import VILLAGE, Village

_MISSING = [name for name in ("Xvfb", "xdotool") if shutil.which(name) is None]
pytestmark = pytest.mark.skipif(bool(_MISSING), reason=f"not installed: {', '.join(_MISSING)}")

WIDTH, HEIGHT = 1080, 1920
HUNG = 20.0
"""Seconds without a beat (one every five) until the watcher ends the screen."""
KEYS = "Escape F1 F4 F10 F11 F12 alt+F4 alt+Tab ctrl+c ctrl+q ctrl+w super ctrl+alt+t Print Menu"

A_PAGE_FAILS = """
from kiosk.terminal.ui import environment
prepare = environment.prepare
def prepare_and_break(**how):
    prepare(**how)
    from kiosk.terminal.ui.screens.money import MoneyScreen
    def fails(self, width):
        raise ZeroDivisionError("on purpose")
    MoneyScreen.pieces = fails
environment.prepare = prepare_and_break
"""


@pytest.fixture(scope="module")
def display():
    found = Display(WIDTH, HEIGHT)
    yield found
    found.close()


@pytest.fixture(scope="module")
def config(tmp_path_factory):
    village = Village(tmp_path_factory.mktemp("shut"))
    village.add_everything()
    village.publish()
    village.sync()
    path = village.hall / "terminal.toml"
    path.write_text(
        f'division = "{VILLAGE}"\nfeed = "file://{village.feed}/"\nroot = "root.json"\n',
        encoding="utf-8",
    )
    return path


@pytest.fixture(scope="module")
def screen(display, config):
    found = Screen(display, config, HUNG)
    wait(found.lit, "the first page")
    yield found
    found.close()


def changed(one, other) -> float:
    """Share of the pixels that differ."""
    differ = ImageChops.difference(one, other).point(lambda value: 255 * (value > 40))
    return differ.histogram()[255] / (one.width * one.height)


def money(display) -> None:
    """A click on 村里的钱, the second of the four buttons at the foot of the first page."""
    display.click(WIDTH * 0.38, HEIGHT * 0.94)


def test_the_window_covers_the_whole_display(screen, display):
    assert (0, 0, WIDTH, HEIGHT) in display.windows().values(), screen.log


def test_there_is_no_cursor(screen, display):
    display.do("mousemove", WIDTH // 2, HEIGHT // 2)
    try:
        assert display.cursor_drawn() == 0, screen.log
    except OSError as missing:
        pytest.skip(f"no XFixes to ask: {missing}")


def test_no_key_and_no_window_manager_closes_it_or_changes_what_it_shows(screen, display):
    child, before = screen.child, display.picture()
    for key in KEYS.split():
        display.do("key", key)
    for window in display.windows():
        display.do("windowquit", window)
    after = display.picture()
    assert changed(before, after) < 0.01, "no key does anything"
    money(display)
    wait(lambda: changed(before, display.picture()) > 0.05, "a page after a click")
    assert screen.child == child, screen.log


def test_a_screen_that_hangs_is_ended_and_started_anew(screen, display):
    child = screen.child
    os.kill(child, signal.SIGSTOP)
    wait(lambda: screen.child not in {0, child}, "another process")
    wait(screen.lit, "the first page once more")
    assert "no beat of the screen" in screen.log


def test_a_page_that_always_fails_ends_in_a_calm_page_and_in_the_end_in_a_new_start(config):
    display = Display(WIDTH, HEIGHT)
    screen = Screen(display, config, HUNG, A_PAGE_FAILS)
    try:
        wait(screen.lit, "the first page")
        child, home = screen.child, display.picture()
        money(display)
        wait(lambda: screen.log.count("a page failed") == 1, "the failure in the log")
        wait(lambda: changed(home, display.picture()) > 0.05, "the calm page")
        assert screen.lit()
        assert screen.child == child
        for number in range(2, 5):
            display.click(WIDTH * 0.1, HEIGHT * 0.94)  # 首页
            wait(lambda: changed(home, display.picture()) < 0.02, "the first page again")
            money(display)
            wait(lambda number=number: screen.log.count("a page failed") == number, "once more")
        wait(lambda: screen.child not in {0, child}, "a new start")
        wait(screen.lit, "the first page once more")
    finally:
        screen.close()
        display.close()
