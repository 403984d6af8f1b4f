"""What a screen may ask: whose board it is, what day it is, what is owed, where the money went.

Answers are kept until the library has a new Edition (`renew`).  Nothing here draws.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime

from kiosk.affairs.catalogue import Kind
from kiosk.affairs.county import County
from kiosk.affairs.disclosure import disclosure_id
from kiosk.affairs.division import Division, lineage
from kiosk.affairs.notice import Notice
from kiosk.affairs.obligation import Obligation
from kiosk.affairs.period import STANDING, Cycle, parse_period
from kiosk.affairs.posted import CASES, NOTICES
from kiosk.affairs.public_case import CaseBoard
from kiosk.terminal.ballots import BallotBox
from kiosk.terminal.codes import Codes
from kiosk.terminal.library import LedgerMonth, Library, Shelved
from kiosk.terminal.ui.dates import CHINA
from kiosk.terminal.ui.flows import Purpose, purposes
from kiosk.terminal.ui.services import Services

_BY_CLASS = (Kind.GUIDE, Kind.BALLOT)
"""A hundred guides published on one day are no news, nor is a ballot that is over: they have
doors of their own."""


class Desk:
    """The library as one division's board sees it.

    ``now`` is asked for the time, so that tests and sample counties have their own; ``codes``
    makes QR codes, None where nobody could answer them; ``ballots`` takes what was voted at the
    screen, None where nobody would fetch it.
    """

    def __init__(
        self,
        library: Library,
        division: str,
        now: Callable[[], datetime],
        codes: Codes | None = None,
        ballots: BallotBox | None = None,
    ) -> None:
        self.library, self.division, self.now, self.codes = library, division, now, codes
        self.ballots = ballots
        self.renew()

    def renew(self) -> None:
        """The library has changed: forget what was worked out."""
        self._county: County | None = None
        self._months: list[LedgerMonth] | None = None
        self._owed: tuple[date, list[Obligation]] | None = None
        self._notices: list[tuple[Shelved, Notice]] | None = None
        self._cases: CaseBoard | None = None
        self._flows: dict[tuple[bool, int], list[Purpose]] = {}
        self.services = Services(self)

    def county(self) -> County | None:
        """The county's reference data, or None while the library is empty."""
        if self._county is None:
            self._county = self.library.county()
        return self._county

    def place(self) -> Division | None:
        """The division whose board this is."""
        return self._division(self.division)

    def place_above(self) -> list[str]:
        """The names of the divisions above, county first."""
        names = [self.division_name(code) for code in reversed(lineage(self.division)[1:])]
        return [name for name in names if name]

    def division_name(self, code: str) -> str:
        """The name of a division, or nothing when the county does not know it."""
        found = self._division(code)
        return found.name if found else ""

    def scope(self) -> list[str]:
        """The divisions whose content stands on this board: the village's and those above."""
        return lineage(self.division)

    def today(self) -> date:
        """The day in China; in a sample county the day that its content was made for."""
        county = self.county()
        if county is not None and county.sample_day is not None:
            return county.sample_day
        return self.now().astimezone(CHINA).date()

    def since(self) -> date:
        """The day from which periods are owed."""
        county = self.county()
        return county.since if county else self.today()

    def months(self) -> list[LedgerMonth]:
        """The monthly sums of the village's main book, oldest first."""
        if self._months is None:
            monthly = [
                month
                for month in self.library.ledger_months(self.division)
                if parse_period(month.period).cycle is Cycle.MONTHLY
            ]
            books = Counter(month.item for month in monthly)
            book = books.most_common(1)[0][0] if books else ""
            self._months = [month for month in monthly if month.item == book]
        return self._months

    def flows(self, count: int, *, paid: bool) -> list[Purpose]:
        """Payments (or receipts) of the last ``count`` months by purpose, added up once."""
        if (paid, count) not in self._flows:
            found = purposes(self.library, self.months()[-count:], paid=paid)
            self._flows[paid, count] = found
        return self._flows[paid, count]

    def obligations(self) -> list[Obligation]:
        """What the village owes, worked out once a day and Edition."""
        if self._owed is None or self._owed[0] != self.today():
            self._owed = (self.today(), self.library.obligations(self.division, self.today()))
        return self._owed[1]

    def notices(self) -> list[tuple[Shelved, Notice]]:
        """The urgent notices in force here, the worst first, then the newest."""
        if self._notices is None:
            self._notices = []
            for shelved in self.library.shelves(divisions=self.scope(), item=NOTICES.code):
                content = self.library.content(shelved.disclosure.id)
                if content is not None and isinstance(content.document, Notice):
                    self._notices.append((shelved, content.document))
        if not self._notices:
            return []
        edition = self.library.edition()
        trusted = edition is None or edition.clock_trusted
        now = self.now()
        found = [each for each in self._notices if each[1].in_force(now, clock_trusted=trusted)]
        return sorted(found, key=lambda each: (each[1].severity.rank, -each[1].onset.timestamp()))

    def newest(self, limit: int | None, since: date | None = None) -> list[Shelved]:
        """The newest disclosures; notices in force have a place of their own."""
        urgent = {shelved.disclosure.id for shelved, _ in self.notices()}
        found = self.library.shelves(
            divisions=self.scope(),
            but=_BY_CLASS,
            since=since.isoformat() if since else None,
            limit=None if limit is None else limit + len(urgent),
        )
        return [each for each in found if each.disclosure.id not in urgent][:limit]

    @property
    def has_codes(self) -> bool:
        """Whether there is a center that answers to codes."""
        return self.codes is not None and bool(self.codes.base)

    def cases(self) -> CaseBoard | None:
        """The case board of the village, None while none was published."""
        if self._cases is None:
            content = self.library.content(disclosure_id(self.division, CASES.code, str(STANDING)))
            if content is not None and isinstance(content.document, CaseBoard):
                self._cases = content.document
        return self._cases

    def _division(self, code: str) -> Division | None:
        county = self.county()
        divisions = county.divisions if county else ()
        return next((d for d in divisions if d.code == code), None)
