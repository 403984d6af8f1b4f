"""Writing the audit log and walking along it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest
from django.utils import timezone

from kiosk.affairs.division import scope_of
from kiosk.center.accounts.models import Staff
from kiosk.center.audit.chain import START, Head, Link, Verdict, canonical, digest_of, walk
from kiosk.center.audit.models import AuditEntry
from kiosk.center.audit.source import current_source, source_of

_LOCK = 0x6B_69_6F_73_6B
"""The advisory lock of PostgreSQL under which the chain grows."""
_CHUNK = 2_000


def record(  # noqa: PLR0913 - what a row is made of
    act: str,
    about: str,
    *,
    by: Staff | None,
    facts: Mapping[str, Any] | None = None,
    request: HttpRequest | None = None,
    division: str = "",
    confidential: bool = False,
) -> AuditEntry:
    """Append one act, inside the caller's transaction: both happen or neither does.

    ``act`` is one of `kiosk.center.audit.words.ACTS`, ``about`` what it was done to, in words
    that still make sense when that is gone.  ``facts`` hold what JSON holds, without fractions
    (TypeError).  ``division`` (12 digits) is whom it concerns, by default the person's own.
    ``confidential`` rows are shown to discipline only.

    Call it last in a transaction: until that ends nobody else can append.
    """
    _no_fractions(facts)
    source = source_of(request) if request is not None else current_source()
    place = division or (by.division if by is not None else "")
    with transaction.atomic():
        _hold()
        last = head()
        entry = AuditEntry(
            number=last.number + 1,
            at=timezone.now(),
            person=by.pk if by is not None else None,
            username=by.username if by is not None else "",
            name=by.name if by is not None else "",
            scope=scope_of(place) if place else "",
            confidential=confidential,
            act=act,
            about=about.replace("\0", "")[:200],
            facts=canonical(facts or {}).decode(),
            address=source.address,
            agent=source.agent,
            before=last.digest,
        )
        entry.digest = digest_of(last.digest, entry.link.row)
        entry.save(force_insert=True)
    return entry


def head() -> Head:
    """The last link of the chain."""
    last = AuditEntry.objects.order_by("-number").values_list("number", "digest").first()
    return Head(*last) if last is not None else Head(0, START)


def verify(kept: Head | None = None) -> Verdict:
    """Walk the whole chain; ``kept`` is a head that was printed earlier (`chain.read_mark`)."""
    return walk(links(), kept)


def links() -> Iterator[Link]:
    """Every row as the chain hashes it, the first one first."""
    for entry in AuditEntry.objects.order_by("number").iterator(chunk_size=_CHUNK):
        yield entry.link


def _hold() -> None:
    """One at a time.  SQLite's transactions are IMMEDIATE (settings): they are so already."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _no_fractions(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError("facts hold no fractions: there is no one way to write them")
    for part in value.values() if isinstance(value, Mapping) else ():
        _no_fractions(part)
    for part in value if isinstance(value, list | tuple) else ():
        _no_fractions(part)
