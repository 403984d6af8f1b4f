"""When the panel rests: dimmed in the evening, black at night, as the configuration says."""

from __future__ import annotations

from datetime import time
from enum import Enum

from kiosk.terminal.config import Night


class Rest(Enum):
    """How an idle panel looks at an hour."""

    DAY = "day"
    DIM = "dim"
    DARK = "dark"


def rest_at(moment: time, night: Night) -> Rest:
    """How it looks at a time of day in China; hours may run over midnight."""
    dim, dark, until = (time.fromisoformat(text) for text in (night.dim, night.dark, night.until))
    if _within(moment, dark, until):
        return Rest.DARK
    if _within(moment, dim, until):
        return Rest.DIM
    return Rest.DAY


def _within(moment: time, start: time, end: time) -> bool:
    """Whether it lies in the hours from start to end; equal ones are no hours at all."""
    if start <= end:
        return start <= moment < end
    return moment >= start or moment < end
