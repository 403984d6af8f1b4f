"""The conformance command against a repository that attacks as TUF's suite does.

The suite itself is not on a package index; these are the same attacks in our words.
"""

import subprocess
import sys
from datetime import timedelta

import pytest
from securesystemslib.signer import CryptoSigner
from simulated import Server, Simulated
from tuf.api.metadata import Metadata

from kiosk.feed import conformance


class Box:
    """The command, with the folders that the suite gives it."""

    def __init__(self, server, folder):
        self.server, self.metadata, self.targets = server, folder / "metadata", folder / "targets"
        self.metadata.mkdir()
        self.targets.mkdir()
        self.root = folder / "initial_root.json"

    @property
    def repo(self):
        return self.server.repo

    def init(self):
        self.root.write_bytes(self.repo.first_root)
        return self.run("init", str(self.root))

    def refresh(self):
        return self.run("--metadata-url", f"{self.server.url}/metadata/", "refresh")

    def download(self, name):
        return self.run(
            "--metadata-url",
            f"{self.server.url}/metadata",
            "--target-name",
            name,
            "--target-dir",
            str(self.targets),
            "--target-base-url",
            f"{self.server.url}/targets/",
            "download",
        )

    def run(self, *arguments):
        return conformance.main(["--metadata-dir", str(self.metadata), *arguments])

    def versions(self):
        return {
            p.name.removesuffix(".json"): Metadata.from_file(str(p)).signed.version
            for p in self.metadata.glob("*.json")
        }

    def got(self):
        return sorted(p.read_bytes() for p in self.targets.rglob("*") if p.is_file())


@pytest.fixture
def box(tmp_path):
    with Server() as server:
        found = Box(server, tmp_path)
        assert found.init() == 0
        found.repo.update("targets")
        yield found


def test_a_first_refresh_asks_in_order_and_keeps_plain_names(box):
    assert box.refresh() == 0
    assert box.repo.asked == ["2.root.json", "timestamp.json", "2.snapshot.json", "2.targets.json"]
    assert box.versions() == {"root": 1, "timestamp": 2, "snapshot": 2, "targets": 2}
    box.repo.asked.clear()
    assert box.refresh() == 0
    assert box.repo.asked == ["2.root.json", "timestamp.json"]


@pytest.mark.parametrize(
    "spoil", [lambda d: d[:-9], lambda d: d.replace(b'"version":1', b'"version":7')]
)
def test_a_root_that_is_none_is_refused_without_a_request(box, spoil):
    box.repo.first_root = spoil(box.repo.first_root)
    box.init()
    assert box.refresh() == 1
    assert box.repo.asked == []


ROTATIONS = {
    # the keys, the threshold and the signers of each root in turn, and whether the last is good
    "one key": ([([1], 1, [1]), ([2], 1, [1, 2]), ([2], 1, [2])], True),
    "strange signatures beside": ([([1], 1, [3, 1, 4]), ([2], 1, [3, 1, 2])], True),
    "other combinations": ([([0, 1, 2, 3], 2, [0, 2]), ([0, 1, 2, 3], 2, [1, 3])], True),
    "one of five": ([([0, 1, 2, 3, 4], 3, [0, 2, 4]), ([0, 1, 3, 4, 5], 3, [0, 4, 1])], True),
    "all, with a step between": (
        [([0, 1, 2], 2, [0, 1]), ([5, 6, 7], 2, [0, 2, 5, 6]), ([5, 6, 7], 2, [6, 7])],
        True,
    ),
    "higher threshold": ([([1, 2, 3], 1, [1]), ([1, 2, 3], 2, [1, 2])], True),
    "lower threshold": ([([1, 2, 3], 2, [1, 2]), ([1, 2, 3], 1, [1, 2])], True),
    "not by the old": ([([1], 1, [1]), ([2], 1, [2, 3])], False),
    "not by the new": ([([1], 1, [1]), ([2], 1, [1, 3])], False),
    "too few of the new": ([([0, 1, 2], 3, [0, 1, 2]), ([0, 1, 5], 3, [0, 1, 2])], False),
    "too few of the old": ([([0, 1, 2], 3, [0, 1, 2]), ([0, 1, 5], 3, [0, 1, 5])], False),
    "higher threshold not met": ([([1, 2], 1, [1]), ([1, 2], 2, [2])], False),
    "lower threshold too soon": ([([1, 2], 2, [1, 2]), ([1, 2], 1, [1])], False),
}


