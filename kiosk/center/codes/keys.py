"""The center's X25519 keys for the marks on codes: ``code-keys/1`` and so on in its data folder.

The newest goes to the terminals with their next heartbeat; older ones are kept, for codes that
were made before.  A lost key is forgotten: codes made with it lose their mark, nothing else.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

_LAST = 255


class CodeKeyError(Exception):
    """The keys cannot be read or made.  The message is Chinese."""


class CodeKeys:
    """The keys below ``data``; the first is made when it is first asked for."""

    def __init__(self, data: Path) -> None:
        self._folder = data / "code-keys"

    def numbers(self) -> list[int]:
        """Which there are, in order of age."""
        try:
            names = [path.name for path in self._folder.iterdir()]
        except FileNotFoundError:
            return []
        except OSError as error:
            raise CodeKeyError(f"读不了 {self._folder}（{error.strerror}）。") from error
        return sorted(int(name) for name in names if name.isdigit())

    def get(self, number: int) -> X25519PrivateKey | None:
        """One key; None if there is none (any more)."""
        return _load(self._folder / str(number)) if number in self.numbers() else None

    def words(self) -> str:
        """The newest public key as terminals are told: ``1:<64 hexadecimal digits>``."""
        numbers = self.numbers() or [self.rotate()]
        key = _load(self._folder / str(numbers[-1]))
        return f"{numbers[-1]}:{key.public_key().public_bytes_raw().hex()}"

    def rotate(self) -> int:
        """Make the next key; its number.  Only its owner can read it."""
        number = max(self.numbers(), default=0) + 1
        if number > _LAST:
            raise CodeKeyError("密钥编号已经用到 255，请先用 kiosk codes forget 删掉旧的。")
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write(self._folder / str(number), X25519PrivateKey.generate().private_bytes_raw())
        except FileExistsError:
            return number  # another process was faster
        except OSError as error:
            raise CodeKeyError(f"{self._folder} 写不进去（{error.strerror}）。") from error
        return number

    def forget(self, number: int) -> None:
        """Delete one; CodeKeyError if it is not there or the only one."""
        if number not in self.numbers():
            raise CodeKeyError(f"没有 {number} 号密钥，没有改动。")
        if len(self.numbers()) == 1:
            raise CodeKeyError("这是唯一的密钥。请先用 kiosk codes rotate 换新的；没有改动。")
        (self._folder / str(number)).unlink()
        _load.cache_clear()


@cache
def _load(path: Path) -> X25519PrivateKey:
    try:
        return X25519PrivateKey.from_private_bytes(path.read_bytes())
    except (OSError, ValueError) as error:
        raise CodeKeyError(f"密钥 {path} 读不出来，请从备份恢复。") from error


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all, and never over another one."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with open(handle, "wb") as file:  # noqa: PTH123 - for its mode
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    finally:
        draft.unlink()
