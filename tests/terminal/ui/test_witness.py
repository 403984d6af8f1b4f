"""The witness: what is noted is what is drawn."""

from datetime import date

import pytest

from kiosk.affairs.disclosure import Nothing
from kiosk.terminal.telemetry import drawn_path, read_drawn, uptime
from tests.support.village import Village

pytestmark = pytest.mark.ui


@pytest.fixture
def fresh(tmp_path):
    found = Village(tmp_path / "village")
    found.add_everything()
    found.publish()
    found.sync()
    return found


def noted(village):
    return read_drawn(drawn_path(village.config().data_path))


def push_more(village):
    village.show("E3", "四季度没有临时救助", "2026-Q4", date(2026, 11, 20), Nothing("没有发生。"))
    village.publish()
    village.sync()


def digest(pilot):
    return pilot.app.library.edition().digest


def test_the_first_frame_is_noted_with_its_edition_and_its_pixels(open_pilot, fresh):
    pilot = open_pilot(fresh)
    drawn = noted(fresh)
    assert drawn.edition == digest(pilot)
    assert len(drawn.frame) == 64
    assert not drawn.blank
    assert drawn.screen == "Home"
    assert 0 <= uptime() - drawn.at < 30
    assert drawn.touched is None


def test_a_new_edition_is_noted_once_it_is_drawn_and_not_when_it_arrives(open_pilot, fresh):
    pilot = open_pilot(fresh)
    old = digest(pilot)
    push_more(fresh)
    assert digest(pilot) != old
    assert noted(fresh).edition == old
    pilot.wait(lambda: noted(fresh).edition == digest(pilot))


def test_while_a_visitor_reads_an_older_page_that_is_what_is_shown(open_pilot, fresh):
    pilot = open_pilot(fresh)
    old = digest(pilot)
    pilot.tap("村务")
    push_more(fresh)
    pilot.wait(lambda: pilot.board.news)
    pilot.frames(5)
    assert noted(fresh).edition == old
    pilot.tap("首页")
    pilot.wait(lambda: noted(fresh).edition == digest(pilot))
    assert noted(fresh).touched is not None


def test_pixels_are_read_once_an_edition_and_not_with_every_frame(open_pilot, fresh, monkeypatch):
    pilot = open_pilot(fresh)
    read = []
    monkeypatch.setattr(pilot.app.witness, "_look", lambda: read.append(1))
    before = pilot.flips
    for _ in range(5):
        pilot.tap("村务")
        pilot.tap("首页")
    assert pilot.flips > before
    assert read == []


def test_an_empty_picture_is_told_from_one_with_words(open_pilot, fresh):
    pilot = open_pilot(fresh)
    witness = pilot.app.witness
    with_words = witness._frame
    assert with_words
    assert not witness._blank
    pilot.board.canvas.clear()
    pilot.board.canvas.after.clear()
    witness._looked = None
    pilot.frames(2)
    assert witness._blank
    assert witness._frame != with_words


def test_a_closed_board_leaves_no_more_notes(open_pilot, fresh):
    pilot = open_pilot(fresh)
    pilot.app.witness.close()
    drawn_path(fresh.config().data_path).unlink()
    pilot.app.witness._noted = None
    pilot.tap("村务")
    assert noted(fresh) is None
