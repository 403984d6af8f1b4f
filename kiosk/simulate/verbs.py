"""``kiosk simulate``: its arguments."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path

Verb = Callable[[str, Callable[[argparse.Namespace], int | None], str], argparse.ArgumentParser]

_SCENARIOS = ("idle", "village", "county", "urgent", "takedown", "power")


def add_verbs(verb: Verb) -> None:
    """Add ``simulate`` to the command line."""
    trial = verb("simulate", _simulate, "a whole county's terminals on this machine, for figures")
    trial.add_argument("--terminals", type=int, default=346, help="default: %(default)s")
    trial.add_argument("--townships", type=int, default=23, help="default: %(default)s")
    trial.add_argument("--items", type=int, default=6, help="of each division; %(default)s")
    trial.add_argument("--poll", type=float, default=30.0, help="seconds; default: %(default)s")
    trial.add_argument("--workers", type=int, default=2, help="of the server; %(default)s")
    trial.add_argument("--processes", type=int, help="of terminals; default: four a processor")
    trial.add_argument("--folder", type=Path, help="empty; default: a temporary one")
    trial.add_argument(
        "--settle", type=float, default=120.0, help="seconds to wait for the last heartbeats"
    )
    trial.add_argument(
        "--only", nargs="*", choices=_SCENARIOS, default=_SCENARIOS, help="besides the first sync"
    )


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _simulate(options: argparse.Namespace) -> int:
    import signal

    signal.signal(signal.SIGTERM, _interrupt)  # the server and the halls end with us
    from kiosk.simulate.scenarios import simulate
    from kiosk.simulate.trial import Size, processes

    size = Size(
        terminals=options.terminals,
        townships=min(options.townships, options.terminals),
        items=options.items,
        poll=options.poll,
        workers=options.workers,
        processes=options.processes or processes(options.terminals),
    )
    with tempfile.TemporaryDirectory(prefix="kiosk-simulate-") as temporary:
        folder = options.folder or Path(temporary)
        results = simulate(folder, size, tuple(options.only), options.settle)
    return 0 if all(r.asked == r.followed and not r.failed for r in results) else 1
