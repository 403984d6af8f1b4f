"""The other half of a village's board: guides, people, timetables, what it owns, a ballot."""

from __future__ import annotations

from datetime import date, time

import msgspec

from kiosk.affairs.catalogue import Kind
from kiosk.affairs.disclosure import Content
from kiosk.affairs.guide import GuideStep, LifeEvent, Paper, ServiceGuide
from kiosk.affairs.people import Contact, Hours, People, Slot, Timetable, Use
from kiosk.affairs.public_case import AgentMonth
from kiosk.affairs.routing import Rank
from tests.support import posted
from tests.support.estate import COUNTY, add_estate, add_words, put
from tests.support.village import VILLAGE, Village

TOWNSHIP = "990101101000"
HOURS = (Hours(time(8, 30), time(12)), Hours(time(14, 30), time(17, 30)))
BIRTH = "出生登记（给孩子上户口）"


AGENTS = (
    AgentMonth(
        name="王＊梅",
        post="村民服务专干",
        month="2026-11",
        received=9,
        done=8,
        on_time=8,
        judged=5,
        satisfied=4,
    ),
    AgentMonth(
        name="李＊强",
        post="村会计",
        month="2026-11",
        received=2,
        done=0,
        on_time=0,
        judged=0,
        satisfied=0,
    ),
    AgentMonth(
        name="王＊梅",
        post="村民服务专干",
        month="2026-10",
        received=11,
        done=11,
        on_time=10,
        judged=7,
        satisfied=7,
    ),
)


def guide(**more) -> ServiceGuide:
    told = {
        "rank": Rank.TOWNSHIP,
        "group": "户籍",
        "who": "新生儿的父母，或者其他监护人",
        "events": (LifeEvent.BIRTH, LifeEvent.PAPERS),
        "promise": "当场办好",
        "limit": "3个工作日",
        "result": "户口簿上多一页，有孩子的名字",
        "basis": ("《中华人民共和国户口登记条例》第七条", "《居民身份证法》第三条"),
        "place": "青禾镇便民服务中心2号窗口",
        "hours": "工作日 8:30至12:00，14:30至17:30",
        "post": "户籍民警",
        "phone": "0990-7301102",
        "steps": (
            GuideStep(name="带上材料到窗口", who="", time="当天"),
            GuideStep(name="核对材料，录入系统", who="户籍民警", time="约20分钟"),
            GuideStep(
                name="打印户口页，盖章", who="户籍民警", time="约10分钟", note="当场核对名字"
            ),
            GuideStep(name="领户口簿", time="当场"),
        ),
        "papers": (
            Paper(name="出生医学证明", copies="原件1份", source="接生的医院"),
            Paper(name="父母双方的身份证", copies="原件和复印件各1份", source="自己带"),
            Paper(name="户口簿", copies="原件", source="自己带"),
            Paper(name="结婚证", copies="原件和复印件各1份", only_if="孩子随父亲落户时要"),
        ),
        "asked": (("爷爷奶奶能代办吗？", "可以，带上孩子父母写的委托书和双方身份证。"),),
        "errand": "birth",
    }
    return ServiceGuide(**(told | more))


TITLES = (
    (BIRTH, Rank.TOWNSHIP, "户籍", (LifeEvent.BIRTH, LifeEvent.PAPERS), "csdj"),
    ("生育登记", Rank.VILLAGE, "计划生育", (LifeEvent.BIRTH,), "sydj"),
    ("生育津贴怎么领", Rank.TOWNSHIP, "社会保障", (LifeEvent.BIRTH, LifeEvent.WORK), "syjtzml"),
    (
        "新生儿参加居民医保",
        Rank.TOWNSHIP,
        "社会保障",
        (LifeEvent.BIRTH, LifeEvent.ILLNESS),
        "xsecjjmyb",
    ),
    ("居民养老保险参保", Rank.VILLAGE, "社会保障", (LifeEvent.OLD_AGE,), "jmylbxcb"),
    ("八十岁以上高龄津贴", Rank.VILLAGE, "社会保障", (LifeEvent.OLD_AGE,), "bssysgljt"),
    ("农村宅基地申请", Rank.VILLAGE, "土地与建房", (LifeEvent.HOUSE,), "nczjdsq"),
    ("危房改造补助", Rank.VILLAGE, "土地与建房", (LifeEvent.HOUSE, LifeEvent.LOW_INCOME), "wfgzbz"),
    ("临时救助", Rank.VILLAGE, "救助", (LifeEvent.LOW_INCOME, LifeEvent.ILLNESS), "lsjz"),
    ("最低生活保障", Rank.TOWNSHIP, "救助", (LifeEvent.LOW_INCOME,), "zdshbz"),
    ("残疾人两项补贴", Rank.TOWNSHIP, "救助", (LifeEvent.DISABILITY,), "cjrlxbt"),
    ("耕地地力保护补贴", Rank.VILLAGE, "农业", (LifeEvent.FARMING,), "gddlbhbt"),
    ("个体工商户登记", Rank.TOWNSHIP, "经营", (LifeEvent.BUSINESS,), "gtgshdj"),
    ("死亡注销户口", Rank.TOWNSHIP, "户籍", (LifeEvent.DEATH, LifeEvent.PAPERS), "swzxhk"),
)


def add_services(village: Village, *, guides: int = len(TITLES)) -> None:
    """Everything of the new kinds, as a diligent county publishes it."""
    add_guides(village, guides)
    add_people(village)
    add_times(village)
    add_estate(village)
    add_words(village)
    cases = msgspec.structs.replace(posted.cases(), agents=AGENTS)
    village.add(posted.board_face(), Content(document=cases))


