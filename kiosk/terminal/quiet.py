"""Logging for a box with a small card: short lines to stderr, no line over and over."""

from __future__ import annotations

import contextlib
import logging
import sys
import time
from collections.abc import Iterator

_LENGTH = 300
_AGAIN = 3600.0
_ROOT = "kiosk"


class _Once(logging.Filter):
    """Lets a message through once an hour, however often it is said."""

    def __init__(self) -> None:
        super().__init__()
        self._said: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        now = time.monotonic()
        key = f"{record.levelno} {record.msg} {record.args if record.levelno > 20 else ''}"
        if now - self._said.get(key, float("-inf")) < _AGAIN and record.levelno > logging.INFO:
            return False
        if len(self._said) > 200:
            self._said.clear()
        self._said[key] = now
        return True


class _Short(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return super().format(record)[:_LENGTH]


@contextlib.contextmanager
def quiet_log() -> Iterator[None]:
    """Log the program's own words to stderr while the block runs, unless somebody listens."""
    logger = logging.getLogger(_ROOT)
    if logger.handlers or logging.getLogger().handlers:
        yield
        return
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Short("%(levelname).1s %(name)s: %(message)s"))
    handler.addFilter(_Once())
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
