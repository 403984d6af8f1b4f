"""``kiosk enrol``: its argument."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

Verb = Callable[[str, Callable[[argparse.Namespace], int | None], str], argparse.ArgumentParser]


def add_verbs(verb: Verb) -> None:
    """Add ``enrol`` to the command line."""
    enrol = verb("enrol", _enrol, "make this terminal known to the county's center")
    enrol.add_argument("config", type=Path, help="terminal.toml")


def _enrol(options: argparse.Namespace) -> None:
    from kiosk.terminal.config import load_config
    from kiosk.terminal.enrolment import enrol

    sys.stdout.write(enrol(load_config(options.config)) + "\n")
