"""Files as clerks brought them, sealed on the disk: AES-256-GCM under a key of their own.

The key is derived from ``case-key`` (`kiosk.center.cases.sealing`): one file to guard, another
purpose, another key.  Each file is bound to its own random name.
"""

from __future__ import annotations

import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from kiosk.center.cases.sealing import SealError, own_key
from kiosk.feed.durable import make_folder, write_durable

_NONCE = 12
_PURPOSE = "upload"


def keep(data: bytes) -> str:
    """Seal the bytes of an upload and write them down; the name of the file."""
    name, nonce = secrets.token_hex(16), secrets.token_bytes(_NONCE)
    sealed = nonce + AESGCM(own_key(_PURPOSE)).encrypt(nonce, data, name.encode())
    make_folder(_path(name).parent)
    write_durable(_path(name), sealed, mode=0o600)
    return name


def read(name: str) -> bytes:
    """The bytes of an upload; SealError if the key is another one or the file is gone."""
    try:
        sealed = _path(name).read_bytes()
        return AESGCM(own_key(_PURPOSE)).decrypt(sealed[:_NONCE], sealed[_NONCE:], name.encode())
    except InvalidTag as error:
        raise SealError("原件解不开：密钥文件换过了。填好的内容没有受影响。") from error
    except OSError as error:
        raise SealError("原件不在了。填好的内容没有受影响，可以再传一次。") from error


def _path(name: str) -> Path:
    return Path(settings.DATA) / "uploads" / name[:2] / name
