"""The fetcher against a real server on this machine: keep-alive, limits, ranges, slowness."""

import gzip
import hashlib
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from tuf.api.exceptions import DownloadHTTPError, DownloadLengthMismatchError

from kiosk.feed.blobs import BlobStore, DamagedBlobError
from kiosk.feed.fetcher import Fetcher, UnreachableError

PICTURE = bytes(range(256)) * 400


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        self.server.seen.append((self.path, dict(self.headers), self.client_address))
        getattr(self, f"_{self.path.strip('/').replace('.', '_')}")()

    def answer(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _plain(self):
        if self.headers.get("If-None-Match") == '"1"':
            self.send_response(304)
            self.send_header("ETag", '"1"')
            self.end_headers()
        else:
            self.answer(200, b"hello", ETag='"1"')

    def _missing(self):
        self.answer(404, b"<html>not found</html>")

    def _busy(self):
        self.answer(503, b"later", Retry_After="120")

    def _broken(self):
        self.answer(500, b"oops")

    def _bomb(self):
        self.answer(200, gzip.compress(b"0" * 5_000_000), Content_Encoding="gzip")

    def _short(self):
        self.send_response(200)
        self.send_header("Content-Length", "100")
        self.end_headers()
        self.wfile.write(b"half")
        self.close_connection = True

    def _trickle(self):
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        try:
            for _ in range(100):
                self.wfile.write(b".")
                self.wfile.flush()
                time.sleep(0.05)
        except OSError:
            self.close_connection = True

    def _picture(self):
        start = 0
        if self.headers.get("Range"):
            start = int(self.headers["Range"].removeprefix("bytes=").rstrip("-"))
        body = PICTURE[start:]
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(PICTURE) - 1}/{len(PICTURE)}")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: self.server.cut_after])
        self.close_connection = self.server.cut_after is not None


@pytest.fixture
def server():
    found = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.daemon_threads, found.handle_error = True, lambda *_: None
    found.seen, found.cut_after = [], None
    thread = threading.Thread(target=found.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield found
    found.shutdown()
    found.server_close()
    thread.join()


@pytest.fixture
def fetcher():
    found = Fetcher(total_seconds=0.5)
    yield found
    found.close()


@pytest.fixture
def url(server):
    return f"http://127.0.0.1:{server.server_port}"


def test_one_connection_serves_everything_even_after_304_and_404(server, fetcher, url):
    first = fetcher.get_if_changed(f"{url}/plain", None, limit=100)
    assert (first.data, first.etag) == (b"hello", '"1"')
    assert fetcher.get_if_changed(f"{url}/plain", first.etag, limit=100).data is None
    with pytest.raises(DownloadHTTPError):
        fetcher.download_bytes(f"{url}/missing", 100)
    with pytest.raises(UnreachableError):
        fetcher.download_bytes(f"{url}/busy", 100)
    assert fetcher.download_bytes(f"{url}/plain", 100) == b"hello"
    assert len({address for _, _, address in server.seen}) == 1
    assert fetcher.requests == 5


def test_body_bytes_are_those_on_the_wire(fetcher, url):
    fetcher.get_if_changed(f"{url}/plain", None, limit=100)
    assert fetcher.body_bytes == 5
    fetcher.get_if_changed(f"{url}/plain", '"1"', limit=100)
    assert fetcher.body_bytes == 5


def test_retry_after_is_heard(fetcher, url):
    with pytest.raises(UnreachableError) as error:
        fetcher.download_bytes(f"{url}/busy", 100)
    assert error.value.retry_after == 120


def test_a_fault_of_one_file_is_not_a_missing_line(fetcher, url):
    with pytest.raises(DownloadHTTPError) as error:
        fetcher.download_bytes(f"{url}/broken", 100)
    assert error.value.status_code == 500


def test_limits_hold_for_what_is_unpacked(fetcher, url):
    with pytest.raises(DownloadLengthMismatchError):
        fetcher.download_bytes(f"{url}/bomb", 1000)
    with pytest.raises(DownloadLengthMismatchError):
        fetcher.get_if_changed(f"{url}/bomb", None, limit=1000)
    assert fetcher.body_bytes < 100_000


def test_a_trickle_does_not_outlive_the_limit(fetcher, url):
    started = time.monotonic()
    with pytest.raises(UnreachableError, match=r"longer than|ReadTimeout"):
        fetcher.download_bytes(f"{url}/trickle", 1000)
    assert time.monotonic() - started < 2


def test_a_body_that_ends_early_is_unreachable(fetcher, url):
    with pytest.raises(UnreachableError):
        fetcher.download_bytes(f"{url}/short", 1000)


def test_nobody_there_is_unreachable(fetcher):
    with pytest.raises(UnreachableError):
        fetcher.download_bytes("http://127.0.0.1:9/x", 10)


def test_a_broken_transfer_goes_on_where_it_stopped(server, fetcher, url, tmp_path):
    store = BlobStore(tmp_path)
    part = tmp_path / "part"
    server.cut_after = 40_000
    with pytest.raises(UnreachableError):
        fetcher.resume(f"{url}/picture", part, len(PICTURE))
    have = part.stat().st_size
    assert 0 < have <= 40_000
    server.cut_after = None
    fetcher.resume(f"{url}/picture", part, len(PICTURE))
    assert server.seen[-1][1]["Range"] == f"bytes={have}-"
    digest = hashlib.sha256(PICTURE).hexdigest()
    store.adopt(part, digest)
    assert store.read(digest) == PICTURE


def test_two_halves_of_different_content_are_noticed(fetcher, url, tmp_path):
    part = tmp_path / "part"
    part.write_bytes(b"x" * 1000)
    fetcher.resume(f"{url}/picture", part, len(PICTURE))
    with pytest.raises(DamagedBlobError):
        BlobStore(tmp_path).adopt(part, hashlib.sha256(PICTURE).hexdigest())
    assert not part.exists()


def test_a_picture_longer_than_signed_is_cut_off(fetcher, url, tmp_path):
    with pytest.raises(DownloadLengthMismatchError):
        fetcher.resume(f"{url}/picture", tmp_path / "part", 1000)
