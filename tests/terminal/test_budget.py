"""Bytes of the day: text before pictures, takedowns always, and none forgotten by a restart."""

from datetime import date

import feedlab as sample
import msgspec
import pytest

from kiosk.feed.fetcher import UnreachableError
from kiosk.terminal import faults
from kiosk.terminal.budget import Budget


class Calendar:
    def __init__(self):
        self.day = date(2026, 11, 22)

    def __call__(self):
        return self.day


def test_pictures_get_nine_tenths_and_a_new_day_begins_anew(tmp_path):
    today = Calendar()
    budget = Budget(tmp_path, 1000, today)
    budget.spend(850)
    assert (budget.room(pictures=True), budget.room(pictures=False)) == (50, 150)
    budget.spend(500)
    assert (budget.room(pictures=True), budget.room(pictures=False)) == (0, 0)
    budget.save()
    assert Budget(tmp_path, 1000, today).spent == 1350
    today.day = date(2026, 11, 23)
    assert budget.room(pictures=False) == 1000
    assert Budget(tmp_path, 1000, today).spent == 0


def test_nothing_is_written_where_nothing_came(tmp_path):
    budget = Budget(tmp_path, 1000, Calendar())
    budget.save()
    assert not list(tmp_path.iterdir())
    budget.spend(5)
    budget.save()
    mark = (tmp_path / "budget.json").stat().st_ino
    budget.save()
    assert (tmp_path / "budget.json").stat().st_ino == mark


@pytest.mark.parametrize("content", [b"", b"{}", b'{"day":"soon","bytes":1}'])
def test_a_torn_count_begins_anew(tmp_path, content):
    (tmp_path / "budget.json").write_bytes(content)
    assert Budget(tmp_path, 1000, Calendar()).spent == 0


def limit(terminal, bytes_):
    terminal.config = msgspec.structs.replace(
        terminal.config, daily_megabytes=(terminal_spent(terminal) + bytes_) / (1 << 20)
    )
    terminal.restart()


def terminal_spent(terminal):
    return terminal.sync.budget.spent


def test_when_the_day_is_spent_pictures_wait_then_text_and_takedowns_come(feed, terminal, tmp_path):
    feed.push(sample.notice())
    terminal.follow()
    limit(terminal, 15_000)
    feed.push(
        *(
            sample.pictured(
                tmp_path / "p",
                bytes([n]) * 9_000,
                period=f"2026-10-{20 + n}",
                published=sample.date(2026, 10, 20 + n),
            )
            for n in range(3)
        )
    )
    terminal.sync.step()
    assert len(terminal.titles()) == 4
    assert not terminal.sync.pictures(float("inf"))
    newest = terminal.library.content(terminal.library.shelves()[0].disclosure.id).media()[0]
    pictures = [
        terminal.library.media_path(m.digest)
        for shelf in terminal.library.shelves()
        for m in terminal.library.content(shelf.disclosure.id).media()
    ]
    assert len([p for p in pictures if p]) <= 1
    assert "流量" in str(next(f for f in faults.faults(terminal.config) if f.code == "budget"))
    limit(terminal, -1)
    gone = sample.notice().disclosure.id
    feed.publisher.withdraw(gone, reason="误")
    feed.push(sample.ledger(8))
    with pytest.raises(UnreachableError, match="spent"):
        terminal.sync.step()
    assert gone not in terminal.ids(), "a takedown comes always"
    assert len(terminal.titles()) == 3
    limit(terminal, 10**6)
    terminal.follow()
    assert len(terminal.titles()) == 4
    assert terminal.library.media_path(newest.digest) is not None
    assert "budget" not in {f.code for f in faults.faults(terminal.config)}
