"""``kiosk staff``: the first people of a county, and a lost password."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

Verb = Callable[[str, Callable[[argparse.Namespace], int | None], str], argparse.ArgumentParser]

_MORE = """\
add NAME        enter someone; prints their first password once
list            everyone, by place
password NAME   a new first password for someone, printed once
codes NAME      a new sheet of one-time codes for someone without a smartphone, printed once
unbind NAME     a lost phone: nothing of the second factor works any more
code NAME       the code of this moment; in a sample county only
"""


def add_verbs(verb: Verb) -> None:
    """Add ``staff`` to the command line."""
    staff = verb("staff", _staff, "the people who work at the center, in townships and villages")
    staff.formatter_class = argparse.RawDescriptionHelpFormatter
    staff.epilog = _MORE
    staff.add_argument("act", choices=("add", "list", "password", "codes", "unbind", "code"))
    staff.add_argument("username", nargs="?", help="to log in with")
    staff.add_argument("--name", default="", help="add: the person's name")
    staff.add_argument("--post", default="", help="add: what they are there")
    staff.add_argument("--division", default="", help="add: 12-digit code")
    staff.add_argument("--unit", default="", help="add: a code in cases.yaml; default: the office")
    staff.add_argument("--auditor", action="store_true", help="add: sees all, changes nothing")


def _staff(options: argparse.Namespace) -> int:
    from kiosk.center.opening import open_center
    from kiosk.state import State

    folders = State(options.state.resolve())
    open_center(feed=folders.feed, data=folders.center)
    from kiosk.center.accounts.commands import run  # models can be imported from here on

    for line in run(options):
        sys.stdout.write(f"{line}\n")
    return 0
