"""Changing keys: terminals follow, the old ones are worth nothing, nothing is half done."""

import logging
import shutil
import subprocess
import sys
from datetime import timedelta

import feedlab as sample
import pytest
from test_client import Reader

from kiosk.affairs.division import Division
from kiosk.feed import durable, fresh, roles
from kiosk.feed.keys import KeyRing, KeysError, init_keys, make_keys, require_apart
from kiosk.feed.publisher import Publisher
from kiosk.feed.refusals import Refusal, RefusedError
from kiosk.feed.rekey import key_places, named, replace_keys, require_review
from kiosk.feed.repository import create_repository
from kiosk.feed.tokens import Token, TokenError
from kiosk.feed.tree import Change, Repository
from kiosk.feed.verify import VerifyError, verify_staged


@pytest.fixture
def reader(feed, tmp_path):
    return Reader(feed, tmp_path / "reader")


def rotate(feed, name, **how):
    ids = [p.keyid for p in named(key_places(Repository(feed.repo)), name)]
    how = {"folders": [feed.offline], "online": feed.online, "clock": feed.clock} | how
    return replace_keys(feed.repo, keyids=ids, **how)


def test_every_role_has_the_keys_and_the_threshold_of_the_design(feed):
    tree = Repository(feed.repo)
    wanted = {
        "root": (3, 2),
        "targets": (2, 2),
        "d-990101101": (2, 2),
        "990101": (1, 1),
        sample.VILLAGE: (1, 1),
        "withdraw": (1, 1),
        "snapshot": (1, 1),
        "timestamp": (1, 1),
    }
    found = {role: tree.authority(role) for role in wanted}
    assert {r: (len(keys), threshold) for r, (keys, threshold) in found.items()} == wanted
    assert all(tree.is_sound(role) for role in wanted)
    lives = {r: (tree.current(r).signed.expires - feed.clock()).days for r in wanted}
    assert lives == {
        "root": 365,
        "targets": 365,
        "d-990101101": 365,
        "990101": 730,
        sample.VILLAGE: 730,
        "withdraw": 30,
        "snapshot": 30,
        "timestamp": 7,
    }


def test_two_of_three_root_keys_are_enough_and_one_is_not(feed):
    feed.clock.forward(days=300)
    (feed.offline / "root-2.pem").unlink()
    feed.delegate()
    assert Repository(feed.repo).root_versions() == [1, 2]
    feed.clock.forward(days=300)
    (feed.offline / "root-1.pem").unlink()
    with pytest.raises(KeysError, match="要 2 把密钥签名，现在只有 1 把"):
        feed.delegate()
    assert Repository(feed.repo).root_versions() == [1, 2]


@pytest.mark.parametrize(
    ("name", "roots"),
    [
        ("root", 1),
        ("root-2", 1),
        ("targets", 1),
        ("delegators", 0),
        ("township-990101101", 0),
        ("publisher", 0),
        ("withdraw", 0),
        ("snapshot", 1),
        ("timestamp", 1),
    ],
)
def test_terminals_follow_a_change_of_any_key(feed, reader, name, roots):
    feed.push(sample.notice("一。"))
    reader.poll()
    before = {p.name: p.keyid for p in key_places(Repository(feed.repo))}
    files = rotate(feed, name)
    after = {p.name: p.keyid for p in key_places(Repository(feed.repo))}
    assert before.keys() == after.keys()
    assert {n for n in before if before[n] != after[n]} == {f.stem for f in files}
    assert len(Repository(feed.repo).root_versions()) == 1 + roots
    assert reader.poll().broken == {}
    feed.push(sample.ledger(8))
    assert len(reader.texts()) == 2
    assert Reader(feed, reader.folder.parent / "new").poll().broken == {}
    assert feed.delegate() == []


def test_a_terminal_follows_several_roots_at_once_after_more_than_a_year_off(feed, reader):
    feed.push(sample.notice())
    reader.poll()
    for _ in range(4):
        feed.clock.forward(days=100)
        rotate(feed, "root")
        rotate(feed, "timestamp")
        rotate(feed, "snapshot")
        feed.delegate()
        feed.publisher.resign()
    feed.push(sample.ledger(8))
    reader.reference = lambda _floor: feed.clock()
    reader.start()
    assert reader.poll().broken == {}
    assert len(reader.texts()) == 2
    assert len(Repository(feed.repo).root_versions()) >= 13


def test_a_lost_stick_is_replaced_with_the_other_two(feed, reader, tmp_path):
    feed.push(sample.notice())
    reader.poll()
    (feed.offline / "root-3.pem").unlink()
    with pytest.raises(KeysError, match="--new"):
        rotate(feed, "root-3")
    (file,) = rotate(feed, "root-3", new=tmp_path / "stick")
    assert file == tmp_path / "stick" / "root-3.pem"
    assert reader.poll().broken == {}


