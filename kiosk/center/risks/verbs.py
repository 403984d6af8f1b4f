"""``kiosk risks``: the county's rules for warnings, and what they see now."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

Verb = Callable[[str, Callable[[argparse.Namespace], int | None], str], argparse.ArgumentParser]
_MORE = """\
rules FILE      check a risks.yaml and take it into force
look            look at everything that is public now (the worker does it by itself)
"""


class NoFileError(ValueError):
    """A file was not named.  The message is Chinese."""


def add_verbs(verb: Verb) -> None:
    """Add ``risks`` to the command line."""
    risks = verb("risks", _risks, "warnings: the county's rules, and looking for what they see")
    risks.formatter_class = argparse.RawDescriptionHelpFormatter
    risks.epilog = _MORE
    risks.add_argument("act", choices=("rules", "look"))
    risks.add_argument("file", nargs="?", type=Path, help="rules: a risks.yaml")


def _risks(options: argparse.Namespace) -> None:
    from kiosk.center.opening import open_center
    from kiosk.state import State

    folders = State(options.state.resolve())
    open_center(feed=folders.feed, data=folders.center)
    if options.act == "rules":
        from kiosk.center.risks.rules import load

        if options.file is None:
            raise NoFileError("请写明文件，例如：kiosk risks rules 示例县/risks.yaml")
        sys.stdout.write(f"{load(options.file, folders.center)}\n")
        return
    from django.utils import timezone

    from kiosk.center.risks.looking import Looker  # models can be imported from here on

    done = Looker().look_at_all(timezone.now())
    sys.stdout.write(f"三资预警：新立 {done.filed} 件，自动结束 {done.ended} 件。\n")
