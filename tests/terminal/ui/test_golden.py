"""Every screen looks as it looked: upright and wide, in the smallest and the largest type.

The pictures in ``golden`` are what was looked at and found good.  Whoever changes a page on
purpose makes them anew with ``make golden`` and looks at them; how they are compared, and what
may differ, is told in `tests.support.golden`.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image, ImageChops, ImageFilter

from kiosk.affairs.disclosure import Content
from kiosk.affairs.notice import Severity
from kiosk.terminal import condition
from kiosk.terminal.config import Panel
from kiosk.terminal.library import EditionInfo, Library
from kiosk.terminal.ui.scenes import scenes
from kiosk.terminal.ui.theme import Step
from kiosk.terminal.ui.widgets.picture import PictureShelf
from tests.support import golden, posted
from tests.support.village import NOW, TODAY, Village
from tests.support.voice import QuietVoice

pytestmark = pytest.mark.ui
PANELS = {"portrait": Panel(), "landscape": Panel(width=1920, height=1080)}
STEPS = (Step.STANDARD, Step.LARGEST)
ALARMED = ("home", "ledger", "urgent", "notices", "notice")
SAID = "{}\nif that is meant: make golden, look at the pictures, commit them"
SWITCHED = datetime(2026, 11, 21, 23, 5, tzinfo=UTC)
LINES = (
    condition.Line("时间", "没有核对过，可能不准", good=False),
    condition.Line("线路", "11月22日 9:40 联网核对过"),
    condition.Line("内容", "第 12 版，12 件，11月22日 7:05 更新，编号 d4593f55"),
    condition.Line("磁盘", "还剩 11.2 GB"),
)


@pytest.fixture(scope="module")
def alarmed(tmp_path_factory):
    """A village with two notices in force: they stand on every page of it."""
    village = Village(tmp_path_factory.mktemp("golden"))
    village.add_everything()
    for day, title, severity in (
        (TODAY, "柳河水位上涨，低处的人马上转移", Severity.EXTREME),
        (TODAY - timedelta(days=1), "停水两小时", Severity.MODERATE),
    ):
        notice = Content(document=posted.notice(NOW, severity))
        village.add(posted.notice_face(title, day), notice)
    village.publish()
    village.sync()
    return village


@pytest.fixture
def still(monkeypatch):
    """Nothing on the board changes by itself: edition, the box's condition, slow pictures."""
    edition = EditionInfo(12, "d4593f55" * 8, SWITCHED, NOW, clock_trusted=True)
    monkeypatch.setattr(Library, "edition", lambda _self: edition)
    monkeypatch.setattr(condition, "condition", lambda *_: list(LINES))
    monkeypatch.setattr(condition, "troubles", lambda *_: [])
    monkeypatch.setattr(PictureShelf, "get", PictureShelf._decode)


@pytest.fixture
def same_face(face):
    """Pictures are only compared in the version of the face that they were made with."""
    version = golden.face_version(face.regular)
    if golden.MAKE:
        golden.FACE.write_text(version + "\n", encoding="utf-8")
    elif version != golden.FACE.read_text(encoding="utf-8").strip():
        pytest.skip(f"made with another version of the face than {version}: make golden")


@pytest.mark.usefixtures("still", "same_face")
@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("panel", PANELS)
def test_every_screen_looks_as_it_did(open_pilot, village, panel, step, tmp_path):
    pilot = open_pilot(village, PANELS[panel])
    shown = scenes(pilot.board, pilot.app.caretaker)
    wrong = check(pilot, shown, f"-{panel}-{step.name.lower()}.png", step, tmp_path)
    assert wrong == [], SAID.format("\n".join(wrong))


@pytest.mark.usefixtures("still", "same_face")
@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("panel", PANELS)
def test_urgent_notices_look_as_they_did(open_pilot, alarmed, panel, step, tmp_path):
    pilot = open_pilot(alarmed, PANELS[panel])
    shown = {name: scenes(pilot.board)[name] for name in ALARMED}
    wrong = check(pilot, shown, f"-alarm-{panel}-{step.name.lower()}.png", step, tmp_path)
    assert wrong == [], SAID.format("\n".join(wrong))


def check(pilot, shown, end, step, folder):
    """What looks otherwise than the picture kept of it, a line each; or they are made anew."""
    pilot.app.stop_looking()  # an alarm would cover whatever is on the board
    pilot.board.aloud.voice = QuietVoice()
    wrong = []
    for scene, show in shown.items():
        pilot.board.wipe()
        pilot.board.set_step(step)
        show()
        pilot.frames(1)
        now, name = golden.thumbnail(pilot.picture()), scene + end
        kept = golden.FOLDER / name
        if golden.MAKE:
            golden.save(now, kept)
        elif not kept.exists():
            wrong.append(f"{name}: there is none yet")
        else:
            with Image.open(kept) as before:
                found = golden.compare(before, now)
            if found is not None:
                found.beside.save(folder / name)
                wrong.append(f"{name}: {found.said}; see {folder / name}")
    return wrong


@pytest.mark.skipif(golden.MAKE, reason="they are being made")
def test_no_picture_is_kept_of_a_screen_that_is_no_more(pilot):
    usual = set(scenes(pilot.board, pilot.app.caretaker))
    names = {f"{scene}-{panel}" for scene in usual for panel in PANELS}
    names |= {f"{scene}-alarm-{panel}" for scene in ALARMED for panel in PANELS}
    kept = {path.name.rpartition("-")[0] for path in golden.FOLDER.glob("*.png")}
    assert kept == names


@pytest.fixture
def page(open_pilot, village):
    """A whole page of the accounts."""
    pilot = open_pilot(village)
    pilot.tap("10月收支明细")
    return pilot, pilot.picture().convert("L")


def box_of(pilot, block):
    """Where a block stands in a picture, from the upper left."""
    tall = pilot.board.height
    return tuple(round(v) for v in (block.x, tall - block.top, block.right, tall - block.y))


def test_a_row_that_moved_by_two_millimetres_is_found(page):
    pilot, picture = page
    left, top, right, bottom = box_of(pilot, pilot.find("第 3 笔"))
    moved = picture.copy()
    moved.paste(picture.crop((left, top, right, bottom)), (left, top + 8))
    found = golden.compare(golden.thumbnail(picture), golden.thumbnail(moved))
    assert found is not None
    assert "counted from the upper left" in found.said


def test_a_line_of_the_smallest_type_that_vanished_is_found(page):
    pilot, picture = page
    line = next(b for b in pilot.blocks() if "村民委员会" in getattr(b, "text", ""))
    box = box_of(pilot, line)
    without = picture.copy()
    without.paste(picture.getpixel((2, box[1])), box)
    assert golden.compare(golden.thumbnail(picture), golden.thumbnail(without)) is not None


def test_edges_smoothed_in_another_way_are_no_difference(page):
    _, picture = page
    kept = golden.thumbnail(picture)
    softer = picture.filter(ImageFilter.GaussianBlur(1.2))
    assert golden.compare(kept, golden.thumbnail(softer)) is None
    bolder = picture.filter(ImageFilter.MinFilter(3))
    slightly = Image.blend(picture, bolder, 0.4)
    assert golden.compare(kept, golden.thumbnail(slightly)) is None
    one_off = ImageChops.offset(picture, 1, 1)
    assert golden.compare(kept, golden.thumbnail(one_off)) is None


def test_all_golden_pictures_together_stay_small():
    assert sum(path.stat().st_size for path in golden.FOLDER.glob("*.png")) < 3_000_000
