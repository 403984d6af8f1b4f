"""Services, holdings and the villagers' word, however much a county publishes: nothing is cut."""

from __future__ import annotations

from datetime import date, time

import pytest

from kiosk.affairs.appraisal import Appraisal, Appraised, Ballot, Candidate, Promise, Tally
from kiosk.affairs.catalogue import Kind
from kiosk.affairs.deadline import Colour
from kiosk.affairs.guide import GuideStep, Paper
from kiosk.affairs.holdings import (
    Contract,
    Holding,
    HoldingClass,
    Installment,
    Register,
    Tender,
    Usage,
)
from kiosk.affairs.people import Contact, People, Slot, Timetable, Use
from kiosk.affairs.policy import Policy
from kiosk.affairs.posted import BALLOTS, RISKS
from kiosk.affairs.risk import Evidence, PublicRisk, RiskBoard
from kiosk.affairs.routing import Rank
from kiosk.affairs.weekly import WeeklyReport
from kiosk.terminal.config import PRESETS, Panel
from kiosk.terminal.ui.scenes import scenes
from kiosk.terminal.ui.theme import Look, Step
from tests.support.estate import COUNTY, put
from tests.support.eyes import faults
from tests.support.monkey import play
from tests.support.services import HOURS, add_services, guide
from tests.support.village import NOW, TODAY, VILLAGE, Village

pytestmark = pytest.mark.ui
UPRIGHT, WIDE = Panel(), Panel(width=1920, height=1080)
MOST_PAGES = 3
LONG = (
    "关于柳河村村西水渠清淤砌石与北塘机井水泵更换及二〇二六年第三"
    "季度人居环境整治村级配套资金使用情况的公示（更正以后的第二稿，全文）"
)
NAME = "欧阳＊䶮𠮷"
PHONE = "0990-73501234转80216"
HUGE = 999_999_999_99


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    village = Village(tmp_path_factory.mktemp("served"))
    village.add_everything()
    add_services(village)
    village.publish()
    village.sync()
    return village


@pytest.fixture(scope="module")
def odd(tmp_path_factory):
    """Everything as long and as much as it gets; people without numbers, rare characters."""
    village = Village(tmp_path_factory.mktemp("odd"))
    village.add_everything()
    sample, path = village.media("样子", (3000, 400))
    papers = tuple(
        Paper(name=LONG, copies=LONG, source=LONG, only_if=LONG, note=LONG, samples=(sample,))
        for _ in range(60)
    )
    steps = tuple(GuideStep(name=LONG, who=LONG, time=LONG, note=LONG) for _ in range(12))
    day = date(2026, 11, 20)
    put(
        village,
        "B6",
        LONG,
        Kind.GUIDE,
        "standing",
        day,
        guide(
            rank=Rank.VILLAGE,
            group=LONG,
            who=LONG,
            papers=papers,
            steps=steps,
            promise=LONG,
            limit=LONG,
            fee=LONG,
            result=LONG,
            place=LONG,
            hours=LONG,
            basis=(LONG,) * 5,
            asked=((LONG, LONG),) * 5,
            phone=PHONE,
        ),
        path,
        division=COUNTY,
    )
    bare = guide(
        rank=Rank.VILLAGE,
        group="别的",
        papers=(),
        steps=(GuideStep(name="到村部说一声"),),
        promise="",
        fee="",
        limit="",
        result="",
        place="",
        hours="",
        basis=(),
        asked=(),
        phone="",
        errand="",
    )
    put(village, "B6", "什么也不用带", Kind.GUIDE, "standing", day, bare, division=COUNTY, serial=2)
    people = People(
        people=tuple(
            Contact(
                name=NAME,
                post=LONG,
                duties=LONG,
                phone=PHONE if n % 2 else "",
                substitute=LONG,
                photo=sample,
            )
            for n in range(12)
        ),
        hours=HOURS,
        place=LONG,
        after_hours=LONG,
    )
    put(village, "B2", LONG, Kind.PEOPLE, "standing", day, people, path)
    for serial, use in enumerate(Use, 1):
        slots = tuple(
            Slot(
                start=time(0),
                end=time(23, 59),
                who=NAME if n % 2 else LONG,
                place=LONG,
                what=LONG,
                phone=PHONE,
                weekdays=(1, 2, 3, 4, 5, 6, 7),
                holidays=True,
                seats=n,
            )
            for n in range(4)
        )
        table = Timetable(use=use, slots=slots, contact=LONG, phone=PHONE)
        put(village, "G2", LONG, Kind.TIMETABLE, "standing", day, table, serial=serial)
    holdings = tuple(
        Holding(
            code=f"编号{n:04d}",
            name=LONG if n % 7 == 0 else f"{NAME}的地",
            usage=list(Usage)[n % 3],
            group=list(HoldingClass)[n % 6],
            place=LONG,
            quantity=HUGE,
            unit="亩",
            value=HUGE,
            keeper=NAME,
            note=LONG,
            photos=(sample,),
        )
        for n in range(400)
    )
    put(
        village,
        "D7",
        LONG,
        Kind.REGISTER,
        "2026-Q3",
        day,
        Register(day=day, holdings=holdings),
        path,
    )
    rents = tuple(
        Installment(due=date(2000 + n, 1, 1), amount=HUGE, paid=HUGE if n % 2 else 1, note=LONG)
        for n in range(40)
    )
    contract = Contract(
        number=LONG,
        subject=LONG,
        group=HoldingClass.LAND,
        tenant=LONG,
        begins=date(2000, 1, 1),
        ends=date(2040, 1, 1),
        rent=HUGE,
        quantity=HUGE,
        unit="平方米",
        manner=LONG,
        installments=rents,
        photos=(sample,) * 3,
    )
    put(village, "D13", LONG, Kind.CONTRACT, "2026-01-01", day, contract, path)
    tender = Tender(
        subject=LONG,
        group=HoldingClass.HOUSE,
        floor=HUGE,
        per="元/平方米/年",
        term=LONG,
        deadline=NOW.replace(year=2030),
        conditions=(LONG,) * 20,
        quantity=HUGE,
        unit="平方米",
        deposit=HUGE,
        manner=LONG,
        place=LONG,
        phone=PHONE,
    )
    put(village, "D14", LONG, Kind.TENDER, "2026-11-20", day, tender)
    risk = PublicRisk(
        number="261100051",
        name=LONG,
        said=LONG * 4,
        colour=Colour.ORANGE,
        since=day,
        confirmed=day,
        unit=LONG,
        state=LONG,
        due=date(2026, 1, 1),
        answer=LONG * 10,
        evidence=(
            Evidence(item="nowhere", text=LONG),
            Evidence(item=f"{VILLAGE}-D2-2026-10", row=30, text=""),
        ),
    )
    board = RiskBoard(division=VILLAGE, day=TODAY, risks=(risk,) * 12)
    put(village, RISKS.code, LONG, Kind.RISKS, "standing", day, board)
    appraisal = Appraisal(
        day=day,
        eligible=9_999,
        present=9_998,
        voted=9_997,
        appraised=tuple(
            Appraised(
                name=NAME, post=LONG, tallies=(Tally(question=LONG, votes=(9_997, *(0,) * 7)),) * 3
            )
            for _ in range(6)
        ),
        promises=(Promise(by=NAME, text=LONG * 3, note=LONG),) * 9,
    )
    put(village, "C9", LONG, Kind.APPRAISAL, "2025", day, appraisal)
    ballot = Ballot(
        session="s",
        title=LONG,
        opens=NOW.replace(year=2020),
        closes=NOW.replace(year=2030),
        questions=(LONG,) * 12,
        candidates=(Candidate(name=LONG, post=LONG),) * 12,
    )
    put(village, BALLOTS.code, LONG, Kind.BALLOT, "standing", day, ballot)
    policy = Policy(
        issuer=LONG,
        issued=day,
        changes=(LONG,) * 9,
        number=LONG,
        whom=LONG,
        repealed=day,
        replaced_by=LONG,
    )
    put(village, "A2", LONG, Kind.POLICY, "2026-11-20", day, policy, division=COUNTY)
    report = WeeklyReport(
        first=day, last=day, done=(LONG,) * 30, doing=(LONG,) * 30, figures=((LONG, LONG),) * 5
    )
    put(village, "G3", LONG, Kind.REPORT, "2026-11-20", day, report)
    village.publish()
    village.sync()
    return village


