"""What is on the screen and which event is told: attack by clock by way of arrival.

The terminal holds an honest state.  Then the attack arrives, then an honest newer state.
"""

import io
import random
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import feedlab as sample
import msgspec
import pytest
import requests
from tuf.api.metadata import Metadata, Targets
from urllib3 import HTTPResponse

from kiosk.feed.blobs import BlobStore
from kiosk.feed.client import FeedClient
from kiosk.feed.directory import DirectoryAdapter
from kiosk.feed.documents import Feed, decode, encode
from kiosk.feed.edition import read_scope
from kiosk.feed.events import EventLog, recent_events
from kiosk.feed.fetcher import Fetcher, UnreachableError
from kiosk.feed.keys import ONLINE, KeyRing, init_keys
from kiosk.feed.publisher import Publisher
from kiosk.feed.refusals import Refusal, Refused, RefusedError
from kiosk.feed.rekey import key_places, replace_keys
from kiosk.feed.repository import create_repository
from kiosk.feed.tree import Change, Repository
from kiosk.feed.trust import reference_time

NOW = datetime(2026, 12, 20, 8, tzinfo=UTC)
MEMORY = "feed://county"
VILLAGE = sample.VILLAGE
SCOPES = [VILLAGE, "990101101", "990101"]

CLOCKS = {
    # what the clock says, and whether a time server says so too
    "1970": (datetime(1970, 1, 1, 3, tzinfo=UTC), False),
    "a year back": (NOW - timedelta(days=365), False),
    "right": (NOW, True),
    "a year ahead": (NOW + timedelta(days=365), False),
    "2049": (datetime(2049, 6, 1, tzinfo=UTC), False),
    "2049 by a lying time server": (datetime(2049, 6, 1, tzinfo=UTC), True),
}
UNSET_AND_AHEAD = {"a year ahead", "2049"}
LIED_TO = "2049 by a lying time server"


