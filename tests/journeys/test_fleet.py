"""The county knows what stands on each screen, and when it does not know it says so."""

import re
import socket

import openpyxl
import pytest
import requests

from kiosk.feed.report import BEAT, signed_headers
from tests.support.fleet import Fleet, FleetHall, Time
from tests.support.folder import VILLAGE, CountyFolder, Machine

pytestmark = pytest.mark.ui
ITEM = f"{VILLAGE}-D2-2026-10"


@pytest.fixture
def county(tmp_path):
    found = CountyFolder(tmp_path / "示例县")
    found.accounts(10, paid=18_000)
    return found


@pytest.fixture
def kiosk(tmp_path, county):
    machine = Machine(tmp_path / "state")
    assert machine("keys", "init", county.path) == 0
    assert machine("push", county.path) == 0
    return machine


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def server(kiosk, port):
    started = kiosk.serve(port)
    yield started
    started.stop()


@pytest.fixture
def center(server, port):
    return f"http://127.0.0.1:{port}/"


@pytest.fixture
def fleet(kiosk, server):
    return Fleet(kiosk.state)


@pytest.fixture
def time(kiosk, server, monkeypatch):
    return Time(kiosk.state, monkeypatch)


@pytest.fixture
def hall(tmp_path, kiosk, center):
    return FleetHall(tmp_path / "hall", kiosk.state / "feed/metadata/1.root.json", center)


@pytest.fixture
def accepted(hall, fleet, time, open_pilot):
    """A terminal that is one of ours, with its content on the screen and reported."""
    hall.code = hall.enrol()
    assert "已接受" in fleet("accept", hall.code)
    hall.sync()
    hall.board = open_pilot(hall)
    hall.reports()
    return hall


def test_green_is_only_what_was_drawn(kiosk, county, hall, fleet, time, open_pilot):
    code = hall.enrol()
    assert re.fullmatch(r"[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}", code)
    waiting = fleet("list")
    assert "等待接受" in waiting
    assert f"柳河村（{VILLAGE}）" in waiting
    assert code in waiting
    assert hall.reports() <= 60, "while it waits to be accepted it asks again soon"
    assert fleet.states() == {code: "pending"}

    assert f"柳河村（{VILLAGE}）" in fleet("accept", code)
    assert fleet.states() == {code: "silent"}
    hall.sync()
    hall.reports()
    assert fleet.states() == {code: "faulty"}, "the content is there, the screen is not"
    assert "屏幕程序没有画面" in fleet("list")

    board = open_pilot(hall)
    time.passes(10)
    hall.reports()
    assert fleet.states() == {code: "newest"}

    county.accounts(9, paid=24_000)
    assert kiosk("push", county.path) == 0
    assert fleet.states() == {code: "older"}
    hall.sync()
    time.passes(10)
    hall.reports()
    told = fleet("list")
    assert fleet.states() == {code: "older"}, "it has come, and nobody has seen it yet"
    assert "已经取到，还没有画出来" in told
    board.wait(hall.heart.look)
    time.passes(10)
    hall.reports()
    assert fleet.states() == {code: "newest"}

    time.passes(60)
    assert fleet.states() == {code: "newest"}
    time.passes(3600)
    assert fleet.states() == {code: "silent"}


def test_withdrawn_while_offline_it_is_known_who_still_shows_it(
    kiosk, county, server, port, accepted, fleet, time
):
    county.accounts(9, paid=24_000)
    server.stop()
    assert kiosk("withdraw", ITEM, "--reason", "凭证有误") == 0
    time.passes(10)
    assert not accepted.sync()
    assert 10 <= accepted.reports() <= 900, "without a line it tries again later"
    assert accepted.board.sees("2026年10月收支明细"), "and goes on showing what it has"
    told = fleet("takedown", ITEM)
    assert "还在显示" in told
    assert accepted.code in told
    assert "已确认撤下 0 台" in told

    restarted = kiosk.serve(port)
    try:
        assert accepted.sync()
        accepted.board.wait(lambda: not accepted.board.sees("2026年10月收支明细"))
        accepted.board.wait(accepted.heart.look)
        time.passes(10)
        accepted.reports()
        assert "已确认撤下 1 台" in fleet("takedown", ITEM)
        assert fleet.states() == {accepted.code: "newest"}
    finally:
        restarted.stop()
    assert "没有撤下过" in fleet("takedown", f"{VILLAGE}-D2-2026-09")


def test_a_revoked_terminal_counts_no_more(accepted, fleet, time):
    assert "不再算数" in fleet("revoke", accepted.code)
    assert fleet.states() == {}
    time.passes(10)
    accepted.reports()
    assert fleet.states() == {}
    assert "没有接入码" in fleet("accept", "AAAA-AAAA")


def test_a_lie_about_a_screen_is_refused(accepted, center, fleet, time):
    time.passes(10)
    accepted.heart.look()
    identity = accepted.heart.line._identity
    body = b'{"division":"%s","drawn_age":0}' % VILLAGE.encode()
    honest = signed_headers(identity.key, BEAT, identity.sequence(), body)

    def post(body, headers):
        return requests.post(center + BEAT, data=body, headers=headers, timeout=5).status_code

    assert post(body.replace(b"0}", b"1}"), honest) == 401, "another body"
    assert post(body, {**honest, "X-Kiosk-Sequence": "999999"}) == 401, "another number"
    assert post(body, {}) == 401, "no signature"
    assert fleet.states() == {accepted.code: "newest"}
    assert post(body, honest) == 204
    time.passes(10)
    assert post(body, honest) == 409, "said twice"
    assert post(b" " * 2_000, honest) == 413
    assert fleet.states() == {accepted.code: "faulty"}


def test_proof_of_publication_shows_when_the_screen_was_dark(
    accepted, fleet, time, tmp_path, open_pilot
):
    for _ in range(4):
        time.passes(240)
        accepted.board.app.witness._noted = None
        accepted.board.tap("村务")
        accepted.board.tap("首页")
        accepted.reports()
    time.passes(7200)  # the power is off for two hours
    accepted.board.app.witness._noted = None
    accepted.board.tap("村务")
    accepted.reports()
    book = tmp_path / "proof.xlsx"
    told = fleet("proof", ITEM, "--xlsx", book)
    assert "2026年10月收支明细" in told
    assert re.search(r"可以看到 0天0小时1[5-7]分", told), told
    assert re.search(r"没有画面 0天[12]小时\d+分", told), told
    sums, details = openpyxl.load_workbook(book).worksheets
    rows = list(details.iter_rows(min_row=2, values_only=True))
    assert [row[5] for row in rows] == ["可以看到", "没有画面"]
    assert rows[1][4] == pytest.approx(2.0, abs=0.02)
    assert sums["A1"].value == "公开内容"
    assert "从来没有发布过" in fleet("proof", f"{VILLAGE}-D2-2025-01")
    assert "不是公开内容的编号" in fleet("proof", "不对")
