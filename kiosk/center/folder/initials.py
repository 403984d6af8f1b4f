"""Pinyin initials for the search: computed once, where the dictionary is at hand."""

from __future__ import annotations

import unicodedata


def initials_of(title: str) -> str:
    """``2026年10月收支明细`` as ``2026n10yszmx``: lower-case letters and digits, nothing else."""
    from pypinyin import Style, lazy_pinyin  # 54 MB that a server which never asks need not hold

    plain = unicodedata.normalize("NFKC", title)
    letters = "".join(lazy_pinyin(plain, style=Style.FIRST_LETTER)).lower()
    return "".join(c for c in letters if c.isascii() and c.isalnum())