@pytest.mark.parametrize("case", ROTATIONS)
def test_root_rotations(box, case):
    roots, good = ROTATIONS[case]
    keys = [CryptoSigner.generate_ed25519() for _ in range(8)]
    root = box.repo.signed["root"]
    for version, (mine, threshold, by) in enumerate(roots, 1):
        root.roles["root"].keyids.clear()
        for number in mine:
            root.add_key(keys[number].public_key, "root")
        root.roles["root"].threshold = threshold
        root.version = version
        box.repo.put("root", by=[keys[number] for number in by])
    box.repo.first_root = box.repo.files["metadata/1.root.json"]
    box.init()
    assert box.refresh() == (0 if good else 1)
    last = len(roots) if good else len(roots) - 1
    wanted = box.repo.files[f"metadata/{last}.root.json"]
    assert (box.metadata / "root.json").read_bytes() == wanted


@pytest.mark.parametrize("role", ["timestamp", "snapshot", "targets"])
@pytest.mark.parametrize(
    ("count", "threshold", "signing", "good"),
    [(1, 1, 1, True), (5, 3, 3, True), (5, 3, 2, False), (2, 2, 0, False)],
)
def test_thresholds_of_the_other_roles(box, role, count, threshold, signing, good):
    box.repo.rekey(role, count, threshold)
    box.repo.publish("root", by=[*box.repo.signers["root"]])
    box.repo.signers[role] = box.repo.signers[role][:signing]
    box.repo.update("targets")
    assert box.refresh() == (0 if good else 1)
    assert box.versions()["root"] == 2


def test_one_key_under_many_names_counts_once(box):
    root, (signer,) = box.repo.signed["root"], box.repo.signers["snapshot"]
    for number in range(3):
        twin = type(signer.public_key)(
            f"{number:064x}", signer.public_key.keytype, "ed25519", signer.public_key.keyval
        )
        root.add_key(twin, "snapshot")
    root.roles["snapshot"].threshold = 3
    box.repo.publish("root")
    assert box.refresh() == 1
    assert "snapshot" not in box.versions()


def test_another_timestamp_of_the_same_version_does_not_replace_the_first(box):
    assert box.refresh() == 0
    before = (box.metadata / "timestamp.json").read_bytes()
    box.repo.signed["timestamp"].snapshot_meta.version = 100
    box.repo.put("timestamp")
    assert box.refresh() == 0
    assert (box.metadata / "timestamp.json").read_bytes() == before


def test_an_older_timestamp_is_refused(box):
    box.repo.publish("timestamp")
    assert box.refresh() == 0
    box.repo.signed["timestamp"].version = 1
    box.repo.put("timestamp")
    assert box.refresh() == 1
    assert box.versions()["timestamp"] == 3


@pytest.mark.parametrize("hashes", [False, True])
@pytest.mark.parametrize("role", ["snapshot", "targets"])
def test_an_older_role_under_a_newer_timestamp_is_refused(box, role, hashes):
    box.repo.hashes = hashes
    box.repo.update("targets")
    assert box.refresh() == 0
    seen = box.versions()
    box.repo.signed[role].version = 1
    box.repo.put(role)
    if role == "targets":
        box.repo.signed["snapshot"].meta["targets.json"] = box.repo.meta("targets")
        box.repo.publish("snapshot")
    box.repo.signed["timestamp"].snapshot_meta = box.repo.meta("snapshot")
    box.repo.publish("timestamp")
    assert box.refresh() == 1
    assert box.versions()[role] == seen[role]


