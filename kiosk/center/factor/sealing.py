"""The secrets of second factors at rest, under the center's ``case-key``.

Whoever steals the database can neither compute a code nor find one of the printed ones: with
eight digits they would be found in a second if they were only hashed.
"""

from __future__ import annotations

import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kiosk.center.cases.sealing import SealError, own_key

_NONCE = 12


def seal_secret(secret: bytes, owner: int) -> bytes:
    """AES-256-GCM, bound to the person it belongs to."""
    nonce = secrets.token_bytes(_NONCE)
    sealed = AESGCM(own_key("authenticator")).encrypt(nonce, secret, _bound(owner))
    return nonce + sealed


def unseal_secret(sealed: bytes | memoryview, owner: int) -> bytes:
    """The inverse of `seal_secret`; SealError if the key is another one."""
    data = bytes(sealed)
    try:
        return AESGCM(own_key("authenticator")).decrypt(data[:_NONCE], data[_NONCE:], _bound(owner))
    except InvalidTag as error:
        raise SealError("密钥文件换过了，动态码暂时用不了；换回原来的 case-key 就好。") from error


def paper_digest(code: str, owner: int) -> str:
    """What is kept of a printed code."""
    return hmac.new(own_key("paper codes"), f"{owner}:{code}".encode(), "sha256").hexdigest()


def _bound(owner: int) -> bytes:
    return f"staff {owner}".encode()
