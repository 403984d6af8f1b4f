"""The key of a terminal's marks: agreed between its own key and the center's.

It is agreed by X25519 between the terminal's own key and the center's public
one, so nothing secret ever travels.  The terminal's ed25519 key serves for it too, through the
birational map of RFC 7748, section 4.1 (sound together with its signatures: Thormarker, PKC 2021).

Apart from `kiosk.feed.code`, so that a screen that has not yet shown a code need not load the
cryptography.
"""

from __future__ import annotations

import hashlib

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kiosk.feed.code import CodeError

_PRIME = 2**255 - 19


def agree_at_terminal(own: Ed25519PrivateKey, center: bytes) -> bytes:
    """The key of a terminal's marks, from its own key and the center's public one (32 bytes).

    CodeError if that is no key.
    """
    secret = hashlib.sha512(own.private_bytes_raw()).digest()[:32]  # RFC 8032, 5.1.5
    public = own.public_key().public_bytes_raw()
    return _agreed(X25519PrivateKey.from_private_bytes(secret), center, public + center)


def agree_at_center(own: X25519PrivateKey, terminal: bytes) -> bytes:
    """The same key, from the center's private key and the terminal's public ed25519 one."""
    y = int.from_bytes(terminal, "little") & (2**255 - 1)
    u = (1 + y) * pow(1 - y, -1, _PRIME) % _PRIME if y % _PRIME != 1 else 0
    public = own.public_key().public_bytes_raw()
    return _agreed(own, u.to_bytes(32, "little"), terminal + public)


def _agreed(own: X25519PrivateKey, other: bytes, names: bytes) -> bytes:
    try:
        shared = own.exchange(X25519PublicKey.from_public_bytes(other))
    except ValueError as error:  # of the wrong length, or a point of low order
        raise CodeError("中心的公钥不对。") from error
    return HKDF(SHA256(), 32, salt=None, info=b"kiosk-code-1" + names).derive(shared)
