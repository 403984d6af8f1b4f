"""Which role may say what, for how long, and who delegates to it (FEED.md, Roles).

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

_YEAR = timedelta(days=365)


def delegator_of(scope: str) -> str:
    """The role that delegates to a scope's role: one parent each, never two."""
    if scope == WITHDRAW or len(scope) == 6:
        return TARGETS
    return f"d-{scope[:9]}"


def target_path(scope: str) -> str:
    """The one TUF target of a scope, or the list of takedowns."""
    return f"{WITHDRAW}/takedowns.json" if scope == WITHDRAW else f"{scope}/feed.json"


def delegated_paths(role: str) -> list[str]:
    """The target paths that a role may speak about."""
    if role.startswith("d-"):
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
    if role in {ROOT, TARGETS} or role.startswith("d-"):
        return _YEAR
    return 2 * _YEAR


def key_name(role: str) -> str:
    """The key file that signs for a role."""
    if role in {ROOT, TARGETS, SNAPSHOT, TIMESTAMP, WITHDRAW}:
        return role
    return "delegators" if role.startswith("d-") else "publisher"
