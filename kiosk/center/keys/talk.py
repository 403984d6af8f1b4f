"""Talking with a technician, line by line, so that tests and ``--yes`` can answer."""

from __future__ import annotations

from collections.abc import Callable
from getpass import getpass
from pathlib import Path

from kiosk.feed.tokens import SCHEME, Token


class StoppedError(Exception):
    """The technician did not want to go on.  The message is Chinese."""


class Talk:
    """Says and asks.  ``yes`` agrees to everything that only wants agreement."""

    def __init__(
        self,
        *,
        yes: bool = False,
        say: Callable[[str], None] = print,
        hear: Callable[[str], str] = input,
    ) -> None:
        self._yes = yes
        self.say = say
        self._hear = hear

    def agree(self, question: str) -> None:
        """Go on only if the technician types 是; StoppedError otherwise."""
        if self._yes:
            return
        answer = self._hear(f"{question}（输入“是”继续）：").strip()
        if answer not in {"是", "y", "yes"}:
            raise StoppedError("已停止，没有改动任何文件。")

    def folder(self, question: str) -> Path:
        """A folder that the technician names; StoppedError on an empty answer."""
        answer = self._hear(f"{question}：").strip()
        if not answer:
            raise StoppedError("没有写明文件夹，已停止，没有改动任何文件。")
        return Path(answer).expanduser()


def reviewer_of(text: str | None) -> Path | Token | None:
    """Where the reviewer's key is: a folder, or a token as ``hsm:``.  TokenError."""
    if text is None:
        return None
    if text.startswith(SCHEME):
        return Token(text, lambda: getpass("审核人的密码钥匙，PIN："))
    return Path(text)
