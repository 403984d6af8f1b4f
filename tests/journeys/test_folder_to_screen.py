"""The project's main job: what a clerk pushes is what a villager reads."""

import re
import socket
from pathlib import Path

import pytest

from kiosk.terminal.config import TerminalConfig
from kiosk.terminal.sync import run as sync
from tests.support.folder import VILLAGE, CountyFolder, Machine

pytestmark = pytest.mark.ui
STATUTES = Path(__file__).parents[3] / "shared/data/statutes"


class Hall:
    """One terminal's folder, its configuration and its board."""

    def __init__(self, folder, root, url, open_pilot):
        folder.mkdir()
        (folder / "root.json").write_bytes(root.read_bytes())
        self.settings = TerminalConfig(division=VILLAGE, feed=url, root="root.json", folder=folder)
        self._open = open_pilot

    def config(self, panel=None, **more):
        return self.settings

    def sync(self):
        sync(self.settings, once=True)

    def board(self):
        return self._open(self)


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def county(tmp_path):
    return CountyFolder(tmp_path / "示例县")


@pytest.fixture
def kiosk(tmp_path):
    return Machine(tmp_path / "state")


@pytest.fixture
def server(kiosk, county, port):
    assert kiosk("keys", "init", county.path) == 0
    started = kiosk.serve(port)
    yield started
    started.stop()


@pytest.fixture
def hall(tmp_path, kiosk, server, open_pilot):
    return Hall(
        tmp_path / "hall", kiosk.state / "feed/metadata/1.root.json", server.url, open_pilot
    )


def test_pushed_read_corrected_offline_and_withdrawn(kiosk, county, server, hall, capsys):
    county.accounts(10, paid=18_000)
    assert kiosk("push", county.path) == 0
    hall.sync()
    board = hall.board()
    board.tap("2026年10月收支明细")
    assert board.sees("－18,000.00")
    assert board.sees("106,000.00")

    # The clerk corrects the amount: the screen follows.
    county.accounts(10, paid=17_500)
    assert kiosk("push", county.path) == 0
    assert "改动 1 件" in capsys.readouterr().out
    hall.sync()
    board.wait(lambda: board.sees("有新内容"))
    assert board.sees("－18,000.00"), "the page under the reader's finger stays"
    board.tap("首页")
    board.tap("2026年10月收支明细")
    assert board.sees("－17,500.00")

    # A mistake: nothing is published, and the sentence says where it is.
    county.accounts(9, paid=1_000, opening=50_000)
    assert kiosk("push", county.path) == 1
    assert "2026-10-D2-收支明细" in capsys.readouterr().out
    county.accounts(9, paid=24_000)
    assert kiosk("push", county.path) == 0
    hall.sync()

    # The line is cut and the box restarts: all of it is still there.
    server.stop()
    hall.sync()
    again = hall.board()
    assert again.sees("柳河村公开栏")
    again.tap("2026年10月收支明细")
    again.tap("看凭证")
    again.wait(lambda: again.board.cover._texture is not None)

    # The line is back, and the county withdraws the item: gone.
    port = int(re.search(r":(\d+)/", server.url)[1])
    restarted = kiosk.serve(port)
    try:
        gone = f"{VILLAGE}-D2-2026-10"
        assert kiosk("withdraw", gone, "--reason", "凭证有误，核实后再公开") == 0
        hall.sync()
        again.wait(lambda: again.sees("已经撤下"))
        again.tap("首页")
        assert not again.sees("2026年10月收支明细")
        assert again.sees("2026年9月收支明细")
        assert kiosk("push", county.path) == 0, "the same folder does not bring it back"
        hall.sync()
        assert hall.board().board.desk.library.get(gone) is None
    finally:
        restarted.stop()


def test_pushing_the_same_folder_twice_writes_nothing(kiosk, county, capsys):
    assert kiosk("keys", "init", county.path) == 0
    county.accounts(10, paid=18_000)
    assert kiosk("push", county.path) == 0
    feed = kiosk.state / "feed"
    before = {p: p.stat().st_mtime_ns for p in feed.rglob("*") if p.is_file()}
    assert kiosk("push", county.path) == 0
    assert "没有变化" in capsys.readouterr().out
    assert {p: p.stat().st_mtime_ns for p in feed.rglob("*") if p.is_file()} == before


@pytest.mark.skipif(not STATUTES.is_dir(), reason="the statutes are not part of the repository")
def test_statutes_are_read_on_the_screen_from_first_to_last_page(kiosk, county, hall):
    found = sorted(STATUTES.glob("*.md"))
    for number, path in enumerate(found, 1):
        text = path.read_text(encoding="utf-8").replace("<!-- INFO END -->", "")
        county.policy(str(number), path.stem, text)
    assert kiosk("push", county.path) == 0
    hall.sync()
    board = hall.board()
    board.tap("政务")
    for path in found:
        board.tap("首页")
        board.tap("政务")
        while not any(path.stem in tap.spoken_text for tap in board.taps()):
            board.tap("下一页")
        board.tap(path.stem)
        shown = _bare(board.read_all())
        last = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()][-1]
        assert _bare(last) in shown
        articles = re.findall(
            r"^第[一二三四五六七八九十百]+条 .{8}", path.read_text("utf-8"), re.MULTILINE
        )
        assert len(articles) > 20
        for article in articles:
            assert _bare(article) in shown, article


def _bare(text):
    return re.sub(r"[\s#*\u3000]", "", text)
