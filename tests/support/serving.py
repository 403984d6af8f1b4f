"""A county that has published a guide, timetables with seats, and a tender: who may be served."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from kiosk.affairs.catalogue import Kind
from kiosk.affairs.disclosure import Content
from kiosk.affairs.guide import GuideStep, LifeEvent, Paper, ServiceGuide
from kiosk.affairs.holdings import (
    Contract,
    Holding,
    HoldingClass,
    Installment,
    Register,
    Tender,
    Usage,
)
from kiosk.affairs.people import Contact, Hours, People, Slot, Timetable, Use
from kiosk.affairs.routing import Rank
from tests.support.phone import forget_feed
from tests.support.village import VILLAGE, Village, face

COUNTY = "990101000000"
GUIDE = f"{COUNTY}-D8-2026-11-01"
PLAIN_GUIDE = f"{COUNTY}-D8-2026-11-02"
TIMETABLE = f"{VILLAGE}-D8-2026-11-03"
TENDER = f"{VILLAGE}-D8-2026-11-04"
CONTRACT = f"{VILLAGE}-D8-2026-11-09"
CLOSED_TENDER = f"{VILLAGE}-D8-2026-11-05"


def guide(errand: str = "errand-papers") -> ServiceGuide:
    return ServiceGuide(
        rank=Rank.VILLAGE,
        group="户籍证明类",
        who="孩子的父母",
        steps=(GuideStep(name="带材料到派出所"), GuideStep(name="当场登记", who="户籍民警")),
        papers=(Paper(name="出生医学证明", copies="原件1份"),),
        events=(LifeEvent.BIRTH,),
        promise="当场办",
        result="户口本上有孩子的一页",
        errand=errand,
    )


def timetable(seats: int = 2, *, room: bool = False, every_minute: bool = False) -> Timetable:
    """Every day in the morning, so that no test depends on the weekday it runs on."""
    return Timetable(
        use=Use.CONSULTATION if room else Use.RECEPTION,
        slots=(
            Slot(
                start=time(0, 0) if every_minute else time(9, 0),
                end=time(23, 59) if every_minute else time(11, 30),
                who="叶＊青",
                place="镇政府一楼",
                what="接待群众",
                weekdays=(1, 2, 3, 4, 5, 6, 7),
                holidays=True,
                seats=seats,
                room=room,
            ),
        ),
        phone="0990-2811002",
    )


def tender(deadline: datetime) -> Tender:
    return Tender(
        subject="㙍上地块46亩",
        group=HoldingClass.LAND,
        floor=620_00,
        per="元/亩/年",
        term="5年",
        deadline=deadline,
        quantity=4600,
        unit="亩",
    )


@pytest.fixture(scope="session")
def served_feed(tmp_path_factory):
    """What can be asked for; nobody changes it."""
    village = Village(tmp_path_factory.mktemp("served"))

    def add(item: str, title: str, kind: Kind, document, division: str = VILLAGE) -> None:
        day = date.fromisoformat(item[-10:])
        shown = face("D8", title, kind, item[-10:], day, division=division)
        village.add(shown, Content(document=document))

    now = datetime.now(UTC)
    add(GUIDE, "新生儿上户口", Kind.GUIDE, guide(), COUNTY)
    add(PLAIN_GUIDE, "换身份证", Kind.GUIDE, guide(errand=""), COUNTY)
    add(TIMETABLE, "镇长接待日", Kind.TIMETABLE, timetable())
    add(TENDER, "㙍上地块公开竞价", Kind.TENDER, tender(now + timedelta(days=9)))
    add(CLOSED_TENDER, "旧泵房公开竞价", Kind.TENDER, tender(now - timedelta(days=1)))
    room = timetable(3, room=True, every_minute=True)
    add(f"{VILLAGE}-D8-2026-11-06", "远程问医生", Kind.TIMETABLE, room)
    add(f"{VILLAGE}-D8-2026-11-07", "柳河村联系人", Kind.PEOPLE, people())
    add(f"{VILLAGE}-D8-2026-11-08", "柳河村台账", Kind.REGISTER, register())
    add(CONTRACT, "㙍上地块合同", Kind.CONTRACT, contract())
    village.publish()
    return village


def people() -> People:
    return People(
        people=(
            Contact(
                name="孙＊芳",
                post="便民服务站站长",
                phone="0990-2811031",
                matters=("户籍证明类",),
            ),
        ),
        hours=(Hours(time(8, 30), time(12)), Hours(time(14, 30), time(17, 30))),
        phone="0990-2811030",
        after_hours="值班的人",
        after_phone="0990-2811039",
    )


def register() -> Register:
    return Register(
        day=date(2026, 11, 1),
        holdings=(
            Holding(
                code="T-01",
                name="㙍上地块",
                group=HoldingClass.LAND,
                usage=Usage.LET,
                quantity=4600,
                unit="亩",
                contract=CONTRACT,
            ),
            Holding(
                code="F-01",
                name="旧小学",
                group=HoldingClass.HOUSE,
                usage=Usage.IDLE,
                value=380_000_00,
            ),
        ),
    )


def contract() -> Contract:
    return Contract(
        number="2021-03",
        subject="㙍上地块46亩",
        group=HoldingClass.LAND,
        tenant="柳＊生",
        begins=date(2021, 1, 1),
        ends=date(2026, 12, 31),
        rent=28_520_00,
        quantity=4600,
        unit="亩",
        installments=(Installment(due=date(2026, 10, 1), amount=28_520_00, paid=20_000_00),),
    )


@pytest.fixture
def offered(hall, served_feed):
    """The hall with that feed published."""
    from django.conf import settings

    before, settings.FEED = settings.FEED, served_feed.feed
    forget_feed()
    yield hall
    settings.FEED = before
    forget_feed()


def code_for(item: str, *, division: str = "", row: int = 0) -> str:
    """A poster's code to be served by."""
    from kiosk.feed.code import Code, Purpose, subject_of, token

    owner = division or item[:12]
    return token(Code(purpose=Purpose.SERVE, subject=subject_of(owner, item), row=row))


def warned(hall, said: str, *, item: str = CONTRACT) -> str:
    """A warning of the village, as a rule files it (`kiosk.center.risks`); its number."""
    import msgspec

    from kiosk.affairs.case import Channel
    from kiosk.affairs.risk import Check, Evidence, RiskRule

    rule = RiskRule(
        code="late", check=Check.UNPAID, name="租金到期没有收到", valid_from=date(2026, 1, 1)
    )
    proof = Evidence(item=item, row=1, text="第1期应收 28,520.00 元，收到 20,000.00 元")
    facts = {
        "rule": msgspec.to_builtins(rule),
        "said": said,
        "since": "2026-10-01",
        "evidence": msgspec.to_builtins((proof,)),
    }
    receipt = hall.file(
        "warning", said, channel=Channel.RULE, item=item, title=rule.name, facts=facts
    )
    return receipt.number
