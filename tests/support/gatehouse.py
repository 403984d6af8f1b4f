"""A village that sends, a committee and a township that sign, and a worker that publishes."""

from __future__ import annotations

from datetime import UTC, date, datetime

import msgspec
import pytest

from kiosk.affairs.catalogue import Kind
from kiosk.affairs.disclosure import Content, Paragraph, Prose, Span, disclosure_id
from kiosk.affairs.role import Role
from kiosk.center.folder.gates import read_gates
from kiosk.center.folder.problems import Pen
from kiosk.feed.draft import Draft
from kiosk.feed.edition import by_id, is_taken_down, read_scope
from kiosk.feed.publisher import Publisher
from kiosk.feed.tree import Repository
from kiosk.state import sources
from tests.support.cases import FOREIGN, TOWN, VILLAGE
from tests.support.owing import NAMES
from tests.support.phone import forget_feed
from tests.support.village import COUNTY as PLAIN
from tests.support.village import Village, face, ledger

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
REVIEWERS = {
    "committee": ("赵有兰", "监委会主任", Role.COMMITTEE, VILLAGE, "committee"),
    "branch": ("韩有德", "支部副书记", Role.PARTY, VILLAGE, "branch"),
    "party": ("冯有正", "党建办主任", Role.PARTY, TOWN, "party"),
    "leader": ("苏有林", "镇长", Role.LEADER, TOWN, "leaders"),
    "foreign_committee": ("龙有根", "监委会主任", Role.COMMITTEE, FOREIGN, "committee"),
}


class Gatehouse:
    """The county's feed, its staff by short names, and the ways to send and to sign."""

    def __init__(self, hall, folder) -> None:
        from kiosk.affairs.division import Division
        from kiosk.center.accounts.models import Staff

        gates = read_gates(sources() / "content" / "gates.yaml", Pen("gates.yaml"))
        county = msgspec.structs.replace(
            PLAIN,
            divisions=tuple(Division(code=code, name=name) for code, name in NAMES.items()),
            gates=gates,
            sample_day=None,
        )
        self.village = Village(folder, county)
        self.feed, self.online = self.village.feed, self.village.online
        self.now = NOON
        self.by_the_clock = False
        """Whether the worker goes by the real time, as the pages do."""
        self.staff = dict(hall.staff)
        password = hall.staff["clerk"].password
        for key, (name, post, role, division, unit) in REVIEWERS.items():
            self.staff[key] = Staff.objects.create(
                username=key,
                name=name,
                post=post,
                role=role.value,
                division=division,
                unit=unit,
                must_change=False,
                password=password,
            )

    def draft(self, text="村西水渠修好了。", *, item="D8", period="2026-11-20", **more) -> Draft:
        """Words of the village; a correction where ``correction`` says why."""
        shown = face(
            item, more.pop("title", "水渠维修合同"), Kind.PROSE, period, date(2026, 11, 20)
        )
        shown = msgspec.structs.replace(shown, approvals=(), **more)
        content = Content(document=Prose(), body=(Paragraph((Span(text),)),))
        return Draft(disclosure=shown, content=content)

    def accounts(self, month: int = 10) -> Draft:
        """A month's ledger."""
        shown = face(
            "D2", f"{month}月收支明细", Kind.LEDGER, f"2026-{month:02d}", date(2026, 11, 20)
        )
        shown = msgspec.structs.replace(shown, approvals=())
        return Draft(disclosure=shown, content=Content(document=ledger(9, month)))

    def send(self, draft: Draft | None = None, by="clerk", **more):
        from kiosk.center.board.gate import submit

        return submit(self.staff[by], draft or self.draft(), now=self.now, **more)

    def sign(self, version, by: str):
        from kiosk.center.board.gate import approve

        return approve(self.staff[by], version.pk, version.digest, self.now)

    def pass_gate(self, draft: Draft | None = None, **more):
        """Send and let both sign; what is public then."""
        version = self.send(draft, **more)
        self.sign(version, "committee")
        return self.sign(version, "office")

    def work(self) -> bool:
        """One look of the publishing worker, at this county's own time."""
        from kiosk.center.board.absorbing import absorb
        from kiosk.center.board.gate import release_due
        from kiosk.center.board.jobs import carry_out
        from kiosk.center.board.leaving import end_due

        if self.by_the_clock:
            self.now = datetime.now(UTC)
        done = bool(release_due(self.now) + end_due(self.now))
        done |= carry_out(self.feed, self.online, self.now)
        return done | bool(absorb(self.feed, self.village.county, self.now))

    def push(self, *drafts: Draft):
        """As a folder is pushed."""
        return Publisher(self.feed, self.online).publish(self.village.county, drafts)

    def public(self) -> dict:
        """What the signed feed shows of the village, by id: faces and contents."""
        from kiosk.feed.documents import Takedowns, decode
        from kiosk.feed.roles import WITHDRAW

        tree = Repository(self.feed)
        data = tree.read_target(VILLAGE)
        listed = tree.read_target(WITHDRAW)
        gone = by_id(decode(listed, Takedowns).items) if listed else {}
        entries = read_scope(data, tree.blobs.read).entries if data else ()
        return {
            e.disclosure.id: (
                e.disclosure,
                decode(tree.blobs.read(e.document.digest), Content),
            )
            for e in entries
            if not is_taken_down(e, gone)
        }

    def words(self, key: str = "") -> str:
        """The text that the feed shows of an item; empty if it is not there."""
        found = self.public().get(key or KEY)
        return found[1].body[0].spans[0].text if found else ""


KEY = disclosure_id(VILLAGE, "D8", "2026-11-20")


@pytest.fixture
def gatehouse(hall, tmp_path):
    """The county with nothing on show yet."""
    from django.conf import settings

    made = Gatehouse(hall, tmp_path)
    made.village.publish()
    before, settings.FEED = settings.FEED, made.feed
    forget_feed()
    yield made
    settings.FEED = before
    forget_feed()
