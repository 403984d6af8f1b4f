"""Feeds that are well signed and make no sense: what a thief with the publisher's key can try."""

import feedlab as sample
import pytest
from test_client import Reader, current, forge

from kiosk.feed.documents import encode


@pytest.fixture
def reader(feed, tmp_path):
    return Reader(feed, tmp_path / "reader")


def spoilt(feed):
    """Feeds that only someone with the publisher's key can sign, and that make no sense."""
    good = encode(current(feed))
    return {
        "nothing": b"",
        "null": b"null",
        "deep": b"[" * 200_000,
        "deep inside": good.replace(b'"head":[', b'"head":[' + b"[" * 100_000),
        "not text": b"\xff\xfe" + good,
        "version below zero": good.replace(b'"version":1', b'"version":-1', 1),
        "version beyond": good.replace(b'"version":1', b'"version":' + b"9" * 5000, 1),
        "page out of the folder": good.replace(
            b'"head":[',
            b'"pages":[{"digest":"../../../etc/passwd","size":9,"count":1}],"head":[',
            1,
        ),
        "page of no size": good.replace(
            b'"head":[', b'"pages":[{"digest":"%s","size":-9,"count":1}],"head":[' % (b"a" * 64), 1
        ),
    }


@pytest.mark.parametrize("case", list(range(9)))
def test_a_signed_feed_that_makes_no_sense_breaks_its_scope_and_nothing_else(feed, reader, case):
    feed.push(sample.notice(), sample.notice(division=sample.COUNTY))
    before = reader.poll().edition
    name, data = list(spoilt(feed).items())[case]
    assert data != encode(current(feed)), name
    forge(feed, sample.VILLAGE, data)
    poll = reader.poll()
    assert list(poll.broken) == [sample.VILLAGE]
    assert poll.edition == before
