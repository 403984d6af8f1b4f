"""The chronicle of the feed: which version of which feed held which disclosures, and since when.

The feed's folder forgets a replaced state after a day, and a terminal that was without a line
reports weeks later what it showed.  So every signed state is written down here when it is first
seen: before each heartbeat and each question, at the price of one ``stat`` while nothing changed.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from django.db import transaction
from django.db.models import Max

from kiosk.affairs.county import County
from kiosk.affairs.division import lineage, scope_of
from kiosk.center.fleet.models import Appearance, Published
from kiosk.feed import roles
from kiosk.feed.blobs import BlobError, digest_of
from kiosk.feed.documents import DocumentError, Takedowns, decode, read_feed
from kiosk.feed.edition import Edition, read_scope
from kiosk.feed.tree import Repository, RepositoryError

FEED_ERRORS = (RepositoryError, DocumentError, BlobError, OSError)
"""What reading a missing or damaged feed raises."""


class Listed(NamedTuple):
    """A disclosure (or takedown) as a feed (or the list of takedowns) names it."""

    item: str
    version: int
    title: str = ""
    published: date | None = None
    notice_until: date | None = None


class State(NamedTuple):
    """One signed state of a scope."""

    version: int
    digest: str
    issued: datetime
    role: int
    items: list[Listed]


class Chronicle:
    """Keeps the tables `Published` and `Appearance` up to one feed folder."""

    def __init__(self, feed: Path) -> None:
        self._feed = feed
        self._lock = threading.Lock()
        self._mark: tuple[int, int, int] | None = None
        self.scopes: frozenset[str] = frozenset()
        """Every scope that may publish, whether it has or not."""

    def refresh(self) -> None:
        """Write down what was signed since.  Raises one of `FEED_ERRORS`."""
        status = (self._feed / "metadata" / "timestamp.json").stat()
        mark = (status.st_mtime_ns, status.st_ino, status.st_size)
        if mark == self._mark:
            return
        with self._lock:
            if mark == self._mark:
                return
            tree = Repository(self._feed)
            scopes = frozenset(tree.scopes)
            fresh = list(_fresh(tree, [roles.WITHDRAW, *sorted(scopes)]))
            if fresh:  # all is read by now: the database is held for as long as writing takes
                with transaction.atomic():
                    for scope, state in fresh:
                        _record(scope, state)
            self.scopes = scopes
            self._mark = mark

    @property
    def mark(self) -> tuple[int, int, int] | None:
        """Changes whenever something was signed; None before the first look."""
        return self._mark

    def county(self) -> County | None:
        """The county's reference data as published; None before the first time."""
        tree = Repository(self._feed)
        home = min(tree.scopes, key=len, default="")
        data = tree.read_target(home) if home else None
        ref = read_feed(data).feed.county if data is not None else None
        return decode(tree.blobs.read(ref.digest), County) if ref is not None else None


def intended(division: str, newest: dict[str, Published]) -> Edition:
    """The Edition that a division's terminals should show, from `newest_states`."""
    scopes = [scope_of(code) for code in lineage(division)]
    takedowns = newest.get(roles.WITHDRAW)
    return Edition(
        scopes={scope: newest[scope].digest for scope in scopes if scope in newest},
        takedowns=takedowns.digest if takedowns is not None else "",
    )


def newest_states() -> dict[str, Published]:
    """The newest published state of each scope and of the list of takedowns."""
    return {each.scope: each for each in Published.objects.order_by("scope", "version")}


def _fresh(tree: Repository, scopes: list[str]) -> Iterator[tuple[str, State]]:
    """Every state that is not written down yet, the oldest of each scope first."""
    known = dict(
        Published.objects.values("scope")
        .annotate(newest=Max("role"))
        .values_list("scope", "newest")
    )
    versions = tree.versions
    for scope in scopes:
        for state in _states(tree, scope, known.get(scope, 0), versions.get(scope, 0)):
            yield scope, state


def _states(tree: Repository, scope: str, known: int, current: int) -> Iterator[State]:
    """What the signatures after the known one name, as far as the folder still has it."""
    for role in range(known + 1, current + 1):
        file = tree.metadata_path(scope, role)
        if role < current and not file.exists():
            continue
        target = tree.load(file).signed.targets.get(roles.target_path(scope))
        if target is None:
            continue
        digest = target.hashes["sha256"]
        try:
            yield _read(tree, scope, digest, role)
        except (BlobError, DocumentError, OSError):
            if role == current:
                raise


def _read(tree: Repository, scope: str, digest: str, role: int) -> State:
    data = tree.target_file(scope, digest).read_bytes()
    if digest_of(data) != digest:
        raise DocumentError(f"{scope}: {digest[:12]} is damaged")
    if scope == roles.WITHDRAW:
        listed = decode(data, Takedowns)
        items = [Listed(t.id, t.up_to) for t in listed.items]
        return State(listed.version, digest, listed.issued, role, items)
    contents = read_scope(data, tree.blobs.read)
    items = [
        Listed(
            e.disclosure.id,
            e.disclosure.version,
            e.disclosure.title[:300],
            e.disclosure.published,
            e.disclosure.notice_until,
        )
        for e in contents.entries
    ]
    return State(contents.feed.version, digest, contents.feed.issued, role, items)


def _record(scope: str, state: State) -> None:
    """Write one state down: what is new in it begins, what is gone from it has ended."""
    found = Published.objects.filter(scope=scope, version__gte=state.version)
    if found.exists():  # signed again, or another process was faster
        found.filter(version=state.version, role__lt=state.role).update(role=state.role)
        return
    before = Published.objects.filter(scope=scope).aggregate(last=Max("version"))["last"] or 0
    standing = {
        (each.item, each.version): each
        for each in Appearance.objects.filter(scope=scope, last__isnull=True)
    }
    listed = {(each.item, each.version): each for each in state.items}
    gone = [each.pk for key, each in standing.items() if key not in listed]
    Appearance.objects.filter(pk__in=gone).update(last=before)
    Appearance.objects.bulk_create(
        Appearance(scope=scope, first=state.version, **each._asdict())
        for key, each in listed.items()
        if key not in standing
    )
    Published.objects.create(
        scope=scope,
        version=state.version,
        digest=state.digest,
        issued=state.issued,
        role=state.role,
    )
