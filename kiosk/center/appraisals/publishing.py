"""From the results of a session to a disclosure that goes through the gate like any other."""

from __future__ import annotations

from datetime import datetime

import msgspec

from kiosk.affairs.appraisal import Appraisal, Kept, Promise
from kiosk.affairs.catalogue import Kind
from kiosk.affairs.disclosure import Content
from kiosk.affairs.division import level_of
from kiosk.affairs.period import Cycle, period_of
from kiosk.center.accounts.models import Staff
from kiosk.center.appraisals.holding import AppraisalError, result_of
from kiosk.center.appraisals.models import Session
from kiosk.center.obligations.refresh import today_in
from kiosk.center.site.shelf import shelf
from kiosk.center.writing import copies
from kiosk.center.writing.reopening import typed_of
from kiosk.center.writing.subject import subject_for


def write_up(staff: Staff, session: Session, now: datetime) -> str:
    """A working copy with the results and last year's promises; the address of its form.

    Pressed again it opens the copy that is there.  AppraisalError where the catalogue has no
    place for appraisals; Http404 for who may not write in that division.
    """
    county = shelf().county()
    today = today_in(county, now)
    catalogue = county.catalogue_on(level_of(session.division), today) if county else None
    items = [item for _, item in catalogue.items()] if catalogue is not None else []
    item = next((each for each in items if each.kind is Kind.APPRAISAL), None)
    if item is None:
        raise AppraisalError("公开目录里没有“评议”这一项，请县里先加上。结果没有丢。")
    result = result_of(session)
    # In a sample county time stands still: its results are of its own day.
    result = msgspec.structs.replace(result, day=min(result.day, today))
    period = str(period_of(result.day, Cycle.AT_ONCE))
    subject = subject_for(staff, session.division, item.code, period)
    before = _last_promises(session.division, result)
    result = msgspec.structs.replace(result, last_promises=before)
    face = subject.face(Kind.APPRAISAL, session.title)
    typed = typed_of(face, Content(document=result), correcting=False)
    copies.begin(staff, subject, typed, now)
    return subject.address()


def _last_promises(division: str, result: Appraisal) -> tuple[Promise, ...]:
    """What was promised at the appraisal before, to be marked as kept or not."""
    found = []
    for face in shelf().faces(division):
        opened = shelf().open(face.id) if face.kind is Kind.APPRAISAL else None
        document = opened.content.document if opened is not None and opened.content else None
        if isinstance(document, Appraisal) and document.day < result.day:
            found.append(document)
    newest = max(found, key=lambda each: each.day, default=None)
    promises = newest.promises if newest is not None else ()
    return tuple(msgspec.structs.replace(each, kept=Kept.OPEN, note="") for each in promises)
