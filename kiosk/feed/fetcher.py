"""Fetching over one `requests` session that is kept alive, as python-tuf's fetcher.

Every transfer has an overall time limit and a size limit (both on what is read, after
unpacking); large blobs go on where a broken transfer stopped.  Several threads may use one.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.cookiejar import DefaultCookiePolicy
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

import requests
from requests.adapters import BaseAdapter
from tuf.api.exceptions import DownloadError, DownloadHTTPError, DownloadLengthMismatchError
from tuf.ngclient.fetcher import FetcherInterface
from urllib3.exceptions import HTTPError

from kiosk.feed.directory import DirectoryAdapter
from kiosk.feed.wire import WireAdapter

_CHUNK = 1 << 16
_REDIRECTS = 3
_LATER = {407, 408, 429, 502, 503, 504}
"""Answers that speak of the way there, not of the file."""
_WEB_PAGE = (b"<!doctype", b"<html")
"""How the log-in page of a captive portal begins, and nothing of ours."""


class UnreachableError(DownloadError):
    """The server did not answer, gave up midway, or asked to be left alone for a while.

    ``retry_after`` is the number of seconds that it asked for, if it did.
    """

    def __init__(self, reason: str, *, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class CaptivePortalError(UnreachableError):
    """Somebody in between answered with a web page, usually one that asks to log in."""


class Conditional(NamedTuple):
    """A conditional answer: ``data`` is None where nothing has changed."""

    data: bytes | None
    etag: str | None


class _Session(requests.Session):
    """A session that follows no redirect.

    Even told not to, requests reads the body of one to the end, unpacked and unlimited.
    """

    def get_redirect_target(self, resp: requests.Response) -> None:
        """Nowhere: `_get` follows."""


class Fetcher(FetcherInterface):
    """GETs over one session.  ``requests`` and ``body_bytes`` (as on the wire) count its work.

    ``read_seconds`` limits the wait for the next byte, ``total_seconds`` a whole transfer.
    ``ca`` is the one authority to trust for HTTPS, a PEM file, and ``clock_trusted`` whether the
    dates in its certificates count (`WireAdapter`); OSError if it cannot be read.
    """

    def __init__(
        self,
        *,
        connect_seconds: float = 10,
        read_seconds: float = 20,
        total_seconds: float = 120,
        ca: Path | None = None,
        clock_trusted: Callable[[], bool] = lambda: True,
    ) -> None:
        self.requests = 0
        self.body_bytes = 0
        self._timeout = (connect_seconds, read_seconds)
        self._total = total_seconds
        self._counting = threading.Lock()
        self._closed = False
        self._session = _Session()
        self._session.headers.clear()
        self._session.headers["User-Agent"] = "openaffairs-kiosk"
        # No cookies: nobody needs them, and several threads could not share them.
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
        for prefix in ("http://", "https://"):
            adapter = WireAdapter(seconds=total_seconds, ca=ca, clock_trusted=clock_trusted)
            self.mount(prefix, adapter)
        self.mount("file://", DirectoryAdapter())

    def mount(self, prefix: str, adapter: BaseAdapter) -> None:
        """Have an adapter answer all addresses that begin with a prefix."""
        self._session.mount(prefix, adapter)

    def close(self) -> None:
        """Close the connections; transfers under way in other threads end soon."""
        self._closed = True
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
        if partial and not _is_rest(response, have):
            response.close()
            file.unlink(missing_ok=True)
            raise UnreachableError(f"another range than asked for: {url}")
        with file.open("ab" if partial else "wb") as out:
            for chunk in _bounded(self._chunks(response), size - have if partial else size):
                out.write(chunk)

    def _fetch(self, url: str) -> Iterator[bytes]:
        return self._chunks(self._get(url, {"Accept-Encoding": "gzip"}))

    def _get(
        self, url: str, headers: dict[str, str], *, bad_range: bool = False
    ) -> requests.Response:
        response = self._ask(url, headers)
        for _ in range(_REDIRECTS):
            if not response.is_redirect:
                break
            response.close()
            response = self._ask(_next(response), headers)
        else:
            if response.is_redirect:
                response.close()
                raise UnreachableError(f"sent from place to place: {url}")
        status = response.status_code
        if status < 400 or (bad_range and status == 416):
            return response
        self._drain(response)
        if status in _LATER:
            raise UnreachableError(f"HTTP {status}: {url}", retry_after=_retry_after(response))
        raise DownloadHTTPError(f"HTTP {status}: {url}", status)

    def _ask(self, url: str, headers: dict[str, str]) -> requests.Response:
        with self._counting:
            self.requests += 1
        if self._closed:
            raise UnreachableError(f"closed: {url}")
        try:
            return self._session.get(url, headers=headers, stream=True, timeout=self._timeout)
        except (requests.RequestException, HTTPError, ValueError) as error:
            raise UnreachableError(f"{type(error).__name__}: {url}") from error

    def _chunks(self, response: requests.Response) -> Iterator[bytes]:
        """The body, unpacked, in whatever pieces arrive.

        `read1` returns without waiting for a full buffer: a trickle cannot outlive the limit.
        """
        deadline = time.monotonic() + self._total
        first = True
        try:
            while chunk := response.raw.read1(_CHUNK, decode_content=True):
                if first and chunk.lstrip()[:9].lower().startswith(_WEB_PAGE):
                    raise CaptivePortalError(f"a web page, not the feed: {response.url}")
                first = False
                yield chunk
                if self._closed or time.monotonic() > deadline:
                    break
            else:
                return
        except (OSError, HTTPError, requests.RequestException) as error:
            raise UnreachableError(f"{type(error).__name__}: {response.url}") from error
        finally:
            with self._counting:
                self.body_bytes += response.raw.tell()
            response.close()  # a fully read connection went back to the pool already
        raise UnreachableError(f"longer than {self._total:.0f} s: {response.url}")

    def _drain(self, response: requests.Response) -> None:
        """Read the few words that come with a refusal, to keep the connection alive."""
        with contextlib.suppress(DownloadError):
            for _ in _bounded(self._chunks(response), _CHUNK):
                pass


def _next(response: requests.Response) -> str:
    """Where a redirect leads; not out of HTTP, and not out of TLS."""
    before = urlsplit(response.url).scheme
    try:
        url = urljoin(response.url, response.headers["Location"])
        after = urlsplit(url).scheme
    except ValueError as error:
        raise UnreachableError(f"sent to no address: {response.url}") from error
    if after not in {"http", "https"} or (before == "https" and after == "http"):
        raise UnreachableError(f"sent from {before} to {after}: {response.url}")
    return url


def _is_rest(response: requests.Response, have: int) -> bool:
    """Whether a partial answer goes on where we stopped."""
    return have > 0 and response.headers.get("Content-Range", "").startswith(f"bytes {have}-")


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
