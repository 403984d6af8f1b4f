"""The verifying client against servers that are broken, old, or malicious."""

from datetime import UTC, datetime, timedelta

import feedlab as sample
import msgspec
import pytest
import requests
from tuf.api.metadata import Key, Metadata, Root
from tuf.ngclient.updater import Updater

from kiosk.feed import durable, roles
from kiosk.feed.blobs import BlobStore, MissingBlobError
from kiosk.feed.client import FeedClient, RefusedError
from kiosk.feed.directory import DirectoryAdapter
from kiosk.feed.documents import BlobRef, Feed, decode, encode
from kiosk.feed.edition import read_scope
from kiosk.feed.fetcher import Fetcher, UnreachableError
from kiosk.feed.keys import KeyRing, init_keys, load_signer
from kiosk.feed.tree import Change, Repository, sign
from kiosk.feed.trust import BUILT, Floors, plain_reference, reference_time

SCOPES = [sample.VILLAGE, "990101101", "990101"]


class Reader:
    """A client with its folders."""

    def __init__(self, feed, folder, reference=plain_reference):
        self.feed, self.folder, self.reference = feed, folder, reference
        self.fetcher = Fetcher()
        self.server = DirectoryAdapter(feed.repo)
        self.fetcher.mount("feed://", self.server)
        self.blobs = BlobStore(folder / "blobs")
        self.start()

    def start(self):
        self.client = FeedClient(
            url="feed://county",
            scopes=SCOPES,
            trust=self.folder / "trust",
            blobs=self.blobs,
            bootstrap=self.feed.root,
            fetcher=self.fetcher,
            reference=self.reference,
        )

    def poll(self, **how):
        return self.client.poll(**how)

    def texts(self, scope=sample.VILLAGE):
        edition = self.poll(full=True).edition
        contents = read_scope(self.blobs.read(edition.scopes[scope]), self.blobs.read)
        return {e.disclosure.title for e in contents.entries}


@pytest.fixture
def reader(feed, tmp_path):
    return Reader(feed, tmp_path / "reader")


def forge(feed, scope, data):
    """What someone with all online keys can sign."""
    change = Change(feed.repo, Repository(feed.repo), keys=KeyRing(feed.online), now=feed.clock())
    change.feed(scope, data)
    change.commit(lambda *_: None)


def current(feed, scope=sample.VILLAGE):
    return decode(Repository(feed.repo).read_target(scope), Feed)


def test_a_feed_version_never_goes_back_even_with_every_online_key(feed, reader):
    feed.push(sample.notice("一。"))
    old = current(feed)
    feed.push(sample.notice("二。"))
    good = reader.poll().edition
    forge(feed, sample.VILLAGE, encode(old))
    poll = reader.poll()
    assert "older" in poll.broken[sample.VILLAGE].detail
    assert poll.edition == good


def test_one_version_with_two_contents_is_refused(feed, reader):
    feed.push(sample.notice("一。"))
    good = reader.poll().edition
    twin = msgspec.structs.replace(current(feed), head=())
    forge(feed, sample.VILLAGE, encode(twin))
    poll = reader.poll()
    assert "two different" in poll.broken[sample.VILLAGE].detail
    assert poll.edition == good


def test_a_feed_that_vanishes_is_refused(feed, reader):
    feed.push(sample.notice())
    good = reader.poll().edition
    tree = Repository(feed.repo)
    change = Change(feed.repo, tree, keys=KeyRing(feed.online), now=feed.clock())
    signed = tree.role(sample.VILLAGE).signed
    signed.targets = {}
    change.role(sample.VILLAGE, signed)
    change.commit(lambda *_: None)
    poll = reader.poll()
    assert "only takedowns remove" in poll.broken[sample.VILLAGE].detail
    assert poll.edition == good


def test_a_village_cannot_speak_for_another(feed, reader):
    feed.push(sample.notice())
    own = current(feed)
    stranger = sample.notice(division=sample.NEIGHBOUR).disclosure
    entry = msgspec.structs.replace(own.head[0], disclosure=stranger)
    forge(
        feed,
        sample.VILLAGE,
        encode(msgspec.structs.replace(own, version=9, head=(*own.head, entry))),
    )
    edition = reader.poll().edition
    contents = read_scope(reader.blobs.read(edition.scopes[sample.VILLAGE]), reader.blobs.read)
    assert [e.disclosure.division for e in contents.entries] == [sample.VILLAGE]
    assert list(contents.rejected) == [stranger.id]


def test_a_feed_under_another_scopes_name_is_refused(feed, reader):
    feed.push(sample.notice(division=sample.NEIGHBOUR))
    forge(feed, sample.VILLAGE, encode(current(feed, sample.NEIGHBOUR)))
    assert "is the feed of" in reader.poll().broken[sample.VILLAGE].detail


def test_an_entry_from_the_future_costs_itself_not_the_feed(feed, reader):
    feed.push(sample.notice(), sample.ledger(8))
    data = encode(msgspec.structs.replace(current(feed), version=9))
    data = data.replace(b'"kind":"ledger"', b'"kind":"hologram"')
    forge(feed, sample.VILLAGE, data)
    assert reader.texts() == {"关于修建北塘水渠的公告"}


