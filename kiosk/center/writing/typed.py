"""What a clerk has typed, of every kind, as it is kept between two saves."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from kiosk.affairs.catalogue import Kind
from kiosk.affairs.media import Media
from kiosk.center.sheets.form import LedgerForm, TableForm


class MotionForm(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One matter put to the vote, as typed."""

    text: str = ""
    agreed: str = ""
    opposed: str = ""
    abstained: str = ""
    passed: str = ""


class ResolutionForm(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who met and how they voted, as typed."""

    meeting: str = ""
    day: str = ""
    place: str = ""
    chair: str = ""
    expected: str = ""
    present: str = ""
    motions: tuple[MotionForm, ...] = ()


class Typed(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One working copy.

    ``body`` is running text, a line a paragraph; ``figures`` maps the names of its pictures to
    digests and ``captions`` to what they show: 【图1】 is where the picture 图1 stands.
    ``pages`` are the digests of a scan in order, ``pictures`` what is known of every digest.
    ``cleared``: somebody looked for private numbers on the scan.  ``upload`` is the file that
    was read last, ``sheet`` which of its ``sheets``.  ``correction`` is the reason for a new
    version of what is public.  ``related`` and ``recording`` are kept from there.  A declared
    kind (`kiosk.center.writing.declared`) has its card in ``facts``, by key, and its rows in
    ``table``; where it names pictures, their digests stand parted by 、.
    """

    kind: Kind
    title: str = ""
    body: str = ""
    statement: str = ""
    ledger: LedgerForm = LedgerForm()
    table: TableForm = TableForm()
    resolution: ResolutionForm = ResolutionForm()
    facts: dict[str, str] = {}
    pages: tuple[str, ...] = ()
    pictures: dict[str, Media] = {}
    figures: dict[str, str] = {}
    captions: dict[str, str] = {}
    cleared: bool = False
    notice_days: str = ""
    correction: str = ""
    correcting: bool = False
    related: tuple[str, ...] = ()
    recording: Media | None = None
    upload: int | None = None
    sheet: str = ""
    sheets: tuple[str, ...] = ()


DIGEST = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
"""A picture's name."""
_PLACE = re.compile(r"【([^】\n]{1,12})】")


def new_figure(figures: Mapping[str, str]) -> str:
    """The name of one more picture in the text: 图1, 图2 ..."""
    number = 1
    while f"图{number}" in figures:
        number += 1
    return f"图{number}"


def marked_body(typed: Typed) -> str:
    """The text with the marks of pictures where 【图1】 stands, each on a line of its own."""

    def mark(found: re.Match[str]) -> str:
        name = found[1]
        if name not in typed.figures:
            return found[0]
        caption = re.sub(r"[\[\]\\`<]", "", typed.captions.get(name, "")).strip() or "插图"
        return f"\n![{caption}]({name})\n"

    lines = _PLACE.sub(mark, typed.body).split("\n")
    return "\n".join(line for line in lines if line.strip())


def used_pictures(typed: Typed) -> set[str]:
    """The digests that are shown somewhere."""
    used = set(typed.pages) | set(typed.figures.values())
    for line in typed.ledger.lines:
        used |= set(line.vouchers)
    cells = (*typed.facts.values(), *(cell for row in typed.table.rows for cell in row))
    return used | {name for cell in cells for name in DIGEST.findall(cell)}
