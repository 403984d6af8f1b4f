"""A screen that hangs or dies is started anew; one that was closed stays closed."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest


@pytest.fixture
def watched(tmp_path):
    """Makes a process that watches a screen of these lines; each life is noted in ``lives``."""
    made = []

    def make(body: str, *, hung: float = 1.0, first: float = 20.0):
        program = tmp_path / "watched.py"
        program.write_text(
            "import os, sys, time, logging\n"
            "from pathlib import Path\n"
            "from kiosk.terminal.watch import RESTART, Watch\n"
            f"lives = Path({str(tmp_path / 'lives')!r})\n"
            "def work(pulse):\n"
            "    with lives.open('a') as file:\n"
            "        file.write(f'{os.getpid()}\\n')\n"
            "    life = len(lives.read_text().split())\n"
            + textwrap.indent(textwrap.dedent(body), "    ")
            + f"\nsys.exit(Watch(work, hung={hung}, first={first}).run())\n"
        )
        process = subprocess.Popen(
            [sys.executable, str(program)],
            env=os.environ | {"PYTHONPATH": str(Path.cwd())},
            stderr=subprocess.PIPE,
        )
        made.append(process)
        return process

    yield make
    for process in made:
        process.kill()
        process.communicate()


def lives(tmp_path) -> list[int]:
    path = tmp_path / "lives"
    return [int(line) for line in path.read_text().split()] if path.exists() else []


def until(condition, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_a_loop_that_stops_beating_is_ended_and_started_anew(watched, tmp_path):
    process = watched(
        """
        pulse.beat()
        if life == 1:
            time.sleep(60)
        return 0
        """
    )
    assert process.wait(30) == 0
    assert len(lives(tmp_path)) == 2
    assert b"no beat" in process.stderr.read()


@pytest.mark.parametrize(
    "end", ["raise ValueError('odd')", "os.abort()", "return RESTART", "os.kill(os.getpid(), 9)"]
)
def test_a_screen_that_dies_is_started_anew(watched, tmp_path, end):
    process = watched(f"if life == 1:\n    {end}\nreturn 0")
    assert process.wait(30) == 0
    assert len(lives(tmp_path)) == 2


@pytest.mark.parametrize("status", [0, 1])
def test_a_screen_that_was_closed_or_said_why_it_cannot_start_is_left_alone(
    watched, tmp_path, status
):
    process = watched(f"return {status}")
    assert process.wait(30) == status
    assert len(lives(tmp_path)) == 1


def test_a_sentence_of_ours_is_said_without_a_traceback(watched, tmp_path):
    process = watched(
        "from kiosk.terminal.config import ConfigError\nraise ConfigError('配置不对')"
    )
    assert process.wait(30) == 1
    said = process.stderr.read().decode()
    assert said.strip() == "配置不对"


def test_a_signal_ends_both_and_a_watcher_that_is_killed_takes_the_screen_along(watched, tmp_path):
    body = "while pulse.beat():\n    time.sleep(0.1)\nreturn 0"
    process = watched(body)
    until(lambda: lives(tmp_path))
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0
    until(lambda: gone(lives(tmp_path)[0]))
    process = watched(body)
    until(lambda: len(lives(tmp_path)) == 2)
    process.kill()
    process.wait(30)
    until(lambda: gone(lives(tmp_path)[1]))


def test_systemd_is_told_that_the_screen_is_ready_and_alive(watched, tmp_path, monkeypatch):
    import socket

    path = tmp_path / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(str(path))
        line.settimeout(30)
        monkeypatch.setenv("NOTIFY_SOCKET", str(path))
        process = watched("pulse.beat()\ntime.sleep(0.3)\npulse.beat()\nreturn 0")
        said = [line.recv(100) for _ in range(3)]
    assert process.wait(30) == 0
    assert said == [b"READY=1", b"WATCHDOG=1", b"WATCHDOG=1"]
