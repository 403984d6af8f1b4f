"""How people say what stands written: amounts, dates, codes, masked names (朗读用的说法).

A voice reads 1,286.50 as figures and dots; a villager says 一千二百八十六元五角.  `spoken` puts
such things into words and leaves everything else as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

DIGITS = "零一二三四五六七八九"
_GROUPS = ("", "万", "亿", "万亿")
_LARGEST = 10**16
"""From here on figures are read one by one: nobody says such a number."""

_PAIR = "个人户亩天年次座位名笔项家块条棵盏车只张份台套吨斤件间层处场步票遍辆头口双袋桶本页元角里"
"""Measures that ask for 两 instead of 二: 两亩, 两户; but 二月, 二组, 二等奖."""
_PAIR_WORDS = (
    "公里",
    "平方米",
    "立方米",
    "公斤",
    "公顷",
    "小时",
    "分钟",
    "千瓦",
    "工日",
    "米",
    "周",
)
_MEASURE = rf"(?:{'|'.join(_PAIR_WORDS)}|[{_PAIR}])"
_UNITS = {
    "㎡": "平方米",
    "m²": "平方米",
    "m2": "平方米",
    "㎥": "立方米",
    "m³": "立方米",
    "km": "公里",
    "kg": "公斤",
    "cm": "厘米",
    "mm": "毫米",
    "kWh": "千瓦时",
    "kW": "千瓦",
    "℃": "摄氏度",
    "m": "米",
}
_WIDE = str.maketrans("０１２３４５６７８９．％", "0123456789.%")
_SIGNS = str.maketrans(
    {
        "〇": "零",
        "＋": "加",
        "－": "减",
        "＝": "等于",
        "=": "等于",
        "×": "乘",
        "→": "到",
        "～": "到",
        "·": "，",
        "•": "，",
        "〉": "，",
        "〈": "",
        "《": "",
        "》": "",
        "|": "，",
        "¥": "",
        "￥": "",
        "／": "，",
        "/": "，",
        "_": "",
        "#": "",
        "*": "",
        "＊": "某",
        # Rare characters of names that the local voice does not know, by one that sounds the same.
        "䶮": "眼",
        "𠮷": "吉",
    }
)


def one_by_one(text: str, *, phone: bool = False) -> str:
    """Figures one after the other; in telephone numbers and codes 1 is 幺, as it is said."""
    said = "".join(DIGITS[int(c)] if c.isdecimal() else c for c in text)
    return said.replace("一", "幺") if phone else said


def number_in_words(value: int, *, pair: bool = False) -> str:
    """A whole number: 1286 is 一千二百八十六, 10500 一万零五百.

    ``pair`` when a measure follows that asks for 两 (两亩); 两千 and 两万 are said anyway.
    """
    if value < 0:
        return "负" + number_in_words(-value, pair=pair)
    if value >= _LARGEST:
        return one_by_one(str(value))
    if value == 2 and pair:
        return "两"
    groups: list[int] = []
    rest = value
    while rest or not groups:
        rest, group = divmod(rest, 10_000)
        groups.append(group)
    said = ""
    gap = False
    for index in range(len(groups) - 1, -1, -1):
        group = groups[index]
        if group == 0:
            gap = bool(said)
            continue
        if said and (gap or group < 1000):
            said += "零"
        gap = False
        if group == 2 and index and not said:
            said += "两" + _GROUPS[index]
        else:
            said += _below_ten_thousand(group, first=not said) + _GROUPS[index]
    return said or "零"


def _below_ten_thousand(value: int, *, first: bool) -> str:
    said, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, unit)
        if digit == 0:
            gap = bool(said)
            continue
        if gap:
            said += "零"
            gap = False
        if digit == 1 and unit == 10 and first and not said:
            said += "十"
        elif digit == 2 and unit == 1000 and first:
            said += "两千"
        else:
            said += DIGITS[digit] + name
    return said


def money_in_words(fen: int) -> str:
    """An amount in fen: 128650 is 一千二百八十六元五角, 5 is 五分."""
    sign = "负" if fen < 0 else ""
    yuan, rest = divmod(abs(fen), 100)
    jiao, cents = divmod(rest, 10)
    said = f"{number_in_words(yuan, pair=True)}元" if yuan or not rest else ""
    if jiao:
        said += ("两" if jiao == 2 and not said else DIGITS[jiao]) + "角"
    elif cents and said:
        said += "零"
    if cents:
        said += ("两" if cents == 2 and not said else DIGITS[cents]) + "分"
    return sign + said


def _decimal(text: str, *, pair: bool = False) -> str:
    """A number as written, with thousands commas or a point; figures after the point singly."""
    whole, _, part = text.replace(",", "").partition(".")
    part = part.rstrip("0")
    said = number_in_words(int(whole), pair=pair and not part)
    return f"{said}点{one_by_one(part)}" if part else said


_N = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
_SIGN = r"(?:(?<![A-Za-z\d])([-－−+＋]))?"
_DASH = r"\s*[-~～—–－]{1,2}\s*"
_YEAR = r"(?:19|20)\d\d"
_MONTH = r"0?[1-9]|1[0-2]"
_DAY = r"[12]\d|3[01]|0?[1-9]"

_CALLED = "[话线打码号]"
"""Last character of 电话, 热线, 拨打, 代码, 账号: what follows is no quantity."""

_Found = re.Match[str]
_RULES: list[tuple[re.Pattern[str], Callable[[_Found], str]]] = []


def _rule(pattern: str) -> Callable[[Callable[[_Found], str]], Callable[[_Found], str]]:
    """Say what matches in the way of the function.

    Of all rules the first that matches is taken; over one function the lowest comes first.
    """

    def add(say: Callable[[_Found], str]) -> Callable[[_Found], str]:
        _RULES.append((re.compile(pattern), say))
        return say

    return add


def _signed(sign: str | None) -> str:
    return ("加" if sign in "+＋" else "负") if sign else ""


@_rule(r"(\d*)([*＊]{2,})(\d+)|(\d+)([*＊]{2,})(\d*)")
def _masked_code(found: _Found) -> str:
    head, stars, tail = found.groups()[:3] if found[2] else found.groups()[3:]
    hidden = f"{number_in_words(len(stars), pair=True)}位不公开"
    parts = (one_by_one(head or "", phone=True), hidden, one_by_one(tail or "", phone=True))
    return "，".join(part for part in parts if part)


@_rule(r"[*＊]+")
def _masked_name(found: _Found) -> str:
    return "某" * len(found[0])


@_rule(r"(\d{4}-\d{1,4})\s*号")
def _contract(found: _Found) -> str:
    return one_by_one(found[1]).replace("-", "杠") + "号"


@_rule(rf"({_YEAR})-(?:Q([1-4])|H([12]))(?!\d)")
def _quarter(found: _Found) -> str:
    part = f"第{DIGITS[int(found[2])]}季度" if found[2] else ("上半年", "下半年")[int(found[3]) - 1]
    return f"{one_by_one(found[1])}年{part}"


@_rule(rf"({_YEAR})\s*年\s*({_MONTH})\s*月(?:\s*({_DAY})\s*日)?")
@_rule(rf"({_YEAR})([-./])({_MONTH})\2({_DAY})(?![\d-])")
@_rule(rf"({_YEAR})-(0[1-9]|1[0-2])(?![\d-])")
def _date(found: _Found) -> str:
    year, *rest = (part for part in found.groups() if part and part.isdecimal())
    said = [f"{number_in_words(int(part))}{name}" for part, name in zip(rest, "月日", strict=False)]
    return f"{one_by_one(year)}年{''.join(said)}"


@_rule(rf"(?:({_YEAR})\s*年?(?:{_DASH}|至|到))?({_YEAR})\s*(?=年)")
def _years(found: _Found) -> str:
    return f"{one_by_one(found[1])}到{one_by_one(found[2])}" if found[1] else one_by_one(found[2])


@_rule(r"([01]?\d|2[0-4])[:：]([0-5]\d)(?![\d:])")
def _clock(found: _Found) -> str:
    said = f"{number_in_words(int(found[1]), pair=True)}点"
    if found[2] == "00":
        return said
    return f"{said}{'零' if found[2][0] == '0' else ''}{number_in_words(int(found[2]))}分"


@_rule(r"(?:0\d{2,3}-\d{7,8}|[48]00-\d{3}-\d{4}|\d+(?:-[A-Z]+\d*){1,2}-[\dQH-]+)(?![\d-])")
def _telephone(found: _Found) -> str:
    return one_by_one(found[0].replace("-", "，"), phone=True)


@_rule(
    rf"(?:(?<={_CALLED})|(?<={_CALLED}[:： ])|(?<={_CALLED}[:：] ))"
    r"\d{3,}(?![\d.,]|\s*[元个部台人户])"
)
@_rule(r"\d{3,5}(?=\s*(?:热线|平台))")
def _called(found: _Found) -> str:
    return one_by_one(found[0], phone=True)


@_rule(rf"(?:(\d+(?:\.\d+)?)[%‰]?{_DASH})?(\d+(?:\.\d+)?)\s*([%‰])")
def _share(found: _Found) -> str:
    of = "百分之" if found[3] == "%" else "千分之"
    first = f"{of}{_decimal(found[1])}到" if found[1] else ""
    return f"{first}{of}{_decimal(found[2])}"


@_rule(rf"{_SIGN}(\d{{1,3}}(?:,\d{{3}})+\.\d\d)(?![\d.])()()")
@_rule(rf"{_SIGN}[¥￥]\s*({_N})()()")
@_rule(rf"{_SIGN}[¥￥]?\s*({_N})\s*([万亿])?\s*元(\s*[/／])?")
def _yuan(found: _Found) -> str:
    amount, large = found[2].replace(",", ""), found[3]
    if large or len(amount.partition(".")[2]) > 2:
        said = f"{_decimal(amount, pair=True)}{large or ''}元"
    else:
        said = money_in_words(int(Decimal(amount) * 100))
    return _signed(found[1]) + said + ("每" if found[4] else "")


@_rule(rf"(\d+)\s+/\s+(\d+)(?:\s*({_MEASURE}))?")
def _part(found: _Found) -> str:
    unit = found[3] or ""
    some, whole = (number_in_words(int(found[n]), pair=bool(unit)) for n in (1, 2))
    return f"{some}{unit}，共{whole}{unit}"


@_rule(r"(?:(?<=第)|(?<=第 ))(\d{1,6})(?![\d.,])")
def _ordinal(found: _Found) -> str:
    return number_in_words(int(found[1]))


@_rule(rf"(?<![A-Za-z\d.-])({_N}){_DASH}({_N})(?![\d-])(?=\s*({_MEASURE})?)")
def _range(found: _Found) -> str:
    pair = bool(found[3])
    return f"{_decimal(found[1], pair=pair)}到{_decimal(found[2], pair=pair)}"


@_rule(rf"{_SIGN}({_N})\s*({'|'.join(map(re.escape, _UNITS))})(?![A-Za-z])")
def _unit(found: _Found) -> str:
    return _signed(found[1]) + _decimal(found[2], pair=True) + _UNITS[found[3]]


@_rule(rf"{_SIGN}({_N})(?=\s*({_MEASURE})?)")
def _number(found: _Found) -> str:
    text = found[2]
    if text.isdecimal() and (len(text) >= 7 or (len(text) > 1 and text[0] == "0")):
        return _signed(found[1]) + one_by_one(text, phone=True)
    return _signed(found[1]) + _decimal(text, pair=bool(found[3]))


_START = re.compile(r"\d|[-－−+＋][\d¥￥]|[¥￥*＊]")
_WIDE_GAP = re.compile(r"(?<![A-Za-z0-9])[ \u2002\u3000]+|[ \u2002\u3000]+(?![A-Za-z0-9])")


def spoken(text: str) -> str:
    """What a voice says for a text: no figure, no sign and no mask is left in it.

    2026-03-05 is 二零二六年三月五日, 1,286.50 元 一千二百八十六元五角, 57% 百分之五十七, 2 亩 两亩,
    赵＊兰 赵某兰; twelve figures in a row are a code and said one by one.
    """
    plain, said, at = text.translate(_WIDE), [], 0
    while start := _START.search(plain, at):
        said.append(plain[at : start.start()].translate(_SIGNS))
        words, at = _in_words(plain, start.start())
        said.append(words)
    said.append(plain[at:].translate(_SIGNS))
    return _WIDE_GAP.sub("", "".join(said)).strip()


def _in_words(text: str, at: int) -> tuple[str, int]:
    """What is said for what begins there, and where it ends."""
    for pattern, say in _RULES:
        found = pattern.match(text, at)
        if found is not None:
            return say(found), found.end()
    return text[at].translate(_SIGNS), at + 1


_END = re.compile(r"(?<=[。！？；!?;\n])")
_PAUSE = re.compile(r"(?<=[，、：,:])")


def sentences(text: str, most: int = 60) -> Iterator[str]:
    """A text in pieces that are said in one breath; none is lost.

    They end where a sentence does; one of more than ``most`` characters is parted at its
    commas.  A voice can pause, slow down or stop between two pieces.
    """
    for sentence in _END.split(text):
        if len(sentence) <= most:
            if sentence.strip():
                yield sentence
            continue
        held = ""
        for part in _PAUSE.split(sentence):
            if held and len(held) + len(part) > most:
                yield held
                held = ""
            held += part
        if held.strip():
            yield held
