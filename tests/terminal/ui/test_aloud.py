"""Reading aloud: in order, marked, turning pages, and silent as soon as the visitor leaves."""

from datetime import date

import msgspec
import pytest

from kiosk.affairs.catalogue import Kind
from kiosk.affairs.media import Media
from kiosk.affairs.spoken import spoken
from kiosk.feed.blobs import digest_of
from kiosk.terminal.config import Panel
from kiosk.terminal.speech import Mute
from kiosk.terminal.ui.scenes import scenes
from kiosk.terminal.ui.screens.stillthere import StillThere
from kiosk.terminal.ui.theme import Step
from kiosk.terminal.ui.widgets.tap import Tap
from kiosk.terminal.ui.widgets.words import Words
from tests.support.eyes import faults
from tests.support.village import Village, face, prose
from tests.support.voice import QuietVoice

pytestmark = pytest.mark.ui
UPRIGHT, WIDE = Panel(), Panel(width=1920, height=1080)


@pytest.fixture
def voice():
    return QuietVoice()


@pytest.fixture
def pilot(open_pilot, village, voice):
    return speaking(open_pilot(village), voice)


def speaking(pilot, voice):
    pilot.board.aloud.voice = voice
    pilot.board.home()
    return pilot


def marked(pilot):
    return [b.text for b in pilot.blocks() if isinstance(b, Words) and b.mark is not None]


def read_all(pilot, voice):
    """Let every sentence end; what was said, and on which page."""
    pages = []
    while voice.saying is not None:
        pages.append(pilot.board.screen.page)
        voice.finish()
    return voice.texts, pages


def test_the_screen_is_read_in_order_from_its_title_on(pilot, voice):
    pilot.tap("10月收支明细")
    pilot.tap("念给我听")
    said, _ = read_all(pilot, voice)
    assert said[0] == "十月收支明细"
    whole = "".join(said)
    assert "上期结余：十万元。" in whole
    assert whole.index("上期结余") < whole.index("十月一日，收到，第一笔") < whole.index("赵某兰")
    assert "十月二日，付出，第二笔：村西水渠维修与保洁，青禾水利工程队，五百元零一分" in whole


def test_pages_turn_along_and_every_row_is_said_once(pilot, voice):
    pilot.tap("10月收支明细")
    count = pilot.board.laid_out.count
    pilot.tap("念给我听")
    said, pages = read_all(pilot, voice)
    assert pages == sorted(pages)
    assert set(pages) == set(range(count))
    whole = "".join(said)
    assert all(whole.count(f"第{spoken(str(n))}笔：") == 1 for n in range(1, 31))


def test_what_is_being_read_is_marked_and_nothing_else(pilot, voice):
    pilot.tap("10月收支明细")
    pilot.tap("念给我听")
    assert marked(pilot) == ["10月收支明细"]
    while "第二笔" not in voice.saying.text:
        voice.finish()
    assert any("第 2 笔" in text for text in marked(pilot))
    assert not any("第 3 笔" in text for text in marked(pilot))
    pilot.tap("不念了")
    assert marked(pilot) == []


def test_sentences_of_running_text_are_whole_although_lines_are_short(pilot, voice):
    pilot.tap("党务")
    pilot.tap("9月主题党日")
    pilot.tap("念给我听")
    while "村民代表会议讨论了" not in voice.saying.text:
        voice.finish()
    assert voice.saying.text.startswith("二零二六年十月十二日，村民代表会议讨论了")
    assert voice.saying.text.endswith("预算十二万六千元。")
    assert len(marked(pilot)) >= 2
    first = marked(pilot)
    voice.finish()
    assert marked(pilot) != first


def test_at_the_end_the_footer_is_back(pilot, voice):
    pilot.tap("还没公开")
    pilot.tap("念给我听")
    assert not pilot.sees("看不清")
    read_all(pilot, voice)
    assert pilot.sees("看不清")


