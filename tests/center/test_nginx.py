"""The nginx configuration that we give away, under a real nginx where one is installed."""

from __future__ import annotations

import getpass
import shutil
import socket
import subprocess
import time
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
    site = site.replace("listen 80;", f"listen 127.0.0.1:{port};")
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
    yield get, feed, publisher
    process.terminate()
    process.wait(timeout=10)


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
