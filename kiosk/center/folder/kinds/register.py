"""台账: what the village owns, as of a day."""

from __future__ import annotations

from datetime import date

from kiosk.affairs.catalogue import Kind
from kiosk.affairs.holdings import Holding, HoldingClass, Register, Usage
from kiosk.center.folder.kinds.field import SENTENCE, Field, Form, Holds
from kiosk.center.folder.kinds.ground import Filled, Ground, digests, filled, hundredths, yuan
from kiosk.center.folder.kinds.rows import Row

CLASSES = {each.chinese: each for each in HoldingClass}
_USAGES = {each.chinese: each for each in Usage}

FORM = Form(
    kind=Kind.REGISTER,
    sheet="台账",
    unit="样",
    item="D7",
    title="2026年末集体资产资源资金台账",
    body="（可以写一两句，也可以不写。照片放进“照片”文件夹，表里只写文件名。）",
    keys=(Field("截至", Holds.DAY, needed=True, hint="数到哪一天", example="2026-10-31"),),
    columns=(
        Field("编号", needed=True, also="资产编号 台账编号", limit=30, width=14, example="TD-01"),
        Field("名称", needed=True, also="资产名称", width=24),
        Field("类别", Holds.CHOICE, needed=True, choices=tuple(CLASSES), width=12),
        Field("用途", Holds.CHOICE, needed=True, choices=tuple(_USAGES), width=10),
        Field("数量", Holds.QUANTITY, also="面积", width=10, example="46"),
        Field("单位", also="计量单位", limit=10, width=10, example="亩"),
        Field("原值", Holds.YUAN, also="账面原值 金额", width=16),
        Field("取得日期", Holds.DAY, also="购建日期", width=14, aside=True),
        Field("在哪里", also="地点 坐落", limit=SENTENCE, width=24),
        Field("管护人", also="管理人 责任人", width=14, aside=True),
        Field(
            "合同", Holds.LINK, width=24, hint="租出去的，写合同的编号", example="D13-2026-03-20"
        ),
        Field("备注", also="说明", limit=SENTENCE, width=26, aside=True),
        Field("照片", Holds.PICTURES, width=18, folder="照片"),
    ),
)


def read(ground: Ground) -> Register | None:
    """The register; None, with a mark, if nobody knows of which day."""
    day = ground.happened("截至")
    holdings: list[Holding] = []
    seen: dict[str, int] = {}
    for row in ground.each():
        holding = _holding(row, day)
        if holding is None:
            continue
        if holding.code in seen:
            row.mark("编号", f"编号“{holding.code}”和第 {seen[holding.code]} 行重复")
        seen.setdefault(holding.code, row.number)
        holdings.append(holding)
    return Register(day=day, holdings=tuple(holdings)) if day is not None else None


def _holding(row: Row, day: date | None) -> Holding | None:
    code, name = row.text("编号"), row.text("名称")
    group, usage = row.choice("类别", CLASSES), row.choice("用途", _USAGES)
    quantity, unit = row.measured()
    value, since = row.yuan("原值"), row.day("取得日期")
    if since is not None and day is not None and since > day:
        row.mark("取得日期", f"取得日期 {since} 在截至的 {day} 之后")
    place, keeper, note = row.text("在哪里"), row.text("管护人"), row.text("备注")
    contract, photos = row.link("合同"), row.pictures("照片", f"{name}的照片")
    if not code or group is None or usage is None:
        return None
    return Holding(
        code=code,
        name=name,
        group=group,
        usage=usage,
        place=place,
        quantity=quantity,
        unit=unit,
        value=value or 0,
        since=since,
        keeper=keeper,
        contract=contract,
        note=note,
        photos=photos,
    )


def fill(register: Register) -> Filled:
    """The card and the rows of a register."""
    rows = (
        filled(
            编号=h.code,
            名称=h.name,
            类别=h.group.chinese,
            用途=h.usage.chinese,
            数量=hundredths(h.quantity),
            单位=h.unit,
            原值=yuan(h.value or None),
            取得日期=h.since,
            在哪里=h.place,
            管护人=h.keeper,
            合同=h.contract,
            备注=h.note,
            照片=digests(h.photos),
        )
        for h in register.holdings
    )
    return Filled(filled(截至=register.day), tuple(rows))
