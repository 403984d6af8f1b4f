"""A case's number, its moves, whom it goes to, and what of it is public."""

from datetime import date

import pytest

from kiosk.affairs.case import (
    Act,
    Actor,
    CaseError,
    CaseState,
    Verdict,
    allowed,
    case_number,
    check_act,
    read_code,
    read_number,
    spoken_code,
    spoken_number,
    state_after,
)
from kiosk.affairs.deadline import Warnings
from kiosk.affairs.public_case import CaseFacts, coarse, mask, public_face, public_name
from kiosk.affairs.role import names_of
from kiosk.affairs.routing import CaseRules, Clock, Matter, Place, Rank, Route, Unit

VILLAGE, OTHER, TOWN, COUNTY = "990101101201", "990101201201", "990101101000", "990101000000"


def unit(code, rank, **kind):
    return Unit(code=code, name=code, rank=rank, post="负责人", **kind)


def matter(code, unit_code, **kind):
    return Matter(code=code, name=code, hint="", unit=unit_code, clock="ordinary", **kind)


RULES = CaseRules(
    valid_from=date(2025, 1, 1),
    source="示例",
    clocks=(Clock(code="ordinary", name="一般", days=3, extension=3, warnings=Warnings(1, 0)),),
    units=(
        unit("station", Rank.VILLAGE, office=True),
        unit("affairs", Rank.TOWNSHIP, office=True),
        unit("finance", Rank.TOWNSHIP),
        unit("inspection", Rank.TOWNSHIP, discipline=True),
        unit("openness", Rank.COUNTY, office=True),
        unit("supervision", Rank.COUNTY, discipline=True),
    ),
    matters=(
        matter("clean", "station"),
        matter("accounts", "finance"),
        matter("cadre", "station", about_cadres=True),
    ),
    routes=(
        Route(matter="clean", division=TOWN, unit="finance"),
        Route(matter="clean", division=VILLAGE, unit="station"),
    ),
)


def test_a_number_has_digits_only_and_survives_being_typed_with_blanks_and_full_width():
    number = case_number(date(2026, 11, 22), 42)
    assert number.startswith("26110042")
    assert read_number(spoken_number(number)) == number
    wide = "".join(chr(ord(d) + 0xFEE0) for d in number)
    assert read_number(f" {wide[:4]}－{wide[4:]} ") == number


def test_every_single_wrong_digit_in_a_number_is_found():
    number = case_number(date(2026, 11, 1), 1)
    for place in range(len(number)):
        for digit in "0123456789":
            if digit != number[place]:
                with pytest.raises(CaseError):
                    read_number(number[:place] + digit + number[place + 1 :])


def test_a_month_with_more_than_9999_cases_gets_longer_numbers_that_can_still_be_read():
    numbers = {case_number(date(2026, 11, 1), n) for n in (9_999, 10_000, 123_456)}
    assert len({read_number(n) for n in numbers}) == 3


@pytest.mark.parametrize("typed", ["", "abc", "12345678901", "123456789", "١٢٣٤٥٦٧٨٩٠"])
def test_a_query_code_has_ten_digits(typed):
    with pytest.raises(CaseError, match="10位"):
        read_code(typed)
    assert spoken_code(read_code("123 456-7890")) == "123 456 7890"


def test_only_the_resident_judges_and_staff_cannot_close_before_they_answered():
    for actor in (Actor.HANDLER, Actor.OVERSEER, Actor.SYSTEM):
        with pytest.raises(CaseError):
            check_act(Act.JUDGE, CaseState.ANSWERED, actor)
    for state in CaseState:
        if state is not CaseState.ANSWERED:
            with pytest.raises(CaseError):
                check_act(Act.CLOSE, state, Actor.HANDLER)


def test_not_solved_reopens_also_what_was_closed_or_refused():
    for state in (CaseState.ANSWERED, CaseState.CLOSED, CaseState.REFUSED):
        check_act(Act.JUDGE, state, Actor.RESIDENT)
        assert state_after(Act.JUDGE, state, Verdict.NOT) is CaseState.REOPENED
        assert state_after(Act.JUDGE, state, Verdict.SOLVED) is CaseState.CLOSED


def test_a_held_case_is_reviewed_by_the_level_above_and_never_by_its_own_unit():
    assert Act.RELEASE in allowed(CaseState.HELD, Actor.OVERSEER)
    assert not {Act.RELEASE, Act.REFUSE} & set(allowed(CaseState.HELD, Actor.HANDLER))


def test_every_state_has_a_way_on():
    ways = {a for s in CaseState for actor in Actor for a in allowed(s, actor)}
    assert ways == set(Act) - {Act.FILE}
    for state in set(CaseState) - {CaseState.MERGED}:
        moving = set(allowed(state, Actor.OVERSEER) + allowed(state, Actor.RESIDENT)) - {Act.LOOK}
        assert moving, state


