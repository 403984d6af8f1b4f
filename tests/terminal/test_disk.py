"""A disk that is full, read-only or failing: the screen goes on, and the terminal says so."""

import contextlib
import errno
import os
import shutil
import sqlite3
import subprocess

import feedlab as sample
import msgspec
import pytest
from hall import Terminal

from kiosk.feed import durable
from kiosk.terminal import faults, pictures, sync
from kiosk.terminal.library import Library
from kiosk.terminal.library.schema import DamagedLibraryError, open_writer


def codes(terminal):
    return {f.code for f in faults.faults(terminal.config)} - {faults.CLOCK}


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 3 MB of its own."""
    folder = tmp_path / "small"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("may not mount a small file system here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(folder, leave=0):
    """Take all the room but for a little."""
    free = os.statvfs(folder).f_bavail * os.statvfs(folder).f_frsize
    with contextlib.suppress(OSError):
        (folder / "ballast").write_bytes(b"x" * max(0, free - leave))


def read_only(folder, on):
    option = "remount,ro" if on else "remount,rw"
    subprocess.run(["mount", "-o", option, str(folder)], check=True)


def test_a_full_disk_keeps_showing_says_so_and_goes_on_when_there_is_room(
    feed, small_disk, monkeypatch
):
    monkeypatch.setattr("kiosk.terminal.follow._BREATH", 0)
    hall = Terminal(small_disk / "hall", feed)
    feed.push(sample.notice())
    hall.follow()
    assert codes(hall) == {faults.FULL}  # 3 MB are called full, and still serve
    fill(small_disk)
    feed.push(*sample.many(sample.VILLAGE, 40))
    for _ in range(3):
        with pytest.raises((OSError, sqlite3.Error)):
            hall.follow()
    assert hall.titles() == ["关于修建北塘水渠的公告"]
    assert hall.library.content(hall.library.shelves()[0].disclosure.id) is not None
    assert "磁盘满了" in str(next(f for f in faults.faults(hall.config) if f.code == faults.FULL))
    (small_disk / "ballast").unlink()
    hall.follow()
    assert len(hall.titles()) == 40  # one of them is a new version of the first
    assert faults.DISK not in codes(hall)
    hall.sync.close()
    hall.library.close()


def test_a_terminal_that_boots_with_a_full_disk_shows_what_it_had(feed, small_disk, monkeypatch):
    monkeypatch.setattr("kiosk.terminal.follow._BREATH", 0)
    hall = Terminal(small_disk / "hall", feed)
    feed.push(sample.notice(), sample.ledger(8))
    hall.follow()
    hall.sync.close()
    hall.library.close()
    fill(small_disk)
    library = Library(hall.config.library_path, hall.config.blobs_path)
    assert len(library.shelves()) == 2
    assert library.content(library.shelves()[0].disclosure.id) is not None
    library.close()
    assert hall.config.library_path.exists()
    (small_disk / "ballast").unlink()
    hall.start()
    assert hall.sync.library.rebuilt == ""
    assert len(hall.titles()) == 2
    hall.sync.close()
    hall.library.close()


@pytest.mark.parametrize("power_cut", [False, True])
def test_a_read_only_disk_keeps_showing_and_says_so(feed, small_disk, tmp_path, power_cut):
    hall = Terminal(small_disk / "hall", feed)
    feed.push(sample.notice(), sample.ledger(8))
    hall.follow()
    if power_cut:  # the newest Edition is in the log of SQLite alone, and nobody put it away
        shutil.copytree(small_disk / "hall", tmp_path / "torn")
        hall.sync.close()
        hall.library.close()
        shutil.rmtree(small_disk / "hall")
        shutil.copytree(tmp_path / "torn", small_disk / "hall")
        hall.config.library_path.with_name("library.sqlite-shm").unlink()
    else:
        hall.sync.close()
        hall.library.close()
    read_only(small_disk, on=True)
    library = Library(hall.config.library_path, hall.config.blobs_path)
    assert len(library.shelves()) == 2
    assert library.edition() is not None
    assert library.content(library.shelves()[0].disclosure.id) is not None
    library.close()
    assert codes(hall) == {faults.READ_ONLY}
    assert "只读" in str(faults.faults(hall.config)[0])
    with pytest.raises((OSError, sqlite3.Error)):
        sync.run(hall.config, once=True)
    read_only(small_disk, on=False)
    hall.start()
    assert hall.sync.library.rebuilt == ""
    hall.follow()
    hall.sync.close()
    hall.library.close()


def test_the_process_goes_on_trying_when_the_disk_fails(feed, terminal, monkeypatch):
    feed.push(sample.notice())
    terminal.follow()
    terminal.sync.close()
    waits = []

    def wait(seconds):
        waits.append(seconds)
        if len(waits) == 3:
            raise sync._StopError

    monkeypatch.setattr(sync.time, "sleep", wait)

    def broken(*_args, **_more):
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(durable, "only_one", broken)
    assert sync.run(terminal.config)
    assert waits == [60.0] * 3
    assert len(terminal.titles()) == 1


def test_a_disk_that_fails_while_sync_runs_ends_nothing(feed, terminal, monkeypatch):
    feed.push(sample.notice())
    terminal.follow()
    feed.push(sample.ledger(8))
    write = durable.write_durable

    def full(*_args, **_more):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(durable, "write_durable", full)
    rhythm = sync.Rhythm("x", 60)
    assert sync._poll(terminal.sync, rhythm) > 0
    assert rhythm.failures == 1
    assert faults.DISK in codes(terminal)
    assert len(terminal.titles()) == 1
    monkeypatch.setattr(durable, "write_durable", write)
    sync._poll(terminal.sync, rhythm)
    assert rhythm.failures == 0
    assert codes(terminal) == set()
    assert len(terminal.titles()) == 2


def test_a_good_library_on_a_failing_disk_is_not_taken_for_damaged(tmp_path, monkeypatch):
    path = tmp_path / "library.sqlite"
    open_writer(path).close()

    def failing(_connection):
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorcode = sqlite3.SQLITE_IOERR_WRITE
        raise error

    monkeypatch.setattr("kiosk.terminal.library.schema._prepare", failing)
    with pytest.raises(sqlite3.OperationalError):
        open_writer(path)
    monkeypatch.undo()
    path.write_bytes(b"no database at all" * 300)
    with pytest.raises(DamagedLibraryError):
        open_writer(path)


class Room:
    """A disk of a given size, counted by the lengths of the blobs on it."""

    def __init__(self, terminal, size, monkeypatch):
        self.blobs, self.size = terminal.sync.blobs, size
        monkeypatch.setattr(pictures, "RESERVE", 0)
        monkeypatch.setattr(type(self.blobs), "free_bytes", lambda _self: self.free())

    def free(self):
        return self.size - sum(self.blobs.size(d) or 0 for d in self.blobs)


def photographs(folder, count):
    """Notices with a picture of 20 kB each, the newest first."""
    return [
        sample.pictured(
            folder / "p",
            bytes([n]) * 20_000,
            period=f"2026-10-{28 - n:02}",
            published=sample.date(2026, 11, 20 - n),
        )
        for n in range(count)
    ]


def test_on_a_small_disk_the_newest_items_have_their_pictures_and_all_have_their_text(
    feed, terminal, tmp_path, monkeypatch
):
    drafts = photographs(tmp_path, 8)
    feed.push(*drafts[4:])
    terminal.follow()
    room = Room(terminal, 0, monkeypatch)
    room.size = -room.free() + 25_000  # room for the text to come and little more
    feed.push(*drafts[:4])
    terminal.follow()
    has = [terminal.library.media_path(d.content.media()[0].digest) is not None for d in drafts]
    assert has[0]
    assert not has[-1]
    assert has == sorted(has, reverse=True), "only the oldest lack theirs"
    assert all(terminal.library.content(d.disclosure.id) is not None for d in drafts)
    assert faults.NO_ROOM in codes(terminal)
    assert sum(has) >= 3
    assert not terminal.sync.pictures(float("inf"))
    assert faults.NO_ROOM in codes(terminal)
    room.size += 10**6
    terminal.sync._pictures.look_again()
    assert terminal.sync.pictures(float("inf"))
    assert faults.NO_ROOM not in codes(terminal)


def test_what_nobody_shows_goes_first_the_least_lately_used_before_the_others(
    feed, terminal, tmp_path, monkeypatch
):
    feed.push(*photographs(tmp_path, 2))
    terminal.follow()
    old = [terminal.sync.blobs.put(bytes([200 + n]) * 30_000)[0] for n in range(3)]
    for age, digest in zip((10, 30, 20), old, strict=True):
        os.utime(terminal.sync.blobs.path(digest), (10**9 - age, 10**9 - age))
    room = Room(terminal, 0, monkeypatch)
    room.size = -room.free()
    assert terminal.sync._upkeep.make_room(31_000)
    assert [d in terminal.sync.blobs for d in old] == [True, False, False]
    assert not terminal.sync._upkeep.make_room(10**9)
    assert terminal.sync.pictures(float("inf")), "nothing that is shown has gone"


def test_damage_is_found_at_boot_without_a_line_and_mended_when_it_comes(feed, terminal):
    feed.push(sample.notice(), sample.ledger(8))
    terminal.follow()
    path = terminal.sync.blobs.path(terminal.library.shelves()[0].document)
    path.write_bytes(b"x" * path.stat().st_size)
    terminal.restart()
    assert sync._tidy(terminal.sync, 0.0)
    assert faults.DAMAGED in codes(terminal)
    assert len(terminal.titles()) == 2
    terminal.follow()
    assert all(terminal.library.content(id_) is not None for id_ in terminal.ids())
    assert terminal.sync.scrub() == 0
    assert codes(terminal) == set()


def test_a_long_scrub_stops_for_the_poll_and_goes_on_after_it(feed, terminal):
    feed.push(*sample.many(sample.VILLAGE, 5))
    terminal.follow()
    steps = 1
    while terminal.sync.scrub(0.0) is None:
        steps += 1
    assert steps == len(list(terminal.sync.blobs)) + 1


def test_faults_are_written_once_while_they_last(tmp_path):
    book = faults.FaultBook(tmp_path)
    now = sample.Clock().now
    book.note("line", "断了", now)
    inode = (tmp_path / "state.json").stat().st_ino
    book.note("line", "断了", now.replace(year=2030))
    assert (tmp_path / "state.json").stat().st_ino == inode
    again = faults.FaultBook(tmp_path)
    assert "line" in again
    again.mended("line", "other")
    assert msgspec.json.decode((tmp_path / "state.json").read_bytes()) == {"faults": []}
