"""What staff may do with a case, and what time does to it."""

from datetime import date

import pytest

from kiosk.affairs.case import Act, CaseError, CaseState, Verdict
from tests.support.cases import COUNTY, FOREIGN, OTHER_TOWN, PHOTO, TOWN, VILLAGE


@pytest.fixture
def acts(hall):
    from kiosk.center.cases import acts

    return acts


def state(hall, receipt):
    return hall.case(receipt).standing


def answered(hall, acts, receipt, who="clerk"):
    acts.accept(hall.staff[who], receipt.number, hall.now)
    acts.answer(hall.staff[who], receipt.number, hall.now, summary="垃圾没人收", words="已经清了。")


def test_from_receipt_to_the_residents_own_verdict(hall, acts):
    receipt = hall.file()
    clerk = hall.staff["clerk"]
    acts.accept(clerk, receipt.number, hall.now)
    acts.assign(clerk, receipt.number, hall.now, person="second")
    acts.answer(
        clerk, receipt.number, hall.now, summary="垃圾", words="已经清了。", evidence=[PHOTO]
    )
    progress = hall.find(receipt)
    assert (progress.state, progress.person) == (CaseState.ANSWERED, "柳＊余")
    assert progress.answer == "已经清了。"
    assert len(progress.evidence) == 1
    from kiosk.center.cases.services import give_verdict, photo_of

    found = photo_of(receipt.number, receipt.query_code, progress.evidence[0])
    assert found == (PHOTO, "image/jpeg")
    said = (receipt.number, receipt.query_code, Verdict.SOLVED, "谢谢")
    after = give_verdict(*said, now=hall.now)
    assert (after.state, after.verdict) == (CaseState.CLOSED, Verdict.SOLVED)
    assert [step.act for step in after.steps] == [
        Act.FILE,
        Act.ACCEPT,
        Act.ASSIGN,
        Act.ANSWER,
        Act.JUDGE,
    ]
    assert len(give_verdict(*said, now=hall.now).steps) == 5, "pressed twice"


def test_not_solved_opens_the_case_again_one_level_up_with_a_new_clock(hall, acts):
    from kiosk.center.cases.services import give_verdict

    receipt = hall.file()
    answered(hall, acts, receipt)
    hall.passes(days=2)
    after = give_verdict(receipt.number, receipt.query_code, Verdict.NOT, "还在那里", now=hall.now)
    assert after.state is CaseState.REOPENED
    assert after.due == date(2026, 3, 9)
    assert hall.case(receipt).unit == f"{TOWN}/affairs"
    assert not hall.sees("clerk", receipt)
    assert hall.sees("office", receipt)


def test_a_name_in_the_verdict_keeps_that_person_from_seeing_it_again(hall, acts):
    from kiosk.center.cases.services import give_verdict

    receipt = hall.file()
    answered(hall, acts, receipt)
    words = "青有禾来看过就走了"
    give_verdict(receipt.number, receipt.query_code, Verdict.NOT, words, now=hall.now)
    assert not hall.sees("office", receipt)
    assert hall.case(receipt).unit == f"{COUNTY}/supervision"


def test_a_verdict_before_the_answer_is_refused_and_leaves_nothing(hall):
    from kiosk.center.cases.services import give_verdict

    receipt = hall.file()
    with pytest.raises(CaseError, match="已收到"):
        give_verdict(receipt.number, receipt.query_code, Verdict.NOT, "", now=hall.now)
    assert len(hall.find(receipt).steps) == 1
    assert hall.case(receipt).verdict == ""


def test_refusing_says_why_and_whose_it_is_and_the_resident_may_disagree(hall, acts):
    from kiosk.center.cases.services import give_verdict

    receipt = hall.file()
    with pytest.raises(CaseError, match="该找谁"):
        acts.refuse(hall.staff["clerk"], receipt.number, hall.now, reason="不是村里的事", whose=" ")
    acts.refuse(
        hall.staff["clerk"], receipt.number, hall.now, reason="不是村里的事", whose="县公路站"
    )
    assert "县公路站" in hall.find(receipt).steps[-1].words
    give_verdict(receipt.number, receipt.query_code, Verdict.NOT, "就在村口", now=hall.now)
    assert hall.case(receipt).unit == f"{TOWN}/affairs"


