"""The words of a document, for searching and for looking for personal data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kiosk.affairs.disclosure import (
    Block,
    Content,
    Excuse,
    Figure,
    Grid,
    Heading,
    Ledger,
    Listing,
    Nothing,
    Paragraph,
    Project,
    Prose,
    Resolution,
    Scan,
    Span,
    Table,
)
from kiosk.affairs.media import Media
from kiosk.affairs.notice import Notice
from kiosk.affairs.outline import words
from kiosk.affairs.public_case import CaseBoard


def plain_text(content: Content) -> Iterator[str]:
    """Every piece of text that a reader can see, in reading order; numbers as written."""
    for block in content.body:
        yield from _block(block)
    yield from _document(content)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading(text=text):
            yield text
        case Paragraph(spans=spans):
            yield _joined(spans)
        case Listing(items=items):
            yield from map(_joined, items)
        case Grid(heads=heads, rows=rows):
            yield from heads
            for row in rows:
                yield from row
        case Figure(media=media):
            yield media.alt


def _document(content: Content) -> Iterator[str]:  # noqa: C901, PLR0912 - one flat case a kind
    match content.document:
        case Prose():
            return
        case Ledger(entries=entries):
            for entry in entries:
                yield from (entry.summary, entry.party, entry.account, entry.handler, entry.note)
                yield from _alts(entry.vouchers)
        case Table(columns=columns, rows=rows, totals=totals):
            yield from (c.name for c in columns)
            for row in rows:
                yield from row
            yield from totals
        case Project() as project:
            yield from (project.contractor, project.supervisor, project.funding)
            for stage in project.stages:
                yield from (stage.name, stage.note)
                yield from _alts(stage.photos)
        case Resolution() as resolution:
            yield from (resolution.meeting, resolution.place, resolution.chair)
            yield from (m.text for m in resolution.motions)
        case Scan(pages=pages):
            yield from _alts(pages)
        case Nothing(statement=statement):
            yield statement
        case Excuse(reason=reason, granted_by=granted_by):
            yield from (reason, granted_by)
        case Notice() as notice:
            yield from (notice.area, notice.description, notice.instruction, notice.contact)
        case CaseBoard(cases=cases):
            for case in cases:
                yield from (case.matter_name, case.about, case.summary, case.answer)
        case other:
            yield from words(other)


def _alts(media: Iterable[Media]) -> Iterator[str]:
    return (m.alt for m in media)


def _joined(spans: Iterable[Span]) -> str:
    return "".join(s.text for s in spans)
