"""A stick for a village without a line: bundle, take in, receipt, the same distrust as online."""

import json
import os
import shutil
import zipfile

import feedlab as sample
import pytest
from hall import Terminal

from kiosk.feed.bundle import BundleError, write_bundle
from kiosk.feed.durable import BusyError, only_one
from kiosk.feed.receipts import read_receipts
from kiosk.terminal.identity import make_identity
from kiosk.terminal.usb import take_in


@pytest.fixture(params=["folder", "zip"])
def stick(request, tmp_path):
    return tmp_path / "stick" / ("county.zip" if request.param == "zip" else "county")


@pytest.fixture
def lonely(tmp_path, feed):
    """A terminal whose line never worked: its sync is not running."""
    found = Terminal(tmp_path / "lonely", feed)
    found.sync.close()
    yield found
    found.library.close()


def fill(feed, tmp_path):
    feed.push(
        sample.notice(),
        sample.notice(division=sample.TOWNSHIP, title="镇里的公告"),
        sample.notice(division=sample.NEIGHBOUR, title="北塘村的"),
        sample.pictured(tmp_path / "p", title="有照片的"),
        *sample.many(sample.COUNTY, 85),
    )


def test_a_village_without_a_line_gets_everything_from_a_stick(feed, lonely, stick, tmp_path):
    fill(feed, tmp_path)
    write_bundle(feed.repo, sample.VILLAGE, stick)
    taken = take_in(lonely.config, stick.parent)
    assert taken.good
    assert "全部核对无误" in taken.text
    assert len(lonely.titles()) == 88
    assert "北塘村的" not in lonely.titles()
    assert taken.receipt.edition == lonely.library.edition().digest
    assert taken.receipt.versions == {sample.VILLAGE: 1, "990101101": 1, "990101": 1}
    (media,) = sample.pictured(tmp_path / "p").content.media()
    assert lonely.library.media_path(media.digest) is not None
    again = take_in(lonely.config, stick)
    assert again.good
    assert "没有变化" in again.text
    assert lonely.asked == []


def test_nothing_of_other_villages_is_on_the_stick(feed, stick, tmp_path):
    fill(feed, tmp_path)
    write_bundle(feed.repo, sample.VILLAGE, stick)
    if stick.suffix:
        with zipfile.ZipFile(stick) as archive:
            names = archive.namelist()
    else:
        names = [str(p.relative_to(stick)) for p in stick.rglob("*")]
    assert any("targets/990101101201" in n for n in names)
    assert not any(sample.NEIGHBOUR in n for n in names)


def test_a_bundle_is_brought_up_to_date_and_carries_several_villages(feed, tmp_path):
    stick = tmp_path / "stick"
    fill(feed, tmp_path)
    first = write_bundle(feed.repo, sample.VILLAGE, stick)
    assert first.kept == 0
    feed.push(sample.notice("更正。"))
    second = write_bundle(feed.repo, sample.VILLAGE, stick)
    assert 0 < second.written < 10
    assert second.removed > 0
    third = write_bundle(feed.repo, sample.NEIGHBOUR, stick)
    assert third.divisions == [sample.VILLAGE, sample.NEIGHBOUR]
    again = write_bundle(feed.repo, sample.NEIGHBOUR, stick)
    assert (again.written, again.removed) == (0, 0)
    for division in third.divisions:
        hall = Terminal(tmp_path / division, feed, division)
        hall.sync.close()
        assert take_in(hall.config, stick).good
        assert division in {s.disclosure.division for s in hall.library.shelves()}
        hall.library.close()
    assert len(read_receipts(stick)) == 2


def test_what_is_taken_down_is_not_on_the_stick_and_leaves_the_terminal(feed, lonely, stick):
    feed.push(sample.notice(), sample.ledger(8))
    write_bundle(feed.repo, sample.VILLAGE, stick)
    take_in(lonely.config, stick)
    gone = sample.notice().disclosure.id
    document = lonely.library.get(gone).document
    feed.publisher.withdraw(gone, reason="误")
    write_bundle(feed.repo, sample.VILLAGE, stick)
    assert take_in(lonely.config, stick).good
    assert gone not in lonely.ids()
    if not stick.suffix:
        assert not (stick / "blobs" / document[:2] / document).exists()


def test_an_older_stick_changes_nothing_and_says_so(feed, lonely, tmp_path):
    feed.push(sample.notice("一。"))
    write_bundle(feed.repo, sample.VILLAGE, tmp_path / "old")
    feed.push(sample.notice("二。", title="新的"))
    write_bundle(feed.repo, sample.VILLAGE, tmp_path / "new")
    take_in(lonely.config, tmp_path / "new")
    taken = take_in(lonely.config, tmp_path / "old")
    assert "比终端上的旧" in taken.text
    assert not taken.good
    assert taken.receipt.refused
    assert lonely.titles() == ["新的"]


