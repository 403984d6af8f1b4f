"""Signing keys as files: PKCS #8 in PEM, ed25519, readable by their owner only.

Two folders that never lie in the same place: offline (root, targets, delegators), which
belongs on a stick in a safe, and online (publisher, withdraw, snapshot, timestamp), which the
publishing host needs at every push.
"""

from __future__ import annotations

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from securesystemslib.signer import CryptoSigner  # type: ignore[attr-defined]

from kiosk.feed import durable

OFFLINE = ("root", "targets", "delegators")
ONLINE = ("publisher", "withdraw", "snapshot", "timestamp")


class KeysError(Exception):
    """Keys are missing, in the way, or in the wrong place.  The message is Chinese."""


def init_keys(offline: Path, online: Path) -> None:
    """Make all seven keys.  KeysError, and nothing written, if any is there already."""
    if offline.resolve() == online.resolve():
        raise KeysError(
            f"离线密钥和在线密钥不能放在同一个文件夹（{offline}）。请给出两个不同的位置。"
        )
    wanted = [offline / f"{n}.pem" for n in OFFLINE] + [online / f"{n}.pem" for n in ONLINE]
    for path in wanted:
        if path.exists():
            raise KeysError(
                f"{path} 已经有密钥了，没有改动任何文件。"
                "覆盖密钥会让所有终端不再相信这块公开栏；确实要换，请另选一个空文件夹。"
            )
    for folder in (offline, online):
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
    for path in wanted:
        pem = Ed25519PrivateKey.generate().private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
        )
        durable.write_durable(path, pem, mode=0o600)


def load_signer(folder: Path, name: str) -> CryptoSigner:
    """One key of a folder, ready to sign.  KeysError if it is missing or no ed25519 key."""
    path = folder / f"{name}.pem"
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except FileNotFoundError as error:
        raise KeysError(
            f"找不到密钥 {path}。请先运行 kiosk keys init，或检查密钥文件夹的位置。"
        ) from error
    except (ValueError, TypeError) as error:
        raise KeysError(f"{path} 不是可用的密钥文件，请从备份恢复。") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KeysError(f"{path} 不是 ed25519 密钥，请从备份恢复。")
    return CryptoSigner(key)
