"""What a rule sees becomes one case; what the county confirmed stands on the board."""

from datetime import date

import pytest

from kiosk.affairs.case import CaseError, CaseState
from kiosk.affairs.catalogue import Kind
from kiosk.affairs.disclosure import Content, Ledger, LedgerEntry, Motion, Resolution
from kiosk.affairs.posted import RISKS
from kiosk.affairs.risk import Check, RiskBoard, RiskRule
from kiosk.center.folder.problems import Pen
from tests.support.cases import TOWN
from tests.support.phone import forget_feed
from tests.support.village import NOW, VILLAGE, Village, face

pytestmark = pytest.mark.database
LEDGER = f"{VILLAGE}-D2-2026-10"
RULES = (
    RiskRule(
        code="large",
        check=Check.UNDECIDED,
        name="大额支出没有决议",
        valid_from=date(2026, 1, 1),
        limit=5_000_00,
        orange=20,
        red=60,
    ),
)


def ledger(*payments):
    entries = tuple(
        LedgerEntry(day=date(2026, 10, 9), summary=what, paid=fen, party="柳＊生", related=related)
        for what, fen, related in payments
    )
    total = sum(e.paid for e in entries)
    return Ledger(opening=total, closing=0, entries=entries)


@pytest.fixture
def village(hall, tmp_path, monkeypatch):
    """A village with a large payment that names no resolution, and one that does."""
    from django.conf import settings

    from kiosk.center.risks import looking

    made = Village(tmp_path)
    vote = Resolution(
        meeting="村民代表会议",
        day=date(2026, 9, 1),
        motions=(Motion(text="修路", agreed=30, opposed=0, abstained=0, passed=True),),
    )
    decided = face("C2", "修路的决议", Kind.RESOLUTION, "2026-09-01", date(2026, 9, 2))
    made.add(decided, Content(document=vote))
    made.ledger = face("D2", "2026年10月收支明细", Kind.LEDGER, "2026-10", date(2026, 11, 12))
    rows = ledger(("修水渠", 8_000_00, ()), ("修路", 9_000_00, (decided.id,)))
    made.add(made.ledger, Content(document=rows))
    made.publish()
    before, settings.FEED = settings.FEED, made.feed
    monkeypatch.setattr(looking, "current", lambda: RULES)
    forget_feed()
    yield made
    settings.FEED = before
    forget_feed()


def look():
    from kiosk.center.risks.looking import Looker

    forget_feed()
    return Looker().look(NOW)[:2]


def only_case():
    from kiosk.center.cases.models import Case

    return Case.objects.get(sort="warning")


def board(village):
    from kiosk.center.cases.boards import post_boards
    from kiosk.center.cases.standing import standing_document
    from kiosk.feed.tree import Repository

    post_boards(village.feed, village.online)
    return standing_document(Repository(village.feed), VILLAGE, RISKS.code, RiskBoard)[1]


def test_one_finding_is_one_case_for_the_township_however_often_it_is_seen(village):
    assert look() == (1, 0)
    assert look() == (0, 0)
    case = only_case()
    assert case.unit == f"{TOWN}/finance"
    assert case.facts["evidence"][0]["item"] == LEDGER
    assert case.facts["evidence"][0]["row"] == 1
    assert "8,000.00 元" in case.words


def test_the_village_that_it_is_about_does_not_see_it(village, hall):
    look()
    number = only_case().number
    assert hall.client("clerk").get(f"/desk/case/{number}").status_code == 404
    assert "没有预警" in hall.client("clerk").get("/desk/risks/").content.decode()
    assert "修水渠" in hall.client("finance").get("/desk/risks/").content.decode()


def test_nothing_is_public_before_the_county_has_confirmed_it(village, hall):
    from kiosk.center.cases import acts
    from kiosk.center.cases.services import public_cases

    look()
    number = only_case().number
    assert board(village) is None
    assert public_cases(now=NOW) == []
    for who in ("finance", "office"):
        with pytest.raises(CaseError):
            acts.confirm(hall.staff[who], number, NOW)
    acts.confirm(hall.staff["county"], number, NOW)
    risk = board(village).risks[0]
    assert (risk.number, risk.state) == (number, "等责任单位说明")
    assert risk.colour.value == "orange"
    assert risk.evidence[0].row == 1


