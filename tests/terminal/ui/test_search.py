"""Finding without an input method."""

import pytest

from kiosk.terminal.config import Panel
from kiosk.terminal.ui.theme import Step
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
