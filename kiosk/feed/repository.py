"""Making a county's feed and delegating to its divisions: what the offline keys are for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from securesystemslib.signer import Key  # type: ignore[attr-defined]
from tuf.api.metadata import (  # type: ignore[attr-defined]
    DelegatedRole,
    Delegations,
    Root,
    Targets,
)

from kiosk.affairs.county import County
from kiosk.affairs.division import Divisions
from kiosk.feed import durable, roles
from kiosk.feed.keys import REVIEWER, KeyRing, make_keys
from kiosk.feed.tokens import Token
from kiosk.feed.tree import Change, Repository, authority_in, fading, utc_now
from kiosk.feed.verify import verify_staged

BUSY = "另一个发布程序正在使用这个仓库，没有改动任何文件。请等它结束后再试。"
RENEW = 0.25
"""Offline signatures are renewed when less than this share of their life is left."""


def lock_of(repo: Path) -> Path:
    """The lock file of a repository's only writer."""
    return repo / ".writer.lock"


def create_repository(  # noqa: PLR0913 - the parts of a ceremony, all named
    repo: Path,
    *,
    offline: Path | Sequence[Path],
    online: Path,
    county: County,
    reviewer: Path | Token | None = None,
    scope_threshold: int | None = None,
    clock: Callable[[], datetime] = utc_now,
) -> list[str]:
    """Make the repository, or bring its delegations up to the county's divisions.

    ``offline`` is one folder or several, one for each stick; the keys of new townships are
    made in the last.  ``scope_threshold`` 2 asks for the reviewer's signature beside the
    publisher's under every feed; it is chosen once, and what is signed tells it afterwards.

    Returns the scopes that are new.  Run again it changes nothing, unless divisions came,
    offline signatures are about to run out, or a power cut left a change of keys half done.
    Divisions that are gone keep their role: what a snapshot once named must stay, or every
    terminal refuses it.

    Raises KeysError, DivisionError, RepositoryError or BusyError, each with a Chinese message.
    """
    divisions = Divisions(county.divisions)
    folders = [offline] if isinstance(offline, Path) else list(offline)
    with durable.only_one(lock_of(repo), BUSY):
        tree = Repository(repo) if Repository.exists(repo) else None
        reviewed = scope_threshold == 2 if scope_threshold else tree is not None and _reviewed(tree)
        sitting = _Sitting(repo, tree, folders, online, reviewer, reviewed=reviewed, now=clock())
        return sitting.run([d.scope for d in divisions])


def renew_online(tree: Repository, change: Change, now: datetime) -> bool:
    """Sign scopes and ``withdraw`` again that are about to run out; whether any was.

    After a month without the timer the one has run out, and nothing else could be published.
    """
    renewed = False
    for name in {roles.WITHDRAW, *tree.scopes} - set(change.scopes):
        signed = tree.role(name).signed
        if fading(signed, name, now, share=RENEW) and change.can_sign(name):
            change.role(name, signed)
            renewed = True
    return renewed


def _reviewed(tree: Repository) -> bool:
    """Whether this county's feeds carry two signatures, as its own scope's delegation says."""
    home = next(scope for scope in sorted(tree.scopes) if len(scope) == 6)
    return tree.authority(home).threshold > 1


