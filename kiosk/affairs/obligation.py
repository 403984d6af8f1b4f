"""What is due (应公开事项): item x division x period, fulfilled, due, overdue or excused.

Due days are dated data of a county (`kiosk.affairs.due_rule`), never code.  Saying 无 (nothing
this period) fulfils an obligation; silence does not.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

import msgspec

from kiosk.affairs.catalogue import Affairs, Catalogue, CatalogueItem, Kind
from kiosk.affairs.disclosure import Disclosure
from kiosk.affairs.due_rule import Audience, DueDay, DueRule, rule_for
from kiosk.affairs.period import STANDING, Cycle, Period, periods_between
from kiosk.affairs.workdays import OFFICIAL, Calendar

_STANDING_DAYS = 20
"""Working days for a standing item where the county has no rule (政府信息公开条例 26)."""


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

    It is overdue when ``grace_until`` has passed, and then by all the days since ``due``:
    ``overdue_days`` is how late it is today, or how late it came.  ``certain`` is false while
    the due day rests on a year without an official calendar.  ``fulfilled_by`` is the id of the
    disclosure that settles it, also of the excuse, public since ``fulfilled_on``.
    """

    division: str
    item: CatalogueItem
    affairs: Affairs
    period: str
    label: str
    due: date
    grace_until: date
    state: State
    certain: bool = True
    overdue_days: int = 0
    fulfilled_by: str = ""
    fulfilled_on: date | None = None

    @property
    def proviso(self) -> str:
        """What must be said behind the due day of what is open: 暂定 or 宽限; else nothing."""
        if self.state is not State.DUE:
            return ""
        if not self.certain:
            return "（暂定，那一年的放假安排还没有公布）"
        if self.grace_until > self.due:
            return f"（宽限到{self.grace_until.month}月{self.grace_until.day}日）"
        return ""


def obligations(  # noqa: PLR0913 - the things the question needs, all named by the caller
    *,
    division: str,
    catalogue: Catalogue,
    rules: tuple[DueRule, ...],
    disclosures: Iterable[Disclosure],
    since: date,
    today: date,
    calendar: Calendar = OFFICIAL,
) -> list[Obligation]:
    """Everything that a division owed between two days, item by item, oldest period first.

    At-once items appear where something was disclosed: that an event happened at all cannot be
    known from data.  A standing item is owed from ``since`` on.  An item for which the county
    has no rule is owed by its cycle but never overdue before the next period has ended.  What
    is for members alone is not owed to a public board.
    """
    settled: dict[str, list[Disclosure]] = {}
    for disclosure in disclosures:
        if disclosure.division == division:
            settled.setdefault(disclosure.item, []).append(disclosure)
    found: list[Obligation] = []
    for group, item in catalogue.items():
        own = [(d, d.covered) for d in settled.get(item.code, [])]
        for period in _owed(item, [covered for _, covered in own], since, today):
            end = since if period.cycle is Cycle.STANDING else period.last
            rule = rule_for(rules, item, end, catalogue.id)
            if rule is not None and rule.audience is Audience.MEMBERS:
                continue
            covering = [d for d, covered in own if _covers(covered, period)]
            day = _due_day(item, period, rule, end, calendar)
            first = min(covering, key=lambda d: d.published, default=None)
            state, late = _judge(day, first, today)
            found.append(
                Obligation(
                    division=division,
                    item=item,
                    affairs=group.affairs,
                    period=str(period),
                    label=period.chinese,
                    due=day.due,
                    grace_until=day.grace,
                    certain=day.certain,
                    state=state,
                    overdue_days=late,
                    fulfilled_by=first.id if first else "",
                    fulfilled_on=first.published if first else None,
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


def _judge(day: DueDay, first: Disclosure | None, today: date) -> tuple[State, int]:
    """The state, and by how many days it is late or came late."""
    settled = today if first is None else first.published
    late = (settled - day.due).days if settled > day.grace else 0
    if first is None:
        return (State.OVERDUE if late else State.DUE), late
    return (State.EXCUSED if first.kind is Kind.EXCUSE else State.FULFILLED), late


def _due_day(
    item: CatalogueItem, period: Period, rule: DueRule | None, end: date, calendar: Calendar
) -> DueDay:
    """By the county's rule; else by the catalogue's, the cycle's, or the nation's days."""
    if rule is not None:
        return rule.due(end, calendar)
    working = item.working_days
    if item.within_days is not None:
        due = calendar.add_days(end, item.within_days, working=working)
    elif period.cycle is Cycle.STANDING:
        working, due = True, calendar.add_days(end, _STANDING_DAYS, working=True)
    else:
        due = end + (period.last - period.first) + timedelta(days=1)
    return DueDay(due, due, not working or calendar.is_certain(due))


def overdue(all_of_them: Iterable[Obligation]) -> list[Obligation]:
    """Only what should be public and is not, the longest overdue first."""
    late = [o for o in all_of_them if o.state is State.OVERDUE]
    return sorted(late, key=lambda o: (-o.overdue_days, o.item.code))