class County:
    """A county with two signatures under every feed, and its states as files in memory."""

    def __init__(self, folder):
        self.repo, self.review, self.online = (folder / n for n in ("repo", "review", "online"))
        self.clock = sample.Clock()
        init_keys(folder / "offline", self.online, reviewer=self.review)
        self.clock.now = NOW - timedelta(days=10)
        create_repository(
            self.repo,
            offline=folder / "offline",
            online=self.online,
            reviewer=self.review,
            scope_threshold=2,
            county=sample.county(),
            clock=self.clock,
        )
        self.publisher = Publisher(self.repo, self.online, reviewer=self.review, clock=self.clock)
        self.old = self.push(1)
        self.clock.now = NOW - timedelta(hours=1)
        self.held = self.push(2)
        self.clock.now = NOW
        self.new = self.push(3)
        self.stolen_host = self.forged(KeyRing(self.online), twist=self.another_notice)
        everything = KeyRing(self.online, self.review)
        self.neighbours_feed = self.forged(everything, twist=self.as_neighbour)
        self.foreign_path = self.forged(everything, twist=None)
        self.clock.now = NOW + timedelta(days=8)
        self.publisher.resign()
        self.healed = self.files()
        lost = [p for p in key_places(Repository(self.repo)) if p.name in ONLINE]
        replace_keys(
            self.repo,
            online=self.online,
            folders=[folder / "offline", self.review],
            keyids=[p.keyid for p in lost],
            clock=self.clock,
        )
        self.new_keys = self.files()
        self.root = self.old["metadata/1.root.json"]

    def push(self, count):
        drafts = [
            sample.notice(f"第{n}件。", title=f"第{n}件", period=f"2026-10-{n:02d}")
            for n in range(1, count + 1)
        ]
        self.publisher.publish(sample.county(), drafts)
        return self.files()

    def files(self):
        return {
            str(p.relative_to(self.repo)): p.read_bytes()
            for p in self.repo.rglob("*")
            if p.is_file() and p.suffix != ".gz" and not p.name.startswith(".")
        }

    def forged(self, keys, twist):
        """What someone with these keys can publish; the county's own folder stays as it was."""
        copy = self.repo.with_name("forged")
        shutil.copytree(self.repo, copy)
        tree = Repository(copy)
        change = Change(copy, tree, keys=keys, now=NOW)
        if twist is not None:
            change._authority = lambda role, rightful=change._authority: (
                rightful(role).keys,
                min(len([k for k in rightful(role).keys if k.keyid in keys.held]), 2),
            )
            change.feed(VILLAGE, twist(decode(tree.read_target(VILLAGE), Feed)))
        else:
            signed = tree.role(VILLAGE).signed
            signed.targets["990101/feed.json"] = next(iter(signed.targets.values()))
            change.role(VILLAGE, signed)
        change.commit(lambda *_: None)
        mine, self.repo = self.repo, copy
        found = self.files()
        self.repo = mine
        shutil.rmtree(copy)
        return found

    @staticmethod
    def another_notice(feed):
        face = msgspec.structs.replace(feed.head[0].disclosure, title="谣言", version=9)
        entry = msgspec.structs.replace(feed.head[0], disclosure=face)
        return encode(msgspec.structs.replace(feed, version=99, head=(entry,)))

    @staticmethod
    def as_neighbour(feed):
        return encode(msgspec.structs.replace(feed, version=99, scope=sample.NEIGHBOUR))

    def name(self, files, role):
        """The path of a role's current file in a state."""
        if role == "timestamp":
            return "metadata/timestamp.json"
        stamp = Metadata.from_bytes(files["metadata/timestamp.json"]).signed
        snapshot = f"metadata/{stamp.snapshot_meta.version}.snapshot.json"
        if role == "snapshot":
            return snapshot
        meta = Metadata.from_bytes(files[snapshot]).signed.meta
        return f"metadata/{meta[f'{role}.json'].version}.{role}.json"

    def feed_file(self, files):
        signed = Metadata[Targets].from_bytes(files[self.name(files, VILLAGE)]).signed
        digest = signed.targets[f"{VILLAGE}/feed.json"].hashes["sha256"]
        return f"targets/{VILLAGE}/{digest}.feed.json"


@pytest.fixture(scope="module", autouse=True)
def _no_waiting_for_the_disk():
    """What is shown does not depend on it, and there are hundreds of boxes here."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("kiosk.feed.durable.os.fsync", lambda _handle: None)
        yield


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    return County(tmp_path_factory.mktemp("county"))


@pytest.fixture(scope="module")
def synced(lab, tmp_path_factory):
    """The folder of a terminal that holds the honest state."""
    folder = tmp_path_factory.mktemp("synced")
    box = Terminal(lab, folder, "right")
    box.arrive(lab.held, "online")
    assert box.shown() == {"第1件", "第2件"}
    return folder


class Cut(DirectoryAdapter):
    def send(self, request, *_, **__):
        raise requests.ConnectionError(request=request)


class Terminal:
    """Sync's part that matters here: what a poll finds is shown, what it refuses is not."""

    def __init__(self, lab, folder, clock):
        self.lab, self.folder = lab, folder
        self.system, self.synchronised = CLOCKS[clock]
        self.blobs = BlobStore(folder / "blobs")
        self.edition = None
        self.client = None

    def arrive(self, files, way, *, boot=False):
        """One poll of these files; the kind and place of the refusal, if all was refused."""
        url = self._serve(files, way)
        if self.client is None or boot or self.client._url != url:
            self.client = FeedClient(
                url=url,
                scopes=SCOPES,
                trust=self.folder / "trust",
                blobs=self.blobs,
                bootstrap=self.lab.root,
                fetcher=Fetcher(),
                reference=lambda floor: reference_time(
                    self.system, floor, synchronised=self.synchronised
                ),
                system=lambda: self.system,
            )
            self._mount(files, way)
        try:
            poll = self.client.poll()
        except UnreachableError:
            return "unreachable"
        except RefusedError as error:
            return error.refused.kind
        known = {**(self.edition or {}), **poll.edition.scopes}
        self.edition = known
        return {scope: why.kind for scope, why in poll.broken.items()}

    def _serve(self, files, way):
        if way != "USB":
            if self.client is not None:
                self._mount(files, way)
            return MEMORY
        stick = self.folder / "stick"
        shutil.rmtree(stick, ignore_errors=True)
        for name, data in files.items():
            (stick / name).parent.mkdir(parents=True, exist_ok=True)
            (stick / name).write_bytes(data)
        return stick.as_uri()

    def _mount(self, files, way):
        if way != "USB":
            adapter = Cut() if way == "offline" else DirectoryAdapter(Path("/nowhere"), files)
            self.client._fetcher.mount("feed://", adapter)

    def shown(self):
        data = self.blobs.read(self.edition[VILLAGE])
        entries = read_scope(data, self.blobs.read).entries
        return {e.disclosure.title for e in entries}

    def events(self):
        return [(e.kind, e.where) for e in recent_events(self.folder / "trust")]


