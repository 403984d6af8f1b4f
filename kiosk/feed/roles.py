"""Which role may say what, for how long, who delegates to it and with which keys (FEED.md, Roles).

root, targets and the delegators (``d-<township>``) sign offline; a scope's role lists exactly
one target, its feed; ``withdraw`` can only hide.
"""

from __future__ import annotations

from datetime import timedelta

TARGETS = "targets"
SNAPSHOT = "snapshot"
TIMESTAMP = "timestamp"
ROOT = "root"
WITHDRAW = "withdraw"

_TOP = {ROOT, TARGETS, SNAPSHOT, TIMESTAMP}
_YEAR = timedelta(days=365)


def is_delegator(role: str) -> bool:
    """Whether a role names the keys of a township's scopes."""
    return role.startswith("d-")


def delegator_of(role: str) -> str:
    """The role that says which keys speak for a role: one parent each, never two."""
    if role in _TOP:
        return ROOT
    if role == WITHDRAW or is_delegator(role) or len(role) == 6:
        return TARGETS
    return f"d-{role[:9]}"


def target_path(scope: str) -> str:
    """The one TUF target of a scope, or the list of takedowns."""
    return f"{WITHDRAW}/takedowns.json" if scope == WITHDRAW else f"{scope}/feed.json"


def delegated_paths(role: str) -> list[str]:
    """The target paths that a role may speak about."""
    if is_delegator(role):
        return [f"{role[2:]}*/feed.json"]
    return [target_path(role)]


def life(role: str) -> timedelta:
    """How long a signature of a role holds.

    Two years for a scope: its signature says who wrote it, not that it is fresh.
    """
    if role == TIMESTAMP:
        return timedelta(days=7)
    if role in {SNAPSHOT, WITHDRAW}:
        return timedelta(days=30)
    if role in {ROOT, TARGETS} or is_delegator(role):
        return _YEAR
    return 2 * _YEAR


def key_names(role: str, *, reviewed: bool = False) -> tuple[str, ...]:
    """The key files that a role begins with.

    ``reviewed``: a scope needs its reviewer's signature beside the publisher's.
    """
    if role == ROOT:
        return ("root-1", "root-2", "root-3")
    if role == TARGETS:
        return ("targets-1", "targets-2")
    if role in {SNAPSHOT, TIMESTAMP, WITHDRAW}:
        return (role,)
    if is_delegator(role):
        return ("delegators", township_key(role))
    return ("publisher", "reviewer") if reviewed else ("publisher",)


def township_key(delegator: str) -> str:
    """The key file of the township itself, the second one of its delegator."""
    return f"township-{delegator[2:]}"


def threshold(role: str, *, reviewed: bool = False) -> int:
    """How many different keys must sign for a role that is newly made."""
    if role in {ROOT, TARGETS} or is_delegator(role):
        return 2
    if role in {SNAPSHOT, TIMESTAMP, WITHDRAW}:
        return 1
    return 2 if reviewed else 1


def chinese(role: str) -> str:
    """A role as people call it."""
    names = {
        ROOT: "信任根",
        TARGETS: "总授权",
        SNAPSHOT: "快照",
        TIMESTAMP: "时间戳",
        WITHDRAW: "撤回",
    }
    if role in names:
        return names[role]
    return f"{role[2:]} 乡镇授权" if is_delegator(role) else f"{role} 发布"
