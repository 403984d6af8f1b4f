"""The one way from a draft to the public: sent, signed step by step, released.

Every act is one transaction and is on record.  Whoever may not act gets a BoardError with a
Chinese sentence; what they may not even see is a HiddenError, as if it were not there.  The
database holds the same rules once more (`kiosk.center.board.triggers`).
"""

from __future__ import annotations

import hashlib
import zlib
from datetime import date, datetime

import msgspec
from django.db import transaction
from django.db.models import QuerySet

from kiosk.affairs.county import County
from kiosk.affairs.deadline import beijing_day
from kiosk.affairs.disclosure import Disclosure
from kiosk.affairs.division import Level, level_of
from kiosk.affairs.due_rule import view_until
from kiosk.affairs.exposure import exposed, rule_of
from kiosk.affairs.gate import Gate, Step
from kiosk.affairs.routing import levels_of
from kiosk.center.accounts.models import ScopedQuerySet, Staff
from kiosk.center.audit.log import record
from kiosk.center.board.models import (
    Item,
    Job,
    JobKind,
    Live,
    LiveChange,
    Origin,
    Signature,
    SignatureAct,
    Standing,
    Version,
)
from kiosk.center.board.store import store
from kiosk.center.cases import places
from kiosk.center.folder.text import visible
from kiosk.feed.checks import problems_of
from kiosk.feed.documents import encode
from kiosk.feed.draft import Draft
from kiosk.feed.publisher import entry_of

_REASON = 500
_UNDER_WAY = (Standing.WAITING, Standing.APPROVED)


class BoardError(Exception):
    """Nothing was changed.  The message is Chinese; ``problems`` are single mistakes."""

    def __init__(self, message: str, problems: tuple[str, ...] = ()) -> None:
        super().__init__("\n".join((message, *problems)))
        self.problems = problems


class HiddenError(BoardError):
    """There is no such thing for this person."""


def the_county() -> County:
    """The county's reference data as the feed has it."""
    found = places.county()
    if found is None:
        raise BoardError("县里还没有发布过公开目录，不能送审。请找县里的技术员。")
    return found


def gate_of(face: Disclosure, county: County) -> Gate:
    """The gate that something must pass; BoardError if the county has none for it."""
    gate = county.gate_of(face)
    if gate is None:
        raise BoardError("审核规定里没有说这一项由谁审核，没有送出。请找县里的技术员。")
    if problems := gate.problems():
        raise BoardError("审核规定有错，没有送出。请找县里的技术员。", tuple(problems))
    return gate


def may_write(staff: Staff, division: str) -> bool:
    """Whether someone may send what a division discloses: only those who work there."""
    return staff.is_active and staff.kind.writes and staff.division == division


def submit(  # noqa: PLR0913 - what the form asks
    author: Staff,
    draft: Draft,
    *,
    now: datetime,
    publish_on: date | None = None,
    until: date | None = None,
    notice_days: int | None = None,
    secrecy: bool = False,
) -> Version:
    """Send a draft off to be reviewed; what is under way for the same item must come back first.

    ``publish_on`` is the first day on the board (at once if empty), ``until`` the last one,
    never before the county's least days on view.  ``secrecy``: the author looked for secrets.
    """
    today, county = beijing_day(now), the_county()
    face = msgspec.structs.replace(
        draft.disclosure, published=today, approvals=(), version=1, corrected=None
    )
    if not may_write(author, face.division):
        raise HiddenError("这个单位的内容不由您来写，没有送出。")
    gate = gate_of(face, county)
    if gate.secrecy and not secrecy:
        raise BoardError("这一项公开以前要做保密审查，请先看过并打勾。没有送出。")
    _check_days(face, county, publish_on, until, today)
    checked = Draft(disclosure=face, content=draft.content, blobs=draft.blobs)
    _check(checked, county)
    content = encode(draft.content)
    try:
        store().keep(checked)
    except OSError as error:
        raise BoardError(
            f"中心的磁盘存不下（{error.strerror}），没有送出，填的还在。请告诉县里。"
        ) from error
    with transaction.atomic():
        item = _item(face, county)
        if Version.objects.filter(item=item, state__in=_UNDER_WAY).exists():
            raise BoardError("这一项已经有一份在审核，等它审完，或者先收回来。没有送出。")
        live = Live.objects.filter(item=item).exists()
        if live and not face.correction:
            raise BoardError("这一项已经公开，再送就是更正，请写明更正的原因。没有送出。")
        data = msgspec.json.encode(face)
        version = Version.objects.create(
            item=item,
            number=Version.objects.filter(item=item).count() + 1,
            origin=Origin.DESK,
            author=author,
            made_at=now,
            title=face.title,
            face=data,
            content=zlib.compress(content),
            digest=digest_of(data, content),
            gate=msgspec.json.encode(gate.steps).decode(),
            needs=len(gate.steps),
            publish_on=publish_on,
            until=until,
            notice_days=notice_days,
            state=Standing.WAITING,
            **_turn(item, gate.steps[0]),
        )
        _note("version.submitted", version, author)
    return version


