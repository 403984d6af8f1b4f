"""What the screen's process tells that of sync: what it has drawn, and that a poll is wanted.

A small file in memory (``/dev/shm``), never forced to a disk: at one note every 30 seconds a
card would wear.  Ages are counted on the kernel's clock since boot, which no time server and
no dead battery moves.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import time
from pathlib import Path

import msgspec

_MEMORY = Path("/dev/shm")  # noqa: S108 - owner and mode are checked
_NAME = "drawn.json"
_ASKED = "poll-now"


class Drawn(msgspec.Struct, frozen=True, kw_only=True):
    """The last frame that was drawn.

    ``edition`` is the digest of the Edition that it was made from, ``frame`` the SHA-256 of the
    pixels when they were last read, ``blank`` whether these were all of one colour.  ``at`` and
    ``touched`` are seconds since boot (`uptime`); ``touched`` None: nobody yet.
    """

    edition: str
    frame: str = ""
    blank: bool = False
    screen: str = ""
    at: float
    touched: float | None = None


def uptime() -> float:
    """Seconds since boot, sleep included; the same for all processes."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


def drawn_path(data: Path) -> Path:
    """Where the screen of the terminal with this data folder leaves its note."""
    if not os.access(_MEMORY, os.W_OK):
        return data / _NAME
    mark = hashlib.sha256(str(data.resolve()).encode()).hexdigest()[:16]
    return _MEMORY / f"kiosk-{mark}" / _NAME


def write_drawn(path: Path, drawn: Drawn) -> None:
    """Leave the note; readers find the old one or the new one.  OSError if it cannot be."""
    path.parent.mkdir(mode=0o755, exist_ok=True)
    if not _ours(path.parent):
        raise PermissionError(f"{path.parent} belongs to somebody else")
    temporary = path.with_name(f".{path.name}.tmp")
    temporary.write_bytes(msgspec.json.encode(drawn))
    temporary.replace(path)


def read_drawn(path: Path) -> Drawn | None:
    """The last note since boot; None while there is none."""
    with contextlib.suppress(OSError, msgspec.DecodeError):
        if not _ours(path.parent):
            return None
        drawn = msgspec.json.decode(path.read_bytes(), type=Drawn)
        return drawn if drawn.at <= uptime() else None  # on a disk it may be from before boot
    return None


def ask(data: Path) -> None:
    """Ask the sync of this terminal to poll now; OSError where that cannot be said."""
    path = drawn_path(data).with_name(_ASKED)
    path.parent.mkdir(mode=0o755, exist_ok=True)
    if not _ours(path.parent):
        raise PermissionError(f"{path.parent} belongs to somebody else")
    path.touch()


def asked(data: Path) -> bool:
    """Whether somebody has asked since the last look."""
    with contextlib.suppress(OSError):
        path = drawn_path(data).with_name(_ASKED)
        if _ours(path.parent):
            path.unlink()
            return True
    return False


def _ours(folder: Path) -> bool:
    """Whether a folder in shared memory is no other user's."""
    status = folder.lstat()
    return stat.S_ISDIR(status.st_mode) and status.st_uid in {os.getuid(), 0}
