"""A feed read from a folder or a ZIP file as a plain web server would answer it.

For ``file://`` addresses: a mirror on a stick, the publisher's check of what it is about to
publish, and tests.  Conditional requests, gzip neighbours and ranges work as over HTTP, so the
same client code runs.
"""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPResponse

_RANGE = re.compile(r"bytes=(\d+)-")
LARGEST = 256 << 20
"""Bytes of the largest file that is answered with: more is none of ours."""


class Answer(NamedTuple):
    """Status, headers and body of a response."""

    status: int
    headers: dict[str, str]
    body: bytes


_MISSING = Answer(404, {"Content-Length": "0"}, b"")


def answer(file: Path, headers: Mapping[str, str], *, replaced: bytes | None = None) -> Answer:
    """What a static web server answers to a GET for this file.

    ``replaced`` stands in for the file's content.
    """
    if replaced is not None:
        return Answer(200, {"Content-Length": str(len(replaced))}, replaced)
    packed = file.with_name(f"{file.name}.gz")
    found: dict[str, str] = {}
    if "gzip" in headers.get("Accept-Encoding", "") and packed.is_file():
        file, found = packed, {"Content-Encoding": "gzip"}
    try:
        status = file.stat()
        if not stat.S_ISREG(status.st_mode) or status.st_size > LARGEST:
            return _MISSING  # a stick may hold anything, devices and endless files too
        body = file.read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return _MISSING
    etag = f'"{status.st_mtime_ns:x}-{status.st_size:x}"'
    found |= {"ETag": etag, "Content-Length": str(len(body))}
    if headers.get("If-None-Match") == etag:
        return Answer(304, {"ETag": etag}, b"")
    return _ranged(body, found, headers)


def _ranged(body: bytes, found: dict[str, str], headers: Mapping[str, str]) -> Answer:
    wanted = _RANGE.fullmatch(headers.get("Range", ""))
    if wanted is None:
        return Answer(200, found, body)
    start = int(wanted[1])
    if start >= len(body):
        return Answer(416, {"Content-Range": f"bytes */{len(body)}"}, b"")
    found |= {
        "Content-Length": str(len(body) - start),
        "Content-Range": f"bytes {start}-{len(body) - 1}/{len(body)}",
    }
    return Answer(206, found, body[start:])


class DirectoryAdapter(HTTPAdapter):
    """Answers requests from the file system.

    With a ``folder`` the path of an address is looked up below it, else it is the file's own
    path.  ``replaced`` maps such paths to content that is not (yet) in the file.
    """

    def __init__(
        self, folder: Path | None = None, replaced: Mapping[str, bytes] | None = None
    ) -> None:
        super().__init__()
        self._folder = folder
        self._replaced = replaced or {}

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        """Answer one request; a missing file is a 404, a stick pulled out a lost connection."""
        path = unquote(urlsplit(request.url or "").path)
        try:
            found = _MISSING if ".." in Path(path).parts else self._answer(path, request.headers)
        except (OSError, ValueError) as error:
            raise requests.ConnectionError(error, request=request) from error
        raw = HTTPResponse(
            body=io.BytesIO(found.body),
            headers=found.headers,
            status=found.status,
            preload_content=False,
            decode_content=False,
            request_method=request.method,
        )
        return self.build_response(request, raw)

    def _answer(self, path: str, headers: Mapping[str, str]) -> Answer:
        file = Path(path) if self._folder is None else self._folder / path.lstrip("/")
        return answer(file, headers, replaced=self._replaced.get(path.lstrip("/")))


class ZipAdapter(DirectoryAdapter):
    """Answers requests from a ZIP file; the path of an address is a member's name."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._file = file

    def _answer(self, path: str, headers: Mapping[str, str]) -> Answer:
        try:
            with zipfile.ZipFile(self._file) as archive:
                member = archive.getinfo(path.lstrip("/"))
                if member.file_size > LARGEST or member.flag_bits & 1:
                    return _MISSING
                body = archive.read(member)
        except (KeyError, FileNotFoundError):
            return _MISSING
        except (zipfile.BadZipFile, NotImplementedError, zlib.error) as error:
            raise OSError(f"{self._file.name}: {error}") from error
        return _ranged(body, {"Content-Length": str(len(body))}, headers)
