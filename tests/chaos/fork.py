"""Work in a fork of this process, which is warm and must have no threads."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable


def begin(work: Callable[[], object], *, quiet: bool = False) -> int:
    """Start the work; the process number.  It exits with 1 if the work raised, after saying so."""
    sys.stdout.flush()
    pid = os.fork()
    if pid:
        return pid
    try:
        work()
    except BaseException:  # noqa: BLE001 - all that a fork can do is tell
        if not quiet or os.environ.get("CHAOS_LOUD"):
            traceback.print_exc()
        os._exit(1)
    os._exit(0)


def succeeds(work: Callable[[], object], *, quiet: bool = False) -> bool:
    """Whether the work raised nothing."""
    _, status = os.waitpid(begin(work, quiet=quiet), 0)
    return status == 0
