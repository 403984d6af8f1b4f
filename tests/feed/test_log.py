"""How a scope's log grows: head, pages, and writing anew."""

import feedlab as sample
import msgspec

from kiosk.feed.documents import Entry, Feed, PageRef
from kiosk.feed.edition import newest
from kiosk.feed.log import grow


def entries(count, start=0):
    return [
        Entry(
            disclosure=sample.disclosure(serial=start + n + 1),
            document={"digest": "0" * 64, "size": 1},
        )
        for n in range(count)
    ]


def walk(feed_, appended, takedowns=()):
    """Append to a feed in memory; the new feed and its whole log."""
    pages, live_log = feed_
    live = newest(live_log)
    refs = tuple(sample_ref(p) for p in pages)
    old = Feed(
        scope=sample.VILLAGE, version=1, issued=sample.Clock()(), head=feed_head(feed_), pages=refs
    )
    grown = grow(old, live, appended, dict(takedowns))
    kept = pages if grown.keep_pages else []
    new_pages = [*kept, *grown.pages]
    return new_pages, [*(e for p in new_pages for e in p), *grown.head]


def sample_ref(page):
    return PageRef("0" * 64, 1, len(page))


def feed_head(feed_):
    pages, log = feed_
    return tuple(log[sum(len(p) for p in pages) :])


def test_the_head_keeps_20_to_79_and_pages_never_change():
    state = ([], [])
    for n in range(0, 300, 7):
        before = state[0]
        state = walk(state, entries(7, n))
        assert state[0][: len(before)] == before
        assert all(len(p) == 60 for p in state[0])
        assert len(feed_head(state)) < 80
        assert len(feed_head(state)) >= min(20, n + 7)
        assert len(newest(state[1])) == n + 7


def test_pages_are_written_anew_when_stale_entries_outnumber_live_ones():
    state = walk(([], []), entries(90))
    before = state[0]
    for version in range(2, 8):
        third = version % 3 * 30
        changed_ = [
            msgspec.structs.replace(
                e, disclosure=msgspec.structs.replace(e.disclosure, version=version)
            )
            for e in entries(90)[third : third + 30]
        ]
        state = walk(state, changed_)
        assert len(newest(state[1])) == 90
        assert len(state[1]) <= 2 * 90
        assert newest(state[1])[changed_[0].disclosure.id].disclosure.version == version
    assert state[0][:1] != before[:1]