def test_a_question_stops_the_clock_once_and_the_answer_starts_it_again(hall, acts):
    from kiosk.center.cases.services import clarify

    receipt = hall.file()
    clerk = hall.staff["clerk"]
    acts.accept(clerk, receipt.number, hall.now)
    acts.ask(clerk, receipt.number, hall.now, question="哪个路口？")
    hall.passes(days=2)
    asked = hall.find(receipt)
    assert (asked.question, asked.colour, asked.may_clarify) == ("哪个路口？", None, True)
    after = clarify(receipt.number, receipt.query_code, "东边那个", now=hall.now)
    assert after.due == date(2026, 3, 9)
    assert any("暂停计时" in line for line in after.explanation)
    with pytest.raises(CaseError, match="补充过一次"):
        acts.ask(clerk, receipt.number, hall.now, question="还有吗？")


def test_a_question_that_nobody_answers_does_not_stop_the_clock_for_ever(hall, acts):
    from kiosk.center.cases.services import run_clocks

    receipt = hall.file()
    acts.accept(hall.staff["clerk"], receipt.number, hall.now)
    acts.ask(hall.staff["clerk"], receipt.number, hall.now, question="哪个路口？")
    hall.passes(days=14)
    assert run_clocks(hall.now).resumed == 0
    hall.passes(days=1)
    assert run_clocks(hall.now).resumed == 1
    assert state(hall, receipt) is CaseState.ACCEPTED
    assert hall.case(receipt).due == date(2026, 3, 19)


def test_an_extension_is_given_once_in_time_and_told_to_the_resident(hall, acts):
    receipt = hall.file()
    clerk = hall.staff["clerk"]
    acts.accept(clerk, receipt.number, hall.now)
    acts.extend(clerk, receipt.number, hall.now, reason="等清运车")
    found = hall.find(receipt)
    assert found.due == date(2026, 3, 10)
    assert found.steps[-1].words == "等清运车"
    with pytest.raises(CaseError, match="一次"):
        acts.extend(clerk, receipt.number, hall.now, reason="还要等")
    late = hall.file()
    acts.accept(clerk, late.number, hall.now)
    hall.passes(days=4)
    with pytest.raises(CaseError, match="已经过了"):
        acts.extend(clerk, late.number, hall.now, reason="忘了")
    assert hall.case(late).due == date(2026, 3, 5)


def test_what_is_overdue_goes_up_to_the_township_then_the_county_and_only_once_each(hall):
    from kiosk.center.cases.services import escalate

    receipt = hall.file()
    hall.passes(days=3)
    assert escalate(hall.now) == 0, "the last day is in time"
    hall.passes(days=1)
    assert (escalate(hall.now), escalate(hall.now)) == (1, 0)
    assert hall.case(receipt).overseer == f"{TOWN}/affairs"
    hall.passes(days=4)
    assert (escalate(hall.now), escalate(hall.now)) == (0, 0)
    hall.passes(days=1)
    assert (escalate(hall.now), escalate(hall.now)) == (1, 0)
    assert hall.case(receipt).overseer == f"{COUNTY}/openness"
    assert hall.case(receipt).unit == f"{VILLAGE}/station", "still theirs to answer"
    hall.passes(days=60)
    assert escalate(hall.now) == 0


def test_an_overdue_complaint_about_cadres_climbs_within_discipline(hall):
    from kiosk.center.cases.services import escalate

    receipt = hall.file(matter="cadre", words="占了集体的地")
    hall.passes(days=60)
    escalate(hall.now)
    assert hall.case(receipt).overseer == f"{COUNTY}/supervision"
    assert not hall.sees("county", receipt)


def test_a_silent_resident_closes_the_case_in_the_end_and_may_still_judge(hall, acts):
    from kiosk.center.cases.services import give_verdict, run_clocks

    receipt = hall.file()
    answered(hall, acts, receipt)
    hall.passes(days=21)
    assert run_clocks(hall.now).closed == 0
    hall.passes(days=1)
    assert (run_clocks(hall.now).closed, run_clocks(hall.now).closed) == (1, 0)
    found = give_verdict(receipt.number, receipt.query_code, Verdict.HALF, "", now=hall.now)
    assert found.verdict is Verdict.HALF


