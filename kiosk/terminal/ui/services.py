"""What the other half of the board asks of the library: guides, people, timetables, what is owned.

Answers are kept with the Edition: 112 guides are read once, and every list of them is instant.
Nothing here draws.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from kiosk.affairs.appraisal import Appraisal, Ballot
from kiosk.affairs.catalogue import Kind
from kiosk.affairs.disclosure import Document
from kiosk.affairs.guide import LifeEvent, ServiceGuide
from kiosk.affairs.holdings import Contract, Register, Tender
from kiosk.affairs.people import Occurrence, People, Timetable, Use
from kiosk.affairs.policy import Policy
from kiosk.affairs.posted import RISKS
from kiosk.affairs.risk import RiskBoard
from kiosk.affairs.routing import Rank, rank_of
from kiosk.affairs.weekly import WeeklyReport
from kiosk.affairs.workdays import OFFICIAL, Calendar
from kiosk.terminal.library import Shelved
from kiosk.terminal.ui.dates import CHINA

if TYPE_CHECKING:
    from kiosk.terminal.ui.desk import Desk

D = TypeVar("D", bound=Document)


class Found(NamedTuple, Generic[D]):
    """A disclosure and the document behind it."""

    shelved: Shelved
    document: D

    @property
    def id(self) -> str:
        """The disclosure's."""
        return self.shelved.disclosure.id

    @property
    def title(self) -> str:
        """The disclosure's."""
        return self.shelved.disclosure.title


class Held(NamedTuple):
    """A time at which a slot takes place, and the timetable that it stands in."""

    table: Found[Timetable]
    occurrence: Occurrence


