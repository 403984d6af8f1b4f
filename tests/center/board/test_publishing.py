"""The worker brings the feed into line with the board, whatever happens on the way."""

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest

from kiosk.affairs.disclosure import Approval
from tests.support.gatehouse import KEY


def pushed(house, text="文件夹里的。"):
    """A draft as a folder has it: signed in words."""
    day = date(2026, 11, 19)
    draft = house.draft(text)
    approvals = (
        Approval(step="村务监督委员会审核", person="赵＊兰", day=day),
        Approval(step="青禾镇农经站审核", person="孙＊平", day=day),
    )
    face = msgspec.structs.replace(draft.disclosure, approvals=approvals)
    return msgspec.structs.replace(draft, disclosure=face)


def test_a_crash_before_the_job_is_ticked_off_publishes_it_once(gatehouse, monkeypatch):
    from kiosk.center.board import jobs
    from kiosk.center.board.models import Job

    gatehouse.pass_gate()
    real = jobs.post

    def dies_after(*args):
        real(*args)
        raise KeyboardInterrupt

    monkeypatch.setattr(jobs, "post", dies_after)
    with pytest.raises(KeyboardInterrupt):
        gatehouse.work()
    monkeypatch.undo()
    version = gatehouse.public()[KEY][0].version
    assert Job.objects.get().done_at is None
    gatehouse.work()
    assert Job.objects.get().done_at is not None
    assert gatehouse.public()[KEY][0].version == version == 1


