"""The gate opens for the right signatures only."""

from datetime import date

import pytest

from kiosk.affairs.catalogue import Affairs, CatalogueItem, Kind, LegalBasis
from kiosk.affairs.disclosure import Approval
from kiosk.affairs.gate import Gate, Step, gate_for, unsigned
from kiosk.affairs.period import Cycle
from kiosk.affairs.role import Role
from kiosk.affairs.routing import Rank

DAY = date(2026, 11, 1)
COMMITTEE = Step(
    code="committee",
    name="监督委员会审核",
    role=Role.COMMITTEE,
    rank=Rank.VILLAGE,
    words=("监督委员会",),
)
TOWNSHIP = Step(
    code="township", name="乡镇审核", role=Role.TOWNSHIP, rank=Rank.TOWNSHIP, words=("镇",)
)


def gate(**changes) -> Gate:
    fields = {
        "ranks": (Rank.VILLAGE,),
        "affairs": (Affairs.VILLAGE,),
        "steps": (COMMITTEE, TOWNSHIP),
        "source": "测试",
        "valid_from": date(2020, 1, 1),
    }
    return Gate(**(fields | changes))


def item(code: str) -> CatalogueItem:
    basis = LegalBasis(title="法", version="2018", article="第一条")
    return CatalogueItem(
        code=code, name=code, cycle=Cycle.MONTHLY, kind=Kind.LEDGER, unit="村", basis=(basis,)
    )


def signed(step: str, person: str, day: int, code: str = "") -> Approval:
    return Approval(step=step, person=person, day=date(2026, 11, day), gate=code)


def test_both_steps_by_two_people_open_it():
    approvals = [signed("村务监督委员会审核", "赵", 1), signed("青禾镇农经站审核", "孙", 2)]
    assert unsigned(gate(), approvals) == []


def test_a_signature_of_the_center_counts_by_its_code_and_not_by_its_words():
    approvals = [signed("监事审核", "赵", 1, "committee"), signed("农经站", "孙", 2, "township")]
    assert unsigned(gate(), approvals) == []
    wrong = [signed("村务监督委员会审核", "赵", 1, "other"), approvals[1]]
    assert any("监督委员会审核" in problem for problem in unsigned(gate(), wrong))


@pytest.mark.parametrize(
    ("approvals", "said"),
    [
        ([], "还没有“监督委员会审核”"),
        ([signed("村务监督委员会审核", "赵", 1)], "还没有“乡镇审核”"),
        ([signed("青禾镇审核", "孙", 1)], "还没有“监督委员会审核”"),
        ([signed("监督委员会", "赵", 1), signed("镇审核", "赵", 2)], "一个人审了两步"),
        ([signed("监督委员会", "赵", 3), signed("镇审核", "孙", 2)], "先后不对"),
        # One line cannot stand for both steps.
        ([signed("镇村务监督委员会审核", "赵", 1)], "还没有“乡镇审核”"),
    ],
)
def test_anything_less_does_not(approvals, said):
    assert any(said in problem for problem in unsigned(gate(), approvals))


def test_the_narrowest_gate_in_force_decides_and_of_equals_the_newest():
    wide = gate()
    narrow = gate(item="D2", source="D2")
    newer = gate(source="newer", valid_from=date(2026, 1, 1))
    ended = gate(source="ended", valid_from=date(2026, 6, 1), valid_to=date(2026, 9, 30))
    gates = (wide, narrow, newer, ended)

    def chosen(code: str, day: date = DAY) -> str:
        found = gate_for(gates, Rank.VILLAGE, Affairs.VILLAGE, item(code), day)
        return found.source if found else ""

    assert chosen("D2") == "D2"
    assert chosen("D20") == "newer"
    assert chosen("A1", date(2025, 5, 1)) == "测试"
    assert chosen("A1", date(2026, 7, 1)) == "ended"
    assert gate_for(gates, Rank.COUNTY, Affairs.VILLAGE, item("A1"), DAY) is None


def test_no_data_make_a_gate_of_one_step_or_without_the_right_to_publish():
    assert any("至少要有2步" in problem for problem in gate(steps=(TOWNSHIP,)).problems())
    assert any("没有公开权" in p for p in gate(steps=(TOWNSHIP, COMMITTEE)).problems())
    assert any("重复" in problem for problem in gate(steps=(TOWNSHIP, TOWNSHIP)).problems())
    assert gate().problems() == []
