"""A process beside this one that ends with it: for work that a web server's workers must not do."""

from __future__ import annotations

import contextlib
import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

_GRACE_SECONDS = 10


@contextlib.contextmanager
def beside(module: str, *arguments: Path) -> Iterator[None]:
    """While this lasts, ``python -m module`` runs; closing its standard input tells it to end."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE)  # noqa: S603 - our own program
    try:
        yield
    finally:
        assert process.stdin is not None
        process.stdin.close()
        try:
            process.wait(_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def told_to_end(seconds: float) -> bool:
    """In that process: wait so long, or until it is told to end, and say whether it was."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        ready, _, _ = select.select([sys.stdin], [], [], left)
        if ready and not os.read(sys.stdin.fileno(), 1):
            return True
    return False
