"""What time it is on a box whose battery may be dead (FEED.md, Clock)."""

from __future__ import annotations

import ctypes
import sys
from datetime import UTC, datetime

from kiosk.feed.trust import reference_time

_TIME_ERROR = 5
"""What adjtimex(2) returns while no time server has set the clock."""


def is_synchronised() -> bool:
    """Whether the kernel says that a time server has set the clock; False where it cannot tell."""
    if sys.platform != "linux":
        return False
    try:
        # A zeroed `struct timex` (208 bytes on 64-bit) asks and changes nothing.
        state: int = ctypes.CDLL(None, use_errno=True).adjtimex(ctypes.create_string_buffer(512))
    except (OSError, AttributeError):
        return False
    return 0 <= state < _TIME_ERROR


def reference(floor: datetime) -> datetime:
    """What to take for now, given the time below which it cannot be."""
    return reference_time(datetime.now(UTC), floor, synchronised=is_synchronised())
