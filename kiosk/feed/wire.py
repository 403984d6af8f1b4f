"""Connections that a hostile server cannot hold: a deadline on every byte of an answer.

The time-outs of `requests` are for the wait between two bytes, so a server that sends one header
byte every few seconds holds a client for weeks.  Here the whole answer, its status line, headers,
chunk sizes and body, must have come by a deadline.  Besides: TLS that knows one pinned authority,
whose certificates it can judge without their dates while nobody knows what time it is.
"""

from __future__ import annotations

import io
import ssl
import time
from collections.abc import Callable
from http.client import HTTPResponse
from pathlib import Path
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util.ssl_ import create_urllib3_context

NO_CHECK_TIME = 0x200000
"""OpenSSL's X509_V_FLAG_NO_CHECK_TIME: everything about a chain is verified but its dates."""

_CONNECTIONS = 4
"""Kept alive to one server: the poll's and those of the downloads beside it."""


class _Until(io.RawIOBase):
    """A stream that ends with TimeoutError at a time (`time.monotonic`)."""

    def __init__(self, raw: io.RawIOBase, end: float) -> None:
        super().__init__()
        self._raw = raw
        self._end = end

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        if time.monotonic() > self._end:
            raise TimeoutError("the answer took too long")
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


class _Response(HTTPResponse):
    """An answer of which the last byte must come within some seconds of the first."""

    seconds: float

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        raw = self.fp.detach()
        self.fp = io.BufferedReader(_Until(raw, time.monotonic() + self.seconds))


def _pools(seconds: float) -> dict[str, type[HTTPConnectionPool]]:
    """Urllib3's pools by scheme, with connections whose answers have a deadline."""
    answer = type("Answer", (_Response,), {"seconds": seconds})

    class Plain(HTTPConnection):
        response_class = answer

    class Secure(HTTPSConnection):
        response_class = answer

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}


class WireAdapter(HTTPAdapter):
    """HTTP and HTTPS of which every answer ends within ``seconds`` of its first byte.

    With ``ca``, a PEM file, that authority alone is trusted, and ``clock_trusted`` says before
    each connection whether the dates in certificates count.  Without ``ca`` they always do:
    an authority for the whole world has too many certificates that ran out with their keys.
    OSError if the file cannot be read or holds no certificate.
    """

    def __init__(
        self,
        *,
        seconds: float,
        ca: Path | None = None,
        clock_trusted: Callable[[], bool] = lambda: True,
    ) -> None:
        self._seconds = seconds
        self._ca = ca
        self._clock_trusted = clock_trusted
        self._context: ssl.SSLContext | None = None
        if ca is not None:
            self._context = create_urllib3_context()
            self._context.load_verify_locations(ca)
        super().__init__()

    def init_poolmanager(self, *_: Any, **__: Any) -> None:
        """As in requests, with our connections."""
        more: dict[str, Any] = {} if self._context is None else {"ssl_context": self._context}
        self.poolmanager = PoolManager(maxsize=_CONNECTIONS, **more)
        self.poolmanager.pool_classes_by_scheme = _pools(self._seconds)

    def send(self, request: requests.PreparedRequest, **more: Any) -> requests.Response:  # type: ignore[override]
        """Answer one request."""
        if self._context is not None:
            flags = self._context.verify_flags
            dates = ssl.VerifyFlags(NO_CHECK_TIME)
            trusted = self._clock_trusted()
            self._context.verify_flags = flags & ~dates if trusted else flags | dates
            more["verify"] = str(self._ca)
        return super().send(request, **more)
