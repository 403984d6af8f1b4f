"""Bytes, requests and time of the feed, beside python-tuf's stock client in the same run.

    python tests/benchmarks/bench_feed.py [--items 180] [--others 3]

A county of 370 scopes is published into a temporary folder and served over HTTP on this
machine.  Body bytes and requests are counted by the server, for both clients alike.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "feed"))
import feedlab as sample
from tuf.ngclient.updater import Updater

from kiosk.affairs.division import lineage, scope_of
from kiosk.feed.blobs import BlobStore
from kiosk.feed.client import FeedClient
from kiosk.feed.directory import answer
from kiosk.feed.fetcher import Fetcher
from kiosk.feed.roles import target_path
from kiosk.terminal.config import TerminalConfig
from kiosk.terminal.sync import Sync

AIMS = {"first": 25_000, "idle": 0, "another village": 2_500, "own village": 7_000}
"""Body bytes at most, before blobs, in a county of 370 scopes."""
SCOPES = [scope_of(c) for c in lineage(sample.VILLAGE)]


class Cost(NamedTuple):
    """What one event cost: body bytes, requests, seconds, files written, item files fetched.

    ``before`` are the bytes of signed metadata and feeds alone, before any blob: immutable pages
    of older entries, documents, pictures.
    """

    body: int
    requests: int
    seconds: float
    written: int
    items: int
    before: int


class Server:
    """A folder over HTTP, with counters."""

    def __init__(self, folder: Path) -> None:
        self.body = self.requests = self.blobs = 0
        self.paths: list[str] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True
            wbufsize = -1

            def log_message(self, *_: object) -> None:
                pass

            def do_GET(self) -> None:
                found = answer(folder / self.path.lstrip("/"), self.headers)
                outer.requests += 1
                outer.body += len(found.body)
                outer.blobs += len(found.body) * self.path.startswith("/blobs/")
                outer.paths.append(self.path)
                self.send_response(found.status)
                for name, value in found.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(found.body)

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        self._thread = threading.Thread(
            target=self._http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


@contextmanager
def serving(folder: Path):
    server = Server(folder)
    try:
        yield server
    finally:
        server.close()


def disk(folder: Path) -> dict[str, tuple[int, int]]:
    return {
        str(p): (p.lstat().st_ino, p.lstat().st_mtime_ns) for p in folder.rglob("*") if p.is_file()
    }


def cost(server: Server, folder: Path, event: Callable[[], object]) -> Cost:
    before, seen = disk(folder), len(server.paths)
    body, blobs, requests = server.body, server.blobs, server.requests
    started = time.perf_counter()
    event()
    seconds = time.perf_counter() - started
    after = disk(folder)
    written = sum(1 for name, mark in after.items() if before.get(name) != mark)
    items = sum(1 for p in server.paths[seen:] if p.startswith("/blobs/"))
    body, blobs = server.body - body, server.blobs - blobs
    return Cost(body, server.requests - requests, seconds, written, items, body - blobs)


class Ours:
    """Our client: metadata, feeds and pages, as a terminal polls them."""

    def __init__(self, feed: sample.Feed, server: Server, folder: Path) -> None:
        self.folder = folder
        self._client = FeedClient(
            url=server.url,
            scopes=SCOPES,
            trust=folder / "trust",
            blobs=BlobStore(folder / "blobs"),
            bootstrap=feed.root,
            fetcher=Fetcher(),
        )

    def poll(self) -> None:
        assert not self._client.poll().broken


class Stock:
    """``tuf.ngclient.Updater`` as it comes: a new one for each poll, the same targets."""

    def __init__(self, feed: sample.Feed, server: Server, folder: Path) -> None:
        self.folder = folder
        self._feed, self._server = feed, server
        (folder / "targets").mkdir(parents=True)

    def poll(self) -> None:
        updater = Updater(
            str(self.folder / "metadata"),
            f"{self._server.url}/metadata/",
            str(self.folder / "targets"),
            f"{self._server.url}/targets/",
            bootstrap=self._feed.root,
        )
        updater.refresh()
        for scope in ["withdraw", *SCOPES]:
            target = updater.get_targetinfo(target_path(scope))
            if target is not None and updater.find_cached_target(target) is None:
                updater.download_target(target)


def measure(folder: Path, *, items: int, others: int) -> dict[str, object]:
    """Every number of this benchmark; see `main` for what they mean."""
    county = sample.large_county()
    started = time.perf_counter()
    feed = sample.Feed(folder, county)
    made = time.perf_counter() - started
    own = {*lineage(sample.VILLAGE)}
    drafts = [
        draft
        for division in county.divisions
        for draft in sample.many(division.code, items if division.code in own else others)
    ]
    started = time.perf_counter()
    feed.push(*drafts)
    loaded = time.perf_counter() - started
    found: dict[str, object] = {
        "scopes": len(county.divisions),
        "items": len(drafts),
        "make": made,
        "load": loaded,
    }
    with serving(feed.repo) as server:
        clients = [
            Ours(feed, server, folder / "ours"),
            Stock(feed, server, folder / "stock"),
        ]

        def both(name: str) -> None:
            found[name] = [cost(server, c.folder, c.poll) for c in clients]

        both("first")
        both("idle")
        number = 0

        def push(division: str) -> float:
            nonlocal number
            number += 1
            started = time.perf_counter()
            feed.push(sample.notice(f"第{number}次更新。", division=division, period="2026-11-20"))
            return time.perf_counter() - started

        push(sample.NEIGHBOUR)
        both("another village")
        found["publish"] = [push(sample.VILLAGE)]
        both("own village")
        push(sample.COUNTY)
        both("county")
        found["publish"] = statistics.median([push(sample.VILLAGE) for _ in range(9)])
        config = TerminalConfig(
            division=sample.VILLAGE, feed=server.url, root="root.json", folder=folder / "hall"
        )
        config.folder.mkdir()
        config.root_path.write_bytes(feed.root)
        sync = Sync(config)
        found["hall first"] = cost(server, config.data_path, sync.step)
        push(sample.NEIGHBOUR)
        found["hall another"] = cost(server, config.data_path, sync.step)
        push(sample.VILLAGE)
        found["hall own"] = cost(server, config.data_path, sync.step)
        found["hall idle"] = cost(server, config.data_path, sync.step)
        sync.close()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=180, help="of own village, town, county each")
    parser.add_argument("--others", type=int, default=3, help="of every other scope; 180 for all")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = measure(Path(folder), items=wanted.items, others=wanted.others)
    print(f"{found['scopes']} scopes, {found['items']} items")
    print(f"repository made in {found['make']:.1f} s, filled in {found['load']:.1f} s")
    print(f"publishing one item: {found['publish'] * 1000:.0f} ms (median of 9)")
    print()
    print(f"{'event':<18}{'ours: body':>12}{'req':>5}{'ms':>7}{'files':>6}", end="")
    print(f"{'stock: body':>14}{'req':>5}{'ms':>7}{'files':>6}{'ratio of bytes':>16}")
    for name in ("first", "idle", "another village", "own village", "county"):
        ours, stock = found[name]
        print(f"{name:<18}{_row(ours, 12)}{_row(stock, 14)}{ours.body / stock.body:>16.3f}")
    print()
    print("bytes before blobs (signed metadata and feeds), and the aim")
    for name, aim in AIMS.items():
        before = found[name][0].before
        print(f"{name:<18}{before:>12,}{aim:>12,}  {'held' if before <= aim else 'MISSED'}")
    print(f"{'publish':<18}{found['publish'] * 1000:>9.0f} ms{1000:>9} ms")
    print()
    print("a whole terminal (library included, before pictures)")
    for name in ("first", "another", "own", "idle"):
        each = found[f"hall {name}"]
        print(f"{name:<18}{_row(each, 12)}   item files {each.items}")


def _row(each: Cost, width: int) -> str:
    return f"{each.body:>{width},}{each.requests:>5}{each.seconds * 1000:>7.0f}{each.written:>6}"


if __name__ == "__main__":
    main()
