"""Content-addressed files: ``blobs/<aa>/<sha256>``.

The name is the SHA-256 of the content, so a blob never changes, may lie on any cache for a
year, and can be checked by whoever holds its name.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path

from kiosk.feed import durable

_NAME = re.compile(r"[0-9a-f]{64}")
_ASIDE = "damaged"
_CHUNK = 1 << 20


class BlobError(Exception):
    """A blob cannot be had; ``digest`` says which."""

    def __init__(self, digest: str, reason: str) -> None:
        super().__init__(f"{digest[:12]}: {reason}")
        self.digest = digest


class MissingBlobError(BlobError):
    """The blob is not in the store."""


class DamagedBlobError(BlobError):
    """What lies under the name is something else; it has been set aside."""


def digest_of(data: bytes) -> str:
    """SHA-256 in lower-case hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def digest_file(path: Path) -> tuple[str, int]:
    """SHA-256 and length in bytes of a file, read in pieces."""
    state, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while piece := file.read(_CHUNK):
            state.update(piece)
            size += len(piece)
    return state.hexdigest(), size


class BlobStore:
    """The blobs below one folder.

    ``gzipped`` is the publishing side: a ``.gz`` neighbour for web servers lies beside every
    blob that is put with ``compressible``.
    """

    def __init__(self, folder: Path, *, gzipped: bool = False) -> None:
        self.folder = folder
        self._gzipped = gzipped

    def path(self, digest: str) -> Path:
        """Where a blob lies or would lie.  ValueError if the text is no digest."""
        if not _NAME.fullmatch(digest):
            raise ValueError(f"not a SHA-256: {digest!r}")
        return self.folder / digest[:2] / digest

    @property
    def partial(self) -> Path:
        """The folder for transfers under way."""
        return self.folder / "partial"

    def size(self, digest: str) -> int | None:
        """Its length in bytes, or None if it is not there.  Cheap: the content is not read."""
        try:
            return self.path(digest).stat().st_size
        except FileNotFoundError:
            return None

    def __contains__(self, digest: object) -> bool:
        return isinstance(digest, str) and self.size(digest) is not None

    def put(self, source: bytes | Path, *, compressible: bool = False) -> tuple[str, int]:
        """Store bytes or a file; digest and size.  What is already there is not written again."""
        data = source if isinstance(source, bytes) else source.read_bytes()
        digest = digest_of(data)
        path = self.path(digest)
        if self._gzipped and compressible:
            neighbour = path.with_name(f"{digest}.gz")
            if not neighbour.exists():
                durable.write_durable(neighbour, gzip.compress(data, 9, mtime=0))
        if self.size(digest) != len(data):
            durable.write_durable(path, data)
        return digest, len(data)

    def adopt(self, file: Path, digest: str) -> None:
        """Take over a finished transfer.  DamagedBlobError if it is not what its name says."""
        found, _ = digest_file(file)
        if found != digest:
            file.unlink()
            raise DamagedBlobError(digest, f"the transfer hashes to {found[:12]}")
        durable.move_durable(file, self.path(digest))

    def read(self, digest: str) -> bytes:
        """The content, its hash checked on every read.

        Raises MissingBlobError, or DamagedBlobError after setting the damaged file aside.
        """
        try:
            data = self.path(digest).read_bytes()
        except FileNotFoundError as error:
            raise MissingBlobError(digest, "not in the store") from error
        if digest_of(data) != digest:
            self.set_aside(digest)
            raise DamagedBlobError(digest, "its content does not match its name")
        return data

    def check(self, digest: str) -> bool:
        """Whether a blob is there and whole, read in pieces; a damaged one is set aside."""
        try:
            found, _ = digest_file(self.path(digest))
        except FileNotFoundError:
            return False
        if found != digest:
            self.set_aside(digest)
        return found == digest

    def set_aside(self, digest: str) -> None:
        """Take a damaged blob out of the way, so that it is missing and can be fetched again."""
        aside = self.folder / _ASIDE
        aside.mkdir(exist_ok=True)
        self.path(digest).replace(aside / digest)

    def damaged(self) -> list[str]:
        """Digests of what was set aside, by any process, and not yet forgotten."""
        try:
            return sorted(p.name for p in (self.folder / _ASIDE).iterdir())
        except FileNotFoundError:
            return []

    def forget_damaged(self) -> None:
        """Delete what was set aside."""
        for name in self.damaged():
            (self.folder / _ASIDE / name).unlink(missing_ok=True)

    def remove(self, digest: str) -> None:
        """Delete a blob and its neighbour, if they are there."""
        path = self.path(digest)
        path.unlink(missing_ok=True)
        path.with_name(f"{digest}.gz").unlink(missing_ok=True)

    def __iter__(self) -> Iterator[str]:
        """Every digest in the store."""
        if not self.folder.is_dir():
            return
        for folder in sorted(self.folder.iterdir()):
            if len(folder.name) == 2 and folder.is_dir():
                yield from sorted(p.name for p in folder.iterdir() if _NAME.fullmatch(p.name))

    def collect(self, keep: set[str], *, older_than: float = float("inf")) -> int:
        """Delete every blob that is not in ``keep``; the number deleted.

        Blobs written after ``older_than`` (seconds since 1970) stay: someone may be about to
        name them.
        """
        gone = 0
        for digest in list(self):
            if digest not in keep and self.path(digest).stat().st_mtime <= older_than:
                self.remove(digest)
                gone += 1
        return gone

    def last_used(self, digest: str) -> float:
        """When it was last read or written, in seconds since 1970; 0 if it is not there.

        Where the disk keeps no times of reading it is when the blob was written.
        """
        try:
            found = self.path(digest).stat()
        except FileNotFoundError:
            return 0.0
        return max(found.st_atime, found.st_mtime)

    def free_bytes(self) -> int:
        """Room left on the disk that holds the store."""
        at = self.folder
        while not at.exists():
            at = at.parent
        found = os.statvfs(at)
        return found.f_bavail * found.f_frsize
