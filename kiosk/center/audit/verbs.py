"""``kiosk audit``: its arguments."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

Verb = Callable[[str, Callable[[argparse.Namespace], int | None], str], argparse.ArgumentParser]

_MORE = """\
verify          walk along the whole chain; says the first place that does not fit
list            the newest acts, the last one lowest
head            the last link, as it stands on the monthly form
"""


def add_verbs(verb: Verb) -> None:
    """Add ``audit`` to the command line."""
    audit = verb("audit", _audit, "who did what, when and from where; whether it was tampered with")
    audit.formatter_class = argparse.RawDescriptionHelpFormatter
    audit.epilog = _MORE
    audit.add_argument("act", choices=("verify", "list", "head"))
    audit.add_argument("--printed", help="verify: a head as it was printed, 第128条 1f0c 88a2 ...")
    audit.add_argument("--last", type=int, default=50, help="list: how many (default: %(default)s)")


def _audit(options: argparse.Namespace) -> int:
    from kiosk.center.opening import open_center
    from kiosk.state import State

    folders = State(options.state.resolve())
    open_center(feed=folders.feed, data=folders.center)
    from kiosk.center.audit.commands import run  # models can be imported from here on

    status, lines = run(options)
    for line in lines:
        sys.stdout.write(f"{line}\n")
    return status
