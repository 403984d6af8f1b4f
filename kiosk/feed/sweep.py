"""Deleting what no reader can need: states that were replaced more than a day ago.

A terminal in the middle of a poll may still ask for files of the state before, and a cache may
serve an old timestamp for a while; after a day neither is served any more.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path

from kiosk.affairs.disclosure import Content
from kiosk.feed import durable, roles
from kiosk.feed.blobs import BlobError
from kiosk.feed.documents import BlobRef, DocumentError, Takedown, Takedowns, decode
from kiosk.feed.edition import by_id, is_taken_down, read_scope, text_refs
from kiosk.feed.tree import Repository

KEEP = timedelta(days=1)

_VERSIONED = re.compile(r"(\d+)\.(.+)\.json")


def sweep(tree: Repository, now: datetime, *, erase: BlobRef | None = None) -> int:
    """Delete old metadata, feeds and blobs; the number of files deleted.

    ``erase`` names a document that was taken down: it and its pictures go at once, unless
    something else on the board needs them.
    """
    limit = (now - KEEP).timestamp()
    gone = _metadata(tree, limit)
    gone += _targets(tree, limit)
    keep = _needed(tree)
    doomed = _with_pictures(tree, erase) - keep if erase is not None else set()
    for digest in doomed:
        tree.blobs.remove(digest)
    if erase is None:
        gone += tree.blobs.collect(keep, older_than=limit)
        durable.remove_leftovers(tree.folder / "blobs")
        durable.remove_leftovers(tree.folder / "metadata")
        durable.remove_leftovers(tree.folder / "targets")
    return gone + len(doomed)


def _metadata(tree: Repository, limit: float) -> int:
    """A version was replaced when its successor was written; roots stay for ever."""
    current = {**tree.versions, roles.SNAPSHOT: tree.snapshot.signed.version}
    gone = 0
    for file in (tree.folder / "metadata").iterdir():
        found = _VERSIONED.fullmatch(file.name)
        if not found or found[2] == roles.ROOT or int(found[1]) >= current.get(found[2], 0):
            continue
        successor = tree.metadata_path(found[2], int(found[1]) + 1)
        if not successor.exists() or successor.stat().st_mtime <= limit:
            _remove(file)
            gone += 1
    return gone


def _targets(tree: Repository, limit: float) -> int:
    gone = 0
    for scope in [roles.WITHDRAW, *tree.scopes]:
        needed = _feeds(tree, scope)
        folder = tree.target_file(scope, "").parent
        for file in folder.glob("*.json") if folder.is_dir() else ():
            if file not in needed and file.stat().st_mtime <= limit:
                _remove(file)
                gone += 1
    return gone


def _feeds(tree: Repository, scope: str) -> set[Path]:
    """The feeds of a scope that some version of its role, still in the folder, names."""
    found = set()
    for version in range(tree.versions[scope], 0, -1):
        file = tree.metadata_path(scope, version)
        if not file.exists():
            break
        target = tree.load(file).signed.targets.get(roles.target_path(scope))
        if target is not None:
            found.add(tree.target_file(scope, target.hashes["sha256"]))
    return found


def _needed(tree: Repository) -> set[str]:
    """Every blob that a feed in the folder leads to, but for what is taken down."""
    data = tree.read_target(roles.WITHDRAW)
    takedowns: dict[str, Takedown] = {}
    if data is not None:
        takedowns = by_id(decode(data, Takedowns).items)
    keep: set[str] = set()
    for scope in tree.scopes:
        for file in _feeds(tree, scope):
            contents = read_scope(file.read_bytes(), tree.blobs.read)
            keep.update(p.digest for p in contents.feed.pages)
            hidden = {e.document.digest for e in contents.entries if is_taken_down(e, takedowns)}
            shown = {e.document.digest for e in contents.entries if not is_taken_down(e, takedowns)}
            for ref in text_refs(contents):
                if ref.digest in hidden and ref.digest not in shown:
                    continue
                if ref.digest not in keep:
                    keep |= _with_pictures(tree, ref)
    return keep


def _with_pictures(tree: Repository, document: BlobRef) -> set[str]:
    """A document and its pictures; of the county's data, which has none, itself."""
    try:
        content = decode(tree.blobs.read(document.digest), Content)
    except (BlobError, DocumentError):
        return {document.digest}
    return {document.digest, *(m.digest for m in content.media())}


def _remove(file: Path) -> None:
    file.unlink(missing_ok=True)
    file.with_name(f"{file.name}.gz").unlink(missing_ok=True)