class Services:
    """The village's documents by kind, its own first, then those of the levels above."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._kept: dict[Kind, list[Found]] = {}

    # The time.

    def moment(self) -> datetime:
        """Now in China; in a sample county the time of day on the day of the sample."""
        here = self._desk.now().astimezone(CHINA)
        return datetime.combine(self._desk.today(), here.timetz())

    def calendar(self) -> Calendar:
        """The official working days, with what the county added."""
        county = self._desk.county()
        return county.calendar if county is not None else OFFICIAL

    # The documents.

    def all(self, kind: Kind, of: type[D]) -> list[Found[D]]:
        """Everything of a kind that was not replaced; nearest division first, then newest."""
        if kind not in self._kept:
            library, scope = self._desk.library, self._desk.scope()
            shelves = library.shelves(divisions=scope, kind=kind)
            shelves.sort(key=lambda each: scope.index(each.disclosure.division))
            self._kept[kind] = [
                Found(each, content.document)
                for each in shelves
                if not each.disclosure.replaced_by
                and (content := library.content(each.disclosure.id)) is not None
            ]
        return [each for each in self._kept[kind] if isinstance(each.document, of)]

    def own(self, kind: Kind, of: type[D]) -> list[Found[D]]:
        """What the village itself published of a kind, the newest first."""
        division = self._desk.division
        return [f for f in self.all(kind, of) if f.shelved.disclosure.division == division]

    def guides(self) -> list[Found[ServiceGuide]]:
        """All service guides in the order of their ids, the village's matters first."""
        ranks = list(Rank)
        found = self.all(Kind.GUIDE, ServiceGuide)
        return sorted(found, key=lambda f: (ranks.index(f.document.rank), _by_number(f.id)))

    def guides_about(self, event: LifeEvent) -> list[Found[ServiceGuide]]:
        """The guides that one event in a family asks for."""
        return [each for each in self.guides() if event in each.document.events]

    def groups(self, rank: Rank) -> list[tuple[str, int]]:
        """The classes of guides of a level with how many there are, in the order of the guides."""
        counts: dict[str, int] = {}
        for each in self.guides():
            if each.document.rank is rank:
                counts[each.document.group] = counts.get(each.document.group, 0) + 1
        return list(counts.items())

    def office(self, rank: Rank) -> Found[People] | None:
        """The people of the village's own office, of its township's or its county's."""
        for each in self.all(Kind.PEOPLE, People):
            if rank_of(each.shelved.disclosure.division) is rank:
                return each
        return None

    def timetables(self, use: Use) -> list[Found[Timetable]]:
        """The timetables of a use."""
        return [f for f in self.all(Kind.TIMETABLE, Timetable) if f.document.use is use]

    def registers(self) -> list[Found[Register]]:
        """The village's register as of its last day; counties may keep it in several sheets."""
        found = self.own(Kind.REGISTER, Register)
        newest = max((each.document.day for each in found), default=None)
        return [each for each in found if each.document.day == newest]

    def contracts(self) -> list[Found[Contract]]:
        """The village's contracts: late rents first, then by their end, ended ones last."""
        today = self._desk.today()
        return sorted(
            self.own(Kind.CONTRACT, Contract),
            key=lambda f: (f.document.ends < today, -f.document.owed(today), f.document.ends),
        )

    def tenders(self) -> list[Found[Tender]]:
        """What the village offers: open ones by their deadline, then what ended last."""
        now = self.moment()
        found = self.own(Kind.TENDER, Tender)
        offered = [each for each in found if each.document.is_open(now)]
        offered.sort(key=lambda each: each.document.deadline)
        ended = [each for each in found if not each.document.is_open(now)]
        ended.sort(key=lambda each: each.document.deadline, reverse=True)
        return [*offered, *ended]

    def risks(self) -> tuple[Shelved, RiskBoard] | None:
        """What the county confirmed of the village; None while nothing was posted."""
        for each in self.own(Kind.RISKS, RiskBoard):
            if each.shelved.disclosure.item == RISKS.code:
                return each.shelved, each.document
        return None

    def policies(self) -> list[Found[Policy]]:
        """Policies: those in force first, the newest of them on top."""
        today = self._desk.today()
        found = self.all(Kind.POLICY, Policy)
        found.sort(key=lambda f: f.document.issued, reverse=True)
        return sorted(found, key=lambda f: f.document.standing(today) == "已经废止")

    def reports(self) -> list[Found[WeeklyReport]]:
        """The village's weekly reports, the newest first."""
        found = self.own(Kind.REPORT, WeeklyReport)
        return sorted(found, key=lambda each: each.document.last, reverse=True)

    def appraisals(self) -> list[Found[Appraisal]]:
        """Appraisals, the newest first."""
        found = self.all(Kind.APPRAISAL, Appraisal)
        return sorted(found, key=lambda each: each.document.day, reverse=True)

    def ballots(self) -> list[Found[Ballot]]:
        """Sessions that are posted, the one that closes first on top."""
        found = self.all(Kind.BALLOT, Ballot)
        return sorted(found, key=lambda each: each.document.closes)

    def open_ballots(self) -> list[Found[Ballot]]:
        """Sessions in which votes can be cast now.

        The center opens them by the real clock, as it does urgent notices, in a sample county too.
        """
        now = self._desk.now()
        return [each for each in self.ballots() if each.document.is_open(now)]

    # Who is there, and when.

    def on(self, use: Use, day: date) -> list[Held]:
        """What takes place on a day, by the clock; the nearest division's first at each time."""
        calendar = self.calendar()
        held = [
            Held(table, occurrence)
            for table in self.timetables(use)
            for occurrence in table.document.on(day, calendar)
        ]
        return sorted(held, key=lambda each: each.occurrence.slot.start)

    def coming(self, use: Use, days: int) -> list[Held]:
        """What takes place from today on, without what is over already."""
        now, calendar = self.moment(), self.calendar()
        held = [
            Held(table, occurrence)
            for table in self.timetables(use)
            for occurrence in table.document.coming(now.date(), days, calendar)
            if (occurrence.day, occurrence.slot.end) > (now.date(), now.time())
        ]
        return sorted(held, key=lambda each: (each.occurrence.day, each.occurrence.slot.start))

    def duty(self, division: str) -> list[Held]:
        """Who is on duty in an office at this moment."""
        now, calendar = self.moment(), self.calendar()
        return [
            Held(table, occurrence)
            for table in self.timetables(Use.DUTY)
            if table.shelved.disclosure.division == division
            for occurrence in table.document.now(now, calendar)
        ]


def _by_number(id_: str) -> tuple[str, int]:
    """Ids in the order of their serial numbers: ``B6-standing-12`` comes after ``-2``."""
    head, _, last = id_.rpartition("-")
    return (head, int(last)) if last.isdigit() and len(last) < 5 else (f"{id_}", 1)
