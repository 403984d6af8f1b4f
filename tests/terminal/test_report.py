"""What a terminal says of itself: its key, its numbers, its stretches, its heart."""

import http.server
import os
import stat
import threading
import time

import msgspec
import pytest

from kiosk.feed.report import LIMIT, Span, code_of
from kiosk.terminal import heartbeat, spans, telemetry
from kiosk.terminal.config import ConfigError, TerminalConfig, load_config
from kiosk.terminal.enrolment import enrol
from kiosk.terminal.heartbeat import Heart, heart
from kiosk.terminal.identity import EnrolError, load_identity, make_identity
from kiosk.terminal.spans import Spans
from kiosk.terminal.telemetry import Drawn, drawn_path, read_drawn, write_drawn

DAY = 86_400.0
VILLAGE = "990101101201"


@pytest.fixture
def config(tmp_path):
    (tmp_path / "data").mkdir()
    return TerminalConfig(
        division=VILLAGE,
        feed="http://127.0.0.1:9/feed/",
        center="http://127.0.0.1:9/",
        root="root.json",
        folder=tmp_path,
    )


class Clock:
    """Seconds since boot, the wall clock, and which boot it is."""

    def __init__(self, monkeypatch):
        self.up, self.wall, self.boot = 1_000.0, 1_800_000_000.0, "first"
        monkeypatch.setattr(spans, "uptime", lambda: self.up)
        monkeypatch.setattr(spans.time, "time", lambda: self.wall)
        monkeypatch.setattr(spans, "_boot", lambda: self.boot)

    def passes(self, seconds):
        self.up += seconds
        self.wall += seconds

    def reboots(self, after):
        self.wall += after
        self.up, self.boot = 60.0, f"{self.boot}'"


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


@pytest.fixture
def queue(tmp_path):
    numbers = iter(range(1, 10_000))

    def opens(capacity=200, *, trusted=True):
        return Spans(
            tmp_path / "spans.json", lambda: next(numbers), lambda: trusted, capacity=capacity
        )

    return opens


SHOWN = {"990101": 3, VILLAGE: 7}


def test_sixty_days_of_one_edition_without_a_line_are_one_stretch(queue, clock):
    kept = queue()
    for _ in range(60 * 24 * 12):
        kept.see(SHOWN, 2, clock.up)
        clock.passes(300)
    (told,) = kept.oldest(4)
    assert (told.scopes, told.takedowns) == (SHOWN, 2)
    assert told.since == pytest.approx(60 * DAY, abs=1)
    assert told.until == 300


def test_darkness_parts_two_stretches_and_another_edition_follows_without_a_gap(queue, clock):
    kept = queue()
    kept.see(SHOWN, 0, clock.up)
    clock.passes(3_600)
    kept.see(SHOWN, 0, clock.up)
    clock.passes(60)
    kept.see({**SHOWN, VILLAGE: 8}, 0, clock.up)
    newest_last = [kept.oldest(9)[n] for n in range(3)]
    assert [(s.since, s.until) for s in newest_last] == [(3_660, 3_660), (60, 0), (0, 0)]
    assert [s.number for s in newest_last] == [1, 2, 3]


def test_the_queue_is_bounded_and_counts_what_it_lost(queue, clock):
    kept = queue(capacity=5)
    for version in range(20):
        kept.see({VILLAGE: version}, 0, clock.up)
        clock.passes(60)
    assert (len(kept), kept.lost) == (5, 15)
    assert [s.scopes[VILLAGE] for s in kept.oldest(9)] == [15, 16, 17, 18, 19]
    assert [s.scopes[VILLAGE] for s in kept.oldest(2)] == [15, 19], "the newest and the oldest"


def test_what_the_center_has_is_not_told_again_but_for_the_newest(queue, clock):
    kept = queue()
    for version in range(3):
        kept.see({VILLAGE: version}, 0, clock.up)
        clock.passes(60)
    kept.confirm(kept.oldest(4))
    assert [s.scopes[VILLAGE] for s in kept.oldest(4)] == [2]


@pytest.mark.parametrize("trusted", [True, False])
def test_over_a_reboot_the_wall_clock_counts_and_says_if_it_was_checked(queue, clock, trusted):
    kept = queue(trusted=trusted)
    kept.see(SHOWN, 0, clock.up)
    clock.passes(120)
    kept.see(SHOWN, 0, clock.up)
    kept.save()
    clock.reboots(after=7_200)
    again = queue(trusted=trusted)
    again.see(SHOWN, 0, clock.up)
    before, now = again.oldest(4)
    assert (before.since, before.until, before.certain) == (7_320, 7_200, trusted)
    assert (now.since, now.until, now.certain) == (0, 0, True)


def test_a_wall_clock_that_jumps_moves_nothing(queue, clock):
    kept = queue()
    kept.see(SHOWN, 0, clock.up)
    clock.passes(200)
    clock.wall -= 40 * 365 * DAY
    kept.see(SHOWN, 0, clock.up)
    (told,) = kept.oldest(4)
    assert (told.since, told.until, told.certain) == (200, 0, True)


def test_a_damaged_or_unwritable_queue_stops_nothing(queue, clock, tmp_path):
    (tmp_path / "spans.json").write_bytes(b"{")
    kept = queue()
    kept.see(SHOWN, 0, clock.up)
    (tmp_path / "spans.json").unlink()
    (tmp_path / "spans.json").mkdir()
    kept.see({VILLAGE: 9}, 0, clock.up)
    assert len(kept) == 2


