"""Stories of keys: a ceremony, a stolen publishing host, a revocation, a year away."""

import shutil
from datetime import UTC, datetime

import msgspec
import pytest

from kiosk.feed.documents import Feed, decode, encode
from kiosk.feed.events import recent_events
from kiosk.feed.keys import KeyRing
from kiosk.feed.refusals import Refusal
from kiosk.feed.tree import Change, Repository
from kiosk.terminal.config import load_config
from kiosk.terminal.library import Library
from kiosk.terminal.sync import Sync
from tests.support.folder import VILLAGE, CountyFolder, Machine


class Hall:
    """A terminal that reads the feed's folder directly; its library is what the screen reads."""

    def __init__(self, folder, state):
        self.folder = folder
        folder.mkdir()
        shutil.copy(state / "feed" / "metadata" / "1.root.json", folder / "root.json")
        feed = (state / "feed").as_uri()
        (folder / "terminal.toml").write_text(
            f'division = "{VILLAGE}"\nfeed = "{feed}"\nroot = "root.json"\n', encoding="utf-8"
        )
        self.config = load_config(folder / "terminal.toml")

    def poll(self):
        sync = Sync(self.config)
        try:
            return sync.step()
        finally:
            sync.close()

    def titles(self):
        library = Library(self.config.library_path, self.config.blobs_path)
        try:
            return {shelf.disclosure.title for shelf in library.shelves()}
        finally:
            library.close()

    def events(self):
        return [event.kind for event in recent_events(self.config.trust_path)]


@pytest.fixture
def state(tmp_path):
    return tmp_path / "server" / "state"


@pytest.fixture
def kiosk(state):
    return Machine(state)


@pytest.fixture
def county(tmp_path):
    found = CountyFolder(tmp_path / "示例县")
    found.accounts(9, 12_600.0)
    return found


def offline(tmp_path):
    return [word for who in "abc" for word in ("--offline", tmp_path / f"stick-{who}" / "keys")]


def rumour(state, keys):
    """What a thief with these keys publishes under the village's name."""
    tree = Repository(state / "feed")
    feed = decode(tree.read_target(VILLAGE), Feed)
    change = Change(state / "feed", tree, keys=keys, now=datetime.now(UTC).replace(microsecond=0))
    rightful = change._authority
    change._authority = lambda role: (
        rightful(role).keys,
        len([k for k in rightful(role).keys if k.keyid in keys.held]),
    )
    lie = msgspec.structs.replace(feed, version=feed.version + 7, head=())
    change.feed(VILLAGE, encode(lie))
    change.commit(lambda *_: None)


def test_a_stolen_publishing_host_freezes_and_does_not_speak_and_new_keys_end_it(
    tmp_path, state, kiosk, county, capsys
):
    sticks, review = offline(tmp_path), tmp_path / "review" / "keys"
    county_words = (county.path, *sticks, "--reviewer", review)
    assert kiosk("keys", "ceremony", *county_words, "--yes") == 0
    assert "三人签字" in capsys.readouterr().out
    assert kiosk("push", county.path) == 1
    assert "reviewer" in capsys.readouterr().err
    assert kiosk("push", county.path, "--reviewer", review) == 0
    hall = Hall(tmp_path / "hall", state)
    assert hall.poll().broken == {}
    shown = {"2026年9月收支明细"}
    assert hall.titles() == shown

    backup = tmp_path / "backup"
    shutil.copytree(state / "feed", backup)
    stolen = tmp_path / "thief"
    shutil.copytree(state / "keys-online", stolen)
    rumour(state, KeyRing(stolen))
    poll = hall.poll()
    assert {scope: why.kind for scope, why in poll.broken.items()} == {
        VILLAGE: Refusal.TOO_FEW_SIGNATURES
    }
    assert hall.events() == [Refusal.TOO_FEW_SIGNATURES]
    assert hall.titles() == shown

    shutil.rmtree(state / "feed")
    shutil.copytree(backup, state / "feed")
    words = ("publisher", "withdraw", "snapshot", "timestamp")
    capsys.readouterr()
    assert kiosk("keys", "revoke", *words, *sticks, "--reviewer", review, "--yes") == 0
    said = capsys.readouterr().out
    assert "请马上换" in said
    assert "销毁" in said
    county.accounts(10, 9_000.0, opening=111_400.0)
    assert kiosk("push", county.path, "--reviewer", review) == 0
    assert hall.poll().broken == {}
    assert hall.titles() == {*shown, "2026年10月收支明细"}


def test_a_terminal_that_was_off_follows_every_change_of_keys_at_once(
    tmp_path, state, kiosk, county, capsys
):
    assert kiosk("keys", "init", county.path) == 0
    assert kiosk("push", county.path) == 0
    hall = Hall(tmp_path / "hall", state)
    hall.poll()
    for name in ("root", "targets", "root-2", "timestamp", "publisher", "snapshot", "root"):
        assert kiosk("keys", "rotate", name, "--yes") == 0
    assert kiosk("keys", "list") == 0
    assert "publisher" in capsys.readouterr().out
    county.accounts(10, 9_000.0, opening=111_400.0)
    assert kiosk("push", county.path) == 0
    assert kiosk("keys", "resign") == 0
    assert hall.poll().broken == {}
    assert hall.titles() == {"2026年9月收支明细", "2026年10月收支明细"}
    assert hall.events() == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("keys", "init", "{county}", "--offline", "{server}/off"), "并排"),
        (("keys", "init", "{county}", "--scope-threshold", "2"), "--reviewer"),
        (("keys", "rotate", "printer"), "还没有发布仓库"),
        (("keys", "list"), "还没有发布仓库"),
        (("push", "{county}", "--reviewer", "hsm:"), "python-pkcs11"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(
    tmp_path, state, kiosk, county, capsys, monkeypatch, words, said
):
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    places = {"county": county.path, "server": state}
    assert kiosk(*(word.format(**places) for word in words)) == 1
    assert said in capsys.readouterr().err
    assert not (state / "keys-online").exists()
