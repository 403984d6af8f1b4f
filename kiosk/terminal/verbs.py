"""``kiosk enrol``, ``kiosk pin`` and ``kiosk preview``: their arguments."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

Verb = Callable[[str, Callable[[argparse.Namespace], int | None], str], argparse.ArgumentParser]


def add_verbs(verb: Verb) -> None:
    """Add ``enrol``, ``pin`` and ``preview`` to the command line."""
    enrol = verb("enrol", _enrol, "make this terminal known to the county's center")
    enrol.add_argument("config", type=Path, help="terminal.toml")
    pin = verb("pin", _pin, "set the PIN of a terminal's staff panel")
    pin.add_argument("config", type=Path, help="terminal.toml")
    pin.add_argument("--stdin", action="store_true", help="read it from standard input")
    preview = verb("preview", _preview, "draw what is not sent yet, as the screen will")
    preview.add_argument("order", type=Path, help="what to draw, as the center writes it (JSON)")
    preview.add_argument("folder", type=Path, help="where the pictures go")
    preview.add_argument("--width", type=int, default=1080, help="pixels (default: %(default)s)")
    preview.add_argument("--height", type=int, default=1920, help="pixels (default: %(default)s)")
    preview.add_argument("--most", type=int, default=12, help="pages (default: %(default)s)")


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


def _preview(options: argparse.Namespace) -> None:
    from kiosk.state import State
    from kiosk.terminal.preview import preview

    preview(
        options.order,
        options.folder,
        size=(options.width, options.height),
        face_folder=State(options.state.resolve()).face,
        most=options.most,
    )
