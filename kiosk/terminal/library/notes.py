"""The small note beside the library: when the feed was last checked, and the floor of time.

Not in SQLite, whose smallest commit writes 16 kB.  Losing it in a power cut loses minutes.
"""

from __future__ import annotations

import contextlib
from datetime import datetime
from pathlib import Path

import msgspec

_NAME = "checked.json"


class _Checked(msgspec.Struct):
    at: datetime
    floor: datetime | None = None


def read_checked(folder: Path) -> datetime | None:
    """When the feed was last checked with success, in UTC; None if nobody knows."""
    found = _read(folder)
    return None if found is None else found.at


def read_floor(folder: Path) -> datetime | None:
    """The newest signed time that was verified here, in UTC; None before the first."""
    found = _read(folder)
    return None if found is None else found.floor


def write_checked(folder: Path, at: datetime, floor: datetime | None = None) -> None:
    """Note a successful check.  Renamed into place, but not forced to the disk."""
    temporary = folder / f".{_NAME}.tmp"
    temporary.write_bytes(msgspec.json.encode(_Checked(at=at, floor=floor)))
    temporary.replace(folder / _NAME)


def _read(folder: Path) -> _Checked | None:
    with contextlib.suppress(OSError, msgspec.DecodeError):
        found = msgspec.json.decode((folder / _NAME).read_bytes(), type=_Checked)
        if all(t is None or t.tzinfo is not None for t in (found.at, found.floor)):
            return found
    return None
