"""The weekly village report (一周村情): what was done, what is going on, what comes next."""

from __future__ import annotations

from datetime import date

import msgspec


class WeeklyReport(msgspec.Struct, frozen=True, kw_only=True, tag="report", omit_defaults=True):
    """One week in sentences; ``figures`` are counts of it with their names (走访, 12户)."""

    first: date
    last: date
    done: tuple[str, ...]
    doing: tuple[str, ...] = ()
    coming: tuple[str, ...] = ()
    figures: tuple[tuple[str, str], ...] = ()