def test_pause_slower_louder_and_enough(pilot, voice):
    pilot.tap("村里的钱")
    pilot.tap("念给我听")
    pilot.tap("停一停")
    assert voice.paused
    pilot.tap("接着念")
    assert not voice.paused
    for pace in (1, 2, 0):
        pilot.tap("念快些" if pace == 0 else "念慢些")
        assert voice.pace == pace
    pilot.tap("大声些")
    assert voice.volume == 2
    pilot.tap("小声些")
    assert voice.volume == 0
    pilot.tap("不念了")
    assert voice.saying is None
    assert pilot.sees("念给我听")


@pytest.mark.parametrize("leave", ["首页", "返回", "wipe", "open", "voucher"])
def test_it_is_silent_as_soon_as_the_visitor_leaves(pilot, voice, leave):
    pilot.tap("10月收支明细")
    pilot.tap("念给我听")
    board = pilot.board
    if leave == "wipe":
        voice.set_pace(2)
        board.wipe()
        assert voice.pace == 0
    elif leave == "open":
        board.home()
    elif leave == "voucher":
        while "看凭证" not in voice.saying.text:
            voice.finish()
        pilot.tap("看凭证")
    elif leave == "首页":
        board.home()
    else:
        board.back()
    assert voice.saying is None
    assert not board.aloud.active


def test_a_page_turned_by_hand_is_where_it_goes_on(pilot, voice):
    pilot.tap("10月收支明细")
    pilot.tap("念给我听")
    pilot.swipe(-400)
    assert pilot.board.screen.page == 1
    assert "第一笔" not in voice.saying.text
    assert marked(pilot)


def test_the_bar_moves_no_page_and_cuts_nothing(open_pilot, village):
    for panel in (UPRIGHT, WIDE):
        for step in Step:
            pilot = speaking(open_pilot(village, panel), QuietVoice())
            pilot.board.set_step(step)
            pilot.tap("村里的钱")
            footer = pilot.board.shown[1].height
            pilot.tap("念给我听")
            assert pilot.board.shown[1].height == footer
            assert faults(pilot) == []
            pilot.close()


def test_a_voucher_is_said_and_falls_silent_when_it_is_closed(pilot, voice):
    pilot.tap("10月收支明细")
    pilot.tap("看凭证")
    pilot.tap("念给我听")
    assert voice.saying.text == "凭证。"
    voice.finish()
    assert voice.saying.text.startswith("十月二日，付出，第二笔")
    pilot.tap("返回")
    assert voice.saying is None
    assert pilot.sees("上期结余")


def test_without_a_voice_there_is_no_button_and_a_reason(open_pilot, village):
    pilot = speaking(open_pilot(village), Mute("没有声卡。"))
    assert not any("念给我听" in t.spoken_text for t in pilot.taps())
    assert pilot.board.aloud.trouble == "没有声卡。"


def test_a_sound_that_fails_ends_the_reading_calmly_and_is_known(pilot, voice):
    pilot.tap("村里的钱")
    pilot.tap("念给我听")
    voice.finish(said=False)
    assert not pilot.board.aloud.active
    assert "音箱" in pilot.board.aloud.trouble
    assert pilot.sees("村里的钱")


def test_who_listens_is_not_taken_for_gone(open_pilot, village, monkeypatch):
    monkeypatch.setattr("kiosk.terminal.ui.app._COUNTDOWN", 1)
    voice = QuietVoice()
    pilot = speaking(open_pilot(village, idle_seconds=2, attract_seconds=60), voice)
    asked = []
    monkeypatch.setattr(pilot.app.idle, "touched", lambda: asked.append(1))
    pilot.tap("村里的钱")
    pilot.tap("念给我听")
    pilot.wait(lambda: asked)
    pilot.board.aloud._touched -= 301
    assert not pilot.board.aloud.listening


