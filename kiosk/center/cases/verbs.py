"""``kiosk deadline`` and ``kiosk cases``: their arguments."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

Verb = Callable[[str, Callable[[argparse.Namespace], int | None], str], argparse.ArgumentParser]


_MORE = """\
rules FILE      check a cases.yaml and take it into force
clocks          raise, resume, close and recount what is due by now (kiosk serve does it too)
"""


class DayError(ValueError):
    """What was typed is no day.  The message is Chinese."""


def add_verbs(verb: Verb) -> None:
    """Add ``deadline`` and ``cases`` to the command line."""
    deadline = verb("deadline", _deadline, "when an answer is due, counted day by day")
    deadline.add_argument("day", help="of receipt, such as 2026-02-13")
    deadline.add_argument("--days", type=int, default=3, help="working days; %(default)s")
    cases = verb("cases", _cases, "feedback: the county's rules, and what time does to cases")
    cases.formatter_class = argparse.RawDescriptionHelpFormatter
    cases.epilog = _MORE
    cases.add_argument("act", choices=("rules", "clocks"))
    cases.add_argument("file", nargs="?", type=Path, help="rules: a cases.yaml")


def _deadline(options: argparse.Namespace) -> None:
    from kiosk.affairs.deadline import count_deadline

    try:
        received = date.fromisoformat(options.day)
    except ValueError as error:
        raise DayError(f"“{options.day}”不是日期，请写成 2026-02-13 这样。") from error
    found = count_deadline(received, options.days)
    sys.stdout.write("\n".join([f"{found.due:%Y-%m-%d}", *found.explain(), ""]))


class NoFileError(ValueError):
    """A file was not named.  The message is Chinese."""


def _cases(options: argparse.Namespace) -> None:
    from kiosk.center.opening import open_center
    from kiosk.state import State

    folders = State(options.state.resolve())
    open_center(feed=folders.feed, data=folders.center)
    if options.act == "rules":
        from kiosk.center.cases.setup import load_rules

        if options.file is None:
            raise NoFileError("请写明文件，例如：kiosk cases rules 示例县/cases.yaml")
        sys.stdout.write(f"{load_rules(options.file, folders.center)}\n")
        return
    from django.utils import timezone

    from kiosk.center.cases.clock import run_clocks  # models can be imported from here on

    done = run_clocks(timezone.now())
    sys.stdout.write(
        f"重算期限 {done.recounted}，恢复计时 {done.resumed}，上报督办 {done.raised}，"
        f"自动办结 {done.closed}，过时结束 {done.lapsed}。\n"
    )
