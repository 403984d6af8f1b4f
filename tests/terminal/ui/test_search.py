"""Finding without an input method."""

import pytest

from kiosk.terminal.config import Panel
from kiosk.terminal.ui.screens.search import SearchScreen
from kiosk.terminal.ui.theme import Step
from kiosk.terminal.ui.widgets.words import Words
from tests.support.eyes import faults

pytestmark = pytest.mark.ui


def _type(pilot, letters):
    for letter in letters:
        pilot.tap_block(next(t for t in pilot.taps() if t.spoken_text == letter))


@pytest.fixture(scope="module")
def lettered(tmp_path_factory):
    """Titles with the initials that the center computes at publishing."""
    import msgspec

    from kiosk.center.folder.initials import initials_of
    from tests.support.village import Village

    village = Village(tmp_path_factory.mktemp("lettered"))
    village.add_everything()
    for key, draft in village.drafts.items():
        face = msgspec.structs.replace(
            draft.disclosure, initials=initials_of(draft.disclosure.title)
        )
        village.drafts[key] = msgspec.structs.replace(draft, disclosure=face)
    village.publish()
    village.sync()
    return village


def test_the_first_letters_of_pinyin_find_a_title_while_one_types(open_pilot, lettered):
    pilot = open_pilot(lettered)
    pilot.tap("查找")
    _type(pilot, "SZMX")
    assert pilot.sees("S Z M X")
    assert pilot.sees("10月收支明细")
    assert not pilot.sees("土地承包合同一览")
    pilot.tap("10月收支明细")
    assert pilot.sees("上期结余")


def test_letters_are_taken_back_one_by_one_and_all_at_once(open_pilot, lettered):
    pilot = open_pilot(lettered)
    pilot.tap("查找")
    _type(pilot, "SZQ")
    assert pilot.sees("没有找到")
    pilot.tap("删一个")
    assert pilot.sees("10月收支明细")
    pilot.tap("清空")
    assert pilot.sees("想找什么")


def test_a_word_can_be_touched_instead_of_typed(open_pilot, lettered):
    pilot = open_pilot(lettered)
    pilot.tap("查找")
    pilot.tap("承包")
    assert pilot.sees("土地承包合同一览")
    pilot.tap("全部看")
    assert pilot.sees("找到的：承包")


def test_what_was_typed_is_gone_when_the_visitor_is(open_pilot, lettered):
    pilot = open_pilot(lettered)
    pilot.tap("查找")
    _type(pilot, "SZ")
    pilot.board.wipe()
    pilot.tap("查找")
    assert pilot.sees("想找什么")


@pytest.mark.parametrize("step", list(Step))
@pytest.mark.parametrize("panel", [Panel(), Panel(width=1920, height=1080)], ids=["up", "wide"])
def test_keys_words_and_results_never_collide(open_pilot, lettered, panel, step):
    pilot = open_pilot(lettered, panel)
    pilot.board.set_step(step)
    pilot.tap("查找")
    assert faults(pilot) == []
    for letter in "SZ":
        _type(pilot, letter)
        assert faults(pilot) == []


def marks(pilot):
    return {
        word
        for block in pilot.blocks()
        if isinstance(block, Words) and block.mark is not None
        for word in block.mark.sought
        if word in block.text
    }


def test_words_that_were_found_are_marked_in_the_list_and_in_what_is_opened(open_pilot, lettered):
    pilot = open_pilot(lettered)
    pilot.tap("查找")
    _type(pilot, "SZMX")
    assert marks(pilot) == {"收支明细"}
    pilot.tap("清空")
    pilot.tap("承包")
    assert marks(pilot) == {"承包"}
    pilot.tap("土地承包合同一览")
    assert pilot.board.screen.sought == ["承包"]
    assert "承包人" in " ".join(b.text for b in pilot.blocks() if isinstance(b, Words) and b.mark)


def test_a_row_of_a_ledger_is_found_and_opened_at_its_page(open_pilot, lettered):
    pilot = open_pilot(lettered)
    pilot.board.go(SearchScreen)
    pilot.board.screen.find("第 29 笔")
    pilot.frames(2)
    pilot.tap("9月1日，付出，第 29 笔")
    screen = pilot.board.screen
    assert screen.title == "9月收支明细"
    assert screen.page > 0
    words = [b for b in pilot.blocks() if isinstance(b, Words) and b.mark is not None]
    marked = [b.text for b in words if not b.mark.sought]
    assert any("第 29 笔" in text for text in marked)
    assert not any("第 30 笔" in text for text in marked)
    pilot.tap("返回")
    assert pilot.board.screen.title == "查找"


def test_amount_class_and_time_narrow_what_is_found(open_pilot, lettered):
    pilot = open_pilot(lettered)
    pilot.tap("查找")
    pilot.tap("金额不限")
    pilot.tap("1千元以上")
    assert pilot.sees("1千元以上")
    pilot.tap("全部看")
    text = pilot.read_all()
    assert "＋1,000.27" in text
    assert "－500" not in text
    assert "村西水渠维修" in text  # the project's budget
    assert "三会一课" not in text
    pilot.board.home()
    pilot.tap("查找")
    pilot.tap("时间不限")
    pilot.tap("2026年9月")
    pilot.tap("全部类别")
    pilot.tap("党务")
    assert pilot.sees("9月主题党日")
    assert not pilot.sees("9月收支明细")
    pilot.tap("清空")
    assert pilot.sees("全部类别")


def test_nothing_found_says_so_and_the_list_can_be_narrowed_again(open_pilot, lettered):
    pilot = open_pilot(lettered)
    pilot.tap("查找")
    pilot.tap("金额不限")
    pilot.tap("10万元以上")
    pilot.tap("全部看")
    assert pilot.sees("找到的：10万元以上")
    pilot.tap("全部类别")
    pilot.tap("党务")
    assert pilot.sees("没有找到")
    assert faults(pilot) == []
