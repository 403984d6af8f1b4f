"""A clerk before the form of a declared kind, and what they type from the good items."""

from __future__ import annotations

import re

import msgspec
import pytest

from kiosk.affairs.catalogue import Affairs, CatalogueClass, Kind
from kiosk.affairs.period import Cycle
from tests.support.kinds import SAMPLES
from tests.support.phone import forget_feed
from tests.support.village import _item
from tests.support.writer import Writer

KINDS = [
    ("N1", Kind.GUIDE, Cycle.STANDING, "standing"),
    ("N2", Kind.PEOPLE, Cycle.STANDING, "standing"),
    ("N3", Kind.TIMETABLE, Cycle.AT_ONCE, "2026-11-20"),
    ("N4", Kind.REGISTER, Cycle.YEARLY, "2026"),
    ("N5", Kind.CONTRACT, Cycle.AT_ONCE, "2026-11-18"),
    ("N6", Kind.TENDER, Cycle.AT_ONCE, "2026-11-10"),
    ("N7", Kind.POLICY, Cycle.AT_ONCE, "2026-11-18"),
    ("N8", Kind.APPRAISAL, Cycle.AT_ONCE, "2026-11-18"),
    ("N9", Kind.REPORT, Cycle.AT_ONCE, "2026-11-16"),
]


@pytest.fixture
def at(gatehouse, hall, undrawn):
    """A clerk before the form of a kind, in a village that owes one of each."""
    county = gatehouse.village.county
    group = CatalogueClass(
        code="N",
        name="办事与三资",
        affairs=Affairs.VILLAGE,
        items=tuple(_item(code, kind.chinese, kind, cycle) for code, kind, cycle, _ in KINDS),
    )
    catalogues = tuple(
        msgspec.structs.replace(each, classes=(*each.classes, group)) for each in county.catalogues
    )
    gatehouse.village.county = msgspec.structs.replace(county, catalogues=catalogues)
    gatehouse.village.publish()
    forget_feed()
    periods = {kind.value: (code, period) for code, kind, _, period in KINDS}

    def make(kind):
        writer = Writer(gatehouse, hall, "clerk", *periods[kind])
        assert f'value="{kind}"' in writer.page()
        writer.starts(kind)
        return writer

    return make


def boxes(kind):
    """What a clerk types who has the good item of a kind before them."""
    found = {}
    for line in SAMPLES[kind].card[4:]:
        key, value = line.split(":", 1)
        listed = re.sub(r"\n  - ", "\n", value).strip()
        found[f"fact-{key}"] = listed
    sample = SAMPLES[kind]
    for part in re.findall(r"## (\S+)\n([^#]*)", sample.body if kind == "report" else ""):
        lines = re.sub(r"\n  (?=\S)", "", part[1])
        found[f"fact-{part[0]}"] = re.sub(r"(?m)^(?:- |\d\. )", "", lines).strip()
    if kind == "policy":
        found["body"] = "\n".join(x for x in sample.body.split("\n") if x)
    return found


def rows(kind):
    """The good sheet of a kind without its pictures, which wait for their files."""
    return [tuple(row) for row in SAMPLES[kind].rows if row[0] != "合计"]


def filled(at, kind):
    writer = at(kind)
    if SAMPLES[kind].rows:
        writer.brings(*rows(kind), name="表.xlsx")
    writer.sends("save", **boxes(kind))
    return writer
