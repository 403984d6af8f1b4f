"""A version as the public sees it: with its signatures and its days."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
from django.db.models import Min, QuerySet

from kiosk.affairs.deadline import beijing_day
from kiosk.affairs.disclosure import Approval, Disclosure
from kiosk.affairs.gate import Step
from kiosk.affairs.role import Role
from kiosk.affairs.routing import Rank
from kiosk.center.board.models import Origin, Signature, SignatureAct, Standing, Version
from kiosk.center.board.store import store
from kiosk.center.cases.places import unit_name
from kiosk.center.cases.rules import current
from kiosk.feed.draft import Draft


def approvals_of(version: Version) -> tuple[Approval, ...]:
    """The signatures of a version as they stand on the screen."""
    if version.origin == Origin.FOLDER:
        return version.written.approvals
    steps = version.steps
    given = (
        Signature.objects.filter(version=version)
        .exclude(act=SignatureAct.BACK)
        .select_related("staff")
    )
    return tuple(
        Approval(
            step=_words(steps[each.step], each),
            person=each.staff.name,
            day=beijing_day(each.at),
            gate=steps[each.step].code,
        )
        for each in given.order_by("step")
    )


def public_face(version: Version, today: date) -> Disclosure:
    """The disclosure as it is, or would be if it were released today.

    ``published`` is the day on which the item first became public, whatever was corrected since.
    """
    face = version.written
    if version.origin == Origin.FOLDER:
        return face
    day = version.released_on or today
    earlier = Version.objects.filter(item=version.item, released_on__isnull=False)
    earlier = earlier.exclude(pk=version.pk)
    first = earlier.aggregate(first=Min("released_on"))["first"]
    until = day + timedelta(days=version.notice_days) if version.notice_days else face.notice_until
    return msgspec.structs.replace(
        face,
        approvals=approvals_of(version),
        published=min(first, day) if first else day,
        corrected=day if face.correction else None,
        notice_until=until,
    )


def replaced(key: str) -> QuerySet[Version]:
    """The versions of a public item that were corrected since, the newest first."""
    return Version.objects.filter(item__key=key, state=Standing.REPLACED).order_by("-number")


def draft_of(version: Version, today: date) -> Draft:
    """What is handed to the publisher."""
    face = public_face(version, today)
    draft = Draft(disclosure=face, content=version.document)
    return msgspec.structs.replace(draft, blobs=store().files(draft))


def _words(step: Step, signature: Signature) -> str:
    """How a signature is called: 青禾镇农村经济管理站审核, 镇长签发, 村务监督委员会审核."""
    staff = signature.staff
    if step.role is Role.LEADER:
        return f"{staff.post or '领导'}签发"
    if step.rank is Rank.VILLAGE:
        return step.name
    verb = "备案" if step.files else "审核"
    return f"{unit_name(staff.place, current(beijing_day(signature.at)))}{verb}"