def test_a_new_calendar_recounts_provisional_deadlines_once(hall, django):
    from datetime import UTC, datetime
    from pathlib import Path

    from kiosk.center.cases.services import run_clocks
    from kiosk.state import sources

    hall.now = datetime(2090, 12, 27, 4, 0, tzinfo=UTC)
    receipt = hall.file()
    assert not hall.find(receipt).due_certain
    assert run_clocks(hall.now).recounted == 0
    own = Path(django.DATA) / "cases.yaml"
    text = (sources() / "content" / "cases.yaml").read_text(encoding="utf-8")
    known = "放假安排: {2090: {放假: [2090-12-28 元旦], 上班: []}, 2091: {放假: [], 上班: []}}"
    own.write_text(text.replace("放假安排: {}", known), encoding="utf-8")
    try:
        assert (run_clocks(hall.now).recounted, run_clocks(hall.now).recounted) == (1, 0)
        found = hall.find(receipt)
        assert found.due_certain
        assert found.due == date(2091, 1, 2)
        assert found.steps[-1].act is Act.RECOUNT
    finally:
        own.unlink()


def test_whoever_answered_neither_calls_back_nor_closes(hall, acts):
    receipt = hall.file()
    answered(hall, acts, receipt)
    for attempt in (
        lambda who: acts.call(who, receipt.number, hall.now, verdict=Verdict.SOLVED, words="好"),
        lambda who: acts.close(who, receipt.number, hall.now, reason="打不通"),
    ):
        with pytest.raises(CaseError, match="不由您"):
            attempt(hall.staff["clerk"])
    acts.call(hall.staff["office"], receipt.number, hall.now, verdict=Verdict.SOLVED, words="清了")
    assert state(hall, receipt) is CaseState.CLOSED
    assert hall.case(receipt).verdict == "solved"


def test_the_reviewer_releases_a_held_case_past_whoever_it_means(hall, acts):
    receipt = hall.file(suspicious=True, words="站里那个人不理人")
    with pytest.raises(acts.HiddenError):
        acts.release(hall.staff["clerk"], receipt.number, hall.now)
    acts.release(hall.staff["office"], receipt.number, hall.now, named="柳有田")
    assert state(hall, receipt) is CaseState.RECEIVED
    assert hall.case(receipt).unit == f"{TOWN}/inspection"
    assert not hall.sees("clerk", receipt)


def test_a_case_is_given_only_to_units_above_it_that_are_not_named_in_it(hall, acts):
    receipt = hall.file(words="账有数说不归他管")
    clerk = hall.staff["clerk"]
    for wrong in (f"{OTHER_TOWN}/affairs", f"{FOREIGN}/station", f"{TOWN}/nothing", "nonsense"):
        with pytest.raises(CaseError, match="不能转给"):
            acts.reroute(clerk, receipt.number, hall.now, unit=wrong, reason="不归我们")
    with pytest.raises(CaseError, match="说到了"):
        acts.reroute(clerk, receipt.number, hall.now, unit=f"{TOWN}/finance", reason="账目")
    acts.reroute(clerk, receipt.number, hall.now, unit=f"{TOWN}/land", reason="占道")
    assert hall.find(receipt).unit == f"{TOWN}自然资源和规划建设办公室"
    assert hall.find(receipt).due == receipt.due


def test_a_complaint_about_cadres_cannot_be_given_away_from_discipline(hall, acts):
    receipt = hall.file(matter="cadre", words="占了集体的地")
    from kiosk.center.cases.services import rules_on

    places = acts.places_for(hall.case(receipt), rules_on(hall.now.date()))
    assert [str(p) for p in places] == [f"{COUNTY}/supervision"]


