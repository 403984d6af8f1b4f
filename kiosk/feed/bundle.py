"""A stick for villages without a line: what some divisions need, in a folder or a ZIP file.

It is a part of the feed as it lies on the server, signatures included: nothing on it is trusted
more than what comes over the line.  Writing again adds what is new and takes away what nobody
needs any more, the timestamp last, so that a stick pulled out too early is an old one and whole.
"""

from __future__ import annotations

import contextlib
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from kiosk.affairs.disclosure import Content
from kiosk.affairs.division import Division, DivisionError, lineage, scope_of
from kiosk.feed import durable, roles
from kiosk.feed.blobs import BlobError, digest_file
from kiosk.feed.documents import DocumentError, Takedowns, decode
from kiosk.feed.edition import by_id, is_taken_down, read_scope
from kiosk.feed.tree import Repository

INDEX = "bundle.json"
_TIMESTAMP = "metadata/timestamp.json"
_OURS = ("metadata", "targets", "blobs")


class BundleError(Exception):
    """The stick cannot be written or is none.  The message is Chinese."""


class _Index(msgspec.Struct, frozen=True):
    """Which divisions a bundle is for, by 12-digit code."""

    divisions: list[str]


class Bundled(msgspec.Struct, frozen=True, kw_only=True):
    """What was written: files and bytes, those that were there already, and for whom."""

    written: int
    written_bytes: int
    kept: int
    removed: int
    divisions: list[str]