def test_too_few_sticks_change_nothing(feed, tmp_path):
    before = feed.files()
    shutil.move(feed.offline / "targets-2.pem", tmp_path / "elsewhere.pem")
    with pytest.raises(KeysError, match="总授权"):
        rotate(feed, "publisher")
    assert feed.files() == before
    shutil.move(tmp_path / "elsewhere.pem", feed.offline / "targets-2.pem")
    rotate(feed, "publisher")  # the key that was made for nothing is used now
    assert not list(feed.online.glob("*.next.pem"))


def test_what_a_revoked_key_signs_is_refused(feed, reader, tmp_path):
    feed.push(sample.notice("一。"))
    good = reader.poll().edition
    stolen = tmp_path / "stolen"
    shutil.copytree(feed.online, stolen)
    rotate(feed, "publisher")
    tree = Repository(feed.repo)
    change = Change(feed.repo, tree, keys=KeyRing(stolen), now=feed.clock())
    with pytest.raises(KeysError):
        change.feed(sample.VILLAGE, b"{}")
    change._authority = lambda role: ([KeyRing(stolen).public("publisher")], 1)
    signed = change._signed(sample.VILLAGE, tree.role(sample.VILLAGE).signed)
    file = tree.metadata_path(sample.VILLAGE, tree.versions[sample.VILLAGE])
    file.write_bytes(signed.to_bytes())
    file.with_name(f"{file.name}.gz").unlink()
    poll = reader.poll()
    assert poll.broken[sample.VILLAGE].kind is Refusal.WRONG_SIGNATURE
    assert poll.edition.scopes[sample.VILLAGE] == good.scopes[sample.VILLAGE]


def test_a_power_cut_behind_a_new_root_is_mended_by_the_next_signing(feed, reader, monkeypatch):
    feed.push(sample.notice())
    reader.poll()

    def cut(*_):
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(Change, "flip", cut)
        with pytest.raises(SystemExit):
            rotate(feed, "snapshot")
    assert Repository(feed.repo).root_versions() == [1, 2]
    with pytest.raises(RefusedError):
        reader.poll(full=True)
    feed.publisher.resign()
    assert reader.poll().broken == {}
    assert Reader(feed, reader.folder.parent / "new").poll().broken == {}


