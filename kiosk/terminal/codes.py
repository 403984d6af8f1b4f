"""The codes that this terminal's screen shows (`kiosk.feed.code`).

Works without a line: the center's public key came with an earlier heartbeat and lies in the data
folder.  Reads files only, so that the screen may use it.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from kiosk.feed import durable
from kiosk.feed.code import (
    Code,
    CodeError,
    Purpose,
    address,
    hour_of,
    number_of,
    seal,
    subject_of,
)
from kiosk.terminal.config import TerminalConfig

_KEY = re.compile(r"([1-9][0-9]{0,2}):([0-9a-f]{64})")


class _Marking(msgspec.Struct, frozen=True):
    """What this terminal marks its codes with."""

    terminal: str
    number: int
    key: bytes


class Codes:
    """Makes the codes of one terminal.  Without enrolment they carry no mark.

    ``base`` is the center's address for phones, '' where there is no center: then there are no
    codes to show.
    """

    def __init__(self, config: TerminalConfig) -> None:
        self._config = config
        self.base = config.phones or config.center
        self._marking: _Marking | None = None
        self._read: int | None = None

    @property
    def short_host(self) -> str:
        """The host as people type it, in small letters."""
        return urlsplit(self.base).netloc.lower()

    def address(
        self,
        purpose: Purpose,
        division: str,
        item: str = "",
        row: int | None = None,
        *,
        now: datetime,
    ) -> str:
        """What the QR code says, in capitals.

        ``item`` is the id of a disclosure, '' for the whole division; ``row`` counts a ledger's
        rows from 1; ``now`` is UTC.  A code to rate is a new one every minute.  CodeError where
        there is no center.
        """
        if purpose is Purpose.RATE:
            row = now.minute + 1
        code = Code(purpose=purpose, subject=subject_of(division, item), row=row or 0, screen=True)
        marking, hour = self._marked(), hour_of(now)
        if marking is not None and hour:
            code = msgspec.structs.replace(
                code, terminal=marking.terminal, hour=hour, key=marking.number
            )
            code = seal(code, marking.key)
        return address(self.base, code)

    def typed(self, division: str, item: str = "", row: int | None = None) -> str:  # noqa: ARG002
        """The 8 digits for those who type, at `short_host`.

        They name the disclosure; its rows are picked on the phone, so ``row`` changes nothing.
        """
        return number_of(subject_of(division, item))

    def _marked(self) -> _Marking | None:
        """The key for marks, read again when a heartbeat has brought another one."""
        path = _path(self._config)
        try:
            seen = path.stat().st_mtime_ns
        except OSError:
            return None
        if seen != self._read:
            self._read, self._marking = seen, self._agreed(path)
        return self._marking

    def _agreed(self, path: Path) -> _Marking | None:
        # Late: the first frame has no code on it, and need not wait for the cryptography.
        from kiosk.feed.agreement import agree_at_terminal
        from kiosk.terminal.identity import EnrolError, load_identity

        with suppress(EnrolError, CodeError, OSError, UnicodeError):
            identity = load_identity(self._config)
            found = _KEY.fullmatch(path.read_text(encoding="ascii"))
            if identity is not None and found is not None and int(found[1]) < 256:
                key = agree_at_terminal(identity.key, bytes.fromhex(found[2]))
                return _Marking(identity.id[:10], int(found[1]), key)
        return None


def keep_code_key(config: TerminalConfig, words: str) -> None:
    """Keep the center's key as it came with an answer; nothing is written unless it is new."""
    path = _path(config)
    if not _KEY.fullmatch(words):
        return
    with suppress(OSError):  # a full disk: marks wait, the board does not
        if not path.exists() or path.read_bytes() != words.encode("ascii"):
            durable.write_durable(path, words.encode("ascii"))


def _path(config: TerminalConfig) -> Path:
    return config.data_path / "code-key"
