"""What is on the screen and which event is told: attack by clock by way of arrival.

The terminal holds an honest state.  Then the attack arrives, then an honest newer state.
"""

import io
import random
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from attacklab import CLOCKS, LIED_TO, SCOPES, UNSET_AND_AHEAD, VILLAGE, County, Terminal
from urllib3 import HTTPResponse

from kiosk.feed.directory import DirectoryAdapter
from kiosk.feed.refusals import Refusal, RefusedError


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
