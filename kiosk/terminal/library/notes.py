"""The small note beside the library: when the feed was last checked.

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


def read_checked(folder: Path) -> datetime | None:
    """When the feed was last checked with success, in UTC; None if nobody knows."""
    with contextlib.suppress(OSError, msgspec.DecodeError):
        found = msgspec.json.decode((folder / _NAME).read_bytes(), type=_Checked).at
        return found if found.tzinfo is not None else None
    return None


def write_checked(folder: Path, at: datetime) -> None:
    """Note a successful check.  Renamed into place, but not forced to the disk."""
    temporary = folder / f".{_NAME}.tmp"
    temporary.write_bytes(msgspec.json.encode(_Checked(at=at)))
    temporary.replace(folder / _NAME)
