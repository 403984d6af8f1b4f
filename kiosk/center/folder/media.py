"""The cache of converted pictures: a file once seen is only hashed again, never decoded.

Lay-out below the cache folder: ``<aa>/<sha256>`` the converted files by their own digest,
``index/<key>.json`` what a source turned into, keyed by the source's digest and the settings.
Everything in it can be deleted at any time; the next run makes it again.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path

import msgspec

from kiosk.affairs.media import Media
from kiosk.center.folder import pictures
from kiosk.center.folder.recordings import RECORDING_ENDINGS, convert_recording

_POOL_FROM = 12
"""Files to convert from which a second process is worth its start."""
_WORKERS = 2


class _Record(msgspec.Struct, frozen=True):
    """What a source file turned into; ``error`` instead of pages when it is no picture."""

    pages: tuple[Media, ...] = ()
    findings: tuple[str, ...] = ()
    error: str = ""


class Converted(msgspec.Struct, frozen=True):
    """A source file's pages (without alternative text) with the local file of each digest.

    ``findings`` are personal data in the text layer of a PDF; ``error`` says why there is none.
    """

    pages: tuple[Media, ...]
    blobs: Mapping[str, Path]
    findings: tuple[str, ...] = ()
    error: str = ""


class MediaCache:
    """Converted pictures in a folder of this machine; may be shared by several runs."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        (folder / "index").mkdir(parents=True, exist_ok=True)

    def convert_all(
        self, sources: Iterable[Path], progress: Callable[[Path], None] | None = None
    ) -> dict[Path, Converted]:
        """Convert every source that is not yet known; ``progress`` hears of each one."""
        found: dict[Path, Converted] = {}
        waiting: dict[str, list[Path]] = {}
        for source in sources:
            key = _key(source)
            record = self._lookup(key)
            if record is None:
                waiting.setdefault(key, []).append(source)
                continue
            found[source] = self._converted(record)
            if progress:
                progress(source)
        for key, record in self._convert(waiting):
            for source in waiting[key]:
                found[source] = self._converted(record)
                if progress:
                    progress(source)
        return found

    def _convert(self, waiting: Mapping[str, list[Path]]) -> Iterator[tuple[str, _Record]]:
        if len(waiting) < _POOL_FROM:
            for key, sources in waiting.items():
                yield key, _make(self._folder, key, sources[0])
            return
        with ProcessPoolExecutor(_WORKERS, mp_context=get_context("spawn")) as pool:
            jobs = {
                pool.submit(_make, self._folder, key, sources[0]): key
                for key, sources in waiting.items()
            }
            for job in as_completed(jobs):
                yield jobs[job], job.result()

    def _lookup(self, key: str) -> _Record | None:
        """What is known of a source, if its files are still there in full."""
        try:
            record = msgspec.json.decode(_index(self._folder, key).read_bytes(), type=_Record)
            whole = all(
                _blob(self._folder, p.digest).stat().st_size == p.size for p in record.pages
            )
        except (OSError, msgspec.MsgspecError):
            return None
        return record if whole else None

    def _converted(self, record: _Record) -> Converted:
        blobs = {p.digest: _blob(self._folder, p.digest) for p in record.pages}
        return Converted(record.pages, blobs, record.findings, record.error)


def _key(source: Path) -> str:
    """SHA-256 of the file with the settings and the ending that decides how it is read."""
    digest = hashlib.sha256(f"{pictures.SETTINGS}\n{source.suffix.lower()}\n".encode())
    try:
        with source.open("rb") as file:
            while chunk := file.read(1 << 20):
                digest.update(chunk)
    except OSError:
        digest.update(os.fsencode(source))
    return digest.hexdigest()


def _index(folder: Path, key: str) -> Path:
    return folder / "index" / f"{key}.json"


def _blob(folder: Path, digest: str) -> Path:
    return folder / digest[:2] / digest


def _make(folder: Path, key: str, source: Path) -> _Record:
    """Convert one file and keep it; runs in a worker process when there are many."""
    try:
        recorded = source.suffix.lower() in RECORDING_ENDINGS
        converted = convert_recording(source) if recorded else pictures.convert(source)
    except pictures.PictureError as error:
        return _Record(error=str(error))  # not kept: the message may change, the file is mended
    pages = []
    for page in converted.pages:
        digest = hashlib.sha256(page.data).hexdigest()
        _write(_blob(folder, digest), page.data)
        pages.append(
            Media(
                digest=digest,
                size=len(page.data),
                type=page.type,
                width=page.width,
                height=page.height,
                alt="",
            )
        )
    record = _Record(tuple(pages), tuple(converted.findings))
    _write(_index(folder, key), msgspec.json.encode(record))
    return record


def _write(path: Path, data: bytes) -> None:
    """Write beside and rename, so that two runs at once never see half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    Path(name).replace(path)