def test_the_answer_and_its_check_stand_on_the_board(village, hall):
    from kiosk.affairs.case import Verdict
    from kiosk.center.cases import acts

    look()
    number = only_case().number
    acts.confirm(hall.staff["county"], number, NOW)
    acts.accept(hall.staff["finance"], number, NOW)
    acts.answer(
        hall.staff["finance"], number, NOW, summary="水渠抢修", words="抢修先付，决议已经补上。"
    )
    assert board(village).risks[0].answer == "抢修先付，决议已经补上。"
    acts.call(hall.staff["office"], number, NOW, verdict=Verdict.SOLVED, words="看了决议原件")
    risk = board(village).risks[0]
    assert risk.ended
    assert risk.state == "已核实，销号"


def test_an_answer_that_explains_nothing_goes_back(village, hall):
    from kiosk.affairs.case import Verdict
    from kiosk.center.cases import acts

    look()
    number = only_case().number
    acts.accept(hall.staff["finance"], number, NOW)
    acts.answer(hall.staff["finance"], number, NOW, summary="x", words="没事")
    acts.call(hall.staff["county"], number, NOW, verdict=Verdict.NOT, words="没有说清")
    assert only_case().standing is CaseState.REOPENED


def test_a_corrected_ledger_ends_the_warning_by_itself(village):
    look()
    corrected = ledger(("修水渠", 8_000_00, (f"{VILLAGE}-C2-2026-09-01",)))
    village.add(village.ledger, Content(document=corrected))
    village.publish()
    assert look() == (0, 1)
    assert only_case().standing is CaseState.CLOSED


def test_nobody_who_answers_late_is_forgotten(village):
    from datetime import timedelta

    from kiosk.center.cases.clock import run_clocks

    look()
    done = run_clocks(NOW + timedelta(days=60))
    assert (done.raised, done.closed, done.lapsed) == (1, 0, 0)


def rules_in(tmp_path, text):
    from kiosk.center.folder.risks import read_risks

    path = tmp_path / "risks.yaml"
    path.write_text(text, encoding="utf-8")
    pen = Pen("risks.yaml")
    return read_risks(path, pen), [str(mark) for mark in pen.marks]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("- {编号: a, 检查: 大额现金, 名称: x, 生效: 2026-01-01}", "缺“限额”"),
        ("- {编号: a, 检查: 没有的, 名称: x, 生效: 2026-01-01}", "不认识"),
        ("- {编号: a, 检查: 租金逾期, 名称: x}", "缺“生效”"),
        (
            "- {编号: a, 检查: 租金逾期, 名称: x, 生效: 2026-01-01, 橙色天数: 9, 红色天数: 3}",
            "还少",
        ),
        ("- {编号: a, 检查: 大额现金, 名称: x, 限额: 多, 生效: 2026-01-01}", "不是金额"),
        ("- {编号: a, 检查: 租金逾期, 名称: x, 生效: 2026-01-01, 限定: 3}", "没有“限定”"),
    ],
)
def test_mistakes_in_the_rules_are_named_with_their_line(tmp_path, line, said):
    _, marks = rules_in(tmp_path, line)
    assert said in "".join(marks)
    assert "第 1 行" in "".join(marks)


def test_rules_with_mistakes_leave_those_before_in_force(django, tmp_path):
    from kiosk.center.risks.rules import RisksError, load

    path = tmp_path / "risks.yaml"
    path.write_text("- {编号: a, 检查: 没有的, 名称: x, 生效: 2026-01-01}", encoding="utf-8")
    with pytest.raises(RisksError, match="没有改动"):
        load(path, tmp_path / "data")
    assert not (tmp_path / "data").exists()
