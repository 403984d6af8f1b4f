"""Where the village's money comes from and goes to: a year of accounts added up by purpose."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from kiosk.affairs.disclosure import Ledger
from kiosk.affairs.period import parse_period
from kiosk.terminal.library import LedgerMonth, Library

UNNAMED = "没有写科目"


class Spent(NamedTuple):
    """One receipt or payment: its day, what for, fen, and where it stands (row from 1)."""

    day: date
    summary: str
    party: str
    fen: int
    ledger: str
    row: int


class Purpose(NamedTuple):
    """All payments (or all receipts) under one account, the largest first."""

    name: str
    fen: int
    entries: tuple[Spent, ...]


def purposes(library: Library, months: Iterable[LedgerMonth], *, paid: bool) -> list[Purpose]:
    """What these months' accounts say, by account (科目), the largest sum first."""
    found: dict[str, list[Spent]] = {}
    for month in months:
        content = library.content(month.id)
        if content is None or not isinstance(content.document, Ledger):
            continue
        for number, entry in enumerate(content.document.entries, 1):
            fen = entry.paid if paid else entry.received
            if fen:
                name = entry.account or UNNAMED
                spent = Spent(entry.day, entry.summary, entry.party, fen, month.id, number)
                found.setdefault(name, []).append(spent)
    added = [
        Purpose(name, sum(e.fen for e in entries), tuple(sorted(entries, key=lambda e: -e.fen)))
        for name, entries in found.items()
    ]
    return sorted(added, key=lambda each: -each.fen)


class Compared(NamedTuple):
    """The months of a year so far against the same months of the year before, in fen."""

    label: str
    received: int
    paid: int
    received_before: int
    paid_before: int


def compared(months: list[LedgerMonth]) -> Compared | None:
    """Against last year, for as many months as both years have; None without any.

    The newest month decides the year.  Only months that stand in both years count, so that
    nothing looks dearer only because more of it was published.
    """
    if not months:
        return None
    starts = {parse_period(m.period).first: m for m in months}
    year = max(starts).year
    pairs = [
        (month, starts[day.replace(year=year - 1)])
        for day, month in sorted(starts.items())
        if day.year == year and day.replace(year=year - 1) in starts
    ]
    if not pairs:
        return None
    first, last = (parse_period(pairs[n][0].period).first.month for n in (0, -1))
    span = f"{first}月" if first == last else f"{first}月到{last}月"
    if len(pairs) != last - first + 1:
        span = f"有账可比的 {len(pairs)} 个月"
    return Compared(
        span,
        sum(now.received for now, _ in pairs),
        sum(now.paid for now, _ in pairs),
        sum(before.received for _, before in pairs),
        sum(before.paid for _, before in pairs),
    )
