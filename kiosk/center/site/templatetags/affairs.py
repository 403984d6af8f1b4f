"""Filters: money in yuan, days in Chinese, the kind of a document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from django import template
from django.urls import reverse

from kiosk.affairs.case import CaseState, spoken_number
from kiosk.affairs.catalogue import Affairs, Kind
from kiosk.affairs.deadline import chinese_day
from kiosk.affairs.disclosure import Column, Disclosure, Document
from kiosk.affairs.money import format_yuan
from kiosk.affairs.obligation import Obligation
from kiosk.affairs.outline import Section, Told, outline
from kiosk.affairs.period import Cycle, PeriodError, parse_period
from kiosk.affairs.public_case import PublicCase

register = template.Library()
_ISO = re.compile(r"\b20\d\d-\d\d-\d\d\b(?!-)")


@register.filter
def yuan(fen: int) -> str:
    """``123456`` fen as ``1,234.56``."""
    return format_yuan(fen)


@register.filter
def day(value: date | None) -> str:
    """``2026年11月3日``; '' for None."""
    return chinese_day(value) if value is not None else ""


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
def named(owed: Obligation) -> str:
    """``2026年10月 收支明细``; what is owed always goes by its name alone."""
    if owed.item.cycle is Cycle.STANDING:
        return owed.item.name
    return f"{owed.label} {owed.item.name}"


@register.filter
def told(face: Disclosure, place: str) -> str:
    """The small line below a title: when, until when, whose, and what is odd about it."""
    said = [f"{day(face.published)}公开"]
    if face.notice_until is not None:
        said.append(f"公示到{day(face.notice_until)}")
    if place:
        said.append(place)
    if face.kind in {Kind.NOTHING, Kind.EXCUSE}:
        said.append(face.kind.chinese)
    if face.corrected is not None:
        said.append(f"{day(face.corrected)}更正")
    return "，".join(said)


@register.filter
def standing(case: PublicCase, today: date | None) -> str:
    """How a case stands, in a word; late is said here, whatever was published."""
    late = case.due is not None and today is not None and case.due < today
    if late and case.state.waits_for_staff:
        return "已超期"
    if case.state is CaseState.CLOSED and case.verdict is not None:
        return case.verdict.chinese
    return case.state_name or case.state.chinese


@register.filter
def beside(cells: Sequence[str], columns: Sequence[Column]) -> list[tuple[str, Column]]:
    """Every cell with its column: on a narrow phone the head stands before each cell."""
    return list(zip(cells, columns, strict=False))


@register.filter
def sections(document: Document) -> list[Section]:
    """The sections of a document that is told in words (`kiosk.affairs.outline`).

    Days as people say them, and no column in which nothing stands.
    """
    return [_readable(section) for section in outline(document)]


def _readable(section: Section) -> Section:
    kept = [
        n
        for n in range(len(section.heads))
        if any(n < len(row.cells) and row.cells[n] for row in section.rows)
    ]
    rows = tuple(
        row._replace(cells=tuple(_ISO.sub(_said_day, cell) for cell in _chosen(row, kept)))
        for row in section.rows
    )
    return section._replace(heads=tuple(section.heads[n] for n in kept), rows=rows)


def _chosen(row: Told, kept: list[int]) -> tuple[str, ...]:
    return tuple(row.cells[n] for n in kept if n < len(row.cells)) if kept else row.cells


def _said_day(found: re.Match[str]) -> str:
    try:
        return chinese_day(date.fromisoformat(found.group()))
    except ValueError:
        return found.group()


@register.filter
def under(row: Told, heads: Sequence[str]) -> list[tuple[str, str]]:
    """Every cell of a row with the head above it."""
    return list(zip(heads, row.cells, strict=False))


@register.simple_tag
def three_affairs() -> list[Affairs]:
    """The three affairs in their order."""
    return list(Affairs)


@register.filter
def spoken(number: str) -> str:
    """A case's number in groups, as it stands on the receipt."""
    return spoken_number(number)


@register.filter
def grouped(digits: str) -> str:
    """Eight digits in two groups of four."""
    return f"{digits[:4]} {digits[4:]}"
