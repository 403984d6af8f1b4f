"""What a technician has set at this box: how bright, how loud, which text size to begin with.

One small file, written only when something is changed.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Annotated

import msgspec

from kiosk.feed import durable

_NAME = "preferences.json"
_Share = Annotated[float, msgspec.Meta(ge=0.1, le=1.0)]


class Preferences(msgspec.Struct, frozen=True):
    """``brightness`` and ``volume`` from 0.1 to 1, ``step`` the text size: 0, 1 or 2."""

    brightness: _Share = 1.0
    volume: _Share = 0.8
    step: Annotated[int, msgspec.Meta(ge=0, le=2)] = 0


def read_preferences(folder: Path) -> Preferences:
    """What was set; the defaults where nothing was, or where it cannot be read."""
    with contextlib.suppress(OSError, msgspec.DecodeError):
        return msgspec.json.decode((folder / _NAME).read_bytes(), type=Preferences)
    return Preferences()


def write_preferences(folder: Path, preferences: Preferences) -> None:
    """Keep what was set.  OSError when the disk takes nothing."""
    durable.write_durable(folder / _NAME, msgspec.json.encode(preferences))


def moved(value: float, by: float) -> float:
    """A share one notch further, in whole tenths from 0.1 to 1."""
    return min(1.0, max(0.1, round(value + by, 1)))
