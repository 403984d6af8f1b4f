"""Four honest states, who still shows what was withdrawn, and the chronicle beneath them."""

from datetime import timedelta

import feedlab as sample
import pytest
from django.utils import timezone

from kiosk.feed.blobs import BlobStore
from kiosk.feed.client import FeedClient
from kiosk.feed.directory import DirectoryAdapter
from kiosk.feed.fetcher import Fetcher
from kiosk.feed.report import Span

ITEM = sample.notice().disclosure.id


@pytest.fixture
def chronicle(center, feed):
    from kiosk.center.fleet.chronicle import Chronicle

    return Chronicle(feed.repo)


@pytest.fixture
def look(chronicle):
    """How the terminals stand, so long from now."""
    from kiosk.center.fleet.models import Terminal
    from kiosk.center.fleet.standing import standings

    def looks(**later):
        chronicle.refresh()
        (found,) = standings(Terminal.objects.all(), timezone.now() + timedelta(**later))
        return found

    return looks


def intended():
    from kiosk.center.fleet.chronicle import intended, newest_states

    return intended(sample.VILLAGE, newest_states())


def appearances(scope=sample.VILLAGE):
    from kiosk.center.fleet.models import Appearance

    rows = Appearance.objects.filter(scope=scope).order_by("item", "version")
    return [(row.item, row.version, row.first, row.last) for row in rows]


def test_what_is_intended_is_what_a_real_client_arrives_at(chronicle, feed, tmp_path):
    feed.push(sample.notice(), sample.ledger(9))
    feed.publisher.withdraw(ITEM, reason="有误")
    chronicle.refresh()
    fetcher = Fetcher()
    fetcher.mount("feed://", DirectoryAdapter(feed.repo))
    client = FeedClient(
        url="feed://county",
        scopes=[sample.VILLAGE, sample.VILLAGE[:9], sample.VILLAGE[:6]],
        trust=tmp_path / "trust",
        blobs=BlobStore(tmp_path / "blobs"),
        bootstrap=feed.root,
        fetcher=fetcher,
    )
    assert client.poll().edition.digest == intended().digest


def test_every_state_is_written_down_also_those_between_two_looks(chronicle, feed):
    feed.push(sample.notice())
    feed.push(sample.notice("改了一次。"))
    feed.push(sample.notice("改了一次。"), sample.ledger(9))
    chronicle.refresh()
    ledger = sample.ledger(9).disclosure.id
    assert appearances() == [(ITEM, 1, 1, 1), (ITEM, 2, 2, None), (ledger, 1, 3, None)]
    feed.clock.forward(days=3)
    feed.publisher.resign()
    chronicle.refresh()
    assert len(appearances()) == 3


def test_what_the_folder_has_forgotten_is_still_known(chronicle, feed):
    feed.push(sample.notice())
    chronicle.refresh()
    feed.push(sample.notice("改了。"))
    feed.publisher.withdraw(ITEM, reason="有误")
    for file in (feed.repo / "metadata").glob(f"*.{sample.VILLAGE}.json"):
        if not file.name.startswith("3."):
            file.unlink()
    chronicle.refresh()
    assert appearances() == [(ITEM, 1, 1, 1), (ITEM, 2, 2, None)]
    assert appearances("withdraw") == [(ITEM, 2, 1, None)]


def test_never_heard_of_is_not_green(box, feed, look):
    from kiosk.center.fleet.standing import Light

    feed.push(sample.notice())
    assert look().light is Light.SILENT
    box.beat()
    assert look(minutes=20).light is Light.SILENT
    assert look(minutes=20).since == box.row.heard_at


def test_green_needs_the_drawn_edition_the_fetched_one_is_not_enough(box, feed, look):
    from kiosk.center.fleet.standing import Light

    feed.push(sample.notice())
    look()
    newest = intended().digest
    shown = Span(number=1, scopes={sample.VILLAGE: 1, sample.VILLAGE[:6]: 1}, since=9, until=0)
    box.beat(drawn=newest, edition=newest, spans=(shown,))
    assert look().light is Light.NEWEST
    feed.push(sample.notice("改了。"))
    first_missed = feed.clock.now
    feed.clock.forward(hours=1)
    feed.push(sample.notice("又改了。"))
    found = look()
    assert (found.light, found.since) == (Light.OLDER, first_missed)
    box.waits()
    box.beat(drawn=newest, edition=intended().digest, spans=(shown,))
    assert look().light is Light.OLDER
    assert "还没有画出来" in look().why


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"drawn_age": None}, "没有画面"),
        ({"drawn_age": 1_800}, "30 分钟没有新画面"),
        ({"drawn": ""}, "还没有内容"),
        ({"faults": ("磁盘变成了只读",)}, "只读"),
        ({"quarantined": 1, "quarantine": {"x": "图片打不开"}}, "x：图片打不开"),
        ({"disk": 12}, "磁盘只剩 12 MB"),
    ],
)
def test_a_fault_is_never_green_and_says_why(box, feed, look, fields, why):
    from kiosk.center.fleet.standing import Light

    feed.push(sample.notice())
    look()
    box.beat(**({"drawn": intended().digest} | fields))
    found = look()
    assert found.light is Light.FAULTY
    assert why in found.why


def test_who_still_shows_what_was_withdrawn(new_box, feed, chronicle):
    from kiosk.center.fleet.standing import removals

    boxes = {name: new_box() for name in ("gone", "still", "never", "dumb", "revoked", "other")}
    boxes["other"].division = sample.NEIGHBOUR
    feed.push(sample.notice())
    for name, box in boxes.items():
        box.enrol()
        box.becomes("accepted")
        scopes = {} if name == "never" else {sample.VILLAGE: 1}
        if name != "dumb":
            box.beat(spans=(Span(number=1, scopes=scopes, since=60, until=0),))
    boxes["revoked"].becomes("revoked")
    chronicle.refresh()
    assert removals(ITEM) is None
    feed.publisher.withdraw(ITEM, reason="有误")
    chronicle.refresh()
    boxes["gone"].waits()
    boxes["gone"].beat(
        spans=(Span(number=2, scopes={sample.VILLAGE: 1}, takedowns=1, since=5, until=0),)
    )
    found = {r.terminal.pk: (r.at is not None, r.words) for r in removals(ITEM)}
    assert found == {
        boxes["gone"].id: (True, "已撤下"),
        boxes["still"].id: (False, "还在显示"),
        boxes["never"].id: (False, "最后一次报告时画面上没有这一件"),
        boxes["dumb"].id: (False, "从没报告过，无从知道"),
        boxes["revoked"].id: (False, "已停用，可能还在显示"),
    }
