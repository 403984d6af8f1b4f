"""Names of divisions, units and disclosures, as the feed and the rules have them."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from django.conf import settings

from kiosk.affairs.county import County
from kiosk.affairs.routing import CaseRules, Place
from kiosk.center.fleet.chronicle import FEED_ERRORS, Chronicle
from kiosk.center.fleet.models import Appearance

_LOG = logging.getLogger(__name__)
_lock = threading.Lock()
_kept: dict[Path, tuple[tuple[int, int, int] | None, County | None]] = {}


def county() -> County | None:
    """The county as published; None before the first time or while the feed cannot be read."""
    feed = Path(settings.FEED)
    try:
        status = (feed / "metadata" / "timestamp.json").stat()
        mark = (status.st_ino, status.st_mtime_ns, status.st_size)
    except OSError:
        return None
    with _lock:
        kept = _kept.get(feed)
        if kept is None or kept[0] != mark:
            try:
                kept = (mark, Chronicle(feed).county())
            except FEED_ERRORS:
                _LOG.exception("the feed cannot be read")
                kept = (None, kept[1] if kept else None)
            _kept[feed] = kept
        return kept[1]


def division_names() -> dict[str, str]:
    """The county's divisions by code, in order; empty before the first publication."""
    found = county()
    return {d.code: d.name for d in sorted(found.divisions, key=lambda d: d.code)} if found else {}


def division_name(code: str) -> str:
    """A division's name; its code where nothing is published."""
    return division_names().get(code, code)


def unit_name(place: Place, rules: CaseRules) -> str:
    """A unit's full name: 青禾镇农村经济管理站."""
    try:
        unit = rules.unit(place.unit).name
    except KeyError:  # the county dropped that kind of unit since
        unit = place.unit
    return division_name(place.division) + unit


def title_of(item: str) -> str:
    """The title of a disclosure as it was last published; empty if it never was."""
    row = Appearance.objects.filter(item=item).order_by("-version", "-id").first()
    return str(row.title) if row is not None else ""
