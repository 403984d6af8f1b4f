"""The feed's folder over HTTP, as terminals poll it (FEED.md, Files).

A thin WSGI layer of our own, for WhiteNoise looks at its files once, at the start, and ours
change while the server runs.  Its ETag is also seconds and length, which answers 304 when two
timestamps of one length appear within one second; and its ranges of one byte are refused.  We
take its sliced file.

Only names of the feed's lay-out are answered.  Everything but ``timestamp.json`` is named after
its version or digest and never changes, so it may be kept for a year by anyone on the way.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment
from wsgiref.util import FileWrapper

from whitenoise.responders import SlicedFile

PREFIX = "/feed/"
TIMESTAMP = "metadata/timestamp.json"

_METADATA = re.compile(r"metadata/([1-9][0-9]{0,8}\.[a-z0-9-]{1,40})\.json")
_TARGET = re.compile(r"targets/(?:[a-z]{1,20}|[0-9]{6,12})/([0-9a-f]{64})\.[a-z]{1,40}\.json")
_BLOB = re.compile(r"blobs/([0-9a-f]{2})/(\1[0-9a-f]{62})")
_RANGE = re.compile(r"bytes=([0-9]*)-([0-9]*)")
_FOREVER = "public, max-age=31536000, immutable"
_REASONS = {
    200: "200 OK",
    206: "206 Partial Content",
    304: "304 Not Modified",
    404: "404 Not Found",
    405: "405 Method Not Allowed",
    416: "416 Range Not Satisfiable",
}


class Answer(NamedTuple):
    """Status, headers, and the body: nothing, bytes, or an open file that the server closes."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes | BinaryIO = b""


class _Named(NamedTuple):
    """A file of the feed that never changes, with the part of its name that says what it is."""

    path: str
    tag: str
    type: str


def _named(path: str) -> _Named | None:
    """What a path asks for; None unless the feed's lay-out has such a name."""
    if found := _METADATA.fullmatch(path):
        return _Named(path, found[1], "application/json")
    if found := _TARGET.fullmatch(path):
        return _Named(path, found[1], "application/json")
    if found := _BLOB.fullmatch(path):
        return _Named(path, found[2], "application/octet-stream")
    return None


