"""Writing a step into a case's history: the only place that moves a case."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from kiosk.affairs.case import Act, Actor, CaseError, Verdict, check_act, state_after
from kiosk.affairs.sort import knows
from kiosk.center.accounts.models import Staff
from kiosk.center.cases.models import Case, CaseEvent, CasePhoto
from kiosk.center.cases.photos import Photo


def record(  # noqa: PLR0913 - what an event is made of
    case: Case,
    act: Act,
    actor: Actor,
    now: datetime,
    *,
    staff: Staff | None = None,
    words: str = "",
    facts: dict[str, Any] | None = None,
    verdict: Verdict | None = None,
    photos: Iterable[Photo] = (),
) -> CaseEvent:
    """Check that the act is allowed, move the case, save it and add the event.

    Inside a transaction.  Raises CaseError with the case unchanged in the database.
    """
    if act is not Act.FILE:
        check_act(act, case.standing, actor)
        if not knows(case.kind, act):
            raise CaseError(f"{case.kind.chinese}没有“{act.chinese}”这一步，没有改动。")
        case.state = state_after(act, case.standing, verdict).value
    case.save()
    event = CaseEvent.objects.create(
        case=case,
        act=act.value,
        actor=actor.value,
        staff=staff,
        at=now,
        state=case.state,
        unit=case.unit,
        words=words.strip(),
        facts=facts or {},
    )
    CasePhoto.objects.bulk_create(
        CasePhoto(case=case, event=event, digest=photo.digest, type=photo.type) for photo in photos
    )
    return event