@pytest.mark.parametrize("panel", [UPRIGHT, WIDE], ids=["upright", "wide"])
def test_everything_that_can_be_touched_and_every_text_can_be_spoken(open_pilot, village, panel):
    pilot = speaking(open_pilot(village, panel), QuietVoice())
    for name, show in scenes(pilot.board, pilot.app.caretaker).items():
        pilot.board.wipe()
        show()
        for block in pilot.blocks():
            if isinstance(block, Tap) or (isinstance(block, Words) and block.text.strip()):
                said = spoken(block.spoken_text)
                assert said.strip(), f"{name}: {getattr(block, 'text', block)}"
                assert not any(c.isdecimal() or c in "＊*%" for c in said), f"{name}: {said}"


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """September's party day was read out by a person; the recording came through the feed."""
    village = Village(tmp_path_factory.mktemp("recorded"))
    village.add_everything()
    path = village.folder / "recording.mp3"
    path.write_bytes(b"\xff\xfb sound" * 500)
    digest = digest_of(path.read_bytes())
    recording = Media(
        digest=digest, size=path.stat().st_size, type="audio/mpeg", width=0, height=0, alt="录音"
    )
    content = msgspec.structs.replace(prose(1500), recording=recording)
    village.add(face("A7", "9月主题党日", Kind.PROSE, "2026-09", date(2026, 10, 9)), content, path)
    village.publish()
    village.sync()
    return village


def test_a_recording_made_at_the_center_is_preferred(open_pilot, recorded):
    voice = QuietVoice()
    pilot = speaking(open_pilot(recorded), voice)
    pilot.tap("党务")
    pilot.tap("9月主题党日")
    pilot.tap("念给我听")
    [said] = voice.said
    assert said.recording.read_bytes().startswith(b"\xff\xfb sound")
    assert pilot.sees("正在放县里录好的声音")
    assert not any("念慢些" in tap.spoken_text for tap in pilot.taps())
    pilot.tap("停一停")
    pilot.tap("接着念")
    pilot.swipe(-400)
    assert voice.saying is said, "turning the page by hand does not disturb a recording"
    voice.finish()
    assert not pilot.board.aloud.active


def test_with_recordings_only_the_button_stands_where_there_is_one(open_pilot, recorded):
    voice = QuietVoice(reads_texts=False)
    pilot = speaking(open_pilot(recorded), voice)
    assert not any("念给我听" in tap.spoken_text for tap in pilot.taps())
    assert "espeak-ng" in pilot.board.aloud.trouble
    pilot.tap("党务")
    pilot.tap("9月主题党日")
    pilot.tap("念给我听")
    assert voice.saying is not None


def test_what_is_marked_is_written_in_ink_whatever_its_own_ground_was(pilot, voice):
    pilot.tap("念给我听")
    while not voice.saying.text.startswith("党务"):
        voice.finish()
    words = [b for b in pilot.blocks() if isinstance(b, Words) and b.mark is not None]
    assert "党务" in [b.text for b in words]
    assert {b.mark.ink for b in words} == {pilot.board.kit.colour.ink}


def test_whatever_covers_the_page_ends_the_reading_and_the_footer_is_back_below(pilot, voice):
    pilot.tap("10月收支明细")
    pilot.tap("念给我听")
    while "看凭证" not in voice.saying.text:
        voice.finish()
    pilot.tap("看凭证")
    assert voice.saying is None
    pilot.tap("返回")
    assert pilot.sees("看不清")
    assert marked(pilot) == []


def test_the_question_whether_one_is_there_is_read_over(pilot, voice):
    pilot.tap("10月收支明细")
    pilot.tap("念给我听")
    pilot.board.open_cover(StillThere(pilot.board, 5))
    voice.finish()
    assert voice.saying is not None
    assert isinstance(pilot.board.cover, StillThere)
    pilot.tap("我还在看")
    voice.finish()
    assert marked(pilot)