def test_the_key_is_for_its_owner_alone_and_made_once(config):
    made = make_identity(config)
    path = config.data_path / "terminal.pem"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert make_identity(config).id == made.id == load_identity(config).id
    assert made.code == code_of(made.id)
    path.write_bytes(b"-----BEGIN NOTHING")
    with pytest.raises(EnrolError, match="删掉它"):
        load_identity(config)


def test_a_number_is_never_used_twice_not_even_after_a_power_cut(config):
    first = make_identity(config)
    used = [first.sequence() for _ in range(3)]
    after_cut = load_identity(config)
    used += [after_cut.sequence() for _ in range(1_500)]
    used += [load_identity(config).sequence()]
    assert used == sorted(set(used))


def test_enrolling_without_a_center_or_a_line_says_what_to_do(config):
    with pytest.raises(EnrolError, match="里写上县中心的地址"):
        enrol(msgspec.structs.replace(config, center=""))
    with pytest.raises(EnrolError, match=load_code(config)):
        enrol(config)


def load_code(config):
    return make_identity(config).code


def test_a_center_that_is_no_address_is_refused(tmp_path):
    file = tmp_path / "terminal.toml"
    file.write_text(
        f'division = "{VILLAGE}"\nfeed = "file:///x"\nroot = "r"\ncenter = "example"\n', "utf-8"
    )
    with pytest.raises(ConfigError, match="center"):
        load_config(file)


def test_a_note_of_another_boot_or_of_another_user_is_not_believed(tmp_path, monkeypatch):
    path = drawn_path(tmp_path)
    write_drawn(path, Drawn(edition="ab", at=telemetry.uptime()))
    assert read_drawn(path).edition == "ab"
    write_drawn(path, Drawn(edition="ab", at=telemetry.uptime() + 9_000))
    assert read_drawn(path) is None
    write_drawn(path, Drawn(edition="ab", at=0.0))
    monkeypatch.setattr(telemetry.os, "getuid", lambda: os.geteuid() + 12_345)
    if os.geteuid() != 0:
        assert read_drawn(path) is None
        with pytest.raises(PermissionError):
            write_drawn(path, Drawn(edition="ab", at=0.0))


def test_a_heartbeat_is_never_longer_than_its_limit(config, monkeypatch):
    beating = Heart(config, make_identity(config))
    monkeypatch.setattr(
        beating.shelf, "quarantine", lambda: {f"{VILLAGE}-D2-{n}": "原因" * 99 for n in range(50)}
    )
    monkeypatch.setattr(heartbeat, "_faults", lambda _: ["磁盘满了，新的内容存不下" * 9] * 9)
    many = tuple(Span(number=n, scopes=SHOWN, since=9, until=1) for n in range(8))
    monkeypatch.setattr(beating.spans, "oldest", lambda _: many)
    beat = beating.beat()
    assert len(msgspec.json.encode(beat)) <= LIMIT
    assert beat.spans[-1] == many[-1], "what stands there now is said in any case"
    assert beat.quarantined == 50


class Center:
    """Answers every POST as it is told."""

    def __init__(self):
        outer = self
        self.answer, self.headers, self.heard = 204, {}, []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                outer.heard.append(self.rfile.read(int(self.headers["Content-Length"])))
                body = b"<html>log in</html>" if outer.answer == 200 else b""
                self.send_response(outer.answer)
                for name, value in {**outer.headers, "Content-Length": len(body)}.items():
                    self.send_header(name, str(value))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def center():
    found = Center()
    yield found
    found.close()


@pytest.fixture
def beating(config, center):
    config = msgspec.structs.replace(config, center=center.url)
    found = Heart(config, make_identity(config))
    yield found
    found.close()


def test_the_next_word_is_due_in_five_minutes_give_or_take(beating, center):
    waits = {round(beating.send()) for _ in range(8)}
    assert all(270 <= wait <= 330 for wait in waits)
    assert len(waits) > 1


@pytest.mark.parametrize("answer", [200, 302, 400, 401, 409, 500])
def test_a_portal_or_a_refusal_is_not_taken_for_having_been_heard(beating, center, answer):
    center.answer = answer
    waits = [beating.send() for _ in range(12)]
    assert all(10 <= wait <= 900 for wait in waits)
    assert beating._told == ""


def test_the_center_may_ask_for_patience(beating, center):
    center.answer, center.headers = 503, {"Retry-After": 1_234}
    assert beating.send() >= 1_234


def test_the_heart_begins_once_the_key_is_made_and_stops_at_once(config, center, monkeypatch):
    monkeypatch.setattr(heartbeat, "_LOOK", 0.02)
    monkeypatch.setattr(heartbeat, "_FIRST", 0.02)
    config = msgspec.structs.replace(config, center=center.url)
    make_identity(config)
    with heart(config):
        end = time.monotonic() + 10
        while not center.heard:
            assert time.monotonic() < end
            time.sleep(0.02)
        stopping = time.monotonic()
    assert time.monotonic() - stopping < 3
    assert b'"division":"990101101201"' in center.heard[0]


def test_without_a_center_there_is_no_heart(config):
    before = threading.active_count()
    with heart(msgspec.structs.replace(config, center="")):
        assert threading.active_count() == before
