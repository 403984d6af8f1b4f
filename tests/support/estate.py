"""What a village owns, what its people said, what changed: for boards in tests."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from kiosk.affairs.appraisal import (
    Appraisal,
    Appraised,
    Ballot,
    Candidate,
    Kept,
    Promise,
    Tally,
)
from kiosk.affairs.catalogue import Kind
from kiosk.affairs.deadline import Colour
from kiosk.affairs.disclosure import Content, Heading, Paragraph, Span
from kiosk.affairs.holdings import (
    Contract,
    Holding,
    HoldingClass,
    Installment,
    Register,
    Tender,
    TenderResult,
    Usage,
)
from kiosk.affairs.policy import Policy
from kiosk.affairs.posted import BALLOTS, RISKS
from kiosk.affairs.risk import Evidence, PublicRisk, RiskBoard
from kiosk.affairs.weekly import WeeklyReport
from tests.support.village import NOW, TODAY, VILLAGE, Village, face

COUNTY = "990101000000"
_PART_NAMES = ("总则", "成员", "组织", "财产", "监督", "附则")


def put(village, item, title, kind, period, day, document, *paths, body=(), **more):
    disclosure = face(item, title, kind, period, day, **more)
    return village.add(disclosure, Content(document=document, body=body), *paths)


def add_estate(village: Village) -> None:
    photo, path = village.media("收割机的照片", (960, 720))
    things = [
        ("T01", "北塘机动地", HoldingClass.LAND, Usage.LET, 4_600, "亩", 0),
        ("T02", "东坡荒地", HoldingClass.LAND, Usage.IDLE, 1_250, "亩", 0),
        ("S01", "北塘水面", HoldingClass.WATER, Usage.LET, 1_800, "亩", 0),
        ("F01", "村部办公楼", HoldingClass.HOUSE, Usage.OWN, 62_000, "平方米", 86_000_000),
        ("F02", "老小学校舍", HoldingClass.HOUSE, Usage.LET, 41_000, "平方米", 32_000_000),
        ("J01", "收割机", HoldingClass.MACHINE, Usage.LET, 100, "台", 12_800_000),
        ("J02", "机井水泵", HoldingClass.MACHINE, Usage.OWN, 300, "台", 1_560_000),
        ("G01", "村西水渠", HoldingClass.FACILITY, Usage.OWN, 120_000, "米", 12_600_000),
        ("G02", "太阳能路灯", HoldingClass.FACILITY, Usage.OWN, 6_400, "盏", 19_200_000),
        ("Z01", "村集体存款", HoldingClass.MONEY, Usage.OWN, 0, "", 13_921_046),
    ]
    contract_id = f"{VILLAGE}-D13-2024-03-01"
    holdings = tuple(
        Holding(
            code=code,
            name=name,
            group=group,
            usage=usage,
            quantity=quantity,
            unit=unit,
            value=value,
            place="村西",
            keeper="李＊强",
            since=date(2018, 5, 1),
            contract=contract_id if code == "S01" else "",
            photos=(photo,) if code == "J01" else (),
        )
        for code, name, group, usage, quantity, unit, value in things
    )
    register = Register(day=date(2026, 9, 30), holdings=holdings)
    put(
        village,
        "D7",
        "资产资源台账（9月底）",
        Kind.REGISTER,
        "2026-Q3",
        date(2026, 10, 12),
        register,
        path,
    )
    pond = Contract(
        number="柳合2024-03",
        subject="北塘水面养鱼",
        group=HoldingClass.WATER,
        tenant="陈＊海",
        begins=date(2024, 3, 1),
        ends=date(2027, 2, 28),
        rent=2_160_000,
        quantity=1_800,
        unit="亩",
        manner="公开竞价",
        decided=f"{VILLAGE}-C2-2026-10-12",
        holdings=("S01",),
        installments=(
            Installment(
                due=date(2025, 3, 1), amount=2_160_000, paid=2_160_000, paid_on=date(2025, 2, 26)
            ),
            Installment(
                due=date(2026, 3, 1), amount=2_160_000, paid=1_000_000, paid_on=date(2026, 3, 9)
            ),
            Installment(due=date(2027, 1, 10), amount=2_160_000),
        ),
    )
    land = Contract(
        number="柳合2022-01",
        subject="北塘机动地46亩",
        group=HoldingClass.LAND,
        tenant="青禾种植合作社",
        begins=date(2022, 1, 1),
        ends=date(2031, 12, 31),
        rent=1_840_000,
        quantity=4_600,
        unit="亩",
        manner="村民代表会议决定，公开竞价",
        installments=(
            Installment(
                due=date(2026, 1, 10), amount=1_840_000, paid=1_840_000, paid_on=date(2026, 1, 5)
            ),
        ),
    )
    put(village, "D13", "北塘水面承包合同", Kind.CONTRACT, "2024-03-01", date(2024, 3, 5), pond)
    put(village, "D13", "北塘机动地承包合同", Kind.CONTRACT, "2022-01-01", date(2022, 1, 4), land)
    offer = Tender(
        subject="老小学校舍出租",
        group=HoldingClass.HOUSE,
        floor=2_400_000,
        per="元/年",
        term="5年",
        deadline=datetime(2026, 12, 8, 9, tzinfo=UTC),
        conditions=("只能办幼儿园、老年食堂或者作坊，不能养殖", "第一年租金在签合同的时候付清"),
        quantity=41_000,
        unit="平方米",
        deposit=500_000,
        manner="公开竞价，价高的得",
        place="青禾镇农村产权交易站",
        phone="0990-7301120",
    )
    sold = Tender(
        subject="东坡果园10亩承包",
        group=HoldingClass.LAND,
        floor=30_000,
        per="元/亩/年",
        term="10年",
        deadline=datetime(2026, 9, 20, 9, tzinfo=UTC),
        result=TenderResult(
            day=date(2026, 9, 21), dealt=True, bidders=3, winner="刘＊", price=46_000
        ),
    )
    put(village, "D14", "老小学校舍公开招租", Kind.TENDER, "2026-11-18", date(2026, 11, 18), offer)
    put(village, "D14", "东坡果园承包竞价", Kind.TENDER, "2026-09-01", date(2026, 9, 1), sold)
    put(
        village,
        RISKS.code,
        "三资预警",
        Kind.RISKS,
        "standing",
        date(2026, 11, 16),
        risk_board(),
    )


def risk_board() -> RiskBoard:
    pond = f"{VILLAGE}-D13-2024-03-01"
    return RiskBoard(
        division=VILLAGE,
        day=TODAY,
        risks=(
            PublicRisk(
                number="261100051",
                name="租金逾期",
                said="北塘水面养鱼：2026年3月1日到期的租金还差 11,600.00 元没有收到",
                colour=Colour.RED,
                since=date(2026, 4, 1),
                confirmed=date(2026, 11, 3),
                unit="柳河村村民委员会",
                state="正在办",
                due=date(2026, 11, 28),
                evidence=(Evidence(item=pond, row=2, text="应收 21,600.00 元，已收 10,000.00 元"),),
            ),
            PublicRisk(
                number="261100046",
                name="大额支出没有决议",
                said="2026年10月11日支出 500.10 元（村西水渠维修），账上没有连到会议决议",
                colour=Colour.YELLOW,
                since=date(2026, 10, 11),
                confirmed=date(2026, 11, 2),
                unit="柳河村村民委员会",
                state="已办结",
                answer="这笔钱是按9月的会议纪要付的，纪要漏传了，已经补上，以后先传纪要再付款。",
                ended=True,
                evidence=(
                    Evidence(item=f"{VILLAGE}-D2-2026-10", row=11, text="10月11日 水渠维修"),
                ),
            ),
        ),
    )


def add_words(village: Village) -> None:
    """Appraisal, ballot, policies, weekly reports."""
    appraised = tuple(
        Appraised(
            name=name,
            post=post,
            tallies=tuple(
                Tally(question=q, votes=(12 - n, 9, 6, 4, 3, 2 + n, 1, 0))
                for n, q in enumerate(("干事实不实", "办事公不公", "手脚净不净"))
            ),
        )
        for name, post in (("赵＊山", "村党支部书记"), ("王＊梅", "村民服务专干"), ("村委会", ""))
    )
    appraisal = Appraisal(
        day=date(2025, 12, 20),
        eligible=46,
        present=40,
        voted=38,
        appraised=appraised,
        promises=(
            Promise(by="赵＊山", text="明年汛期以前把村西水渠修好", until=date(2026, 6, 1)),
            Promise(by="王＊梅", text="老年证、社保卡全部上门办"),
        ),
        last_promises=(
            Promise(
                by="赵＊山", text="装64盏太阳能路灯", kept=Kept.KEPT, note="8月装完，账在9月收支里"
            ),
            Promise(by="李＊强", text="每月10日前贴账", kept=Kept.PARTLY, note="12个月里晚了2次"),
            Promise(by="赵＊山", text="修北塘机耕路", kept=Kept.BROKEN, note="钱没有批下来"),
        ),
    )
    put(village, "C9", "2025年民主评议结果", Kind.APPRAISAL, "2025", date(2025, 12, 24), appraisal)
    ballot = Ballot(
        session="2026-mzpy",
        title="2026年柳河村干部民主评议",
        opens=NOW - timedelta(days=1),
        closes=NOW + timedelta(days=2),
        questions=("干事实不实", "办事公不公"),
        candidates=(
            Candidate(name="赵＊山", post="村党支部书记、村委会主任"),
            Candidate(name="王＊梅", post="村民服务专干"),
            Candidate(name="村民委员会"),
        ),
    )
    put(
        village,
        BALLOTS.code,
        ballot.title,
        Kind.BALLOT,
        "standing",
        date(2026, 11, 21),
        ballot,
    )
    add_policies(village)
    for number, (first, last) in enumerate(
        ((date(2026, 11, 16), date(2026, 11, 22)), (date(2026, 11, 9), date(2026, 11, 15)))
    ):
        report = WeeklyReport(
            first=first,
            last=last,
            done=("给12户老人送了棉被", "村西水渠清淤完成300米", "交清了路灯电费"),
            doing=("收明年的医保，还差42人",),
            coming=("星期四流动服务车来，办身份证",),
            figures=(("走访", "12户"), ("办成的事", "9件"), ("还没办成", "2件")),
        )
        put(
            village,
            "G3",
            f"一周村情（{first.month}月{first.day}日）",
            Kind.REPORT,
            f"2026-11-{15 - number}",
            last,
            report,
        )


def add_policies(village: Village) -> None:
    def said(text):
        return Paragraph((Span(text),))

    statute = []
    chinese = "一二三四五六七八九十"
    for chapter in range(6):
        statute.append(Heading(2, f"第{chinese[chapter]}章 {_PART_NAMES[chapter]}"))
        for article in range(8):
            number = chapter * 8 + article + 1
            name = number if number < 11 else 0
            counted = chinese[name - 1] if name else _chinese(number)
            statute.append(said(f"第{counted}条　农村集体经济组织依法管理集体财产，保障成员权益。"))
    law = Policy(
        issuer="全国人民代表大会常务委员会",
        issued=date(2024, 6, 28),
        number="主席令第二十六号",
        whom="农村集体经济组织的成员",
        in_force=date(2025, 5, 1),
        changes=(
            "村里的大额支出、合同，要成员大会或者代表大会决定。",
            "您可以查账、抄账、复印账。",
        ),
    )
    put(
        village,
        "A1",
        "农村集体经济组织法",
        Kind.POLICY,
        "2024-06-28",
        date(2025, 5, 6),
        law,
        division=COUNTY,
        body=tuple(statute),
    )
    old = Policy(
        issuer="示例县人民政府办公室",
        issued=date(2019, 3, 1),
        number="示政办发〔2019〕12号",
        repealed=date(2025, 12, 31),
        replaced_by="示例县农村低保办法（2026年）",
        changes=("这份文件已经不用了。",),
    )
    put(
        village,
        "A2",
        "示例县农村低保暂行办法",
        Kind.POLICY,
        "2019-03-01",
        date(2019, 3, 4),
        old,
        division=COUNTY,
        body=(said("低保标准每人每月400元。"),),
    )


def _chinese(number: int) -> str:
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    head = "十" if tens == 1 else f"{digits[tens]}十"
    return head + (digits[ones] if ones else "")
