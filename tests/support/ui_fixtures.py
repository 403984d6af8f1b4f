import atexit
import gc
import shutil
import tempfile
from pathlib import Path

import pytest

from kiosk.terminal.config import Panel
from kiosk.terminal.ui import environment
from kiosk.terminal.ui.text.face import prepare_face
from tests.support.village import NOW, Village


@pytest.fixture(scope="session")
def face(tmp_path_factory):
    return prepare_face(tmp_path_factory.mktemp("face"))


# Kivy reads its surroundings when it is imported, and test modules import it while they are
# collected: so this stands here, and not in the fixture below.
_HOME = tempfile.mkdtemp(prefix="kiosk-kivy-")
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)
# The surface that is drawn on never grows with the window, so it begins as large as any test's.
environment.prepare(home=Path(_HOME), width=1920, height=1920, fullscreen=False, offscreen=True)


@pytest.fixture(scope="session", autouse=True)
def window():
    """One real window for the whole session: Kivy knows only one."""
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
