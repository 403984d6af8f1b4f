"""What a process and its children cost: processor and memory, from /proc."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")
_EVERY = 1.0


class Meter:
    """Watches a process tree once a second.

    ``peak`` is the most it used within one second, 1.0 being one processor; ``memory`` the most
    resident memory in bytes; both since the last `reset`.
    """

    def __init__(self, process: int) -> None:
        self._process = process
        self.peak = 0.0
        self.memory = 0
        self._stop = threading.Event()
        threading.Thread(target=self._watch, daemon=True).start()

    def reset(self) -> None:
        """Begin anew."""
        self.peak, self.memory = 0.0, 0

    def close(self) -> None:
        """Watch no more."""
        self._stop.set()

    def _watch(self) -> None:
        before, at = self._used()[0], time.monotonic()
        while not self._stop.wait(_EVERY):
            used, memory = self._used()
            now = time.monotonic()
            self.peak = max(self.peak, (used - before) / (now - at))
            self.memory = max(self.memory, memory)
            before, at = used, now

    def _used(self) -> tuple[float, int]:
        """Processor seconds so far and resident bytes now, of the whole tree."""
        ticks, memory, waiting = 0, 0, [self._process]
        while waiting:
            process = waiting.pop()
            folder = Path("/proc") / str(process)
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
                ticks += int(fields[11]) + int(fields[12])
                memory += int((folder / "statm").read_text().split()[1]) * os.sysconf(
                    "SC_PAGE_SIZE"
                )
                children = (folder / "task" / str(process) / "children").read_text()
            except OSError:
                continue
            waiting += [int(child) for child in children.split()]
        return ticks / _TICK, memory
