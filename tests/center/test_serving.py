"""The feed over HTTP: a real server process, a real published feed, and what it refuses."""

from __future__ import annotations

import gzip
import hashlib
import http.client
import os
import signal
import socket
import stat
import subprocess
import sys
import time

import pytest
import requests

from kiosk.center.opening import prepare
from kiosk.center.serving import ServeError, serve
from kiosk.feed.keys import init_keys
from kiosk.feed.publisher import Publisher
from kiosk.feed.repository import create_repository

START = """
import sys
from pathlib import Path
from kiosk.center.serving import serve
serve(feed=Path(sys.argv[1]), data=Path(sys.argv[2]), host="127.0.0.1", port=int(sys.argv[3]),
      workers=1)
print("stopped", flush=True)
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """`kiosk serve` in a process of its own."""

    def __init__(self, feed, data) -> None:
        self.feed = feed
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = subprocess.Popen(
            [sys.executable, "-c", START, str(feed), str(data), str(self.port)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(200):
            try:
                requests.get(self.url, timeout=5)
            except requests.ConnectionError:
                assert self.process.poll() is None, self.process.stderr.read()
                time.sleep(0.05)
            else:
                return
        raise AssertionError("the server did not start")

    def get(self, path, **headers):
        plain = {"Accept-Encoding": "identity"}
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        return requests.get(f"{self.url}/feed/{path}", headers=plain | names, timeout=5)

    def raw(self, target, method="GET"):
        """A request line as it stands: requests would tidy the path."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        connection.putrequest(method, target, skip_accept_encoding=True)
        connection.endheaders()
        response = connection.getresponse()
        body = response.read()
        connection.close()
        return response.status, body

    def stop(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        out, err = self.process.communicate(timeout=15)
        return out, err


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    root = tmp_path_factory.mktemp("serve")
    feed = root / "feed"
    digest = hashlib.sha256(b"picture" * 100).hexdigest()
    packed = hashlib.sha256(b"text" * 100).hexdigest()
    for path, data in {
        "metadata/timestamp.json": b'{"a": 1}',
        "metadata/1.root.json": b'{"root": 1}',
        "metadata/12.d-990101101.json": b"{}",
        "metadata/keys.pem": b"secret",
        f"targets/990101/{packed}.feed.json": b'{"feed": 1}',
        f"blobs/{digest[:2]}/{digest}": b"picture" * 100,
        f"blobs/{packed[:2]}/{packed}": b"text" * 100,
        f"blobs/{packed[:2]}/{packed}.gz": gzip.compress(b"text" * 100),
        ".lock": b"",
    }.items():
        (feed / path).parent.mkdir(parents=True, exist_ok=True)
        (feed / path).write_bytes(data)
    (root / "secret.json").write_bytes(b"outside")
    (feed / "metadata/2.root.json").symlink_to(root / "secret.json")
    running = Server(feed, root / "data")
    running.blob, running.packed = f"blobs/{digest[:2]}/{digest}", f"blobs/{packed[:2]}/{packed}"
    running.root = root
    yield running
    running.stop()


def test_an_idle_poll_is_304_with_an_empty_body(server):
    first = server.get("metadata/timestamp.json")
    assert (first.status_code, first.content) == (200, b'{"a": 1}')
    assert first.headers["Cache-Control"] == "no-cache"
    digest = hashlib.sha256(b'{"a": 1}').hexdigest()
    assert first.headers["ETag"] == f'"{digest}"'
    again = server.get("metadata/timestamp.json", If_None_Match=first.headers["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]


def test_two_timestamps_of_one_length_within_one_second_have_two_etags(server):
    path = server.feed / "metadata" / "timestamp.json"
    before = path.stat()
    first = server.get("metadata/timestamp.json").headers["ETag"]
    try:
        path.write_bytes(b'{"a": 2}')
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert server.get("metadata/timestamp.json", If_None_Match=first).status_code == 200
    finally:
        path.write_bytes(b'{"a": 1}')


def test_what_never_changes_may_be_kept_for_a_year(server):
    for path in ("metadata/1.root.json", "metadata/12.d-990101101.json", server.blob):
        found = server.get(path)
        assert found.status_code == 200
        assert found.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        again = server.get(path, If_None_Match=f'W/{found.headers["ETag"]}, "other"')
        assert (again.status_code, again.content) == (304, b"")


def test_gzip_is_sent_to_those_who_take_it_and_only_to_them(server):
    packed = server.get(server.packed, Accept_Encoding="br, gzip;q=0.8")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Vary"] == "Accept-Encoding"
    assert packed.content == b"text" * 100
    plain = server.get(server.packed, Accept_Encoding="gzip;q=0")
    assert "Content-Encoding" not in plain.headers
    assert plain.headers["Vary"] == "Accept-Encoding"
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert server.get(server.packed, If_None_Match=packed.headers["ETag"]).status_code == 304
    assert "Vary" not in server.get(server.blob).headers


@pytest.mark.parametrize(
    ("wanted", "status", "slice_"),
    [
        ("bytes=0-9", 206, slice(0, 10)),
        ("bytes=690-", 206, slice(690, None)),
        ("bytes=699-", 206, slice(699, None)),
        ("bytes=-5", 206, slice(-5, None)),
        ("bytes=600-9999", 206, slice(600, None)),
        ("bytes=700-", 416, slice(0, 0)),
        ("bytes=5-2", 416, slice(0, 0)),
        ("bytes=0-1,5-6", 200, slice(None)),
        ("lines=1-2", 200, slice(None)),
        ("bytes=-", 200, slice(None)),
    ],
)
def test_a_broken_transfer_goes_on_where_it_stopped(server, wanted, status, slice_):
    found = server.get(server.blob, Range=wanted)
    assert found.status_code == status
    assert found.content == (b"picture" * 100)[slice_]
    assert int(found.headers["Content-Length"]) == len(found.content)


def test_a_range_of_another_content_is_answered_whole(server):
    assert server.get(server.blob, Range="bytes=5-", If_Range='"other"').status_code == 200
    tag = server.get(server.blob).headers["ETag"]
    assert server.get(server.blob, Range="bytes=5-", If_Range=tag).status_code == 206


def test_a_range_is_never_cut_from_the_packed_file(server):
    found = server.get(server.packed, Range="bytes=4-7", Accept_Encoding="gzip")
    assert (found.content, "Content-Encoding" in found.headers) == (b"text", False)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "metadata",
        "metadata/",
        "metadata/keys.pem",
        "metadata/timestamp.json/",
        "metadata/0.root.json",
        "metadata/3.root.json",
        "metadata/2.root.json",
        "metadata/root.json",
        ".lock",
        "blobs/",
        "../secret.json",
        "metadata/../../secret.json",
        "metadata/%2e%2e/%2e%2e/secret.json",
        "metadata/..%2f..%2fsecret.json",
        "metadata/1.root.json%00.png",
        "/etc/passwd",
        "//etc/passwd",
        "blobs/aa/../../../secret.json",
        "metadata/1.root.json.gz",
    ],
)
def test_nothing_outside_the_lay_out_is_served(server, path):
    status, body = server.raw(f"/feed/{path}")
    assert status in {400, 404}
    assert b"outside" not in body
    assert b"secret" not in body


def test_a_packed_neighbour_is_not_asked_for_by_name(server):
    assert server.get(f"{server.packed}.gz").status_code == 404
    folder, name = server.packed.rsplit("/", 1)
    assert server.get(f"blobs/zz/{name}").status_code == 404
    assert server.get(f"{folder[:-2]}00/{name}").status_code == 404


def test_what_is_missing_may_be_published_in_a_minute(server):
    found = server.get("blobs/aa/" + "a" * 64)
    assert (found.status_code, found.headers["Cache-Control"]) == (404, "no-store")


def test_nothing_can_be_written(server):
    for method in ("POST", "PUT", "DELETE"):
        assert server.raw("/feed/metadata/timestamp.json", method)[0] == 405
        assert server.raw("/", method)[0] in {403, 405}
    status, body = server.raw(f"/feed/{server.blob}", "HEAD")
    assert (status, body) == (200, b"")


def test_one_connection_carries_many_polls(server):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
    connection.connect()
    mine = connection.sock.getsockname()
    for _ in range(5):
        connection.request("GET", "/feed/metadata/timestamp.json")
        connection.getresponse().read()
        assert connection.sock.getsockname() == mine
    connection.close()


def test_a_damaged_feed_is_said_on_the_front_page_and_the_files_are_still_served(server):
    page = requests.get(server.url, timeout=5)
    assert page.status_code == 200
    assert "读不出来" in page.text
    assert server.get("metadata/timestamp.json").status_code == 200


def test_the_secret_key_is_made_once_and_for_its_owner_alone(server):
    path = server.root / "data" / "secret-key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = path.read_text(encoding="ascii")
    prepare(server.root / "data")
    assert path.read_text(encoding="ascii") == before
    assert len(before) >= 50


def test_a_port_that_is_taken_is_said_in_one_sentence(server, tmp_path):
    with pytest.raises(ServeError, match="换一个端口"):
        serve(feed=server.feed, data=tmp_path, host="127.0.0.1", port=server.port, workers=1)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_published_county_is_on_the_front_page_and_a_signal_stops_cleanly(
    county, tmp_path, number
):
    county.everything()
    reading = county.read()
    offline, online, feed = (tmp_path / n for n in ("offline", "online", "feed"))
    init_keys(offline, online)
    create_repository(feed, offline=offline, online=online, county=reading.county)
    running = Server(feed, tmp_path / "data")
    assert "还没有发布过任何内容" in requests.get(running.url, timeout=5).text
    Publisher(feed, online).publish(reading.county, reading.drafts)
    page = requests.get(running.url, timeout=5)
    assert "示例数据" in page.text
    lines = [line for line in page.text.split("\n") if "柳河村" in line or "桃源村" in line]
    assert time.strftime("%Y年") in lines[0]
    assert "还没有发布过" not in lines[0]
    assert "还没有发布过" in lines[1]
    assert page.headers["X-Frame-Options"] == "DENY"
    kept = http.client.HTTPConnection("127.0.0.1", running.port, timeout=5)
    kept.request("GET", "/feed/metadata/timestamp.json")
    assert kept.getresponse().read() == (feed / "metadata/timestamp.json").read_bytes()
    started = time.monotonic()
    out, err = running.stop(number)  # while a terminal keeps its connection open
    kept.close()
    assert running.process.returncode == 0, err
    assert out.strip().endswith("stopped")
    assert time.monotonic() - started < 8
    assert "Traceback" not in err
