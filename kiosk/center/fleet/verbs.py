"""``kiosk fleet``: its arguments.  What it does is in `commands`, imported when it runs."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

Verb = Callable[[str, Callable[[argparse.Namespace], int | None], str], argparse.ArgumentParser]

_ACTS = ("list", "accept", "refuse", "revoke", "takedown", "proof")
_MORE = """\
list              how every terminal stands: newest, older, silent or faulty
accept CODE       this box is ours and hangs where it says
refuse CODE       it is not
revoke CODE       its reports count no more
takedown ITEM     who still shows a disclosure that was withdrawn
proof ITEM        from when to when it could be seen, terminal by terminal
"""


def add_verbs(verb: Verb) -> None:
    """Add ``fleet`` to the command line."""
    fleet = verb("fleet", _fleet, "the county's terminals: who they are and what they show")
    fleet.formatter_class = argparse.RawDescriptionHelpFormatter
    fleet.epilog = _MORE
    fleet.add_argument("act", choices=_ACTS)
    fleet.add_argument("what", nargs="?", help="a terminal's code, or a disclosure's id")
    fleet.add_argument("--terminal", help="proof: of this terminal only (code or division)")
    fleet.add_argument("--xlsx", type=Path, help="proof: write it into this file, for an audit")
    fleet.add_argument("--json", action="store_true", help="list: for programs")


def _fleet(options: argparse.Namespace) -> int:
    from kiosk.center.opening import open_center
    from kiosk.state import State

    folders = State(options.state.resolve())
    open_center(feed=folders.feed, data=folders.center)
    from kiosk.center.fleet.commands import run  # models can be imported from here on

    return run(options, folders.feed)
