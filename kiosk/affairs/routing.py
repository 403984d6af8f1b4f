"""To whom a case goes (派单): dated data of a county, never code.

Two rules hold whatever the data says, for a complaint must never reach the one it is about:
a matter about cadres goes to the discipline inspection of the level above, and no unit handles
a case in which one of its own people is named.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeVar

import msgspec

from kiosk.affairs.deadline import Warnings
from kiosk.affairs.division import Level, code_of, level_of, parent_of, scope_of
from kiosk.affairs.role import Role, fits
from kiosk.affairs.sort import Sort
from kiosk.affairs.workdays import Calendar, YearNotice


class Rank(StrEnum):
    """The three levels at which units stand; streets are townships here, communities villages."""

    VILLAGE = "village"
    TOWNSHIP = "township"
    COUNTY = "county"

    @property
    def chinese(self) -> str:
        """As cases.yaml writes it."""
        return {"village": "村", "township": "乡镇", "county": "县"}[self.value]


_RANKS = {
    Level.COUNTY: Rank.COUNTY,
    Level.TOWNSHIP: Rank.TOWNSHIP,
    Level.STREET: Rank.TOWNSHIP,
    Level.VILLAGE: Rank.VILLAGE,
    Level.COMMUNITY: Rank.VILLAGE,
}


def levels_of(rank: Rank) -> list[Level]:
    """The levels of division that make one rank."""
    return [level for level, own in _RANKS.items() if own is rank]


_DIGITS = {Rank.COUNTY: 6, Rank.TOWNSHIP: 9, Rank.VILLAGE: 12}


def rank_of(division: str) -> Rank:
    """The level of a division's units."""
    return _RANKS[level_of(division)]


class Clock(msgspec.Struct, frozen=True, kw_only=True):
    """A time limit (时限): working days to answer, days that one extension adds, warnings."""

    code: str
    name: str
    days: int
    extension: int
    warnings: Warnings


