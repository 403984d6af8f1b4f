"""A feed's folder as it stands, and changing it so that readers see the old or the new state.

Everything but ``metadata/timestamp.json`` is written under a name that nobody asks for yet;
renaming that one file into place is the publication.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from securesystemslib.signer import Key, Signer  # type: ignore[attr-defined]
from tuf.api.exceptions import UnsignedMetadataError
from tuf.api.metadata import (  # type: ignore[attr-defined]
    Metadata,
    MetaFile,
    Root,
    Signed,
    Snapshot,
    TargetFile,
    Targets,
    Timestamp,
)
from tuf.api.serialization.json import JSONSerializer

from kiosk.feed import durable, roles
from kiosk.feed.blobs import BlobStore, digest_of
from kiosk.feed.keys import KeyRing, KeysError
from kiosk.feed.trust import ISSUED

_COMPACT = JSONSerializer(compact=True)

TIMESTAMP_FILE = "metadata/timestamp.json"

Verify = Callable[[Mapping[str, bytes], Iterable[str]], None]
"""Given what is not in the folder yet (path to content: the timestamp, a new root) and the scopes
that changed; raises if a client would refuse."""


class Authority(NamedTuple):
    """Who speaks for a role: so many of these keys."""

    keys: list[Key]
    threshold: int


def authority_in(delegator: Any, role: str) -> Authority:
    """Who speaks for a role, by the signed part of its delegator (root, targets, ``d-*``)."""
    found = delegator.get_delegated_role(role)
    return Authority([delegator.get_key(k) for k in found.keyids], found.threshold)


class RepositoryError(Exception):
    """The feed's folder is not one, or is damaged.  The message is Chinese."""


def utc_now() -> datetime:
    """Now in UTC, in whole seconds as TUF writes times."""
    return datetime.now(UTC).replace(microsecond=0)


class Repository:
    """The folder of one county's feed, as its newest timestamp describes it.

    RepositoryError if there is none; `exists` says so beforehand.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.blobs = BlobStore(folder / "blobs", gzipped=True)
        self._delegators: dict[str, Any] = {}
        if not self.exists(folder):
            raise RepositoryError(
                f"{folder} 里还没有发布仓库。请先运行 kiosk keys init 建立密钥和仓库。"
            )
        self.timestamp: Metadata[Timestamp] = self.load(self._metadata / "timestamp.json")
        version = self.timestamp.signed.snapshot_meta.version
        self.snapshot: Metadata[Snapshot] = self.load(self.metadata_path("snapshot", version))

    @staticmethod
    def exists(folder: Path) -> bool:
        """Whether the folder holds a feed."""
        return (folder / "metadata" / "timestamp.json").is_file()

    @property
    def _metadata(self) -> Path:
        return self.folder / "metadata"

    @property
    def versions(self) -> dict[str, int]:
        """The version of each role in the snapshot."""
        meta = self.snapshot.signed.meta
        return {name.removesuffix(".json"): file.version for name, file in meta.items()}

    @property
    def scopes(self) -> set[str]:
        """Every scope that has a role: 6, 9 or 12 digits."""
        return {name for name in self.versions if name.isdigit()}

    def root_versions(self) -> list[int]:
        """Versions of root in the folder, the oldest first."""
        found = self._metadata.glob("*.root.json")
        return sorted(int(p.name.partition(".")[0]) for p in found)

    @property
    def root(self) -> Metadata[Root]:
        """The newest root in the folder: it is in force as soon as it lies there."""
        return self.load(self.metadata_path(roles.ROOT, self.root_versions()[-1]))

    def current(self, role: str) -> Metadata[Any]:
        """The metadata of any role as it stands."""
        if role == roles.ROOT:
            return self.root
        if role == roles.SNAPSHOT:
            return self.snapshot
        return self.timestamp if role == roles.TIMESTAMP else self.role(role)

    def authority(self, role: str) -> Authority:
        """Who speaks for a role at present."""
        return authority_in(self._delegator(role), role)

    def _delegator(self, role: str) -> Any:
        """What delegates to a role, as it lies on the disk: everyone else gets copies to change."""
        name = roles.delegator_of(role)
        if name not in self._delegators:
            self._delegators[name] = self.current(name).signed
        return self._delegators[name]

    def is_sound(self, role: str) -> bool:
        """Whether a role's signatures are those that its delegator asks for.

        They are not after a power cut in the middle of a change of keys.
        """
        metadata = self.current(role)
        try:
            self._delegator(role).verify_delegate(role, metadata.signed_bytes, metadata.signatures)
        except UnsignedMetadataError:
            return False
        return True

    def metadata_path(self, role: str, version: int) -> Path:
        """The file of one version of a role."""
        return self._metadata / f"{version}.{role}.json"

    def role(self, name: str) -> Metadata[Targets]:
        """The current metadata of targets, a delegator or a scope."""
        return self.load(self.metadata_path(name, self.versions[name]))

    def target(self, scope: str) -> TargetFile | None:
        """The current target of a scope or of ``withdraw``; None if it has published nothing."""
        found: TargetFile | None = self.role(scope).signed.targets.get(roles.target_path(scope))
        return found

    def target_file(self, scope: str, digest: str) -> Path:
        """Where a feed with that digest lies."""
        folder, _, name = roles.target_path(scope).rpartition("/")
        return self.folder / "targets" / folder / f"{digest}.{name}"

    def read_target(self, scope: str) -> bytes | None:
        """The bytes of the current feed or takedown list; RepositoryError if damaged."""
        target = self.target(scope)
        if target is None:
            return None
        file = self.target_file(scope, target.hashes["sha256"])
        try:
            data = file.read_bytes()
        except FileNotFoundError as error:
            raise RepositoryError(f"仓库缺少文件 {file}，请从备份恢复。") from error
        if digest_of(data) != target.hashes["sha256"]:
            raise RepositoryError(f"仓库文件 {file} 已损坏，请从备份恢复。")
        return data

    def load(self, file: Path) -> Metadata[Any]:
        """Metadata from a file; RepositoryError if it cannot be read."""
        try:
            return Metadata.from_bytes(file.read_bytes())
        except Exception as error:
            raise RepositoryError(f"仓库文件 {file} 缺失或已损坏，请从备份恢复。") from error


def sign(signed: Any, signers: Iterable[Signer], now: datetime, role: str) -> Metadata[Any]:
    """Fresh metadata of a role with its full life before it, signed."""
    signed.expires = now + roles.life(role)
    metadata: Metadata[Any] = Metadata(signed)
    for signer in signers:
        metadata.sign(signer, append=True)
    return metadata


def fading(signed: Signed, role: str, now: datetime, *, share: float = 0.5) -> bool:
    """Whether less than that share of a signature's life is left."""
    left: timedelta = signed.expires - now
    return left < roles.life(role) * share


