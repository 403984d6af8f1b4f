"""The terminal's codes: with and without enrolment, without a line, after a change of keys."""

import http.server
import subprocess
import sys
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from kiosk.feed.agreement import agree_at_center
from kiosk.feed.code import (
    CodeError,
    Purpose,
    hour_of,
    is_sealed,
    number_of,
    read_token,
    subject_of,
)
from kiosk.terminal.codes import Codes, keep_code_key
from kiosk.terminal.config import ConfigError, TerminalConfig, load_config
from kiosk.terminal.enrolment import Line
from kiosk.terminal.identity import make_identity

VILLAGE = "990101101201"
ITEM = f"{VILLAGE}-D2-2026-10"
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@pytest.fixture
def config(tmp_path):
    (tmp_path / "data").mkdir()
    return TerminalConfig(
        division=VILLAGE,
        feed="http://127.0.0.1:9/feed/",
        center="http://gk.example.cn/",
        root="root.json",
        folder=tmp_path,
    )


def told(config, number=1):
    """The center's key, as a heartbeat brought it."""
    key = X25519PrivateKey.generate()
    keep_code_key(config, f"{number}:{key.public_key().public_bytes_raw().hex()}")
    return key


def shown(config, now=NOW, **what):
    text = Codes(config).address(Purpose.SPEAK, VILLAGE, ITEM, now=now, **what)
    assert text == text.upper()
    return read_token(text.rpartition("/")[2])


def test_a_terminal_that_nobody_accepted_shows_codes_without_a_mark(config):
    code = shown(config, row=3)
    assert (code.subject, code.row, code.screen) == (subject_of(VILLAGE, ITEM), 3, True)
    assert not code.mark
    told(config)
    assert not shown(config).mark, "a key of the center alone is not enough"


def test_an_accepted_one_marks_them_and_the_center_can_check(config):
    identity, center = make_identity(config), told(config)
    code = shown(config)
    assert is_sealed(code, agree_at_center(center, bytes.fromhex(identity.public)))
    assert identity.id.startswith(code.terminal)
    assert code.made <= NOW < code.made + timedelta(hours=1)


def test_a_new_key_of_the_center_is_used_without_a_restart(config):
    identity = make_identity(config)
    told(config)
    codes = Codes(config)
    codes.address(Purpose.TAKE, VILLAGE, now=NOW)
    second = told(config, 2)
    code = read_token(codes.address(Purpose.TAKE, VILLAGE, now=NOW).rpartition("/")[2])
    assert code.key == 2
    assert is_sealed(code, agree_at_center(second, bytes.fromhex(identity.public)))


@pytest.mark.parametrize("words", ["", "1:", "0:" + "a" * 64, "<html>", "1:" + "g" * 64])
def test_what_a_portal_answers_is_never_kept_as_a_key(config, words):
    keep_code_key(config, words)
    assert not (config.data_path / "code-key").exists()


def test_a_damaged_key_or_a_clock_before_2020_costs_the_mark_only(config):
    make_identity(config)
    told(config)
    assert not shown(config, now=datetime(1970, 1, 1, tzinfo=UTC)).mark
    (config.data_path / "code-key").write_bytes(b"\xff\xfe")
    assert not shown(config).mark
    keep_code_key(config, "1:" + "00" * 32)
    assert not shown(config).mark


def test_the_digits_are_those_that_the_center_works_out(config):
    typed = Codes(config).typed(VILLAGE, ITEM)
    assert typed == number_of(subject_of(VILLAGE, ITEM)) == Codes(config).typed(VILLAGE, ITEM, 7)
    assert Codes(config).short_host == "gk.example.cn"


def test_phones_may_know_the_center_by_another_address(config, tmp_path):
    config = msgspec.structs.replace(config, phones="https://gk.qinghe.example.cn/")
    text = Codes(config).address(Purpose.TAKE, VILLAGE, now=NOW)
    assert text.startswith("HTTPS://GK.QINGHE.EXAMPLE.CN/T/")
    path = tmp_path / "terminal.toml"
    path.write_text(
        f'division = "{VILLAGE}"\nfeed = "http://a/"\nroot = "r"\nphones = "https://a.cn/b"\n',
        encoding="utf-8",
    )
    with pytest.raises(ConfigError, match="phones"):
        load_config(path)


def test_without_a_center_there_are_no_codes_and_a_reason(config):
    with pytest.raises(CodeError, match="做不成二维码"):
        Codes(msgspec.structs.replace(config, center="")).address(Purpose.TAKE, VILLAGE, now=NOW)


@contextmanager
def answering(status, headers):
    """A center that answers every POST like this; its address."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(("status", "kept"), [(204, True), (403, False)])
def test_the_key_comes_with_the_answer_to_a_heartbeat(config, status, kept):
    words = "7:" + X25519PrivateKey.generate().public_key().public_bytes_raw().hex()
    with answering(status, {"X-Kiosk-Code-Key": words}) as url:
        config = msgspec.structs.replace(config, center=url)
        line = Line(config, make_identity(config))
        line.post("fleet/heartbeat", b"{}")
        line.close()
    assert (config.data_path / "code-key").exists() is kept


def test_the_screen_reaches_no_network_through_its_codes():
    program = "import sys, kiosk.terminal.codes; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert not {"requests", "urllib3", "tuf", "http.client"} & set(done.stdout.split())


def test_hours_begin_with_2020():
    assert hour_of(datetime(2020, 1, 1, 1, 59, tzinfo=UTC)) == 1
