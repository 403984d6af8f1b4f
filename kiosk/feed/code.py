"""The code on the screen and on posters: a short address that says what it is about.

The address is in capitals, ``HTTPS://HOST/T/<base32>``, so that QR's alphanumeric mode (ISO/IEC
18004) holds it in version 4 at level M (90 characters) with a host of 30.  Behind ``/T/``:

    head      1 byte   format (4 bits), rate, marked, on a screen, speak up or take away;
                       rate and speak up together: be served (an errand, a booking, a bid)
    subject   8 bytes  of the SHA-256 of division and disclosure; the center knows what is published
    row       2 bytes  of a ledger, from 1; 0 for the whole; to rate: the minute of its hour, from 1
    marked codes only:
    terminal  5 bytes  as in the terminal's code for people
    hour      3 bytes  since the beginning of 2020, UTC
    key       1 byte   which of the center's keys
    mark     10 bytes  HMAC-SHA256 over all before it

The key of the mark is told in `kiosk.feed.agreement`.
A center that does not know rating takes such a code for one to take away, one that does not
know serving takes it for one to rate.
A code without a mark opens the same page; it only does not prove that somebody stood there.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

import msgspec

PATH = "/T/"
"""Where the center answers to codes."""

HOST_LIMIT = 30
"""Characters of a host (with its port) that keep the code within version 4."""

MOST = 4
"""The largest QR version of a code that hangs on a board."""

_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
_FORMAT = 1
_RATE, _MARKED, _SCREEN, _SPEAK = 8, 4, 2, 1
_PLAIN, _FULL = 11, 30
_MAC = 10
_ROWS = 0xFFFF
_UNIT = "@"
"""Begins what no disclosure's id can be."""


class CodeError(ValueError):
    """Not a code, or one that cannot be made.  The message is Chinese."""


class Purpose(StrEnum):
    """What a code is for."""

    TAKE = "take"
    SPEAK = "speak"
    RATE = "rate"
    SERVE = "serve"

    @property
    def chinese(self) -> str:
        """The word beside it."""
        return _WORDS[self.value]


_WORDS = {"take": "带走", "speak": "反映问题", "rate": "打个分", "serve": "找人办"}


class Code(msgspec.Struct, frozen=True, kw_only=True):
    """What a code says.

    ``row`` counts from 1, 0 for the whole; of a code to rate it is the minute, so that two people
    in the hall can both rate.  ``screen`` is False on posters.  The rest stands in
    marked codes only: ``terminal`` is the first 10 hexadecimal digits of its name, ``hour``
    counts from 2020-01-01 UTC, ``key`` names the center's key, ``mark`` is 10 bytes.
    """

    purpose: Purpose
    subject: bytes
    row: int = 0
    screen: bool = False
    terminal: str = ""
    hour: int = 0
    key: int = 0
    mark: bytes = b""

    @property
    def made(self) -> datetime | None:
        """The beginning of its hour (UTC); None without a mark."""
        return _EPOCH + timedelta(hours=self.hour) if self.mark else None


def unit_item(unit: str) -> str:
    """What stands in the place of a disclosure's id in codes about a unit, by its full name."""
    return f"{_UNIT}{unit}"


def unit_of(item: str) -> str:
    """The unit that a code is about, from `unit_item`; '' for anything else."""
    return item.removeprefix(_UNIT) if item.startswith(_UNIT) else ""


def subject_of(division: str, item: str = "") -> bytes:
    """The 8 bytes that stand for a disclosure (``item`` its id), a unit or a whole division."""
    return hashlib.sha256(f"kiosk-subject-1\n{division}\n{item}".encode()).digest()[:8]


def number_of(subject: bytes) -> str:
    """The 8 digits for those who type.  Two subjects may share one: then the page asks."""
    return f"{int.from_bytes(subject) % 10**8:08d}"


