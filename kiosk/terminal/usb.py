"""Taking content from a stick: the same client, the same verification, and a receipt."""

from __future__ import annotations

import contextlib
import zipfile
import zlib
from pathlib import Path

import msgspec

from kiosk.feed import durable
from kiosk.feed.blobs import BlobError, BlobStore, digest_file, digest_of
from kiosk.feed.bundle import open_bundle
from kiosk.feed.directory import DirectoryAdapter, ZipAdapter
from kiosk.feed.documents import DocumentError, read_feed
from kiosk.feed.edition import Edition
from kiosk.feed.fetcher import Fetcher, UnreachableError
from kiosk.feed.receipts import Receipt, write_receipt
from kiosk.feed.refusals import Refusal, RefusedError
from kiosk.terminal.clock import is_trusted
from kiosk.terminal.config import TerminalConfig
from kiosk.terminal.enrolment import release
from kiosk.terminal.follow import Sync
from kiosk.terminal.identity import EnrolError, load_identity
from kiosk.terminal.rhythm import identity
from kiosk.terminal.upkeep import pictures

_STICK = "stick://feed"
_SHORT = 500
_WORDS = 400
"""What a receipt holds at most of a list, and of a sentence."""


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a stick.

    ``file`` is where the receipt lies, None if the stick takes no writing; ``text`` a sentence in
    Chinese for whoever plugged it in; ``good``: everything on it was taken.
    """

    receipt: Receipt
    file: Path | None
    text: str
    good: bool


def take_in(config: TerminalConfig, path: Path) -> Taken:
    """Bring the library up to what a stick carries, and leave a receipt on it.

    Raises BundleError if there is nothing of ours on it, ConfigError, BusyError while the sync
    service runs, or OSError or sqlite3.Error if the terminal's own disk fails.
    """
    bundle = open_bundle(path)
    fetcher = Fetcher(total_seconds=3600)
    packed = bundle.is_file()
    fetcher.mount(_STICK, ZipAdapter(bundle) if packed else DirectoryAdapter(bundle))
    message = "同步程序正在运行，U盘上的内容没有读。请先停止它：systemctl stop kiosk-sync"
    with durable.only_one(config.data_path / "sync.lock", message, patience=5.0):
        stick = msgspec.structs.replace(config, feed=_STICK)
        sync = Sync(stick, fetcher=fetcher, metered=False)
        try:
            receipt, text = _take(sync, bundle)
        finally:
            sync.close()
    known = None
    with contextlib.suppress(EnrolError):
        known = load_identity(config)
    key = None
    if known is not None:
        key, receipt = known.key, msgspec.structs.replace(receipt, terminal=known.id)
    file = None
    with contextlib.suppress(OSError):  # a stick may be locked against writing
        file = write_receipt(bundle.parent if packed else bundle, receipt, key)
    good = not (receipt.refused or receipt.damaged or receipt.missing)
    return Taken(receipt=receipt, file=file, text=text, good=good)


def _take(sync: Sync, bundle: Path) -> tuple[Receipt, str]:
    """One sync from the stick: what came of it, for the county and for who stands there."""
    before = sync.library.current()
    refused = ""
    try:
        sync.step()
        sync.pictures(float("inf"))
    except UnreachableError:
        refused = "U盘上的文件不全或读不出来，没有采用；屏幕照常显示原来的内容。请重新制作U盘。"
    except RefusedError as error:
        refused = error.sentence
        if error.refused.kind is Refusal.ROLLBACK:
            refused = "U盘上的内容比终端上的旧，没有采用；屏幕照常显示较新的内容。请重新制作U盘。"
    edition = sync.library.current()
    damaged, missing = _lacking(sync, bundle)
    receipt = Receipt(
        terminal=identity(sync.config.data_path, sync.config.division),
        division=sync.config.division,
        at=sync.now(),
        clock_trusted=is_trusted(sync.floors.time),
        edition=edition.digest if edition is not None else "",
        versions=_versions(sync.blobs, edition),
        quarantined={
            id_: reason[:_WORDS] for id_, reason in list(sync.library.quarantine().items())[:_SHORT]
        },
        missing=missing,
        damaged=damaged[:_SHORT],
        refused=refused,
        program=release(),
    )
    if refused:
        return receipt, refused
    if damaged:
        return receipt, (
            f"内容已更新，但U盘上有 {len(damaged)} 个文件损坏，这些先不显示。请重新制作U盘。"
        )
    if missing:
        return receipt, f"文字内容已更新，有 {missing} 张图片放不下或U盘上没有，先不显示。"
    same = before is not None and edition is not None and before.digest == edition.digest
    return receipt, "终端上已经是U盘上的内容，没有变化。" if same else "内容已更新，全部核对无误。"


def _lacking(sync: Sync, bundle: Path) -> tuple[list[str], int]:
    """Digests of what is damaged on the stick, and how many pictures are lacking besides."""
    edition = sync.library.current()
    if edition is None:
        return [], 0
    documents = sync.library.quarantined_documents()
    try:
        named = [r.digest for r in pictures(edition, sync.blobs)]
        media = [d for d in named if d not in sync.blobs]
    except (BlobError, DocumentError):
        media = []
    damaged = [d for d in [*documents, *media] if _is_damaged(bundle, d)]
    return damaged, len([d for d in media if d not in damaged])


def _is_damaged(bundle: Path, digest: str) -> bool:
    """Whether the stick has something else under this name."""
    if not digest:
        return False
    try:
        if bundle.is_dir():
            return digest_file(BlobStore(bundle / "blobs").path(digest))[0] != digest
        with zipfile.ZipFile(bundle) as archive:
            return digest_of(archive.read(f"blobs/{digest[:2]}/{digest}")) != digest
    except (FileNotFoundError, KeyError):
        return False
    except (OSError, zipfile.BadZipFile, zlib.error):
        return True


def _versions(blobs: BlobStore, edition: Edition | None) -> dict[str, int]:
    found = {}
    for scope, digest in (edition.scopes if edition is not None else {}).items():
        with contextlib.suppress(BlobError, DocumentError):
            found[scope] = read_feed(blobs.read(digest)).feed.version
    return found
