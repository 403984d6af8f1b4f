"""A terminal's own key, and the names that follow from it.

Read by sync, which talks to the center, and by the screen, which puts marks on its codes: so
nothing here knows the network.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from kiosk.feed import durable
from kiosk.feed.report import code_of, public_key, terminal_id
from kiosk.terminal.config import TerminalConfig

_KEY = "terminal.pem"
_SEQUENCE = "sequence"
_AHEAD = 1_000


class EnrolError(Exception):
    """The terminal cannot be enrolled.  The message is Chinese."""


class Identity:
    """The key of a terminal, the names that follow from it, and its count of messages."""

    def __init__(self, folder: Path, key: Ed25519PrivateKey) -> None:
        self.key = key
        self.public = public_key(key)
        self.id = terminal_id(self.public)
        self.code = code_of(self.id)
        self._file = folder / _SEQUENCE
        self._next = self._ceiling = self._reserved()

    def sequence(self) -> int:
        """A number that this terminal has never used before, larger than all of them.

        Numbers are reserved a thousand at a time, so that the card is written every few days
        and a power cut skips some instead of using one twice.
        """
        if self._next >= self._ceiling:
            self._ceiling = self._next + _AHEAD
            durable.write_durable(self._file, str(self._ceiling).encode())
        self._next += 1
        return self._next

    def _reserved(self) -> int:
        with suppress(OSError, ValueError):
            return max(0, int(self._file.read_bytes()))
        return 0


def load_identity(config: TerminalConfig) -> Identity | None:
    """This terminal's identity; None before `make_identity`.  EnrolError if it is damaged."""
    path = config.data_path / _KEY
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError) as error:
        raise EnrolError(
            f"本机的密钥 {path} 读不出来。删掉它，再运行 kiosk enrol，请县里重新接受。"
        ) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise EnrolError(f"{path} 不是本机的密钥。删掉它，再运行 kiosk enrol。")
    return Identity(config.data_path, key)


def make_identity(config: TerminalConfig) -> Identity:
    """This terminal's identity, made if there is none; its owner alone can read the key."""
    found = load_identity(config)
    if found is not None:
        return found
    pem = Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    durable.write_durable(config.data_path / _KEY, pem, mode=0o600)
    made = load_identity(config)
    assert made is not None
    return made
