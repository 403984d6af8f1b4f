"""Where a case is: divisions by ``address_id``, by name, or by the nearest centroid."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path
from typing import Annotated, NamedTuple

import msgspec
import yaml
from django.conf import settings

from kiosk.affairs.division import lineage
from kiosk.center.open311.wire import Open311Error
from kiosk.center.site.shelf import shelf
from kiosk.state import sources

_REACH_KM = 30.0
"""Farther from every village than this is not in the county."""
_EARTH_KM = 6_371.0


class Spot(NamedTuple):
    """Degrees, WGS 84."""

    lat: float
    long: float


class Place(NamedTuple):
    """A division, and a disclosure of it or ''."""

    division: str
    item: str = ""


class CentroidsError(Exception):
    """centroids.yaml cannot be used.  The message is Chinese."""


_Latitude = Annotated[float, msgspec.Meta(ge=-90, le=90)]
_Longitude = Annotated[float, msgspec.Meta(ge=-180, le=180)]


@cache
def centroids() -> dict[str, Spot]:
    """The middle of each division by its code: centroids.yaml of the data folder, else ours."""
    own = settings.DATA / "centroids.yaml"
    return read_centroids(own if own.exists() else sources() / "content" / "centroids.yaml")


def read_centroids(path: Path) -> dict[str, Spot]:
    """From a file of ``"990101101201": [40.81, 90.12]``; CentroidsError."""
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        found = msgspec.convert(data, dict[str, tuple[_Latitude, _Longitude]])
    except (OSError, UnicodeError, yaml.YAMLError, msgspec.ValidationError) as error:
        raise CentroidsError(f"{path} 读不出来（{error}）；请核对村的经纬度。") from error
    return {code: Spot(*spot) for code, spot in found.items()}


def spot_of(division: str) -> Spot | None:
    """The middle of a division, or of the nearest one above it that has one."""
    return next((centroids()[code] for code in lineage(division) if code in centroids()), None)


def find_place(address_id: str, address: str, lat: str, long: str) -> Place:
    """The place that a request names; `Open311Error` if it names none of the county's."""
    if address_id:
        return _by_id(address_id)
    if lat or long:
        return _by_spot(lat, long)
    if address:
        return _by_name(address)
    raise Open311Error(400, "a location is required: address_id, lat and long, or address_string")


def _by_id(address_id: str) -> Place:
    division = address_id.partition("-")[0]
    known = len(address_id) <= 80 and shelf().division(division) is not None
    if known and division == address_id:
        return Place(division)
    if known and shelf().open(address_id) is not None:
        return Place(division, address_id)
    raise Open311Error(400, "address_id is no division or disclosure of this county")


def _by_spot(lat: str, long: str) -> Place:
    try:
        spot = Spot(float(lat), float(long))
    except ValueError as error:
        raise Open311Error(400, "lat and long must both be decimal degrees") from error
    villages = {code: at for code, at in centroids().items() if not code.endswith("000")}
    known = {code: at for code, at in villages.items() if shelf().division(code) is not None}
    nearest = min(known, key=lambda code: _distance(spot, known[code]), default="")
    # Written so that "nan", which compares to nothing, is outside as well.
    if nearest and _distance(spot, known[nearest]) <= _REACH_KM:
        return Place(nearest)
    raise Open311Error(400, "lat and long are outside the county")


def _by_name(address: str) -> Place:
    county = shelf().county()
    named = [d for d in county.divisions if d.name in address] if county is not None else []
    if named:
        return Place(max(named, key=lambda d: len(d.scope)).code)
    raise Open311Error(400, "address_string names no division of this county; use address_id")


def _distance(one: Spot, other: Spot) -> float:
    """Kilometres on a sphere, near enough for villages (equirectangular)."""
    across = math.radians(one.long - other.long) * math.cos(math.radians((one.lat + other.lat) / 2))
    return _EARTH_KM * math.hypot(across, math.radians(one.lat - other.lat))
