"""Keys as files, and delegating with the offline ones."""

import feedlab as sample
import pytest

from kiosk.affairs.division import Division
from kiosk.feed import publisher
from kiosk.feed.keys import KeysError, init_keys
from kiosk.feed.tree import Repository


def changed(before, after):
    return {name for name in after if before.get(name) != after[name]}


def board(feed, scope):
    contents = publisher._contents(Repository(feed.repo), scope)
    return {e.disclosure.id: e.disclosure.version for e in contents.entries}


def test_new_divisions_get_their_delegation_and_nothing_else_changes(feed):
    feed.push(sample.notice())
    before = feed.files()
    assert feed.delegate() == []
    assert feed.files() == before
    feed.county = sample.county(
        Division(code="990101101203", name="新村"), Division(code="990101103000", name="新镇")
    )
    assert feed.delegate() == ["990101101203", "990101103"]
    names = {n.split("/")[1] for n in changed(before, feed.files()) if not n.endswith(".gz")}
    assert names == {
        "2.d-990101101.json",
        "1.d-990101103.json",
        "1.990101101203.json",
        "1.990101103.json",
        "2.targets.json",
        "3.snapshot.json",
        "timestamp.json",
    }
    feed.push(sample.notice(division="990101101203"))
    assert len(board(feed, "990101101203")) == 1


def test_keys_are_never_overwritten_and_never_in_one_place(tmp_path):
    init_keys(tmp_path / "off", tmp_path / "on")
    key = tmp_path / "on" / "publisher.pem"
    assert key.stat().st_mode & 0o777 == 0o600
    before = key.read_bytes()
    with pytest.raises(KeysError, match="已经有密钥"):
        init_keys(tmp_path / "off", tmp_path / "on")
    assert key.read_bytes() == before
    with pytest.raises(KeysError, match="同一个文件夹"):
        init_keys(tmp_path / "same", tmp_path / "x" / ".." / "same")


def test_missing_and_foreign_keys_are_named(feed, tmp_path):
    (feed.online / "publisher.pem").unlink()
    with pytest.raises(KeysError, match=r"publisher\.pem"):
        feed.push(sample.notice())
    init_keys(tmp_path / "off2", tmp_path / "on2")
    feed.offline = tmp_path / "off2"
    feed.online = tmp_path / "on2"
    assert feed.delegate() == []  # nothing to sign, no keys needed
    feed.county = sample.county(Division(code="990101101203", name="新村"))
    with pytest.raises(KeysError, match="不是建立这个仓库时"):
        feed.delegate()
