"""The worker as a process of its own: shot again and again, and two of them at once."""

import subprocess
import sys
import time

import pytest
from django.conf import settings

_ITEMS = 5


@pytest.fixture
def ordered(gatehouse):
    """Releases that wait for the worker."""
    if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        pytest.skip("the worker's process opens the database of this center's own folder")
    for day in range(10, 10 + _ITEMS):
        gatehouse.pass_gate(gatehouse.draft(f"第{day}天。", period=f"2026-11-{day}"))
    from django.db import connections

    connections.close_all()
    return gatehouse


def start(house) -> subprocess.Popen:
    command = [sys.executable, "-m", "kiosk.center.board.worker"]
    command += [str(house.feed), str(house.online), str(settings.DATA)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)


def left() -> int:
    from kiosk.center.board.models import Job

    return Job.objects.filter(done_at__isnull=True).count()


def ends(process: subprocess.Popen) -> None:
    process.stdin.close()
    process.wait(60)


def finish(house) -> None:
    """One worker that nobody shoots, until nothing is left to do."""
    process = start(house)
    end = time.monotonic() + 120
    while left():
        assert time.monotonic() < end, "the orders were not carried out"
        assert process.poll() is None, "the worker ended by itself"
        time.sleep(0.2)
    ends(process)


def assert_all_public_once(house) -> None:
    shown = house.public()
    assert len(shown) == _ITEMS
    assert {face.version for face, _ in shown.values()} == {1}
    from kiosk.center.audit.log import verify

    assert verify().broken == ""


def test_shot_at_any_moment_it_finishes_when_it_is_started_again(ordered):
    for seconds in (0.4, 0.8, 1.2, 1.6):
        process = start(ordered)
        time.sleep(seconds)
        process.kill()
        process.wait()
        process.stdin.close()
        ordered.public()  # readable at every moment: the state before or the state after
    finish(ordered)
    assert_all_public_once(ordered)


def test_two_at_once_queue(ordered):
    both = [start(ordered), start(ordered)]
    finish(ordered)
    for process in both:
        ends(process)
    assert_all_public_once(ordered)


def test_as_a_service_it_ends_when_it_is_told_to(ordered):
    code = (
        "import sys; from pathlib import Path; from kiosk.center.board.worker import work_alone;"
        "work_alone(*map(Path, sys.argv[1:]))"
    )
    command = [sys.executable, "-c", code, str(ordered.feed), str(ordered.online)]
    process = subprocess.Popen([*command, str(settings.DATA)], stdin=subprocess.DEVNULL)
    end = time.monotonic() + 120
    while left():
        assert time.monotonic() < end, "the orders were not carried out"
        time.sleep(0.2)
    process.terminate()
    assert process.wait(60) == 0
    assert_all_public_once(ordered)