def altered_timestamp(lab):
    name = "metadata/timestamp.json"
    return lab.new | {name: lab.new[name].replace(b'"version":', b'"version":9', 1)}


def altered_role(lab):
    name = lab.name(lab.new, VILLAGE)
    return lab.new | {name: lab.new[name].replace(b'"length":', b'"length":9', 1)}


def altered_feed(lab):
    name = lab.feed_file(lab.new)
    return lab.new | {name: lab.new[name].replace("第3件".encode(), "第8件".encode())}


def rolled_back(lab):
    return lab.old


def frozen(lab):
    return lab.held


def mixed_snapshot(lab):
    old = lab.held[lab.name(lab.held, "snapshot")]
    return lab.new | {lab.name(lab.new, "snapshot"): old}


def mixed_role(lab):
    return lab.new | {lab.name(lab.new, VILLAGE): lab.held[lab.name(lab.held, VILLAGE)]}


def oversized_timestamp(lab):
    return lab.new | {"metadata/timestamp.json": b" " * 1_000_000}


def oversized_feed(lab):
    name = lab.feed_file(lab.new)
    return lab.new | {name: lab.new[name] + b" " * 1_000_000}


def neighbours_feed(lab):
    return lab.neighbours_feed


def foreign_path(lab):
    return lab.foreign_path


def stolen_host(lab):
    return lab.stolen_host


KEYS_STOLEN = {neighbours_feed, foreign_path, stolen_host}
BROKEN = "broken scope"
ATTACKS = {
    # the kind of refusal, and where: a role (all is refused) or the village's scope alone
    altered_timestamp: (Refusal.WRONG_SIGNATURE, "timestamp"),
    altered_role: (Refusal.WRONG_SIGNATURE, BROKEN),
    altered_feed: (Refusal.WRONG_DIGEST, BROKEN),
    rolled_back: (Refusal.ROLLBACK, "timestamp"),
    frozen: (Refusal.FREEZE, "timestamp"),
    mixed_snapshot: (Refusal.MIXED, "snapshot"),
    mixed_role: (Refusal.MIXED, BROKEN),
    oversized_timestamp: (Refusal.OVERSIZED, "timestamp"),
    oversized_feed: (Refusal.OVERSIZED, BROKEN),
    neighbours_feed: (Refusal.FOREIGN_PATH, BROKEN),
    foreign_path: (Refusal.FOREIGN_PATH, BROKEN),
    stolen_host: (Refusal.TOO_FEW_SIGNATURES, BROKEN),
}


