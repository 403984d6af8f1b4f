"""Fifty phones at once against a real server of two processes."""

import json
import subprocess
import sys

FILE = """
import sys, json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from kiosk.affairs.case import Channel
from kiosk.center.opening import open_center
folder, name = Path(sys.argv[1]), sys.argv[2]
open_center(feed=folder / "feed", data=folder / "data")
from django.db import connections
from kiosk.center.cases.services import Filing, file_case

def file(n):
    try:
        return file_case(
            Filing(division="990101101201", matter="clean", words="村口垃圾没人收",
                   nonce=f"{name} a long enough nonce {n % 20}", channel=Channel.SCREEN),
            now=datetime.now(UTC)).number
    finally:
        connections.close_all()

print("ready", flush=True)
sys.stdin.readline()
with ThreadPoolExecutor(8) as pool:
    print(json.dumps(list(pool.map(file, range(25)))))
"""


def test_two_processes_neither_lose_nor_double_nor_lock_each_other_out(tmp_path):
    from kiosk.center.cases.sealing import make_key

    (tmp_path / "data").mkdir()
    make_key(tmp_path / "data")
    command = [sys.executable, "-c", FILE, str(tmp_path)]
    workers = []
    for name in ("one", "two"):  # one after the other: both would bring the database up to date
        worker = subprocess.Popen(
            [*command, name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert worker.stdout.readline() == "ready\n"
        workers.append(worker)
    for worker in workers:
        worker.stdin.write("go\n")
        worker.stdin.flush()
    numbers = []
    for worker in workers:
        said, _ = worker.communicate(timeout=120)
        assert worker.returncode == 0
        numbers.append(json.loads(said))
    one, two = (set(found) for found in numbers)
    assert len(one) == len(two) == 20, "five of each were sent twice"
    assert not one & two
    months = {}
    for number in one | two:
        months.setdefault(number[:4], []).append(int(number[4:-1]))
    for sequence in months.values():
        assert sorted(sequence) == list(range(1, len(sequence) + 1)), "no gap, none twice"
