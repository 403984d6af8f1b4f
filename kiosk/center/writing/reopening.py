"""What is public, or was sent back, as a form again: nothing that stood in it gets lost."""

from __future__ import annotations

import msgspec

from kiosk.affairs.catalogue import Kind
from kiosk.affairs.disclosure import (
    Content,
    Disclosure,
    Excuse,
    Ledger,
    Nothing,
    Resolution,
    Scan,
    Table,
)
from kiosk.affairs.media import Media
from kiosk.center.sheets.cells import plain_yuan
from kiosk.center.sheets.form import LedgerForm, LedgerLine, TableForm, Written
from kiosk.center.sheets.marks import text_of
from kiosk.center.writing.declared import empty_rows, form_of, reopened
from kiosk.center.writing.typed import (
    MotionForm,
    ResolutionForm,
    Typed,
    new_figure,
)


def typed_of(face: Disclosure, content: Content, *, correcting: bool) -> Typed:
    """The form of a disclosure; ``correcting`` where it is public and will be replaced."""
    figures: dict[str, str] = {}
    captions: dict[str, str] = {}

    def place_of(media: Media) -> str:
        name = new_figure(figures)
        figures[name], captions[name] = media.digest, media.alt
        return f"【{name}】"

    body = text_of(content.body, place_of)
    typed = Typed(
        kind=face.kind,
        title=face.title,
        body=body,
        pictures={m.digest: m for m in content.media() if m.width},
        figures=figures,
        captions=captions,
        correcting=correcting,
        correction="" if correcting else face.correction,
        related=face.related,
        recording=None if content.recording is msgspec.UNSET else content.recording,
    )
    return _with_document(typed, content)


def blank(kind: Kind, title: str) -> Typed:
    """An empty form."""
    ledger = LedgerForm(lines=(LedgerLine(),)) if kind is Kind.LEDGER else LedgerForm()
    resolution = ResolutionForm(motions=(MotionForm(),))
    form = form_of(kind)
    table = TableForm(columns=("", "", ""), rows=(("", "", ""),))
    return Typed(
        kind=kind,
        title=title,
        ledger=ledger,
        table=table if kind is Kind.TABLE else empty_rows(form) if form else TableForm(),
        resolution=resolution if kind is Kind.RESOLUTION else ResolutionForm(),
    )


def _with_document(typed: Typed, content: Content) -> Typed:  # noqa: PLR0911 - a kind a line
    match content.document:
        case Ledger() as ledger:
            return msgspec.structs.replace(typed, ledger=_ledger(ledger))
        case Table(columns=columns, rows=rows, totals=totals):
            form = TableForm(columns=tuple(c.name for c in columns), rows=rows, totals=totals)
            return msgspec.structs.replace(typed, table=form)
        case Resolution() as resolution:
            return msgspec.structs.replace(typed, resolution=_resolution(resolution))
        case Scan(pages=pages):
            return msgspec.structs.replace(typed, pages=tuple(p.digest for p in pages))
        case Nothing(statement=statement) | Excuse(reason=statement):
            return msgspec.structs.replace(typed, statement=statement)
        case document if form_of(typed.kind) is not None:
            boxes, lines = reopened(typed.kind, document)
            return msgspec.structs.replace(typed, facts=boxes, table=lines)
        case _:
            return typed


def _ledger(ledger: Ledger) -> LedgerForm:
    lines = tuple(
        LedgerLine(
            day=e.day.isoformat(),
            summary=e.summary,
            received=plain_yuan(e.received),
            paid=plain_yuan(e.paid),
            party=e.party,
            account=e.account,
            handler=e.handler,
            note=e.note,
            vouchers=tuple(v.digest for v in e.vouchers),
            related=e.related,
        )
        for e in ledger.entries
    )
    return LedgerForm(
        opening=Written(amount=plain_yuan(ledger.opening) or "0.00"),
        closing=Written(amount=plain_yuan(ledger.closing) or "0.00"),
        lines=lines,
    )


def _resolution(found: Resolution) -> ResolutionForm:
    motions = tuple(
        MotionForm(
            text=m.text,
            agreed=str(m.agreed),
            opposed=str(m.opposed),
            abstained=str(m.abstained),
            passed="通过" if m.passed else "未通过",
        )
        for m in found.motions
    )
    return ResolutionForm(
        meeting=found.meeting,
        day=found.day.isoformat(),
        place=found.place,
        chair=found.chair,
        expected=str(found.expected or ""),
        present=str(found.present or ""),
        motions=motions,
    )
