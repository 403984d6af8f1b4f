"""Fetching over one `requests` session that is kept alive, as python-tuf's fetcher.

Every transfer has an overall time limit and a size limit (both on what is read, after
unpacking); large blobs go on where a broken transfer stopped.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import NamedTuple

import requests
from requests.adapters import BaseAdapter
from tuf.api.exceptions import DownloadError, DownloadHTTPError, DownloadLengthMismatchError
from tuf.ngclient.fetcher import FetcherInterface
from urllib3.exceptions import HTTPError

from kiosk.feed.directory import DirectoryAdapter

_CHUNK = 1 << 16
_LATER = {407, 408, 429, 502, 503, 504}
"""Answers that speak of the way there, not of the file."""


class UnreachableError(DownloadError):
    """The server did not answer, gave up midway, or asked to be left alone for a while.

    ``retry_after`` is the number of seconds that it asked for, if it did.
    """

    def __init__(self, reason: str, *, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class Conditional(NamedTuple):
    """A conditional answer: ``data`` is None where nothing has changed."""

    data: bytes | None
    etag: str | None


class Fetcher(FetcherInterface):
    """GETs over one session.  ``requests`` and ``body_bytes`` (as on the wire) count its work.

    ``read_seconds`` limits the wait for the next byte, ``total_seconds`` a whole transfer.
    """

    def __init__(
        self,
        *,
        connect_seconds: float = 10,
        read_seconds: float = 20,
        total_seconds: float = 120,
    ) -> None:
        self.requests = 0
        self.body_bytes = 0
        self._timeout = (connect_seconds, read_seconds)
        self._total = total_seconds
        self._session = requests.Session()
        self._session.max_redirects = 3
        self._session.headers.clear()
        self._session.headers["User-Agent"] = "openaffairs-kiosk"
        self.mount("file://", DirectoryAdapter())

    def mount(self, prefix: str, adapter: BaseAdapter) -> None:
        """Have an adapter answer all addresses that begin with a prefix."""
        self._session.mount(prefix, adapter)

    def close(self) -> None:
        """Close the connection."""
        self._session.close()

    def get_if_changed(self, url: str, etag: str | None, *, limit: int) -> Conditional:
        """A small file, unless it still has this ETag.

        Raises UnreachableError, DownloadHTTPError (404 ...) or DownloadLengthMismatchError.
        """
        headers = {"Accept-Encoding": "gzip"}
        if etag is not None:
            headers["If-None-Match"] = etag
        response = self._get(url, headers)
        data = b"".join(_bounded(self._chunks(response), limit))
        if response.status_code == requests.codes.not_modified:
            return Conditional(None, etag)
        return Conditional(data, response.headers.get("ETag"))

    def resume(self, url: str, file: Path, size: int) -> None:
        """Fetch into a file, going on behind what is already in it.

        The caller checks the digest: nothing here says that both halves are of one content.
        Raises UnreachableError (what came so far stays), DownloadHTTPError, or
        DownloadLengthMismatchError for more than ``size`` bytes.
        """
        have = file.stat().st_size if file.exists() else 0
        if have >= size:
            have = 0
        headers = {"Accept-Encoding": "identity"}
        if have:
            headers["Range"] = f"bytes={have}-"
        response = self._get(url, headers, bad_range=True)
        if response.status_code == requests.codes.requested_range_not_satisfiable:
            self._drain(response)
            file.unlink()
            response = self._get(url, {"Accept-Encoding": "identity"})
        partial = response.status_code == requests.codes.partial_content
        with file.open("ab" if partial else "wb") as out:
            for chunk in _bounded(self._chunks(response), size - have if partial else size):
                out.write(chunk)

    def _fetch(self, url: str) -> Iterator[bytes]:
        return self._chunks(self._get(url, {"Accept-Encoding": "gzip"}))

    def _get(
        self, url: str, headers: dict[str, str], *, bad_range: bool = False
    ) -> requests.Response:
        self.requests += 1
        try:
            response = self._session.get(url, headers=headers, stream=True, timeout=self._timeout)
        except requests.RequestException as error:
            raise UnreachableError(f"{type(error).__name__}: {url}") from error
        status = response.status_code
        if status < 400 or (bad_range and status == 416):
            return response
        self._drain(response)
        if status in _LATER:
            raise UnreachableError(f"HTTP {status}: {url}", retry_after=_retry_after(response))
        raise DownloadHTTPError(f"HTTP {status}: {url}", status)

    def _chunks(self, response: requests.Response) -> Iterator[bytes]:
        """The body, unpacked, in whatever pieces arrive.

        `read1` returns without waiting for a full buffer: a trickle cannot outlive the limit.
        """
        deadline = time.monotonic() + self._total
        try:
            while chunk := response.raw.read1(_CHUNK, decode_content=True):
                yield chunk
                if time.monotonic() > deadline:
                    break
            else:
                return
        except (OSError, HTTPError, requests.RequestException) as error:
            raise UnreachableError(f"{type(error).__name__}: {response.url}") from error
        finally:
            self.body_bytes += response.raw.tell()
            response.close()  # a fully read connection went back to the pool already
        raise UnreachableError(f"longer than {self._total:.0f} s: {response.url}")

    def _drain(self, response: requests.Response) -> None:
        """Read the few words that come with a refusal, to keep the connection alive."""
        with contextlib.suppress(DownloadError):
            for _ in _bounded(self._chunks(response), _CHUNK):
                pass


def _bounded(chunks: Iterator[bytes], limit: int) -> Iterator[bytes]:
    total = 0
    for chunk in chunks:
        total += len(chunk)
        if total > limit:
            raise DownloadLengthMismatchError(f"more than {limit} bytes")
        yield chunk


def _retry_after(response: requests.Response) -> float | None:
    """Seconds from a Retry-After header, which may be a number or a date; at most a day."""
    text = response.headers.get("Retry-After", "")
    seconds: float | None = None
    if text.strip().isdigit():
        seconds = float(text)
    elif text:
        with contextlib.suppress(ValueError):
            seconds = (parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds()
    return None if seconds is None else min(max(seconds, 0), 86_400)
