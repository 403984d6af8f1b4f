"""What time it is on a box whose battery may be dead (FEED.md, Clock).

Three things are known: what the system says, whether a time server has set it, and the floor,
the newest signed time that was ever verified here.  The time decides very little: nothing that
was verified is ever hidden by a date.
"""

from __future__ import annotations

import ctypes
import sys
from datetime import UTC, datetime, timedelta

from kiosk.terminal.config import TerminalConfig

_TIME_ERROR = 5
"""What adjtimex(2) returns while no time server has set the clock."""
_BEHIND = timedelta(minutes=10)
_AHEAD = timedelta(days=1)
"""How far an unset clock may be from the floor: the county signs anew every six hours."""

_BROKEN = timedelta(days=400)
"""A clock that nobody has set and that is further ahead of the floor than this is broken."""


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


def system_now() -> datetime:
    """What the system says, in UTC."""
    return datetime.now(UTC)


def reference(floor: datetime) -> datetime:
    """What to judge expiry by, given the time below which it cannot be."""
    from kiosk.feed.trust import reference_time  # the screen must not load all of TUF

    return reference_time(system_now(), floor, synchronised=is_synchronised())


def believed(floor: datetime) -> datetime:
    """The time to write beside what happens here: the system's, unless it cannot be true."""
    system = system_now()
    if system < floor or (not is_synchronised() and system - floor > _BROKEN):
        return floor
    return system


def is_trusted(floor: datetime | None) -> bool:
    """Whether the system's time may be believed; ``floor`` None where nothing was verified yet.

    It is never before the floor.  A time server has set it, or the center has signed something
    within the last day by it.  A box that was off the line for longer says so.
    """
    if floor is None:
        return is_synchronised()
    ahead = system_now() - floor
    return ahead >= -_BEHIND and (is_synchronised() or ahead <= _AHEAD)


def clock_trusted(config: TerminalConfig) -> bool:
    """Whether the time of this terminal may be believed, for the screen and the county."""
    from kiosk.terminal.library.notes import read_floor  # the library imports this module

    return is_trusted(read_floor(config.data_path))
