"""A reviewer's key on a PKCS#11 token (a smart card or USB key with a PIN), where there is one.

The work is securesystemslib's; it needs the package ``python-pkcs11`` and the token's own
library, named by the environment variable ``PYKCS11LIB``.  Keys as files do without both.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable

from securesystemslib.signer import HSMSigner, Key, Signer  # type: ignore[attr-defined]

SCHEME = "hsm:"


class TokenError(Exception):
    """The token cannot be used.  The message is Chinese."""


class Token:
    """A token by its URI, ``hsm:`` for the only one plugged in or ``hsm:2?label=...``.

    ``ask_pin`` is called for every signature.  Raises TokenError where this machine cannot
    talk to tokens at all.
    """

    def __init__(self, uri: str, ask_pin: Callable[[], str]) -> None:
        if importlib.util.find_spec("pkcs11") is None:
            raise TokenError(
                "这台电脑没有装智能卡组件（python-pkcs11），不能用密码钥匙签名。什么也没有改动。"
                "请安装它，或者改用密钥文件：--reviewer 后面写密钥所在的文件夹。"
            )
        if not os.environ.get("PYKCS11LIB"):
            raise TokenError(
                "没有说明密码钥匙的驱动在哪里。什么也没有改动。"
                "请把环境变量 PYKCS11LIB 设为厂家驱动（.so 文件）的位置再试。"
            )
        self._uri = uri
        self._ask_pin = ask_pin

    @staticmethod
    def may_hold(key: Key) -> bool:
        """Whether a key is of a kind that tokens hold; ours in files are ed25519."""
        return key.keytype == "ecdsa"

    def public_key(self) -> Key:
        """The public half, for a delegation.  TokenError if there is no token or no key on it."""
        try:
            _uri, key = HSMSigner.import_(secrets_handler=self._pin)
        except Exception as error:  # the vendor's library raises what it likes
            raise TokenError(
                f"读不了密码钥匙（{error}）。请检查是否插好、里面有没有签名密钥。"
            ) from error
        return key

    def signer(self, key: Key) -> Signer:
        """What signs with the token, as that key."""
        return HSMSigner.from_priv_key_uri(self._uri, key, self._pin)

    def _pin(self, _secret: str) -> str:
        return self._ask_pin()
