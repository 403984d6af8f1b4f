"""The case boards reach the feed when cases move, and only then; nothing secret goes along."""

import pytest

from kiosk.affairs.case import CaseState
from kiosk.affairs.disclosure import Content
from kiosk.affairs.posted import CASES
from kiosk.affairs.public_case import CaseBoard
from kiosk.feed.documents import decode
from kiosk.feed.edition import read_scope
from kiosk.feed.tree import Repository
from tests.support.cases import TOWN, VILLAGE
from tests.support.village import Village

SECRETS = ("13912345678", "柳暗花", "柳三娘")


@pytest.fixture
def feed(tmp_path):
    """A signed feed with the village's content."""
    village = Village(tmp_path)
    village.add_everything()
    village.drafts = {k: v for k, v in village.drafts.items() if CASES.code not in k}
    village.publish()
    return village


def board(village) -> CaseBoard | None:
    tree = Repository(village.feed)
    for entry in read_scope(tree.read_target(VILLAGE), tree.blobs.read).entries:
        if entry.disclosure.item == CASES.code:
            return decode(tree.blobs.read(entry.document.digest), Content).document
    return None


def version(village) -> int:
    return read_scope(
        Repository(village.feed).read_target(VILLAGE), Repository(village.feed).blobs.read
    ).feed.version


def test_a_filed_case_is_on_the_board_once_and_masked(hall, feed):
    from kiosk.center.cases.boards import Watcher

    watcher = Watcher(feed.feed, feed.online)
    assert watcher.look() == []
    assert board(feed) is None
    receipt = hall.file(words=f"柳暗花说，打 {SECRETS[0]}", name="柳三娘", phone=SECRETS[0])
    assert watcher.look() == [f"{VILLAGE}-CASES-standing"]
    posted = board(feed)
    assert [c.number for c in posted.cases] == [receipt.number]
    assert posted.cases[0].state is CaseState.RECEIVED
    before = version(feed)
    assert watcher.look() == []
    assert version(feed) == before
    everything = b"".join(p.read_bytes() for p in feed.feed.rglob("*") if p.is_file())
    for secret in (*SECRETS, receipt.query_code):
        assert secret.encode() not in everything


def test_a_held_case_and_a_quiet_day_post_nothing(hall, feed):
    from kiosk.center.cases.boards import Watcher, post_boards

    watcher = Watcher(feed.feed, feed.online)
    hall.file()
    watcher.look()
    before = version(feed)
    hall.file(suspicious=True)
    assert watcher.look() == []
    assert post_boards(feed.feed, feed.online) == []
    assert version(feed) == before


def test_while_another_publishes_the_board_waits_and_is_posted_later(hall, feed, monkeypatch):
    from kiosk.center.cases import boards
    from kiosk.feed.durable import BusyError

    watcher = boards.Watcher(feed.feed, feed.online)
    watcher.look()
    hall.file()

    def busy(*_):
        raise BusyError("另一个发布程序正在使用这个仓库")

    with monkeypatch.context() as patched:
        patched.setattr(boards, "post", busy)
        assert watcher.look() == []
    assert len(watcher.look()) == 1


def test_one_board_that_may_not_be_published_stops_no_other(hall, feed, monkeypatch):
    from kiosk.center.cases import boards
    from kiosk.feed.checks import PublishError

    real = boards.post

    def refuse(folder, online, drafts):
        if any(d.disclosure.division == VILLAGE for d in drafts):
            raise PublishError(["里面有没有遮盖的手机号"])
        return real(folder, online, drafts)

    monkeypatch.setattr(boards, "post", refuse)
    hall.file()
    hall.file(division=TOWN)
    assert boards.post_boards(feed.feed, feed.online) == [f"{TOWN}-CASES-standing"]
    assert board(feed) is None


def test_what_was_rated_stands_on_the_board_with_its_counts_before_any_case(hall, feed):
    from kiosk.center.cases.boards import Watcher
    from kiosk.center.feedback.scores import rate

    watcher = Watcher(feed.feed, feed.online)
    watcher.look()
    for n, word in enumerate(("好", "较好", "差")):
        rate(division=VILLAGE, word=word, source=f"code {n}", now=hall.now)
    rate(division=VILLAGE, unit="青禾镇农村经济管理站", word="好", source="case 1", now=hall.now)
    assert watcher.look() == [f"{VILLAGE}-CASES-standing"]
    village, unit = board(feed).rated
    assert (village.name, village.count, village.points) == ("柳河村", 3, "6.83")
    assert dict(village.words) == {"好": 1, "较好": 1, "一般": 0, "差": 1}
    assert (unit.name, unit.count, unit.points) == ("青禾镇农村经济管理站", 1, "9.50")
    assert watcher.look() == []
