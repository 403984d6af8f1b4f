"""Disclosures (公开内容): what fulfils an obligation, and the documents they carry.

A `Disclosure` is the face of an item (title, period, approvals ...), small enough for lists.
Its `Content` is the document behind it.  Both travel in the feed as they stand here: strict
when published, unknown fields ignored when read.
"""

from __future__ import annotations

from datetime import date

import msgspec

from kiosk.affairs.appraisal import Appraisal, Ballot
from kiosk.affairs.catalogue import Kind
from kiosk.affairs.guide import ServiceGuide
from kiosk.affairs.holdings import Contract, Register, Tender
from kiosk.affairs.media import Media
from kiosk.affairs.notice import Notice
from kiosk.affairs.people import People, Timetable
from kiosk.affairs.period import Period, parse_period
from kiosk.affairs.policy import Policy
from kiosk.affairs.public_case import CaseBoard
from kiosk.affairs.risk import RiskBoard
from kiosk.affairs.weekly import WeeklyReport


class Approval(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who let it through (审核): the step, the person as the public may see them, the day.

    ``gate`` is the code of the gate's step where it was signed at the center; a card in a
    folder names the step in words alone.
    """

    step: str
    person: str
    day: date
    gate: str = ""


class Span(msgspec.Struct, frozen=True, omit_defaults=True):
    """A run of text; ``strong`` when it is emphasised."""

    text: str
    strong: bool = False


class Heading(msgspec.Struct, frozen=True, tag="heading"):
    """A heading; level 1 is a chapter, 2 a section, 3 below that."""

    level: int
    text: str


class Paragraph(msgspec.Struct, frozen=True, tag="paragraph"):
    """A paragraph of running text."""

    spans: tuple[Span, ...]


class Listing(msgspec.Struct, frozen=True, tag="list"):
    """A list; each item is a run of spans, numbered when ``ordered``."""

    ordered: bool
    items: tuple[tuple[Span, ...], ...]


class Grid(msgspec.Struct, frozen=True, tag="grid"):
    """A small table inside running text; all rows as wide as the heads."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Figure(msgspec.Struct, frozen=True, tag="figure"):
    """A picture between paragraphs; its ``alt`` is the caption."""

    media: Media


Block = Heading | Paragraph | Listing | Grid | Figure


class Prose(msgspec.Struct, frozen=True, tag="prose"):
    """Nothing but the body text."""


class LedgerEntry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One receipt or one payment (一笔收支); amounts in fen, exactly one of them not zero.

    ``related`` (关联) names by their ids the contract, the project or the resolution behind it.
    """

    day: date
    summary: str
    received: int = 0
    paid: int = 0
    party: str = ""
    account: str = ""
    handler: str = ""
    note: str = ""
    vouchers: tuple[Media, ...] = ()
    related: tuple[str, ...] = ()


class Ledger(msgspec.Struct, frozen=True, kw_only=True, tag="ledger"):
    """Itemised receipts and payments (收支明细) between two balances, all in fen."""

    opening: int
    closing: int
    entries: tuple[LedgerEntry, ...]

    @property
    def received(self) -> int:
        """Sum of all receipts."""
        return sum(e.received for e in self.entries)

    @property
    def paid(self) -> int:
        """Sum of all payments."""
        return sum(e.paid for e in self.entries)

    @property
    def difference(self) -> int:
        """Opening + received - paid - closing: 0 in a ledger that adds up."""
        return self.opening + self.received - self.paid - self.closing


class Column(msgspec.Struct, frozen=True, omit_defaults=True):
    """A column's head; ``number`` columns are set right-aligned in tabular figures."""

    name: str
    number: bool = False


class Table(msgspec.Struct, frozen=True, kw_only=True, tag="table", omit_defaults=True):
    """A list in columns: subsidies, assets, contracts.  Every row as wide as the columns."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: tuple[str, ...] = ()


class Stage(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One stage of a project; amounts in fen, ``done`` empty until it is finished."""

    name: str
    planned: date | None = None
    done: date | None = None
    budget: int = 0
    paid: int = 0
    note: str = ""
    photos: tuple[Media, ...] = ()


class Project(msgspec.Struct, frozen=True, kw_only=True, tag="project", omit_defaults=True):
    """A public work (公益工程): who builds, budget against what was paid, stage by stage."""

    budget: int
    stages: tuple[Stage, ...]
    contractor: str = ""
    supervisor: str = ""
    funding: str = ""

    @property
    def paid(self) -> int:
        """Paid so far, in fen."""
        return sum(s.paid for s in self.stages)


class Motion(msgspec.Struct, frozen=True, kw_only=True):
    """One matter put to the vote."""

    text: str
    agreed: int
    opposed: int
    abstained: int
    passed: bool


class Resolution(msgspec.Struct, frozen=True, kw_only=True, tag="resolution", omit_defaults=True):
    """A resolution: who met, how many came, how they voted on each matter."""

    meeting: str
    day: date
    motions: tuple[Motion, ...]
    place: str = ""
    chair: str = ""
    expected: int = 0
    present: int = 0


class Scan(msgspec.Struct, frozen=True, kw_only=True, tag="scan"):
    """Scanned pages, already turned into pictures for the screen."""

    pages: tuple[Media, ...]


class Nothing(msgspec.Struct, frozen=True, tag="nothing"):
    """无: nothing happened this period.  It must be said, and saying it fulfils the duty."""

    statement: str


class Excuse(msgspec.Struct, frozen=True, tag="excuse"):
    """The level above excused this period, with a reason that the public sees."""

    reason: str
    granted_by: str


Document = (
    Prose
    | Ledger
    | Table
    | Project
    | Resolution
    | Scan
    | Nothing
    | Excuse
    | ServiceGuide
    | People
    | Timetable
    | Register
    | Contract
    | Tender
    | Policy
    | Appraisal
    | WeeklyReport
    | Notice
    | CaseBoard
    | RiskBoard
    | Ballot
)


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """What stands behind a disclosure: the document and its running text.

    ``recording`` is all of it read out by a person, where the center has one.  Unset it leaves
    no trace in the JSON, so that documents from before it are the same to the byte.
    """

    document: Document
    body: tuple[Block, ...] = ()
    recording: Media | msgspec.UnsetType = msgspec.UNSET

    def media(self) -> list[Media]:
        """Every picture that it needs, in reading order, each once; the recording last."""
        found: dict[str, Media] = {}
        for block in self.body:
            if isinstance(block, Figure):
                found.setdefault(block.media.digest, block.media)
        match self.document:
            case Ledger(entries=entries):
                groups = [e.vouchers for e in entries]
            case Project(stages=stages):
                groups = [s.photos for s in stages]
            case Scan(pages=pages):
                groups = [pages]
            case ServiceGuide() | People() | Register() | Contract() | Tender() as pictured:
                groups = [pictured.pictures()]
            case _:
                groups = []
        for group in groups:
            for media in group:
                found.setdefault(media.digest, media)
        if self.recording is not msgspec.UNSET:
            found.setdefault(self.recording.digest, self.recording)
        return list(found.values())

    def related(self) -> list[str]:
        """The ids that its document names, in reading order, each once."""
        match self.document:
            case Ledger(entries=entries):
                named = [id_ for entry in entries for id_ in entry.related]
            case Register(holdings=holdings):
                named = [each.contract for each in holdings]
            case Contract(decided=decided, tender=tender):
                named = [decided, tender]
            case Tender(decided=decided, result=result):
                named = [decided, result.contract if result is not None else ""]
            case _:
                named = []
        return list(dict.fromkeys(filter(None, named)))


class Disclosure(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The face of one disclosed item, in one version.

    ``id`` is stable over its versions: division, item, period and, from the second of its
    kind on, a serial number (``990101101201-D2-2026-10``).  ``version`` counts from 1.
    ``published`` is the day it first became public, also of a correction: what came in time and
    was corrected later was in time.  ``notice_until`` is the last day of the notice period
    (公示期); ``correction`` says why this version replaces an earlier one, and ``corrected``
    when; ``replaced_by`` names the item that stands for it now; ``related`` names others that
    it belongs with (the resolution of a project), as ids.
    """

    id: str
    division: str
    item: str
    title: str
    kind: Kind
    period: str
    published: date
    unit: str
    approvals: tuple[Approval, ...] = ()
    version: int = 1
    notice_until: date | None = None
    correction: str = ""
    corrected: date | None = None
    replaced_by: str = ""
    initials: str = ""
    related: tuple[str, ...] = ()

    @property
    def latest(self) -> date:
        """The day this version became public."""
        return self.corrected or self.published

    @property
    def covered(self) -> Period:
        """The period it covers."""
        return parse_period(self.period)


def disclosure_id(division: str, item: str, period: str, serial: int = 1) -> str:
    """The stable id of a disclosure; the first of its item and period has no serial number."""
    plain = f"{division}-{item}-{period}"
    return plain if serial == 1 else f"{plain}-{serial}"
