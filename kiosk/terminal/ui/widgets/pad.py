"""A number pad as on a telephone: 1 2 3 on top, and a way to take back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from kiosk.terminal.ui.kit import Kit
from kiosk.terminal.ui.layout import Block, Column, Row


def number_pad(kit: Kit, typed: Callable[[str], None], *, tall: float = 0) -> Block:
    """Twelve keys; ``typed`` is given a digit, ``<`` to take one back, or nothing to take all."""
    theme = kit.theme
    tall = tall or theme.mm(20)
    keys = [(digit, digit, digit) for digit in "123456789"]
    keys += [("清空", "", "清空"), ("0", "0", "0"), ("删一个", "<", "删一个")]
    rows = []
    for start in range(0, len(keys), 3):
        row = [
            kit.button(name, partial(typed, sign), spoken=spoken, height=tall)
            for name, sign, spoken in keys[start : start + 3]
        ]
        rows.append(Row(*row, gap=theme.small, even=True))
    return Column(*rows, gap=theme.small)


def after(typed: str, sign: str, most: int) -> str:
    """What stands there after a key: at most ``most`` digits."""
    if sign == "<":
        return typed[:-1]
    return (typed + sign)[:most] if sign else ""
