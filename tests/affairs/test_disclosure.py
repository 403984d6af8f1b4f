"""Disclosures: sums of ledgers, media in reading order, and what travels in the feed."""

from __future__ import annotations

from datetime import date

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from kiosk.affairs.disclosure import (
    Content,
    Figure,
    Ledger,
    LedgerEntry,
    Paragraph,
    Prose,
    Scan,
    Span,
    disclosure_id,
)
from kiosk.affairs.media import Media

AMOUNTS = st.lists(st.tuples(st.booleans(), st.integers(1, 10**9)), max_size=20)


def media(digest: str) -> Media:
    return Media(digest=digest, size=1, type="image/webp", width=1, height=1, alt="图")


@given(st.integers(-(10**9), 10**9), AMOUNTS)
def test_a_ledger_that_closes_with_its_sum_has_no_difference(opening, amounts):
    entries = tuple(
        LedgerEntry(day=date(2026, 1, 1), summary="甲", **{"received" if r else "paid": a})
        for r, a in amounts
    )
    closing = opening + sum(a if r else -a for r, a in amounts)
    ledger = Ledger(opening=opening, closing=closing, entries=entries)
    assert ledger.difference == 0
    off = msgspec.structs.replace(ledger, closing=closing + 1)
    assert off.difference == -1


def test_every_picture_is_named_once_in_reading_order():
    a, b = media("a" * 64), media("b" * 64)
    content = Content(
        document=Scan(pages=(b, a)), body=(Paragraph((Span("字"),)), Figure(a), Figure(a))
    )
    assert content.media() == [a, b]


def test_a_document_travels_as_json_and_ignores_what_a_newer_center_adds():
    content = Content(document=Prose(), body=(Paragraph((Span("字", strong=True),)),))
    wire = msgspec.json.encode(content)
    assert msgspec.json.decode(wire, type=Content) == content
    newer = wire.replace(b'"document":{', b'"mood":"sunny","document":{"later":1,', 1)
    assert msgspec.json.decode(newer, type=Content) == content


def test_only_the_second_of_its_kind_carries_a_serial_number():
    assert disclosure_id("990101101201", "D2", "2026-10") == "990101101201-D2-2026-10"
    assert disclosure_id("990101101201", "D2", "2026-10", 2) == "990101101201-D2-2026-10-2"
