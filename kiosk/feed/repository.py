"""Making a county's feed and delegating to its divisions: what the offline keys are for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from securesystemslib.signer import Key, Signer  # type: ignore[attr-defined]
from tuf.api.metadata import (  # type: ignore[attr-defined]
    DelegatedRole,
    Delegations,
    Metadata,
    Root,
    Targets,
)

from kiosk.affairs.county import County
from kiosk.affairs.division import Divisions
from kiosk.feed import durable, roles
from kiosk.feed.keys import ONLINE, KeysError, load_signer
from kiosk.feed.tree import Change, Repository, fading, sign, utc_now
from kiosk.feed.verify import verify_staged

_BUSY = "另一个发布程序正在使用这个仓库，没有改动任何文件。请等它结束后再试。"
_RENEW = 0.25
"""Offline signatures are renewed when less than this share of their life is left."""


def lock_of(repo: Path) -> Path:
    """The lock file of a repository's only writer."""
    return repo / ".writer.lock"


def create_repository(
    repo: Path,
    *,
    offline: Path,
    online: Path,
    county: County,
    clock: Callable[[], datetime] = utc_now,
) -> list[str]:
    """Make the repository, or bring its delegations up to the county's divisions.

    Returns the scopes that are new.  Run again it changes nothing, unless divisions came or
    offline signatures are about to run out.  Divisions that are gone keep their role: what a
    snapshot once named must stay, or every terminal refuses it.

    Raises KeysError, DivisionError, RepositoryError or BusyError, each with a Chinese message.
    """
    divisions = Divisions(county.divisions)
    signers = {name: load_signer(offline, name) for name in ("root", "targets", "delegators")}
    public = {name: load_signer(online, name).public_key for name in ONLINE}
    with durable.only_one(lock_of(repo), _BUSY):
        ceremony = _Ceremony(repo, online, signers, public, clock())
        return ceremony.run([d.scope for d in divisions])


class _Ceremony:
    """One sitting with the offline keys."""

    def __init__(
        self,
        repo: Path,
        online: Path,
        signers: Mapping[str, Signer],
        public: Mapping[str, Key],
        now: datetime,
    ) -> None:
        self._repo = repo
        self._tree = Repository(repo) if Repository.exists(repo) else None
        self._change = Change(repo, self._tree, online=online, now=now)
        self._signers = signers
        self._public = public
        self._now = now
        self._touched = False

    def run(self, scopes: list[str]) -> list[str]:
        self._root()
        known = self._tree.scopes if self._tree else set()
        fresh = [s for s in scopes if s not in known]
        townships = sorted({s[:9] for s in scopes if len(s) > 6})
        first = [roles.WITHDRAW] if self._tree is None else []
        top = [*first, *(s for s in fresh if len(s) == 6)]
        self._delegate(roles.TARGETS, top, [f"d-{t}" for t in townships])
        for township in townships:
            below = [s for s in fresh if s.startswith(township)]
            self._delegate(f"d-{township}", below, [])
        for scope in [*first, *fresh]:
            self._change.online_role(scope, Targets())
            self._touched = True
        if self._touched:
            self._change.commit(lambda data, new: verify_staged(self._repo, data, new, self._now))
        return fresh

    def _root(self) -> None:
        if self._tree is None:
            root = Root(consistent_snapshot=True)
            root.add_key(self._signers["root"].public_key, roles.ROOT)
            root.add_key(self._signers["targets"].public_key, roles.TARGETS)
            root.add_key(self._public["snapshot"], roles.SNAPSHOT)
            root.add_key(self._public["timestamp"], roles.TIMESTAMP)
        else:
            version = self._tree.root_versions()[-1]
            data = self._tree.metadata_path("root", version).read_bytes()
            metadata: Metadata[Any] = Metadata.from_bytes(data)
            root = metadata.signed
            mine = self._signers["root"].public_key.keyid
            if mine not in root.roles[roles.ROOT].keyids:
                raise KeysError("离线密钥不是建立这个仓库时的那一套，没有改动任何文件。")
            if not fading(root, roles.ROOT, self._now, share=_RENEW):
                return
            root.version = version + 1
        self._change.root(sign(root, self._signers["root"], self._now, "root"), root.version)
        self._touched = True

    def _delegate(self, parent: str, scopes: list[str], delegators: list[str]) -> None:
        """Have a role delegate to these roles as well; keep what it delegates to already."""
        known = self._tree is not None and parent in self._tree.versions
        signed = self._tree.role(parent).signed if self._tree and known else Targets()
        if signed.delegations is None:
            signed.delegations = Delegations(keys={}, roles={})
        table = signed.delegations.roles
        assert table is not None  # succinct roles are never used here
        missing = [n for n in [*scopes, *delegators] if n not in table]
        if known and not missing and not fading(signed, parent, self._now, share=_RENEW):
            return
        for name in missing:
            table[name] = DelegatedRole(
                name, [], 1, terminating=True, paths=roles.delegated_paths(name)
            )
            signed.add_key(self._key(name), name)
        self._change.role(parent, signed, self._signers[roles.key_name(parent)])
        self._touched = True

    def _key(self, role: str) -> Key:
        name = roles.key_name(role)
        return self._public[name] if name in self._public else self._signers[name].public_key
