"""A ballot from the screen to the center: codes, the outbox, and what is sent when."""

from __future__ import annotations

import stat

import msgspec
import pytest

from kiosk.affairs.appraisal import Ballot, Candidate
from kiosk.feed.ballots import (
    CastAnswer,
    CastBallot,
    ballot_code,
    read_ballot_code,
    spoken_ballot_code,
)
from kiosk.terminal import ballots
from kiosk.terminal.ballots import MOST, BallotBox, FullError, send_ballots, send_waiting
from tests.support.village import NOW, Village

CODE = ballot_code("48213905771")


def cast(code=CODE, votes=((0, 0, 10), (0, 1, 7), (1, 0, 3))):
    return CastBallot(session="2026-mzpy", code=code, votes=votes)


def session(**more):
    return Ballot(
        session="2026-mzpy",
        title="评议",
        opens=NOW,
        closes=NOW,
        questions=("干事实不实", "办事公不公"),
        candidates=(Candidate(name="赵＊山"), Candidate(name="王＊梅")),
        **more,
    )


def test_every_single_wrong_digit_and_every_neighbours_swap_but_few_is_found():
    assert read_ballot_code(f" {spoken_ballot_code(CODE)} ") == CODE
    for place in range(12):
        for digit in "0123456789":
            other = CODE[:place] + digit + CODE[place + 1 :]
            assert (read_ballot_code(other) == other) is (other == CODE)
    for wrong in ("", CODE[:-1], CODE + "0", CODE[:-1] + "x", "²" * 12):
        assert read_ballot_code(wrong) == ""
    with pytest.raises(ValueError, match="123"):
        ballot_code("123")


def test_a_ballot_says_what_is_wrong_with_it():
    assert cast().problems(session()) == []
    wrong = "".join(cast("000000000000", ()).problems(session()))
    assert "投票码不对" in wrong
    assert "一项也没有评" in wrong
    assert cast(votes=((0, 0, 11),)).problems()
    assert cast(votes=((0, 0, 9), (0, 0, 8))).problems()
    assert cast(votes=((2, 0, 9),)).problems(session())
    assert cast(votes=((0, -1, 9),)).problems(session())
    assert not cast(votes=((2, 0, 9),)).problems()
    other = msgspec.structs.replace(session(), session="2025")
    assert cast().problems(other) == ["这张票不是这一次评议的。"]


def test_a_ballot_waits_in_a_file_that_only_this_program_reads_and_that_bears_no_time(tmp_path):
    box = BallotBox(tmp_path)
    box.cast(cast())
    (path,) = box.waiting()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert path.stat().st_mtime == 0
    assert CODE not in path.name
    assert msgspec.json.decode(path.read_bytes(), type=CastBallot) == cast()


def test_no_more_than_five_hundred_wait_and_the_next_is_told_so(tmp_path):
    box = BallotBox(tmp_path)
    box.cast(cast())
    for number in range(MOST - 1):
        (box.folder / f"{number}.ballot").touch()
    with pytest.raises(FullError, match="没有收下"):
        box.cast(cast())


class Center:
    """Answers as it is told, and remembers what came."""

    def __init__(self, *answers):
        self.answers, self.came = list(answers), []

    def __call__(self, body):
        self.came.append(msgspec.json.decode(body, type=CastBallot))
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def taken(accepted=True, reason=""):
    return 200, msgspec.json.encode(CastAnswer(accepted=accepted, reason=reason))


@pytest.mark.parametrize(
    ("answer", "stays"),
    [
        (taken(), 0),
        (taken(accepted=False, reason="这个码用过了"), 0),
        ((400, b""), 0),
        ((410, b""), 0),
        ((429, b""), 1),
        ((500, b""), 1),
        ((503, b""), 1),
        ((302, b""), 1),
        ((200, b"<html>please log in</html>"), 1),
        (ConnectionError("no line"), 1),
    ],
)
def test_an_answer_wipes_the_ballot_and_anything_else_keeps_it(tmp_path, answer, stays):
    box = BallotBox(tmp_path)
    box.cast(cast())
    center = Center(answer)
    assert send_ballots(box, center) == 1 - stays
    assert len(box.waiting()) == stays
    assert center.came == [cast()]


def test_what_is_wiped_is_overwritten_first(tmp_path, monkeypatch):
    box = BallotBox(tmp_path)
    box.cast(cast())
    (path,) = box.waiting()
    kept = path.with_suffix(".kept")
    kept.hardlink_to(path)
    box.wipe(path)
    assert not path.exists()
    assert set(kept.read_bytes()) == {0}


def test_the_first_failure_leaves_the_rest_for_later(tmp_path):
    box = BallotBox(tmp_path)
    for _ in range(3):
        box.cast(cast())
    center = Center(taken(), (502, b""))
    assert send_ballots(box, center) == 1
    assert len(box.waiting()) == 2


def test_a_refusal_is_logged_without_the_code_or_a_vote(tmp_path, caplog):
    box = BallotBox(tmp_path)
    box.cast(cast())
    send_ballots(box, Center(taken(accepted=False, reason="这个码用过了")))
    assert "这个码用过了" in caplog.text
    assert CODE not in caplog.text


def test_without_a_ballot_or_a_center_nothing_is_asked_of_anybody(tmp_path, monkeypatch):
    def never(_config):
        raise AssertionError("asked")

    monkeypatch.setattr(ballots, "CenterPost", never)
    village = Village(tmp_path)
    assert send_waiting(village.config()) == 0
    BallotBox(village.config().data_path).cast(cast())
    assert send_waiting(village.config(center="")) == 0


def test_sync_sends_what_waits_after_its_poll(tmp_path, monkeypatch):
    village = Village(tmp_path)
    village.add_everything()
    village.publish()
    center = Center(taken())
    center.close = lambda: None
    monkeypatch.setattr(ballots, "CenterPost", lambda _config: center)
    box = BallotBox(village.config().data_path)
    box.cast(cast())
    village.sync()
    assert center.came == [cast()]
    assert box.waiting() == []


def test_a_real_post_over_http_is_json_at_the_address_of_the_agreement(tmp_path):
    import threading
    from http.server import BaseHTTPRequestHandler, HTTPServer

    came = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            came.append((self.path, self.headers["Content-Type"], body))
            answer = msgspec.json.encode(CastAnswer(accepted=True))
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        config = Village(tmp_path).config(center=f"http://127.0.0.1:{server.server_port}/")
        box = BallotBox(config.data_path)
        box.cast(cast())
        assert send_waiting(config) == 1
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert came == [("/b/cast", "application/json", msgspec.json.encode(cast()))]
    assert box.waiting() == []
