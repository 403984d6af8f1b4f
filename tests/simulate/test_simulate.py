"""The simulator's short form: a handful of terminals, the real server, nobody left behind."""

import re
import subprocess
import sys

from kiosk.simulate.county import county_of, first_drafts, villages_of
from kiosk.simulate.load import Meter


def test_the_county_is_of_the_size_asked_for_and_always_the_same():
    county = county_of(346, 23)
    assert len(county.divisions) == 370
    assert len(set(villages_of(county))) == 346
    assert list(first_drafts(county, 2)) == list(first_drafts(county_of(346, 23), 2))


def test_the_meter_sees_a_busy_process():
    with subprocess.Popen([sys.executable, "-c", "while True: pass"]) as busy:
        meter = Meter(busy.pid)
        try:
            busy.wait(2.5)
        except subprocess.TimeoutExpired:
            busy.kill()
        meter.close()
    assert meter.peak > 0.1
    assert meter.memory > 1 << 20


def test_a_few_terminals_all_follow_a_push_an_urgent_notice_and_a_power_cut(tmp_path):
    command = [sys.executable, "-m", "kiosk.cli", "simulate", "--terminals", "4", "--townships"]
    command += ["2", "--items", "2", "--poll", "5", "--settle", "0", "--folder", tmp_path / "trial"]
    done = subprocess.run(
        [*map(str, command), "--only", "idle", "urgent", "power"],
        capture_output=True,
        text=True,
        timeout=170,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    rows = {line.split(" | ")[0]: line.split(" | ") for line in done.stdout.splitlines()}
    assert rows["没有更新"][5:7] == ["0.0/1.0", "0/0"], "one request, no body"
    for name in ("全县第一次同步（同一秒开机）", "全县紧急通知", "停电后同一秒开机，有更新"):
        assert rows[name][1] == "4/4"
        assert float(rows[name][4]) < 40
    assert re.search(r"已接受 4 台", done.stdout)
