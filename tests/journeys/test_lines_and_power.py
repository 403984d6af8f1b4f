"""Bad lines, as a village has them: each ends with the screen right and the cost bounded.

A real server on this machine lies, drips, breaks and shuts; the terminal is the real one.
"""

import socket
import subprocess
import sys
import threading
import time
from email.utils import formatdate
from pathlib import Path

import pytest

sys.path[:0] = [str(Path(__file__).parent.parent / n) for n in ("feed", "terminal")]
import feedlab as sample  # noqa: E402 - found beside this folder
import msgspec  # noqa: E402
from hostile import BOMB, PORTAL, Hostile, drip, redirect, reply  # noqa: E402

from kiosk.feed.directory import answer  # noqa: E402
from kiosk.feed.fetcher import Fetcher, UnreachableError  # noqa: E402
from kiosk.feed.refusals import RefusedError  # noqa: E402
from kiosk.terminal import faults, sync  # noqa: E402
from kiosk.terminal.config import TerminalConfig  # noqa: E402
from kiosk.terminal.library import Library  # noqa: E402
from kiosk.terminal.rhythm import Rhythm  # noqa: E402
from kiosk.terminal.sync import Sync  # noqa: E402


class Hall:
    """A terminal whose line goes through a server that can be told to misbehave."""

    def __init__(self, folder):
        self.feed = sample.Feed(folder)
        self.server = Hostile()
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.config = TerminalConfig(
            division=sample.VILLAGE,
            feed=self.server.url,
            root="root.json",
            folder=folder / "hall",
            poll_seconds=5,
        )
        self.config.folder.mkdir()
        self.config.root_path.write_bytes(self.feed.root)
        self.library = Library(self.config.library_path, self.config.blobs_path)
        self.mend()
        self.start()

    def start(self):
        self.sync = Sync(
            self.config, fetcher=Fetcher(total_seconds=1.5, read_seconds=4, connect_seconds=4)
        )

    def close(self):
        self.sync.close()
        self.library.close()
        self.server.close()

    def bad(self, end, act):
        """From now on this happens where the path ends so."""
        self.server.answers = {end: act, "": self.honest}

    def mend(self):
        self.server.answers = {"": self.honest}

    def honest(self, handler):
        self.asked.append((handler.path, dict(handler.headers)))
        found = answer(self.feed.repo / handler.path.lstrip("/"), handler.headers)
        reply(found.status, found.body, **self.headers(found))(handler)

    @staticmethod
    def headers(found):
        return {n.replace("-", "_"): v for n, v in found.headers.items() if n != "Content-Length"}

    def follow(self):
        self.asked.clear()
        poll = self.sync.step()
        self.sync.pictures(float("inf"))
        return poll

    def titles(self):
        return [s.disclosure.title for s in self.library.shelves()]

    def said(self):
        return {f.code for f in faults.faults(self.config)} - {faults.CLOCK}


@pytest.fixture
def hall(tmp_path):
    found = Hall(tmp_path)
    yield found
    found.close()


@pytest.fixture
def full(hall):
    """With something on the screen, and something newer waiting."""
    hall.feed.push(sample.notice())
    hall.follow()
    hall.feed.push(sample.ledger(8), sample.ledger(9))
    return hall


BAD = {
    "captive portal": reply(200, PORTAL, Content_Type="text/html"),
    "redirects in a circle": redirect("/metadata/timestamp.json"),
    "redirect to a portal": redirect("http://127.0.0.1:9/login"),
    "dripping": drip(b"HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\n"),
    "dripping headers": drip(b"HTTP/1.1 200 OK\r\nX: "),
    "bomb": reply(200, BOMB, Content_Encoding="gzip"),
    "rubbish": reply(200, b"\x00\xff" * 100),
    "nothing": reply(200, b""),
    "an error": reply(500, b"oops"),
    "gone": reply(404, b"<html>"),
    "busy": reply(503, b"later"),
    "no HTTP": drip(b"SSH-2.0-OpenSSH_9.2\r\n", times=1),
}
WHERE = ["timestamp.json", "snapshot.json", "feed.json", ""]