@pytest.mark.parametrize("way", ["online", "offline", "USB"])
@pytest.mark.parametrize("clock", CLOCKS)
@pytest.mark.parametrize("attack", ATTACKS, ids=lambda a: a.__name__)
def test_what_is_shown_and_told(lab, synced, tmp_path, attack, clock, way):
    folder = tmp_path / "terminal"
    shutil.copytree(synced, folder)
    box = Terminal(lab, folder, "right")
    box.arrive(lab.held, "online")
    box.system, box.synchronised = CLOCKS[clock]
    if attack is frozen and clock == "right":
        box.system += timedelta(days=8)  # the week of a timestamp is over
    refusal, where = ATTACKS[attack]

    found = box.arrive(attack(lab), way, boot=True)

    assert box.shown() == {"第1件", "第2件"}
    if way == "offline":
        assert (found, box.events()) == ("unreachable", [])
        return
    doubt = [(Refusal.CLOCK_DOUBT, "timestamp")] if clock in UNSET_AND_AHEAD else []
    if attack is frozen and clock not in {"right", LIED_TO}:
        # nobody can tell by such a clock: what is held is the newest that there is
        assert (found, box.events()) == ({}, doubt)
    elif clock == LIED_TO and attack is not oversized_timestamp:
        # by then the root itself has run out: nothing that hangs below it is looked at
        assert (found, box.events()) == (Refusal.FREEZE, [(Refusal.FREEZE, "root")])
    elif where == BROKEN:
        assert found == {VILLAGE: refusal}
        assert box.events() == [*doubt, (refusal, VILLAGE)]
    else:
        assert (found, box.events()) == (refusal, [(refusal, where)])

    # whoever had the keys of the host signed versions of its own: new keys are the way back
    healed = lab.new_keys if attack in KEYS_STOLEN else lab.healed
    found = box.arrive(healed, way, boot=True)
    if clock == LIED_TO:
        assert found is Refusal.FREEZE
        assert box.shown() == {"第1件", "第2件"}
        box.system, box.synchronised = CLOCKS["right"]
        found = box.arrive(healed, way, boot=True)
    assert found == {}
    assert box.shown() == {"第1件", "第2件", "第3件"}


@pytest.mark.parametrize("way", ["online", "USB"])
@pytest.mark.parametrize("clock", [c for c in CLOCKS if c != LIED_TO])
def test_a_new_terminal_shows_the_board_with_any_clock_that_nobody_set(lab, tmp_path, clock, way):
    box = Terminal(lab, tmp_path, clock)
    assert box.arrive(lab.new, way) == {}
    assert box.shown() == {"第1件", "第2件", "第3件"}


@pytest.mark.parametrize("seed", range(30))
def test_whatever_bytes_are_damaged_the_board_is_the_old_one_or_the_new(
    lab, synced, tmp_path, seed
):
    chance = random.Random(seed)
    folder = tmp_path / "terminal"
    shutil.copytree(synced, folder)
    box = Terminal(lab, folder, "right")
    box.arrive(lab.held, "online")
    asked = ["timestamp", "snapshot", "targets", "d-990101101", VILLAGE, "withdraw"]
    names = [*(lab.name(lab.new, role) for role in asked), lab.feed_file(lab.new)]
    for _ in range(5):
        name = chance.choice(names)
        data = bytearray(lab.new[name])
        at = chance.randrange(len(data))
        match chance.randrange(3):
            case 0:
                data[at] ^= 1 << chance.randrange(8)
            case 1:
                del data[at : at + chance.randrange(1, 50)]
            case _:
                data[at:at] = chance.choice([b'"', b"[" * 5000, b"9" * 400, b"null", b"\x00\xff"])
        box.arrive(lab.new | {name: bytes(data)}, "online", boot=True)
        assert box.shown() in ({"第1件", "第2件"}, {"第1件", "第2件", "第3件"})
    assert box.arrive(lab.new, "online", boot=True) == {}
    assert box.shown() == {"第1件", "第2件", "第3件"}


