"""What is wrong with a terminal, in sentences for the staff panel and the county.

Sync notes what it meets in ``state.json``.  What anyone can see for himself (a disk that is full
or read-only, a clock that nobody has set) is looked at when asked: a disk that takes no writing
takes no note either.
"""

from __future__ import annotations

import contextlib
import os
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from kiosk.terminal.clock import clock_trusted
from kiosk.terminal.config import TerminalConfig

FULL = "disk-full"
READ_ONLY = "disk-read-only"
CLOCK = "clock"
LINE = "line"
REFUSED = "refused"
SCOPE = "scope"
BUDGET = "budget"
NO_ROOM = "no-room"
PICTURES = "pictures"
DAMAGED = "damaged"
REBUILT = "rebuilt"
DISK = "disk"

_TEXTS = {
    FULL: "磁盘满了，新的内容存不下；已有的内容照常公开。请清理磁盘或换一张大一些的卡。",
    READ_ONLY: "磁盘变成了只读，新的内容存不下；已有的内容照常公开。存储卡可能坏了，请更换。",
    CLOCK: "时间没有核对过，可能不准；内容照常公开。联网以后会自动校准。",
}
_FULL_BELOW = 8 << 20
"""Bytes of free disk below which SQLite and the feed can no longer be relied on to write."""
_NAME = "state.json"


class Fault(msgspec.Struct, frozen=True):
    """Something that is wrong: ``code`` for programs, ``text`` in Chinese, ``since`` in UTC."""

    code: str
    text: str
    since: datetime

    def __str__(self) -> str:
        return self.text


class _State(msgspec.Struct):
    faults: list[Fault] = []


def faults(config: TerminalConfig) -> list[Fault]:
    """Everything that is wrong with this terminal now, the oldest first; [] if all is well."""
    noted = {f.code: f for f in _read(config.data_path).faults}
    now = datetime.now(UTC)
    seen = _disk(config.data_path)
    if not clock_trusted(config):
        seen.append(CLOCK)
    for code in seen:
        noted.setdefault(code, Fault(code, _TEXTS[code], now))
    return sorted(noted.values(), key=lambda f: f.since)


def _disk(folder: Path) -> list[str]:
    try:
        status = os.statvfs(folder)
    except OSError:
        return []
    if status.f_flag & os.ST_RDONLY or not os.access(folder, os.W_OK):
        return [READ_ONLY]
    return [FULL] if status.f_bavail * status.f_frsize < _FULL_BELOW else []


class FaultBook:
    """Sync's side: what is wrong, written down when that changes, not forced to the disk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open = {f.code: f for f in _read(folder).faults}

    def note(self, code: str, text: str, now: datetime) -> None:
        """Something is wrong; its beginning is kept while it lasts."""
        old = self._open.get(code)
        fault = Fault(code, text, old.since if old is not None else now)
        if fault != old:
            self._open[code] = fault
            self._write()

    def mended(self, *codes: str) -> None:
        """Something is well again, if it was not."""
        if any([self._open.pop(code, None) is not None for code in codes]):  # noqa: C419 - all go
            self._write()

    def __contains__(self, code: object) -> bool:
        return code in self._open

    def _write(self) -> None:
        temporary = self._folder / f".{_NAME}.tmp"
        with contextlib.suppress(OSError):
            temporary.write_bytes(msgspec.json.encode(_State(list(self._open.values()))))
            temporary.replace(self._folder / _NAME)


def _read(folder: Path) -> _State:
    with contextlib.suppress(OSError, msgspec.DecodeError):
        return msgspec.json.decode((folder / _NAME).read_bytes(), type=_State)
    return _State()
