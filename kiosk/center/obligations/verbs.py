"""``kiosk due``: what is due in the county, derived anew."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import date

Verb = Callable[[str, Callable[[argparse.Namespace], int | None], str], argparse.ArgumentParser]


class DueError(ValueError):
    """What was asked cannot be derived.  The message is Chinese."""


def add_verbs(verb: Verb) -> None:
    """Add ``due`` to the command line."""
    due = verb("due", _due, "derive what every division owes from the feed, as every night")
    due.add_argument("--day", help="as if it were this day, such as 2026-11-22 (default: today)")
    due.add_argument("--division", help="only this one: its 12-digit code")


def _due(options: argparse.Namespace) -> None:
    from kiosk.center.opening import open_center
    from kiosk.state import State

    try:
        day = date.fromisoformat(options.day) if options.day else None
    except ValueError as error:
        raise DueError(f"“{options.day}”不是日期，请写成 2026-11-22 这样。") from error
    folders = State(options.state.resolve())
    open_center(feed=folders.feed, data=folders.center)
    from kiosk.center.obligations.models import Obligation
    from kiosk.center.obligations.refresh import refresh, refresh_all
    from kiosk.center.printing import progress
    from kiosk.center.site.shelf import FEED_ERRORS

    try:
        if options.division:
            written = refresh(options.division, day)
        else:
            with progress("应公开事项") as step:
                written = refresh_all(day, step)
    except FEED_ERRORS as error:
        raise DueError(f"公开的内容读不出来，没有改动。先要 kiosk push（{error}）。") from error
    late = Obligation.objects.filter(owed=True, state="overdue").count()
    sys.stdout.write(
        f"应公开事项：新增 {written.made}，改动 {written.changed}，不再要求 {written.dropped}；"
        f"现在晚了的 {late} 项。\n"
    )
