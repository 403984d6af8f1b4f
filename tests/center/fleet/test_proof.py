"""Proof of publication: what was seen, what was not, and what was dark."""

from datetime import UTC, datetime, timedelta

import feedlab as sample
import openpyxl
import pytest

ITEM = sample.notice().disclosure.id
NOON = datetime.now(UTC).replace(hour=4, minute=0, second=0, microsecond=0) + timedelta(days=1)
"""Tomorrow at noon in China: signatures of today still hold."""


@pytest.fixture
def chronicle(center, feed):
    from kiosk.center.fleet.chronicle import Chronicle

    feed.clock.now = NOON
    return Chronicle(feed.repo)


def at(hours):
    return NOON + timedelta(hours=hours)


def shows(box, *stretches):
    """Stretches of (from hour, to hour, version of the village's feed, of the takedowns)."""
    from kiosk.center.fleet.models import Showing

    for since, until, version, takedowns in stretches:
        Showing.objects.create(
            terminal=box.row,
            number=Showing.objects.count() + 1,
            scopes={sample.VILLAGE: version},
            takedowns=takedowns,
            since=at(since),
            until=at(until),
        )


def prove(box, hours, item=ITEM):
    from kiosk.center.fleet.proof import notice_of, prove

    notice = notice_of(item, at(hours))
    (proof,) = prove(notice, [box.row], at(hours))
    told = [
        (
            s.what,
            round((s.since - NOON) / timedelta(hours=1), 2),
            round((s.until - NOON) / timedelta(hours=1), 2),
        )
        for s in proof.stretches
    ]
    return notice, proof, told


def test_dark_hours_are_shown_and_not_counted(box, feed, chronicle):
    feed.push(sample.notice())
    chronicle.refresh()
    shows(box, (1, 5, 1, 0), (5.1, 8, 1, 0), (20, 24, 1, 0))
    _, proof, told = prove(box, 30)
    assert told == [
        ("dark", 0, 1),
        ("seen", 1, 8),
        ("dark", 8, 20),
        ("seen", 20, 24),
        ("dark", 24, 30),
    ]
    assert proof.total("seen") == timedelta(hours=11)
    assert proof.total("dark") == timedelta(hours=19)


def test_a_notice_period_ends_with_its_last_day_in_china(box, feed, chronicle):
    feed.push(sample.notice(notice_until=NOON.date() + timedelta(days=1)))
    chronicle.refresh()
    shows(box, (0, 100, 1, 0))
    notice, _, told = prove(box, 100)
    assert notice.required
    assert notice.end == at(36)
    assert told == [("seen", 0, 36)]


def test_an_older_edition_without_the_item_is_not_proof(box, feed, chronicle):
    feed.push(sample.ledger(9))
    feed.push(sample.ledger(9), sample.notice())
    feed.push(sample.ledger(9), sample.notice("改正了。"))
    chronicle.refresh()
    shows(box, (0, 2, 1, 0), (2, 4, 2, 0), (4, 6, 3, 0))
    _, _, told = prove(box, 6)
    assert told == [("absent", 0, 2), ("seen", 2, 6)], "a correction is still the same item"


def test_a_takedown_ends_the_proof(box, feed, chronicle):
    feed.push(sample.notice())
    feed.clock.now = at(10)
    feed.publisher.withdraw(ITEM, reason="有误")
    chronicle.refresh()
    shows(box, (0, 4, 1, 0), (4, 20, 1, 1))
    notice, _, told = prove(box, 20)
    assert (notice.required, notice.end) == (False, at(10))
    assert told == [("seen", 0, 4), ("absent", 4, 10)]


def test_a_period_without_any_report_is_dark_to_the_minute(box, feed, chronicle):
    feed.push(sample.notice())
    chronicle.refresh()
    assert prove(box, 0.1)[2] == [("dark", 0, 0.1)]


def test_what_was_never_published_has_no_proof(box, feed, chronicle):
    from kiosk.center.fleet.proof import notice_of

    chronicle.refresh()
    assert notice_of(ITEM, at(1)) is None


def test_the_workbook_has_sums_and_every_stretch(box, feed, chronicle, tmp_path):
    from kiosk.center.fleet.export import write_xlsx

    feed.push(sample.notice())
    chronicle.refresh()
    shows(box, (0, 3, 1, 0))
    notice, proof, _ = prove(box, 4)
    write_xlsx(tmp_path / "p.xlsx", notice, [proof], lambda code: f"村{code}")
    sums, details = openpyxl.load_workbook(tmp_path / "p.xlsx").worksheets
    assert [c.value for c in sums[5]][2:] == [3, 0, 1, "75.0%"]
    assert sums["C2"].value == at(8).replace(tzinfo=None), "in China's time"
    rows = [tuple(c.value for c in row)[4:] for row in details.iter_rows(min_row=2)]
    assert rows == [(3, "可以看到"), (1, "没有画面")]