def test_duplicates_are_answered_together_and_each_resident_judges(hall, acts):
    from kiosk.center.cases.services import give_verdict

    first, second, elsewhere = hall.file(), hall.file(), hall.file(division=FOREIGN)
    clerk = hall.staff["clerk"]
    with pytest.raises(CaseError, match="自己"):
        acts.merge(clerk, second.number, hall.now, into=second.number)
    with pytest.raises(acts.HiddenError):
        acts.merge(clerk, second.number, hall.now, into=elsewhere.number)
    acts.merge(clerk, second.number, hall.now, into=first.number)
    assert state(hall, second) is CaseState.MERGED
    answered(hall, acts, first)
    assert hall.find(second).answer == "已经清了。"
    give_verdict(second.number, second.query_code, Verdict.NOT, "还有", now=hall.now)
    assert state(hall, second) is CaseState.REOPENED
    assert state(hall, first) is CaseState.ANSWERED


def test_an_auditor_sees_and_changes_nothing(hall, acts):
    receipt = hall.file()
    assert hall.sees("auditor", receipt)
    for attempt in (acts.accept, acts.look):
        with pytest.raises(CaseError, match="只能看"):
            attempt(hall.staff["auditor"], receipt.number, hall.now)


def test_every_look_at_a_contact_is_in_the_history_and_the_resident_sees_it(hall, acts):
    receipt = hall.file(name="孟小兰", phone="13812345678")
    shown = acts.look(hall.staff["clerk"], receipt.number, hall.now)
    assert shown.contact.phone == "13812345678"
    acts.look(hall.staff["clerk"], receipt.number, hall.now)
    assert [step.act for step in hall.find(receipt).steps] == [Act.FILE, Act.LOOK, Act.LOOK]


def test_a_contact_is_for_who_handles_it_or_calls_back_and_not_for_who_only_watches(hall, acts):
    receipt = hall.file(name="孟小兰", phone="13812345678")
    for watcher in ("office", "county"):
        assert Act.LOOK not in acts.acts_for(hall.staff[watcher], hall.case(receipt))
        with pytest.raises(CaseError, match="经办的单位"):
            acts.look(hall.staff[watcher], receipt.number, hall.now)
    answered(hall, acts, receipt)
    assert acts.look(hall.staff["office"], receipt.number, hall.now).contact.name == "孟小兰"


def test_one_who_has_left_sees_nothing(hall):
    receipt = hall.file()
    hall.staff["clerk"].is_active = False
    assert not hall.sees("clerk", receipt)


def test_a_board_counts_all_and_shows_the_newest_masked(hall, acts):
    from kiosk.center.cases.services import board_of, public_case, public_cases

    receipt = hall.file(name="孟小兰", phone="13812345678", words="孟小兰问：13812345678")
    acts.accept(hall.staff["clerk"], receipt.number, hall.now)
    acts.answer(
        hall.staff["clerk"],
        receipt.number,
        hall.now,
        summary="孟小兰问垃圾",
        words="已给孟小兰 138 1234 5678 打电话",
    )
    hall.file(matter="welfare", words="低保怎么办")
    hall.file(division=FOREIGN)
    board = board_of(VILLAGE, now=hall.now)
    assert (board.counts.filed, board.counts.open, board.counts.answered) == (2, 1, 1)
    assert [c.outcome_only for c in board.cases] == [True, False]
    for shown in (board, public_cases(now=hall.now), public_case(receipt.number, now=hall.now)):
        assert "孟小兰" not in str(shown)
        assert "1234" not in str(shown)
    assert public_case("123456789", now=hall.now) is None


def test_asking_by_day_never_finds_out_when_an_outcome_only_case_was_filed(hall):
    from kiosk.center.cases.services import public_cases

    hall.file(matter="welfare", words="低保怎么办")
    assert len(public_cases(now=hall.now)) == 1
    assert public_cases(now=hall.now, since=date(2026, 1, 1)) == []


def test_a_preview_is_what_the_public_will_see_and_keeps_nothing(hall):
    from kiosk.center.cases.models import Case
    from kiosk.center.cases.services import preview, public_case

    filing = hall.filing(row="10月9日 路灯电费", title="10月收支")
    seen = preview(filing, now=hall.now)
    assert not Case.objects.exists()
    from kiosk.center.cases.services import file_case

    receipt = file_case(filing, now=hall.now)
    import msgspec

    stored = public_case(receipt.number, now=hall.now)
    assert msgspec.structs.replace(seen, number=receipt.number) == stored
