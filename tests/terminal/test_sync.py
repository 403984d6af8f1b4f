"""From a push to the library: what a terminal shows, fetches and keeps."""

import shutil

import feedlab as sample
import msgspec
import pytest
from hall import Cut, Terminal

from kiosk.feed.client import RefusedError
from kiosk.feed.documents import read_feed
from kiosk.feed.edition import read_scope
from kiosk.feed.fetcher import UnreachableError


def disk(folder):
    return {
        str(p): (p.stat().st_ino, p.stat().st_mtime_ns)
        for p in folder.rglob("*")
        if p.is_file() and not p.name.endswith(("-wal", "-shm"))
    }


def test_a_pushed_item_is_on_view_after_one_poll(feed, terminal):
    assert terminal.library.edition() is None
    feed.push(sample.notice(), sample.ledger(8))
    terminal.follow()
    assert terminal.titles() == ["关于修建北塘水渠的公告", "2026年8月收支明细"]
    assert terminal.library.changed()
    assert not terminal.library.changed()
    assert terminal.library.edition().number == 1


def test_a_changed_item_replaces_the_old_version(feed, terminal):
    feed.push(sample.notice())
    terminal.follow()
    feed.push(sample.notice("动工日期推迟。", title="推迟公告"))
    terminal.follow()
    (shelved,) = terminal.library.shelves()
    assert (shelved.disclosure.title, shelved.disclosure.version) == ("推迟公告", 2)
    content = terminal.library.content(shelved.disclosure.id)
    assert content.body[1].spans[0].text == "动工日期推迟。"


def test_a_terminal_shows_village_township_and_county_and_nobody_else(feed, terminal):
    feed.push(
        *(
            sample.notice(division=d)
            for d in (
                sample.VILLAGE,
                sample.NEIGHBOUR,
                sample.TOWNSHIP,
                sample.OTHER_TOWNSHIP,
                sample.COUNTY,
            )
        )
    )
    terminal.follow()
    shown = {s.disclosure.division for s in terminal.library.shelves()}
    assert shown == {sample.VILLAGE, sample.TOWNSHIP, sample.COUNTY}


def test_an_idle_poll_is_one_request_with_no_body_and_writes_nothing(feed, terminal):
    feed.push(sample.notice())
    terminal.follow()
    before, bytes_before = disk(terminal.config.data_path), terminal.fetcher.body_bytes
    poll = terminal.follow()
    assert not poll.changed
    assert terminal.asked == ["metadata/timestamp.json"]
    assert terminal.fetcher.body_bytes == bytes_before
    assert disk(terminal.config.data_path) == before


def test_another_village_costs_no_item_files(feed, terminal):
    feed.push(sample.notice())
    terminal.follow()
    feed.push(sample.notice(division=sample.NEIGHBOUR))
    terminal.follow()
    assert terminal.asked == [
        "metadata/timestamp.json",
        "metadata/2.root.json",
        "metadata/3.snapshot.json",
    ]


def test_taken_down_is_gone_after_the_next_poll_and_stays_gone(feed, terminal):
    feed.push(sample.notice(), sample.ledger(8))
    terminal.follow()
    gone = sample.notice().disclosure.id
    feed.publisher.withdraw(gone, reason="数据有误")
    terminal.follow()
    assert terminal.library.get(gone) is None
    assert terminal.library.search("水渠") == []
    feed.push(sample.notice())
    terminal.restart()
    terminal.follow()
    assert gone not in terminal.ids()
    feed.push(sample.notice("更正后的内容。"))
    terminal.follow()
    assert terminal.library.get(gone).disclosure.version == 2


def test_what_is_taken_down_leaves_the_terminals_disk_at_once(feed, terminal, tmp_path):
    draft = sample.pictured(tmp_path / "p", title="𠮷家的事")
    long = sample.prose("𠮷家的事，" * 4000, draft.content.media())
    draft = msgspec.structs.replace(draft, content=long)
    feed.push(draft, sample.ledger(8))
    terminal.follow()
    feed.push(sample.ledger(9))
    terminal.follow()
    (media,) = draft.content.media()
    document = terminal.library.get(draft.disclosure.id).document
    assert document in terminal.sync.blobs
    feed.publisher.withdraw(draft.disclosure.id, reason="涉及个人信息")
    terminal.follow()
    assert document not in terminal.sync.blobs
    assert media.digest not in terminal.sync.blobs
    terminal.sync.close()
    terminal.library.close()
    for file in terminal.config.data_path.glob("library.sqlite*"):
        assert "𠮷".encode() not in file.read_bytes(), file
    terminal.start()
    assert len(terminal.titles()) == 2


def test_a_takedown_is_in_force_even_when_new_text_cannot_be_fetched(feed, terminal):
    feed.push(sample.notice(), sample.ledger(8))
    terminal.follow()
    feed.publisher.withdraw(sample.notice().disclosure.id, reason="数据有误")
    feed.push(sample.ledger(9))
    cut = Cut(terminal, "blobs/")
    with pytest.raises(UnreachableError):
        terminal.follow()
    assert terminal.titles() == ["2026年8月收支明细"]
    cut.mend()
    terminal.follow()
    assert terminal.titles() == ["2026年9月收支明细", "2026年8月收支明细"]


