"""The chaos run in short: a dozen kills, and some power cuts after single writes."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.chaos.power import missing_tools

_ROOT = Path(__file__).parents[2]
needs_strace = pytest.mark.skipif(bool(missing_tools()), reason=f"without {missing_tools()}")


def chaos(*options):
    """In a process of its own: it forks, and this one may have threads."""
    command = [sys.executable, "-m", "tests.chaos", "--seed", "20261122", *options]
    return subprocess.run(
        command, check=False, cwd=_ROOT, capture_output=True, text=True, timeout=120
    )


def test_a_dozen_kills_leave_the_old_or_the_new_state_and_lose_nothing():
    done = chaos("--kills", "12", "--cuts", "0")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "never anything else" in done.stdout


@needs_strace
def test_power_cuts_between_writes_leave_the_old_or_the_new_state():
    done = chaos("--kills", "0", "--cuts", "7")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "all of them whole" in done.stdout


@needs_strace
def test_the_power_cuts_would_notice_a_missing_fsync():
    done = chaos("--kills", "0", "--cuts", "7", "--sabotage")
    assert done.returncode == 1
    assert "push: after call" in done.stdout
