"""What is written about: a catalogue item of one division for one period, and what is known."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.http import Http404
from django.urls import reverse

from kiosk.affairs.catalogue import CatalogueClass, CatalogueItem, Kind
from kiosk.affairs.county import County
from kiosk.affairs.disclosure import Content, Disclosure, Ledger, disclosure_id
from kiosk.affairs.division import Division, level_of, parent_of
from kiosk.affairs.due_rule import DueRule, Mask
from kiosk.affairs.exposure import rule_of
from kiosk.affairs.gate import Gate
from kiosk.affairs.period import Cycle, Period, PeriodError, parse_period, period_of
from kiosk.affairs.routing import rank_of
from kiosk.center.accounts.models import Staff
from kiosk.center.board import gate
from kiosk.center.board.models import Version
from kiosk.center.obligations.refresh import today_in
from kiosk.center.site.shelf import Opened, shelf

_ACTS = ("save", "none", "excuse", "columns", "look", "phone", "send", "recall", "drop")
_BEFORE = 12
"""Periods before this one that stand beside it in the preview's picture of the months."""


class Subject(NamedTuple):
    """One disclosure to be: its place, item, period and which of several it is (from 1)."""

    county: County
    division: Division
    group: CatalogueClass
    item: CatalogueItem
    period: Period
    serial: int

    @property
    def key(self) -> str:
        """The id of the disclosure."""
        return disclosure_id(self.division.code, self.item.code, str(self.period), self.serial)

    @property
    def name(self) -> str:
        """As people call it: ``2026年10月收支明细``."""
        if self.period.cycle is Cycle.STANDING:
            return self.item.name
        return f"{self.period.chinese}{self.item.name}"

    @property
    def today(self) -> date:
        """The day in China; the sample's own day in a sample county."""
        return today_in(self.county)

    def address(self, act: str = "") -> str:
        """Of its page, or of one of the acts on it."""
        place = (self.division.code, self.item.code, str(self.period))
        path = reverse("write", args=place) + act
        return path if self.serial == 1 else f"{path}?serial={self.serial}"

    @property
    def links(self) -> dict[str, str]:
        """The addresses of all acts, for templates."""
        return {act: self.address(act) for act in _ACTS}

    def public(self) -> Opened | None:
        """What is public of it now; None if nothing ever was."""
        return shelf().open(self.key)

    @staticmethod
    def shows(key: str) -> bool:
        """Whether anything is public under an id."""
        return shelf().open(key) is not None

    def beside(self, kind: Kind) -> list[Opened]:
        """What else of a kind is public in this division, near this period where it has one."""
        found = []
        for face in shelf().faces(self.division.code):
            if face.kind is not kind or face.id == self.key or face.replaced_by:
                continue
            apart = abs(face.covered.first - self.period.first)
            if kind is not Kind.REPORT or apart <= _NEAR:
                opened = shelf().open(face.id)
                found += [opened] if opened is not None and opened.content is not None else []
        return found

    def newest(self) -> Version | None:
        """The newest version that was sent, whatever became of it."""
        return Version.objects.filter(item__key=self.key).order_by("-number").first()

    def earlier(self) -> list[tuple[Disclosure, Content]]:
        """The public ledgers of the periods before, the newest first."""
        found = []
        period = self.period
        for _ in range(_BEFORE if period.cycle not in {Cycle.AT_ONCE, Cycle.STANDING} else 0):
            period = period_of(period.first - _DAY, period.cycle)
            opened = shelf().open(
                disclosure_id(self.division.code, self.item.code, str(period), self.serial)
            )
            if opened is None or opened.content is None:
                break
            found.append((opened.disclosure, opened.content))
        return found

    def previous_closing(self) -> int | None:
        """With what the period before was closed, in fen; None where it was not published."""
        for _, content in self.earlier()[:1]:
            if isinstance(content.document, Ledger):
                return content.document.closing
        return None

    def gate(self) -> Gate | None:
        """Who will have to sign it."""
        return self.county.gate_of(self.face(Kind.NOTHING))

    @property
    def granted_by(self) -> str:
        """Who may excuse it from being public: the level above, where that signs last.

        Empty where the division signs its own: nobody excuses themselves.
        """
        gate, above = self.gate(), parent_of(self.division.code)
        if gate is None or not above or gate.steps[-1].rank is rank_of(self.division.code):
            return ""
        return next((d.name for d in self.county.divisions if d.code == above), "")

    def rule(self) -> DueRule | None:
        """The county's row of time and masks for it."""
        return rule_of(self.county, self.face(Kind.NOTHING))

    @property
    def mask(self) -> Mask:
        """What the county wants masked in it."""
        rule = self.rule()
        return rule.mask if rule is not None else Mask.NUMBERS

    def face(self, kind: Kind, title: str = "") -> Disclosure:
        """The plainest face of it."""
        return Disclosure(
            id=self.key,
            division=self.division.code,
            item=self.item.code,
            title=title or self.name,
            kind=kind,
            period=str(self.period),
            published=self.today,
            unit=self.item.unit,
        )


def subject_of(version: Version, county: County) -> Subject:
    """What a version that was sent is about; Http404 where no catalogue knows it any more."""
    item, face = version.item, version.written
    place = next((d for d in county.divisions if d.code == item.division), None)
    catalogue = county.catalogue_on(level_of(item.division), face.published)
    known = catalogue.find(item.code) if catalogue is not None else None
    if place is None or known is None:
        raise Http404
    stem = disclosure_id(item.division, item.code, item.period)
    serial = item.key.removeprefix(stem).removeprefix("-") or "1"
    return Subject(county, place, known[0], known[1], face.covered, int(serial))


_DAY = date(2000, 1, 2) - date(2000, 1, 1)
_NEAR = 21 * _DAY
"""Weekly reports further apart than this share no day."""


def subject_for(staff: Staff, division: str, code: str, period: str, serial: str = "") -> Subject:
    """The subject of an address; Http404 where the person has nothing to write there."""
    if not gate.may_write(staff, division):
        raise Http404
    county = shelf().county()
    place = next((d for d in county.divisions if d.code == division), None) if county else None
    if county is None or place is None:
        raise Http404
    try:
        covered = parse_period(period)
    except PeriodError as error:
        raise Http404 from error
    catalogue = county.catalogue_on(level_of(division), today_in(county))
    known = catalogue.find(code) if catalogue is not None else None
    if known is None or str(covered) != period:
        raise Http404
    number = int(serial) if serial.isascii() and serial.isdigit() and len(serial) < 4 else 1
    return Subject(county, place, known[0], known[1], covered, max(1, number))