def test_never_half_a_text_when_the_line_goes_down_midway(feed, terminal):
    feed.push(sample.notice())
    terminal.follow()
    feed.push(sample.ledger(8), sample.ledger(9))
    cut = Cut(terminal, "blobs/")
    for _ in range(2):
        with pytest.raises(UnreachableError):
            terminal.follow()
        assert len(terminal.titles()) == 1
    cut.mend()
    terminal.follow()
    assert len(terminal.titles()) == 3


def test_everything_is_still_there_after_a_restart_without_a_line(feed, terminal):
    feed.push(sample.notice())
    terminal.follow()
    terminal.restart()
    Cut(terminal, "feed://")
    with pytest.raises(UnreachableError):
        terminal.follow()
    assert terminal.titles() == ["关于修建北塘水渠的公告"]
    assert terminal.library.content(sample.notice().disclosure.id) is not None


def test_text_is_switched_to_before_pictures_are_there(feed, terminal, tmp_path):
    draft = sample.pictured(tmp_path / "pictures")
    feed.push(draft)
    (media,) = draft.content.media()
    terminal.sync.step()
    assert terminal.library.get(draft.disclosure.id) is not None
    assert terminal.library.media_path(media.digest) is None
    assert terminal.sync.pictures(float("inf"))
    assert terminal.library.media_path(media.digest).read_bytes() == b"webp" * 5000


def test_a_picture_that_is_not_what_its_name_says_is_refused(feed, terminal, tmp_path):
    draft = sample.pictured(tmp_path / "pictures")
    feed.push(draft)
    (media,) = draft.content.media()
    path = feed.publisher._repo / "blobs" / media.digest[:2] / media.digest
    path.write_bytes(b"evil" * 5000)
    terminal.sync.step()
    assert not terminal.sync.pictures(float("inf"))
    assert terminal.library.media_path(media.digest) is None
    assert not list(terminal.sync.blobs.partial.iterdir())


def test_a_missing_document_is_quarantined_and_the_rest_is_shown(feed, terminal):
    feed.push(sample.notice(), sample.ledger(8))
    entry_digest = None
    terminal.follow()
    entry_digest = terminal.library.get(sample.notice().disclosure.id).document
    other = Terminal(terminal.config.folder.parent / "other", feed)
    (feed.repo / "blobs" / entry_digest[:2] / entry_digest).unlink()
    (feed.repo / "blobs" / entry_digest[:2] / f"{entry_digest}.gz").unlink()
    other.follow()
    assert other.titles() == ["2026年8月收支明细"]
    assert set(other.sync.library.quarantine()) == {sample.notice().disclosure.id}
    feed.push(sample.notice())  # mends the store
    other.sync._text._at = 0
    other.follow()
    assert len(other.titles()) == 2
    assert other.sync.library.quarantine() == {}


def test_a_document_too_large_for_a_small_box_is_quarantined_and_the_rest_is_shown(
    feed, terminal, monkeypatch
):
    monkeypatch.setattr("kiosk.terminal.library.writer._LARGEST", 2000)
    feed.push(sample.notice("长" * 2000), sample.ledger(8))
    terminal.follow()
    assert terminal.titles() == ["2026年8月收支明细"]
    (reason,) = terminal.sync.library.quarantine().values()
    assert "太大" in reason
    monkeypatch.undo()
    feed.push(sample.notice("短。"))
    terminal.follow()
    assert len(terminal.titles()) == 2
    assert terminal.sync.library.quarantine() == {}


def test_what_a_newer_program_published_is_counted_in_quarantine(feed, terminal, monkeypatch):
    feed.push(sample.notice(), sample.ledger(8))
    terminal.follow()
    whole = terminal.sync.library.current()

    def old_program(data, read):
        contents = read_scope(data, read)
        kept = tuple(e for e in contents.entries if e.disclosure.item != "D2")
        strange = len(contents.entries) - len(kept)
        return msgspec.structs.replace(contents, entries=kept, strange=strange)

    monkeypatch.setattr("kiosk.terminal.library.writer.read_scope", old_program)
    assert terminal.sync.library.switch(whole)
    assert len(terminal.titles()) == 1
    quarantine = terminal.sync.library.quarantine()
    assert "1 件内容" in quarantine[sample.VILLAGE]
    assert "升级" in quarantine[sample.VILLAGE]


def test_a_damaged_document_is_set_aside_and_fetched_again(feed, terminal):
    feed.push(sample.notice())
    terminal.follow()
    shelved = terminal.library.shelves()[0]
    path = terminal.sync.blobs.path(shelved.document)
    path.write_bytes(b"x" * path.stat().st_size)
    assert terminal.library.content(shelved.disclosure.id) is None
    terminal.follow()
    assert terminal.library.content(shelved.disclosure.id) is not None


