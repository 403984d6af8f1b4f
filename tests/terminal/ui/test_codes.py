"""The codes on the real screen, read by a reader that is not ours, as phones see them."""

import pytest
import zxingcpp
from PIL import Image, ImageFilter

from kiosk.feed.code import PATH, Purpose, read_token, subject_of, unit_item
from kiosk.terminal.config import Panel
from kiosk.terminal.ui.theme import Look, Step
from kiosk.terminal.ui.widgets.code import CodeBlock
from tests.support.eyes import faults
from tests.support.village import VILLAGE

pytestmark = pytest.mark.ui
UPRIGHT, WIDE = Panel(), Panel(width=1920, height=1080)
LONGEST_HOST = "https://gongkai.shilixian-gov.example"


def read(picture: Image.Image) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(picture.convert("L"))]


def as_phones_see_it(picture: Image.Image):
    yield "as it is", picture
    yield "from afar", picture.resize((picture.width // 3, picture.height // 3))
    yield "turned", picture.convert("RGB").rotate(12, expand=True, fillcolor="#808080")
    yield "blurred", picture.filter(ImageFilter.GaussianBlur(3))


@pytest.mark.parametrize("contrast", [False, True], ids=["standard", "contrast"])
@pytest.mark.parametrize("panel", [UPRIGHT, WIDE], ids=["upright", "wide"])
def test_the_large_code_is_read_scaled_turned_and_blurred(open_pilot, village, panel, contrast):
    pilot = open_pilot(village, panel, center=LONGEST_HOST)
    pilot.board.set_look(Look(contrast=contrast))
    pilot.tap("政务")
    pilot.tap("村民代表会议决议")
    pilot.tap("扫一扫")
    picture = pilot.picture()
    code = next(b for b in pilot.blocks() if isinstance(b, CodeBlock))
    assert code.across <= 41
    assert code.pitch / pilot.board.kit.theme.px_per_mm >= 4
    for how, seen in as_phones_see_it(picture):
        (text,) = read(seen) or ["nothing"]
        assert text.startswith(LONGEST_HOST.upper() + PATH), how
        token = read_token(text.rpartition("/")[2])
        assert token.purpose is Purpose.SPEAK
        assert token.subject == subject_of(VILLAGE, f"{VILLAGE}-C2-2026-10-12")


def test_the_small_code_in_the_page_is_read_and_grows_on_a_touch(open_pilot, village):
    pilot = open_pilot(village)
    pilot.tap("政务")
    pilot.tap("村民代表会议决议")
    assert len(read(pilot.picture())) == 1
    pilot.tap("对这件事有疑问")
    assert pilot.sees("反映问题")
    pilot.tap("带走这一页")
    assert read_token(read(pilot.picture())[0].rpartition("/")[2]).purpose is Purpose.TAKE
    assert pilot.sees("gk.shilixian.example")
    pilot.tap("返回")
    assert pilot.board.cover is None


def test_the_code_of_home_and_of_its_lists_is_the_villages(open_pilot, village):
    pilot = open_pilot(village)
    pilot.tap("有话说")
    (text,) = read(pilot.picture())
    assert read_token(text.rpartition("/")[2]).subject == subject_of(VILLAGE)
    pilot.tap("扫一扫")
    assert pilot.sees("柳河村")


@pytest.mark.parametrize("step", list(Step))
@pytest.mark.parametrize("panel", [UPRIGHT, WIDE], ids=["upright", "wide"])
def test_a_code_fits_in_every_text_size_and_low_for_the_seated(open_pilot, village, panel, step):
    pilot = open_pilot(village, panel)
    pilot.board.set_look(Look(step, seated=True))
    pilot.tap("有话说")
    pilot.tap("扫一扫")
    assert faults(pilot) == []
    assert read(pilot.picture())


def test_without_a_center_there_is_no_code_and_nothing_that_promises_one(open_pilot, village):
    pilot = open_pilot(village, center="")
    pilot.tap("政务")
    pilot.tap("村民代表会议决议")
    assert not pilot.sees("疑问")
    assert not any("扫一扫" in t.spoken_text for t in pilot.taps())


def test_the_board_of_cases_says_how_each_stands_and_the_pad_finds_one(open_pilot, village):
    pilot = open_pilot(village)
    pilot.tap("有话说")
    assert pilot.sees("14 件")
    assert pilot.sees("已超期")  # by today's date, whatever was published
    assert pilot.sees("个人事项")
    pilot.tap("第 6 件")
    assert pilot.sees("多抽了二十一天水")
    number = pilot.board.screen.case.number
    pilot.tap("返回")
    pilot.tap("办得怎么样了")
    assert faults(pilot) == []
    for digit in number[:-1] + str((int(number[-1]) + 1) % 10):
        pilot.tap_block(next(t for t in pilot.taps() if t.spoken_text == digit))
    pilot.tap_block(next(t for t in pilot.taps() if t.spoken_text == "查"))
    assert pilot.sees("编号不对")
    for digit in number:
        pilot.tap_block(next(t for t in pilot.taps() if t.spoken_text == digit))
    pilot.tap_block(next(t for t in pilot.taps() if t.spoken_text == "查"))
    assert pilot.sees("多抽了二十一天水")
    assert pilot.sees("解决了")


def test_ratings_stand_on_the_screen_and_their_codes_lead_to_rating(open_pilot, village):
    pilot = open_pilot(village)
    pilot.tap("有话说")
    assert pilot.sees("8.12 分，25 人打过分")
    pilot.tap("打个分")
    (text,) = read(pilot.picture())
    token = read_token(text.rpartition("/")[2])
    assert (token.purpose, token.subject) == (Purpose.RATE, subject_of(VILLAGE))
    assert pilot.sees("好 14 人")
    pilot.tap("青禾镇农经站")
    (text,) = read(pilot.picture())
    assert read_token(text.rpartition("/")[2]).subject == subject_of(
        VILLAGE, unit_item("青禾镇农经站")
    )
    assert not pilot.sees("带走这一页")


def test_the_unit_that_answered_can_be_rated_from_the_case(open_pilot, village):
    pilot = open_pilot(village)
    pilot.tap("有话说")
    pilot.tap("第 6 件")
    assert pilot.sees("6.83 分，3 人打过分")
    pilot.tap("给办事单位打分")
    (text,) = read(pilot.picture())
    token = read_token(text.rpartition("/")[2])
    assert token.purpose is Purpose.RATE
    assert token.subject == subject_of(VILLAGE, unit_item("青禾镇农经站"))


def test_without_a_center_ratings_are_shown_and_no_code_is_promised(open_pilot, village):
    pilot = open_pilot(village, center="")
    pilot.tap("有话说")
    pilot.tap("打个分")
    assert pilot.sees("8.12 分")
    assert read(pilot.picture()) == []