def test_a_snapshot_that_forgets_a_role_is_refused(box):
    box.repo.delegate("d", ["*"])
    box.repo.update("targets", "d")
    assert box.refresh() == 0
    del box.repo.signed["snapshot"].meta["d.json"]
    box.repo.publish("snapshot")
    box.repo.signed["timestamp"].snapshot_meta = box.repo.meta("snapshot")
    box.repo.publish("timestamp")
    assert box.refresh() == 1


def test_a_snapshot_of_another_version_than_named_is_refused(box):
    box.repo.files["metadata/9.snapshot.json"] = box.repo.files["metadata/2.snapshot.json"]
    box.repo.signed["timestamp"].snapshot_meta.version = 9
    box.repo.publish("timestamp")
    assert box.refresh() == 1
    assert "snapshot" not in box.versions()


@pytest.mark.parametrize("role", ["snapshot", "targets"])
def test_a_file_other_than_the_digest_named_is_refused(box, role):
    box.repo.hashes = True
    box.repo.update("targets")
    box.repo.signed[role].unrecognized_fields["x"] = 1
    box.repo.put(role)  # well signed, of the right version, and not the one that was named
    assert box.refresh() == 1
    assert role not in box.versions()


@pytest.mark.parametrize(
    ("role", "kept"),
    [
        ("root", {"root": 2}),
        ("timestamp", {"root": 1}),
        ("snapshot", {"root": 1, "timestamp": 3}),
        ("targets", {"root": 1, "timestamp": 3, "snapshot": 3}),
    ],
)
def test_what_has_expired_is_refused(box, role, kept):
    box.repo.signed[role].expires = box.repo.later - timedelta(days=31)
    if role == "root":
        box.repo.publish("root")
    else:
        box.repo.update("targets")
    assert box.refresh() == 1
    assert box.versions() == kept


def test_an_expired_root_between_others_is_no_hindrance(box):
    box.repo.signed["root"].expires = box.repo.later - timedelta(days=300)
    box.repo.publish("root")
    box.repo.signed["root"].expires = box.repo.later
    box.repo.publish("root")
    assert box.refresh() == 0
    assert box.versions()["root"] == 3


@pytest.mark.parametrize("roles", [["timestamp"], ["snapshot", "timestamp"]])
def test_new_keys_are_the_way_back_from_versions_too_high(box, roles):
    for role in roles:
        box.repo.signed[role].version = 99_999
    box.repo.put("snapshot")
    box.repo.signed["timestamp"].snapshot_meta = box.repo.meta("snapshot")
    box.repo.put("timestamp")
    assert box.refresh() == 0
    for role in roles:
        box.repo.rekey(role)
        box.repo.signed[role].version = 1
    box.repo.publish("root")
    box.repo.put("snapshot")
    box.repo.signed["timestamp"].snapshot_meta = box.repo.meta("snapshot")
    box.repo.put("timestamp")
    assert box.refresh() == 0
    assert {role: box.versions()[role] for role in roles} == dict.fromkeys(roles, 1)


def test_new_snapshot_keys_are_the_way_back_for_targets(box):
    box.repo.signed["targets"].version = 98
    box.repo.update("targets")
    assert box.refresh() == 0
    assert box.versions()["targets"] == 98
    box.repo.rekey("snapshot")
    box.repo.publish("root")
    box.repo.signed["targets"].version = 3
    box.repo.put("targets")
    box.repo.update()
    assert box.refresh() == 0
    assert box.versions()["targets"] == 3


def test_fields_that_nobody_knows_are_kept_and_signed(box):
    root = box.repo.signed["root"]
    root.unrecognized_fields["x"] = {"a": [1]}
    root.roles["root"].unrecognized_fields["y"] = "z"
    box.repo.publish("root")
    assert box.refresh() == 0
    assert (box.metadata / "root.json").read_bytes() == box.repo.files["metadata/2.root.json"]