class Unit(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of unit (责任单位) that every division of its rank has.

    ``office`` units look after what nobody else does, oversee the level below and get what is
    overdue there; each rank has exactly one, and one for ``discipline`` above the village.
    A unit with ``reviews`` signs what others wrote (审核) and handles no feedback.
    """

    code: str
    name: str
    rank: Rank
    post: str
    office: bool = False
    discipline: bool = False
    reviews: Role | None = None

    @property
    def role(self) -> Role:
        """The role of those who work there."""
        if self.reviews is not None:
            return self.reviews
        if self.discipline:
            return Role.DISCIPLINE
        return {
            Rank.VILLAGE: Role.VILLAGE,
            Rank.TOWNSHIP: Role.TOWNSHIP,
            Rank.COUNTY: Role.COUNTY,
        }[self.rank]


class Matter(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of matter (事项) in the words of those who file it.

    ``outcome_only`` matters are so rare in a village that kind and date give the person away:
    the board shows the outcome alone.  What is no feedback (``sort``) never stands on the board
    of what people said.
    """

    code: str
    name: str
    hint: str
    unit: str
    clock: str
    sort: Sort = Sort.FEEDBACK
    about_cadres: bool = False
    outcome_only: bool = False


class Route(msgspec.Struct, frozen=True, kw_only=True):
    """An exception: this matter goes to another unit in this division and all below it."""

    matter: str
    division: str
    unit: str


class Place(msgspec.Struct, frozen=True):
    """A unit of one division; written ``990101101000/finance`` where it is stored."""

    division: str
    unit: str

    def __str__(self) -> str:
        return f"{self.division}/{self.unit}"

    @classmethod
    def read(cls, text: str) -> Place:
        """The inverse of ``str``."""
        division, _, unit = text.partition("/")
        return cls(division, unit)


class CaseRules(msgspec.Struct, frozen=True, kw_only=True):
    """What a county laid down for feedback, in force from a day on.

    In working days: ``raise_days`` after the deadline an overdue case goes up a second level,
    ``clarify_days`` is the longest that a question to the resident stops the clock, and after
    ``close_days`` without a verdict an answered case is closed.  Words with one of the
    ``cadre_words`` keep a case away from the village, whatever its matter.
    """

    valid_from: date
    source: str
    clocks: tuple[Clock, ...]
    units: tuple[Unit, ...]
    matters: tuple[Matter, ...]
    routes: tuple[Route, ...] = ()
    raise_days: int = 3
    clarify_days: int = 10
    close_days: int = 7
    notices: dict[int, YearNotice] = {}
    cadre_words: tuple[str, ...] = ()

    @property
    def calendar(self) -> Calendar:
        """The official calendar with the years that the county added."""
        return Calendar(self.notices)

    def clock(self, code: str) -> Clock:
        """The time limit of that code; KeyError."""
        return _find(self.clocks, code)

    def unit(self, code: str) -> Unit:
        """The kind of unit of that code; KeyError."""
        return _find(self.units, code)

    def matter(self, code: str) -> Matter:
        """The matter of that code; KeyError."""
        return _find(self.matters, code)

    def matters_of(self, sort: Sort) -> tuple[Matter, ...]:
        """The matters of one sort, in the order in which they are offered."""
        return tuple(m for m in self.matters if m.sort is sort)

    def office(self, division: str) -> Place:
        """The office of a division itself."""
        rank = rank_of(division)
        return Place(division, next(u.code for u in self.units if u.rank is rank and u.office))

    def discipline(self, division: str) -> Place:
        """The discipline inspection above a division; the county's own for the county."""
        above = parent_of(division) or division
        rank = rank_of(above)
        return Place(above, next(u.code for u in self.units if u.rank is rank and u.discipline))

    def above(self, place: Place) -> Place | None:
        """Who oversees a unit; None for the county's office and discipline inspection.

        A unit answers to the office of its own division, an office to that of the level above,
        and discipline inspections only to discipline inspections.
        """
        up = parent_of(place.division)
        if self.unit(place.unit).discipline:
            return self.discipline(place.division) if up else None
        office = self.office(place.division)
        if place != office:
            return office
        return self.office(up) if up else None

    def route(self, matter: str, division: str) -> Place:
        """The unit that a matter of a division goes to, before anyone is known to be named."""
        found = self.matter(matter)
        if found.about_cadres:
            return self.discipline(division)
        scope = scope_of(division)
        fitting = [
            r for r in self.routes if r.matter == matter and scope.startswith(scope_of(r.division))
        ]
        best = max(fitting, key=lambda r: len(scope_of(r.division)), default=None)
        unit = self.unit(best.unit if best else found.unit)
        digits = min(_DIGITS[unit.rank], len(scope))
        place = code_of(scope[:digits])
        # A matter of the township itself cannot go down to a village: its own office has it.
        return Place(place, unit.code) if rank_of(place) is unit.rank else self.office(place)

    def speaks_of_cadres(self, said: str) -> bool:
        """Whether a text (without blanks) speaks of the village's cadres."""
        return any(word in said for word in self.cadre_words)

    def away_from_village(self, place: Place, said: str) -> Place:
        """The office above instead of the village, if the words speak of its cadres."""
        inside = rank_of(place.division) is Rank.VILLAGE
        return self.above(place) or place if inside and self.speaks_of_cadres(said) else place

    def route_around(self, place: Place, staffed: Iterable[Place]) -> Place:
        """Past every unit in which someone named in the case works: to discipline, upwards."""
        named = set(staffed)
        while place in named:
            further = self.discipline(place.division)
            if further == place:
                break  # the county's discipline inspection: those named there just do not see it
            place = further
        return place

    def units_of(self, division: str) -> list[Place]:
        """Every unit that a division has."""
        rank = rank_of(division)
        return [Place(division, u.code) for u in self.units if u.rank is rank]

    def handlers_of(self, division: str) -> list[Place]:
        """The units of a division that handle feedback."""
        return [p for p in self.units_of(division) if self.unit(p.unit).reviews is None]

    def problems(self) -> list[str]:
        """Chinese sentences about what does not fit together; empty if all does."""
        units, clocks = {u.code for u in self.units}, {c.code for c in self.clocks}
        matters = {m.code for m in self.matters}
        found = _repeated("时限", [c.code for c in self.clocks])
        found += _repeated("单位", [u.code for u in self.units])
        found += _repeated("事项", [m.code for m in self.matters])
        for rank in Rank:
            found += _incomplete(rank, [u for u in self.units if u.rank is rank])
        for matter in self.matters:
            if matter.unit not in units:
                found.append(f"事项“{matter.name}”的单位“{matter.unit}”不在单位里")
            elif self.unit(matter.unit).reviews is not None:
                found.append(f"事项“{matter.name}”的单位“{matter.unit}”只审核，不办诉求")
            if matter.clock not in clocks:
                found.append(f"事项“{matter.name}”的时限“{matter.clock}”不在时限里")
        found += [
            f"指派“{route.matter} → {route.unit}”的事项或单位没有定义"
            for route in self.routes
            if route.unit not in units or route.matter not in matters
        ]
        return found


def _repeated(kind: str, codes: list[str]) -> list[str]:
    return [f"{kind}编号“{c}”重复" for c in sorted({c for c in codes if codes.count(c) > 1})]


def _incomplete(rank: Rank, units: list[Unit]) -> list[str]:
    found = [
        f"单位“{u.name}”写了“审核”，不能再写“综合”或“纪检”"
        for u in units
        if u.reviews is not None and (u.office or u.discipline)
    ]
    found += [
        f"单位“{u.name}”：{rank.chinese}一级没有“{u.reviews.chinese}”"
        for u in units
        if u.reviews is not None and not any(fits(u.reviews, level) for level in levels_of(rank))
    ]
    if sum(u.office for u in units) != 1:
        found.append(f"{rank.chinese}一级要正好有一个单位写“综合: 是”")
    wanted = 0 if rank is Rank.VILLAGE else 1
    if sum(u.discipline for u in units) != wanted:
        found.append(
            f"{rank.chinese}一级要正好有一个单位写“纪检: 是”"
            if wanted
            else "村里不设纪检单位：反映村干部的不能回到村里"
        )
    return found


def rules_on(editions: Iterable[CaseRules], day: date) -> CaseRules:
    """The rules in force on a day: those that came into force last; LookupError if none."""
    fitting = [r for r in editions if r.valid_from <= day]
    if not fitting:
        raise LookupError("这一天还没有生效的诉求办理规定")
    return max(fitting, key=lambda r: r.valid_from)


class _Coded(Protocol):
    @property
    def code(self) -> str: ...


_T = TypeVar("_T", bound=_Coded)


def _find(among: tuple[_T, ...], code: str) -> _T:
    for each in among:
        if each.code == code:
            return each
    raise KeyError(code)
