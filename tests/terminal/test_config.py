"""Configuration, clock, back-off and the sync process itself."""

import itertools
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime

import feedlab as sample
import pytest

from kiosk.terminal import clock
from kiosk.terminal.config import ConfigError, load_config
from kiosk.terminal.rhythm import Rhythm, identity
from kiosk.terminal.sync import run

GOOD = f"""
division = "{sample.VILLAGE}"
feed = "https://example.cn/feed"
root = "root.json"
[panel]
width = 1920
height = 1080
"""


def test_a_good_file(tmp_path):
    (tmp_path / "terminal.toml").write_text(GOOD, encoding="utf-8")
    config = load_config(tmp_path / "terminal.toml")
    assert config.scopes == [sample.VILLAGE, "990101101", "990101"]
    assert (config.panel.width, config.poll_seconds) == (1920, 60.0)
    assert config.library_path == tmp_path.resolve() / "data" / "library.sqlite"
    assert config.root_path == tmp_path.resolve() / "root.json"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (f'division = "{sample.VILLAGE}"', "", "缺少 division"),
        (sample.VILLAGE, "1234", "division：“1234”不是12位"),
        ("width = 1920", 'width = "breit"', "panel.width 的值不对"),
        ("width = 1920", "width = 0", "panel.width 的值不对"),
        ("root = ", 'colour = "red"\nroot = ', "不认识 colour"),
        ("[panel]", "[panel", "不是正确的 TOML"),
        ("https://", "ftp://", "feed 应当以"),
    ],
)
def test_mistakes_are_named_in_chinese(tmp_path, old, new, said):
    file = tmp_path / "terminal.toml"
    file.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(ConfigError, match=said):
        load_config(file)


def test_no_file(tmp_path):
    with pytest.raises(ConfigError, match="找不到配置文件"):
        load_config(tmp_path / "terminal.toml")


def test_backoff_grows_to_fifteen_minutes_with_full_jitter():
    rhythms = [Rhythm(f"village-{n}", 60) for n in range(300)]
    first = [r.after_failure() for r in rhythms]
    assert min(first) < 30
    assert 90 < max(first) <= 120
    for _ in range(30):
        late = [r.after_failure() for r in rhythms]
    assert 600 < max(late) <= 900
    assert min(late) < 100
    assert rhythms[0].after_failure(5000) == 5000
    assert 54 <= rhythms[0].after_success() <= 66
    assert rhythms[0].failures == 0
    assert rhythms[0].after_success(600) == 600


def test_terminals_that_start_together_poll_spread_over_the_whole_interval():
    first = sorted(Rhythm(f"990101101{n:03}-0", 60).first() for n in range(346))
    assert first[0] < 3
    assert first[-1] > 57
    assert max(b - a for a, b in itertools.pairwise(first)) < 5


def test_a_terminal_keeps_its_place_in_the_interval(tmp_path):
    name = identity(tmp_path, sample.VILLAGE)
    assert name.startswith(sample.VILLAGE)
    assert identity(tmp_path, sample.VILLAGE) == name
    assert identity(tmp_path / "other", sample.VILLAGE) != name
    assert Rhythm(name, 60).first() == Rhythm(name, 60).first()


def test_the_clock_is_never_behind_the_floor():
    floor = datetime(2040, 1, 1, tzinfo=UTC)
    assert clock.reference(floor) == floor
    assert isinstance(clock.is_synchronised(), bool)


def write_config(folder, feed):
    folder.mkdir()
    (folder / "root.json").write_bytes(feed.root)
    text = f'division = "{sample.VILLAGE}"\nfeed = "{feed.repo.as_uri()}"\nroot = "root.json"\n'
    (folder / "terminal.toml").write_text(f"{text}poll_seconds = 5\n", encoding="utf-8")
    return folder / "terminal.toml"


def test_once_reads_a_feed_from_a_folder(feed, tmp_path):
    config = load_config(write_config(tmp_path / "t", feed))
    feed.push(sample.notice(), sample.pictured(tmp_path / "p"))
    assert run(config, once=True)
    assert len(list((config.blobs_path).rglob("*"))) > 3


def test_once_without_a_feed_says_no(feed, tmp_path):
    config = load_config(write_config(tmp_path / "t", feed))
    (feed.repo / "metadata" / "timestamp.json").unlink()
    assert not run(config, once=True)


def test_a_missing_root_is_named(feed, tmp_path):
    config = load_config(write_config(tmp_path / "t", feed))
    config.root_path.unlink()
    with pytest.raises(ConfigError, match=r"root\.json"):
        run(config, once=True)


def test_the_process_follows_and_stops_cleanly_on_sigterm(feed, tmp_path):
    file = write_config(tmp_path / "t", feed)
    feed.push(sample.notice())
    code = (
        "import sys; from pathlib import Path;"
        "from kiosk.terminal.config import load_config; from kiosk.terminal.sync import run;"
        "sys.exit(0 if run(load_config(Path(sys.argv[1]))) else 1)"
    )
    process = subprocess.Popen([sys.executable, "-c", code, str(file)], stderr=subprocess.PIPE)
    library = file.parent / "data" / "library.sqlite"
    deadline = time.monotonic() + 15
    while not (library.parent / "checked.json").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    os.kill(process.pid, signal.SIGTERM)
    _, said = process.communicate(timeout=10)
    assert process.returncode == 0, said
    assert b"edition" in said
    assert b"Traceback" not in said
