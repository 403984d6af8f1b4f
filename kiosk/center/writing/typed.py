"""What a clerk has typed, of every kind, as it is kept between two saves."""

from __future__ import annotations

import msgspec

from kiosk.affairs.catalogue import Kind
from kiosk.affairs.disclosure import Media
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


class StageForm(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One stage of a project, as typed; ``photos`` are digests."""

    name: str = ""
    planned: str = ""
    done: str = ""
    budget: str = ""
    paid: str = ""
    note: str = ""
    photos: tuple[str, ...] = ()


class ProjectForm(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A public work, as typed."""

    budget: str = ""
    contractor: str = ""
    supervisor: str = ""
    funding: str = ""
    stages: tuple[StageForm, ...] = ()


class Typed(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One working copy.

    ``body`` is running text, a line a paragraph; ``figures`` maps the names of its pictures to
    digests, ``pages`` are the digests of a scan in order, ``pictures`` what is known of every
    digest.  ``cleared``: somebody looked for private numbers on the scan.  ``notes`` say what
    was understood of an upload, ``sheet`` which of its sheets.  ``correction`` is the reason
    for a new version of what is public.  ``related`` and ``recording`` are kept from there.
    """

    kind: Kind
    title: str = ""
    body: str = ""
    statement: str = ""
    ledger: LedgerForm = LedgerForm()
    table: TableForm = TableForm()
    resolution: ResolutionForm = ResolutionForm()
    project: ProjectForm = ProjectForm()
    pages: tuple[str, ...] = ()
    pictures: dict[str, Media] = {}
    figures: dict[str, str] = {}
    cleared: bool = False
    notice_days: str = ""
    correction: str = ""
    correcting: bool = False
    related: tuple[str, ...] = ()
    recording: Media | None = None
    upload: int | None = None
    sheet: str = ""
    sheets: tuple[str, ...] = ()


def used_pictures(typed: Typed) -> set[str]:
    """The digests that are shown somewhere."""
    used = set(typed.pages) | {d for name, d in typed.figures.items() if f"({name})" in typed.body}
    for line in typed.ledger.lines:
        used |= set(line.vouchers)
    for stage in typed.project.stages:
        used |= set(stage.photos)
    return used
