"""How what is public leaves the board: by two people at once, by its day, or back to a day.

A takedown needs a reason and a second person.  Going back to an earlier day is one act of the
level above; it brings back what was public then and is not, but nothing that was withdrawn.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet

from kiosk.affairs.deadline import beijing_day
from kiosk.affairs.division import code_of
from kiosk.affairs.role import Role
from kiosk.center.accounts.models import Staff
from kiosk.center.audit.log import record
from kiosk.center.board.gate import BoardError, HiddenError, needed, order, release, seen_by
from kiosk.center.board.models import (
    Item,
    JobKind,
    Live,
    LiveChange,
    Removal,
    Standing,
    Version,
)

_CHINA = ZoneInfo("Asia/Shanghai")
_OVER = "公开期满"


def may_ask(staff: Staff, item: Item) -> bool:
    """Who may ask for a takedown: everyone who writes or signs for the division."""
    return staff.is_active and staff.kind is not Role.AUDITOR and item.scope.startswith(staff.scope)


def may_confirm(staff: Staff, removal: Removal) -> bool:
    """Who may confirm it: another person with the right to publish."""
    own = removal.asked_by.pk == staff.pk
    return may_ask(staff, removal.item) and staff.kind.publishes and not own


def open_removals(staff: Staff) -> QuerySet[Removal]:
    """Takedowns that wait for a second person, in someone's division and below."""
    found = Removal.objects.filter(confirmed_at__isnull=True, refused_at__isnull=True)
    return found.filter(item__in=seen_by(staff)).select_related("item", "asked_by")


def to_confirm(staff: Staff) -> QuerySet[Removal]:
    """Takedowns that this person may settle."""
    if not staff.is_active or not staff.kind.publishes:
        return Removal.objects.none()
    return open_removals(staff).exclude(asked_by=staff)


def ask_removal(staff: Staff, key: str, reason: str, now: datetime) -> Removal:
    """Ask for a takedown; a second person must confirm it."""
    text = needed(reason, "撤下的原因")[:200]
    with transaction.atomic():
        item = seen_by(staff).select_for_update().filter(key=key).first()
        if item is None or not may_ask(staff, item):
            raise HiddenError("没有这一项，或者不归您管。")
        if not Live.objects.filter(item=item).exists():
            raise BoardError("这一项现在没有公开，不用撤下。没有改动。")
        if Removal.objects.filter(
            item=item, confirmed_at__isnull=True, refused_at__isnull=True
        ).exists():
            raise BoardError("已经有人提出撤下这一项，等另一个人同意。没有改动。")
        found = Removal.objects.create(item=item, reason=text, asked_by=staff, asked_at=now)
        record("removal.asked", item.key, by=staff, facts={"reason": text}, division=item.division)
    return found


def confirm_removal(staff: Staff, pk: int, now: datetime) -> Removal:
    """Agree to a takedown that somebody else asked for; it goes out at once."""
    with transaction.atomic():
        found = _open(staff, pk)
        found.confirmed_by, found.confirmed_at = staff, now
        found.save(update_fields=["confirmed_by", "confirmed_at"])
        withdraw(found.item, found.reason, now)
        record(
            "removal.confirmed",
            found.item.key,
            by=staff,
            facts={"reason": found.reason, "asked_by": found.asked_by.username},
            division=found.item.division,
        )
    return found


def refuse_removal(staff: Staff, pk: int, now: datetime) -> Removal:
    """Do not agree: it stays public."""
    with transaction.atomic():
        found = _open(staff, pk)
        found.refused_by, found.refused_at = staff, now
        found.save(update_fields=["refused_by", "refused_at"])
        record(
            "removal.refused",
            found.item.key,
            by=staff,
            facts={"reason": found.reason},
            division=found.item.division,
        )
    return found


def _open(staff: Staff, pk: int) -> Removal:
    found = open_removals(staff).select_for_update(of=("self",)).filter(pk=pk).first()
    if found is None:
        raise HiddenError("没有这一件，或者已经办过了。")
    if found.asked_by.pk == staff.pk:
        raise BoardError("撤下要两个人：您提出的，要由另一个人同意。没有改动。")
    if not may_confirm(staff, found):
        raise BoardError("撤下要由有公开权的人同意。没有改动。")
    return found


def withdraw(item: Item, reason: str, now: datetime) -> None:
    """Take an item off the board, inside the caller's transaction."""
    live = Live.objects.select_related("version").filter(item=item).first()
    if live is None:
        return
    version = live.version
    version.state = Standing.WITHDRAWN
    version.save(update_fields=["state"])
    live.delete()
    LiveChange.objects.create(item=item, version=None, at=now)
    order(JobKind.WITHDRAW, now, item=item, reason=reason)


def end_due(now: datetime) -> int:
    """Withdraw what was to be shown until a day that is over; how many."""
    over = Live.objects.filter(version__until__lt=beijing_day(now)).values_list("item", flat=True)
    done = 0
    for pk in list(over):
        with transaction.atomic():
            item = Item.objects.get(pk=pk)
            withdraw(item, _OVER, now)
            record(
                "item.withdrawn",
                item.key,
                by=None,
                facts={"reason": _OVER},
                division=item.division,
            )
            done += 1
    return done


class Restored(NamedTuple):
    """What going back changed: brought back to an earlier version, and no longer shown."""

    changed: list[str]
    gone: list[str]


def goes_back(staff: Staff) -> bool:
    """Whether someone may show a board as it was on an earlier day at all."""
    return staff.is_active and staff.kind in {Role.TOWNSHIP, Role.COUNTY}


def may_go_back(staff: Staff, division: str) -> bool:
    """The township for its villages and itself, the county for all."""
    return goes_back(staff) and any(code_of(division[:n]) == staff.division for n in (6, 9))


def back_to(staff: Staff, division: str, day: date, reason: str, now: datetime) -> Restored:
    """Show what a division showed at the end of a day (Beijing), in one act.

    What was withdrawn since stays down: there was a reason.  Items that first became public
    since are taken off.
    """
    text = needed(reason, "退回的原因")
    if not may_go_back(staff, division):
        raise HiddenError("这个单位的公开栏不由您退回。没有改动。")
    if day >= beijing_day(now):
        raise BoardError("只能退回到今天以前的一天。没有改动。")
    moment = datetime.combine(day + timedelta(days=1), time.min, tzinfo=_CHINA)
    changed, gone = [], []
    with transaction.atomic():
        since = LiveChange.objects.filter(item__division=division, at__gte=moment)
        items = Item.objects.select_for_update().filter(pk__in=since.values("item"))
        for item in items:
            live = Live.objects.select_related("version").filter(item=item).first()
            if live is None:
                continue
            then = LiveChange.objects.filter(item=item, at__lt=moment).order_by("-id").first()
            before = then.version if then is not None else None
            if before is None:
                withdraw(item, text[:200], now)
                gone.append(item.key)
            elif before.pk != live.version.pk:
                release(Version.objects.select_related("item").get(pk=before.pk), now)
                changed.append(item.key)
        if not changed and not gone:
            raise BoardError(f"{day:%-m月%-d日}以后没有换过内容，不用退回。没有改动。")
        record(
            "division.restored",
            division,
            by=staff,
            facts={"day": day.isoformat(), "reason": text, "changed": changed, "gone": gone},
            division=division,
        )
    return Restored(changed, gone)
