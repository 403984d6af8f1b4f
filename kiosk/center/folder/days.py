"""Days that contradict each other: periods not begun, accounts published before they close."""

from __future__ import annotations

from datetime import date, timedelta

from kiosk.affairs.catalogue import CatalogueItem, Kind
from kiosk.affairs.period import Cycle, Period
from kiosk.center.folder.card import Card

_PAST = frozenset({Kind.LEDGER, Kind.NOTHING})
"""Kinds that can only be said when the period is over."""
_AHEAD = timedelta(days=92)
"""How early the plan of a coming year, or the notice of a meeting, may be published."""
_EXAMPLES = {
    Cycle.MONTHLY: "2026-10",
    Cycle.QUARTERLY: "2026-Q3",
    Cycle.HALF_YEARLY: "2026-H1",
    Cycle.YEARLY: "2026",
    Cycle.AT_ONCE: "2026-10-12",
    Cycle.STANDING: "长期",
}
_LENGTHS = (Cycle.MONTHLY, Cycle.QUARTERLY, Cycle.HALF_YEARLY, Cycle.YEARLY)


def check_days(  # noqa: PLR0913, PLR0917 - each of them is compared with each other
    card: Card,
    item: CatalogueItem | None,
    kind: Kind | None,
    period: Period | None,
    published: date | None,
    today: date,
) -> None:
    """Mark what cannot be true on ``today``, and a period that the item is not owed for."""
    if published is not None and published > today:
        card.mark("公开日期", f"公开日期 {published} 还没有到（今天是 {today}）")
    if period is None:
        return
    if item is not None and not _fits(item, kind, period):
        card.mark(
            "期间",
            f"{item.code}“{item.name}”是{item.cycle.chinese}公开的，"
            f"期间要写成 {_EXAMPLES[item.cycle]} 这样，不是“{period.chinese}”",
        )
    if period.cycle is Cycle.STANDING:
        return
    early = period.cycle in {Cycle.YEARLY, Cycle.AT_ONCE} and period.first <= today + _AHEAD
    if period.first > today and not early:
        card.mark("期间", f"{period.chinese}还没有开始（今天是 {today}）")
    elif published is not None and kind in _PAST and published < period.last:
        card.mark("公开日期", f"{period.chinese}到 {period.last} 才结束，不能在 {published} 就公开")


def _fits(item: CatalogueItem, kind: Kind | None, period: Period) -> bool:
    """Whether a period is one that the item is owed for.

    A standing item may carry the day it changed.  无 and an excuse may cover more than one
    period at once; nothing else may.
    """
    if period.cycle is item.cycle:
        return True
    if item.cycle is Cycle.STANDING:
        return period.cycle is Cycle.AT_ONCE
    if kind not in {Kind.NOTHING, Kind.EXCUSE} or period.cycle is Cycle.STANDING:
        return False
    if item.cycle is Cycle.AT_ONCE:
        return True
    return period.cycle in _LENGTHS and _LENGTHS.index(period.cycle) > _LENGTHS.index(item.cycle)
