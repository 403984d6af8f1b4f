"""Deriving what is owed: from the county's rules and what the feed shows, only differences.

`refresh` is for one division after a change, `refresh_all` for every night.  Both may run at
any time, twice, and at once: the same feed gives the same rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from kiosk.affairs import obligation as domain
from kiosk.affairs.catalogue import catalogue_for
from kiosk.affairs.county import County
from kiosk.affairs.deadline import beijing_day
from kiosk.affairs.division import Division, scope_of
from kiosk.center.fleet.models import Published
from kiosk.center.obligations.models import Derived, Obligation
from kiosk.center.site.shelf import shelf
from kiosk.feed import roles

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
    return _write(county, found, today or today_in(county), _versions())


def keep_fresh(division: str, today: date | None = None) -> None:
    """`refresh` if anything was signed or a day has passed since: for the clerk's own page."""
    county = shelf().county()
    found = shelf().division(division)
    if county is None or found is None:
        return
    day, versions = today or today_in(county), _versions()
    if not _is_fresh(found, day, versions):
        _write(county, found, day, versions)


def refresh_all(today: date | None = None, progress: Progress | None = None) -> Written:
    """Write what all divisions of the county owe, for every night; those unchanged are skipped."""
    county = shelf().county()
    if county is None:
        return Written()
    day, versions = today or today_in(county), _versions()
    known = dict(Derived.objects.filter(day=day).values_list("division", "mark"))
    total = Written()
    for done, division in enumerate(county.divisions, 1):
        if known.get(division.code) != _mark(division, versions):
            total += _write(county, division, day, versions)
        if progress is not None:
            progress(done, len(county.divisions), division.name)
    return total


def _versions() -> dict[str, int]:
    """The newest version of every scope in the feed, the list of takedowns included."""
    newest = Published.objects.values("scope").annotate(last=Max("version")).order_by()
    return {each["scope"]: each["last"] for each in newest}


def _mark(division: Division, versions: dict[str, int]) -> str:
    scopes = (division.scope, division.scope[:6], roles.WITHDRAW)
    return " ".join(str(versions.get(scope, 0)) for scope in scopes)


def _is_fresh(division: Division, day: date, versions: dict[str, int]) -> bool:
    mark = _mark(division, versions)
    return Derived.objects.filter(division=division.code, day=day, mark=mark).exists()


def _write(county: County, division: Division, day: date, versions: dict[str, int]) -> Written:
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
            division=division.code, defaults={"day": day, "mark": _mark(division, versions)}
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
    for owed in domain.obligations(
        division=division.code,
        catalogue=catalogue,
        rules=county.rules,
        disclosures=shelf().faces(division.code),
        since=county.since,
        today=day,
    ):
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