def hour_of(now: datetime) -> int:
    """The time bucket of a moment; 0 for a clock that stands before 2020."""
    return max(0, (now - _EPOCH) // timedelta(hours=1))


def seal(code: Code, key: bytes) -> Code:
    """The code with the mark that this key makes; CodeError if it has no terminal or hour."""
    return msgspec.structs.replace(code, mark=_mark(code, key))


def is_sealed(code: Code, key: bytes) -> bool:
    """Whether the mark was made with this key."""
    return bool(code.mark) and hmac.compare_digest(code.mark, _mark(code, key))


def token(code: Code) -> str:
    """The part behind ``/T/``: 18 characters, or 48 with a mark."""
    return base64.b32encode(_packed(code, marked=bool(code.mark)) + code.mark).decode().rstrip("=")


def read_token(text: str) -> Code:
    """What a token says, in either case; CodeError if it is none."""
    try:
        data = base64.b32decode(text.upper() + "=" * (-len(text) % 8))
    except (binascii.Error, ValueError) as error:
        raise CodeError("这个二维码的地址不完整，请再扫一次。") from error
    head = data[0] if data else 0
    marked = bool(head & _MARKED)
    if head >> 4 != _FORMAT or len(data) != (_FULL if marked else _PLAIN):
        raise CodeError("这个二维码的地址不完整，请再扫一次。")
    code = Code(
        purpose=_purpose(head),
        subject=data[1:9],
        row=int.from_bytes(data[9:11]),
        screen=bool(head & _SCREEN),
    )
    if not marked:
        return code
    return msgspec.structs.replace(
        code,
        terminal=data[11:16].hex(),
        hour=int.from_bytes(data[16:19]),
        key=data[19],
        mark=data[20:],
    )


def _purpose(head: int) -> Purpose:
    if head & _RATE:
        return Purpose.SERVE if head & _SPEAK else Purpose.RATE
    return Purpose.SPEAK if head & _SPEAK else Purpose.TAKE


def address(base: str, code: Code) -> str:
    """The whole address for a QR code, below the center's ``http(s)://host[:port]``.

    CodeError if that has a path: capitals would change it.
    """
    parts = urlsplit(base)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path.strip("/"):
        raise CodeError(f"中心的地址“{base}”做不成二维码，应当像 https://gk.example.cn")
    return f"{parts.scheme}://{parts.netloc}{PATH}{token(code)}".upper()


def modules(text: str, *, most: int = MOST) -> list[list[bool]]:
    """The dark modules of a QR code at level M, row by row, without its quiet zone of 4.

    CodeError if it needs a larger version than ``most``: too fine to be read from afar.
    """
    from qrcode.constants import ERROR_CORRECT_M
    from qrcode.main import QRCode

    code = QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(text, optimize=0)  # one segment: a change of mode costs more than it saves
    code.make(fit=True)
    if code.version > most:
        raise CodeError(
            f"二维码太密（版本 {code.version}，最多 {most}），远处扫不出来：{text}。"
            f"请给中心换一个不超过 {HOST_LIMIT} 个字符的域名。"
        )
    return [[bool(dark) for dark in line] for line in code.get_matrix()]


def _mark(code: Code, key: bytes) -> bytes:
    return hmac.digest(key, _packed(code, marked=True), "sha256")[:_MAC]


def _packed(code: Code, *, marked: bool) -> bytes:
    if not 0 <= code.row <= _ROWS or len(code.subject) != 8:
        raise CodeError(f"二维码里写不下第 {code.row} 行。")
    head = _FORMAT << 4 | _MARKED * marked | _SCREEN * code.screen
    head |= _SPEAK * (code.purpose in {Purpose.SPEAK, Purpose.SERVE})
    head |= _RATE * (code.purpose in {Purpose.RATE, Purpose.SERVE})
    plain = bytes([head]) + code.subject + code.row.to_bytes(2)
    if not marked:
        return plain
    terminal = bytes.fromhex(code.terminal)
    if len(terminal) != 5 or not 0 < code.hour < 2**24 or not 0 < code.key < 256:
        raise CodeError("这个二维码还不能做记号。")
    return plain + terminal + code.hour.to_bytes(3) + bytes([code.key])
