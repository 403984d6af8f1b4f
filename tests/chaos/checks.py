"""What must hold of a feed and of a terminal whatever happened to the process or the power.

A world is a folder with ``repo``, ``online`` and ``hall``.  AssertionError says what does not hold.
"""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace

sys.path[:0] = [str(Path(__file__).parent.parent / n) for n in ("feed", "terminal")]
import feedlab as sample  # noqa: E402 - found beside this folder
import msgspec  # noqa: E402

from kiosk.feed.blobs import BlobStore, digest_file  # noqa: E402
from kiosk.feed.client import FeedClient  # noqa: E402
from kiosk.feed.documents import Takedowns, decode  # noqa: E402
from kiosk.feed.edition import (  # noqa: E402
    Edition,
    by_id,
    is_taken_down,
    read_scope,
    read_takedowns,
)
from kiosk.feed.fetcher import Fetcher  # noqa: E402
from kiosk.feed.tree import Repository  # noqa: E402
from kiosk.feed.trust import Floors  # noqa: E402
from kiosk.terminal.config import TerminalConfig  # noqa: E402
from kiosk.terminal.library import Library  # noqa: E402
from kiosk.terminal.sync import Sync  # noqa: E402
from kiosk.terminal.upkeep import pictures  # noqa: E402

__all__ = ["sample"]


def terminal_of(world: Path) -> TerminalConfig:
    """The village's terminal."""
    return TerminalConfig(
        division=sample.VILLAGE,
        feed=(world / "repo").as_uri(),
        root="root.json",
        folder=world / "hall",
    )


def published(world: Path) -> str:
    """Digest of the Edition that a village's terminal must get from the feed as it lies there."""
    return _published(world).digest


def live_ids(world: Path) -> set[str]:
    """Ids of what the village has on the board."""
    tree = Repository(world / "repo")
    data, gone = tree.read_target(sample.VILLAGE), _published(world).takedowns
    assert data is not None
    takedowns = {} if not gone else by_id(decode(tree.read_target("withdraw"), Takedowns).items)
    entries = read_scope(data, tree.blobs.read).entries
    return {e.disclosure.id for e in entries if not is_taken_down(e, takedowns)}


def old_without(config: TerminalConfig, world: Path) -> str:
    """Digest of what a terminal shows, without what the feed has taken down since."""
    library = Library(config.library_path, config.blobs_path)
    named = library._rows("SELECT named FROM edition ORDER BY number DESC")[0][0]
    library.close()
    old = msgspec.json.decode(named, type=Edition)
    return Edition(scopes=old.scopes, takedowns=_published(world).takedowns).digest


def _published(world: Path) -> Edition:
    tree = Repository(world / "repo")
    scopes = {}
    for scope in (sample.VILLAGE, "990101101", "990101"):
        target = tree.target(scope)
        if target is not None:
            scopes[scope] = target.hashes["sha256"]
    target = tree.target("withdraw")
    takedowns = target.hashes["sha256"] if target else ""
    return Edition(scopes=scopes, takedowns=takedowns)


def shown(config: TerminalConfig) -> str:
    """Digest of the Edition on view, as the screen reads it."""
    library = Library(config.library_path, config.blobs_path)
    try:
        edition = library.edition()
        return "" if edition is None else edition.digest
    finally:
        library.close()


def whole_sync(config: TerminalConfig) -> None:
    sync = Sync(config)
    sync.step()
    assert sync.pictures(float("inf"))
    sync.close()


def check_feed(world: Path, ids: set[str] = frozenset()) -> None:
    """It opens, a new terminal can take all of it, and every file is what its name says.

    ``ids`` must be in it.
    """
    store, config = BlobStore(world / "repo/blobs"), terminal_of(world)
    for digest in store:
        assert digest_file(store.path(digest))[0] == digest, "a torn file bears its final name"
    folder = world / "fresh"
    fetched = BlobStore(folder)
    fetcher = Fetcher()
    client = FeedClient(
        url=config.feed,
        scopes=config.scopes,
        trust=folder / "trust",
        blobs=fetched,
        bootstrap=config.root_path.read_bytes(),
        fetcher=fetcher,
        floors=Floors(None),
    )
    poll = client.poll()
    fetcher.close()
    assert not poll.broken, poll.broken
    takedowns = read_takedowns(poll.edition, fetched.read)
    found = set()
    for digest in poll.edition.scopes.values():
        for entry in read_scope(fetched.read(digest), fetched.read).entries:
            found.add(entry.disclosure.id)
            if not is_taken_down(entry, takedowns):
                assert store.size(entry.document.digest) == entry.document.size
    for ref in _pictures(poll.edition, fetched, store):
        assert store.size(ref.digest) == ref.size, "a picture is lost"
    assert ids <= found | set(takedowns), "an item is lost"
    assert poll.edition.digest == published(world)


def _pictures(edition: Edition, fetched: BlobStore, store: BlobStore):
    both = SimpleNamespace(read=lambda d: (fetched if d in fetched else store).read(d))
    return list(pictures(edition, both))


def check_terminal(config: TerminalConfig, allowed: set[str], *, strict: bool = True) -> None:
    """What lies on the disk right after, seen by the screen and by a careful reader.

    ``strict``: no file may be torn, not even one that nothing names yet, as after a kill; a
    power cut may tear those, and the reader must notice.
    """
    library = Library(config.library_path, config.blobs_path)
    edition = library.edition()
    assert edition is not None, "the screen is empty"
    assert edition.digest in allowed, "neither the old nor the new Edition"
    assert not library._path.with_name("library.sqlite.suspect").exists()
    blobs = BlobStore(config.blobs_path)
    for digest in blobs if strict else ():
        assert digest_file(blobs.path(digest))[0] == digest, "a torn file bears its final name"
    rows = library._rows("SELECT named FROM edition ORDER BY number DESC")
    named = msgspec.json.decode(rows[0][0], type=Edition)
    takedowns = read_takedowns(named, blobs.read)
    due = {
        (e.disclosure.id, e.document.digest)
        for digest in named.scopes.values()
        for e in read_scope(blobs.read(digest), blobs.read).entries
        if not is_taken_down(e, takedowns)
    }
    shelved = {(s.disclosure.id, s.document) for s in library.shelves()}
    assert shelved == due, "rows and Edition differ"
    assert all(library.content(id_) is not None for id_, _ in shelved), "a text is lost"
    library.close()


def finish_terminal(config: TerminalConfig, wanted: str) -> None:
    """The next sync completes, without building anything anew, and leaves no litter."""
    sync = Sync(config)
    assert sync.library.rebuilt == ""
    sync.step()
    assert sync.pictures(float("inf"))
    assert sync.scrub() == 0
    sync.collect()
    assert not list(sync.blobs.folder.rglob("*.tmp"))
    assert not list(sync.blobs.partial.glob("*"))
    current = sync.library.current()
    assert current is not None
    assert current.digest == wanted
    assert all(sync.blobs.size(r.digest) == r.size for r in pictures(current, sync.blobs))
    sync.close()
