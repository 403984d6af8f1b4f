"""``kiosk deadline``: when an answer is due, and how that was counted."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import date

Verb = Callable[[str, Callable[[argparse.Namespace], int | None], str], argparse.ArgumentParser]


class DayError(ValueError):
    """What was typed is no day.  The message is Chinese."""


def add_verbs(verb: Verb) -> None:
    """Add ``deadline`` to the command line."""
    deadline = verb("deadline", _deadline, "when an answer is due, counted day by day")
    deadline.add_argument("day", help="of receipt, such as 2026-02-13")
    deadline.add_argument("--days", type=int, default=3, help="working days; %(default)s")


def _deadline(options: argparse.Namespace) -> None:
    from kiosk.affairs.deadline import count_deadline

    try:
        received = date.fromisoformat(options.day)
    except ValueError as error:
        raise DayError(f"“{options.day}”不是日期，请写成 2026-02-13 这样。") from error
    found = count_deadline(received, options.days)
    sys.stdout.write("\n".join([f"{found.due:%Y-%m-%d}", *found.explain(), ""]))
