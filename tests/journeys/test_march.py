"""An old man wants to know where the money of last March went, and has it read to him."""

import re
import shutil
import wave
from pathlib import Path

import pytest
from kivy.clock import Clock

from kiosk.terminal.config import TerminalConfig
from kiosk.terminal.speech import Espeak, LocalVoice, find_espeak
from kiosk.terminal.sync import run as sync
from kiosk.terminal.ui.widgets.words import Words
from tests.support.eyes import faults
from tests.support.folder import VILLAGE, Machine
from tests.support.voice import StillPlayer

pytestmark = pytest.mark.ui
SAMPLE = Path(__file__).parents[2] / "content" / "示例县"
ITEMS = (
    "2026-02-D2",
    "2026-03-D2",
    "2026-03-16-C2",
    "2026-03-22-F6",
    "2026-05-18-F7",
    "2026-Q1-D8",
    "2026-03-18-D13",
)
"""March, the month before, and what the rows of March name."""


@pytest.fixture(scope="module")
def hall(tmp_path_factory):
    """The village of the sample county with these months only, pushed and synced."""
    folder = tmp_path_factory.mktemp("march")
    county = folder / "示例县"
    home = next(SAMPLE.glob(f"{VILLAGE}-*"))
    (county / home.name).mkdir(parents=True)
    for name in ("county.yaml", "rules.yaml"):
        shutil.copyfile(SAMPLE / name, county / name)
    for item in home.iterdir():
        if item.name.startswith(tuple(f"{name}-" for name in ITEMS)):
            (shutil.copytree if item.is_dir() else shutil.copy)(
                item, county / home.name / item.name
            )
    kiosk = Machine(folder / "state")
    assert kiosk("keys", "init", county) == 0
    assert kiosk("push", county) == 0
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


def paid(tap):
    """The amount of a payment in fen as it stands on a row, 0 if it is none."""
    shown = [b.text for b in tap.tree() if isinstance(b, Words)]
    found = [re.fullmatch(r"－([\d,]+)\.(\d\d)", text) for text in shown]
    return max((int((m[1] + m[2]).replace(",", "")) for m in found if m), default=0)


def press(pilot, said):
    """Touch what says that; turn the page if it is not in sight, as a visitor does."""
    while not any(said in tap.spoken_text for tap in pilot.taps()):
        pilot.tap("下一页")
    pilot.tap(said)


@pytest.mark.skipif(find_espeak() is None, reason="espeak-ng is not installed")
def test_from_home_to_the_voucher_of_the_biggest_expense_of_march_read_aloud(
    open_pilot, hall, tmp_path
):
    pilot = open_pilot(Hall(hall))
    player = StillPlayer()
    espeak = Espeak(find_espeak(), tmp_path)
    voice = LocalVoice(player, espeak, lambda call: Clock.schedule_once(lambda _dt: call()))
    pilot.board.aloud.voice = voice
    pilot.board.home()

    pilot.tap("村里的钱")
    press(pilot, "2026年3月，")
    assert pilot.board.screen.title == "2026年3月收支明细"

    rows = {}
    while True:
        rows |= {tap.spoken_text: paid(tap) for tap in pilot.taps() if paid(tap)}
        if not any(tap.spoken_text == "下一页" for tap in pilot.taps()):
            break
        pilot.tap("下一页")
    assert len(rows) > 15
    biggest = max(rows, key=rows.get)
    while not any(tap.spoken_text == biggest for tap in pilot.taps()):
        pilot.tap("上一页")
    pilot.tap(biggest)

    assert pilot.board.cover is not None, "the voucher covers the panel"
    assert faults(pilot) == []
    pilot.tap("念给我听")
    pilot.wait(lambda: player.played, seconds=60)
    player.finish()
    pilot.wait(lambda: len(player.played) > 1, seconds=60)
    with wave.open(str(player.played[1])) as sound:
        assert sound.getnframes() > 2 * sound.getframerate(), "a sentence of some seconds"
    pilot.tap("返回")
    assert not player.sounding

    pilot.tap("念给我听")
    page = pilot.board.screen.page
    while pilot.board.aloud.active and pilot.board.screen.page == page:
        pilot.wait(lambda: player.sounding, seconds=60)
        player.finish()
    if pilot.board.aloud.active:
        pilot.tap("不念了")
    assert not player.sounding
    pilot.tap("首页")
    assert pilot.sees("柳河村公开栏")


def test_a_row_of_march_leads_to_the_work_and_the_vote_behind_it_and_back(open_pilot, hall):
    pilot = open_pilot(Hall(hall))
    pilot.tap("村里的钱")
    press(pilot, "2026年3月，")
    press(pilot, "清淤（人工")
    assert pilot.sees("和这笔钱有关的")
    pilot.tap("完工和决算")
    press(pilot, "村民代表会议关于")
    assert pilot.board.screen.title.startswith("村民代表会议关于")
    press(pilot, "2026年3月收支明细里的一笔")
    assert pilot.board.screen.title == "2026年3月收支明细"
    for _ in range(5):
        pilot.tap("返回")
    assert pilot.board.screen.title == "村里的钱"
