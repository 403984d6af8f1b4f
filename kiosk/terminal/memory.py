"""Giving memory back to a small box after work that comes seldom."""

from __future__ import annotations

import ctypes
import gc


def give_back() -> None:
    """Collect garbage and return what is free to the system; does nothing where it cannot."""
    gc.collect()
    try:
        ctypes.CDLL(None).malloc_trim(0)
    except (OSError, AttributeError):
        return
