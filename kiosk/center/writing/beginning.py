"""Beginning something that nobody asked for by a date: choose an item, say the day or period."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from kiosk.affairs.catalogue import CatalogueClass, CatalogueItem, Kind
from kiosk.affairs.division import level_of
from kiosk.affairs.period import STANDING, Cycle, Period, PeriodError, period_of
from kiosk.center.accounts.models import Staff
from kiosk.center.folder.text import parse_day
from kiosk.center.obligations.refresh import today_in
from kiosk.center.site.shelf import shelf
from kiosk.center.writing.subject import subject_for


class Group(NamedTuple):
    """A class of the catalogue with its items."""

    group: CatalogueClass
    items: list[CatalogueItem]


def choices(staff: Staff) -> list[Group]:
    """Every item of the catalogue that this person's division discloses."""
    county = shelf().county()
    if county is None:
        return []
    catalogue = county.catalogue_on(level_of(staff.division), today_in(county))
    classes = catalogue.classes if catalogue is not None else ()
    return [Group(each, list(each.items)) for each in classes]


def wanted(staff: Staff, sent: Mapping[str, str]) -> str:
    """The address of the form for an item and a day; PeriodError with a sentence.

    Without a day it is today's, but the last one that is over for accounts: those of a month
    that goes on cannot be closed.
    """
    known = {item.code: item for group in choices(staff) for item in group.items}
    item = known.get(sent.get("code", ""))
    if item is None:
        raise PeriodError("请选是哪一项。")
    today = today_in(shelf().county())
    written = sent.get("day", "").strip()
    day = parse_day(written) if written else today
    if day is None:
        raise PeriodError(f"“{written}”不是日期，请写成 {today.isoformat()} 这样。")
    period = _period(item, day)
    if not written and item.kind is Kind.LEDGER and period.last >= today:
        period = _period(item, period.first - timedelta(days=1))
    subject = subject_for(staff, staff.division, item.code, str(period))
    serial = 1
    if item.cycle is Cycle.AT_ONCE or item.kind is Kind.GUIDE:  # one guide a matter
        while subject.public() is not None or subject.newest() is not None:
            serial += 1
            subject = subject._replace(serial=serial)
    return subject.address()


def _period(item: CatalogueItem, day: date) -> Period:
    return STANDING if item.cycle is Cycle.STANDING else period_of(day, item.cycle)