def test_a_complaint_about_cadres_goes_to_discipline_one_level_up_whatever_the_data_says():
    assert RULES.route("cadre", VILLAGE) == Place(TOWN, "inspection")
    assert RULES.route("cadre", TOWN) == Place(COUNTY, "supervision")
    assert RULES.route("cadre", COUNTY) == Place(COUNTY, "supervision")


def test_the_narrowest_route_wins_and_what_has_no_unit_at_a_level_goes_to_its_office():
    assert RULES.route("clean", VILLAGE) == Place(VILLAGE, "station")
    assert RULES.route("clean", "990101101202") == Place(TOWN, "finance")
    assert RULES.route("clean", OTHER) == Place(OTHER, "station")
    assert RULES.route("clean", COUNTY) == Place(COUNTY, "openness")
    assert RULES.route("accounts", VILLAGE) == Place(TOWN, "finance")
    assert RULES.route("accounts", COUNTY) == Place(COUNTY, "openness")


def test_a_unit_whose_own_people_are_named_is_passed_by_upwards():
    finance, town = Place(TOWN, "finance"), Place(TOWN, "inspection")
    county = Place(COUNTY, "supervision")
    assert RULES.route_around(finance, [Place(VILLAGE, "station")]) == finance
    assert RULES.route_around(Place(VILLAGE, "station"), [Place(VILLAGE, "station")]) == town
    assert RULES.route_around(finance, [finance]) == county
    assert RULES.route_around(town, [town]) == county
    assert RULES.route_around(county, [county]) == county


def test_what_is_overdue_climbs_to_the_office_above_and_discipline_stays_with_discipline():
    assert RULES.above(Place(VILLAGE, "station")) == Place(TOWN, "affairs")
    assert RULES.above(Place(TOWN, "finance")) == Place(TOWN, "affairs")
    assert RULES.above(Place(TOWN, "affairs")) == Place(COUNTY, "openness")
    assert RULES.above(Place(COUNTY, "openness")) is None
    assert RULES.above(Place(TOWN, "inspection")) == Place(COUNTY, "supervision")
    assert RULES.above(Place(COUNTY, "supervision")) is None


def test_rules_that_leave_a_hole_are_refused():
    assert RULES.problems() == []
    import msgspec

    holed = msgspec.structs.replace(
        RULES,
        units=(*RULES.units[1:], unit("x", Rank.VILLAGE, discipline=True)),
        matters=(*RULES.matters, matter("clean", "nobody")),
    )
    told = "".join(holed.problems())
    assert "村一级" in told
    assert "村里不设纪检" in told
    assert "nobody" in told
    assert "重复" in told


FACTS = CaseFacts(
    number=case_number(date(2026, 11, 5), 7),
    division=VILLAGE,
    matter="accounts",
    matter_name="账目",
    state=CaseState.ANSWERED,
    unit="青禾镇农村经济管理站",
    received=date(2026, 11, 5),
    about="10月9日 路灯电费",
    summary="孟小兰问路灯电费，电话13812345678",
    person="孙有平",
    post="站长",
    due=date(2026, 11, 16),
    answer="已经给孟 小 兰（０９９０-２８１１２０９）看了凭证，身份证 11010519491231002X",
    verdict=Verdict.SOLVED,
    secrets=("孟小兰", "0990-2811209"),
)


def test_the_public_face_hides_the_complainant_and_every_identifying_number():
    shown = public_face(FACTS)
    told = str(shown)
    for secret in ("孟小兰", "孟 小 兰", "2811209", "２８１１２０９", "13812345678", "19491231"):
        assert secret not in told
    assert shown.when == "11月上旬"
    assert shown.person == "孙＊平"
    assert "凭证" in shown.answer


def test_outcome_only_leaves_nothing_that_tells_who_it_was():
    import msgspec

    shown = public_face(msgspec.structs.replace(FACTS, outcome_only=True))
    told = str(shown)
    for clue in ("账目", "路灯", "11月", "凭证", "2026-11", "accounts"):
        assert clue not in told
    assert (shown.state, shown.verdict) == (CaseState.ANSWERED, Verdict.SOLVED)


def test_names_are_masked_as_boards_do_and_days_as_thirds_of_a_month():
    assert [public_name(n) for n in ("孟兰", "孟小兰", "欧阳小兰", "孟＊兰", "")] == [
        "孟＊",
        "孟＊兰",
        "欧＊＊兰",
        "孟＊兰",
        "",
    ]
    assert [coarse(date(2026, 2, d)) for d in (10, 11, 20, 21)] == [
        "2月上旬",
        "2月中旬",
        "2月中旬",
        "2月下旬",
    ]
    assert mask("没有秘密的一句话。", ("", " ")) == "没有秘密的一句话。"


def test_people_are_found_by_full_name_and_by_surname_with_title():
    assert names_of("韩 大德", "村党支部书记、村委会主任") == ("韩大德", "韩书记", "韩主任")
    assert names_of("韩", "主任") == ()
