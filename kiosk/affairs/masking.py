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


# Digits may be parted by spaces, dots or dashes, but a run of them must not be a piece of a
# longer one: 20 digits are an invoice number, not a bank card.
_RUN = re.compile(
    r"(?<![0-9A-Za-z.])\d(?:[ \t\u3000\-‐-―·]?[0-9]){9,18}[ \t\-]?[0-9Xx]?(?![0-9A-Za-z])"
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def find_personal_data(text: str) -> list[Finding]:
    """Every identity card, mobile phone and bank card number in a text, in reading order."""
    plain = _narrow(text)
    found = []
    for match in _RUN.finditer(plain):
        bare = re.sub(r"[^0-9Xx]", "", match[0]).upper()
        secret = _classify(bare)
        if secret is not None:
            masked = f"{bare[:3]}****{bare[-2:]}"
            found.append(Finding(secret, match.start(), match.end(), masked))
    return found


def _narrow(text: str) -> str:
    """Full-width digits as half-width ones, one character for one, so that positions hold."""
    return "".join(
        n if len(n := unicodedata.normalize("NFKC", c)) == 1 and n.isascii() else c for c in text
    )


def _classify(bare: str) -> Secret | None:
    if len(bare) == 18 and _is_identity(bare):
        return Secret.IDENTITY
    if len(bare) == 15 and bare.isdigit() and _is_day("19" + bare[6:12]):
        return Secret.IDENTITY
    if not bare.isdigit():
        return None
    if len(bare) == 11 and bare[0] == "1" and bare[1] in "3456789":
        return Secret.PHONE
    if len(bare) == 13 and bare.startswith("861") and bare[3] in "3456789":
        return Secret.PHONE
    if 16 <= len(bare) <= 19 and bare[0] in "3456" and _luhn(bare):
        return Secret.BANK
    return None


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
