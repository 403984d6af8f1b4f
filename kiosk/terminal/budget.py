"""How many bytes may still be fetched today: village lines are often paid by the gigabyte.

Pictures may use nine tenths, so that an urgent notice in the evening still comes.  Signed
metadata and takedowns come always: they are small, and what must go must go.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec

_PICTURES = 0.9
_NAME = "budget.json"


class _Spent(msgspec.Struct):
    day: date
    bytes: int


class Budget:
    """The bytes of one day, kept in ``folder``; ``today`` gives the day that it counts for.

    A clock that jumps can only give a day more or begin one anew; it never takes content away.
    """

    def __init__(self, folder: Path, daily_bytes: int, today: Callable[[], date]) -> None:
        self._file = folder / _NAME
        self._daily = daily_bytes
        self._today = today
        self._kept = self._read()
        self._spent = self._read() or _Spent(today(), 0)

    @property
    def spent(self) -> int:
        """Bytes of body that came today."""
        self._turn()
        return self._spent.bytes

    def room(self, *, pictures: bool) -> int:
        """Bytes that may still come today; never negative."""
        share = _PICTURES if pictures else 1.0
        return max(0, int(self._daily * share) - self.spent)

    def spend(self, count: int) -> None:
        """Count bytes that came."""
        self._turn()
        self._spent.bytes += count

    def save(self) -> None:
        """Write the count if it changed: renamed into place, not forced to the disk."""
        if self._spent == self._kept or not self._spent.bytes:
            return
        temporary = self._file.with_name(f".{_NAME}.tmp")
        with contextlib.suppress(OSError):  # a full disk costs the count, not the poll
            temporary.write_bytes(msgspec.json.encode(self._spent))
            temporary.replace(self._file)
            self._kept = msgspec.structs.replace(self._spent)

    def _turn(self) -> None:
        today = self._today()
        if today != self._spent.day:
            self._spent = _Spent(today, 0)

    def _read(self) -> _Spent | None:
        with contextlib.suppress(OSError, msgspec.DecodeError):
            return msgspec.json.decode(self._file.read_bytes(), type=_Spent)
        return None