def test_a_forged_stick_is_refused(feed, lonely, tmp_path):
    other = sample.Feed(tmp_path / "other")
    other.push(sample.notice(title="假的"))
    write_bundle(other.repo, sample.VILLAGE, tmp_path / "stick")
    taken = take_in(lonely.config, tmp_path / "stick")
    assert not taken.good
    assert lonely.titles() == []


def test_a_damaged_file_is_named_the_rest_is_taken_and_the_next_bundle_mends_it(
    feed, lonely, stick, tmp_path
):
    draft = sample.pictured(tmp_path / "p")
    (media,) = draft.content.media()
    feed.push(draft, sample.notice())
    write_bundle(feed.repo, sample.VILLAGE, stick)
    if stick.suffix:
        data = stick.read_bytes()
        stick.write_bytes(data.replace(b"webp" * 5000, b"evil" * 5000))
    else:
        (stick / "blobs" / media.digest[:2] / media.digest).write_bytes(b"evil" * 5000)
    taken = take_in(lonely.config, stick)
    assert taken.receipt.damaged == [media.digest]
    assert "1 个文件损坏" in taken.text
    assert len(lonely.titles()) == 2
    assert not taken.good
    assert lonely.library.media_path(media.digest) is None
    write_bundle(feed.repo, sample.VILLAGE, stick)
    assert take_in(lonely.config, stick).good
    assert lonely.library.media_path(media.digest) is not None


def test_a_stick_pulled_out_or_full_of_rubbish_harms_nothing(feed, lonely, tmp_path):
    feed.push(sample.notice())
    stick = tmp_path / "stick"
    write_bundle(feed.repo, sample.VILLAGE, stick)
    good = tmp_path / "good"
    shutil.copytree(stick, good)
    for file in (stick / "metadata").glob("*.snapshot.json"):
        file.unlink()
        os.mkfifo(file)  # would hang whoever opens it
    assert not take_in(lonely.config, stick).good
    assert lonely.titles() == []
    assert take_in(lonely.config, good).good
    with pytest.raises(BundleError, match="没有公开内容"):
        take_in(lonely.config, tmp_path / "nothing")


def test_a_stick_locked_against_writing_is_read_all_the_same(feed, lonely, tmp_path, monkeypatch):
    feed.push(sample.notice())
    stick = tmp_path / "stick"
    write_bundle(feed.repo, sample.VILLAGE, stick)

    def locked(*_):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("kiosk.terminal.usb.write_receipt", locked)
    taken = take_in(lonely.config, stick)
    assert taken.good
    assert taken.file is None
    assert len(lonely.titles()) == 1


def test_a_receipt_is_signed_once_the_terminal_has_a_key_and_a_changed_one_is_found_out(
    feed, lonely, tmp_path
):
    feed.push(sample.notice())
    stick = tmp_path / "stick"
    write_bundle(feed.repo, sample.VILLAGE, stick)
    plain = take_in(lonely.config, stick)
    known = make_identity(lonely.config)
    signed = take_in(lonely.config, stick)
    found = {r.file: r for r in read_receipts(stick)}
    assert found[plain.file].key == ""
    assert found[plain.file].receipt == plain.receipt
    assert found[signed.file].key == known.public
    assert signed.receipt.terminal == known.id
    text = signed.file.read_text(encoding="utf-8")
    signed.file.write_text(text.replace('"refused"', '"x"').replace(sample.VILLAGE, "9" * 12, 1))
    plain.file.write_text(json.dumps({"receipt": 5}))
    assert [bool(r.trouble) for r in read_receipts(stick)] == [True, True]
    assert not any(r.receipt for r in read_receipts(stick))


def test_a_running_sync_is_not_disturbed(feed, lonely, tmp_path, monkeypatch):
    feed.push(sample.notice())
    write_bundle(feed.repo, sample.VILLAGE, tmp_path / "stick")
    monkeypatch.setattr("kiosk.feed.durable.time.monotonic", iter(range(0, 10**6, 3)).__next__)
    with (
        only_one(lonely.config.data_path / "sync.lock", ""),
        pytest.raises(BusyError, match="同步程序正在运行"),
    ):
        take_in(lonely.config, tmp_path / "stick")


def test_what_came_by_stick_does_not_count_against_the_line(feed, lonely, tmp_path):
    fill(feed, tmp_path)
    write_bundle(feed.repo, sample.VILLAGE, tmp_path / "stick")
    take_in(lonely.config, tmp_path / "stick")
    assert not (lonely.config.data_path / "budget.json").exists()


@pytest.mark.parametrize("division", ["1234", "990101101999"])
def test_a_bundle_for_nobody_is_refused(feed, tmp_path, division):
    with pytest.raises(BundleError, match="没有改动"):
        write_bundle(feed.repo, division, tmp_path / "stick")
    assert not (tmp_path / "stick").exists()
