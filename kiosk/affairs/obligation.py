"""What is due (应公开事项): item x division x period, fulfilled, due, overdue or excused.

Due days are dated data of a county (`DueRule`), never code: Chongqing wants the month's
accounts by the 15th, Shandong leaves items on view for five days, Beijing for longer.
Saying 无 (nothing this period) fulfils an obligation; silence does not.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

import msgspec

from kiosk.affairs.catalogue import Affairs, Catalogue, CatalogueItem, Kind
from kiosk.affairs.disclosure import Disclosure
from kiosk.affairs.period import STANDING, Cycle, Period, periods_between
from kiosk.affairs.workdays import add_days

_STANDING_DAYS = 20
"""Working days for a standing item where the county has no rule (政府信息公开条例 26)."""


class DueRule(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """When items of a cycle are due, and how long they stay on view.

    ``item`` narrows the rule to one item or one class (``D2``, ``D``); empty means all of the
    cycle.  ``due_days`` counts from the day after the period ends (15 is the 15th of the next
    month), in working days when ``working`` says so.  The narrowest rule that is in force on
    the last day of the period wins; among equals the one that came into force last.
    """

    cycle: Cycle
    due_days: int
    days_on_view: int
    source: str
    valid_from: date
    item: str = ""
    working: bool = False
    valid_to: date | None = None

    def covers(self, item: CatalogueItem, day: date) -> bool:
        """Whether it speaks about this item on that day."""
        return (
            self.cycle is item.cycle
            and _is_part(item.code, self.item)
            and self.valid_from <= day
            and (self.valid_to is None or day <= self.valid_to)
        )


def _is_part(code: str, whole: str) -> bool:
    """Whether an item is the one meant or in the class meant: D10 is in D, but not in D1."""
    rest = code.removeprefix(whole)
    if not whole or not rest:
        return True
    return len(rest) < len(code) and whole[-1].isdigit() != rest[0].isdigit()


class State(StrEnum):
    """How an obligation stands on a day."""

    FULFILLED = "fulfilled"
    DUE = "due"
    OVERDUE = "overdue"
    EXCUSED = "excused"

    @property
    def chinese(self) -> str:
        """The word on the screen."""
        return {"fulfilled": "已公开", "due": "待公开", "overdue": "逾期", "excused": "免公开"}[
            self.value
        ]


class Obligation(msgspec.Struct, frozen=True, kw_only=True):
    """One item owed by one division for one period.

    ``overdue_days`` is how late it is today, or how late it came.  ``fulfilled_by`` is the id of
    the disclosure that settles it, also of the excuse.
    """

    division: str
    item: CatalogueItem
    affairs: Affairs
    period: str
    label: str
    due: date
    state: State
    overdue_days: int = 0
    fulfilled_by: str = ""


def rule_for(rules: Iterable[DueRule], item: CatalogueItem, day: date) -> DueRule | None:
    """The rule that decides for an item on a day, or None if the county has none."""
    fitting = [r for r in rules if r.covers(item, day)]
    return max(fitting, key=lambda r: (len(r.item), r.valid_from), default=None)


def obligations(  # noqa: PLR0913 - the six things the question needs, all named by the caller
    *,
    division: str,
    catalogue: Catalogue,
    rules: tuple[DueRule, ...],
    disclosures: Iterable[Disclosure],
    since: date,
    today: date,
) -> list[Obligation]:
    """Everything that a division owed between two days, item by item, oldest period first.

    At-once items appear where something was disclosed: that an event happened at all cannot be
    known from data.  A standing item is owed from ``since`` on.  An item for which the county
    has no rule is owed by its cycle but never overdue before the next period has ended.
    """
    settled: dict[str, list[Disclosure]] = {}
    for disclosure in disclosures:
        if disclosure.division == division:
            settled.setdefault(disclosure.item, []).append(disclosure)
    found: list[Obligation] = []
    for group, item in catalogue.items():
        own = [(d, d.covered) for d in settled.get(item.code, [])]
        for period in _owed(item, [covered for _, covered in own], since, today):
            covering = [d for d, covered in own if _covers(covered, period)]
            due = _due_day(item, period, rules, since)
            first = min(covering, key=lambda d: d.published, default=None)
            state, late = _judge(due, first, today)
            found.append(
                Obligation(
                    division=division,
                    item=item,
                    affairs=group.affairs,
                    period=str(period),
                    label=period.chinese,
                    due=due,
                    state=state,
                    overdue_days=late,
                    fulfilled_by=first.id if first else "",
                )
            )
    return found


def _owed(item: CatalogueItem, covered: list[Period], since: date, today: date) -> list[Period]:
    match item.cycle:
        case Cycle.STANDING:
            return [STANDING]
        case Cycle.AT_ONCE:
            return sorted({period for period in covered if period is not STANDING})
        case _:
            return periods_between(since, today, item.cycle)


def _covers(covered: Period, owed: Period) -> bool:
    if owed.cycle is Cycle.STANDING:
        return True
    return covered.first <= owed.first and owed.last <= covered.last


def _judge(due: date, first: Disclosure | None, today: date) -> tuple[State, int]:
    """The state, and by how many days it is late or came late."""
    if first is None:
        late = max(0, (today - due).days)
        return (State.OVERDUE if late else State.DUE), late
    late = max(0, (first.published - due).days)
    return (State.EXCUSED if first.kind is Kind.EXCUSE else State.FULFILLED), late


def _due_day(item: CatalogueItem, period: Period, rules: tuple[DueRule, ...], since: date) -> date:
    end = since if period.cycle is Cycle.STANDING else period.last
    if item.within_days is not None:
        return add_days(end, item.within_days, working=item.working_days)
    rule = rule_for(rules, item, end)
    if rule is not None:
        return add_days(end, rule.due_days, working=rule.working)
    if period.cycle is Cycle.STANDING:
        return add_days(end, _STANDING_DAYS, working=True)
    return end + (period.last - period.first) + timedelta(days=1)


def overdue(all_of_them: Iterable[Obligation]) -> list[Obligation]:
    """Only what should be public and is not, the longest overdue first."""
    late = [o for o in all_of_them if o.state is State.OVERDUE]
    return sorted(late, key=lambda o: (-o.overdue_days, o.item.code))
