"""Writing files so that a power cut leaves the old one or the new one, never a piece.

Temporary file beside it, fsync, rename, fsync of the folder: without the first fsync ext4 may
keep the new name with no content, without the last it may forget the rename.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

TEMPORARY = ".tmp"
"""How the names of unfinished files end; whatever bears it may be deleted."""


_SIDE_BY_SIDE = 16


class BusyError(RuntimeError):
    """Another process holds the lock.  The message is Chinese."""


def write_durable(
    path: Path, data: bytes, *, mode: int = 0o644, modified: float | None = None
) -> None:
    """Put ``data`` at ``path`` in one step, on the disk when this returns.

    ``mode`` is the file's permission, cut by the umask; ``modified`` its time in seconds since
    1970, for servers that make their ETag from it.  Missing folders are made.  OSError when
    the disk says no; the old file is then untouched.
    """
    make_folder(path.parent)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}{TEMPORARY}")
    try:
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with open(handle, "wb") as file:  # noqa: PTH123 - a descriptor, for its permissions
            file.write(data)
            file.flush()
            if modified is not None:
                os.utime(file.fileno(), (modified, modified))
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    sync_folder(path.parent)


def all_at_once(work: Iterable[Callable[[], object]]) -> None:
    """Do many durable writes side by side; the first error is raised after all have ended.

    Waiting for the disk is nearly all of the work, and the file system answers those who wait
    together with one commit of its journal.
    """
    with ThreadPoolExecutor(max_workers=_SIDE_BY_SIDE) as pool:
        for done in [pool.submit(each) for each in work]:
            done.result()


def move_durable(source: Path, target: Path) -> None:
    """Move a finished file to its name, its content and its name on the disk when this returns."""
    make_folder(target.parent)
    with source.open("rb") as file:
        os.fsync(file.fileno())
    source.replace(target)
    sync_folder(target.parent)


def make_folder(path: Path) -> None:
    """Make a folder and those above it, each of them known to the disk."""
    if path.is_dir():
        return
    make_folder(path.parent)
    path.mkdir(exist_ok=True)
    sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """Make the names in a folder as durable as the files behind them."""
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def remove_leftovers(folder: Path) -> None:
    """Delete what an interrupted write left behind, in the folder and right below it."""
    for pattern in (f".*{TEMPORARY}", f"*/.*{TEMPORARY}"):
        for path in folder.glob(pattern):
            path.unlink(missing_ok=True)


@contextlib.contextmanager
def only_one(path: Path, message: str, *, patience: float = 0.0) -> Iterator[None]:
    """Hold an exclusive lock on a file; BusyError with the message if someone else has it.

    ``patience`` is how many seconds to wait for it.
    The kernel gives the lock back when the process dies, so a crash leaves nothing to clean.
    """
    make_folder(path.parent)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        deadline = time.monotonic() + patience
        while not _locked(handle):
            if time.monotonic() >= deadline:
                raise BusyError(message)
            time.sleep(0.05)
        yield
    finally:
        os.close(handle)


def _locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
