"""Finding words in what was published: in titles, texts, ledger rows, and by pinyin initials.

A village's board is a few hundred documents, so their words are simply looked through; the
initials of titles were made at publishing, where there is a dictionary.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

import msgspec

from kiosk.affairs.disclosure import Content, Disclosure, Ledger
from kiosk.affairs.money import format_yuan
from kiosk.feed.text import plain_text

_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_AROUND = 18
"""Characters shown before and after what was found."""
_LONGEST = 60


class Text(msgspec.Struct, frozen=True):
    """The words of one disclosure, ready to be looked through; ``rows`` are a ledger's."""

    face: Disclosure
    title: str
    body: str
    rows: tuple[str, ...]


class Hit(msgspec.Struct, frozen=True):
    """One that was found: where the words stand, around them, and the ledger's row or 0."""

    face: Disclosure
    before: str = ""
    found: str = ""
    after: str = ""
    row: int = 0


def text_of(face: Disclosure, content: Content) -> Text:
    """The words of a disclosure."""
    entries = content.document.entries if isinstance(content.document, Ledger) else ()
    rows = (
        f"{e.summary} {e.party} {e.account} {format_yuan(e.received or e.paid)} {e.note}"
        for e in entries
    )
    body = " ".join(plain_text(content))
    return Text(face, plain(face.title), plain(body), tuple(map(plain, rows)))


def plain(text: str) -> str:
    """As it is compared: narrow, in small letters, numbers without commas, single blanks."""
    narrow = unicodedata.normalize("NFKC", text).lower()
    return " ".join(_THOUSANDS.sub("", narrow).split())


def find(texts: Iterable[Text], typed: str) -> list[Hit]:
    """What holds every part of what was typed; in titles first, then by how new it is."""
    parts = plain(typed[:_LONGEST]).split()
    if not parts:
        return []
    ranked = [found for text in texts if (found := _look(text, parts)) is not None]
    ranked.sort(key=lambda each: (each[1].face.latest, each[1].face.id), reverse=True)
    ranked.sort(key=lambda each: each[0])
    return [hit for _, hit in ranked]


def _look(text: Text, parts: list[str]) -> tuple[int, Hit] | None:
    """The rank (0 the best) and the hit; None unless every part stands in it somewhere."""
    named = [p in text.title or (p.isascii() and p in text.face.initials) for p in parts]
    if all(named):
        return 0, Hit(text.face)
    for number, row in enumerate(text.rows, 1):
        if all(p in row or n for p, n in zip(parts, named, strict=True)):
            first = next(p for p, n in zip(parts, named, strict=True) if not n)
            return 1, Hit(text.face, *_around(row, first), number)
    if all(p in text.body or n for p, n in zip(parts, named, strict=True)):
        first = next(p for p, n in zip(parts, named, strict=True) if not n)
        return 2, Hit(text.face, *_around(text.body, first))
    return None


def _around(text: str, part: str) -> tuple[str, str, str]:
    at = text.find(part)
    if at < 0:
        return text[: 2 * _AROUND], "", ""
    end = at + len(part)
    return text[max(0, at - _AROUND) : at], part, text[end : end + _AROUND]
