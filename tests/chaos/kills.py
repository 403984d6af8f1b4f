"""SIGKILL at random instants of pushes and syncs, and what must hold after each.

The work runs in forks of this process, which is warm and has no threads: a cycle of two kills
takes about half a second.  Whatever does not hold is an AssertionError in the fork, printed there
and raised here.
"""

from __future__ import annotations

import os
import random
import signal
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from tests.chaos import fork
from tests.chaos.checks import (
    check_feed,
    check_terminal,
    finish_terminal,
    live_ids,
    published,
    sample,
    shown,
    terminal_of,
    whole_sync,
)

_PERIODS = [f"2026-10-{day:02}" for day in range(1, 13)]
_IDS = {sample.disclosure(period=period).id for period in _PERIODS}


class Figures:
    """What happened."""

    def __init__(self) -> None:
        self.kills = 0
        self.by_work = {"push": 0, "withdraw": 0, "sync": 0}
        self.too_late = 0
        self.old = self.new = 0
        self.cycles: list[float] = []

    def text(self, seconds: float) -> str:
        """In lines for people."""
        each = ", ".join(f"{n} {name}" for name, n in self.by_work.items())
        return (
            f"{self.kills} kills in {seconds:.0f} s ({each}); {self.too_late} came after the end\n"
            f"found after them: {self.old} times the old state, {self.new} times the new one,"
            f" never anything else\n"
            f"a cycle of two kills and all checks: median {statistics.median(self.cycles):.2f} s"
        )


class Arena:
    """A feed, a terminal, and someone who kills."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.chance = random.Random(seed)
        self.figures = Figures()
        self.folder = folder
        self.feed = sample.Feed(folder)
        hall = folder / "hall"
        hall.mkdir()
        (hall / "root.json").write_bytes(self.feed.root)
        self.config = terminal_of(folder)
        self._number = 0
        self._usual = {"push": 0.08, "withdraw": 0.08, "sync": 0.1}
        first = [self._draft(p) for p in _PERIODS]
        self._finish(lambda: self.feed.push(*first, sample.ledger(8)))
        self._finish(lambda: whole_sync(self.config))

    def cycle(self) -> None:
        """Kill a push or a takedown, check, finish; kill a sync, check, finish."""
        started = time.monotonic()
        name = "withdraw" if len(self.figures.cycles) % 6 == 5 else "push"
        before = published(self.folder)
        work = self._work(name)
        self._strike(name, work)
        self._finish(lambda: check_feed(self.folder, _IDS))
        self._count(old=published(self.folder) == before)
        self._finish(work)
        old = shown(self.config)
        self._strike("sync", lambda: whole_sync(self.config))
        self._finish(lambda: check_terminal(self.config, {old, published(self.folder)}))
        self._count(old=shown(self.config) == old)
        self._finish(lambda: finish_terminal(self.config, published(self.folder)))
        self.figures.cycles.append(time.monotonic() - started)

    def _count(self, *, old: bool) -> None:
        self.figures.old += old
        self.figures.new += not old

    def _draft(self, period: str):
        self._number += 1
        data = self.chance.randbytes(30_000)
        return sample.pictured(
            self.folder / "drafts", data, period=period, title=f"第{self._number}次公告"
        )

    def _work(self, name: str) -> Callable[[], object]:
        if name == "withdraw":
            id_ = self.chance.choice(sorted(live_ids(self.folder) & _IDS))
            return lambda: self.feed.publisher.withdraw(id_, reason="更正")
        drafts = [self._draft(p) for p in self.chance.sample(_PERIODS, 3)]
        return lambda: self.feed.push(*drafts)

    def _strike(self, name: str, work: Callable[[], object]) -> None:
        """Do the work in a fork and kill it somewhere in the middle."""
        started = time.monotonic()
        pid = fork.begin(work)
        time.sleep(self.chance.uniform(0, self._usual[name] * 1.1))
        os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        if os.WIFSIGNALED(status):
            self.figures.kills += 1
            self.figures.by_work[name] += 1
        else:
            assert os.WEXITSTATUS(status) == 0, f"{name} failed by itself"
            self.figures.too_late += 1
            self._usual[name] = 0.8 * self._usual[name] + 0.2 * (time.monotonic() - started)

    @staticmethod
    def _finish(work: Callable[[], object]) -> None:
        assert fork.succeeds(work), "see above"