class _Sitting:
    """One sitting with the offline keys."""

    def __init__(  # noqa: PLR0913 - handed on from the one caller
        self,
        repo: Path,
        tree: Repository | None,
        offline: list[Path],
        online: Path,
        reviewer: Path | Token | None,
        *,
        reviewed: bool,
        now: datetime,
    ) -> None:
        self._repo = repo
        self._tree = tree
        self._townships = offline[-1]
        self._reviewer = reviewer
        self._reviewed = reviewed
        self._now = now
        folder = reviewer if isinstance(reviewer, Path) else None
        token = reviewer if isinstance(reviewer, Token) else None
        self._keys = KeyRing(*offline, online, folder, token=token)
        self._change = Change(repo, tree, keys=self._keys, now=now)
        self._touched = False

    def run(self, scopes: list[str]) -> list[str]:
        self._root()
        known = self._tree.scopes if self._tree else set()
        fresh = [s for s in scopes if s not in known]
        delegators = [f"d-{t}" for t in sorted({s[:9] for s in scopes if len(s) > 6})]
        first = [roles.WITHDRAW] if self._tree is None else []
        top = [*first, *(s for s in fresh if len(s) == 6)]
        self._township_keys(delegators)
        self._delegate(roles.TARGETS, [*top, *delegators])
        for delegator in delegators:
            self._delegate(delegator, [s for s in fresh if s.startswith(delegator[2:])])
        for scope in [*first, *fresh]:
            self._change.role(scope, Targets())
            self._touched = True
        if self._tree is not None:
            self._touched |= renew_online(self._tree, self._change, self._now)
        if self._touched:
            self._change.commit(lambda data, new: verify_staged(self._repo, data, new, self._now))
        return fresh

    def _root(self) -> None:
        if self._tree is None:
            root = Root(consistent_snapshot=True)
            for role in (roles.ROOT, roles.TARGETS, roles.SNAPSHOT, roles.TIMESTAMP):
                for key in self._first_keys(role):
                    root.add_key(key, role)
                root.roles[role].threshold = roles.threshold(role)
        else:
            root = self._tree.root.signed
            if not fading(root, roles.ROOT, self._now, share=RENEW):
                return
        self._change.root(root)
        self._touched = True

    def _township_keys(self, delegators: list[str]) -> None:
        """Make the key of every township that has neither a key nor a delegation yet."""
        table = {}
        if self._tree is not None:
            signed = self._tree.role(roles.TARGETS).signed
            table = (signed.delegations.roles or {}) if signed.delegations else {}
        names = [roles.township_key(d) for d in delegators if d not in table]
        lacking = [name for name in names if not self._keys.has(name)]
        make_keys(self._townships / f"{name}.pem" for name in lacking)
        self._keys.forget()

    def _delegate(self, parent: str, wanted: list[str]) -> None:
        """Have a role delegate to these roles as well; keep what it delegates to already."""
        known = self._tree is not None and parent in self._tree.versions
        signed = self._tree.role(parent).signed if self._tree and known else Targets()
        if signed.delegations is None:
            signed.delegations = Delegations(keys={}, roles={})
        table = signed.delegations.roles
        assert table is not None  # succinct roles are never used here
        missing = [n for n in wanted if n not in table]
        if known and not missing and not self._aged(parent, signed):
            return
        for name in missing:
            threshold = roles.threshold(name, reviewed=self._reviewed)
            paths = roles.delegated_paths(name)
            table[name] = DelegatedRole(name, [], threshold, terminating=True, paths=paths)
            for key in self._first_keys(name):
                signed.add_key(key, name)
        self._change.role(parent, signed)
        self._touched = True

    def _aged(self, role: str, signed: Targets) -> bool:
        assert self._tree is not None
        return fading(signed, role, self._now, share=RENEW) or not self._tree.is_sound(role)

    def _first_keys(self, role: str) -> list[Key]:
        """The keys of a role that is new: as its sisters have them, else by their files' names.

        After a change of keys the files may be elsewhere, and the sisters tell what is valid.
        """
        names = roles.key_names(role, reviewed=self._reviewed)
        if self._tree is not None and role not in {roles.ROOT, roles.TARGETS}:
            sister = self._sister(role)
            if sister is not None:
                return sister
        found = []
        for name in names:
            if name == REVIEWER and isinstance(self._reviewer, Token):
                found.append(self._reviewer.public_key())
            else:
                found.append(self._keys.public(name))
        return found

    def _sister(self, role: str) -> list[Key] | None:
        """The keys of the county's own scope for a scope; None for a township's delegator."""
        assert self._tree is not None
        if roles.is_delegator(role):
            return None
        home = next(s for s in sorted(self._tree.scopes) if len(s) == 6)
        return authority_in(self._tree.role(roles.TARGETS).signed, home).keys