def test_a_target_is_fetched_once_and_a_wrong_one_never(box):
    box.repo.target("path/to/file.txt", b"good")
    box.repo.target("other.txt", b"also good")
    box.repo.update("targets")
    assert box.download("path/to/file.txt") == 0
    assert box.download("path/to/file.txt") == 0
    assert len([p for p in box.repo.asked if p.startswith("targets/")]) == 1
    for path in [p for p in box.repo.files if p.startswith("targets/")]:
        box.repo.files[path] = b"lies"
    assert box.download("path/to/file.txt") == 0
    assert box.download("other.txt") == 1
    assert box.got() == [b"good"]
    box.repo.target("path/to/file.txt", b"better")
    box.repo.update("targets")
    assert box.download("path/to/file.txt") == 0
    assert box.got() == [b"better"]


def test_a_target_that_nobody_names_is_not_downloaded_but_the_roles_are(box):
    assert box.download("nowhere") == 1
    assert set(box.versions()) == {"root", "timestamp", "snapshot", "targets"}


def test_a_role_speaks_for_its_own_paths_only(box):
    box.repo.delegate("village-a", ["a/*"])
    box.repo.delegate("village-b", ["b/*"])
    box.repo.target("a/feed", b"a speaks", role="village-a")
    box.repo.target("b/forged", b"a speaks for b", role="village-a")
    box.repo.update("targets", "village-a", "village-b")
    assert box.download("a/feed") == 0
    assert box.download("b/forged") == 1
    assert box.got() == [b"a speaks"]


def test_a_terminating_delegation_ends_the_search(box):
    box.repo.delegate("first", ["*"], terminating=True)
    box.repo.delegate("second", ["*"])
    box.repo.target("file", b"x", role="second")
    box.repo.update("targets", "first", "second")
    assert box.download("file") == 1
    assert "1.second.json" not in box.repo.asked


def test_delegations_in_a_circle_end(box):
    box.repo.delegate("a", ["*"])
    box.repo.delegate("b", ["*"], parent="a")
    table = box.repo.signed["b"]
    box.repo.signed["b"] = table
    again = box.repo.signed["a"].delegations.roles["b"]
    table.delegations = type(box.repo.signed["a"].delegations)({}, roles={})
    again = type(again)("a", [], 1, paths=["*"], terminating=False)
    table.delegations.roles["a"] = again
    table.add_key(box.repo.signers["a"][0].public_key, "a")
    box.repo.update("targets", "a", "b")
    assert box.download("nowhere") == 1


@pytest.mark.parametrize("name", ["?", "#", "/role", "../role", "角色"])
def test_strange_role_names_neither_leave_the_folder_nor_go_astray(box, name):
    box.repo.delegate(name, ["*"])
    box.repo.update("targets", name)
    assert box.download("nowhere") == 1
    assert len(box.versions()) == 5
    assert sorted(p.name for p in box.metadata.parent.iterdir()) == [
        "initial_root.json",
        "metadata",
        "targets",
    ]


def test_the_command_line_itself(tmp_path):
    with Server() as server:
        server.repo.update("targets")
        root = tmp_path / "root.json"
        root.write_bytes(server.repo.first_root)
        command = [sys.executable, "-m", "kiosk.feed.conformance"]
        command += ["--metadata-dir", str(tmp_path / "m")]
        assert subprocess.run([*command, "init", str(root)], check=False).returncode == 0
        command += ["--metadata-url", f"{server.url}/metadata", "refresh"]
        assert subprocess.run(command, check=False).returncode == 0
        server.repo = Simulated()
        refused = subprocess.run(command, check=False, capture_output=True, text=True)
    assert refused.returncode == 1
    assert refused.stderr.startswith("wrong-signature")
