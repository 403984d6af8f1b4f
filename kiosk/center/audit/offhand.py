"""Putting on record what the command line did, on the machine that has the center."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kiosk.center.opening import open_center
from kiosk.state import State


def note(
    state: State, act: str, about: str, *, facts: Mapping[str, Any] | None = None, place: str = ""
) -> None:
    """Append one act of the command line, after it was done; ``place`` is a division's code.

    Where there is no center (the keys and the feed live alone) there is no log either.
    Raises CenterError if the center's data cannot be used.
    """
    from django.conf import settings

    if not (state.center / "secret-key").exists():
        return
    if settings.configured and Path(settings.DATA) != state.center.resolve():
        return  # Django knows one center a process; a program that has another notes there
    open_center(feed=state.feed, data=state.center)
    from django.db import connections

    from kiosk.center.audit.log import record  # models can be imported from here on

    try:
        record(act, about, by=None, facts=facts, division=place)
    finally:
        connections.close_all()
