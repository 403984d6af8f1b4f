"""A server on this machine that does to a client what broken and hostile ones do."""

from __future__ import annotations

import contextlib
import gzip
import ssl
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PORTAL = b"<!DOCTYPE html>\n<html><body>Please log in to the network.</body></html>"
BOMB = gzip.compress(b"0" * 60_000_000, 9)
"""60 MB of noughts in 58 kB."""


class Hostile:
    """``answers`` maps the end of a path to what happens there; ``seen`` are the paths asked for.

    An answer is called with the request handler, whose ``wfile`` is the open connection.
    """

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.answers: dict[str, Callable[[BaseHTTPRequestHandler], None]] = {}
        self.seen: list[str] = []
        self.sent = 0
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_GET(self):
                outer.seen.append(self.path)
                for end, act in outer.answers.items():
                    if self.path.endswith(end):
                        with contextlib.suppress(OSError):
                            act(self)
                        return
                reply(404)(self)

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self._http.block_on_close = False
        self._http.handle_error = lambda *_: None
        if tls is not None:
            self._http.socket = tls.wrap_socket(self._http.socket, server_side=True)
        scheme = "http" if tls is None else "https"
        self.url = f"{scheme}://127.0.0.1:{self._http.server_port}"
        self._thread = threading.Thread(
            target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


def reply(status: int, body: bytes = b"", **headers: str):
    """A plain answer; ``Content_Type`` is the header Content-Type."""

    def act(handler):
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return act


def drip(head: bytes, every: float = 0.05, times: int = 400, drop: bytes = b"."):
    """The head at once, then a drop at a time until nobody listens."""

    def act(handler):
        handler.close_connection = True
        handler.wfile.write(head)
        for _ in range(times):
            handler.wfile.write(drop)
            handler.wfile.flush()
            time.sleep(every)

    return act


def endless(head: bytes, piece: bytes, hostile: Hostile):
    """Bytes without end, as fast as they are taken; ``hostile.sent`` counts them."""

    def act(handler):
        handler.close_connection = True
        handler.wfile.write(head)
        while True:
            handler.wfile.write(piece)
            hostile.sent += len(piece)

    return act


def redirect(to: str, status: int = 302, body: bytes = b"", **headers: str):
    """To somewhere else."""
    return reply(status, body, Location=to, **headers)
