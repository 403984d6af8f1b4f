"""When to poll: spread over the interval by who one is, later after failures, as asked.

After a power cut in the county, 400 terminals start in the same second.  Each begins at a point
of the interval that follows from its identity alone, so they are spread however equal they are.
"""

from __future__ import annotations

import contextlib
import random
import secrets
import time
from pathlib import Path

from kiosk.feed import durable

_LONGEST = 900.0
_DOUBLINGS = 10
_RETRY = (60.0, 3_600.0)


def identity(folder: Path, division: str) -> str:
    """The division and 16 random digits that are made once and kept in the data folder.

    Where they cannot be kept they are made anew each time, which serves as well.
    """
    file = folder / "terminal.id"
    try:
        kept = file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        kept = ""
    if not kept:
        kept = secrets.token_hex(8)
        with contextlib.suppress(OSError):  # a full or read-only disk must not stop the poll
            durable.write_durable(file, kept.encode())
    return f"{division}-{kept}"


class Retry:
    """When to try something again that the server did not have: later each time."""

    def __init__(self) -> None:
        self._at = float("inf")
        self._after = _RETRY[0]

    def failed(self) -> None:
        """Again in a minute, in two, in four, at last every hour."""
        self._at = time.monotonic() + self._after
        self._after = min(self._after * 2, _RETRY[1])

    def succeeded(self) -> None:
        """Not again."""
        self._at, self._after = float("inf"), _RETRY[0]

    @property
    def due(self) -> bool:
        """Whether something has failed and the time has come."""
        return time.monotonic() >= self._at

    @property
    def waiting(self) -> bool:
        """Whether something has failed and the time has not come."""
        return time.monotonic() < self._at < float("inf")


class Rhythm:
    """The waits between polls of one terminal, in seconds."""

    def __init__(self, identity: str, interval: float) -> None:
        self._chance = random.Random(identity)  # noqa: S311 - spreads load
        self._interval = interval
        self._failures = 0

    @property
    def failures(self) -> int:
        """Polls that failed since the last that did not."""
        return self._failures

    def first(self) -> float:
        """The wait before the first poll: anywhere in the interval."""
        return self._chance.uniform(0, self._interval)

    def after_success(self, retry_after: float | None = None) -> float:
        """The usual wait, give or take a tenth; longer where the server asked for it."""
        self._failures = 0
        return max(self._interval * self._chance.uniform(0.9, 1.1), retry_after or 0.0)

    def after_failure(self, retry_after: float | None = None) -> float:
        """Exponential with full jitter, up to 15 minutes; at least what the server asked for."""
        self._failures += 1
        ceiling = min(_LONGEST, self._interval * 2 ** min(self._failures, _DOUBLINGS))
        return max(self._chance.uniform(1.0, ceiling), retry_after or 0.0)
