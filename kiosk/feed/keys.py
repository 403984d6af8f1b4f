"""Signing keys as files: PKCS #8 in PEM, ed25519, readable by their owner only.

Folders that never lie in the same place: offline ones (root, targets, delegators, townships),
which belong on sticks in different people's safes; the online one (publisher, withdraw,
snapshot, timestamp), which the publishing host needs at every push; and the reviewer's.

What a key may sign for stands in the signed metadata, by its id.  The file's name is for
people, so a key that was replaced keeps the name of its place.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from securesystemslib.signer import CryptoSigner, Key, Signer  # type: ignore[attr-defined]

from kiosk.feed import durable, roles
from kiosk.feed.tokens import Token

OFFLINE = (*roles.key_names(roles.ROOT), *roles.key_names(roles.TARGETS), "delegators")
ONLINE = ("publisher", "withdraw", "snapshot", "timestamp")
REVIEWER = "reviewer"


class KeysError(Exception):
    """Keys are missing, in the way, or in the wrong place.  The message is Chinese."""


class Held(NamedTuple):
    """A private key and the file that it lies in."""

    path: Path
    signer: CryptoSigner


class KeyRing:
    """The keys at hand: every ``*.pem`` of some folders, and perhaps a token.

    Found by what they are, not by their name.  A file that is no key matters only when its
    key is needed: then the error names it.
    """

    def __init__(self, *folders: Path | None, token: Token | None = None) -> None:
        self.folders = [f for f in folders if f is not None]
        self._token = token
        self._held: dict[str, Held] | None = None
        self._spoilt: list[str] = []

    @property
    def held(self) -> dict[str, Held]:
        """Every key in the folders, by its id."""
        if self._held is None:
            self._held, self._spoilt = {}, []
            for folder in self.folders:
                for path in sorted(folder.glob("*.pem")):
                    try:
                        signer = _load(path)
                    except KeysError as error:
                        self._spoilt.append(str(error))
                    else:
                        self._held[signer.public_key.keyid] = Held(path, signer)
        return self._held

    def public(self, name: str) -> Key:
        """The public half of the key with that file name; KeysError if it is not here."""
        for held in self.held.values():
            if held.path.stem == name:
                return held.signer.public_key
        raise KeysError(self._lacking([name]))

    def has(self, name: str) -> bool:
        """Whether a key with that file name is here."""
        return any(held.path.stem == name for held in self.held.values())

    def signers(self, role: str, keys: Iterable[Key], threshold: int) -> list[Signer]:
        """As many signers as a role needs, out of the keys that speak for it.

        Raises KeysError, which says how many of which are lacking.
        """
        keys = list(keys)
        found: list[Signer] = [self.held[k.keyid].signer for k in keys if k.keyid in self.held]
        if len(found) < threshold and self._token is not None:
            found += [self._token.signer(k) for k in keys if self._token.may_hold(k)]
        if len(found) < threshold:
            names = roles.key_names(role, reviewed=len(keys) > 1)
            lacking = [n for n, k in zip(names, keys, strict=False) if k.keyid not in self.held]
            raise KeysError(
                f"“{roles.chinese(role)}”要 {threshold} 把密钥签名，现在只有 {len(found)} 把。"
                + self._lacking(lacking)
            )
        return found[:threshold]

    def _lacking(self, names: Iterable[str]) -> str:
        wanted = "、".join(f"{name}.pem" for name in names)
        places = "、".join(str(folder) for folder in self.folders) or "（没有给出文件夹）"
        text = (
            f"在 {places} 里找不到需要的密钥（{wanted}）：U盘没有插上，还没有运行 kiosk keys init，"
            "或者不是建立这个仓库时的那一套。没有改动任何文件。"
        )
        return "".join([text, *self._spoilt])

    def forget(self) -> None:
        """Look at the folders again next time."""
        self._held = None


def init_keys(offline: Path, online: Path, *, reviewer: Path | None = None) -> None:
    """Make a county's keys, all offline ones in one folder; a reviewer's if a folder is given.

    The key of each township is made when its delegation is.  KeysError, and nothing written,
    if any key is there already.
    """
    if offline.resolve() == online.resolve():
        raise KeysError(
            f"离线密钥和在线密钥不能放在同一个文件夹（{offline}）。请给出两个不同的位置。"
        )
    make_keys(
        [offline / f"{name}.pem" for name in OFFLINE]
        + [online / f"{name}.pem" for name in ONLINE]
        + ([reviewer / f"{REVIEWER}.pem"] if reviewer is not None else [])
    )


def make_keys(paths: Iterable[Path]) -> None:
    """Make a new key in each file; KeysError, and nothing written, if one is there already."""
    paths = list(paths)
    for path in paths:
        if path.exists():
            raise KeysError(
                f"{path} 已经有密钥了，没有改动任何文件。"
                "覆盖密钥会让所有终端不再相信这块公开栏；确实要换，请用 kiosk keys rotate。"
            )
    try:
        for folder in {path.parent for path in paths}:
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o700)
        for path in paths:
            pem = Ed25519PrivateKey.generate().private_bytes(
                Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
            )
            durable.write_durable(path, pem, mode=0o600)
    except OSError as error:
        raise KeysError(
            f"密钥写不进 {error.filename}（{error.strerror}）。"
            "请检查U盘是否插好、是否写保护，再重做这一步。"
        ) from error


def guard_private(online: Path) -> None:
    """KeysError if anyone but their owner can read the online keys."""
    for path in online.glob("*.pem"):
        if path.stat().st_mode & 0o077:
            raise KeysError(
                f"{path} 别人也能读，不能用来签名。请运行 chmod 600 {path}；"
                "如果可能已被人拷走，请用 kiosk keys revoke 换掉它。"
            )


def require_apart(offline: Iterable[Path], online: Path) -> None:
    """KeysError if an offline folder lies in, around or right beside the online one."""
    here = online.resolve()
    for folder in offline:
        there = folder.resolve()
        if there == here or there in here.parents or here in there.parents:
            near = "在同一个文件夹里"
        elif there.parent == here.parent:
            near = "并排放在一起"
        else:
            continue
        raise KeysError(
            f"离线密钥（{folder}）和在线密钥（{online}）{near}。谁拿到这台机器，谁就拿到全部密钥。"
            "请把离线密钥放在各自的U盘上。没有改动任何文件。"
        )


def load_signer(folder: Path, name: str) -> CryptoSigner:
    """One key of a folder, ready to sign.  KeysError if it is missing or no ed25519 key."""
    return _load(folder / f"{name}.pem")


def _load(path: Path) -> CryptoSigner:
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except FileNotFoundError as error:
        raise KeysError(
            f"找不到密钥 {path}。请先运行 kiosk keys init，或检查密钥文件夹的位置。"
        ) from error
    except (ValueError, TypeError, OSError) as error:
        raise KeysError(f"{path} 不是可用的密钥文件，请从备份恢复。") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KeysError(f"{path} 不是 ed25519 密钥，请从备份恢复。")
    return CryptoSigner(key)
