"""What the desk ordered, carried out in order, each job again until it has been done."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from django.db.models import Q

from kiosk.affairs.deadline import beijing_day
from kiosk.center.audit.log import record
from kiosk.center.board.faces import draft_of
from kiosk.center.board.models import Job, JobKind, Live
from kiosk.center.board.proof import check_signed
from kiosk.center.cases.boards import TROUBLE
from kiosk.center.notices import orders
from kiosk.center.posting import post
from kiosk.feed.checks import PublishError
from kiosk.feed.publisher import Publisher

_LOG = logging.getLogger(__name__)
_LONGEST = timedelta(minutes=10)
"""Between two tries of a job that does not succeed."""


def carry_out(feed: Path, online: Path, now: datetime) -> bool:
    """Carry out the jobs whose time has come, in order; whether any was done."""
    # A clock that stood far ahead when a job was ordered must not hold it up for years.
    due = Q(next_at__lte=now) | Q(next_at__gt=now + 2 * _LONGEST)
    waiting = list(Job.objects.filter(due, done_at__isnull=True))
    done = False
    while waiting:
        batch = [waiting.pop(0)]
        # What was asked for in one go is published in one go: one new state for terminals.
        while batch[0].kind == JobKind.PUBLISH and waiting and waiting[0].kind == JobKind.PUBLISH:
            batch.append(waiting.pop(0))
        done |= _run(feed, online, batch, now)
    return done


def _run(feed: Path, online: Path, batch: list[Job], now: datetime) -> bool:
    try:
        match batch[0].kind:
            case JobKind.PUBLISH:
                _publish(feed, online, batch, now)
            case JobKind.WITHDRAW:
                _withdraw(feed, online, batch[0])
            case JobKind.NOTICE:
                orders.carry_out(feed, online, batch[0].told)
    except (PublishError, *TROUBLE) as error:
        if len(batch) > 1:  # one that cannot be published holds up no other
            return sum(_run(feed, online, [job], now) for job in batch) > 0
        _failed(batch[0], str(error), now)
        return False
    for job in batch:
        job.done_at, job.error = now, ""
        job.tries += 1
        job.save(update_fields=["done_at", "error", "tries"])
    return True


def _failed(job: Job, error: str, now: datetime) -> None:
    job.tries += 1
    job.error = error[:2_000]
    job.next_at = now + min(timedelta(seconds=2 ** min(job.tries, 12)), _LONGEST)
    job.save(update_fields=["tries", "error", "next_at"])
    _LOG.warning("%s 没有做成，会再试：%s", job, error)


def _publish(feed: Path, online: Path, jobs: Iterable[Job], now: datetime) -> None:
    items = {job.item_id for job in jobs}  # type: ignore[attr-defined]
    lives = Live.objects.filter(item__in=items).select_related("item", "version__item")
    versions = [live.version for live in lives]
    for version in versions:
        check_signed(version)
    drafts = [draft_of(version, beijing_day(now)) for version in versions]
    if not drafts:
        return  # withdrawn since
    outcome = post(feed, online, drafts)
    for key in (*outcome.added, *outcome.changed):
        face = next(d.disclosure for d in drafts if d.disclosure.id == key)
        facts = {"title": face.title, "published": face.latest.isoformat()}
        record("version.published", key, by=None, facts=facts, division=face.division)


def _withdraw(feed: Path, online: Path, job: Job) -> None:

    item = job.item
    if item is None:
        return
    reason = str(job.told.get("reason", ""))
    Publisher(feed, online).withdraw(str(item.key), reason=reason)
    facts = {"reason": reason}
    record("item.withdrawn", item.key, by=None, facts=facts, division=item.division)
