"""A county whose states lie in memory, honest and forged, and a terminal that meets them."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import feedlab as sample
import msgspec
import requests
from tuf.api.metadata import Metadata, Targets

from kiosk.feed.blobs import BlobStore
from kiosk.feed.client import FeedClient
from kiosk.feed.directory import DirectoryAdapter
from kiosk.feed.documents import Feed, decode, encode
from kiosk.feed.edition import read_scope
from kiosk.feed.events import recent_events
from kiosk.feed.fetcher import Fetcher, UnreachableError
from kiosk.feed.keys import ONLINE, KeyRing, init_keys
from kiosk.feed.publisher import Publisher
from kiosk.feed.refusals import RefusedError
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
