"""The nginx configuration that we give away, under a real nginx where one is installed."""

from __future__ import annotations

import getpass
import shutil
import socket
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import requests

import kiosk.center
from kiosk.feed.keys import init_keys
from kiosk.feed.publisher import Publisher
from kiosk.feed.repository import create_repository

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
SITE = Path(kiosk.center.__file__).parent / "deploy" / "nginx.conf"

pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not installed")


class Behind:
    """Stands for ``kiosk serve``: keeps what arrives, answers in two words."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, dict[str, str], int]] = []
        kept = self.seen

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.do_POST()

            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                kept.append((self.path, dict(self.headers), len(self.rfile.read(length))))
                self.send_response(200)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"ok")

            def log_message(self, *_: object) -> None:
                """Nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop answering; twice is once."""
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()


@pytest.fixture
def served(county, tmp_path):
    county.everything()
    reading = county.read()
    offline, online, feed = tmp_path / "offline", tmp_path / "online", tmp_path / "public/feed"
    feed.parent.mkdir()
    init_keys(offline, online)
    create_repository(feed, offline=offline, online=online, county=reading.county)
    publisher = Publisher(feed, online)
    publisher.publish(reading.county, reading.drafts)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    site = SITE.read_text(encoding="utf-8")
    assert "listen 80;" in site
    assert "root /srv/kiosk;" in site
    behind = Behind()
    site = site.replace("listen 80;", f"listen 127.0.0.1:{port};")
    site = site.replace("127.0.0.1:8080", f"127.0.0.1:{behind.port}")
    site = site.replace("/var/log/nginx", str(tmp_path))
    site = site.replace("/srv/kiosk;", f"{tmp_path}/public;")
    spools = "\n".join(
        f"{kind}_temp_path {tmp_path}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    config = tmp_path / "nginx.conf"
    config.write_text(
        f"user {getpass.getuser()};\ndaemon off;\nworker_processes 1;\npid {tmp_path}/pid;\n"
        f"error_log {tmp_path}/log;\nevents {{}}\nhttp {{\n{spools}\n{site}\n}}\n",
        encoding="utf-8",
    )
    process = subprocess.Popen([NGINX, "-c", str(config)], stderr=subprocess.DEVNULL)

    def get(path, **headers):
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        plain = {"Accept-Encoding": "identity"}
        url = f"http://127.0.0.1:{port}/feed/{path}"
        return requests.get(url, headers=plain | names, timeout=5)

    for _ in range(100):
        try:
            get("")
            break
        except requests.ConnectionError:
            assert process.poll() is None, (tmp_path / "log").read_text(encoding="utf-8")
            time.sleep(0.05)
    get.base, get.behind, get.log = f"http://127.0.0.1:{port}", behind, tmp_path / "kiosk.log"
    yield get, feed, publisher
    process.terminate()
    process.wait(timeout=10)
    behind.close()


def test_the_nginx_configuration_serves_a_feed_as_terminals_need_it(served):
    get, feed, publisher = served
    first = get("metadata/timestamp.json")
    assert first.headers["Cache-Control"] == "no-cache"
    idle = get("metadata/timestamp.json", If_None_Match=first.headers["ETag"])
    assert (idle.status_code, idle.content) == (304, b"")
    publisher.resign()  # within the same second: the publisher moves the file's time on
    assert get("metadata/timestamp.json", If_None_Match=first.headers["ETag"]).status_code == 200

    packed = next((feed / "targets").rglob("*.gz"))
    path = packed.relative_to(feed).as_posix().removesuffix(".gz")
    answer = get(path, Accept_Encoding="gzip")
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.content == (feed / path).read_bytes()
    assert "Content-Encoding" not in get(path).headers

    blob = max(
        (p for p in (feed / "blobs").rglob("*") if p.is_file()), key=lambda p: p.stat().st_size
    )
    rest = get(blob.relative_to(feed).as_posix(), Range="bytes=100-")
    assert (rest.status_code, rest.content) == (206, blob.read_bytes()[100:])


def test_nginx_serves_nothing_else(served):
    get, feed, _ = served
    (feed / "metadata" / "keys.pem").write_bytes(b"secret")
    for path in ("", "metadata/", "blobs/", ".writer.lock", "metadata/keys.pem"):
        assert get(path).status_code == 404


def test_pages_go_to_the_center_and_a_client_cannot_make_up_its_address(served):
    get, _, _ = served
    lies = {
        "X-Forwarded-For": "203.0.113.1",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "evil.example",
        "Forwarded": "for=203.0.113.1",
    }
    assert requests.get(f"{get.base}/v/990101101201", headers=lies, timeout=5).text == "ok"
    _, headers, _ = get.behind.seen[-1]
    assert headers["X-Forwarded-For"] == "127.0.0.1"
    assert headers["X-Forwarded-Proto"] == "http"
    assert not headers.get("X-Forwarded-Host")
    assert not headers.get("Forwarded")
    assert headers["Host"] == get.base.removeprefix("http://")


def test_photos_may_be_large_where_photos_are_and_nowhere_else(served):
    get, _, _ = served
    body = bytes(3 * 2**20)
    assert requests.post(f"{get.base}/f/ABC", data=body, timeout=20).status_code == 200
    assert get.behind.seen[-1][2] == len(body)
    assert requests.post(f"{get.base}/p", data=body, timeout=20).status_code == 413


def test_the_log_tells_no_address_no_code_and_no_word_that_was_looked_for(served):
    get, _, _ = served
    for path in ("T/SECRETCODE", "f/SECRETCODE?row=2", "p?SECRETCODE", "v/1/find?q=SECRETWORD"):
        requests.get(f"{get.base}/{path}", timeout=5)
    get("metadata/timestamp.json")
    for _ in range(100):
        lines = get.log.read_text(encoding="utf-8").splitlines()
        if len(lines) == 4:
            break
        time.sleep(0.05)
    assert len(lines) == 4, "polls of terminals are not in the log"
    assert "SECRET" not in "".join(lines)
    assert "127.0.0.1" not in "".join(lines)


def test_while_the_center_is_down_people_are_told_in_chinese_and_the_feed_goes_on(served):
    get, _, _ = served
    get.behind.close()
    page = requests.get(f"{get.base}/", timeout=10)
    assert page.status_code == 503
    assert "都在" in page.content.decode()
    assert page.headers["Retry-After"] == "60"
    assert get("metadata/timestamp.json").status_code == 200
