"""Which keys are in force and where, and replacing them: rotation and revocation.

Both are one thing: the key's place gets a new key, everything that the old one signed is signed
again, and a terminal that follows finds the old one worth nothing.  A new root carries the
signatures that the old one asks for as well, so that terminals follow however many came while
they were off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
from securesystemslib.signer import Key  # type: ignore[attr-defined]
from tuf.api.metadata import Targets  # type: ignore[attr-defined]

from kiosk.feed import durable, roles
from kiosk.feed.keys import REVIEWER, KeyRing, KeysError, guard_private, make_keys
from kiosk.feed.repository import BUSY, lock_of, renew_online
from kiosk.feed.tokens import Token
from kiosk.feed.tree import Change, Repository, utc_now
from kiosk.feed.verify import verify_staged

_SHORTEST = 6
"""Characters of a key's id that are enough to name it."""


class KeyPlace(msgspec.Struct, frozen=True, kw_only=True):
    """A key in force: the name of its file, its id, and the roles that it signs for.

    ``others`` is how many keys these roles have, ``threshold`` how many must sign, ``until``
    when the first signature under one of the roles runs out.
    """

    name: str
    keyid: str
    roles: tuple[str, ...]
    others: int
    threshold: int
    until: datetime


def key_places(tree: Repository) -> list[KeyPlace]:
    """Every key in force, from the root downwards."""
    found: dict[str, KeyPlace] = {}
    order = [roles.ROOT, roles.TARGETS, *_delegators(tree), roles.WITHDRAW]
    for role in [*order, *sorted(tree.scopes), roles.SNAPSHOT, roles.TIMESTAMP]:
        keys, threshold = tree.authority(role)
        names = roles.key_names(role, reviewed=len(keys) > 1)
        until = tree.current(role).signed.expires
        for number, key in enumerate(keys):
            name = names[number] if number < len(names) else f"{names[-1]}-{number + 1}"
            old = found.get(key.keyid)
            found[key.keyid] = KeyPlace(
                name=old.name if old else name,
                keyid=key.keyid,
                roles=(*old.roles, role) if old else (role,),
                others=len(keys),
                threshold=threshold,
                until=min(old.until, until) if old else until,
            )
    return list(found.values())


def named(places: Iterable[KeyPlace], text: str) -> list[KeyPlace]:
    """The keys that someone means: a file's name, a group of them (``root``), or an id's start.

    KeysError if there is none, or if several ids begin so.
    """
    places = list(places)
    found = [p for p in places if text and text in {p.name, p.name.rpartition("-")[0]}]
    if found:
        return found
    if len(text) >= _SHORTEST:
        found = [p for p in places if p.keyid.startswith(text.lower())]
    if len(found) != 1:
        known = "、".join(p.name for p in places)
        raise KeysError(f"没有叫“{text}”的密钥，什么也没有改动。有这些：{known}。")
    return found


def replace_keys(  # noqa: PLR0913 - the parts of a ceremony, all named
    repo: Path,
    *,
    online: Path,
    folders: Sequence[Path],
    keyids: Iterable[str],
    new: Path | None = None,
    clock: Callable[[], datetime] = utc_now,
) -> list[Path]:
    """Put a new key in the place of each of these; the files of the new ones.

    ``folders`` are the sticks at hand.  A new key is written where the old one lies, or into
    ``new`` if the old one is lost.  The old files are kept, renamed so that nothing signs with
    them any more; who revokes because of a theft destroys them.

    Raises KeysError, RepositoryError, VerifyError or BusyError; the repository is then as it
    was, and at most a key with ``.next`` in its name lies unused in its folder.
    """
    guard_private(online)
    with durable.only_one(lock_of(repo), BUSY, patience=30):
        tree = Repository(repo)
        keys = KeyRing(*folders, online, new)
        places = [p for p in key_places(tree) if p.keyid in set(keyids)]
        files = {p.keyid: _next_file(p, keys, new) for p in places}
        make_keys(file for file in files.values() if not file.exists())
        keys.forget()
        fresh = {keyid: keys.public(file.stem) for keyid, file in files.items()}
        now = clock()
        change = Change(repo, tree, keys=keys, now=now)
        _swap(tree, change, fresh)
        renew_online(tree, change, now)
        change.commit(lambda staged, scopes: verify_staged(repo, staged, scopes, now))
        return [_settle(p, keys, files[p.keyid]) for p in places]


