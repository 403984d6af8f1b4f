import gc

import pytest

from kiosk.terminal.config import Panel
from kiosk.terminal.ui import environment
from kiosk.terminal.ui.text.face import prepare_face
from tests.support.village import NOW, Village


@pytest.fixture(scope="session")
def face(tmp_path_factory):
    return prepare_face(tmp_path_factory.mktemp("face"))


@pytest.fixture(scope="session", autouse=True)
def window(tmp_path_factory):
    """One real window for the whole session: Kivy knows only one."""
    environment.prepare(
        home=tmp_path_factory.mktemp("kivy"),
        width=1080,
        height=1920,
        fullscreen=False,
        offscreen=True,
    )
    from kivy.base import EventLoop, runTouchApp
    from kivy.core.window import Window

    EventLoop.ensure_window()
    runTouchApp(embedded=True)
    yield Window
    gc.unfreeze()


@pytest.fixture(scope="session")
def village(tmp_path_factory):
    """Published and synced once; tests that change the feed make their own."""
    found = Village(tmp_path_factory.mktemp("village"))
    found.add_everything()
    found.publish()
    found.sync()
    return found


@pytest.fixture
def open_pilot(window, face):
    """Opens boards on demand, and closes them all."""
    from kiosk.terminal.ui.app import KioskApp
    from tests.support.pilot import Pilot

    opened = []

    def opens(village, panel=None, now=NOW, **more):
        panel = panel or Panel()
        window.size = (panel.width, panel.height)
        app = KioskApp(village.config(panel, **more), face, now=lambda: now)
        pilot = Pilot(app)
        opened.append(pilot)
        return pilot

    yield opens
    for pilot in opened:
        pilot.close()


@pytest.fixture
def pilot(open_pilot, village):
    return open_pilot(village)