class FeedFiles:
    """Answers requests for the files of one feed folder, which may change at any time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def answer(self, method: str, path: str, headers: Callable[[str], str]) -> Answer:
        """The answer for a path below the feed; ``headers`` gives a request header or ''."""
        if method not in {"GET", "HEAD"}:
            return Answer(405, [("Allow", "GET, HEAD"), ("Content-Length", "0")])
        found = self._timestamp(headers) if path == TIMESTAMP else self._file(path, headers)
        if method == "HEAD":
            if not isinstance(found.body, bytes):
                found.body.close()
            return found._replace(body=b"")
        return found

    def _timestamp(self, headers: Callable[[str], str]) -> Answer:
        try:
            data = (self._folder / TIMESTAMP).read_bytes()
        except OSError:
            return _missing()
        tag = f'"{hashlib.sha256(data).hexdigest()}"'
        kept = [("ETag", tag), ("Cache-Control", "no-cache")]
        if _matches(headers("If-None-Match"), {tag}):
            return Answer(304, kept)
        size = ("Content-Length", str(len(data)))
        return Answer(200, [*kept, ("Content-Type", "application/json"), size], data)

    def _file(self, path: str, headers: Callable[[str], str]) -> Answer:
        named = _named(path)
        plain = self._open(named.path) if named else None
        if named is None or plain is None:
            return _missing()
        tag, packed_tag = f'"{named.tag}"', f'"{named.tag}-gzip"'
        packed = self._open(f"{named.path}.gz")
        kept = [("Cache-Control", _FOREVER)]
        if packed is not None:
            kept.append(("Vary", "Accept-Encoding"))
        if _matches(headers("If-None-Match"), {tag, packed_tag}):
            _close(plain, packed)
            return Answer(304, [("ETag", tag), *kept])
        kept += [("Content-Type", named.type), ("X-Content-Type-Options", "nosniff")]
        wanted = headers("Range")
        if packed is not None and not wanted and _takes_gzip(headers("Accept-Encoding")):
            _close(plain)
            size = ("Content-Length", str(_size(packed)))
            return Answer(
                200, [("ETag", packed_tag), *kept, ("Content-Encoding", "gzip"), size], packed
            )
        _close(packed)
        kept = [("ETag", tag), *kept, ("Accept-Ranges", "bytes")]
        if wanted and headers("If-Range") in {"", tag}:
            return _part(plain, wanted, kept)
        return Answer(200, [*kept, ("Content-Length", str(_size(plain)))], plain)

    def _open(self, path: str) -> BinaryIO | None:
        """A regular file of the folder; never one that a symlink points to."""
        try:
            handle = os.open(self._folder / path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except OSError:
            return None
        file: BinaryIO = open(handle, "rb")  # noqa: PTH123, SIM115 - handed to the server
        return file


def _part(file: BinaryIO, wanted: str, kept: list[tuple[str, str]]) -> Answer:
    """One range of a file (RFC 9110, 14.2); what is no single range is answered whole."""
    size = _size(file)
    found = _RANGE.fullmatch(wanted.replace(" ", ""))
    if found is None or found[0] == "bytes=-":
        return Answer(200, [*kept, ("Content-Length", str(size))], file)
    if found[1]:
        start, end = int(found[1]), min(int(found[2] or size), size - 1)
    else:
        start, end = max(size - int(found[2]), 0), size - 1
    if start >= size or (found[2] and found[1] and int(found[2]) < start):
        file.close()
        return Answer(416, [("Content-Range", f"bytes */{size}"), ("Content-Length", "0")])
    headers = [
        *kept,
        ("Content-Range", f"bytes {start}-{end}/{size}"),
        ("Content-Length", str(end - start + 1)),
    ]
    return Answer(206, headers, SlicedFile(file, start, end))


def _missing() -> Answer:
    """404 that nobody on the way may keep: the file may be published in a minute."""
    return Answer(404, [("Cache-Control", "no-store"), ("Content-Length", "0")])


def _size(file: BinaryIO) -> int:
    return os.fstat(file.fileno()).st_size


def _close(*files: BinaryIO | None) -> None:
    for file in files:
        if file is not None:
            file.close()


def _matches(header: str, tags: set[str]) -> bool:
    """If-None-Match: weak comparison (RFC 9110, 13.1.2), a list or a star."""
    if header.strip() == "*":
        return True
    return any(tag.strip().removeprefix("W/") in tags for tag in header.split(","))


def _takes_gzip(header: str) -> bool:
    """Whether Accept-Encoding names gzip, or everything, without forbidding it."""
    for each in header.lower().split(","):
        name, _, weight = each.partition(";")
        if name.strip() in {"gzip", "x-gzip", "*"}:
            return re.fullmatch(r"\s*q=0(\.0*)?\s*", weight) is None
    return False


class FeedApplication:
    """WSGI: paths below ``/feed/`` are files of the feed, everything else is the application."""

    def __init__(self, application: WSGIApplication, folder: Path) -> None:
        self._application = application
        self._files = FeedFiles(folder)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        path = str(environ.get("PATH_INFO", ""))
        if not path.startswith(PREFIX):
            return self._application(environ, start_response)

        def header(name: str) -> str:
            return str(environ.get(f"HTTP_{name.upper().replace('-', '_')}", ""))

        method = str(environ["REQUEST_METHOD"])
        found = self._files.answer(method, path.removeprefix(PREFIX), header)
        start_response(_REASONS[found.status], found.headers)
        if isinstance(found.body, bytes):
            return [found.body] if found.body else []
        wrapper: Any = environ.get("wsgi.file_wrapper", FileWrapper)
        wrapped: Iterator[bytes] = wrapper(found.body)
        return wrapped