class Change:
    """A change of a repository: collect feeds and roles, delegators first, then `commit`.

    ``repository`` is None for the very first one.  ``keys`` are those at hand; each role is
    signed by as many as its delegator asks for, KeysError if they are not there.
    """

    def __init__(
        self, folder: Path, repository: Repository | None, *, keys: KeyRing, now: datetime
    ) -> None:
        self._folder = folder
        self._repository = repository
        self._now = now
        self._keys = keys
        self._files: dict[Path, bytes] = {}
        self._roots: dict[Path, bytes] = {}
        self._versions: dict[str, int] = dict(repository.versions) if repository else {}
        self._delegators: dict[str, Any] = {}
        self.scopes: list[str] = []

    def feed(self, scope: str, data: bytes) -> None:
        """A new feed (or takedown list) for a scope."""
        assert self._repository is not None
        signed = self._repository.role(scope).signed
        path = roles.target_path(scope)
        target = TargetFile.from_data(path, data, ["sha256"])
        signed.targets = {path: target}
        self._files[self._repository.target_file(scope, target.hashes["sha256"])] = data
        self.role(scope, signed)

    def role(self, name: str, signed: Targets) -> None:
        """The next version of targets, a delegator, a scope or ``withdraw``."""
        signed.version = self._versions.get(name, 0) + 1
        self._versions[name] = signed.version
        self._add(f"{signed.version}.{name}.json", self._signed(name, signed))
        if signed.delegations is not None:
            self._delegators[name] = signed
        else:
            self.scopes.append(name)

    def root(self, signed: Root) -> None:
        """The next root.  It must be signed as the one before asks, and as it asks itself."""
        self._delegators[roles.ROOT] = signed
        asked = [authority_in(signed, roles.ROOT)]
        signed.version = 1
        if self._repository is not None:
            signed.version = self._repository.root.signed.version + 1
            asked.append(self._repository.authority(roles.ROOT))
        signers = {
            signer.public_key.keyid: signer
            for authority in asked
            for signer in self._keys.signers(roles.ROOT, *authority)
        }
        metadata = sign(signed, signers.values(), self._now, roles.ROOT)
        file = self._folder / "metadata" / f"{signed.version}.root.json"
        self._roots[file] = metadata.to_bytes(_COMPACT)

    def can_sign(self, role: str) -> bool:
        """Whether the keys at hand are enough for a role."""
        try:
            self._keys.signers(role, *self._authority(role))
        except KeysError:
            return False
        return True

    def _authority(self, role: str) -> Authority:
        parent = roles.delegator_of(role)
        if parent in self._delegators:
            return authority_in(self._delegators[parent], role)
        assert self._repository is not None
        return self._repository.authority(role)

    def _signed(self, role: str, signed: Any) -> Metadata[Any]:
        signers = self._keys.signers(role, *self._authority(role))
        return sign(signed, signers, self._now, role)

    def _add(self, name: str, metadata: Metadata[Any]) -> None:
        self._files[self._folder / "metadata" / name] = metadata.to_bytes(_COMPACT)

    def commit(self, verify: Verify) -> None:
        """Write everything, have it verified, put a new root in force, flip the timestamp.

        Whatever goes wrong before that, readers keep seeing the old state, and the files of
        this attempt are taken away again.  A root is in force once it lies there, so it is
        never taken away: after a power cut right behind it the timestamp is refused until
        the next change or `resign` signs one with the new keys.
        """
        old = self._repository
        snapshot = Snapshot(
            version=old.snapshot.signed.version + 1 if old else 1,
            meta={f"{name}.json": MetaFile(v) for name, v in self._versions.items()},
        )
        self._add(f"{snapshot.version}.snapshot.json", self._signed(roles.SNAPSHOT, snapshot))
        timestamp = self.signed_timestamp(snapshot.version)
        metadata = self._folder / "metadata"
        # A feed that is there already is the same one: its name is its digest.
        written = [f for f in self._files if f.parent == metadata or not f.exists()]
        roots = {f"metadata/{file.name}": data for file, data in self._roots.items()}
        try:
            durable.all_at_once(partial(put_packed, f, self._files[f]) for f in written)
            verify({TIMESTAMP_FILE: timestamp, **roots}, self.scopes)
            for file, data in self._roots.items():
                put_packed(file, data)
            self.flip(timestamp)
        except BaseException:
            if self._still_old():
                for file in written:
                    file.unlink(missing_ok=True)
                    file.with_name(f"{file.name}.gz").unlink(missing_ok=True)
            raise

    def signed_timestamp(self, snapshot_version: int) -> bytes:
        """The next timestamp, pointing at that snapshot."""
        old = self._repository
        signed = Timestamp(
            version=old.timestamp.signed.version + 1 if old else 1,
            snapshot_meta=MetaFile(snapshot_version),
            unrecognized_fields={ISSUED: self._now.isoformat()},
        )
        data: bytes = self._signed(roles.TIMESTAMP, signed).to_bytes(_COMPACT)
        return data

    def flip(self, timestamp: bytes) -> None:
        """The publication itself.

        The file's time grows by a whole second at least: nginx makes its ETag from whole seconds
        and the length, and two timestamps with one ETag would be answered 304.  Nothing packed
        beside it: two files cannot be renamed at once.
        """
        file = self._folder / "metadata" / "timestamp.json"
        modified = self._now.timestamp()
        if file.exists():
            modified = max(modified, int(file.stat().st_mtime) + 1.0)
        durable.write_durable(file, timestamp, modified=modified)

    def _still_old(self) -> bool:
        """Whether the flip has not happened (the rename may have, before an error after it)."""
        if self._repository is None:
            return not Repository.exists(self._folder)
        file = self._folder / "metadata" / "timestamp.json"
        current: Metadata[Timestamp] = Metadata.from_bytes(file.read_bytes())
        return bool(current.signed.version == self._repository.timestamp.signed.version)


def put_packed(file: Path, data: bytes) -> None:
    """A file and its gzip neighbour, the neighbour first."""
    packed = gzip.compress(data, 9, mtime=0)
    durable.write_durable(file.with_name(f"{file.name}.gz"), packed)
    durable.write_durable(file, data)
