"""Finding personal data that must not stand on a public board (个人信息).

Basis: Personal Information Protection Law, articles 25 and 28; Regulation on Open Government
Information, article 15.  Identity card, mobile phone and bank account numbers are never
public, however they are spaced or whichever width their digits have.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Secret(StrEnum):
    """What kind of number was found."""

    IDENTITY = "身份证号"
    PHONE = "手机号"
    BANK = "银行卡号"


class Finding(NamedTuple):
    """One number, where it stands in the text (start, end) and how to show it without it."""

    secret: Secret
    start: int
    end: int
    masked: str


# People part the digits of a number by blanks, dots and dashes.  A run of groups may hold more
# than one number (a phone and the year behind it), so every stretch of whole groups is tried.
# A stretch never begins or ends inside a group: 20 digits are an invoice number, not a card.
# What cannot be seen parts nothing: marks of direction, joiners, soft hyphens.
_UNSEEN = r"\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_SEPARATOR = "[" + _UNSEEN + r" \t\n\u00a0\u3000.()\-‐-―·_/]{1,3}"
_RUN = re.compile(rf"(?<![0-9])\d+(?:{_SEPARATOR}\d+)*(?:{_SEPARATOR})?[Xx]?")
_GROUP = re.compile(r"[0-9]+|[Xx]")
_WORD_BEFORE = re.compile(r"[A-Za-z]+[.:]?$")
_PHONE_WORDS = frozenset({"tel", "phone", "mobile", "mob", "id", "wx", "vx", "wechat", "no", "qq"})
_DECIMAL_BEFORE = re.compile(r"\d[.,]$")
_MOST_DIGITS = 19
_FEWEST_DIGITS = 11
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def find_personal_data(text: str) -> list[Finding]:
    """Every identity card, mobile phone and bank card number in a text, in reading order."""
    plain = text.translate(_NARROW)
    found: list[Finding] = []
    for run in _RUN.finditer(plain):
        if run.end() - run.start() < _FEWEST_DIGITS:
            continue
        groups = [
            (run.start() + g.start(), run.start() + g.end(), g[0].upper())
            for g in _GROUP.finditer(run[0])
        ]
        at = 0
        while at < len(groups):
            stretch = _stretch(plain, groups, at)
            if stretch is None:
                at += 1
                continue
            secret, count, bare = stretch
            masked = f"{bare[:3]}****{bare[-2:]}"
            found.append(Finding(secret, groups[at][0], groups[at + count - 1][1], masked))
            at += count
    return found


def _stretch(
    plain: str, groups: list[tuple[int, int, str]], at: int
) -> tuple[Secret, int, str] | None:
    """The longest number that begins with a group, how many groups it takes, its digits."""
    start = groups[at][0]
    if not _may_begin(plain[max(0, start - 12) : start]):
        return None
    best: tuple[Secret, int, str] | None = None
    bare = ""
    lengths: list[int] = []
    for _, end, group in groups[at : at + _MOST_DIGITS]:
        lengths.append(len(group))
        bare += group
        if len(bare) > _MOST_DIGITS:
            break
        if len(bare) < _FEWEST_DIGITS:
            continue
        if plain[end : end + 1].isascii() and plain[end : end + 1].isalpha():
            continue  # a piece of a longer code: 13800001111ABC
        secret = _classify(bare, lengths)
        if secret is not None:
            best = (secret, len(lengths), bare)
    return best


def _may_begin(before: str) -> bool:
    """A number may follow anything but a letter (unless it says phone) or a decimal point."""
    if _DECIMAL_BEFORE.search(before):
        return False
    word = _WORD_BEFORE.search(before)
    return word is None or word[0][-1] in ".:" or word[0].lower() in _PHONE_WORDS


class _Narrow(dict[int, str]):
    """Full-width digits as half-width ones, one character for one, so that positions hold."""

    def __missing__(self, code: int) -> str:
        plain = unicodedata.normalize("NFKC", chr(code))
        self[code] = plain if len(plain) == 1 and plain.isascii() else chr(code)
        return self[code]


_NARROW = _Narrow()


def _classify(bare: str, lengths: list[int]) -> Secret | None:
    """What a number is, by its digits, and by its groups where the digits alone say little."""
    if len(bare) == 18 and _is_identity(bare):
        return Secret.IDENTITY
    if not bare.isdigit():
        return None
    even = len(set(lengths)) == 1 or min(lengths) >= 3
    if len(bare) == 15 and lengths in ([15], [6, 6, 3], [1] * 15) and _is_day("19" + bare[6:12]):
        return Secret.IDENTITY
    if _is_phone(bare, lengths):
        return Secret.PHONE
    if 16 <= len(bare) <= 19 and even and bare[0] in "3456" and _luhn(bare):
        return Secret.BANK
    return None


def _is_phone(bare: str, lengths: list[int]) -> bool:
    """Eleven digits from 13 on, with or without the country before them."""
    for country in ("86", "0086"):
        if bare.startswith(country) and len(bare) == 11 + len(country):
            bare = bare.removeprefix(country)
            lengths = lengths[1:] if lengths[0] == len(country) else lengths
            break
    even = len(set(lengths)) == 1 or min(lengths) >= 3
    return even and re.fullmatch("1[3-9][0-9]{9}", bare) is not None


def _is_identity(bare: str) -> bool:
    """GB 11643: a birthday in digits 7-14 and a check digit by ISO 7064 MOD 11-2."""
    if not bare[:17].isdigit() or not _is_day(bare[6:14]):
        return False
    total = sum(int(d) * w for d, w in zip(bare, _WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == bare[17]


def _is_day(digits: str) -> bool:
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return 1900 <= day.year <= 2100


def _luhn(digits: str) -> bool:
    total = 0
    for index, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + index % 2)
        total += value - 9 * (value > 9)
    return total % 10 == 0