@pytest.mark.parametrize("where", WHERE)
def test_whatever_a_server_does_the_screen_stays_and_the_next_good_poll_brings_all(full, where):
    for number, (how, act) in enumerate(BAD.items()):
        had = full.titles()
        new = f"{how}以后"
        full.feed.push(sample.notice(title=new, period=f"2026-09-{number + 1:02}"))
        full.bad(where, act)
        if not where:  # everything but the signed metadata
            full.server.answers = dict.fromkeys(WHERE[:2], full.honest)
            full.server.answers |= {"root.json": full.honest, "": act}
        before = _size(full.config.data_path)
        started = time.monotonic()
        try:
            full.follow()
        except (UnreachableError, RefusedError):
            assert full.said() & {faults.LINE, faults.REFUSED}, how
        else:
            assert full.said() & {faults.SCOPE}, how
        assert time.monotonic() - started < 20, how
        assert _size(full.config.data_path) - before < 200_000, how
        assert full.titles() == had, how
        full.mend()
        full.sync._client._retry_at = 0.0  # a broken scope is tried again after a minute
        full.follow()
        assert new in full.titles(), how
        assert full.said() == set(), how


def _size(folder):
    return sum(f.stat().st_size for f in folder.rglob("*") if f.is_file())


def test_a_captive_portal_is_named_as_such(full):
    full.bad("timestamp.json", BAD["captive portal"])
    with pytest.raises(UnreachableError):
        full.follow()
    assert "登录" in str(next(f for f in faults.faults(full.config) if f.code == faults.LINE))


def test_a_server_that_asks_to_be_left_alone_is(full):
    rhythm = Rhythm("x", 5)
    full.bad("timestamp.json", reply(429, Retry_After="1800"))
    assert 1799 < sync._poll(full.sync, rhythm) <= 1800
    at = formatdate(time.time() + 1000, usegmt=True)
    full.bad("timestamp.json", reply(503, Retry_After=at))
    assert 990 < sync._poll(full.sync, rhythm) <= 1000


def test_the_same_while_pictures_come(full, tmp_path):
    full.feed.push(sample.pictured(tmp_path / "p"))
    digest = sample.pictured(tmp_path / "p").content.media()[0].digest
    full.bad(digest, reply(429, Retry_After="700"))
    assert sync._poll(full.sync, Rhythm("x", 5)) > 690
    assert len(full.titles()) == 4, "the text is there"


def test_a_long_picture_over_a_line_that_breaks_comes_in_pieces_and_none_twice(full, tmp_path):
    data = bytes(range(256)) * 800
    draft = sample.pictured(tmp_path / "p", data)
    (media,) = draft.content.media()
    full.feed.push(draft)

    def breaks(handler):
        full.asked.append((handler.path, dict(handler.headers)))
        found = answer(full.feed.repo / handler.path.lstrip("/"), handler.headers)
        handler.send_response(found.status)
        for name, value in found.headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(found.body[:60_000])
        handler.close_connection = True

    full.bad(media.digest, breaks)
    full.sync.step()
    asked = []
    for _ in range(6):
        full.asked.clear()
        done = full.sync.pictures(float("inf"))
        asked += [headers.get("Range") for _, headers in full.asked]
        if done:
            break
        full.sync.close()
        full.start()
        full.sync.step()
    assert [a for a in asked if a] == [f"bytes={n * 60_000}-" for n in range(1, 4)]
    assert full.library.media_path(media.digest).read_bytes() == data


