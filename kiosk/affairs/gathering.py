"""What one village has made public, as far as risk rules look at it (`kiosk.affairs.risk`)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from kiosk.affairs.catalogue import Kind
from kiosk.affairs.disclosure import Content, Disclosure, Ledger, Prose
from kiosk.affairs.holdings import Contract, Tender
from kiosk.affairs.obligation import Obligation, State
from kiosk.affairs.risk import Book, LateItem, Let, Paid, Seen

LOOKED_AT = frozenset({Kind.LEDGER, Kind.CONTRACT, Kind.TENDER, Kind.RESOLUTION})
"""Kinds whose documents are looked at; of all others the face is enough."""
_STEPS = 2
"""How far a payment may be from its resolution: payment -> contract or work -> resolution."""


class Shown(NamedTuple):
    """A disclosure on view with its document, if that is one of `LOOKED_AT`."""

    face: Disclosure
    content: Content = Content(document=Prose())


def gather(
    division: str,
    shown: Iterable[Shown],
    *,
    above: Iterable[Shown] = (),
    owed: Iterable[Obligation] = (),
    peers: Iterable[Contract] = (),
) -> Seen:
    """Everything that rules ask about, of a division's own disclosures.

    ``above`` are those of the levels above, which may hold a resolution too.  What was replaced
    (由…代替) is not looked at.
    """
    own = [each for each in shown if not each.face.replaced_by]
    links = _Links([*own, *above])
    contracts = {e.face.id: e.content.document for e in own}
    tendered = {
        id_
        for each in own
        if isinstance(each.content.document, Tender)
        for id_ in links.of(each.face.id)
    }
    return Seen(
        division=division,
        paid=tuple(row for each in own for row in _paid(each, links)),
        books=tuple(_books(own)),
        contracts=tuple(
            Let(item=id_, contract=document, tendered=id_ in tendered)
            for id_, document in contracts.items()
            if isinstance(document, Contract)
        ),
        tenders=tuple(
            each.content.document for each in own if isinstance(each.content.document, Tender)
        ),
        late=tuple(_late(owed)),
        peers=tuple(peers),
    )


class _Links:
    """Which disclosure names which, and which of them are resolutions."""

    def __init__(self, shown: Iterable[Shown]) -> None:
        self._named: dict[str, tuple[str, ...]] = {}
        self._resolutions: set[str] = set()
        for face, content in shown:
            self._named[face.id] = tuple(dict.fromkeys((*face.related, *content.related())))
            if face.kind is Kind.RESOLUTION:
                self._resolutions.add(face.id)

    def of(self, id_: str) -> tuple[str, ...]:
        """What a disclosure names; nothing where it is not known."""
        return self._named.get(id_, ())

    def lead_to_resolution(self, ids: Iterable[str]) -> bool:
        """Whether one of these is a resolution or names one."""
        near = set(ids)
        for _ in range(_STEPS):
            if near & self._resolutions:
                return True
            near = {named for id_ in near for named in self.of(id_)}
        return False


def _paid(each: Shown, links: _Links) -> Iterable[Paid]:
    document = each.content.document
    for row, entry in enumerate(document.entries if isinstance(document, Ledger) else (), 1):
        if entry.paid:
            yield Paid(
                item=each.face.id,
                row=row,
                day=entry.day,
                summary=entry.summary,
                party=entry.party,
                account=entry.account,
                note=entry.note,
                paid=entry.paid,
                decided=links.lead_to_resolution(entry.related),
            )


def _books(shown: Iterable[Shown]) -> Iterable[Book]:
    """The balances of every main book; a second book of the same month has its own serial."""
    for face, content in shown:
        document = content.document
        if isinstance(document, Ledger) and face.id == f"{face.division}-{face.item}-{face.period}":
            yield Book(
                item=face.id,
                period=face.period,
                opening=document.opening,
                closing=document.closing,
            )


def _late(owed: Iterable[Obligation]) -> Iterable[LateItem]:
    for each in owed:
        if each.state is State.OVERDUE and each.item.kind is Kind.LEDGER:
            yield LateItem(
                item=each.item.code, name=each.item.name, period=each.period, due=each.due
            )
