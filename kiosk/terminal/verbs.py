"""``kiosk enrol`` and ``kiosk pin``: their arguments."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

Verb = Callable[[str, Callable[[argparse.Namespace], int | None], str], argparse.ArgumentParser]


def add_verbs(verb: Verb) -> None:
    """Add ``enrol`` and ``pin`` to the command line."""
    enrol = verb("enrol", _enrol, "make this terminal known to the county's center")
    enrol.add_argument("config", type=Path, help="terminal.toml")
    pin = verb("pin", _pin, "set the PIN of a terminal's staff panel")
    pin.add_argument("config", type=Path, help="terminal.toml")
    pin.add_argument("--stdin", action="store_true", help="read it from standard input")


def _enrol(options: argparse.Namespace) -> None:
    from kiosk.terminal.config import load_config
    from kiosk.terminal.enrolment import enrol

    sys.stdout.write(enrol(load_config(options.config)) + "\n")


def _pin(options: argparse.Namespace) -> None:
    from getpass import getpass

    from kiosk.terminal.config import load_config
    from kiosk.terminal.staff import Lock, PinError

    config = load_config(options.config)
    if options.stdin:
        pin = sys.stdin.readline().strip()
    else:
        pin = getpass("新密码（6 到 10 位数字）：")
        if getpass("再输一遍：") != pin:
            raise PinError("两遍不一样，密码没有改。")
    recovery = Lock(config.data_path).set_pin(pin)
    sys.stdout.write(
        f"密码已设好。恢复码 {recovery}，只显示这一次，请抄下来锁好；忘了密码时用它进入。\n"
        "进入的办法：在右上角的时间上连点五下，第六下按住三秒。\n"
    )