def digest_of(face: bytes, content: bytes) -> str:
    """SHA-256 of what is signed, in hexadecimal."""
    return hashlib.sha256(len(face).to_bytes(8, "big") + face + content).hexdigest()


def waiting_for(staff: Staff) -> QuerySet[Version]:
    """What waits for someone's signature, the oldest first."""
    if not staff.is_active:
        return Version.objects.none()
    found = Version.objects.filter(
        state=Standing.WAITING,
        waits_role=staff.role,
        waits_scope=staff.scope,
        waits_unit__in=("", staff.unit),
    )
    mine = Signature.objects.filter(staff=staff).values("version")
    return found.exclude(author=staff).exclude(pk__in=mine).select_related("item", "author")


def seen_by(staff: Staff) -> QuerySet[Item]:
    """The items of someone's division and below."""
    return ScopedQuerySet(Item).within(staff)


def approve(staff: Staff, pk: int, digest: str, now: datetime) -> Version:
    """Sign a version as it was read (``digest``); after the last step it is released."""
    with transaction.atomic():
        version = _mine_to_sign(staff, pk)
        if version.digest != digest:
            raise BoardError("您看过以后内容换过了，请重新打开再审。没有改动。")
        step = version.steps[version.step]
        act = SignatureAct.FILE if step.files else SignatureAct.APPROVE
        _sign(version, staff, act, now)
        done = version.step + 1
        if done < len(version.steps):
            version.step = done
            _wait(version, **_turn(version.item, version.steps[done]))
        else:
            version.step, version.state = done, Standing.APPROVED
            _wait(version)
        acted = "version.filed" if step.files else "version.approved"
        if version.state == Standing.APPROVED and _is_day(version, now):
            release(version, now)
        _note(acted, version, staff)
    return version


def send_back(staff: Staff, pk: int, reason: str, now: datetime) -> Version:
    """Give a version back to its author, with a reason; a new version must pass from the start."""
    text = needed(reason, "退回的原因")
    with transaction.atomic():
        version = _mine_to_sign(staff, pk)
        if version.steps[version.step].files:
            raise BoardError("这一步只备案，不能退回；有意见请和村里联系。没有改动。")
        _sign(version, staff, SignatureAct.BACK, now, text)
        version.state = Standing.RETURNED
        _wait(version)
        _note("version.returned", version, staff)
    return version


def recall(staff: Staff, pk: int, now: datetime) -> Version:
    """The author takes back what is not public yet."""
    del now
    with transaction.atomic():
        version = Version.objects.select_for_update().filter(pk=pk, author=staff).first()
        if version is None:
            raise HiddenError("没有这一份，或者不是您写的。")
        if version.state not in _UNDER_WAY:
            raise BoardError(f"这一份现在是“{version.state_words}”，收不回来。没有改动。")
        version.state = Standing.ABANDONED
        _wait(version)
        _note("version.abandoned", version, staff)
    return version


def release(version: Version, now: datetime) -> None:
    """Make an approved version the one that is public, and tell the publishing worker."""
    item = version.item
    live = Live.objects.select_related("version").filter(item=item).first()
    version.state = Standing.LIVE
    if version.released_on is None:
        version.released_on = beijing_day(now)
    version.save(update_fields=["state", "step", "released_on"])
    if live is not None and live.version.pk != version.pk:
        old = live.version
        Live.objects.filter(item=item).update(version=version, since=now)
        old.state = Standing.REPLACED
        old.save(update_fields=["state"])
    elif live is None:
        Live.objects.create(item=item, version=version, since=now)
    LiveChange.objects.create(item=item, version=version, at=now)
    order(JobKind.PUBLISH, now, item=item)


def release_due(now: datetime) -> int:
    """Release what was approved and whose day has come; how many."""
    waiting = Version.objects.filter(
        state=Standing.APPROVED, publish_on__lte=beijing_day(now)
    ).values_list("pk", flat=True)
    done = 0
    for pk in list(waiting):
        with transaction.atomic():
            version = Version.objects.select_for_update().select_related("item").get(pk=pk)
            if version.state == Standing.APPROVED:
                release(version, now)
                done += 1
    return done


