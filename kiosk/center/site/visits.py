"""How often what was opened on a day: counts, and nothing about who.

No cookie, no address, no browser's name is looked at or kept.  A page view must not wait for the
disk, so a process counts in memory and writes once a minute; a kill costs that minute.
"""

from __future__ import annotations

import atexit
import logging
import threading
import time
from collections import Counter
from datetime import date, datetime

from django.db import Error as DatabaseFailure
from django.db import connections, transaction
from django.db.models import F, Sum

from kiosk.affairs.deadline import beijing_day
from kiosk.center.site.models import Visit

_LOG = logging.getLogger(__name__)
_SECONDS = 60.0
_MOST = 2_000
"""Subjects that wait to be written at most: a robot's walk must not fill the memory."""

_lock = threading.Lock()
_waiting: Counter[tuple[date, str, str]] = Counter()
_written_at = time.monotonic()


def seen(division: str, item: str, *, now: datetime) -> None:
    """Somebody opened a disclosure, or (``item`` '') a division's first page."""
    global _written_at  # noqa: PLW0603 - one of a process
    with _lock:
        key = (beijing_day(now), division, item)
        if key in _waiting or len(_waiting) < _MOST:
            _waiting[key] += 1
        due = time.monotonic() - _written_at >= _SECONDS
        if due:
            _written_at = time.monotonic()
    if due:
        threading.Thread(target=_write_apart, name="visits").start()


def _write_apart() -> None:
    """In a thread of its own: a database that somebody holds must not hold a page."""
    try:
        write()
    finally:
        connections.close_all()


def write() -> None:
    """Write down what was counted; what cannot be written now is kept for the next time."""
    global _written_at  # noqa: PLW0603 - one of a process
    with _lock:
        taken = dict(_waiting)
        _waiting.clear()
        _written_at = time.monotonic()
    if not taken:
        return
    try:
        with transaction.atomic():
            for (day, division, item), count in taken.items():
                row, made = Visit.objects.get_or_create(
                    day=day, division=division, item=item, defaults={"count": count}
                )
                if not made:
                    Visit.objects.filter(pk=row.pk).update(count=F("count") + count)
    except DatabaseFailure:
        _LOG.warning("visits cannot be written now; counted on")
        with _lock:
            _waiting.update(taken)


atexit.register(write)


def visited(since: date, scope: str = "") -> list[tuple[str, str, int]]:
    """Division, item and how often, since a day, below a scope; the most opened first."""
    found = Visit.objects.filter(day__gte=since, division__startswith=scope)
    sums = found.values("division", "item").annotate(n=Sum("count")).order_by("-n", "division")
    return [(row["division"], row["item"], row["n"]) for row in sums]
