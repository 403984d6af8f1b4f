"""What a slow or hostile server costs: bounded time, memory and disk."""

import contextlib
import time
import tracemalloc

import pytest
from hostile import BOMB, PORTAL, Hostile, drip, endless, redirect, reply
from tuf.api.exceptions import DownloadLengthMismatchError

from kiosk.feed.fetcher import Fetcher, UnreachableError

LIMIT = 1000


@pytest.fixture
def server():
    found = Hostile()
    yield found
    found.close()


@pytest.fixture
def fetcher():
    found = Fetcher(total_seconds=0.4, read_seconds=1, connect_seconds=1)
    yield found
    found.close()


@pytest.fixture
def bounded():
    """Every test of this file: at most 3 s and 6 MB, whatever the server does."""
    tracemalloc.start()
    started = time.monotonic()
    yield
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert time.monotonic() - started < 3
    assert peak < 6 << 20


@pytest.mark.parametrize(
    "slow",
    [
        drip(b""),
        drip(b"HTTP/1.1 200 OK\r\nX-Long: "),
        drip(b"HTTP/1.1 200 OK\r\n", drop=b"X: y\r\n"),
        drip(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;"),
        drip(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", drop=b"1\r\nx\r\n"),
        drip(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"),
        drip(b"HTTP/1.1 503 Later\r\nContent-Length: 1000\r\n\r\n"),
        drip(b"HTTP/1.1 302 Found\r\nLocation: /file\r\nContent-Length: 1000\r\n\r\n"),
        drip(b"HTTP/1.1 100 Continue\r\n\r\n", drop=b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
    ids=[
        "status line",
        "one header",
        "many headers",
        "chunk size",
        "chunks",
        "body",
        "refusal",
        "redirect",
        "continue",
    ],
)
@pytest.mark.usefixtures("bounded")
def test_dripping_anything_ends_at_the_deadline(server, fetcher, slow):
    server.answers["/file"] = slow
    with pytest.raises(UnreachableError):
        fetcher.download_bytes(f"{server.url}/file", LIMIT)


@pytest.mark.usefixtures("bounded")
def test_silence_ends_at_the_read_time_out(server, fetcher):
    server.answers["/file"] = lambda _handler: time.sleep(2.5)
    with pytest.raises(UnreachableError):
        fetcher.download_bytes(f"{server.url}/file", LIMIT)


@pytest.mark.usefixtures("bounded")
def test_redirects_end_after_three(server, fetcher):
    server.answers["/file"] = redirect("/file")
    with pytest.raises(UnreachableError, match="place to place"):
        fetcher.download_bytes(f"{server.url}/file", LIMIT)
    assert len(server.seen) == 4


@pytest.mark.usefixtures("bounded")
def test_the_body_of_a_redirect_is_not_unpacked(server, fetcher):
    server.answers["/there"] = reply(200, b"good")
    server.answers["/file"] = redirect("/there", body=BOMB, Content_Encoding="gzip")
    assert fetcher.download_bytes(f"{server.url}/file", LIMIT) == b"good"


@pytest.mark.parametrize("to", ["file:///etc/hostname", "ftp://127.0.0.1/x", "//[", "data:,x"])
@pytest.mark.usefixtures("bounded")
def test_a_redirect_leads_nowhere_but_to_the_web(server, fetcher, to):
    server.answers["/file"] = redirect(to)
    with pytest.raises(UnreachableError):
        fetcher.download_bytes(f"{server.url}/file", LIMIT)


@pytest.mark.usefixtures("bounded")
def test_a_bomb_bursts_at_the_limit(server, fetcher):
    server.answers["/file"] = reply(200, BOMB, Content_Encoding="gzip")
    with pytest.raises(DownloadLengthMismatchError):
        fetcher.download_bytes(f"{server.url}/file", LIMIT)


@pytest.mark.usefixtures("bounded")
def test_a_bomb_beside_a_refusal_does_not_burst(server, fetcher):
    server.answers["/file"] = reply(503, BOMB, Content_Encoding="gzip")
    with pytest.raises(UnreachableError):
        fetcher.download_bytes(f"{server.url}/file", LIMIT)


@pytest.mark.usefixtures("bounded")
def test_packing_within_packing_is_not_followed_without_end(server, fetcher):
    server.answers["/file"] = reply(200, BOMB, Content_Encoding=", ".join(["gzip"] * 50))
    with pytest.raises((UnreachableError, DownloadLengthMismatchError)):
        fetcher.download_bytes(f"{server.url}/file", LIMIT)


@pytest.mark.usefixtures("bounded")
def test_an_endless_body_costs_the_limit(server, fetcher, tmp_path):
    head = b"HTTP/1.1 200 OK\r\n\r\n"
    server.answers["/file"] = endless(head, b"x" * 10_000, server)
    with pytest.raises(DownloadLengthMismatchError):
        fetcher.download_bytes(f"{server.url}/file", LIMIT)
    with pytest.raises(DownloadLengthMismatchError):
        fetcher.resume(f"{server.url}/file", tmp_path / "part", LIMIT)
    assert (tmp_path / "part").stat().st_size <= LIMIT


@pytest.mark.usefixtures("bounded")
def test_endless_headers_are_cut_off(server, fetcher):
    server.answers["/file"] = endless(
        b"HTTP/1.1 200 OK\r\n", b"X: " + b"y" * 9000 + b"\r\n", server
    )
    with pytest.raises(UnreachableError):
        fetcher.download_bytes(f"{server.url}/file", LIMIT)


@pytest.mark.parametrize("page", [PORTAL, b"\r\n  <HTML><head>"])
@pytest.mark.usefixtures("bounded")
def test_the_page_of_a_captive_portal_is_a_missing_line_and_no_content(
    server, fetcher, tmp_path, page
):
    server.answers["/file"] = reply(200, page, Content_Type="text/html")
    with pytest.raises(UnreachableError, match="web page"):
        fetcher.get_if_changed(f"{server.url}/file", None, limit=LIMIT)
    with pytest.raises(UnreachableError, match="web page"):
        fetcher.download_bytes(f"{server.url}/file", LIMIT)
    with pytest.raises(UnreachableError, match="web page"):
        fetcher.resume(f"{server.url}/file", tmp_path / "part", LIMIT)


@pytest.mark.parametrize("said", [b"99999999999", b"-5", b"many", b""])
@pytest.mark.usefixtures("bounded")
def test_a_wrong_length_in_the_header_is_no_promise(server, fetcher, said):
    def lie(handler):
        handler.close_connection = True
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: " + said + b"\r\n\r\nshort")

    server.answers["/file"] = lie
    with contextlib.suppress(UnreachableError):  # either is right; nothing else may happen
        assert fetcher.download_bytes(f"{server.url}/file", LIMIT) == b"short"


@pytest.mark.usefixtures("bounded")
def test_a_range_that_was_not_asked_for_is_not_put_behind_what_is_there(server, fetcher, tmp_path):
    part = tmp_path / "part"
    part.write_bytes(b"12345")
    server.answers["/file"] = reply(206, b"12345", Content_Range="bytes 0-4/10")
    with pytest.raises(UnreachableError, match="range"):
        fetcher.resume(f"{server.url}/file", part, 10)
    assert not part.exists(), "next time from the beginning"


@pytest.mark.usefixtures("bounded")
def test_cookies_are_not_kept(server, fetcher):
    server.answers["/file"] = reply(200, b"x", Set_Cookie="who=you")
    fetcher.download_bytes(f"{server.url}/file", LIMIT)
    assert len(fetcher._session.cookies) == 0


@pytest.mark.parametrize("said", ["Wed, 21 Oct 2065 07:28:00 GMT", "999999999", "-1", "soon"])
@pytest.mark.usefixtures("bounded")
def test_a_server_cannot_send_us_away_for_more_than_a_day(server, fetcher, said):
    server.answers["/file"] = reply(429, Retry_After=said)
    with pytest.raises(UnreachableError) as error:
        fetcher.download_bytes(f"{server.url}/file", LIMIT)
    assert 0 <= (error.value.retry_after or 0) <= 86_400