@pytest.mark.parametrize("what", ["role", "feed", "role missing", "feed missing"])
def test_a_broken_scope_stops_no_other_and_heals(feed, reader, what):
    feed.push(sample.notice(), sample.notice(division=sample.COUNTY))
    reader.poll()
    feed.push(sample.notice("二。"), sample.notice("二。", division=sample.COUNTY))
    feed.publisher.withdraw(sample.notice(division=sample.COUNTY).disclosure.id, reason="误")
    tree = Repository(feed.repo)
    if what.startswith("role"):
        file = tree.metadata_path(sample.VILLAGE, tree.versions[sample.VILLAGE])
    else:
        file = tree.target_file(sample.VILLAGE, tree.target(sample.VILLAGE).hashes["sha256"])
    content = file.read_bytes()
    for each in (file, file.with_name(f"{file.name}.gz")):
        each.unlink()
    if "missing" not in what:
        file.write_bytes(content.replace(b"990101", b"990102"))
    before = reader.client._last.edition
    poll = reader.poll()
    assert list(poll.broken) == [sample.VILLAGE]
    assert poll.edition.scopes[sample.VILLAGE] == before.scopes[sample.VILLAGE]
    assert poll.edition.scopes["990101"] != before.scopes["990101"]
    assert poll.edition.takedowns
    file.write_bytes(content)
    assert not reader.poll().changed  # not before its time: a broken scope must cost little
    reader.client._retry_at = 0
    assert reader.poll().broken == {}


def test_an_unchanged_poll_builds_nothing_and_writes_nothing(feed, reader, monkeypatch):
    feed.push(sample.notice())
    reader.poll()
    monkeypatch.setattr(durable, "write_durable", None)
    monkeypatch.setattr("kiosk.feed.client.DurableUpdater", None)
    requests_before, bytes_before = reader.fetcher.requests, reader.fetcher.body_bytes
    assert not reader.poll().changed
    assert reader.fetcher.requests == requests_before + 1
    assert reader.fetcher.body_bytes == bytes_before


def test_a_server_without_etags_costs_the_timestamp_alone(feed, reader):
    feed.push(sample.notice())
    reader.poll()
    reader.client._etag = None
    requests_before = reader.fetcher.requests
    assert not reader.poll().changed
    assert reader.fetcher.requests == requests_before + 1


def test_boot_and_day_ask_for_everything(feed, reader):
    feed.push(sample.notice())
    reader.poll()
    requests_before = reader.fetcher.requests
    reader.client._full_at = 0
    assert reader.poll().changed
    assert reader.fetcher.requests == requests_before + 2  # timestamp, next root
    reader.start()
    assert reader.poll().changed


def test_one_lost_copy_of_the_floors_is_no_loss(tmp_path):
    floors = Floors(tmp_path)
    floors.lift("snapshot", ["k"], 7)
    floors.save()
    (tmp_path / "floors.a.json").write_bytes(b'{"sum":"","kept":{}}')
    with pytest.raises(Exception, match="older than 7"):
        Floors(tmp_path).require("snapshot", ["k"], 6)
    Floors(tmp_path).require("snapshot", ["another key"], 1)


def test_floors_write_only_what_is_new(tmp_path):
    floors = Floors(tmp_path)
    floors.lift("snapshot", ["k"], 7)
    floors.save()
    before = (tmp_path / "floors.a.json").stat().st_mtime_ns
    floors.lift("snapshot", ["k"], 7)
    floors.save()
    assert (tmp_path / "floors.a.json").stat().st_mtime_ns == before


def test_another_root_is_refused(feed, reader, tmp_path):
    feed.push(sample.notice())
    other = sample.Feed(tmp_path / "other")
    reader.fetcher.mount("feed://", DirectoryAdapter(other.repo))
    with pytest.raises(RefusedError):
        reader.poll()


def test_rotated_timestamp_keys_are_followed_and_free_the_way_back(feed, reader, tmp_path):
    feed.push(sample.notice("一。"))
    tree = Repository(feed.repo)
    change = Change(feed.repo, tree, keys=KeyRing(feed.online), now=feed.clock())
    tree.timestamp.signed.version = 2**40  # what a stolen timestamp key can do
    change.flip(change.signed_timestamp(tree.snapshot.signed.version))
    reader.poll()
    init_keys(tmp_path / "new-off", tmp_path / "new-on")
    old_key = load_signer(feed.online, "timestamp").public_key
    (feed.online / "timestamp.pem").write_bytes(
        (tmp_path / "new-on" / "timestamp.pem").read_bytes()
    )
    new_key: Key = load_signer(feed.online, "timestamp").public_key
    root: Metadata[Root] = Metadata.from_bytes(feed.root)
    root.signed.revoke_key(old_key.keyid, "timestamp")
    root.signed.add_key(new_key, "timestamp")
    root.signed.version = 2
    signers = [load_signer(feed.offline, name) for name in ("root-1", "root-3")]
    signed = sign(root.signed, signers, feed.clock(), "root")
    (feed.repo / "metadata" / "2.root.json").write_bytes(signed.to_bytes())
    tree = Repository(feed.repo)
    tree.timestamp.signed.version = 4
    change = Change(feed.repo, tree, keys=KeyRing(feed.online), now=feed.clock())
    change.flip(change.signed_timestamp(tree.snapshot.signed.version))
    assert reader.poll(full=True).broken == {}
    feed.publisher.resign()
    assert reader.poll().changed


