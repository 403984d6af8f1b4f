"""交易: something on offer at the property exchange, and how it ended."""

from __future__ import annotations

from datetime import UTC, datetime

from kiosk.affairs.catalogue import Kind
from kiosk.affairs.deadline import BEIJING
from kiosk.affairs.holdings import HoldingClass, Tender, TenderResult
from kiosk.affairs.money import format_yuan
from kiosk.center.folder.kinds.field import LONG, SENTENCE, Field, Form, Holds
from kiosk.center.folder.kinds.ground import (
    Filled,
    Ground,
    digests,
    filled,
    hundredths,
    lines,
    yuan,
)
from kiosk.center.folder.kinds.register import CLASSES

_DEALT = {"是": True, "否": False}
_RESULT = ("成交日期", "成交", "报名家数", "成交人", "成交价", "成交合同", "结果说明")
_OF_A_DEAL = ("成交人", "成交价", "成交合同")

FORM = Form(
    kind=Kind.TENDER,
    item="D14",
    title="北塘水面公开招租公告",
    body="（可以写几句来由，也可以不写。照片放进“照片”文件夹。）",
    keys=(
        Field("标的", needed=True, limit=SENTENCE, hint="租的、卖的是什么", example="北塘水面"),
        Field("资产类别", Holds.CHOICE, needed=True, choices=tuple(CLASSES)),
        Field("底价", Holds.YUAN, needed=True, hint="只写数字", example="560"),
        Field("计价", needed=True, limit=20, hint="底价的单位", example="元/亩/年"),
        Field("期限", needed=True, example="5年"),
        Field("截止", Holds.MOMENT, needed=True, hint="报名截止", example="2026-12-08 17:00"),
        Field("条件", Holds.LINES, limit=SENTENCE, hint="一行一条", example="不得改变农业用途"),
        Field("数量", Holds.QUANTITY, example="46"),
        Field("单位", limit=10, example="亩"),
        Field("保证金", Holds.YUAN, example="5000"),
        Field("怎么交易", limit=SENTENCE, example="现场公开竞价"),
        Field("地点", limit=SENTENCE, example="青禾镇产权交易服务站"),
        Field("联系电话", Holds.PHONE, example="0990-5551300"),
        Field("决议", Holds.LINK, hint="哪次会议定的，写决议的编号", example="C2-2026-11-10"),
        Field("照片", Holds.PICTURES, hint="照片的文件名", folder="照片"),
        Field("成交日期", Holds.DAY, hint="有结果了再写", aside=True),
        Field("成交", Holds.CHOICE, choices=tuple(_DEALT), hint="有结果了再写", aside=True),
        Field("报名家数", Holds.COUNT, aside=True),
        Field("成交人", hint="个人写成 王＊山 这样", aside=True),
        Field("成交价", Holds.YUAN, hint="和底价同一个单位", aside=True),
        Field(
            "成交合同",
            Holds.LINK,
            hint="签了合同，写合同的编号",
            example="D13-2026-12-20",
            aside=True,
        ),
        Field("结果说明", limit=LONG, aside=True),
    ),
)


def read(ground: Ground) -> Tender | None:
    """The tender; None, with marks, where its frame is missing."""
    facts = ground.facts
    group, floor = facts.choice("资产类别", CLASSES), facts.yuan("底价")
    deadline = facts.moment("截止")
    if floor == 0:
        facts.mark("底价", "底价应当大于零")
    quantity, unit = facts.measured()
    result = _result(ground, floor, deadline)
    tender = Tender(
        subject=facts.text("标的"),
        group=group or HoldingClass.LAND,
        floor=floor or 0,
        per=facts.text("计价"),
        term=facts.text("期限"),
        deadline=deadline or datetime.min.replace(tzinfo=UTC),
        conditions=facts.texts("条件"),
        quantity=quantity,
        unit=unit,
        deposit=facts.yuan("保证金") or 0,
        manner=facts.text("怎么交易"),
        place=facts.text("地点"),
        phone=facts.text("联系电话"),
        decided=facts.link("决议"),
        result=result,
        photos=facts.pictures("照片", f"{facts.text('标的')}的照片"),
    )
    return None if None in {group, floor, deadline} else tender


def _result(ground: Ground, floor: int | None, deadline: datetime | None) -> TenderResult | None:
    """How it ended; None while it has not."""
    facts = ground.facts
    begun = [name for name in _RESULT if facts.has(name)]
    if not begun:
        return None
    day, dealt = ground.happened("成交日期"), facts.choice("成交", _DEALT)
    for name in ("成交日期", "成交"):
        if not facts.has(name):
            facts.mark(begun[0], f"写了“{begun[0]}”，还要写“{name}”；还没有结果就都不写")
    if day is not None and deadline is not None and day < deadline.astimezone(BEIJING).date():
        closes = f"{deadline.astimezone(BEIJING):%Y-%m-%d %H:%M}"
        facts.mark("成交日期", f"成交日期 {day} 比报名截止 {closes} 还早")
    _check_deal(ground, floor, dealt=dealt)
    price, winner, contract = facts.yuan("成交价"), facts.text("成交人"), facts.link("成交合同")
    bidders, note = facts.count("报名家数"), facts.text("结果说明")
    if dealt and bidders == 0:
        facts.mark("报名家数", "成交了，报名家数不能是 0")
    if day is None or dealt is None:
        return None
    return TenderResult(
        day=day,
        dealt=dealt,
        bidders=bidders or 0,
        winner=winner,
        price=price or 0,
        contract=contract,
        note=note,
    )


def _check_deal(ground: Ground, floor: int | None, *, dealt: bool | None) -> None:
    """A deal has a winner and a price not below the floor; what failed has neither."""
    facts = ground.facts
    price = facts.yuan("成交价")
    for name in _OF_A_DEAL if dealt is False else ():
        if facts.has(name):
            facts.mark(name, f"没有成交，不写“{name}”")
    for name in ("成交人", "成交价") if dealt else ():
        if not facts.has(name):
            facts.mark("成交", f"成交了，还要写“{name}”")
    if dealt and price is not None and floor is not None and price < floor:
        said = f"成交价 {format_yuan(price)} 比底价 {format_yuan(floor)} 还低，请核对"
        facts.mark("成交价", said)


def fill(tender: Tender) -> Filled:
    """The card of a tender."""
    facts = filled(
        标的=tender.subject,
        资产类别=tender.group.chinese,
        底价=yuan(tender.floor),
        计价=tender.per,
        期限=tender.term,
        截止=tender.deadline,
        条件=lines(tender.conditions),
        数量=hundredths(tender.quantity),
        单位=tender.unit,
        保证金=yuan(tender.deposit or None),
        怎么交易=tender.manner,
        地点=tender.place,
        联系电话=tender.phone,
        决议=tender.decided,
        照片=digests(tender.photos),
    )
    result = tender.result
    if result is not None:
        facts |= filled(
            成交日期=result.day,
            成交="是" if result.dealt else "否",
            报名家数=result.bidders or "",
            成交人=result.winner,
            成交价=yuan(result.price or None),
            成交合同=result.contract,
            结果说明=result.note,
        )
    return Filled(facts)
