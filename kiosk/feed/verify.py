"""The last look before a publication: the terminals' own client runs against what is staged."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from kiosk.feed.blobs import BlobStore
from kiosk.feed.client import FeedClient
from kiosk.feed.directory import DirectoryAdapter
from kiosk.feed.documents import BlobRef
from kiosk.feed.edition import Edition, is_taken_down, read_scope, read_takedowns
from kiosk.feed.events import EventLog
from kiosk.feed.fetcher import Fetcher, UnreachableError
from kiosk.feed.refusals import RefusedError
from kiosk.feed.roles import WITHDRAW
from kiosk.feed.trust import Floors, plain_reference

_STAGED = "staged://feed"


class VerifyError(Exception):
    """A terminal would refuse the staged state.  The message is Chinese."""


def verify_staged(
    repo: Path, staged: Mapping[str, bytes], scopes: Iterable[str], now: datetime | None = None
) -> None:
    """Poll the repository as if what is staged lay in it already; look at these scopes.

    ``staged`` maps paths below the repository to content: the timestamp, perhaps a new root.
    The client begins with the oldest root, as one that was off for years would.
    ``now`` stands in for the clock.  Raises VerifyError.
    """
    fetcher = Fetcher()
    fetcher.mount(_STAGED, DirectoryAdapter(repo, staged))
    with tempfile.TemporaryDirectory(dir=_memory()) as folder:
        client = FeedClient(
            url=_STAGED,
            scopes=[s for s in scopes if s != WITHDRAW],
            trust=Path(folder, "trust"),
            blobs=BlobStore(Path(folder, "blobs")),
            bootstrap=_first_root(repo, staged),
            fetcher=fetcher,
            floors=Floors(None),
            events=EventLog(None),
            reference=plain_reference if now is None else lambda floor: max(now, floor),
        )
        try:
            poll = client.poll()
        except (RefusedError, UnreachableError) as error:
            raise VerifyError(f"发布前的检查没有通过，什么也没有发布：{error}") from error
        if poll.broken:
            reasons = "；".join(f"{s} {r}" for s, r in poll.broken.items())
            raise VerifyError(f"发布前的检查没有通过，什么也没有发布：{reasons}")
        _complete(poll.edition, BlobStore(Path(folder, "blobs")), BlobStore(repo / "blobs"))


def _first_root(repo: Path, staged: Mapping[str, bytes]) -> bytes:
    name = "metadata/1.root.json"
    return staged[name] if name in staged else (repo / name).read_bytes()


def _memory() -> str | None:
    """A folder in memory where there is one: this client's durable writes are for nobody."""
    memory = Path("/dev/shm")  # noqa: S108 - TemporaryDirectory makes a private folder in it
    return str(memory) if os.access(memory, os.W_OK) else None


def _complete(edition: Edition, fetched: BlobStore, published: BlobStore) -> None:
    """Every document that a terminal will show lies there in its full length."""
    takedowns = read_takedowns(edition, fetched.read)
    for digest in edition.scopes.values():
        contents = read_scope(fetched.read(digest), fetched.read)
        if contents.strange or contents.rejected:
            raise VerifyError(f"发布前的检查没有通过：{contents.feed.scope} 里有不合格的条目")
        refs = [e.document for e in contents.entries if not is_taken_down(e, takedowns)]
        if contents.feed.county is not None:
            refs.append(contents.feed.county)
        missing = [r.digest for r in refs if not _there(published, r)]
        if missing:
            raise VerifyError(
                f"发布前的检查没有通过，什么也没有发布：{contents.feed.scope} 缺少文件 {missing[0]}"
            )


def _there(store: BlobStore, ref: BlobRef) -> bool:
    return store.size(ref.digest) == ref.size