def walk(pilot, look, most=MOST_PAGES):
    """Every screen in a look; what is wrong with which."""
    board = pilot.board
    pilot.app.stop_looking()
    seen, wrong = 0, []
    for name, show in scenes(board, pilot.app.caretaker).items():
        board.wipe()
        board.set_look(look)
        show()
        for number in range(min(most, board.laid_out.count) if board.cover is None else 1):
            if number:
                board.turn(1)
            wrong += [f"{name}, page {number + 1}: {each[:70]}" for each in faults(pilot)[:2]]
            seen += 1
    assert not wrong, "\n".join(wrong)
    return seen


@pytest.mark.parametrize("step", list(Step))
@pytest.mark.parametrize("panel", [UPRIGHT, WIDE], ids=["upright", "wide"])
def test_nothing_is_cut_hidden_or_too_small(open_pilot, served, panel, step):
    assert walk(open_pilot(served, panel), Look(step), most=9) > 60


@pytest.mark.parametrize("look", [Look(), Look(Step.LARGEST), Look(Step.LARGE, seated=True)])
@pytest.mark.parametrize("panel", [UPRIGHT, WIDE], ids=["upright", "wide"])
def test_nothing_is_cut_however_much_and_however_long(open_pilot, odd, panel, look):
    assert walk(open_pilot(odd, panel), look) > 60


@pytest.mark.parametrize("preset", ["32-upright", "43-wide", "55-upright"])
def test_nothing_is_cut_on_larger_panels(open_pilot, served, preset):
    walk(open_pilot(served, Panel(preset=preset, **PRESETS[preset])), Look(contrast=True))


@pytest.mark.parametrize("panel", [UPRIGHT, WIDE], ids=["upright", "wide"])
def test_hands_that_know_nothing_break_nothing(open_pilot, served, panel):
    pilot = open_pilot(served, panel)
    play(pilot, 300)
    assert pilot.board.screen is not None


def test_four_hundred_holdings_are_there_to_the_last_and_open_in_time(open_pilot, odd):
    import time as clock

    from kiosk.terminal.ui.screens.reader import Reader

    pilot = open_pilot(odd)
    shelved = pilot.board.desk.library.get(f"{VILLAGE}-D7-2026-Q3")
    began = clock.perf_counter()
    pilot.board.go(Reader, shelved)
    assert clock.perf_counter() - began < 1.0
    text = pilot.read_all()
    assert text.count("编号0399") == 1
    assert all(f"编号{n:04d}" in text for n in range(0, 400, 37))


def test_sixty_papers_are_there_to_the_last_and_the_number_is_on_the_first_page(open_pilot, odd):
    from kiosk.terminal.ui.screens.reader import Reader

    pilot = open_pilot(odd)
    shelved = next(
        s for s in pilot.board.desk.library.shelves(kind=Kind.GUIDE) if s.disclosure.title == LONG
    )
    pilot.board.go(Reader, shelved)
    text = pilot.read_all()
    assert "要带的东西：60 样" in text
    assert text.count("看样子") == 60
