"""Writing files so that a power cut cannot halve them."""

import os
from pathlib import Path

import pytest

from kiosk.feed import durable
from kiosk.feed.blobs import BlobStore, DamagedBlobError, MissingBlobError


@pytest.fixture
def calls(monkeypatch):
    """What is asked of the operating system, in order."""
    found = []
    fsync, rename = os.fsync, os.rename

    def sync(handle):
        found.append("folder" if Path(f"/proc/self/fd/{handle}").is_dir() else "file")
        fsync(handle)

    def replace(self, target):
        found.append("rename")
        rename(self, target)
        return target

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr("pathlib.Path.replace", replace)
    return found


def test_content_first_then_the_name_then_the_folder(tmp_path, calls):
    durable.write_durable(tmp_path / "a", b"1")
    assert calls == ["file", "rename", "folder"]


def test_a_finished_transfer_is_moved_the_same_way(tmp_path, calls):
    (tmp_path / "part").write_bytes(b"1")
    durable.move_durable(tmp_path / "part", tmp_path / "a")
    assert calls == ["file", "rename", "folder"]


def test_new_folders_are_known_to_the_disk_too(tmp_path, calls):
    durable.write_durable(tmp_path / "x" / "y" / "a", b"1")
    assert calls == ["folder", "folder", "file", "rename", "folder"]


def test_web_servers_may_read_and_keys_are_private(tmp_path):
    durable.write_durable(tmp_path / "a", b"1")
    durable.write_durable(tmp_path / "key", b"1", mode=0o600)
    assert (tmp_path / "a").stat().st_mode & 0o044 == 0o044
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600


def test_an_error_leaves_the_old_file_and_no_litter(tmp_path, monkeypatch):
    durable.write_durable(tmp_path / "a", b"old")

    def full(_handle):
        raise OSError(28, "no space left")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="space"):
        durable.write_durable(tmp_path / "a", b"new")
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("a", b"old")]


def test_leftovers_are_cleared_and_nothing_else(tmp_path):
    for name in (".a.1234.tmp", "b", "aa/.c.99.tmp", "aa/d"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"1")
    durable.remove_leftovers(tmp_path)
    left = {str(p.relative_to(tmp_path)) for p in tmp_path.rglob("*") if p.is_file()}
    assert left == {"b", "aa/d"}


def test_side_by_side_reports_the_first_error_after_all_have_ended(tmp_path):
    done = []

    def bad():
        raise OSError("bad")

    with pytest.raises(OSError, match="bad"):
        durable.all_at_once([bad, *(lambda n=n: done.append(n) for n in range(20))])
    assert sorted(done) == list(range(20))


def test_blobs_are_written_once_and_checked_at_every_read(tmp_path):
    store = BlobStore(tmp_path)
    digest, size = store.put(b"hello")
    mark = store.path(digest).stat().st_ino
    assert store.put(b"hello") == (digest, size)
    assert store.path(digest).stat().st_ino == mark
    assert store.read(digest) == b"hello"
    store.path(digest).write_bytes(b"jello")
    with pytest.raises(DamagedBlobError):
        store.read(digest)
    assert store.damaged() == [digest]
    with pytest.raises(MissingBlobError):
        store.read(digest)


def test_a_blobs_name_cannot_lead_out_of_the_store(tmp_path):
    for name in ("../../etc/passwd", "", "A" * 64, "a" * 63):
        with pytest.raises(ValueError, match="SHA-256"):
            BlobStore(tmp_path).path(name)
