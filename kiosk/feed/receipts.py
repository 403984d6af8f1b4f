"""The receipt that a terminal without a line leaves on the stick, for the center to read.

It says what the terminal shows since, and what on the stick was damaged.  Signed by the terminal
where it has a key (``kiosk enrol``), plain where not; the reader is told which.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kiosk.feed import durable
from kiosk.feed.report import public_key, terminal_id

FOLDER = "receipts"
_LARGEST = 64 << 10
_PURPOSE = b"kiosk-receipt-1\n"

Word = Annotated[str, msgspec.Meta(max_length=400)]


class Receipt(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a terminal took from a stick.

    ``terminal`` is its name at the center, or what it calls itself before it has one; ``edition``
    the digest of what it shows now, '' for nothing; ``versions`` those of its feeds by scope.
    ``at`` is UTC by the terminal's clock, which ``clock_trusted`` says may be believed.
    ``missing`` counts pictures that did not fit or did not come; ``damaged`` names files of the
    stick that are not what their names say; ``refused`` is the reason if nothing was taken.
    """

    terminal: Word
    division: Annotated[str, msgspec.Meta(pattern="^[0-9]{12}$")]
    at: datetime
    clock_trusted: bool
    edition: Annotated[str, msgspec.Meta(pattern="^([0-9a-f]{64})?$")] = ""
    versions: Mapping[str, int] = {}
    quarantined: Mapping[str, Word] = {}
    missing: int = 0
    damaged: Annotated[list[Word], msgspec.Meta(max_length=500)] = []
    refused: Word = ""
    program: Word = ""


class _Envelope(msgspec.Struct, frozen=True, kw_only=True):
    receipt: msgspec.Raw
    key: str = ""
    signature: str = ""


class Read(msgspec.Struct, frozen=True, kw_only=True):
    """A receipt as read.

    ``key`` is the public key that signed it in hexadecimal, '' for a plain one; ``trouble`` says
    in Chinese what is wrong with the file, and then there is no receipt.
    """

    file: Path
    receipt: Receipt | None
    key: str = ""
    trouble: str = ""


def write_receipt(folder: Path, receipt: Receipt, key: Ed25519PrivateKey | None) -> Path:
    """Write a receipt below ``folder``, signed if there is a key; where.  OSError."""
    body = msgspec.json.encode(receipt)
    envelope = _Envelope(
        receipt=msgspec.Raw(body),
        key=public_key(key) if key is not None else "",
        signature=base64.b64encode(key.sign(_PURPOSE + body)).decode() if key is not None else "",
    )
    mark = hashlib.sha256(body).hexdigest()[:8]
    name = f"{receipt.division}-{receipt.at:%Y%m%d-%H%M%S}-{mark}.json"
    file = folder / FOLDER / name
    durable.write_durable(file, msgspec.json.encode(envelope))
    return file


def read_receipts(path: Path) -> list[Read]:
    """Every receipt below a folder (a stick, a bundle, its ``receipts``), by name."""
    found = {
        f
        for pattern in ("*.json", f"{FOLDER}/*.json", f"*/{FOLDER}/*.json")
        for f in path.glob(pattern)
        if f.parent.name == FOLDER
    }
    return [_read(file) for file in sorted(found)]


def _read(file: Path) -> Read:
    try:
        if file.stat().st_size > _LARGEST:
            return Read(file=file, receipt=None, trouble="文件太大，不是回执")
        envelope = msgspec.json.decode(file.read_bytes(), type=_Envelope)
        receipt = msgspec.json.decode(envelope.receipt, type=Receipt)
    except (OSError, msgspec.DecodeError, RecursionError) as error:
        return Read(file=file, receipt=None, trouble=f"不是回执，或已损坏（{error}）")
    if not envelope.key and not envelope.signature:
        return Read(file=file, receipt=receipt)
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(envelope.key))
        key.verify(
            base64.b64decode(envelope.signature, validate=True), _PURPOSE + bytes(envelope.receipt)
        )
    except (ValueError, binascii.Error, InvalidSignature):
        return Read(file=file, receipt=None, trouble="签名不对，内容被改过")
    if terminal_id(envelope.key) != receipt.terminal:
        return Read(file=file, receipt=None, trouble="签名的不是回执里写的终端")
    return Read(file=file, receipt=receipt, key=envelope.key)