def require_review(
    repo: Path,
    *,
    online: Path,
    folders: Sequence[Path],
    reviewer: Path | Token | None,
    clock: Callable[[], datetime] = utc_now,
) -> None:
    """Ask for the reviewer's signature under every feed from now on, or (None) no longer.

    A key is made in the reviewer's folder if none lies there.  Every feed is signed again as
    it stands.  Raises what `replace_keys` raises; the repository is then as it was.
    """
    guard_private(online)
    with durable.only_one(lock_of(repo), BUSY, patience=30):
        tree = Repository(repo)
        folder = reviewer if isinstance(reviewer, Path) else None
        token = reviewer if isinstance(reviewer, Token) else None
        if folder is not None and not (folder / f"{REVIEWER}.pem").exists():
            make_keys([folder / f"{REVIEWER}.pem"])
        keys = KeyRing(*folders, online, folder, token=token)
        second = token.public_key() if token is not None else None
        second = keys.public(REVIEWER) if folder is not None else second
        now = clock()
        change = Change(repo, tree, keys=keys, now=now)
        for delegator in [roles.TARGETS, *_delegators(tree)]:
            signed = tree.role(delegator).signed
            _review(signed, second)
            change.role(delegator, signed)
        for scope in sorted(tree.scopes):
            change.role(scope, tree.role(scope).signed)
        renew_online(tree, change, now)
        change.commit(lambda staged, scopes: verify_staged(repo, staged, scopes, now))


def _review(signed: Targets, second: Key | None) -> None:
    """Give every scope in a delegation table its publisher and, if there is one, that key."""
    table = signed.delegations.roles if signed.delegations else None
    for name, role in (table or {}).items():
        if not name.isdigit():
            continue
        for keyid in role.keyids[1:]:
            signed.revoke_key(keyid, name)
        role.threshold = 1
        if second is not None:
            signed.add_key(second, name)
            role.threshold = 2


def _next_file(place: KeyPlace, keys: KeyRing, new: Path | None) -> Path:
    held = keys.held.get(place.keyid)
    folder = held.path.parent if held is not None else new
    if folder is None:
        raise KeysError(
            f"手头没有旧的 {place.name}.pem，请用 --new 写明新密钥放在哪个U盘上。没有改动任何文件。"
        )
    return folder / f"{place.name}.next.pem"


def _settle(place: KeyPlace, keys: KeyRing, file: Path) -> Path:
    """The new key takes the name of its place; the old one's file gets out of the way."""
    held = keys.held.get(place.keyid)
    if held is not None:
        held.path.rename(held.path.with_name(f"{place.name}.revoked-{place.keyid[:8]}"))
    settled = file.with_name(f"{place.name}.pem")
    file.rename(settled)
    durable.sync_folder(settled.parent)
    return settled


def _swap(tree: Repository, change: Change, fresh: Mapping[str, Key]) -> None:
    """Name the new keys wherever the old ones stand, and sign again what they signed."""
    renewed: set[str] = set()
    root = tree.root.signed
    tops = _swap_in(root.roles, root.keys, fresh)
    if tops:
        change.root(root)
        renewed |= tops
    for delegator in [roles.TARGETS, *_delegators(tree)]:
        signed = tree.role(delegator).signed
        assert signed.delegations is not None
        assert signed.delegations.roles is not None
        below = _swap_in(signed.delegations.roles, signed.delegations.keys, fresh)
        if below or delegator in renewed:
            change.role(delegator, signed)
        renewed |= below
    for scope in [roles.WITHDRAW, *sorted(tree.scopes)]:
        if scope in renewed:
            change.role(scope, tree.role(scope).signed)


def _swap_in(table: Mapping[str, Any], known: dict[str, Key], fresh: Mapping[str, Key]) -> set[str]:
    """Swap keys in one delegation table, each in its place; the roles that this changed."""
    changed = set()
    for name, role in table.items():
        for number, keyid in enumerate(role.keyids):
            if keyid in fresh:
                role.keyids[number] = fresh[keyid].keyid
                known[fresh[keyid].keyid] = fresh[keyid]
                changed.add(name)
    for keyid in fresh:
        known.pop(keyid, None)
    return changed


def _delegators(tree: Repository) -> list[str]:
    return sorted(name for name in tree.versions if roles.is_delegator(name))