def order(kind: JobKind, now: datetime, *, item: Item | None = None, **details: object) -> Job:
    """Ask the publishing worker for something."""
    text = msgspec.json.encode(details).decode()
    return Job.objects.create(kind=kind, item=item, details=text, made_at=now, next_at=now)


def needed(text: str, what: str) -> str:
    """A text that must not be empty; BoardError."""
    found = visible(text)
    if not found:
        raise BoardError(f"请写明{what}，没有改动。")
    if len(found) > _REASON:
        raise BoardError(f"{what}写了{len(found)}个字，最多{_REASON}个字，没有改动。")
    return found


def _check(draft: Draft, county: County) -> None:
    face = draft.disclosure
    data = encode(draft.content)
    scope = next((d.scope for d in county.divisions if d.code == face.division), "")
    found = list(problems_of(draft, entry_of(draft, data, 1), {scope}, store().blobs))
    found += exposed(county, face, draft.content)
    if found:
        bare = (problem.removeprefix(f"{face.id}：") for problem in found)
        raise BoardError("还有地方要改，没有送出：", tuple(bare))


def _check_days(
    face: Disclosure, county: County, first: date | None, until: date | None, today: date
) -> None:
    if first is not None and first < today:
        raise BoardError("公开的日子已经过去了，请改成今天或者以后。没有送出。")
    if until is None:
        return
    shown = msgspec.structs.replace(face, published=first or today)
    least = view_until(shown, rule_of(county, shown), county.calendar)
    if until < least:
        raise BoardError(f"按规定至少要公开到{least:%Y年%-m月%-d日}，不能提前结束。没有送出。")


def _item(face: Disclosure, county: County) -> Item:
    found = Item.objects.filter(key=face.id).first()
    if found is not None:
        return found
    catalogue = county.catalogue_on(level_of(face.division), face.published)
    known = catalogue.find(face.item) if catalogue is not None else None
    place = next((d for d in county.divisions if d.code == face.division), None)
    if known is None or place is None:
        raise BoardError("公开目录里没有这一项，没有送出。")
    return Item.objects.create(
        key=face.id,
        scope=place.scope,
        division=face.division,
        code=face.item,
        affairs=known[0].affairs.value,
        period=face.period,
    )


def _turn(item: Item, step: Step) -> dict[str, str]:
    """Whose turn it is: the role, the division at the step's rank, the unit."""
    digits = {Level.COUNTY: 6, Level.TOWNSHIP: 9, Level.VILLAGE: 12}
    wanted = next(digits[level] for level in levels_of(step.rank) if level in digits)
    scope = str(item.scope)
    return {
        "waits_role": step.role.value,
        "waits_scope": scope[:wanted],
        "waits_unit": step.unit,
    }


def _wait(version: Version, **turn: str) -> None:
    for name in ("waits_role", "waits_scope", "waits_unit"):
        setattr(version, name, turn.get(name, ""))
    version.save(update_fields=["state", "step", "waits_role", "waits_scope", "waits_unit"])


def _mine_to_sign(staff: Staff, pk: int) -> Version:
    version = Version.objects.select_for_update(of=("self",)).select_related("item").filter(pk=pk)
    found = version.first()
    if found is None or not seen_by(staff).filter(pk=found.item.pk).exists():
        raise HiddenError("没有这一份，或者不归您审。")
    if waiting_for(staff).filter(pk=pk).exists():
        return found
    if found.author is not None and found.author.pk == staff.pk:
        raise BoardError("自己写的不能自己审，要由别人来审。没有改动。")
    if Signature.objects.filter(version=found, staff=staff).exists():
        raise BoardError("这一份您已经审过一步，下一步要由别人来审。没有改动。")
    if found.state != Standing.WAITING:
        raise BoardError(f"这一份现在是“{found.state_words}”，不用再审。没有改动。")
    raise BoardError("这一步不由您审。没有改动。")


def _sign(
    version: Version, staff: Staff, act: SignatureAct, now: datetime, reason: str = ""
) -> None:
    Signature.objects.create(
        version=version,
        step=version.step,
        act=act,
        staff=staff,
        at=now,
        reason=reason,
        digest=version.digest,
    )


def _is_day(version: Version, now: datetime) -> bool:
    return version.publish_on is None or version.publish_on <= beijing_day(now)


def _note(act: str, version: Version, staff: Staff) -> None:
    record(
        act,
        version.item.key,
        by=staff,
        facts={"version": version.number, "digest": version.digest, "title": version.title},
        division=version.item.division,
    )
