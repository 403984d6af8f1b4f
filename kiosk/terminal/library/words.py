"""Cutting text for SQLite's FTS5, which knows no Chinese.

A space between characters makes every character a word, and a search a phrase: whatever
stands in the middle of a title is found, and nothing is cut wrongly by a dictionary.  Runs of
Latin letters and of digits stay whole, and 1,286 is 1286.  Of the pinyin initials every letter
is a word.
"""

from __future__ import annotations

import re
import unicodedata

_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_WORD = re.compile(r"[a-z]+|[0-9]+|[^\W_a-z0-9]")


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