def add_guides(village: Village, count: int) -> None:
    sample, path = village.media("出生医学证明的样子", (900, 1270))
    for number in range(count):
        title, rank, group, events, initials = TITLES[number % len(TITLES)]
        papers = guide().papers
        if number == 0:
            papers = (
                Paper(
                    name="出生医学证明", copies="原件1份", source="接生的医院", samples=(sample,)
                ),
                *papers[1:],
            )
        if number >= len(TITLES):
            title = f"{title}（第 {number} 项）"
        own = rank is Rank.VILLAGE
        document = guide(
            rank=rank,
            group=group,
            events=events,
            papers=papers,
            post="村民服务专干" if own else "户籍民警",
            place="柳河村便民服务站" if own else "青禾镇便民服务中心2号窗口",
        )
        put(
            village,
            "B6",
            title,
            Kind.GUIDE,
            "standing",
            date(2026, 11, 2),
            document,
            path,
            division=COUNTY,
            serial=number + 1,
            initials=initials,
        )


def add_people(village: Village) -> None:
    photo, path = village.media("王＊梅的照片", (480, 600), "#cfd8d2")
    own = (
        Contact(
            name="王＊梅",
            post="村民服务专干",
            duties="上户口、医保、养老保险、各种证明",
            phone="0990-7350218",
            substitute="李＊强",
            matters=("计划生育", "社会保障", "救助", "户籍"),
            photo=photo,
        ),
        Contact(
            name="李＊强",
            post="村会计",
            duties="账目、报销、合同",
            phone="0990-7350217",
            substitute="王＊梅",
            matters=("土地与建房", "农业"),
        ),
        Contact(name="赵＊山", post="村党支部书记、村委会主任", duties="全面工作"),
    )
    office = People(
        people=own,
        hours=HOURS,
        place="柳河村党群服务中心一楼",
        phone="0990-7350211",
        after_hours="赵＊山",
        after_phone="0990-7350299",
    )
    put(village, "B2", "村里的联系人", Kind.PEOPLE, "standing", date(2026, 9, 1), office, path)
    town = People(
        people=(
            Contact(
                name="周＊宁",
                post="户籍民警",
                duties="户口、身份证",
                phone="0990-7301102",
                matters=("户籍",),
            ),
            Contact(
                name="吴＊燕",
                post="民政和社会保障岗",
                duties="低保、救助、医保",
                phone="0990-7301105",
                matters=("社会保障", "救助"),
            ),
        ),
        hours=HOURS,
        place="青禾镇便民服务中心",
        phone="0990-7301100",
        after_hours="镇值班室",
        after_phone="0990-7301110",
    )
    put(
        village,
        "A4",
        "镇便民服务中心联系人",
        Kind.PEOPLE,
        "standing",
        date(2026, 9, 1),
        town,
        division=TOWNSHIP,
    )


def add_times(village: Village) -> None:
    duty = (
        Slot(
            start=time(8, 30), end=time(17, 30), who="王＊梅", weekdays=(1, 3, 5), place="一楼大厅"
        ),
        Slot(start=time(8, 30), end=time(17, 30), who="李＊强", weekdays=(2, 4), place="一楼大厅"),
        Slot(
            start=time(9),
            end=time(12),
            who="李＊强",
            weekdays=(6, 7),
            holidays=True,
            phone="0990-7350217",
            what="值班，能收材料",
            place="一楼大厅",
        ),
    )
    reception = (
        Slot(
            start=time(9),
            end=time(11, 30),
            who="赵＊山",
            month_days=(5, 20),
            seats=6,
            what="听乡亲说事",
            place="二楼接待室",
        ),
    )
    week = (
        Slot(start=time(9), end=time(11), who="助理 陈＊", weekdays=(1,), what="走访一组、二组"),
        Slot(start=time(14, 30), end=time(17), who="助理 陈＊", weekdays=(2, 4), what="村部办公"),
        Slot(
            start=time(9),
            end=time(17),
            who="助理 陈＊",
            weekdays=(7,),
            holidays=True,
            what="帮老人交医保",
        ),
    )
    bus = (
        Slot(
            start=time(9),
            end=time(10, 30),
            place="柳河村小学门口",
            day=date(2026, 11, 26),
            what="身份证、社保卡、医保",
            seats=12,
        ),
        Slot(start=time(14), end=time(15, 30), place="北塘村部", day=date(2026, 11, 26)),
        Slot(
            start=time(9),
            end=time(10, 30),
            place="柳河村小学门口",
            day=date(2026, 12, 10),
            seats=12,
        ),
    )
    doctor = (
        Slot(
            start=time(15),
            end=time(17),
            who="县医院内科",
            weekdays=(3,),
            seats=4,
            room=True,
            what="远程看病",
            place="村卫生室",
        ),
    )
    for serial, (use, slots, title, division) in enumerate(
        (
            (Use.DUTY, duty, "村部值班表", VILLAGE),
            (Use.RECEPTION, reception, "书记接待日", VILLAGE),
            (Use.ASSISTANT, week, "助理的一周", VILLAGE),
            (Use.BUS, bus, "流动服务车", COUNTY),
            (Use.CONSULTATION, doctor, "远程看病", COUNTY),
        ),
        1,
    ):
        table = Timetable(use=use, slots=slots, contact="王＊梅", phone="0990-7350218")
        put(
            village,
            "G2",
            title,
            Kind.TIMETABLE,
            "standing",
            date(2026, 11, 1),
            table,
            division=division,
            serial=serial,
        )
