"""Sending, reviewing and ending urgent notices from the desk; every act is on record."""

from __future__ import annotations

from datetime import datetime

import msgspec
from django.db import transaction

from kiosk.affairs.deadline import beijing_day
from kiosk.affairs.division import scope_of
from kiosk.affairs.masking import find_personal_data
from kiosk.affairs.notice import Notice
from kiosk.affairs.role import Role
from kiosk.center.accounts.models import ScopedQuerySet, Staff
from kiosk.center.audit.log import record
from kiosk.center.board.gate import order
from kiosk.center.board.models import JobKind
from kiosk.center.cases.places import division_names
from kiosk.center.fleet.models import Appearance
from kiosk.center.notices.models import Sent
from kiosk.center.notices.posting import free_id

_SEND = {Role.TOWNSHIP, Role.LEADER, Role.COUNTY}


class NoticeError(ValueError):
    """A notice cannot be sent, reviewed or ended so.  The message is Chinese."""


def may_send(staff: Staff, division: str = "") -> bool:
    """Whether someone may warn a division and all below it; of townships and the county."""
    reach = not division or division.startswith(staff.scope)
    return staff.is_active and staff.kind in _SEND and reach


def may_review(staff: Staff, sent: Sent) -> bool:
    """Whether someone may look at it afterwards: the county, or another of the township."""
    if not staff.is_active or sent.by.pk == staff.pk or not sent.scope.startswith(staff.scope):
        return False
    return staff.kind in _SEND


def places_to_warn(staff: Staff) -> list[tuple[str, str]]:
    """Divisions for which someone may send, the widest first."""
    if not may_send(staff):
        return []
    names = division_names()
    return [(code, names[code]) for code in names if code.startswith(staff.scope)]


def seen(staff: Staff) -> ScopedQuerySet[Sent]:
    """What was sent for someone's division and below."""
    return ScopedQuerySet(Sent).within(staff)


def to_review(staff: Staff) -> list[Sent]:
    """What waits for somebody to look, and may be looked at by this person, the oldest first."""
    found = seen(staff).filter(reviewed_at__isnull=True).select_related("by").order_by("id")
    return [sent for sent in found if may_review(staff, sent)]


def send(  # noqa: PLR0913 - what a notice is made of
    staff: Staff, division: str, title: str, notice: Notice, *, nonce: str, now: datetime
) -> Sent:
    """Hand a notice to the publishing worker; screens show it within a minute.

    The same ``nonce`` again sends nothing new.
    Raises NoticeError for what may not be sent, by this person or at all.
    """
    if not may_send(staff, division) or division not in division_names():
        raise NoticeError("这个地方的紧急通知不由您来发，没有发出。")
    problems = notice.problems() + ([] if title.strip() else ["没有写标题"])
    words = f"{title} {notice.area} {notice.instruction} {notice.description} {notice.contact}"
    if notice.expires <= now:
        problems.append("结束的时间已经过了")
    if find_personal_data(words):
        problems.append("里面有个人的手机号、证件号或者卡号，不能上公开栏；电话请写办公电话")
    if problems:
        raise NoticeError("；".join(problems) + "。没有发出。")
    with transaction.atomic():
        again = Sent.objects.filter(nonce=nonce, by=staff).first()
        if again is not None:
            return again
        key = free_id(division, beijing_day(now), _taken(division))
        body = msgspec.json.encode(notice)
        told = msgspec.json.decode(body)
        job = order(
            JobKind.NOTICE, now, id=key, division=division, title=title.strip(), notice=told
        )
        sent = Sent(
            scope=scope_of(division),
            key=key,
            nonce=nonce,
            division=division,
            title=title.strip(),
            notice=body.decode(),
            by=staff,
            at=now,
            job=job,
        )
        sent.save()
        facts = {"title": sent.title, "notice": told}
        record("notice.posted", key, by=staff, facts=facts, division=division)
    return sent


def review(staff: Staff, key: str, remark: str, *, now: datetime) -> Sent:
    """Somebody else has looked at it; once, with an optional remark."""
    with transaction.atomic():
        sent = _mine(staff, key)
        if not may_review(staff, sent):
            raise NoticeError("自己发的通知要由别人复核，没有改动。")
        if sent.reviewed_at is not None:
            raise NoticeError("这一条已经有人复核过了，没有改动。")
        sent.reviewed_by, sent.reviewed_at = staff, now
        sent.remark = " ".join(remark.split())[:200]
        sent.save(update_fields=["reviewed_by", "reviewed_at", "remark"])
        facts = {"remark": sent.remark, "late": now > sent.review_until}
        record("notice.reviewed", key, by=staff, facts=facts, division=sent.division)
    return sent


def end_now(staff: Staff, key: str, *, now: datetime) -> Sent:
    """Take it off the screens before its time; it stays on record."""
    with transaction.atomic():
        sent = _mine(staff, key)
        if not may_send(staff, sent.division):
            raise NoticeError("这一条不由您来结束，没有改动。")
        if not sent.stands(now):
            raise NoticeError("这一条早就结束了，没有改动。")
        sent.ended_by, sent.ended_at = staff, now
        sent.save(update_fields=["ended_by", "ended_at"])
        order(JobKind.NOTICE, now, end=key)
        record("notice.ended", key, by=staff, facts={}, division=sent.division)
    return sent


def _mine(staff: Staff, key: str) -> Sent:
    sent = seen(staff).select_for_update(of=("self",)).select_related("by").filter(key=key).first()
    if sent is None:
        raise NoticeError("没有这一条通知，没有改动。")
    return sent


def _taken(division: str) -> set[str]:
    """Ids of notices that stand in the feed, or are on their way there."""
    start = f"{division}-NOTICE-"
    published = Appearance.objects.filter(item__startswith=start)
    ordered = Sent.objects.filter(division=division)
    return {
        *published.values_list("item", flat=True),
        *ordered.values_list("key", flat=True),
    }