def test_a_power_cut_behind_new_keys_for_targets_is_mended_by_the_next_sitting(
    feed, reader, monkeypatch
):
    feed.push(sample.notice())
    with monkeypatch.context() as patched:
        patched.setattr(Change, "flip", lambda *_: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            rotate(feed, "targets")
    with pytest.raises(VerifyError):
        feed.publisher.resign()
    feed.delegate()
    assert reader.poll().broken == {}


def test_keys_are_named_by_place_group_or_id(feed):
    places = key_places(Repository(feed.repo))
    assert [p.name for p in named(places, "root")] == ["root-1", "root-2", "root-3"]
    (one,) = named(places, "publisher")
    assert named(places, one.keyid[:8]) == [one]
    assert sample.VILLAGE in one.roles
    with pytest.raises(KeysError, match="没有叫"):
        named(places, "printer")
    with pytest.raises(KeysError, match="没有叫"):
        named(places, "")


def test_a_county_that_wants_two_signatures_publishes_only_with_its_reviewer(tmp_path):
    off, on, review = (tmp_path / n for n in ("off", "on", "review"))
    repo, county = tmp_path / "repo", sample.county()
    init_keys(off, on, reviewer=review)
    parts = {"offline": off, "online": on, "reviewer": review}
    create_repository(repo, county=county, scope_threshold=2, **parts)
    drafts = [sample.notice()]
    with pytest.raises(KeysError, match="reviewer"):
        Publisher(repo, on).publish(county, drafts)
    assert Publisher(repo, on, reviewer=review).publish(county, drafts).added
    assert Repository(repo).authority(sample.VILLAGE).threshold == 2
    # taking down is easier than putting up
    Publisher(repo, on).withdraw(drafts[0].disclosure.id, reason="误")
    Publisher(repo, on).resign()
    wider = sample.county(Division(code="990101101203", name="新村"))
    assert create_repository(repo, county=wider, **parts) == ["990101101203"]
    assert Repository(repo).authority("990101101203").threshold == 2


def test_a_county_may_ask_for_two_signatures_later_and_go_back(feed, reader, tmp_path):
    feed.push(sample.notice("一。"))
    reader.poll()
    how = {"online": feed.online, "folders": [feed.offline], "clock": feed.clock}
    stick = tmp_path / "review"
    require_review(feed.repo, reviewer=stick, **how)
    assert reader.poll().broken == {}
    with pytest.raises(KeysError, match="reviewer"):
        feed.push(sample.ledger(8))
    publisher = Publisher(feed.repo, feed.online, reviewer=stick, clock=feed.clock)
    publisher.publish(feed.county, [sample.ledger(8)])
    assert len(reader.texts()) == 2
    ids = [p.keyid for p in named(key_places(Repository(feed.repo)), "reviewer")]
    (file,) = replace_keys(feed.repo, keyids=ids, new=stick, **how)
    assert file == stick / "reviewer.pem"
    require_review(feed.repo, reviewer=None, **how)
    feed.push(sample.ledger(9))
    assert len(reader.texts()) == 3
    assert Repository(feed.repo).authority(sample.VILLAGE).threshold == 1


def test_signatures_that_need_a_reviewer_do_not_stop_the_daily_signing(tmp_path):
    off, on, review = (tmp_path / n for n in ("off", "on", "review"))
    repo, clock = tmp_path / "repo", sample.Clock()
    init_keys(off, on, reviewer=review)
    create_repository(
        repo,
        offline=off,
        online=on,
        reviewer=review,
        scope_threshold=2,
        county=sample.county(),
        clock=clock,
    )
    clock.forward(days=300)
    left = Publisher(repo, on, clock=clock).resign()
    assert left == ["root", "d-990101101", "d-990101102", "targets"]
    clock.forward(days=60)
    assert Publisher(repo, on, clock=clock).resign() == left
    assert "990101" not in left


def test_offline_keys_do_not_lie_beside_the_online_ones(tmp_path):
    online = tmp_path / "server" / "online"
    for near in (online, online / "x", online.parent, online.parent / "offline"):
        with pytest.raises(KeysError, match="离线密钥"):
            require_apart([tmp_path / "stick" / "a", near], online)
    require_apart([tmp_path / "stick" / "a", tmp_path / "stick" / "b"], online)


def test_online_keys_that_others_can_read_sign_nothing(feed):
    (feed.online / "publisher.pem").chmod(0o640)
    with pytest.raises(KeysError, match="chmod 600"):
        feed.push(sample.notice())


def test_a_full_stick_is_a_sentence(tmp_path, monkeypatch):
    def full(path, *_, **__):
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(durable, "write_durable", full)
    with pytest.raises(KeysError, match="U盘"):
        make_keys([tmp_path / "a.pem"])


def test_a_machine_without_token_software_says_so(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(TokenError, match="python-pkcs11"):
        Token("hsm:", lambda: "123456")


def test_the_timestamp_is_signed_anew_every_six_hours_and_not_before(feed, caplog):
    version = Repository(feed.repo).timestamp.signed.version
    feed.clock.forward(hours=5)
    fresh.freshen(feed.repo, feed.online, clock=feed.clock)
    assert Repository(feed.repo).timestamp.signed.version == version
    feed.clock.forward(hours=1)
    fresh.freshen(feed.repo, feed.online, clock=feed.clock)
    assert Repository(feed.repo).timestamp.signed.version == version + 1
    feed.clock.forward(hours=7)
    (feed.online / "timestamp.pem").rename(feed.online / "gone")
    with caplog.at_level(logging.WARNING):
        fresh.freshen(feed.repo, feed.online, clock=feed.clock)
    assert "十分钟后再试" in caplog.text


def test_offline_signatures_that_run_out_are_told_by_the_timer(feed, caplog):
    feed.clock.forward(days=300)
    with caplog.at_level(logging.WARNING):
        assert roles.ROOT in fresh.freshen(feed.repo, feed.online, clock=feed.clock)
    assert "要带U盘来续签" in caplog.text


def test_a_process_keeps_the_feed_fresh_and_ends_with_its_starter(feed):
    feed.clock.now -= timedelta(hours=7)
    feed.publisher.resign()
    version = Repository(feed.repo).timestamp.signed.version
    with fresh.keep_fresh(feed.repo, feed.online):
        pass  # it signs first and looks for the end of its input afterwards
    assert Repository(feed.repo).timestamp.signed.version == version + 1
    command = [sys.executable, "-m", "kiosk.feed.fresh", str(feed.repo), str(feed.online)]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, check=False, timeout=30)
    assert done.returncode == 0
    assert not fresh.due(feed.repo.parent / "nowhere", feed.clock())


def test_a_staged_root_is_checked_before_it_is_in_force(feed):
    tree = Repository(feed.repo)
    change = Change(feed.repo, tree, keys=KeyRing(feed.offline, feed.online), now=feed.clock())
    root = tree.root.signed
    root.roles["timestamp"].threshold = 2  # one key: no timestamp can ever be valid
    change.root(root)
    with pytest.raises(KeysError):
        change.commit(lambda staged, scopes: verify_staged(feed.repo, staged, scopes))
    assert tree.root_versions() == [1]
