"""What the pages of reviewers show of a version."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from kiosk.affairs.deadline import beijing_day
from kiosk.affairs.disclosure import Disclosure, Ledger
from kiosk.affairs.division import level_of
from kiosk.affairs.money import format_yuan
from kiosk.affairs.period import PeriodError, parse_period
from kiosk.center.board.models import Item, Live, Signature, SignatureAct, Standing, Version
from kiosk.center.cases.places import county, division_name

_GLANCE = 3


class Step(NamedTuple):
    """One step of a version's gate: who signed it and when, or that it is still to come."""

    name: str
    signature: Signature | None
    now: bool

    @property
    def words(self) -> str:
        """In one line."""
        if self.signature is None:
            return "正在等这一步" if self.now else "还没有到这一步"
        return str(SignatureAct(self.signature.act).label)


class Check(NamedTuple):
    """Something that was added up for the reviewer; ``good`` is whether it fits."""

    good: bool
    words: str


class Row(NamedTuple):
    """A version in a list."""

    version: Version
    place: str
    item: str
    period: str
    author: str
    kind: str
    days: int
    opened: bool


def item_name(item: Item, day: date) -> str:
    """The item as the catalogue calls it; its code where it is in no catalogue any more."""
    found = county()
    catalogue = found.catalogue_on(level_of(item.division), day) if found is not None else None
    known = catalogue.find(item.code) if catalogue is not None else None
    return known[1].name if known is not None else str(item.code)


def period_words(period: str) -> str:
    """A period as people say it."""
    try:
        return parse_period(period).chinese
    except PeriodError:
        return period


def row_of(version: Version, today: date, *, opened: bool = False) -> Row:
    """A version as a line of a list."""
    item = version.item
    face = version.written
    return Row(
        version=version,
        place=division_name(item.division),
        item=item_name(item, today),
        period=period_words(item.period),
        author=version.author.name if version.author is not None else "",
        kind="更正" if face.correction else face.kind.chinese,
        days=(today - beijing_day(version.made_at)).days,
        opened=opened,
    )


def steps_of(version: Version) -> list[Step]:
    """The way of a version through its gate."""
    given = {s.step: s for s in Signature.objects.filter(version=version).select_related("staff")}
    return [
        Step(step.name, given.get(n), version.state == Standing.WAITING and n == version.step)
        for n, step in enumerate(version.steps)
    ]


def last_public(version: Version) -> Version | None:
    """The version that is public now, if it is another one."""
    live = Live.objects.select_related("version").filter(item=version.item).first()
    return live.version if live is not None and live.version.pk != version.pk else None


def checks_of(version: Version) -> list[Check]:
    """The sums of a ledger, and whether it goes on where the one before it ended."""
    document = version.document.document
    if not isinstance(document, Ledger):
        return []
    sums = (
        f"上期结余 {format_yuan(document.opening)} ＋ 收入 {format_yuan(document.received)}"
        f" － 支出 {format_yuan(document.paid)} ＝ 本期结余 {format_yuan(document.closing)}"
    )
    found = [Check(document.difference == 0, sums)]
    before = _before(version)
    if before is not None:
        closing = before[1].closing
        found.append(
            Check(
                closing == document.opening,
                f"上一期（{before[0].covered.chinese}）结余 {format_yuan(closing)}，"
                f"这一期从 {format_yuan(document.opening)} 开始",
            )
        )
    bare = sum(1 for e in document.entries if e.paid and not e.vouchers)
    if bare:
        found.append(Check(good=False, words=f"有 {bare} 笔支出没有凭证照片"))
    return found


def _before(version: Version) -> tuple[Disclosure, Ledger] | None:
    """The public ledger that ends where this one begins."""
    own = version.written.covered
    item = version.item
    lives = Live.objects.select_related("version").filter(
        item__division=item.division, item__code=item.code
    )
    for live in lives.exclude(item=item):
        face = live.version.written
        if (own.first - face.covered.last).days == 1:
            document = live.version.document.document
            if isinstance(document, Ledger):
                return face, document
    return None


def reason_of(version: Version) -> str:
    """Why a version came back."""
    back = Signature.objects.filter(version=version, act=SignatureAct.BACK).first()
    return str(back.reason) if back is not None else ""
