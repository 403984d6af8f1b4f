"""The sample county, whole: checked, pushed, synced, and every page of it looked at."""

from pathlib import Path

import pytest

from kiosk.terminal.config import Panel
from kiosk.terminal.sync import run as sync
from kiosk.terminal.ui.screens.reader import Reader
from kiosk.terminal.ui.text.face import missing_characters
from tests.support.eyes import faults
from tests.support.folder import VILLAGE, Machine

pytestmark = pytest.mark.ui
SAMPLE = Path(__file__).parents[2] / "content" / "示例县"


@pytest.fixture(scope="module")
def hall(tmp_path_factory):
    """One push and one sync for both panels: a thousand pictures are converted."""
    from kiosk.terminal.config import TerminalConfig

    folder = tmp_path_factory.mktemp("sample")
    kiosk = Machine(folder / "state")
    assert kiosk("keys", "init", SAMPLE) == 0
    assert kiosk("push", SAMPLE) == 0
    (folder / "root.json").write_bytes((kiosk.state / "feed/metadata/1.root.json").read_bytes())
    settings = TerminalConfig(
        division=VILLAGE, feed=f"file://{kiosk.state / 'feed'}/", root="root.json", folder=folder
    )
    assert sync(settings, once=True)
    return settings


class Hall:
    def __init__(self, settings):
        self.settings = settings

    def config(self, panel, **_more):
        import msgspec

        return msgspec.structs.replace(self.settings, panel=panel)


@pytest.mark.parametrize("panel", [Panel(), Panel(width=1920, height=1080)], ids=["up", "wide"])
def test_every_page_of_the_village_is_whole_and_every_character_can_be_drawn(
    open_pilot, hall, panel, face
):
    pilot = open_pilot(Hall(hall), panel)
    board, pages, texts = pilot.board, 0, set()
    for shelved in board.desk.library.shelves(limit=None):
        board.wipe()
        board.go(Reader, shelved)
        assert board.screen.content is not None, shelved.disclosure.id
        for number in range(board._pages.count):
            if number:
                board.turn(1)
            assert faults(pilot) == [], f"{shelved.disclosure.title}, page {number + 1}"
            texts.update(pilot.texts())
            pages += 1
    assert pages > 300
    assert {"䶮", "㙍", "𠮷"} & {char for text in texts for char in text}
    assert missing_characters(face, texts) == set()


@pytest.mark.parametrize("panel", [Panel(), Panel(width=1920, height=1080)], ids=["up", "wide"])
def test_what_a_newborn_needs_and_whom_to_call_now_is_found_in_four_touches_at_most(
    open_pilot, hall, panel
):
    pilot = open_pilot(Hall(hall), panel)
    touches, read = 0, set()
    for words in ("办事找人", "生孩子", "出生登记上户口"):
        pilot.tap(words)
        touches += 1
    read.update(pilot.texts())
    # The sample's day is a Sunday: the village's duty phone, and when somebody is there again.
    needed = ("要带的东西", "出生医学证明", "户口簿", "现在打给谁", "不收费")
    needed += ("0990-2811201", "明天星期一")
    while not all(any(words in text for text in read) for words in needed):
        assert faults(pilot) == []
        pilot.tap("下一页")
        touches += 1
        read.update(pilot.texts())
        assert touches <= 4, read
    assert faults(pilot) == []