def write_bundle(
    feed: Path,
    division: str,
    target: Path,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> Bundled:
    """Write what a division needs; what the target carries for others is brought up to date.

    ``target`` is a folder, or a file if its name ends in ``.zip``.  Raises BundleError,
    RepositoryError (of `tree`) or OSError.
    """
    try:
        Division(code=division, name="-")
        scope_of(division)
    except DivisionError as error:
        raise BundleError(f"“{division}”不是12位区划代码，U盘没有改动。") from error
    tree = Repository(feed)
    if scope_of(division) not in tree.scopes:
        raise BundleError(f"仓库里没有 {division} 这个单位，U盘没有改动。")
    packed = target.suffix.lower() == ".zip"
    divisions = sorted({division, *_divisions(target, packed=packed)})
    wanted = dict(_wanted(tree, divisions))
    index = msgspec.json.encode(_Index(divisions))
    write = _write_zip if packed else _write_folder
    return write(target, wanted, index, divisions, progress or (lambda _done, _of: None))


def open_bundle(path: Path) -> Path:
    """Where the feed is in what a person points at: the stick, a folder on it, or the ZIP file.

    BundleError if there is none.
    """
    if path.is_file() and zipfile.is_zipfile(path):
        return path
    folders = [path, *sorted(p for p in path.glob("*") if p.is_dir())] if path.is_dir() else []
    for folder in folders:
        if (folder / _TIMESTAMP).is_file():
            return folder
    files = sorted(path.glob("*.zip")) if path.is_dir() else []
    for file in files:
        if zipfile.is_zipfile(file):
            return file
    raise BundleError(f"{path} 里没有公开内容的数据包，终端没有改动。请检查U盘是否插好。")


def _divisions(target: Path, *, packed: bool) -> list[str]:
    """For whom a bundle is that is there already."""
    with contextlib.suppress(OSError, KeyError, zipfile.BadZipFile, msgspec.DecodeError):
        if packed:
            with zipfile.ZipFile(target) as archive:
                data = archive.read(INDEX)
        else:
            data = (target / INDEX).read_bytes()
        return msgspec.json.decode(data, type=_Index).divisions
    return []


def _wanted(tree: Repository, divisions: list[str]) -> Iterator[tuple[str, Path]]:
    """Every file of a bundle by its name in it, the timestamp last."""
    metadata = tree.folder / "metadata"
    names = [f"{v}.root.json" for v in tree.root_versions()]
    names.append(f"{tree.snapshot.signed.version}.snapshot.json")
    scopes = {scope_of(code) for d in divisions for code in lineage(d)} & tree.scopes
    wanted = {roles.TARGETS, roles.WITHDRAW, *scopes}
    wanted |= {roles.delegator_of(s) for s in scopes}
    names += [f"{v}.{role}.json" for role, v in sorted(tree.versions.items()) if role in wanted]
    for name in names:
        yield f"metadata/{name}", metadata / name
    data = tree.read_target(roles.WITHDRAW)
    takedowns = by_id(decode(data, Takedowns).items) if data is not None else {}
    for scope in (roles.WITHDRAW, *sorted(scopes)):
        target = tree.target(scope)
        if target is None:
            continue
        file = tree.target_file(scope, target.hashes["sha256"])
        yield str(file.relative_to(tree.folder)), file
        if scope == roles.WITHDRAW:
            continue
        contents = read_scope(file.read_bytes(), tree.blobs.read)
        digests = [p.digest for p in contents.feed.pages]
        if contents.feed.county is not None:
            digests.append(contents.feed.county.digest)
        for entry in contents.entries:
            if not is_taken_down(entry, takedowns):
                digests += _with_pictures(tree, entry.document.digest)
        for digest in digests:
            path = tree.blobs.path(digest)
            yield str(path.relative_to(tree.folder)), path
    yield _TIMESTAMP, metadata / "timestamp.json"


def _with_pictures(tree: Repository, document: str) -> list[str]:
    try:
        content = decode(tree.blobs.read(document), Content)
    except (BlobError, DocumentError):
        return [document]
    return [document, *(m.digest for m in content.media())]


def _write_folder(
    target: Path,
    wanted: dict[str, Path],
    index: bytes,
    divisions: list[str],
    progress: Callable[[int, int], None],
) -> Bundled:
    written = size = kept = removed = 0
    for number, (name, source) in enumerate(wanted.items(), 1):
        file = target / name
        if _same(file, source):
            kept += 1
        else:
            data = source.read_bytes()
            durable.write_durable(file, data)
            written, size = written + 1, size + len(data)
        progress(number, len(wanted))
    durable.write_durable(target / INDEX, index)
    for folder in _OURS:
        for file in sorted((target / folder).rglob("*")):
            if file.is_file() and str(file.relative_to(target)) not in wanted:
                file.unlink()
                removed += 1
    return Bundled(
        written=written, written_bytes=size, kept=kept, removed=removed, divisions=divisions
    )


def _same(file: Path, source: Path) -> bool:
    """Compared in content, not by time: sticks go bad, and their clocks are in local time."""
    try:
        if file.stat().st_size != source.stat().st_size:
            return False
        return digest_file(file) == digest_file(source)
    except OSError:
        return False


def _write_zip(
    target: Path,
    wanted: dict[str, Path],
    index: bytes,
    divisions: list[str],
    progress: Callable[[int, int], None],
) -> Bundled:
    """A new file in place of the old one; ZIP files cannot be changed safely."""
    before = _sums(target)
    temporary = target.with_name(f".{target.name}{durable.TEMPORARY}")
    durable.make_folder(target.parent)
    kept = size = 0
    try:
        with zipfile.ZipFile(temporary, "w") as archive:
            archive.writestr(INDEX, index)
            for number, (name, source) in enumerate(wanted.items(), 1):
                data = source.read_bytes()
                same = before.pop(name, None) == (len(data), zlib.crc32(data))
                kept, size = kept + same, size + len(data)
                archive.writestr(name, data)
                progress(number, len(wanted))
        durable.move_durable(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)
    before.pop(INDEX, None)
    return Bundled(
        written=len(wanted) - kept,
        written_bytes=size,
        kept=kept,
        removed=len(before),
        divisions=divisions,
    )


def _sums(target: Path) -> dict[str, tuple[int, int]]:
    with contextlib.suppress(OSError, zipfile.BadZipFile), zipfile.ZipFile(target) as archive:
        return {m.filename: (m.file_size, m.CRC) for m in archive.infolist()}
    return {}
