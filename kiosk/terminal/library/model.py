"""What the library hands to the screen."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from kiosk.affairs.catalogue import Affairs
from kiosk.affairs.disclosure import Disclosure


class EditionInfo(msgspec.Struct, frozen=True):
    """The Edition on view.

    ``number`` grows with every switch on this terminal; ``digest`` is the same wherever the
    same content is; both times are UTC.  ``checked_at`` is the last poll that succeeded, as it
    was last noted (every five minutes), whether or not it brought anything.  ``clock_trusted``
    is False where nobody knows whether this terminal's clock is right: say so beside any date.
    """

    number: int
    digest: str
    switched_at: datetime
    checked_at: datetime
    clock_trusted: bool = True


class Shelved(msgspec.Struct, frozen=True):
    """A disclosure where it stands in the catalogue; ``document`` is its content's digest."""

    disclosure: Disclosure
    affairs: Affairs
    class_code: str
    class_name: str
    item_name: str
    document: str


class LedgerMonth(msgspec.Struct, frozen=True):
    """A month's ledger in totals; money in fen, ``count`` its entries."""

    id: str
    period: str
    opening: int
    received: int
    paid: int
    closing: int
    count: int
    item: str


class LedgerLine(msgspec.Struct, frozen=True):
    """A row of a ledger that was found: its place among the entries, and what it says; in fen."""

    shelved: Shelved
    number: int
    day: date
    summary: str
    party: str
    received: int
    paid: int


class Reference(msgspec.Struct, frozen=True):
    """Who names a disclosure: another as a whole, or (``number``) a row of its ledger."""

    shelved: Shelved
    number: int | None
    summary: str


class ClassCount(msgspec.Struct, frozen=True):
    """A class of the catalogue and how many disclosures stand in it, none included."""

    class_code: str
    class_name: str
    hint: str
    count: int
