"""What was on the screen and from when to when: a bounded queue that outlives a bad line.

While one Edition stays on view its stretch only grows, so sixty days without a line are one
stretch, not 17,280 reports.  Times are the kernel's since boot; only across a reboot the wall
clock has to do, and then the report says whether anybody had checked it.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from kiosk.feed.report import Span
from kiosk.terminal.telemetry import uptime

DARK = 300.0
"""Seconds without a new frame after which the screen counts as dark: its clock turns every 60."""

CAPACITY = 200
"""Stretches that are kept; the oldest go first."""

_BOOT = Path("/proc/sys/kernel/random/boot_id")
_SAVE_EVERY = 300.0


class _Stretch(msgspec.Struct):
    number: int
    scopes: dict[str, int]
    takedowns: int
    boot: str
    since: float
    until: float
    since_wall: float
    until_wall: float
    trusted: bool = False


class _Kept(msgspec.Struct):
    stretches: list[_Stretch] = []
    lost: int = 0


class Spans:
    """The stretches that the center does not know yet, the newest last.

    ``number`` gives a number that was never used before, ``trusted`` says whether the wall clock
    may be believed.
    """

    def __init__(
        self,
        path: Path,
        number: Callable[[], int],
        trusted: Callable[[], bool],
        *,
        capacity: int = CAPACITY,
    ) -> None:
        self._path = path
        self._number = number
        self._trusted = trusted
        self._capacity = capacity
        self._boot = _boot()
        self._saved = float("-inf")
        self._kept = _Kept()
        with contextlib.suppress(OSError, msgspec.DecodeError):
            self._kept = msgspec.json.decode(path.read_bytes(), type=_Kept)

    @property
    def lost(self) -> int:
        """How many were dropped because the queue was full."""
        return self._kept.lost

    def __len__(self) -> int:
        return len(self._kept.stretches)

    def see(self, scopes: Mapping[str, int], takedowns: int, at: float) -> None:
        """A frame of these feeds was drawn, ``at`` seconds after boot."""
        last = self._last()
        wall = time.time() - (uptime() - at)
        if last is not None and last.boot == self._boot and at - last.until <= DARK:
            if at < last.until:
                return
            last.until, last.until_wall, last.trusted = at, wall, self._trusted()
            if (last.scopes, last.takedowns) == (dict(scopes), takedowns):
                if at - self._saved >= _SAVE_EVERY:
                    self.save()
                return
        self._kept.stretches.append(
            _Stretch(
                number=self._number(),
                scopes=dict(scopes),
                takedowns=takedowns,
                boot=self._boot,
                since=at,
                until=at,
                since_wall=wall,
                until_wall=wall,
                trusted=self._trusted(),
            )
        )
        excess = len(self._kept.stretches) - self._capacity
        if excess > 0:
            del self._kept.stretches[:excess]
            self._kept.lost += excess
        self.save()

    def oldest(self, count: int) -> tuple[Span, ...]:
        """The newest stretch and the oldest ones before it, as the center is told."""
        stretches = self._kept.stretches
        return tuple(self._told(s) for s in [*stretches[:-1][: count - 1], *stretches[-1:]])

    def confirm(self, told: tuple[Span, ...]) -> None:
        """The center has these; all but the newest need not be told again."""
        numbers = {span.number for span in told}
        last = self._last()
        before = len(self._kept.stretches)
        self._kept.stretches = [
            s for s in self._kept.stretches if s is last or s.number not in numbers
        ]
        if len(self._kept.stretches) != before:
            self.save()
        else:
            self._saved = uptime()  # the center remembers, the card need not

    def save(self) -> None:
        """Renamed into place, not forced to the disk: a power cut costs minutes of proof."""
        temporary = self._path.with_name(f".{self._path.name}.tmp")
        with contextlib.suppress(OSError):  # a full disk must not stop what is still told
            temporary.write_bytes(msgspec.json.encode(self._kept))
            temporary.replace(self._path)
        self._saved = uptime()

    def _last(self) -> _Stretch | None:
        return self._kept.stretches[-1] if self._kept.stretches else None

    def _told(self, stretch: _Stretch) -> Span:
        if stretch.boot == self._boot:
            now, since, until, certain = uptime(), stretch.since, stretch.until, True
        else:
            now, since, until = time.time(), stretch.since_wall, stretch.until_wall
            certain = stretch.trusted and self._trusted()
        ages = max(0, round(now - since)), max(0, round(now - until))
        return Span(
            number=stretch.number,
            scopes=stretch.scopes,
            takedowns=stretch.takedowns,
            since=ages[0],
            until=ages[1],
            certain=certain,
        )


def _boot() -> str:
    try:
        return _BOOT.read_text(encoding="ascii").strip()
    except OSError:
        return ""
