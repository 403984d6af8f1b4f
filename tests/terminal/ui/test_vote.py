"""Voting at the screen: one question a page, then it is cast; who leaves, leaves nothing behind."""

from __future__ import annotations

import gc
import weakref
from functools import partial

import msgspec
import pytest

from kiosk.feed.ballots import CastBallot, ballot_code
from kiosk.terminal.ballots import BallotBox, FullError
from kiosk.terminal.config import Panel
from kiosk.terminal.ui.aloud_text import passages
from tests.support.estate import add_words
from tests.support.eyes import faults
from tests.support.village import Village, later

pytestmark = pytest.mark.ui
CODE = ballot_code("48213905771")
UPRIGHT, WIDE = Panel(), Panel(width=1920, height=1080)


@pytest.fixture(scope="module")
def voting(tmp_path_factory):
    village = Village(tmp_path_factory.mktemp("voting"))
    village.add_everything()
    add_words(village)
    village.publish()
    village.sync()
    return village


@pytest.fixture
def pilot(open_pilot, voting):
    pilot = open_pilot(voting)
    box = pilot.board.desk.ballots
    for path in box.waiting():
        path.unlink()
    return pilot


def type_code(pilot, code=CODE):
    for digit in code:
        pilot.tap_block(next(t for t in pilot.taps() if t.spoken_text == digit))
    pilot.tap_block(next(t for t in pilot.taps() if t.spoken_text == "开始"))


def begin(pilot):
    pilot.tap("现在可以投票")
    pilot.tap("在屏上投票")
    type_code(pilot)


def answer(pilot, points):
    pilot.tap(f"{points}分")


@pytest.mark.parametrize("panel", [UPRIGHT, WIDE], ids=["upright", "wide"])
def test_from_home_to_a_cast_ballot(open_pilot, voting, panel):
    pilot = open_pilot(voting, panel)
    box = pilot.board.desk.ballots
    for path in box.waiting():
        path.unlink()
    begin(pilot)
    booth = weakref.ref(pilot.board.screen.booth)
    for number, points in enumerate((10, 9, 8, 5, 3)):
        assert pilot.sees(f"第 {number + 1} 题，共 6 题")
        assert faults(pilot) == []
        answer(pilot, points)
    pilot.tap("不了解")
    assert pilot.sees("有 1 题没有评")
    assert faults(pilot) == []
    pilot.tap("交卷")
    assert pilot.sees("交好了")
    (path,) = box.waiting()
    ballot = msgspec.json.decode(path.read_bytes(), type=CastBallot)
    assert ballot == CastBallot(
        session="2026-mzpy",
        code=CODE,
        votes=((0, 0, 10), (0, 1, 9), (1, 0, 8), (1, 1, 5), (2, 0, 3)),
    )
    path.unlink()
    pilot.tap("返回")
    assert pilot.sees("柳河村公开栏")
    gc.collect()
    assert booth() is None


def test_a_wrong_code_is_said_at_once_and_votes_about_nothing(pilot):
    pilot.tap("现在可以投票")
    pilot.tap("在屏上投票")
    type_code(pilot, CODE[:-1] + str((int(CODE[-1]) + 1) % 10))
    assert pilot.sees("投票码不对")
    type_code(pilot, CODE[:5])
    assert pilot.sees("投票码不对")
    type_code(pilot)
    assert pilot.sees("第 1 题")


def test_a_voter_can_go_back_and_change_what_was_given(pilot):
    begin(pilot)
    answer(pilot, 10)
    pilot.tap("返回")
    assert pilot.sees("第 1 题")
    for points in (3, 9, 9, 9, 9, 9):
        answer(pilot, points)
    pilot.tap("赵＊山，干事实不实")
    answer(pilot, 7)
    assert pilot.sees("较好 7 分")
    assert not pilot.sees("差 3 分")
    assert pilot.board.desk.ballots.waiting() == []


