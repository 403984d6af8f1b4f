"""What a terminal tells the center: enrolment, heartbeat, and how both are signed.

The HTTP side is told in ``kiosk/center/fleet/README.md``.  Every time on the wire is an age in
whole seconds before the moment of sending: the clock of a box whose battery is dead then says
nothing wrong, and the center's clock is the only one that counts.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import Annotated, TypeVar

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_T = TypeVar("_T")

LIMIT = 1_000
"""Bytes of the largest heartbeat."""

ENROL, BEAT = "fleet/enrol", "fleet/heartbeat"
"""Paths below the center's address."""

TERMINAL, SEQUENCE, SIGNATURE = "X-Kiosk-Terminal", "X-Kiosk-Sequence", "X-Kiosk-Signature"
"""Headers of a signed request."""

CODE_KEY = "X-Kiosk-Code-Key"
"""Header of an answer to an accepted terminal: the center's key for marks (`kiosk.feed.code`).

Its number from 1 to 255, a colon, and 64 hexadecimal digits: an X25519 public key.
"""

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""32 signs that are not taken for one another when read out over a telephone."""

Age = Annotated[int, msgspec.Meta(ge=0, le=10**9)]
Count = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
Word = Annotated[str, msgspec.Meta(max_length=100)]
Digest = Annotated[str, msgspec.Meta(pattern="^([0-9a-f]{64})?$")]
ScopeVersions = Annotated[dict[str, Count], msgspec.Meta(max_length=4)]


class ReportError(ValueError):
    """Bytes from the other side are no such report, or not signed by whom they say."""


class Enrolment(msgspec.Struct, frozen=True, kw_only=True):
    """A terminal asks to be known: ``key`` is its public key, 32 bytes in hexadecimal."""

    key: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
    division: Annotated[str, msgspec.Meta(pattern="^[0-9]{12}$")]
    version: Word = ""


class Enrolled(msgspec.Struct, frozen=True, kw_only=True):
    """The center's answer: ``pending``, ``accepted`` or ``revoked``; ``error`` where it refuses."""

    state: Word = ""
    error: Word = ""


class Span(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A stretch in which one Edition could be seen on the screen.

    ``number`` grows with every stretch on this terminal.  ``scopes`` are the versions of the
    feeds that it was made of, ``takedowns`` that of the list of takedowns.  A gap between two
    stretches was dark.  ``certain`` is False where only an unchecked clock said when it was.
    """

    number: Count
    scopes: ScopeVersions
    takedowns: Count = 0
    since: Age
    until: Age
    certain: bool = True


class Heartbeat(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a terminal shows, and how it is.

    ``edition`` is the one in its library, ``drawn`` the one on its screen, ``drawn_age`` the age
    of the last frame and ``frame`` a SHA-256 of the pixels when they were last read.  Memory
    and free disk are in MiB.  ``lost`` counts stretches that no longer fitted in the queue.
    """

    division: Annotated[str, msgspec.Meta(pattern="^[0-9]{12}$")]
    edition: Digest = ""
    drawn: Digest = ""
    drawn_age: Age | None = None
    frame: Digest = ""
    screen: Word = ""
    touch_age: Age | None = None
    quarantined: Count = 0
    quarantine: Annotated[dict[str, Word], msgspec.Meta(max_length=5)] = {}
    disk: Count = 0
    memory: Count = 0
    clock: bool = False
    version: Word = ""
    faults: Annotated[tuple[Word, ...], msgspec.Meta(max_length=8)] = ()
    spans: Annotated[tuple[Span, ...], msgspec.Meta(max_length=8)] = ()
    lost: Count = 0


def read_report(data: bytes, kind: type[_T]) -> _T:
    """A report from its JSON; ReportError if it is none."""
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, RecursionError) as error:
        raise ReportError(f"{kind.__name__}: {error}") from error


def terminal_id(key: str) -> str:
    """The name of a terminal: 32 hexadecimal digits of its public key's digest."""
    return hashlib.sha256(bytes.fromhex(key)).hexdigest()[:32]


def code_of(identity: str) -> str:
    """Eight signs for people, from a terminal's name: ``K7QM-2XPD``."""
    number = int(identity[:10], 16)
    signs = [_ALPHABET[number >> shift & 31] for shift in range(35, -1, -5)]
    return f"{''.join(signs[:4])}-{''.join(signs[4:])}"


def public_key(key: Ed25519PrivateKey) -> str:
    """The public half in hexadecimal."""
    return key.public_key().public_bytes_raw().hex()


def signed_headers(key: Ed25519PrivateKey, path: str, sequence: int, body: bytes) -> dict[str, str]:
    """The headers that make a POST of these bytes this terminal's, once."""
    identity = terminal_id(public_key(key))
    signature = key.sign(_signed(path, identity, sequence, body))
    return {
        TERMINAL: identity,
        SEQUENCE: str(sequence),
        SIGNATURE: base64.b64encode(signature).decode("ascii"),
    }


def check_signature(key: str, path: str, sequence: int, signature: str, body: bytes) -> None:
    """ReportError unless the holder of this public key signed exactly this."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(
            base64.b64decode(signature, validate=True),
            _signed(path, terminal_id(key), sequence, body),
        )
    except (InvalidSignature, ValueError, binascii.Error) as error:
        raise ReportError("the signature is not of this terminal") from error


def _signed(path: str, identity: str, sequence: int, body: bytes) -> bytes:
    digest = hashlib.sha256(body).hexdigest()
    return f"kiosk-fleet-1\nPOST\n{path}\n{identity}\n{sequence}\n{digest}".encode()
