"""What a form is about, in words for the top of the page."""

from __future__ import annotations

import logging

import msgspec

from kiosk.affairs.disclosure import Ledger
from kiosk.affairs.money import format_yuan
from kiosk.center.codes.subjects import Resolved
from kiosk.center.site.shelf import FEED_ERRORS, Opened, shelf

_LOG = logging.getLogger(__name__)


class About(msgspec.Struct, frozen=True, kw_only=True):
    """Place, title and row as people read them; ``row`` '' for the whole."""

    place: str
    title: str = ""
    row: str = ""
    sample: bool = False


def about(resolved: Resolved, row: int) -> About:
    """The words; a damaged feed costs title and row, not the form."""
    try:
        county = shelf().county()
        opened = shelf().open(resolved.item) if resolved.item else None
        return About(
            place=shelf().place(resolved.division),
            title=opened.disclosure.title if opened is not None else resolved.unit,
            row=_row(opened, row),
            sample=county is not None and county.sample,
        )
    except FEED_ERRORS:
        _LOG.exception("the feed cannot be read; the form works without titles")
        return About(place="")


def _row(opened: Opened | None, row: int) -> str:
    """``第3笔 10月9日 路灯电费 支 286.50元``; '' if there is no such row."""
    content = opened.content if opened is not None else None
    if content is None or not isinstance(content.document, Ledger):
        return ""
    if not 1 <= row <= len(content.document.entries):
        return ""
    entry = content.document.entries[row - 1]
    amount = (
        f"收 {format_yuan(entry.received)}" if entry.received else f"支 {format_yuan(entry.paid)}"
    )
    return f"第{row}笔 {entry.day.month}月{entry.day.day}日 {entry.summary} {amount}元"