def test_a_damaged_library_is_built_anew_without_a_line(feed, terminal):
    feed.push(sample.notice(), sample.ledger(8))
    terminal.follow()
    digest = terminal.library.edition().digest
    terminal.sync.close()
    terminal.library.close()
    for file in terminal.config.data_path.glob("library.sqlite-*"):
        file.unlink()
    terminal.config.library_path.write_bytes(b"not a database, " * 500)
    terminal.start()
    assert terminal.sync.library.rebuilt
    assert len(terminal.titles()) == 2
    assert terminal.library.edition().digest == digest
    assert terminal.library.county().name == "示例县"


def test_the_reading_side_survives_damage_and_tells_sync(feed, terminal):
    feed.push(sample.notice())
    terminal.follow()
    terminal.sync.library._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    path = terminal.config.library_path
    data = bytearray(path.read_bytes())
    data[100:] = b"\xff" * (len(data) - 100)
    path.write_bytes(data)
    terminal.library.close()
    assert terminal.library.shelves() == []
    assert terminal.sync.library.suspect.exists()
    terminal.follow()
    assert terminal.titles() == ["关于修建北塘水渠的公告"]


def test_two_terminals_with_the_same_content_have_the_same_digest(feed, terminal, tmp_path):
    feed.push(sample.notice())
    terminal.follow()
    feed.push(sample.ledger(8))
    terminal.follow()
    other = Terminal(tmp_path / "other", feed)
    other.follow()
    assert other.library.edition().digest == terminal.library.edition().digest
    assert other.library.edition().number == 1
    assert terminal.library.edition().number == 2


def test_old_blobs_are_collected_but_for_the_edition_before(feed, terminal):
    documents = []
    for text in ("一。", "二。", "三。"):
        feed.push(sample.notice(text))
        terminal.follow()
        documents.append(terminal.library.shelves()[0].document)
    assert terminal.sync.collect() > 0
    assert [d in terminal.sync.blobs for d in documents] == [False, True, True]
    assert terminal.sync.collect() == 0


def test_an_older_signed_state_is_refused_even_without_tufs_cache(feed, terminal, tmp_path):
    feed.push(sample.notice())
    shutil.copytree(feed.repo, tmp_path / "old")
    feed.push(sample.notice("新的。"))
    terminal.follow()
    for name in ("timestamp.json", "snapshot.json"):
        (terminal.config.trust_path / name).unlink()
    shutil.rmtree(feed.repo)
    shutil.copytree(tmp_path / "old", feed.repo)
    terminal.restart()
    with pytest.raises(RefusedError, match="older"):
        terminal.follow()
    assert terminal.library.shelves()[0].disclosure.version == 2


@pytest.mark.parametrize("which", ["feed", "takedowns", "page", "county"])
def test_any_damaged_text_is_fetched_again_and_sync_goes_on(feed, terminal, which):
    feed.push(*sample.many(sample.VILLAGE, 85), sample.notice(division=sample.COUNTY))
    feed.publisher.withdraw(sample.notice(division=sample.COUNTY).disclosure.id, reason="误")
    terminal.follow()
    edition = terminal.sync.library.current()
    blobs = terminal.sync.blobs
    village = read_feed(blobs.read(edition.scopes[sample.VILLAGE])).feed
    county = read_feed(blobs.read(edition.scopes["990101"])).feed
    digest = {
        "feed": edition.scopes[sample.VILLAGE],
        "takedowns": edition.takedowns,
        "page": village.pages[0].digest,
        "county": county.county.digest,
    }[which]
    path = blobs.path(digest)
    path.write_bytes(b"x" * path.stat().st_size)
    assert terminal.sync.scrub() == 1
    terminal.follow()
    assert len(terminal.titles()) == 85
    assert blobs.check(digest)
    assert blobs.damaged() == []
    terminal.follow()
    assert terminal.asked == ["metadata/timestamp.json"]


def test_a_terminal_moved_to_another_village_shows_that_one_only(feed, terminal):
    feed.push(sample.notice(), sample.notice(division=sample.NEIGHBOUR, title="北塘村的"))
    terminal.follow()
    terminal.config = msgspec.structs.replace(terminal.config, division=sample.NEIGHBOUR)
    terminal.restart()
    terminal.follow()
    assert terminal.titles() == ["北塘村的"]


def test_a_terminal_pinned_to_a_new_repository_starts_over(feed, terminal, tmp_path):
    feed.push(sample.notice("一。"))
    feed.push(sample.notice("二。"))
    terminal.follow()
    other = sample.Feed(tmp_path / "other")
    other.push(sample.ledger(8))
    terminal.feed = other
    terminal.config.root_path.write_bytes(other.root)
    terminal.restart()
    terminal.follow()
    assert terminal.titles() == ["2026年8月收支明细"]


def test_a_document_that_several_items_share_is_fetched_once(feed, terminal):
    feed.push(*(sample.notice(division=d) for d in (sample.VILLAGE, sample.COUNTY)))
    terminal.follow()
    assert len([p for p in terminal.asked if p.startswith("blobs/")]) == 2  # and the county's data
    assert terminal.library.count() == 2
