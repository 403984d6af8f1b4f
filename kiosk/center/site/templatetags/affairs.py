"""Filters: money in yuan, days in Chinese, the kind of a document."""

from __future__ import annotations

from datetime import date

from django import template
from django.urls import reverse

from kiosk.affairs.money import format_yuan
from kiosk.affairs.period import PeriodError, parse_period

register = template.Library()


@register.filter
def yuan(fen: int) -> str:
    """``123456`` fen as ``1,234.56``."""
    return format_yuan(fen)


@register.filter
def day(value: date | None) -> str:
    """``2026年11月3日``; '' for None."""
    return f"{value.year}年{value.month}月{value.day}日" if value is not None else ""


@register.filter
def kind(struct: object) -> str:
    """What a document or a block of text is, in small letters: ``ledger``, ``paragraph``."""
    return type(struct).__name__.lower()


@register.filter
def period(text: str) -> str:
    """A period as people say it: ``2026年10月``; the text itself if it is none."""
    try:
        return parse_period(text).chinese
    except PeriodError:
        return text


@register.filter
def blob(digest: str) -> str:
    """Where a picture of the feed lies on this server."""
    return reverse("site-picture", args=(digest,))


@register.filter
def grouped(digits: str) -> str:
    """Eight digits in two groups of four."""
    return f"{digits[:4]} {digits[4:]}"
