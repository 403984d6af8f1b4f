"""The last look before something is signed: whether the record agrees with the signatures.

Who writes into the database past the program can fill in signatures; the audit log, a chain of
hashes, has no entry for them, and nothing is published.
"""

from __future__ import annotations

from kiosk.affairs.role import Role
from kiosk.center.audit.models import AuditEntry
from kiosk.center.board.gate import digest_of
from kiosk.center.board.models import Origin, Signature, SignatureAct, Version
from kiosk.center.posting import PostError

_ACTS = {SignatureAct.APPROVE: "version.approved", SignatureAct.FILE: "version.filed"}


def check_signed(version: Version) -> None:
    """Raise PostError unless every step was signed by someone else, and all of it is on record.

    What a folder pushed has been through the publisher's own gate (`kiosk.feed.checks`).
    """
    if version.origin == Origin.FOLDER:
        return
    given = list(
        Signature.objects.filter(version=version)
        .exclude(act=SignatureAct.BACK)
        .select_related("staff")
        .order_by("step")
    )
    steps = version.steps
    people = {each.staff.pk for each in given}
    author = version.author.pk if version.author is not None else None
    sound = (
        len(steps) >= 2
        and [each.step for each in given] == list(range(len(steps)))
        and len(people) == len(steps)
        and author not in people
        and Role(given[-1].staff.role).publishes
        and version.digest == digest_of(bytes(version.face), version.plain)
        and all(_is_on_record(version, each) for each in given)
    )
    if not sound:
        raise PostError(f"{version.item.key} 的审核记录对不上，没有公开。请找县里的技术员。")


def _is_on_record(version: Version, signature: Signature) -> bool:
    entries = AuditEntry.objects.filter(
        act=_ACTS[SignatureAct(signature.act)],
        about=version.item.key,
        person=signature.staff.pk,
    )
    return any(entry.told.get("digest") == version.digest for entry in entries)
