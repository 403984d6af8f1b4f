"""Division codes: the level can be read off, and the divisions of a county are one tree."""

from __future__ import annotations

import pytest

from kiosk.affairs.division import (
    Division,
    DivisionError,
    Divisions,
    Level,
    code_of,
    level_of,
    lineage,
    scope_of,
)

COUNTY = [
    Division(code="990101000000", name="示例县"),
    Division(code="990101101000", name="青禾镇"),
    Division(code="990101001000", name="城东街道"),
    Division(code="990101101201", name="柳河村"),
    Division(code="990101001001", name="东门社区"),
]


@pytest.mark.parametrize(
    ("code", "level", "scope"),
    [
        ("990101000000", Level.COUNTY, "990101"),
        ("990101101000", Level.TOWNSHIP, "990101101"),
        ("990101001000", Level.STREET, "990101001"),
        ("990101101201", Level.VILLAGE, "990101101201"),
        ("990101001001", Level.COMMUNITY, "990101001001"),
    ],
)
def test_level_and_scope_are_read_off_the_code(code, level, scope):
    assert level_of(code) is level
    assert scope_of(code) == scope
    assert code_of(scope) == code


@pytest.mark.parametrize(
    "code", ["", "9901", "99010110120a", "990101000201", "９９０１０１００００００"]
)
def test_what_is_no_code_is_refused(code):
    with pytest.raises(DivisionError):
        level_of(code)


def test_lineage_goes_up_to_the_county():
    assert lineage("990101101201") == ["990101101201", "990101101000", "990101000000"]


def test_the_tree_knows_parents_and_children():
    tree = Divisions(COUNTY)
    assert tree.county.name == "示例县"
    assert [d.name for d in tree.children("990101101000")] == ["柳河村"]
    assert [d.name for d in tree.path("990101001001")] == ["示例县", "城东街道", "东门社区"]


@pytest.mark.parametrize(
    "divisions",
    [
        [],
        COUNTY[1:],
        [*COUNTY, COUNTY[3]],
        [*COUNTY, Division(code="990102000000", name="另一县")],
        [d for d in COUNTY if d.name != "青禾镇"],
    ],
)
def test_what_is_not_exactly_one_tree_is_refused(divisions):
    with pytest.raises(DivisionError):
        Divisions(divisions)