def test_an_expired_timestamp_is_refused_and_the_trusted_state_kept(feed, reader):
    feed.push(sample.notice())
    reader.poll()
    late = datetime.now(UTC) + timedelta(days=8)
    reader.reference = lambda _: late
    reader.start()
    with pytest.raises(RefusedError, match="expired"):
        reader.poll()
    feed.clock.now = late.replace(microsecond=0)
    feed.publisher.resign()
    assert reader.poll().broken == {}


def test_the_signed_time_lifts_the_floor_of_time(feed, reader):
    feed.clock.forward(days=3)
    feed.publisher.resign()
    reader.poll()
    assert Floors(reader.folder / "trust").time == feed.clock()


def test_a_document_under_a_wrong_digest_never_gets_in(feed, reader):
    feed.push(sample.notice())
    reader.poll()
    ref = current(feed).head[0].document
    for name in (ref.digest, f"{ref.digest}.gz"):
        (feed.repo / "blobs" / ref.digest[:2] / name).unlink()
    with pytest.raises(MissingBlobError):
        reader.client.fetch_text(ref)
    (feed.repo / "blobs" / ref.digest[:2] / ref.digest).write_bytes(b"x" * ref.size)
    with pytest.raises(Exception, match="something else"):
        reader.client.fetch_text(ref)
    (feed.repo / "blobs" / ref.digest[:2] / ref.digest).write_bytes(b"x" * (ref.size + 1))
    with pytest.raises(MissingBlobError, match="exceeding"):
        reader.client.fetch_text(ref)
    assert ref.digest not in reader.blobs


def test_absurd_sizes_are_not_even_asked_for(reader):
    before = reader.fetcher.requests
    with pytest.raises(MissingBlobError, match="too many"):
        reader.client.fetch_text(BlobRef("a" * 64, 1 << 40))
    assert reader.fetcher.requests == before


def test_no_line_is_told_from_a_bad_answer(feed, reader, monkeypatch):
    def gone(request, *_, **__):
        raise requests.ConnectionError(request=request)

    monkeypatch.setattr(reader.server, "send", gone)
    with pytest.raises(UnreachableError):
        reader.poll()


def test_an_answer_that_is_no_feed_at_all_is_refused(feed, reader):
    (feed.repo / "metadata" / "timestamp.json").write_bytes(b"please log in")
    with pytest.raises(RefusedError):
        reader.poll()


def test_every_name_of_tuf_that_is_private_is_still_there():
    # The hooks that DurableUpdater overrides, and the one attribute that it sets.
    for name in (
        "_persist_file",
        "_persist_metadata",
        "_update_root_symlink",
        "_download_metadata",
        "_load_local_metadata",
    ):
        assert callable(getattr(Updater, name))


def test_tuf_writes_through_our_durable_hook_and_judges_by_our_time(feed, tmp_path, monkeypatch):
    feed.push(sample.notice())
    written = []
    write = durable.write_durable

    def noting(path, data, **kwargs):
        written.append(path.name)
        write(path, data, **kwargs)

    monkeypatch.setattr(durable, "write_durable", noting)
    asked = []

    def reference(floor):
        asked.append(floor)
        return plain_reference(floor)

    Reader(feed, tmp_path / "r", reference).poll()
    trust = tmp_path / "r" / "trust"
    on_disk = {p.name for p in trust.rglob("*") if p.is_file()}
    assert on_disk == {n for n in written if not n.isalnum() and len(n) < 40}
    assert not [p for p in trust.rglob("*") if p.is_symlink()]
    assert asked == [BUILT]


NOW = datetime(2026, 12, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("system", "synchronised", "expected"),
    [
        (datetime(1970, 1, 1, tzinfo=UTC), False, NOW),
        (datetime(1970, 1, 1, tzinfo=UTC), True, NOW),
        (datetime(2099, 1, 1, tzinfo=UTC), False, NOW),
        (datetime(2099, 1, 1, tzinfo=UTC), True, datetime(2099, 1, 1, tzinfo=UTC)),
        (NOW + timedelta(days=90), False, NOW),
        (NOW + timedelta(days=90), True, NOW + timedelta(days=90)),
    ],
)
def test_the_reference_time(system, synchronised, expected):
    assert reference_time(system, NOW, synchronised=synchronised) == expected


def test_each_role_has_one_parent_and_one_target():
    assert roles.delegator_of("990101") == "targets"
    assert roles.delegator_of("withdraw") == "targets"
    assert roles.delegator_of("990101101") == "d-990101101"
    assert roles.delegator_of("990101101201") == "d-990101101"
    assert roles.target_path("990101") == "990101/feed.json"
