"""Where a version that was sent is now, in words: who has it, who signed, what was said."""

from __future__ import annotations

from typing import NamedTuple

from kiosk.affairs.deadline import beijing_day
from kiosk.center.accounts.models import Staff
from kiosk.center.board.models import Signature, SignatureAct, Standing, Version


class Stop(NamedTuple):
    """One step of the way: its name, whether it is done, and who did it or has it now."""

    name: str
    state: str
    words: str


class Way(NamedTuple):
    """The whole way of a version; ``reason`` is why it came back, by ``by``."""

    version: Version
    words: str
    stops: list[Stop]
    reason: str = ""
    by: str = ""

    @property
    def has_it(self) -> str:
        """Who has it now, in a few words; empty if nobody has."""
        return next((f"{s.words}（{s.name}）" for s in self.stops if s.state == "now"), "")


def standing_of(version: Version) -> Way:
    """The way of a version so far."""
    signed = {s.step: s for s in Signature.objects.filter(version=version).select_related("staff")}
    stops = []
    reason = by = ""
    for number, step in enumerate(version.steps):
        signature = signed.get(number)
        if signature is not None and signature.act == SignatureAct.BACK:
            reason, by = signature.reason, signature.staff.name
            stops.append(Stop(step.name, "back", f"{by}退回"))
        elif signature is not None:
            day = beijing_day(signature.at)
            words = f"{signature.staff.name}，{day.month}月{day.day}日"
            stops.append(Stop(step.name, "done", words))
        elif version.state == Standing.WAITING and number == version.step:
            stops.append(Stop(step.name, "now", _who(version)))
        else:
            stops.append(Stop(step.name, "later", ""))
    return Way(version, version.state_words, stops, reason, by)


def _who(version: Version) -> str:
    """The people whose turn it is."""
    found = Staff.objects.filter(role=version.waits_role, scope=version.waits_scope, is_active=True)
    if version.waits_unit:
        found = found.filter(unit=version.waits_unit)
    names = [p.name for p in found.exclude(pk=version.author_id)[:4]]  # type: ignore[attr-defined]
    return "、".join(names) or "还没有设这个岗位的人，请找县里的技术员"
