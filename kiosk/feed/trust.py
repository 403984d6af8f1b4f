"""What a terminal trusts: python-tuf's client made durable, and floors that only rise.

python-tuf's own cache protects against older signed states as long as it lies there whole.
The floors do so without it: they are kept twice, with a checksum, and name for each role the
newest version that was ever accepted, under which keys.  When the keys of a role change, its
floor starts anew: that is the way back after someone with a stolen key signed version 2**60.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from tuf.api.exceptions import BadVersionNumberError
from tuf.api.metadata import Root, Snapshot, Targets, Timestamp  # type: ignore[attr-defined]
from tuf.ngclient.fetcher import FetcherInterface
from tuf.ngclient.updater import Updater

from kiosk.feed import durable
from kiosk.feed.refusals import ForkError, Refusal, RuleError, UnknownRoleError
from kiosk.feed.roles import delegator_of, target_path

BUILT = datetime(2026, 11, 22, tzinfo=UTC)
"""The day of this release: no honest clock shows less.  Moved with every release."""

ISSUED = "issued"
"""The extra signed field of timestamp: when it was signed."""


class Floor(msgspec.Struct, frozen=True):
    """The newest accepted version of a role or feed; ``keys`` names the keys it was under."""

    keys: str
    version: int
    digest: str = ""


class _Kept(msgspec.Struct):
    serial: int = 0
    roles: dict[str, Floor] = {}
    time: datetime = BUILT
    time_keys: str = ""


class _Sealed(msgspec.Struct):
    sum: str
    kept: msgspec.Raw


def key_mark(keyids: list[str]) -> str:
    """A short name for a set of keys."""
    return hashlib.sha256(" ".join(sorted(keyids)).encode()).hexdigest()[:16]


class Floors:
    """The floors of one terminal, in two copies of which one may be lost.

    ``folder`` None keeps them in memory only, for a look that leaves no trace.
    """

    def __init__(self, folder: Path | None) -> None:
        self._files = [] if folder is None else [folder / "floors.a.json", folder / "floors.b.json"]
        copies = [c for c in map(_open, self._files) if c is not None]
        self._kept = max(copies, key=lambda c: c.serial, default=_Kept())
        self._changed = False

    @property
    def time(self) -> datetime:
        """No earlier than this is it now, by build, signed time and what was seen before."""
        return max(self._kept.time, BUILT)

    def require(self, name: str, keyids: list[str], version: int, digest: str = "") -> None:
        """BadVersionNumberError if a version is below its floor, or the same and another one."""
        floor = self._kept.roles.get(name)
        if floor is None or floor.keys != key_mark(keyids):
            return
        if version < floor.version:
            raise BadVersionNumberError(
                f"{name}: version {version} is older than {floor.version}, which was seen here"
            )
        if version == floor.version and digest != floor.digest:
            raise ForkError(f"{name}: two different versions {version}")

    def known(self, name: str, keyids: list[str]) -> bool:
        """Whether anything was accepted under this name and these keys."""
        floor = self._kept.roles.get(name)
        return floor is not None and floor.keys == key_mark(keyids)

    def lift(self, name: str, keyids: list[str], version: int, digest: str = "") -> None:
        """Remember an accepted version."""
        self.require(name, keyids, version, digest)
        floor = Floor(key_mark(keyids), version, digest)
        if self._kept.roles.get(name) != floor:
            self._kept.roles[name] = floor
            self._changed = True

    def lift_time(self, keyids: list[str], issued: datetime) -> None:
        """Remember a signed time.  New timestamp keys may set it back: see the module."""
        mark = key_mark(keyids)
        if mark != self._kept.time_keys or issued > self._kept.time:
            self._kept.time, self._kept.time_keys = issued, mark
            self._changed = True

    def save(self) -> None:
        """Write both copies, if anything was lifted."""
        if not self._changed:
            return
        self._kept.serial += 1
        payload = msgspec.json.encode(self._kept)
        sealed = msgspec.json.encode(
            _Sealed(sum=hashlib.sha256(payload).hexdigest(), kept=msgspec.Raw(payload))
        )
        for file in self._files:
            durable.write_durable(file, sealed)
        self._changed = False


def _open(file: Path) -> _Kept | None:
    try:
        sealed = msgspec.json.decode(file.read_bytes(), type=_Sealed)
        if hashlib.sha256(sealed.kept).hexdigest() != sealed.sum:
            return None
        return msgspec.json.decode(sealed.kept, type=_Kept)
    except (OSError, msgspec.DecodeError):
        return None


class DurableUpdater(Updater):
    """python-tuf's client with durable writes, floors, and a reference time that is given.

    ``timestamp`` is the timestamp.json that the caller has just fetched, if it has.  ``at`` is
    the role that was asked for last: after a failure, where it was.  Two names of
    python-tuf that are private are used (`_persist_file`, `_trusted_set`); its version is
    pinned and a test holds their contract.
    """

    def __init__(  # noqa: PLR0913 - the parts of a client, all named
        self,
        *,
        folder: Path,
        url: str,
        fetcher: FetcherInterface,
        bootstrap: bytes,
        timestamp: bytes | None,
        floors: Floors,
        reference: Callable[[datetime], datetime],
    ) -> None:
        durable.make_folder(folder)
        self.at = Root.type
        self._prefetched = timestamp
        self._anchor = hashlib.sha256(bootstrap).hexdigest()
        self.floors = floors
        super().__init__(str(folder), metadata_base_url=url, fetcher=fetcher, bootstrap=bootstrap)
        self._trusted_set.reference_time = reference(floors.time)

    def refresh(self) -> None:
        """The TUF sequence root, timestamp, snapshot, targets; then nothing below its floor."""
        super().refresh()
        for role in (Root.type, Timestamp.type, Snapshot.type):
            self._lift(role)
        self._lift_targets(Targets.type, self.keyids(Targets.type))
        issued = self.issued
        if issued is not None:
            self.floors.lift_time(self.keyids(Timestamp.type), issued)

    @property
    def issued(self) -> datetime | None:
        """When the timestamp was signed, if it says so; never later than when it expires."""
        timestamp = self._trusted_set.timestamp
        try:
            found = datetime.fromisoformat(timestamp.unrecognized_fields[ISSUED])
        except (KeyError, TypeError, ValueError):
            return None
        return min(found, timestamp.expires) if found.tzinfo is not None else None

    def keyids(self, role: str) -> list[str]:
        """The keys that speak for a top-level role."""
        found: list[str] = self._trusted_set.root.get_delegated_role(role).keyids
        return found

    @property
    def expires(self) -> datetime:
        """Until when the timestamp holds."""
        found: datetime = self._trusted_set.timestamp.expires
        return found

    def scope_keyids(self, scope: str) -> list[str]:
        """The keys that speak for a scope.  UnknownRoleError if nobody delegates to it."""
        return self._delegated_keyids(delegator_of(scope), scope)

    def accept(self, scope: str) -> None:
        """Hold a scope's role to our rules, once `get_targetinfo` has walked down to it.

        It speaks for itself, about its own path and nothing else, and neither it nor its
        delegator has gone back.  Raises RuleError or BadVersionNumberError.
        """
        delegator = delegator_of(scope)
        keyids = self.scope_keyids(scope)
        try:
            paths = set(self._trusted_set[scope].targets)  # type: ignore[attr-defined]
        except KeyError as error:
            raise RuleError(
                Refusal.FOREIGN_PATH, f"{delegator} speaks in the place of {scope}"
            ) from error
        if foreign := paths - {target_path(scope)}:
            raise RuleError(Refusal.FOREIGN_PATH, f"{scope} speaks about {min(foreign)}")
        if delegator != Targets.type:
            parent = delegator_of(delegator)
            self._lift_targets(delegator, self._delegated_keyids(parent, delegator))
        self._lift_targets(scope, keyids)

    def forget(self, scope: str) -> None:
        """Have a scope's role fetched again next time.

        It verified for TUF and broke a rule of ours: kept, it would stand in the way of an
        honest one of the same version.
        """
        Path(self._dir, f"{scope}.json").unlink(missing_ok=True)

    def _delegated_keyids(self, delegator: str, role: str) -> list[str]:
        try:
            signed = self._trusted_set[delegator]
            found: list[str] = signed.get_delegated_role(role).keyids  # type: ignore[attr-defined]
        except (KeyError, ValueError) as error:
            raise UnknownRoleError(f"nobody delegates to {role}") from error
        return found

    def _lift_targets(self, role: str, keyids: list[str]) -> None:
        # With the snapshot's keys among them: changing those is TUF's way back after someone
        # with the old ones named versions that are far too high.
        keys = [*keyids, *self.keyids(Snapshot.type)]
        self.floors.lift(f"role {role}", keys, self._trusted_set[role].version)

    def _lift(self, role: str) -> None:
        # A root is replaced by its successors alone: its floor holds across all its keys, as
        # long as the installation is pinned to the same first root.
        keys = [self._anchor] if role == Root.type else self.keyids(role)
        self.floors.lift(role, keys, self._trusted_set[role].version)

    def _persist_metadata(self, rolename: str, data: bytes) -> None:
        if rolename in {Timestamp.type, Snapshot.type}:
            version = self._trusted_set[rolename].version
            self.floors.require(rolename, self.keyids(rolename), version)
        super()._persist_metadata(rolename, data)

    def _persist_file(self, filename: str, data: bytes) -> None:
        path = Path(filename)
        if not path.is_file() or path.read_bytes() != data:
            durable.write_durable(path, data)

    def _update_root_symlink(self) -> None:
        """Nothing: the root is always given, and a link would be a write without fsync."""

    def _download_metadata(self, rolename: str, length: int, version: int | None = None) -> bytes:
        self.at = rolename
        if rolename == Timestamp.type and self._prefetched is not None:
            data, self._prefetched = self._prefetched, None
            return data
        return super()._download_metadata(rolename, length, version)


def plain_reference(floor: datetime) -> datetime:
    """The system clock, but never behind the floor."""
    return max(datetime.now(UTC), floor)


def reference_time(system: datetime, floor: datetime, *, synchronised: bool) -> datetime:
    """By what time to judge whether a signature has expired (FEED.md, Clock; DECISIONS.md).

    A clock behind the floor is wrong.  One that no time server has set proves nothing: were it
    ahead, everything would seem expired, and a new terminal would never show anything.  Then
    the floor counts; versions, which do not go back, do the protecting.
    """
    return max(system, floor) if synchronised else floor
