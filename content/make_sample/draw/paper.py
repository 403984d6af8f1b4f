"""How a paper looks (材料的样子): schematic, crossed by 样张, no real person or number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PIL import Image, ImageDraw

from make_sample.draw import ink

WIDTH, HEIGHT = 720, 480
_INK = (52, 56, 64)
_FAINT = (150, 154, 160)
_PALE = (222, 226, 230)


class Look(NamedTuple):
    """What stands on it: title, small line below, fields with their values, photo, colours."""

    title: str
    under: str
    fields: Sequence[tuple[str, str]]
    ground: tuple[int, int, int]
    band: tuple[int, int, int]
    photo: bool = False
    seal: str = ""


_LOOKS = {
    "出生医学证明.png": Look(
        "出生医学证明",
        "医院发，正页自己留，副页上户口时收走",
        (
            ("新生儿姓名", "张某某"),
            ("性别", "女"),
            ("出生时间", "某年某月某日"),
            ("母亲姓名", "李某某"),
            ("父亲姓名", "张某"),
            ("编号", "在右上角"),
        ),
        (246, 240, 232),
        (196, 120, 140),
        seal="某某县妇幼保健院",
    ),
    "户口簿首页.png": Look(
        "居民户口簿（首页）",
        "带整本，这一页和本人那一页都要看",
        (("户别", "家庭户"), ("户主姓名", "张某"), ("户号", "某号"), ("住址", "某县某镇某村")),
        (244, 238, 226),
        (150, 60, 50),
        seal="某某县公安局",
    ),
    "结婚证.png": Look(
        "结婚证",
        "红本子，夫妻一人一本，带一本就行",
        (("持证人", "张某"), ("登记日期", "某年某月某日"), ("字号", "在照片下面")),
        (248, 234, 230),
        (190, 40, 50),
        photo=True,
        seal="某某县民政局",
    ),
    "身份证.png": Look(
        "居民身份证（正面）",
        "看看背面的有效期，过了期先换",
        (
            ("姓名", "张某某"),
            ("出生", "某年某月某日"),
            ("住址", "某县某镇某村"),
            ("号码", "＊＊＊"),
        ),
        (234, 240, 244),
        (80, 120, 160),
        photo=True,
    ),
    "社保卡.png": Look(
        "社会保障卡",
        "有芯片；到银行开通后才能收钱、取钱",
        (("姓名", "张某某"), ("号码", "＊＊＊"), ("发卡日期", "某年某月")),
        (230, 240, 236),
        (60, 130, 110),
        photo=True,
    ),
    "残疾人证.png": Look(
        "残疾人证",
        "封面有编号，里面写类别和等级，十年换一次",
        (("姓名", "张某某"), ("类别", "不写在屏上"), ("等级", "看这一行"), ("有效期", "十年")),
        (232, 236, 246),
        (70, 90, 150),
        photo=True,
        seal="某某县残联",
    ),
}


def draw(name: str) -> bytes:
    """The paper as PNG; KeyError for one that nobody drew."""
    look = _LOOKS[name]
    page = Image.new("RGB", (WIDTH, HEIGHT), look.ground)
    pen = ImageDraw.Draw(page)
    pen.rectangle((0, 0, WIDTH, 84), fill=look.band)
    ink.text(pen, (WIDTH / 2, 44), look.title, 42, face="bold", fill=(250, 250, 248), anchor="mm")
    right = 500 if look.photo else WIDTH - 40
    step = 280 // len(look.fields)
    for number, (label, value) in enumerate(look.fields):
        y = 124 + number * step
        ink.text(pen, (40, y), label, 26, fill=_FAINT)
        ink.text(pen, (190, y), value, 28, face="bold", fill=_INK)
        pen.line((40, y + 24, right, y + 24), fill=_PALE, width=2)
    if look.photo:
        _nobody(pen)
    if look.seal:
        ink.press(page, ink.stamp(132, look.seal, "样张"), (WIDTH - 200, 262), -8)
    _cross(page)
    pen.rectangle((0, HEIGHT - 54, WIDTH, HEIGHT), fill=(250, 250, 248))
    ink.text(pen, (WIDTH / 2, HEIGHT - 28), look.under, 26, fill=_INK, anchor="mm")
    return ink.png(page, 20)


def _nobody(pen: ImageDraw.ImageDraw) -> None:
    """The place of a photo, with an outline that is nobody."""
    pen.rectangle((530, 108, 680, 308), fill=_PALE, outline=_FAINT, width=2)
    pen.ellipse((571, 140, 639, 208), fill=_FAINT)
    pen.pieslice((550, 220, 660, 396), 180, 360, fill=_FAINT)


def _cross(page: Image.Image) -> None:
    """The word 样张 across it, so that nobody takes it for a paper."""
    tile = Image.new("L", (520, 200), 0)
    face = ink.font("black", 150)
    ImageDraw.Draw(tile).text((260, 100), "样 张", font=face, fill=90, anchor="mm")
    turned = tile.rotate(18, resample=Image.Resampling.BICUBIC, expand=True)
    page.paste((200, 30, 40), ((WIDTH - turned.width) // 2, 120), turned)
