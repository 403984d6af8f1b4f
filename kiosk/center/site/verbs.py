"""``kiosk visits``: its arguments."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import timedelta

Verb = Callable[[str, Callable[[argparse.Namespace], int | None], str], argparse.ArgumentParser]


def add_verbs(verb: Verb) -> None:
    """Add ``visits`` to the command line."""
    visits = verb("visits", _visits, "how often the mobile pages were opened; nothing about who")
    visits.add_argument("--days", type=int, default=30, help="how far back; default: %(default)s")
    visits.add_argument("--division", default="", help="12-digit code; default: the whole county")
    visits.add_argument("--most", type=int, default=20, help="lines; default: %(default)s")


def _visits(options: argparse.Namespace) -> None:
    from kiosk.center.opening import open_center
    from kiosk.state import State

    folders = State(options.state.resolve())
    open_center(feed=folders.feed, data=folders.center)
    from django.utils import timezone

    from kiosk.affairs.deadline import beijing_day
    from kiosk.affairs.division import scope_of
    from kiosk.center.cases.places import division_name, title_of
    from kiosk.center.site.visits import visited

    scope = scope_of(options.division) if options.division else ""
    found = visited(beijing_day(timezone.now()) - timedelta(days=options.days - 1), scope)
    _say(f"最近 {options.days} 天，网页打开 {sum(n for _, _, n in found)} 次。只数次数，不记是谁。")
    for division, item, count in found[: options.most]:
        title = title_of(item) if item else "首页"
        _say(f"{count:>8}  {division_name(division)}  {title or item}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
