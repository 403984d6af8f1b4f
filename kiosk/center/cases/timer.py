"""Time passing in a server: a thread that looks at the clocks every few minutes."""

from __future__ import annotations

import logging
import threading

from django.contrib.sessions.backends.db import SessionStore
from django.db import DatabaseError, connections
from django.utils import timezone

from kiosk.center.cases.clock import run_clocks
from kiosk.center.cases.rules import RulesError

_LOG = logging.getLogger(__name__)
_FIRST = 5.0
_EVERY = 300.0


def start_timer() -> None:
    """Start it; it ends with the process.  Several processes may each have one."""
    threading.Thread(target=_run, name="case-clocks", daemon=True).start()


def _run() -> None:
    waiting = threading.Event()
    pause = _FIRST
    while not waiting.wait(pause):
        pause = _EVERY
        try:
            run_clocks(timezone.now())
            SessionStore.clear_expired()
        except (DatabaseError, RulesError, LookupError, OSError):
            _LOG.exception("the clocks of cases could not be run; again in %s s", _EVERY)
        finally:
            connections.close_all()
