"""合同: who has what of the village's, until when, for how much, and what was paid."""

from __future__ import annotations

from datetime import date, timedelta

from kiosk.affairs.catalogue import Kind
from kiosk.affairs.holdings import Contract, HoldingClass, Installment
from kiosk.center.folder.kinds.field import SENTENCE, Field, Form, Holds
from kiosk.center.folder.kinds.ground import (
    Filled,
    Ground,
    digests,
    filled,
    hundredths,
    words,
    yuan,
)
from kiosk.center.folder.kinds.register import CLASSES
from kiosk.center.folder.kinds.rows import Row

AHEAD = timedelta(days=92)
"""How long before a contract begins its first rent may be due: often on the day of signing."""

FORM = Form(
    kind=Kind.CONTRACT,
    sheet="租金",
    unit="笔",
    item="D13",
    title="北塘水面承包合同",
    body="（可以写几句来由，也可以不写。照片放进“照片”文件夹。）",
    keys=(
        Field("合同编号", needed=True, limit=30, example="柳河合〔2026〕3号"),
        Field("标的", needed=True, limit=SENTENCE, hint="租的是什么", example="北塘水面"),
        Field("资产类别", Holds.CHOICE, needed=True, choices=tuple(CLASSES)),
        Field("承租方", needed=True, hint="个人写成 王＊山 这样", example="王＊山"),
        Field("开始", Holds.DAY, needed=True, example="2026-01-01"),
        Field("到期", Holds.DAY, needed=True, example="2030-12-31"),
        Field("年租金", Holds.YUAN, needed=True, hint="单位元", example="24000"),
        Field("数量", Holds.QUANTITY, example="30"),
        Field("单位", limit=10, example="亩"),
        Field("怎么定的", limit=SENTENCE, example="公开竞价"),
        Field("决议", Holds.LINK, hint="哪次会议定的，写决议的编号", example="C2-2026-03-16"),
        Field("交易", Holds.LINK, hint="哪次公开交易，写交易的编号", example="D14-2026-03-01"),
        Field("台账编号", Holds.WORDS, limit=30, hint="台账里的编号，几样用顿号隔开"),
        Field("照片", Holds.PICTURES, hint="照片的文件名", folder="照片"),
    ),
    columns=(
        Field("应收日期", Holds.DAY, needed=True, also="到期日 应交日期", width=14),
        Field("应收", Holds.YUAN, needed=True, also="应收金额 应交金额", width=16),
        Field("实收日期", Holds.DAY, also="收款日期 交款日期", width=14, hint="没有收到就空着"),
        Field("实收", Holds.YUAN, also="实收金额 已收", width=16, hint="没有收到就空着"),
        Field("备注", also="说明", limit=SENTENCE, width=32),
    ),
)


def read(ground: Ground) -> Contract | None:
    """The contract; None, with marks, where its frame is missing."""
    facts = ground.facts
    group, rent = facts.choice("资产类别", CLASSES), facts.yuan("年租金")
    begins, ends = facts.day("开始"), facts.day("到期")
    if begins is not None and ends is not None and ends < begins:
        facts.mark("到期", f"到期 {ends} 比开始 {begins} 还早")
        begins = None  # nothing is compared with a term that is none
    installments = [
        found
        for row in ground.each()
        if (found := _installment(row, begins, ends, ground.latest)) is not None
    ]
    quantity, unit = facts.measured()
    contract = Contract(
        number=facts.text("合同编号"),
        subject=facts.text("标的"),
        group=group or HoldingClass.LAND,
        tenant=facts.text("承租方"),
        begins=begins or date.min,
        ends=ends or date.min,
        rent=rent or 0,
        quantity=quantity,
        unit=unit,
        manner=facts.text("怎么定的"),
        decided=facts.link("决议"),
        tender=facts.link("交易"),
        holdings=facts.words("台账编号"),
        installments=tuple(installments),
        photos=facts.pictures("照片", f"{facts.text('标的')}的照片"),
    )
    return None if None in {group, rent, begins, ends} else contract


def _installment(
    row: Row, begins: date | None, ends: date | None, latest: date | None
) -> Installment | None:
    due, amount = row.day("应收日期"), row.yuan("应收")
    if due is not None and _outside(due, begins, ends):
        row.mark("应收日期", f"应收日期 {due} 不在合同期里（{begins} 至 {ends}）")
    paid_on, paid = row.day("实收日期"), row.yuan("实收")
    if paid and paid_on is None and not row.has("实收日期"):
        row.mark("实收日期", "写了实收，没有写哪天收的")
    elif paid_on is not None and not paid:
        row.mark("实收", "写了实收日期，没有写收了多少")
    if paid_on is not None and latest is not None and paid_on > latest:
        row.mark("实收日期", f"实收日期 {paid_on} 在公开日期 {latest} 之后；没有收到就空着")
    note = row.text("备注")
    if due is None or amount is None:
        return None
    return Installment(due=due, amount=amount, paid=paid or 0, paid_on=paid_on, note=note)


def _outside(due: date, begins: date | None, ends: date | None) -> bool:
    """Whether rent is due before or after a term, where there is one."""
    return begins is not None and ends is not None and (begins - due > AHEAD or due > ends)


def fill(contract: Contract) -> Filled:
    """The card and the rows of a contract."""
    facts = filled(
        合同编号=contract.number,
        标的=contract.subject,
        资产类别=contract.group.chinese,
        承租方=contract.tenant,
        开始=contract.begins,
        到期=contract.ends,
        年租金=yuan(contract.rent),
        数量=hundredths(contract.quantity),
        单位=contract.unit,
        怎么定的=contract.manner,
        决议=contract.decided,
        交易=contract.tender,
        台账编号=words(contract.holdings),
        照片=digests(contract.photos),
    )
    rows = (
        filled(
            应收日期=i.due,
            应收=yuan(i.amount),
            实收日期=i.paid_on,
            实收=yuan(i.paid or None),
            备注=i.note,
        )
        for i in contract.installments
    )
    return Filled(facts, tuple(rows))
