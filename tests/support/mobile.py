"""The mobile pages of a village that has published one of each kind."""

from datetime import UTC, date, datetime

import pytest

from kiosk.affairs.catalogue import Kind
from kiosk.affairs.disclosure import Content, Disclosure, Ledger, LedgerEntry, disclosure_id
from tests.support import posted
from tests.support.phone import forget_feed
from tests.support.village import VILLAGE, Village

LONG = disclosure_id(VILLAGE, "D2", "2026-09")
ROWS = 400


@pytest.fixture(scope="session")
def published(tmp_path_factory):
    """One of each kind, an account of 400 rows, and a flood that is on."""
    village = Village(tmp_path_factory.mktemp("site"))
    village.add_everything()
    rows = tuple(
        LedgerEntry(
            day=date(2026, 9, 1 + n % 30),
            summary=f"第{n}次路灯维修材料和人工费用",
            paid=1_00,
            party="柳＊生",
            account="公益支出",
            note="票据齐全，经村民代表会议同意",
        )
        for n in range(1, ROWS + 1)
    )
    face = Disclosure(
        id=LONG,
        division=VILLAGE,
        item="D2",
        title="2026年9月收支明细",
        kind=Kind.LEDGER,
        period="2026-09",
        published=date(2026, 10, 10),
        unit="村民委员会",
        initials="2026n9yszmx",
    )
    ledger = Ledger(opening=500_00, closing=100_00, entries=rows)
    village.add(face, Content(document=ledger))
    notice = posted.notice(datetime.now(UTC), instruction="今天天黑以前搬到村小学。")
    urgent = posted.notice_face("柳河要涨水", date(2026, 11, 22))
    village.add(urgent, Content(document=notice))
    village.publish()
    return village


@pytest.fixture
def site(database, published, monkeypatch):
    """A client before these pages."""
    from django.conf import settings
    from django.test import Client

    before, settings.FEED = settings.FEED, published.feed
    forget_feed()
    from kiosk.center.site import visits

    monkeypatch.setattr(visits, "_SECONDS", float("inf"))  # tests write when they want to
    yield Client()
    settings.FEED = before
    forget_feed()
