"""The secrets of feedback: sealed contacts, words and query codes, under one key file.

``case-key`` lies in the center's data folder, for its owner alone, and is not in any backup of
the database: a stolen database tells neither who complained, nor what they wrote, nor any query
code.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from functools import lru_cache
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from kiosk.affairs.case import CaseError

KEY_FILE = "case-key"
_BYTES = 32
_NONCE = 12


class SealError(CaseError):
    """The key is missing or not the one that sealed this.  The message is Chinese."""


class Contact(msgspec.Struct, frozen=True):
    """Who filed a case, all empty for an anonymous one; ``address`` is for a visit at home."""

    name: str = ""
    phone: str = ""
    address: str = ""

    def __bool__(self) -> bool:
        return bool(self.name or self.phone or self.address)

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must not appear anywhere else."""
        return tuple(text for text in (self.name, self.phone, self.address) if text)


def make_key(data: Path) -> None:
    """Make the key file, once; OSError if it cannot be written."""
    try:
        handle = os.open(data / KEY_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with open(handle, "wb") as file:  # noqa: PTH123 - for its mode
        file.write(secrets.token_bytes(_BYTES))
        file.flush()
        os.fsync(file.fileno())


@lru_cache(maxsize=8)
def _key(path: Path, purpose: str) -> bytes:
    try:
        root = path.read_bytes()
    except OSError as error:
        raise SealError(f"没有密钥文件 {path.name}，请从保管的地方放回数据文件夹。") from error
    if len(root) != _BYTES:
        raise SealError(f"密钥文件 {path.name} 坏了，请从保管的地方换回。")
    return HKDF(SHA256(), _BYTES, None, purpose.encode()).derive(root)


def own_key(purpose: str) -> bytes:
    """32 bytes for one purpose, derived from the key file; SealError without it."""
    return _key(Path(settings.DATA) / KEY_FILE, purpose)


def seal(contact: Contact, number: str) -> bytes | None:
    """AES-256-GCM, bound to the case's number; None for an anonymous one."""
    if not contact:
        return None
    nonce = secrets.token_bytes(_NONCE)
    plain = msgspec.json.encode(contact)
    return nonce + AESGCM(own_key("contact")).encrypt(nonce, plain, number.encode())


def unseal(sealed: bytes | memoryview | None, number: str) -> Contact:
    """The inverse of `seal`; SealError if the key is another one."""
    if not sealed:
        return Contact()
    data = bytes(sealed)
    try:
        plain = AESGCM(own_key("contact")).decrypt(data[:_NONCE], data[_NONCE:], number.encode())
    except InvalidTag as error:
        raise SealError("联系方式解不开：密钥文件换过了。诉求的其他内容没有受影响。") from error
    return msgspec.json.decode(plain, type=Contact)


def seal_text(text: str) -> bytes:
    """AES-256-GCM of what was written in a case."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(own_key("words")).encrypt(nonce, text.encode(), None)


def unseal_text(sealed: bytes) -> str:
    """The inverse of `seal_text`; SealError if the key is another one."""
    try:
        return AESGCM(own_key("words")).decrypt(sealed[:_NONCE], sealed[_NONCE:], None).decode()
    except InvalidTag as error:
        raise SealError("密钥文件换过了，以前写的内容解不开；没有丢，换回原来的就能看。") from error


def code_for(nonce: str) -> str:
    """The ten-digit query code that belongs to a form's nonce.

    It follows from the nonce, so that sending the same form again shows the same code although
    nothing of it is stored.
    """
    digest = hmac.digest(own_key("query code"), nonce.encode(), "sha256")
    return f"{int.from_bytes(digest[:12]) % 10**10:010d}"


def code_digest(number: str, code: str) -> str:
    """What is kept of a query code."""
    return hmac.new(own_key("code digest"), f"{number}:{code}".encode(), "sha256").hexdigest()


def code_fits(number: str, code: str, digest: str) -> bool:
    """Whether it is the code of that case; takes the same time either way."""
    return hmac.compare_digest(code_digest(number, code), digest)


def nonce_digest(nonce: str) -> str:
    """What is kept of a form's nonce."""
    return hashlib.sha256(nonce.encode()).hexdigest()
