"""Fifty phones file at once at a real center; then it is shot in the middle.

Each phone opens the form, looks at the preview and sends; the machine's cores are shared with
those who do the filing.  Each form is one commit with a flush to the disk.
"""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import requests

from kiosk.feed.code import Code, Purpose, subject_of, token
from tests.benchmarks.report import median, percentile, row
from tests.support.filing import Center, Resident

sys.path.insert(0, str(Path(__file__).parents[1] / "feed"))
import feedlab as sample

_PHONES = 50
_FORMS = 6
_WORKERS = 2
_ITEM = f"{sample.VILLAGE}-D2-2026-10"
_TOKEN = token(Code(purpose=Purpose.SPEAK, subject=subject_of(sample.VILLAGE, _ITEM)))


def main() -> None:
    """Speed and memory, then nothing lost."""
    with tempfile.TemporaryDirectory() as folder:
        feed = sample.Feed(Path(folder))
        feed.push(sample.ledger(10), sample.notice())
        center = Center(feed.repo, Path(folder) / "data", workers=_WORKERS)
        try:
            _speed(center)
            _nothing_lost(center)
        finally:
            center.kill()


def _speed(center: Center) -> None:
    with ThreadPoolExecutor(_PHONES) as pool:
        list(pool.map(lambda _: _forms(center, 1), range(_PHONES)))  # everything is imported
        start = time.perf_counter()
        took = [
            t for found in pool.map(lambda _: _forms(center, _FORMS), range(_PHONES)) for t in found
        ]
        seconds = time.perf_counter() - start
    sends = [send for _, send in took]
    whole = [form for form, _ in took]
    row(
        f"forms filed, {_PHONES} phones at once",
        f"{len(took) / seconds:.1f} /s",
        f"{_WORKERS} workers, 3 pages each",
    )
    row(
        "pressing the last button",
        f"{median(sends) * 1000:.0f} ms",
        f"95 %: {percentile(sends, 0.95):.2f} s",
    )
    row("whole form", f"{median(whole):.2f} s", f"95 %: {percentile(whole, 0.95):.2f} s")
    sizes = [_memory(pid) for pid in center.workers()]
    row("memory of a worker (PSS)", f"{max(sizes):.0f} MB", "", "", "aim: at most 90 MB")


def _forms(center: Center, count: int) -> list[tuple[float, float]]:
    """Seconds of each whole form and of its last step."""
    took = []
    for _ in range(count):
        resident = Resident(center.url, _TOKEN)
        begun = time.perf_counter()
        resident.fill_in()
        sent = time.perf_counter()
        resident.file()
        done = time.perf_counter()
        took.append((done - begun, done - sent))
        resident.close()
    return took


def _nothing_lost(center: Center) -> None:
    """SIGKILL while fifty phones file; those without a receipt press the button once more."""
    before = set(center.stored())
    given: list[str] = []
    pending: list[Resident] = []
    lock = threading.Lock()
    shot = threading.Event()

    def keeps_filing() -> None:
        while not shot.is_set():
            resident = Resident(center.url, _TOKEN)
            try:
                number = resident.file()
            except (requests.RequestException, ValueError):
                with lock:
                    pending.append(resident)
                return
            resident.close()
            with lock:
                given.append(number)

    phones = [threading.Thread(target=keeps_filing) for _ in range(_PHONES)]
    for each in phones:
        each.start()
    time.sleep(8)
    center.kill()
    shot.set()
    for each in phones:
        each.join()
    at_once = len(set(given) - set(center.stored()))
    center.start()
    for resident in pending:
        given.append(resident.file())
        resident.close()
    stored = set(center.stored()) - before
    row(
        "killed in the middle: receipts without a case",
        str(at_once),
        f"of {len(given)}",
        "",
        "aim: 0",
    )
    row(
        "after pressing again: receipts and cases",
        f"{len(set(given))} = {len(stored)}",
        f"{len(pending)} had to",
        "",
        "aim: equal",
    )
    if at_once or set(given) != stored:
        raise SystemExit(1)


def _memory(pid: int) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


if __name__ == "__main__":
    main()
