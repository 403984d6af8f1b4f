"""The command line: what a technician types and reads."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests

from kiosk.cli import main
from tests.support.folder import CountyFolder


def test_without_a_verb_the_help_is_shown(capsys):
    assert main([]) == 2
    assert "push" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "classes", "items"),
    [("village", 7, 59), ("community", 6, 29), ("township", 10, 79), ("street", 10, 73)],
)
def test_a_catalogue_prints_as_a_table_and_as_json(capsys, name, classes, items):
    assert main(["catalogue", name]) == 0
    table = capsys.readouterr().out
    assert f"{classes} 类 {items} 项" in table
    assert "责任单位" in table
    assert main(["catalogue", name, "--json"]) == 0
    read = json.loads(capsys.readouterr().out)
    assert len(read["classes"]) == classes
    assert sum(len(c["items"]) for c in read["classes"]) == items
    assert all(item["basis"] for c in read["classes"] for item in c["items"])


def test_an_unknown_catalogue_is_answered_with_the_known_ones(capsys):
    assert main(["catalogue", "province"]) == 1
    assert "village" in capsys.readouterr().err


def test_a_wrong_catalogue_names_file_and_item(tmp_path, capsys):
    text = Path("content/catalogues/village.yaml").read_text(encoding="utf-8")
    (tmp_path / "mine.yaml").write_text(text.replace("编号: D2,", "编号: D1,", 1), encoding="utf-8")
    assert main(["catalogue", "--folder", str(tmp_path)]) == 1
    said = capsys.readouterr().err
    assert "mine.yaml" in said
    assert "D1" in said


def test_templates_are_written_and_a_fresh_one_is_not_yet_publishable(tmp_path, capsys):
    assert main(["template", str(tmp_path / "样板")]) == 0
    assert list((tmp_path / "样板").rglob("*.xlsx"))
    assert main(["template", str(tmp_path / "样板")]) == 1, "never overwrites"


def test_check_says_where_each_mistake_is_and_changes_nothing(tmp_path, capsys):
    county = CountyFolder(tmp_path / "示例县")
    folder = county.accounts(10, paid=18_000)
    (folder / "001.png").write_bytes(b"no picture")
    before = sorted(p.name for p in county.path.rglob("*"))
    assert main(["check", str(county.path), "--state", str(tmp_path / "state")]) == 1
    assert "001.png" in capsys.readouterr().out
    assert sorted(p.name for p in county.path.rglob("*")) == before


def test_a_missing_folder_is_a_sentence_and_not_a_traceback(tmp_path, capsys):
    assert main(["push", str(tmp_path / "没有"), "--state", str(tmp_path)]) == 1
    captured = capsys.readouterr()
    assert "没有这个文件夹" in captured.out + captured.err


def test_run_shows_a_screen_stops_cleanly_and_works_a_second_time(tmp_path):
    county = CountyFolder(tmp_path / "示例县")
    county.accounts(10, paid=18_000)
    state = tmp_path / "state"
    for _ in range(2):
        (state / "screen.png").unlink(missing_ok=True)
        output, status = _run_until_drawn(county.path, state)
        assert status == 0, output
        assert "已全部停止" in output
        assert (state / "screen.png").stat().st_size > 20_000


def _run_until_drawn(folder, state):
    environment = {k: v for k, v in os.environ.items() if k not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    command = [sys.executable, "-m", "kiosk.cli", "run", str(folder), "--state", str(state)]
    # As in a terminal: what a shell starts in the background is deaf to Ctrl-C, and this with it.
    command = ["env", "--default-signal=INT", *command]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
    )
    try:
        lines = []
        while "Ctrl-C" not in "".join(lines):
            line = process.stdout.readline()
            assert line, "".join(lines)
            lines.append(line)
        address = re.search(r"http://127\.0\.0\.1:\d+/", "".join(lines))[0]
        assert "柳河村" in requests.get(address, timeout=10).text
        end = time.monotonic() + 40
        while not (state / "screen.png").exists() and time.monotonic() < end:
            time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=40)
        return "".join(lines) + rest, process.returncode
    finally:
        process.kill()
        process.wait()
