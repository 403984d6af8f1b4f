"""The staff PIN of one terminal: salted and slow to guess, with a lock-out that grows and decays.

There is no default: without `set_pin` the staff panel cannot be opened at all.  A recovery code
of twelve digits is shown once when the PIN is set; it opens the panel like the PIN does.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import itertools
import secrets
import time
from pathlib import Path

import msgspec

from kiosk.feed import durable

_NAME = "staff.json"
PIN_DIGITS = (6, 10)
"""Fewest and most digits of a PIN."""
RECOVERY_DIGITS = 12
_FREE = 3
"""Wrong tries without a wait: fingers slip."""
_FIRST_WAIT, _LONGEST_WAIT = 30.0, 3_600.0
_FORGIVEN_AFTER = 24 * 3_600.0
"""Seconds without a wrong try after which the count begins anew."""
_MEMORY = {"n": 2**14, "r": 8, "p": 1}


class PinError(Exception):
    """The PIN cannot be set.  The message is Chinese."""


class _Kept(msgspec.Struct):
    """``failed_at`` is seconds since the epoch by the box's own clock, which may be wrong."""

    salt: str
    pin: str
    recovery: str
    failures: int = 0
    failed_at: float = 0.0


class Lock:
    """The lock of the staff panel; ``folder`` is the terminal's data folder."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / _NAME

    @property
    def is_set(self) -> bool:
        """Whether there is a PIN; without one nothing opens."""
        return self._read() is not None

    def set_pin(self, pin: str) -> str:
        """Set the PIN; returns the new recovery code, which is kept nowhere.

        Raises PinError for a PIN that is too short or too easy, OSError if it cannot be kept.
        """
        least, most = PIN_DIGITS
        if not (pin.isascii() and pin.isdigit() and least <= len(pin) <= most):
            raise PinError(f"密码要 {least} 到 {most} 位数字。")
        if is_easy(pin):
            raise PinError("这个密码太容易猜（一样的数字，或者顺着数），请换一个。")
        recovery = "".join(secrets.choice("0123456789") for _ in range(RECOVERY_DIGITS))
        salt = secrets.token_hex(16)
        self._write(_Kept(salt, _slow(salt, pin), _slow(salt, recovery)))
        return recovery

    def wait(self) -> float:
        """Seconds until the next try counts; 0 now."""
        kept = self._read()
        if kept is None or kept.failures <= _FREE:
            return 0.0
        pause = min(_LONGEST_WAIT, _FIRST_WAIT * 2.0 ** (kept.failures - _FREE - 1))
        # A clock that was set back must not lock for longer than the pause itself.
        return float(min(pause, max(0.0, kept.failed_at + pause - time.time())))

    def open(self, digits: str) -> bool:
        """Whether these digits are the PIN or the recovery code; counts wrong ones.

        A try while `wait` is not over is not looked at, and is no failure.
        """
        kept = self._read()
        if kept is None or self.wait() > 0:
            return False
        found = _slow(kept.salt, digits)
        wanted = kept.recovery if len(digits) == RECOVERY_DIGITS else kept.pin
        good = hmac.compare_digest(found, wanted)
        if time.time() - kept.failed_at > _FORGIVEN_AFTER:
            kept.failures = 0
        if good and kept.failures == 0:
            return True
        kept.failures = 0 if good else kept.failures + 1
        kept.failed_at = time.time()
        with contextlib.suppress(OSError):  # a disk that takes nothing must not lock staff out
            self._write(kept)
        return good

    def _read(self) -> _Kept | None:
        with contextlib.suppress(OSError, msgspec.DecodeError):
            return msgspec.json.decode(self._file.read_bytes(), type=_Kept)
        return None

    def _write(self, kept: _Kept) -> None:
        durable.write_durable(self._file, msgspec.json.encode(kept), mode=0o600)


def is_easy(pin: str) -> bool:
    """Whether it is one digit again and again, or digits in a row: what anyone tries first."""
    return len({(int(b) - int(a)) % 10 for a, b in itertools.pairwise(pin)}) == 1


def _slow(salt: str, digits: str) -> str:
    """Scrypt: about 50 ms here, so that a copied file does not give the PIN away in a day."""
    return hashlib.scrypt(digits.encode(), salt=bytes.fromhex(salt), **_MEMORY).hex()
