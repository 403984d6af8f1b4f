"""Cutting text for SQLite's FTS5, which knows no Chinese.

A space between characters makes every character a word, and a search a phrase: whatever
stands in the middle of a title is found, and nothing is cut wrongly by a dictionary.  Runs of
Latin letters and of digits stay whole, and 1,286 is 1286.  Of the pinyin initials every letter
is a word.
"""

from __future__ import annotations

import bisect
import re
import unicodedata

_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_WORD = re.compile(r"[a-z]+|[0-9]+|[^\W_a-z0-9]")
_LETTERS = "abcdefghjklmnopqrstwxyz"
_BEGINNINGS = "啊芭擦搭蛾发噶哈击喀垃妈拿哦啪期然撒塌挖昔压匝"
_FIRST = (*(int.from_bytes(c.encode("gb2312"), "big") for c in _BEGINNINGS), 0xD7FA)
"""Where each of the letters begins among the common characters of GB 2312, and their end."""


def cut(text: str) -> list[str]:
    """The words of a text: single characters, Latin words, numbers; the rest is dropped."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return _WORD.findall(_THOUSANDS.sub("", plain))


def spaced(text: str) -> str:
    """A text as it goes into the index."""
    return " ".join(cut(text))


def spelled(initials: str) -> str:
    """Pinyin initials as they go into the index: letter by letter."""
    return " ".join(c for c in initials.lower() if c.isascii() and c.isalnum())


def initials_of(text: str) -> str:
    """Pinyin initials of a text, as well as they are known without a dictionary.

    GB 2312 has its 3,755 common characters in the order of their pinyin, so the place in it
    tells the letter; other characters are left out.  Titles come with better ones, made where
    there is a dictionary; this is for what is too long to carry them.
    """
    return "".join(_letter(char) for char in unicodedata.normalize("NFKC", text))


def _letter(char: str) -> str:
    if char.isascii():
        return char.lower() if char.isalnum() else ""
    try:
        code = int.from_bytes(char.encode("gb2312"), "big")
    except UnicodeEncodeError:
        return ""
    place = bisect.bisect_right(_FIRST, code)
    return _LETTERS[place - 1] if 0 < place < len(_FIRST) else ""


def matched(title: str, initials: str, typed: str) -> str:
    """The stretch of a title whose initials were typed: 收支明细 for ``szmx``; '' if unclear."""
    plain = unicodedata.normalize("NFKC", title)
    said = [c for c in plain if (c.isascii() and c.isalnum()) or "\u3400" <= c <= "\u9fff"]
    at = initials.find(typed.lower())
    if not typed or at < 0 or len(said) != len(initials):
        return ""
    found = "".join(said[at : at + len(typed)])
    return found if found in title else ""


def query(text: str) -> str:
    """What a visitor typed as an FTS5 query; '' if there is nothing to look for.

    Parts between spaces must all occur.  Letters may be pinyin initials as well; the last
    number or word of a part may still be unfinished.
    """
    parts = []
    for piece in text.split():
        words = cut(piece)
        if not words:
            continue
        phrase = f'{{title body}} : "{" ".join(words)}"'
        if words[-1].isascii():
            phrase += " *"
        letters = spelled(unicodedata.normalize("NFKC", piece))
        if all(w.isascii() for w in words):
            phrase = f'(({phrase}) OR (initials : "{letters}"))'
        else:
            phrase = f"({phrase})"
        parts.append(phrase)
    return " AND ".join(parts)
