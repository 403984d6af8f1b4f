"""Proof of publication: from when to when an item could be seen on a terminal, and when not.

A stretch counts as seen if the terminal signed that it had drawn frames of an Edition that
holds the item.  Where no frames were drawn, or nobody reported any, it was dark.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple

from django.utils import timezone

from kiosk.affairs.division import scope_of
from kiosk.center.fleet.models import Appearance, Published, Showing, Terminal
from kiosk.center.fleet.standing import holds

TOLERANCE = timedelta(minutes=10)
"""Between two reports of the same; a shorter gap is not taken for darkness."""


WORDS = {"seen": "可以看到", "absent": "画面上没有", "dark": "没有画面"}
"""What a stretch was, in Chinese."""


class Stretch(NamedTuple):
    """A stretch of time (UTC) and what it was: ``seen``, ``absent`` or ``dark``.

    ``absent``: the screen was on and the item not on it.  ``certain`` is False where only an
    unchecked clock of the terminal said when it was.
    """

    since: datetime
    until: datetime
    what: str
    certain: bool = True

    @property
    def length(self) -> timedelta:
        """How long it was."""
        return self.until - self.since

    @property
    def chinese(self) -> str:
        """What it was, in words."""
        return WORDS[self.what]


class Notice(NamedTuple):
    """An item and the time for which it must be seen: from its publication to ``end`` (UTC).

    ``required`` says whether the end is that of a notice period (公示期); else, also where that
    was over before the publication, it is now or the item's removal.
    """

    item: str
    title: str
    start: datetime
    end: datetime
    required: bool


class Proof(NamedTuple):
    """What one terminal showed of an item, as far as time has gone by."""

    terminal: Terminal
    stretches: list[Stretch]

    def total(self, what: str) -> timedelta:
        """How long it was so, in all."""
        return sum((s.length for s in self.stretches if s.what == what), timedelta())


def notice_of(item: str, now: datetime) -> Notice | None:
    """The period of an item; None if the feed never held it."""
    scope = scope_of(item.partition("-")[0])
    rows = list(Appearance.objects.filter(scope=scope, item=item).order_by("first"))
    if not rows:
        return None
    begun = Published.objects.get(scope=scope, version=rows[0].first).issued
    until = rows[-1].notice_until
    if until is not None:
        midnight = datetime.combine(
            until + timedelta(days=1), time(), timezone.get_current_timezone()
        )
        if midnight > begun:
            return Notice(item, rows[-1].title, begun, midnight.astimezone(UTC), required=True)
    end = now
    hidden = Appearance.objects.filter(scope="withdraw", item=item).order_by("first").last()
    if hidden is not None and hidden.version >= rows[-1].version:
        end = Published.objects.get(scope="withdraw", version=hidden.first).issued
    return Notice(item, rows[-1].title, begun, max(begun, end), required=False)


def prove(notice: Notice, terminals: Iterable[Terminal], now: datetime) -> list[Proof]:
    """What each terminal showed from the start to the end of the period, or until now."""
    end = min(notice.end, now)
    return [Proof(t, _filled(_reported(t, notice, end), notice.start, end)) for t in terminals]


def _reported(terminal: Terminal, notice: Notice, end: datetime) -> list[Stretch]:
    found = []
    rows = Showing.objects.filter(terminal=terminal, until__gt=notice.start, since__lt=end)
    for row in rows.order_by("since"):
        what = "seen" if holds(row, notice.item) else "absent"
        found.append(Stretch(max(row.since, notice.start), min(row.until, end), what, row.certain))
    return found


def _filled(reported: list[Stretch], start: datetime, end: datetime) -> list[Stretch]:
    """The whole period in stretches without gaps or overlaps; what nobody reported is dark."""
    found: list[Stretch] = []
    at = start
    for each in reported:
        since = max(each.since, at)
        if each.until <= since:
            continue
        if since - at > TOLERANCE:
            found.append(Stretch(at, since, "dark"))
        elif found:
            since = at
        last = found[-1] if found else None
        if last is not None and (last.what, last.certain) == (each.what, each.certain):
            found[-1] = last._replace(until=each.until)
        else:
            found.append(each._replace(since=since))
        at = each.until
    if end - at > TOLERANCE or (not found and end > at):
        found.append(Stretch(at, end, "dark"))
    return found