def test_a_crash_before_publishing_leaves_the_old_state_and_a_job(gatehouse, monkeypatch):
    from kiosk.center.board import jobs

    gatehouse.pass_gate()

    def dies(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(jobs, "post", dies)
    gatehouse.work()
    assert gatehouse.public() == {}
    monkeypatch.undo()
    assert not gatehouse.work()
    gatehouse.now += timedelta(minutes=15)
    assert gatehouse.work()
    assert gatehouse.words()


def test_one_that_cannot_be_published_holds_up_no_other(gatehouse, monkeypatch):
    from kiosk.center.board import jobs
    from kiosk.center.board.models import Job
    from kiosk.center.posting import PostError

    gatehouse.pass_gate(gatehouse.draft("坏的。", period="2026-11-18"))
    gatehouse.pass_gate()
    real = jobs.check_signed

    def check(version):
        if version.item.period == "2026-11-18":
            raise PostError("坏的")
        real(version)

    monkeypatch.setattr(jobs, "check_signed", check)
    gatehouse.work()
    assert list(gatehouse.public()) == [KEY]
    assert [bool(job.done_at) for job in Job.objects.all()] == [False, True]


def test_several_releases_at_once_make_one_new_state(gatehouse):
    from kiosk.feed.edition import read_scope
    from kiosk.feed.tree import Repository
    from tests.support.cases import VILLAGE

    for day in (16, 17, 18):
        gatehouse.pass_gate(gatehouse.draft(f"第{day}天。", period=f"2026-11-{day}"))
    gatehouse.work()
    tree = Repository(gatehouse.feed)
    contents = read_scope(tree.read_target(VILLAGE), tree.blobs.read)
    assert (len(contents.entries), contents.feed.version) == (3, 1)


def test_only_what_changed_is_written(gatehouse):
    gatehouse.pass_gate()
    gatehouse.work()
    before = {p: p.stat().st_mtime_ns for p in gatehouse.feed.rglob("*") if p.is_file()}
    gatehouse.work()
    assert {p: p.stat().st_mtime_ns for p in gatehouse.feed.rglob("*") if p.is_file()} == before


def test_what_a_folder_pushed_is_known_here_and_corrected_here(gatehouse):
    from kiosk.center.board.models import Live, Version

    gatehouse.push(pushed(gatehouse))
    gatehouse.work()
    live = Live.objects.get()
    assert (live.item.key, live.version.origin) == (KEY, "folder")
    assert live.version.document.body[0].spans[0].text == "文件夹里的。"
    gatehouse.pass_gate(gatehouse.draft("网页上更正的。", correction="数字错了"))
    gatehouse.work()
    face, _ = gatehouse.public()[KEY]
    assert gatehouse.words() == "网页上更正的。"
    assert (face.version, face.published) == (2, date(2026, 11, 20))
    assert not gatehouse.work()
    assert [v.state for v in Version.objects.all()] == ["replaced", "live"]


def test_a_folder_pushed_over_a_version_of_the_desk_is_taken_in(gatehouse):
    from kiosk.center.board.models import Live

    gatehouse.pass_gate()
    gatehouse.work()
    gatehouse.push(pushed(gatehouse, "又从文件夹发了。"))
    gatehouse.work()
    assert Live.objects.get().version.origin == "folder"
    assert gatehouse.words() == "又从文件夹发了。"


def test_what_is_withdrawn_by_command_is_not_public_here_either(gatehouse):
    from kiosk.center.board.models import Live, Version
    from kiosk.feed.publisher import Publisher

    gatehouse.push(pushed(gatehouse))
    gatehouse.work()
    Publisher(gatehouse.feed, gatehouse.online).withdraw(KEY, reason="写错了")
    gatehouse.work()
    assert not Live.objects.exists()
    assert Version.objects.get().state == "withdrawn"


def test_taking_in_twice_changes_nothing(gatehouse):
    from kiosk.center.board.absorbing import absorb
    from kiosk.center.board.models import Absorbed, Version

    gatehouse.push(pushed(gatehouse))
    assert absorb(gatehouse.feed, gatehouse.village.county, gatehouse.now)
    Absorbed.objects.all().delete()
    assert absorb(gatehouse.feed, gatehouse.village.county, gatehouse.now) == []
    assert Version.objects.count() == 1


def test_the_worker_does_all_of_it_in_one_look(gatehouse):
    from kiosk.center.board.worker import Worker
    from kiosk.center.obligations.models import Obligation

    gatehouse.pass_gate()
    worker = Worker(gatehouse.feed, gatehouse.online)
    assert worker.look()
    assert gatehouse.words()
    assert Obligation.objects.filter(fulfilled_by=KEY).exists()
    assert not worker.look()


def test_an_urgent_notice_is_carried_out_once_and_ended(gatehouse):
    from kiosk.affairs.notice import Severity
    from kiosk.center.board.gate import order
    from kiosk.center.board.models import JobKind
    from tests.support import posted
    from tests.support.cases import VILLAGE

    notice = posted.notice(datetime.now(UTC), Severity.SEVERE)  # it ends by the real clock
    key = f"{VILLAGE}-NOTICE-2026-11-20"
    details = {"division": VILLAGE, "title": "停水", "notice": notice, "id": key}
    for _ in range(2):
        order(JobKind.NOTICE, gatehouse.now, **details)
    gatehouse.work()
    assert [id_ for id_ in gatehouse.public() if "NOTICE" in id_] == [key]
    order(JobKind.NOTICE, gatehouse.now, end=key)
    gatehouse.work()
    assert gatehouse.public()[key][1].document.expires < notice.expires


def test_what_was_ordered_under_a_wrong_clock_does_not_wait_until_that_day(gatehouse):
    from kiosk.center.board.models import Job

    gatehouse.pass_gate()
    Job.objects.update(next_at=gatehouse.now + timedelta(days=4_000))
    gatehouse.work()
    assert gatehouse.words()


def test_a_full_disk_sends_nothing_and_says_so(gatehouse, monkeypatch):
    from kiosk.affairs.disclosure import Content, Figure, Prose
    from kiosk.center.board.gate import BoardError
    from kiosk.center.board.models import Version
    from kiosk.feed.blobs import BlobStore

    media, path = gatehouse.village.media("没有存过的", ground="#123456")
    content = Content(document=Prose(), body=(Figure(media=media),))
    draft = msgspec.structs.replace(gatehouse.draft(), content=content, blobs={media.digest: path})

    def full(*_args, **_more):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(BlobStore, "put", full)
    with pytest.raises(BoardError, match="磁盘存不下"):
        gatehouse.send(draft)
    assert not Version.objects.exists()
