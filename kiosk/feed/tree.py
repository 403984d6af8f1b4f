"""A feed's folder as it stands, and changing it so that readers see the old or the new state.

Everything but ``metadata/timestamp.json`` is written under a name that nobody asks for yet;
renaming that one file into place is the publication.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from securesystemslib.signer import Signer  # type: ignore[attr-defined]
from tuf.api.metadata import (  # type: ignore[attr-defined]
    Metadata,
    MetaFile,
    Signed,
    Snapshot,
    TargetFile,
    Targets,
    Timestamp,
)
from tuf.api.serialization.json import JSONSerializer

from kiosk.feed import durable, roles
from kiosk.feed.blobs import BlobStore, digest_of
from kiosk.feed.keys import load_signer
from kiosk.feed.trust import ISSUED

_COMPACT = JSONSerializer(compact=True)

Verify = Callable[[bytes, Iterable[str]], None]
"""Given the staged timestamp and the scopes that changed; raises if a client would refuse."""


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


def sign(signed: Any, signer: Signer, now: datetime, role: str) -> Metadata[Any]:
    """Fresh metadata of a role with its full life before it, signed."""
    signed.expires = now + roles.life(role)
    metadata: Metadata[Any] = Metadata(signed)
    metadata.sign(signer)
    return metadata


def fading(signed: Signed, role: str, now: datetime, *, share: float = 0.5) -> bool:
    """Whether less than that share of a signature's life is left."""
    left: timedelta = signed.expires - now
    return left < roles.life(role) * share


class Change:
    """A change of a repository: collect feeds and roles, then `commit`.

    ``repository`` is None for the very first one.
    """

    def __init__(
        self, folder: Path, repository: Repository | None, *, online: Path, now: datetime
    ) -> None:
        self._folder = folder
        self._repository = repository
        self._now = now
        self._online = online
        self._files: dict[Path, bytes] = {}
        self._versions: dict[str, int] = dict(repository.versions) if repository else {}
        self.scopes: list[str] = []

    def feed(self, scope: str, data: bytes) -> None:
        """A new feed (or takedown list) for a scope, signed with its online key."""
        assert self._repository is not None
        signed = self._repository.role(scope).signed
        path = roles.target_path(scope)
        target = TargetFile.from_data(path, data, ["sha256"])
        signed.targets = {path: target}
        self._files[self._repository.target_file(scope, target.hashes["sha256"])] = data
        self.online_role(scope, signed)

    def online_role(self, name: str, signed: Targets) -> None:
        """The next version of a role whose key is online."""
        signer = load_signer(self._online, roles.key_name(name))
        self.role(name, signed, signer)
        self.scopes.append(name)

    def role(self, name: str, signed: Targets, signer: Signer) -> None:
        """The next version of a role."""
        signed.version = self._versions.get(name, 0) + 1
        self._versions[name] = signed.version
        self._add(f"{signed.version}.{name}.json", sign(signed, signer, self._now, name))

    def root(self, metadata: Metadata[Any], version: int) -> None:
        """A new root; root stands in no snapshot."""
        self._add(f"{version}.root.json", metadata)

    def _add(self, name: str, metadata: Metadata[Any]) -> None:
        self._files[self._folder / "metadata" / name] = metadata.to_bytes(_COMPACT)

    def commit(self, verify: Verify) -> None:
        """Write everything, have it verified, then flip the timestamp.

        Whatever goes wrong before the flip, readers keep seeing the old state, and the files
        of this attempt are taken away again.
        """
        old = self._repository
        snapshot = Snapshot(
            version=old.snapshot.signed.version + 1 if old else 1,
            meta={f"{name}.json": MetaFile(v) for name, v in self._versions.items()},
        )
        signer = load_signer(self._online, roles.SNAPSHOT)
        self._add(
            f"{snapshot.version}.snapshot.json", sign(snapshot, signer, self._now, roles.SNAPSHOT)
        )
        timestamp = self.signed_timestamp(snapshot.version)
        metadata = self._folder / "metadata"
        # A feed that is there already is the same one: its name is its digest.
        written = [f for f in self._files if f.parent == metadata or not f.exists()]
        try:
            durable.all_at_once(partial(put_packed, f, self._files[f]) for f in written)
            verify(timestamp, self.scopes)
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
        signer = load_signer(self._online, roles.TIMESTAMP)
        data: bytes = sign(signed, signer, self._now, roles.TIMESTAMP).to_bytes(_COMPACT)
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
