"""A division's board as its mobile pages show it: the same content, by the same rules."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from typing import TypeVar

import msgspec
from django.utils import timezone

from kiosk.affairs.catalogue import Affairs, CatalogueClass, Kind, catalogue_for
from kiosk.affairs.county import County
from kiosk.affairs.deadline import BEIJING, beijing_day
from kiosk.affairs.disclosure import Disclosure, Ledger, disclosure_id
from kiosk.affairs.division import Division, Divisions, level_of
from kiosk.affairs.notice import Notice
from kiosk.affairs.obligation import Obligation, State, overdue
from kiosk.affairs.period import STANDING, Cycle
from kiosk.affairs.posted import CASES, NOTICES, POSTED
from kiosk.affairs.public_case import CaseBoard
from kiosk.center.site.shelf import Shelf, shelf

T = TypeVar("T")

NEW_DAYS = 7
"""As on the screen: new for this many days."""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a list: the face, where it belongs, whose it is if not the board's own."""

    face: Disclosure
    affairs: Affairs
    class_code: str
    class_name: str
    place: str
    new: bool


class Urgent(msgspec.Struct, frozen=True):
    """An urgent notice in force."""

    face: Disclosure
    notice: Notice


class Owed(msgspec.Struct, frozen=True, kw_only=True):
    """What should be public: how many in each state, and those that are not, by state."""

    counts: dict[str, int]
    total: int
    overdue: list[Obligation]
    due: list[Obligation]
    excused: list[Obligation]


class Sums(msgspec.Struct, frozen=True):
    """The newest monthly account, for the card on the first page."""

    face: Disclosure
    ledger: Ledger


class Board:
    """One division's board.  Methods raise one of `FEED_ERRORS` where the feed is damaged."""

    def __init__(self, shelf: Shelf, county: County, division: Division, now: datetime) -> None:
        self.shelf, self.county, self.division, self.now = shelf, county, division, now
        self._classes: dict[tuple[str, str], CatalogueClass] = {}
        self._names = {each.code: each.name for each in county.divisions}

    @property
    def today(self) -> date:
        """The day in China; in a sample county the day that its content was made for."""
        return self.county.sample_day or beijing_day(self.now)

    def path(self) -> list[Division]:
        """From the county down to the division itself."""
        return Divisions(self.county.divisions).path(self.division.code)

    def below(self) -> list[Division]:
        """The divisions right below."""
        return Divisions(self.county.divisions).children(self.division.code)

    def rows(self) -> list[Row]:
        """Everything on the board, the newest first, without notices and the case board."""
        found = self.shelf.board(self.division.code)
        return [self.row(face) for face in found if face.item not in POSTED]

    def row(self, face: Disclosure) -> Row:
        """One disclosure as a line."""
        affairs, code, name = self._place_of(face)
        own = face.division == self.division.code
        return Row(
            face=face,
            affairs=affairs,
            class_code=code,
            class_name=name,
            place="" if own else self._names.get(face.division, face.division),
            new=timedelta(0) <= self.today - face.latest < timedelta(days=NEW_DAYS),
        )

    def urgent(self) -> list[Urgent]:
        """The notices in force here, the worst first, then the newest."""
        found = []
        for face in self.shelf.board(self.division.code):
            opened = self.shelf.open(face.id) if face.item == NOTICES.code else None
            notice = opened.content.document if opened and opened.content else None
            if isinstance(notice, Notice) and notice.in_force(self.now):
                found.append(Urgent(face, notice))
        return sorted(found, key=lambda u: (u.notice.severity.rank, -u.notice.onset.timestamp()))

    def owed(self) -> Owed:
        """What the division owes, by the county's dated rules."""
        code = self.division.code
        found = self.county.owed(code, self.shelf.faces(code), self.today)
        return Owed(
            counts={state.value: n for state, n in Counter(o.state for o in found).items()},
            total=len(found),
            overdue=overdue(found),
            due=sorted((o for o in found if o.state is State.DUE), key=lambda o: o.due),
            excused=[o for o in found if o.state is State.EXCUSED],
        )

    def cases(self) -> CaseBoard | None:
        """The case board; None while none was published."""
        opened = self.shelf.open(disclosure_id(self.division.code, CASES.code, str(STANDING)))
        document = opened.content.document if opened and opened.content else None
        return document if isinstance(document, CaseBoard) else None

    def sums(self) -> Sums | None:
        """The newest monthly account of the division itself; None without any."""
        own = (f for f in self.shelf.faces(self.division.code) if f.covered.cycle is Cycle.MONTHLY)
        for face in sorted(own, key=lambda f: f.covered.first, reverse=True):
            opened = self.shelf.open(face.id) if face.kind.value == "ledger" else None
            if opened and opened.content and isinstance(opened.content.document, Ledger):
                return Sums(face, opened.content.document)
        return None

    def changed(self) -> datetime:
        """Since when the pages read as they do: a signature, a new day, a notice that began."""
        midnight = datetime.combine(beijing_day(self.now), datetime.min.time(), BEIJING)
        moments = [midnight, self.shelf.issued(self.division.code) or midnight]
        for face in self.shelf.board(self.division.code):
            opened = self.shelf.open(face.id) if face.item == NOTICES.code else None
            notice = opened.content.document if opened and opened.content else None
            if isinstance(notice, Notice):
                moments += [m for m in (notice.onset, notice.expires) if m <= self.now]
        return max(moments)

    def _place_of(self, face: Disclosure) -> tuple[Affairs, str, str]:
        posted = POSTED.get(face.item)
        if posted is not None:
            return posted.affairs, posted.code, posted.class_name
        catalogue = catalogue_for(self.county.catalogues, level_of(face.division), face.published)
        if catalogue is None:
            return Affairs.VILLAGE, "", "其他"
        key = catalogue.id, face.item
        if key not in self._classes:
            self._classes |= {(catalogue.id, item.code): each for each, item in catalogue.items()}
        found = self._classes.get(key)
        if found is None:
            return Affairs.VILLAGE, "", "其他"
        return found.affairs, found.code, found.name


def board_of(code: str) -> Board | None:
    """The board of a division now; None if the county has no such division."""
    county, division = shelf().county(), shelf().division(code)
    if county is None or division is None:
        return None
    return Board(shelf(), county, division, timezone.now())


def documents(board: Board, kind: Kind, of: type[T]) -> list[tuple[Disclosure, T]]:
    """Everything of a kind on a board that was not replaced, its own division's first."""
    found = []
    for face in shelf().board(board.division.code):
        if face.kind is not kind or face.replaced_by:
            continue
        opened = shelf().open(face.id)
        if opened is not None and opened.content is not None:
            document = opened.content.document
            if isinstance(document, of):
                found.append((face, document))
    return sorted(found, key=lambda each: -len(each[0].division.rstrip("0")))
