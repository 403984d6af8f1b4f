"""A feed read from a folder as a plain web server would answer it.

For ``file://`` addresses: a mirror on a stick, the publisher's check of what it is about to
publish, and tests.  Conditional requests, gzip neighbours and ranges work as over HTTP, so the
same client code runs.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPResponse

_RANGE = re.compile(r"bytes=(\d+)-")


class Answer(NamedTuple):
    """Status, headers and body of a response."""

    status: int
    headers: dict[str, str]
    body: bytes


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
        body = file.read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return Answer(404, {"Content-Length": "0"}, b"")
    etag = f'"{status.st_mtime_ns:x}-{status.st_size:x}"'
    found |= {"ETag": etag, "Content-Length": str(len(body))}
    if headers.get("If-None-Match") == etag:
        return Answer(304, {"ETag": etag}, b"")
    if wanted := _RANGE.fullmatch(headers.get("Range", "")):
        start = int(wanted[1])
        if start >= len(body):
            return Answer(416, {"Content-Range": f"bytes */{len(body)}"}, b"")
        total = len(body)
        body = body[start:]
        found |= {
            "Content-Length": str(len(body)),
            "Content-Range": f"bytes {start}-{total - 1}/{total}",
        }
        return Answer(206, found, body)
    return Answer(200, found, body)


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
        """Answer one request; never fails, missing files are a 404."""
        path = unquote(urlsplit(request.url or "").path)
        file = Path(path) if self._folder is None else self._folder / path.lstrip("/")
        if ".." in Path(path).parts:
            found = Answer(404, {"Content-Length": "0"}, b"")
        else:
            found = answer(file, request.headers, replaced=self._replaced.get(path.lstrip("/")))
        raw = HTTPResponse(
            body=io.BytesIO(found.body),
            headers=found.headers,
            status=found.status,
            preload_content=False,
            decode_content=False,
            request_method=request.method,
        )
        return self.build_response(request, raw)
