"""Keeping working copies: nothing is overwritten unseen, whichever tab was faster."""

from __future__ import annotations

from datetime import datetime

import msgspec
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from kiosk.center.accounts.models import Staff
from kiosk.center.writing.models import WorkingCopy
from kiosk.center.writing.subject import Subject
from kiosk.center.writing.typed import Typed, used_pictures

LARGEST = 4 * 2**20
"""Bytes of one working copy as JSON; 3,000 rows of a ledger are about 1 MB."""


class ConflictError(Exception):
    """Somebody, or another tab, saved meanwhile; ``copy`` is what is there now."""

    def __init__(self, copy: WorkingCopy) -> None:
        super().__init__("这一件刚才在别的地方改过，没有盖过去。")
        self.copy = copy


class TooLargeError(ValueError):
    """More than a working copy may hold.  The message is Chinese."""


def find(staff: Staff, subject: Subject) -> WorkingCopy | None:
    """The working copy of a subject, if there is one."""
    return _of(staff, subject).first()


def begin(staff: Staff, subject: Subject, typed: Typed, now: datetime) -> WorkingCopy:
    """A new working copy; the one that is there already if another tab was faster."""
    copy = WorkingCopy(
        division=subject.division.code,
        code=subject.item.code,
        period=str(subject.period),
        serial=subject.serial,
        typed=_encoded(typed),
        made_at=now,
        updated_at=now,
        updated_by=staff,
    )
    try:
        with transaction.atomic():
            copy.save(force_insert=True)
    except IntegrityError:
        return _of(staff, subject).get()
    return copy


def save(copy: WorkingCopy, typed: Typed, staff: Staff, now: datetime, revision: int) -> bool:
    """Save on top of the revision that was seen; whether anything changed.

    Raises ConflictError where another revision is there by now, TooLargeError.
    """
    with transaction.atomic():
        locked = WorkingCopy.objects.select_for_update().filter(pk=copy.pk).first()
        if locked is None or locked.revision != revision:
            raise ConflictError(locked or copy)
        data = _encoded(typed)
        if data == locked.typed:
            return False
        locked.typed, locked.revision = data, revision + 1
        locked.updated_at, locked.updated_by = now, staff
        locked.save()
    copy.typed, copy.revision, copy.updated_at = locked.typed, locked.revision, now
    return True


def drop(copy: WorkingCopy) -> None:
    """Sent, or not wanted any more."""
    WorkingCopy.objects.filter(pk=copy.pk).delete()


def _encoded(typed: Typed) -> str:
    used = used_pictures(typed)
    tidy = msgspec.structs.replace(
        typed, pictures={d: m for d, m in typed.pictures.items() if d in used}
    )
    data = msgspec.json.encode(tidy)
    if len(data) > LARGEST:
        raise TooLargeError("内容太多，存不下；请分成几件。刚才填的没有存，先不要关这一页。")
    return data.decode()


def _of(staff: Staff, subject: Subject) -> QuerySet[WorkingCopy]:
    return WorkingCopy.objects.within(staff).filter(
        division=subject.division.code,
        code=subject.item.code,
        period=str(subject.period),
        serial=subject.serial,
    )