@pytest.mark.parametrize("what", ["timestamp", "snapshot", VILLAGE, "feed"])
def test_endless_answers_end_at_what_was_signed(lab, synced, tmp_path, what):
    shutil.copytree(synced, tmp_path, dirs_exist_ok=True)
    box = Terminal(lab, tmp_path, "right")
    box.arrive(lab.held, "online")
    endless = lab.feed_file(lab.new) if what == "feed" else lab.name(lab.new, what)
    sent = []

    class Endless(io.RawIOBase):
        def readable(self):
            return True

        def readinto(self, buffer):
            buffer[:] = b" " * len(buffer)
            sent.append(len(buffer))
            return len(buffer)

    class Adapter(DirectoryAdapter):
        def send(self, request, *args, **how):
            if not request.url.endswith(endless):
                return super().send(request, *args, **how)
            raw = HTTPResponse(
                body=io.BufferedReader(Endless()),
                status=200,
                preload_content=False,
                request_method="GET",
            )
            return self.build_response(request, raw)

    box.client._fetcher.mount("feed://", Adapter(Path("/nowhere"), lab.new))
    box.client._etag = None
    try:
        found = box.client.poll(full=True).broken[VILLAGE].kind
    except RefusedError as error:
        found = error.refused.kind
    assert found is Refusal.OVERSIZED
    assert sum(sent) < 8_000_000
    assert box.shown() == {"第1件", "第2件"}


def test_a_scope_that_nobody_delegates_to_is_told_and_stops_no_other(lab, tmp_path):
    box = Terminal(lab, tmp_path, "right")
    SCOPES.append("990101101299")
    try:
        assert box.arrive(lab.new, "online") == {"990101101299": Refusal.UNKNOWN_ROLE}
    finally:
        SCOPES.pop()
    assert box.shown() == {"第1件", "第2件", "第3件"}
    assert box.events() == [(Refusal.UNKNOWN_ROLE, "990101101299")]


def test_each_kind_of_refusal_has_a_sentence_that_says_what_is_safe():
    for kind in Refusal:
        assert kind.sentence.endswith("。")
        assert "内容" in kind.sentence
        assert "请" in kind.sentence


def event(kind=Refusal.FREEZE, where="timestamp", detail="x"):
    return Refused(kind, where, detail)


def test_a_refusal_repeated_for_days_is_one_line_and_few_writes(tmp_path, monkeypatch):
    log, saved = EventLog(tmp_path), []
    save = EventLog._save
    monkeypatch.setattr(EventLog, "_save", lambda self: (saved.append(1), save(self)))
    for minute in range(1000):
        log.note(event(), NOW + timedelta(minutes=minute))
    assert len(saved) == 10
    (kept,) = recent_events(tmp_path)
    assert (kept.count, kept.at) == (512, NOW)
    assert kept.last > kept.at
    log.note(event(Refusal.ROLLBACK), NOW)
    assert [(e.kind, e.count) for e in recent_events(tmp_path)] == [
        (Refusal.FREEZE, 1000),
        (Refusal.ROLLBACK, 1),
    ]


def test_the_list_of_events_cannot_grow_and_survives_damage(tmp_path):
    log = EventLog(tmp_path)
    for number in range(300):
        log.note(event(where=f"scope {number}", detail="很长" * 5000), NOW)
    kept = recent_events(tmp_path)
    assert len(kept) == 100
    assert kept[-1].where == "scope 299"
    file = tmp_path / "events.jsonl"
    assert file.stat().st_size < 200_000
    file.write_bytes(b"damage" + file.read_bytes())
    assert len(recent_events(tmp_path)) == 99
    assert len(EventLog(tmp_path).events) == 99
    assert recent_events(tmp_path / "nowhere") == []


def test_a_disk_that_is_full_stops_no_poll(tmp_path, monkeypatch, caplog):
    def full(*_, **__):
        raise OSError(28, "no space left")

    monkeypatch.setattr("kiosk.feed.durable.write_durable", full)
    log = EventLog(tmp_path)
    log.note(event(), NOW)
    assert len(log.events) == 1
    assert "no space left" in caplog.text