def test_a_voice_never_tells_what_somebody_gave(pilot):
    begin(pilot)
    for _ in range(6):
        answer(pilot, 3)
    assert pilot.sees("差 3 分")
    said = "".join(p.text for p in passages(pilot.board.laid_out, 0))
    assert "评过了" in said
    assert "3" not in said
    assert "差" not in said


def test_nothing_is_cast_where_nothing_was_given(pilot):
    begin(pilot)
    for _ in range(6):
        pilot.tap("不了解")
    pilot.tap("交卷")
    assert pilot.sees("一项也没有评")
    assert pilot.board.desk.ballots.waiting() == []
    pilot.tap("回去看看")
    assert pilot.sees("交卷")


def test_whoever_is_gone_for_long_leaves_nothing_behind(pilot):
    begin(pilot)
    booth = weakref.ref(pilot.board.screen.booth)
    answer(pilot, 10)
    answer(pilot, 4)
    pilot.board.wipe()
    pilot.frames(2)
    assert pilot.sees("柳河村公开栏")
    gc.collect()
    assert booth() is None
    assert pilot.board.desk.ballots.waiting() == []


def test_a_code_that_was_half_typed_is_gone_with_the_visitor(pilot):
    pilot.tap("现在可以投票")
    pilot.tap("在屏上投票")
    for digit in "4821":
        pilot.tap_block(next(t for t in pilot.taps() if t.spoken_text == digit))
    assert pilot.sees("4821")
    pilot.board.wipe()
    pilot.tap("现在可以投票")
    pilot.tap("在屏上投票")
    assert not pilot.sees("4821")


def test_a_full_box_and_a_full_disk_are_said_and_the_ballot_is_kept_on_the_screen(
    pilot, monkeypatch
):
    begin(pilot)
    for _ in range(6):
        answer(pilot, 9)

    def full(_self, _ballot):
        raise FullError("这块屏上等着送出的票太多了")

    monkeypatch.setattr(BallotBox, "cast", full)
    pilot.tap("交卷")
    assert pilot.sees("没有交成")
    assert pilot.sees("太多了")

    def broken(_self, _ballot):
        raise OSError("no space")

    monkeypatch.setattr(BallotBox, "cast", broken)
    pilot.tap("回去看看")
    pilot.tap("交卷")
    assert pilot.sees("存不下")
    monkeypatch.undo()
    pilot.tap("回去看看")
    pilot.tap("交卷")
    assert pilot.sees("交好了")
    assert len(pilot.board.desk.ballots.waiting()) == 1


def test_what_is_cast_after_the_end_is_not_taken(open_pilot, voting):
    pilot = open_pilot(voting)
    begin(pilot)
    for _ in range(6):
        answer(pilot, 9)
    pilot.board.desk.now = partial(later, 9)
    pilot.tap("交卷")
    assert pilot.sees("投票已经截止")


def test_before_it_opens_and_after_it_closes_nothing_can_be_voted(open_pilot, voting):
    pilot = open_pilot(voting)
    pilot.board.desk.now = partial(later, 9)
    pilot.board.home()
    assert not pilot.sees("现在可以投票")
    pilot.tap("有话说")
    pilot.tap("民主评议")
    assert pilot.sees("8.22 分")
    assert not any("在屏上投票" in t.spoken_text for t in pilot.taps())


def test_without_a_center_the_screen_promises_no_vote(open_pilot, voting):
    pilot = open_pilot(voting, center="")
    pilot.tap("现在可以投票")
    assert not any("在屏上投票" in t.spoken_text for t in pilot.taps())
    assert pilot.sees("评谁")


def test_results_stand_with_their_counts_and_promises_with_what_became_of_them(open_pilot, voting):
    pilot = open_pilot(voting)
    pilot.tap("有话说")
    pilot.tap("民主评议")
    pilot.tap("2025年民主评议结果")
    text = pilot.read_all()
    assert "8.22 分" in text
    assert "好 21，较好 10，一般 5，差 1" in text
    assert "没做到" in text
    assert "明年汛期以前把村西水渠修好" in text
