"""Rules of time (公开期限): when an item is due, how long it stays on view, and for whom.

They are dated data of a county, never code: Chongqing wants the month's accounts by the 15th
and ten days on view, Shandong five, Beijing more.  The nation's rows hold everywhere; a
province's go before them, a county's before both.  A row is never edited: a newer one goes
before it, or it gets a last day, so that what was due last year can still be explained.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import NamedTuple, Self

import msgspec

from kiosk.affairs.catalogue import CatalogueItem
from kiosk.affairs.disclosure import Disclosure
from kiosk.affairs.period import Cycle
from kiosk.affairs.workdays import OFFICIAL, Calendar


class RuleLevel(StrEnum):
    """Who laid a rule down; the county's own goes before the province's and the nation's."""

    NATIONAL = "national"
    PROVINCE = "province"
    COUNTY = "county"

    @classmethod
    def _missing_(cls, value: object) -> Self:
        """A level that a newer center knows: it was written for this county."""
        del value
        return cls("county")

    @property
    def chinese(self) -> str:
        """As rules.yaml writes it."""
        return {"national": "国家", "province": "省", "county": "县"}[self.value]

    @property
    def rank(self) -> int:
        """Higher goes first."""
        return list(RuleLevel).index(self)


class Audience(StrEnum):
    """Who may read it.  What is for members of the collective alone is on no public screen."""

    PUBLIC = "public"
    MEMBERS = "members"

    @classmethod
    def _missing_(cls, value: object) -> Self:
        """An audience that a newer center knows is narrower than everybody."""
        del value
        return cls("members")

    @property
    def chinese(self) -> str:
        """As rules.yaml writes it."""
        return {"public": "公开", "members": "仅成员"}[self.value]


class Mask(StrEnum):
    """Which personal data is masked (个人信息保护法 6, 25, 28; 政府信息公开条例 15).

    Numbers of identity cards, telephones and banks are never public.  Names are masked as well
    where the county says so; minors, the sick and the disabled are only counted.
    """

    NUMBERS = "numbers"
    NAMES = "names"
    COUNTS = "counts"

    @classmethod
    def _missing_(cls, value: object) -> Self:
        """A profile that a newer center knows: the strictest of ours."""
        del value
        return cls("counts")

    @property
    def chinese(self) -> str:
        """As rules.yaml writes it."""
        return {"numbers": "号码", "names": "号码和姓名", "counts": "只公开数字"}[self.value]


class DueRule(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """When items of a cycle are due, and how long they stay on view.

    ``item`` narrows the rule to one item or one class (``D2``, ``D``); empty means all of the
    cycle.  ``catalogue`` names the catalogue in which these codes are meant (``village``), for
    F3 of a township is another thing; empty means every one.

    ``due_days`` counts from the day after the period ends (15 is the 15th of the next month),
    ``grace_days`` (宽限) from the due day; both in working days when ``working`` says so, as
    ``days_on_view`` are when ``view_working`` does.  Of the rules in force on the last day of
    the period that of the nearest ``level`` wins, then the narrowest, then the newest.
    """

    cycle: Cycle
    due_days: int
    days_on_view: int
    source: str
    valid_from: date
    item: str = ""
    working: bool = False
    valid_to: date | None = None
    grace_days: int = 0
    view_working: bool = False
    audience: Audience = Audience.PUBLIC
    mask: Mask = Mask.NUMBERS
    level: RuleLevel = RuleLevel.COUNTY
    catalogue: str = ""

    def covers(self, item: CatalogueItem, day: date, catalogue: str = "") -> bool:
        """Whether it speaks about this item of a catalogue on that day."""
        return (
            self.cycle is item.cycle
            and self.catalogue in {"", catalogue}
            and item.belongs_to(self.item)
            and self.valid_from <= day
            and (self.valid_to is None or day <= self.valid_to)
        )

    def due(self, end: date, calendar: Calendar = OFFICIAL) -> DueDay:
        """When something is due whose period ended on that day."""
        due = calendar.add_days(end, self.due_days, working=self.working)
        grace = calendar.add_days(due, self.grace_days, working=self.working)
        return DueDay(due, grace, not self.working or calendar.is_certain(grace))

    @property
    def chinese(self) -> str:
        """The row as a clerk finds it in rules.yaml."""
        where = f"目录 {self.catalogue}，" if self.catalogue else ""
        where += f"项目 {self.item}，" if self.item else ""
        since = f"{self.valid_from:%Y-%m-%d} 生效"
        return f"{self.level.chinese}级“{self.cycle.chinese}”（{where}{since}，{self.source}）"


class DueDay(NamedTuple):
    """The due day, the last day of grace, and whether the calendar of that year is out.

    A day counted in working days of a year without an official calendar is provisional (暂定).
    """

    due: date
    grace: date
    certain: bool


def rule_for(
    rules: Iterable[DueRule], item: CatalogueItem, day: date, catalogue: str = ""
) -> DueRule | None:
    """The rule that decides for an item on a day, or None if the county has none.

    ``catalogue`` is the id of the catalogue that the item belongs to.
    """
    fitting = [r for r in rules if r.covers(item, day, catalogue)]
    return max(fitting, key=_order, default=None)


def _order(rule: DueRule) -> tuple[int, int, bool, date]:
    return rule.level.rank, len(rule.item), bool(rule.catalogue), rule.valid_from


def view_until(disclosure: Disclosure, rule: DueRule | None, calendar: Calendar = OFFICIAL) -> date:
    """The last day on which a disclosure must still be on view.

    The day of publication does not count (民法典 201).  A notice period (公示期) of its own
    goes on beside the rule's days; without a rule and a notice period it is the day itself.
    """
    last = disclosure.published
    if rule is not None:
        last = calendar.add_days(last, rule.days_on_view, working=rule.view_working)
    return max(last, disclosure.notice_until or last)


def may_end(
    disclosure: Disclosure, rule: DueRule | None, day: date, calendar: Calendar = OFFICIAL
) -> bool:
    """Whether a disclosure may leave the board, or be replaced by schedule, on a day.

    Only by schedule: what must go at once (a person's number, a mistake) is withdrawn or
    corrected, with a reason and by two people, at any time.
    """
    return day > view_until(disclosure, rule, calendar)


def edited(published: Iterable[DueRule], rules: Iterable[DueRule], today: date) -> list[str]:
    """What is wrong with rules that follow those already published; Chinese, one row each.

    A row that came into force before ``today`` stays as it is for good.  Only its last day may
    be set or moved, and never into the past.
    """
    kept = {_bare(rule): rule.valid_to for rule in rules}
    found = []
    for row in published:
        if row.valid_from >= today:
            continue
        same = next((key for key in (_bare(row), *_levels(row)) if key in kept), None)
        if same is None:
            found.append(
                f"已经公布的期限不能改、不能删：{row.chinese}。请原样放回去；要换新的办法，"
                "在后面另加一条，写上新的“生效”日期，旧的可以补一个“失效”日期"
            )
        elif kept[same] != row.valid_to and not all(
            day is None or day >= today for day in (kept[same], row.valid_to)
        ):
            found.append(
                f"期限的“失效”日期只能定在今天（{today}）或以后，已经过去的不能再动：{row.chinese}"
            )
    return found


def _bare(rule: DueRule) -> DueRule:
    return msgspec.structs.replace(rule, valid_to=None)


def _levels(rule: DueRule) -> list[DueRule]:
    """What a row may have become that was published before rows had levels."""
    if rule.level is not RuleLevel.COUNTY:
        return []
    return [msgspec.structs.replace(_bare(rule), level=level) for level in RuleLevel]
