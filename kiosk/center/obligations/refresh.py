"""Deriving what is owed: from the county's rules and what the feed shows, only differences.

`refresh` is for one division after a change, `refresh_all` for every night.  Both may run at
any time, twice, and at once: the same feed gives the same rows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import NamedTuple

import msgspec
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from kiosk.affairs.catalogue import catalogue_for
from kiosk.affairs.county import County
from kiosk.affairs.deadline import beijing_day
from kiosk.affairs.division import Division, scope_of
from kiosk.center.fleet.models import Published
from kiosk.center.obligations.models import Derived, Obligation
from kiosk.center.site.shelf import shelf

_FIELDS = (
    "catalogue",
    "name",
    "affairs",
    "label",
    "due",
    "grace_until",
    "certain",
    "state",
    "days_late",
    "fulfilled_by",
    "fulfilled_on",
    "owed",
)
"""What may change of a row; division, item and period are its name."""
_BATCH = 400
Progress = Callable[[int, int, str], None]


class Written(NamedTuple):
    """How many rows were made, changed, and are owed no more."""

    made: int = 0
    changed: int = 0
    dropped: int = 0

    def __add__(self, other: object) -> Written:
        assert isinstance(other, Written)
        return Written(*(a + b for a, b in zip(self, other, strict=True)))


def today_in(county: County | None, now: datetime | None = None) -> date:
    """The day in China; in a sample county the day that its content was made for."""
    sample = county.sample_day if county is not None else None
    return sample or beijing_day(now or timezone.now())


def refresh(division: str, today: date | None = None) -> Written:
    """Write what one division owes; nothing while nothing is published.

    Raises one of `kiosk.center.site.shelf.FEED_ERRORS` where the feed is damaged.
    """
    county = shelf().county()
    found = shelf().division(division)
    if county is None or found is None:
        return Written()
    return _write(county, found, today or today_in(county), _Basis(county, found))


def keep_fresh(division: str, today: date | None = None) -> None:
    """`refresh` if what it is derived from, or the day, is another: for the clerk's own page."""
    county = shelf().county()
    found = shelf().division(division)
    if county is None or found is None:
        return
    day, basis = today or today_in(county), _Basis(county, found)
    known = Derived.objects.filter(division=division, day=day, mark=basis.mark(found))
    if not known.exists():
        _write(county, found, day, basis)


def refresh_all(today: date | None = None, progress: Progress | None = None) -> Written:
    """Write what all divisions of the county owe, for every night; those unchanged are skipped."""
    county = shelf().county()
    if county is None:
        return Written()
    day, basis = today or today_in(county), _Basis(county)
    known = dict(Derived.objects.filter(day=day).values_list("division", "mark"))
    total = _let_go(county)
    for done, division in enumerate(county.divisions, 1):
        if known.get(division.code) != basis.mark(division):
            total += _write(county, division, day, basis)
        if progress is not None:
            progress(done, len(county.divisions), division.name)
    return total


def _let_go(county: County) -> Written:
    """A division that is no more (merged, renumbered) owes nothing; its rows stay."""
    known = set(Derived.objects.values_list("division", flat=True))
    gone = known - {division.code for division in county.divisions}
    if not gone:
        return Written()
    with transaction.atomic():
        dropped = Obligation.objects.filter(division__in=gone, owed=True).update(owed=False)
        Derived.objects.filter(division__in=gone).delete()
    return Written(dropped=dropped)


class _Basis:
    """From what rows are derived besides the day: the county's data, a feed, its takedowns.

    ``division`` limits it to one: the chronicle of all grows for years.
    """

    def __init__(self, county: County, division: Division | None = None) -> None:
        seen = Published.objects.filter(scope=division.scope) if division else Published.objects
        newest = seen.values("scope").annotate(last=Max("version")).order_by()
        self._versions = {each["scope"]: each["last"] for each in newest}
        self._county = _short(msgspec.json.encode(county))
        self._gone: dict[str, list[str]] = {}
        for id_, takedown in sorted(shelf().takedowns().items()):
            self._gone.setdefault(id_.partition("-")[0], []).append(f"{id_} {takedown.up_to}")

    def mark(self, division: Division) -> str:
        """Another one whenever the rows of a division may be others."""
        gone = _short("\n".join(self._gone.get(division.code, ())).encode())
        return f"{self._versions.get(division.scope, 0)} {self._county} {gone}"


def _short(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:20]


def _write(county: County, division: Division, day: date, basis: _Basis) -> Written:
    """One division in one transaction."""
    wanted = {row.key: row for row in _rows(county, division, day)}
    with transaction.atomic():
        known = {row.key: row for row in Obligation.objects.filter(division=division.code)}
        fresh = [row for key, row in wanted.items() if key not in known]
        differing = {key: _take(row, wanted[key]) for key, row in known.items() if key in wanted}
        changed = [known[key] for key, fields in differing.items() if fields]
        gone = [row.pk for key, row in known.items() if key not in wanted and row.owed]
        Obligation.objects.bulk_create(fresh, _BATCH, ignore_conflicts=True)
        if changed:
            Obligation.objects.bulk_update(changed, set().union(*differing.values()), _BATCH)
        if gone:
            Obligation.objects.filter(pk__in=gone).update(owed=False)
        Derived.objects.update_or_create(
            division=division.code, defaults={"day": day, "mark": basis.mark(division)}
        )
    return Written(len(fresh), len(changed), len(gone))


def _take(row: Obligation, wanted: Obligation) -> list[str]:
    """Make a row what it should be; the fields that were not."""
    differs = [f for f in _FIELDS if getattr(row, f) != getattr(wanted, f)]
    for field in differs:
        setattr(row, field, getattr(wanted, field))
    return differs


def _rows(county: County, division: Division, day: date) -> Iterable[Obligation]:
    catalogue = catalogue_for(county.catalogues, division.level, day)
    if catalogue is None:
        return
    for owed in county.owed(division.code, shelf().faces(division.code), day):
        yield Obligation(
            scope=scope_of(division.code),
            division=division.code,
            catalogue=catalogue.id,
            item=owed.item.code,
            name=owed.item.name,
            affairs=owed.affairs.value,
            period=owed.period,
            label=owed.label,
            due=owed.due,
            grace_until=owed.grace_until,
            certain=owed.certain,
            state=owed.state.value,
            days_late=owed.overdue_days if owed.fulfilled_by else 0,
            fulfilled_by=owed.fulfilled_by,
            fulfilled_on=owed.fulfilled_on,
        )
