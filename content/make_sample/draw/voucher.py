"""Vouchers (凭证): the receipt, invoice, pay sheet or bank slip behind one payment."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date

from PIL import Image, ImageDraw

from make_sample.draw import ink

WIDTH, HEIGHT = 480, 640
_PAPERS = {
    "收据": (252, 250, 240),
    "发票": (250, 252, 250),
    "领款单": (255, 255, 255),
    "银行回单": (245, 250, 255),
}
_LINES = {
    "收据": (150, 40, 40),
    "发票": (130, 80, 40),
    "领款单": (60, 60, 60),
    "银行回单": (40, 80, 140),
}
_DIGITS = "零壹贰叁肆伍陆柒捌玖"


@dataclass(frozen=True)
class Slip:
    """What stands on a voucher; ``fen`` is the amount."""

    kind: str
    number: str
    day: date
    payer: str
    payee: str
    purpose: str
    fen: int
    handler: str
    witness: str


def capital(fen: int) -> str:
    """An amount in Chinese capital numerals: 128650 fen is 壹仟贰佰捌拾陆元伍角整."""
    yuan, rest = divmod(fen, 100)
    jiao, cent = divmod(rest, 10)
    words = _capital_whole(yuan) + "元" if yuan else ""
    if jiao:
        words += _DIGITS[jiao] + "角"
    elif cent and yuan:
        words += "零"
    return words + (_DIGITS[cent] + "分" if cent else "整")


def _capital_whole(number: int) -> str:
    out, zero = "", False
    groups = []
    while number:
        number, part = divmod(number, 10000)
        groups.append(part)
    for index in range(len(groups) - 1, -1, -1):
        part = groups[index]
        if part == 0:
            zero = bool(out)
            continue
        if out and part < 1000:
            zero = True
        started = False
        for place, unit in ((1000, "仟"), (100, "佰"), (10, "拾"), (1, "")):
            digit = part // place % 10
            if digit == 0:
                zero = zero or started
                continue
            if zero and (out or started):
                out += "零"
            zero, started = False, True
            out += _DIGITS[digit] + unit
        zero = False
        out += ("", "万", "亿")[index]
    return out


def draw(slip: Slip) -> bytes:
    """The voucher as PNG, 480 x 640."""
    chance = random.Random(f"{slip.number}{slip.purpose}{slip.fen}")
    page = Image.new("RGB", (WIDTH, HEIGHT), _PAPERS[slip.kind])
    pen = ImageDraw.Draw(page)
    line = _LINES[slip.kind]
    title = {
        "收据": "收  款  收  据",
        "发票": "普通发票（代开）",
        "领款单": "领  款  单",
        "银行回单": "农村信用社电子回单",
    }[slip.kind]
    ink.text(pen, (WIDTH / 2, 52), title, 30, face="black", fill=line, anchor="mm")
    pen.line((120, 76, 360, 76), fill=line, width=2)
    pen.line((120, 80, 360, 80), fill=line, width=1)
    ink.text(pen, (30, 108), f"{slip.day.year}年{slip.day.month}月{slip.day.day}日", 17)
    ink.text(pen, (450, 108), f"№ {slip.number}", 17, fill=ink.RED, anchor="rm")
    bottom = _rows(page, pen, slip, line, chance)
    _feet(page, slip, bottom, chance)
    owner = slip.payer if slip.kind == "领款单" else slip.payee
    seal = ink.stamp(118, _seal_name(owner, slip))
    ink.press(page, seal, (chance.randint(300, 322), bottom - 74), chance.uniform(-14, 14))
    ink.text(pen, (WIDTH / 2, 624), "示例凭证 仅供演示", 14, fill=(150, 150, 150), anchor="mm")
    return ink.png_with(page, _palette(slip.kind))


def _palette(kind: str) -> tuple[tuple[int, int, int], ...]:
    """Paper, form, hand, print and seal, each with one step towards the paper."""
    paper = _PAPERS[kind]
    colours = [paper]
    for colour in (_LINES[kind], (25, 45, 120), (50, 50, 50), ink.RED):
        half = tuple((a + b) // 2 for a, b in zip(colour, paper, strict=True))
        colours += [colour, (half[0], half[1], half[2])]
    return tuple(colours)


def _rows(
    page: Image.Image,
    pen: ImageDraw.ImageDraw,
    slip: Slip,
    line: tuple[int, int, int],
    chance: random.Random,
) -> int:
    """The form itself; the bottom of its frame."""
    labels = {
        "收据": ("交款单位", "收款事由", "收 款 人"),
        "发票": ("购买方", "项目名称", "销售方"),
        "领款单": ("付款单位", "领款事由", "领 款 人"),
        "银行回单": ("付款户名", "用    途", "收款户名"),
    }[slip.kind]
    fields = [(labels[0], slip.payer), (labels[1], slip.purpose), (labels[2], slip.payee)]
    top = 130
    pen.rectangle((24, top, 456, top + 330), outline=line, width=2)
    pen.line((130, top, 130, top + 330), fill=line)
    y = top
    for label, value in fields:
        lines = _wrap(value, 15)
        tall = 62 if len(lines) < 3 else 84
        ink.text(pen, (77, y + tall / 2), label, 18, fill=line, anchor="mm")
        first = y + tall // 2 - 13 * (len(lines) - 1)
        for number, words in enumerate(lines):
            ink.script(page, (140, first + 26 * number), words, 20, chance)
        y += tall
        pen.line((24, y, 456, y), fill=line)
    ink.text(pen, (77, y + 36), "金额大写", 18, fill=line, anchor="mm")
    lines = _wrap(capital(slip.fen), 14)
    for number, words in enumerate(lines):
        ink.script(page, (140, y + 36 - 14 * (len(lines) - 1) + 28 * number), words, 21, chance)
    y += 72
    pen.line((24, y, 456, y), fill=line)
    ink.text(pen, (77, (y + top + 330) / 2), "金额小写", 18, fill=line, anchor="mm")
    amount = f"¥{slip.fen // 100:,}.{slip.fen % 100:02d}"
    ink.script(page, (140, (y + top + 330) // 2), amount, 27, chance)
    return top + 330


def _feet(page: Image.Image, slip: Slip, bottom: int, chance: random.Random) -> None:
    pen = ImageDraw.Draw(page)
    approver = "村务监督：" if slip.kind != "银行回单" else "复核："
    for x, label, name in (
        (30, "经手人：", slip.handler),
        (180, approver, slip.witness),
    ):
        ink.text(pen, (x, bottom + 40), label, 16)
        width = int(ink.font("sans", 16).getlength(label))
        ink.script(page, (x + width, bottom + 40), name.replace("＊", "*"), 18, chance)
    paid = "现金" if slip.fen < 50000 and slip.kind == "领款单" else "转账"
    ink.text(pen, (30, bottom + 78), f"付款方式：{paid}", 16)
    if slip.kind == "发票":
        ink.text(pen, (30, bottom + 108), "税率 3%  税额已含", 15, fill=(90, 90, 90))
    elif slip.kind == "领款单":
        ink.text(pen, (30, bottom + 108), "附：签领表 1 份", 15, fill=(90, 90, 90))


def _seal_name(owner: str, slip: Slip) -> str:
    if "＊" in owner:
        owner = slip.payer
    return owner.replace("村民委员会", "村委会")[:14]


def _wrap(words: str, width: int) -> list[str]:
    """Broken after so many full-width signs; latin ones count half."""
    lines, at, used = [""], 0, 0.0
    for sign in words:
        step = 0.55 if sign.isascii() else 1.0
        if used + step > width and sign not in "，。、）”：；":
            lines.append("")
            at, used = at + 1, 0.0
        lines[at] += sign
        used += step
    return lines
