"""Versions under review in the sample county, so that the reviewers' pages are alive.

Everything goes through the same gate as in earnest, with moments in the past.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import yaml

from kiosk.affairs.catalogue import Kind
from kiosk.affairs.county import County
from kiosk.affairs.deadline import beijing_day
from kiosk.affairs.disclosure import (
    Content,
    Disclosure,
    Paragraph,
    Prose,
    Span,
    disclosure_id,
)
from kiosk.affairs.division import level_of
from kiosk.center.accounts.models import Staff
from kiosk.center.board.gate import approve, send_back, submit
from kiosk.center.board.models import Origin, Version
from kiosk.feed.draft import Draft


class _Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    who: str = msgspec.field(name="谁")
    act: str = msgspec.field(name="做")
    words: str = msgspec.field(name="话", default="")


class _Piece(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    division: str = msgspec.field(name="区划")
    item: str = msgspec.field(name="目录")
    days_ago: int = msgspec.field(name="几天前")
    title: str = msgspec.field(name="标题")
    author: str = msgspec.field(name="谁写")
    body: tuple[str, ...] = msgspec.field(name="正文")
    period: str = msgspec.field(name="期间", default="")
    steps: tuple[_Step, ...] = msgspec.field(name="经过", default=())


def make_versions(path: Path, county: County, now: datetime) -> int:
    """Send and sign what the file says; how many.  Nothing if anything was sent before."""
    if Version.objects.filter(origin=Origin.DESK).exists():
        return 0
    pieces = msgspec.convert(yaml.safe_load(path.read_text(encoding="utf-8")), tuple[_Piece, ...])
    return sum(_make(piece, county, now) for piece in pieces)


def _make(piece: _Piece, county: County, now: datetime) -> bool:
    """False where the county has no such division, item or person."""
    at = now - timedelta(days=piece.days_ago)
    author = Staff.objects.filter(username=piece.author).first()
    known = any(d.code == piece.division for d in county.divisions)
    catalogue = county.catalogue_on(level_of(piece.division), beijing_day(at)) if known else None
    found = catalogue.find(piece.item) if catalogue is not None else None
    if author is None or found is None:
        return False
    period = piece.period or beijing_day(at).isoformat()
    face = Disclosure(
        id=disclosure_id(piece.division, piece.item, period),
        division=piece.division,
        item=piece.item,
        title=piece.title,
        kind=Kind.PROSE,
        period=period,
        published=beijing_day(at),
        unit=found[1].unit,
    )
    body = tuple(Paragraph((Span(text),)) for text in piece.body)
    draft = Draft(disclosure=face, content=Content(document=Prose(), body=body))
    version = submit(author, draft, now=at, secrecy=True)
    for order, step in enumerate(piece.steps, 1):
        reviewer = Staff.objects.get(username=step.who)
        moment = at + timedelta(hours=order)
        if step.act == "退回":
            send_back(reviewer, version.pk, step.words, moment)
        else:
            approve(reviewer, version.pk, version.digest, moment)
    return True