def test_several_documents_come_at_once_and_text_before_pictures(full, tmp_path):
    at_once, most, lock = 0, 0, threading.Lock()

    def slow(handler):
        nonlocal at_once, most
        with lock:
            at_once += 1
            most = max(most, at_once)
        time.sleep(0.03)
        with lock:
            at_once -= 1
        full.honest(handler)

    full.feed.push(
        *(
            sample.pictured(
                tmp_path / "p", bytes([n]) * 9000, period=f"2026-10-{n + 10}", title=f"{n}"
            )
            for n in range(9)
        )
    )
    full.server.answers = {"json": full.honest, "": slow}
    full.follow()
    assert 2 <= most <= 3
    blobs = [p.rsplit("/", 1)[1] for p, _ in full.asked if p.startswith("/blobs")]
    pictures = {
        m.digest
        for s in full.library.shelves()
        for m in full.library.content(s.disclosure.id).media()
    }
    kinds = [b in pictures for b in blobs]
    assert sum(kinds) == 9
    assert kinds == sorted(kinds), "all text, then pictures"


class WholeSeconds:
    """A server like nginx: its ETag is made of whole seconds and the length."""

    def __init__(self, hall):
        self.hall = hall

    def __call__(self, handler):
        file = self.hall.feed.repo / handler.path.lstrip("/")
        status = file.stat()
        etag = f'"{int(status.st_mtime):x}-{status.st_size:x}"'
        if handler.headers.get("If-None-Match") == etag:
            reply(304, ETag=etag)(handler)
        else:
            reply(200, file.read_bytes(), ETag=etag)(handler)


def test_two_publishes_within_one_second_both_arrive(full):
    full.server.answers = {"timestamp.json": WholeSeconds(full), "": full.honest}
    full.follow()
    assert len(full.titles()) == 3
    for number in range(3):  # the clock of the publisher stands still
        full.feed.push(sample.notice(f"{number}", title=f"第{number}次"))
        assert full.follow().changed
        assert f"第{number}次" in full.titles()
    full.feed.push(sample.notice("a", title="甲"))
    full.feed.push(sample.notice("b", title="乙"))
    assert full.follow().changed
    assert "乙" in full.titles()
    assert not full.follow().changed


LINES = {
    "no such name": "http://no-such-host.invalid/feed",
    "nobody there": "http://127.0.0.1:9/feed",
    "black hole": None,
}


@pytest.mark.parametrize("line", LINES)
def test_without_a_line_the_screen_is_filled_by_a_process_that_never_touches_the_network(
    full, line
):
    with socket.create_server(("127.0.0.1", 0), backlog=1) as hole:  # accepts, and says nothing
        address = LINES[line] or f"http://127.0.0.1:{hole.getsockname()[1]}/feed"
        full.sync.close()
        full.config = msgspec.structs.replace(full.config, feed=address)
        full.start()
        with pytest.raises(UnreachableError):
            full.sync.step()
        assert full.said() == {faults.LINE}
        code = (
            "import socket, sys\n"
            "def guard(*a, **k): raise SystemExit('the network was touched')\n"
            "socket.socket.connect = socket.getaddrinfo = guard\n"
            "from pathlib import Path\n"
            "from kiosk.terminal.library import Library\n"
            "library = Library(Path(sys.argv[1]), Path(sys.argv[2]))\n"
            "assert library.edition() and library.county()\n"
            "(shelf,) = library.shelves()\n"
            "assert library.content(shelf.disclosure.id)\n"
            "assert not {'requests', 'urllib3', 'tuf'} & set(sys.modules)\n"
        )
        paths = [str(full.config.library_path), str(full.config.blobs_path)]
        done = subprocess.run(
            [sys.executable, "-c", code, *paths], check=False, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr


def test_weeks_without_a_line_change_nothing_and_fill_nothing(full):
    full.bad("timestamp.json", reply(503))
    with pytest.raises(UnreachableError):
        full.follow()
    before = {p: p.stat().st_mtime_ns for p in full.config.data_path.rglob("*") if p.is_file()}
    for _ in range(200):
        with pytest.raises(UnreachableError):
            full.follow()
    after = {p: p.stat().st_mtime_ns for p in full.config.data_path.rglob("*") if p.is_file()}
    assert after == before, "not a byte is written while nothing comes"
    assert full.titles() == ["关于修建北塘水渠的公告"]
