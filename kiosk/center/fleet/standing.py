"""How each terminal stands: four honest states, and who still shows what was taken down.

Green only where the Edition that was *drawn* is the one that the feed's folder intends now.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from kiosk.affairs.division import lineage, scope_of
from kiosk.center.fleet.chronicle import intended, newest_states
from kiosk.center.fleet.models import (
    Appearance,
    Heartbeat,
    Published,
    Showing,
    State,
    TakedownAck,
    Terminal,
)
from kiosk.feed import roles

SILENT_AFTER = timedelta(minutes=15)
"""Three heartbeats."""
DARK_AFTER = 300
"""Seconds without a frame: the clock on the screen turns every 60."""
LOW_DISK = 100
"""MiB."""


class Light(StrEnum):
    """The four states of a terminal."""

    NEWEST = "newest"
    OLDER = "older"
    SILENT = "silent"
    FAULTY = "faulty"

    @property
    def chinese(self) -> str:
        """As the county reads it."""
        return {"newest": "最新", "older": "旧内容", "silent": "失联", "faulty": "故障"}[self.value]


class Standing(NamedTuple):
    """A terminal, its state, since when (UTC, or None if nobody knows), and why."""

    terminal: Terminal
    light: Light
    since: datetime | None
    why: str


def standings(terminals: Iterable[Terminal], now: datetime) -> list[Standing]:
    """How terminals stand.  The chronicle must be up to date."""
    newest = newest_states()
    return [_standing(terminal, newest, now) for terminal in terminals]


def _standing(terminal: Terminal, newest: dict[str, Published], now: datetime) -> Standing:
    heard = terminal.heard_at
    if heard is None:
        return Standing(terminal, Light.SILENT, terminal.decided_at, "接受以后还没有报告过")
    if now - heard > SILENT_AFTER:
        return Standing(terminal, Light.SILENT, heard, "之后没有报告")
    latest = Heartbeat.objects.filter(terminal=terminal).first()
    body: dict[str, Any] = latest.body if latest is not None else {}
    faults = faults_of(body)
    if faults:
        return Standing(terminal, Light.FAULTY, heard, "；".join(faults))
    if body.get("drawn") == intended(terminal.division, newest).digest:
        return Standing(terminal, Light.NEWEST, heard, "")
    since = _behind_since(terminal, newest)
    behind = "已经取到，还没有画出来" if _fetched(body, terminal, newest) else "还没有取到"
    return Standing(terminal, Light.OLDER, since, behind)


def faults_of(body: dict[str, Any]) -> list[str]:
    """What a heartbeat says is wrong, in Chinese."""
    found = [str(fault) for fault in body.get("faults", ())]
    age = body.get("drawn_age")
    if age is None:
        found.append("屏幕程序没有画面")
    elif age > DARK_AFTER:
        found.append(f"屏幕 {age // 60} 分钟没有新画面")
    elif not body.get("drawn"):
        found.append("屏幕上还没有内容")
    if body.get("quarantined"):
        first = next(iter(body.get("quarantine", {}).items()), ("", ""))
        found.append(f"{body['quarantined']} 件显示不了，如 {first[0]}：{first[1]}")
    if body.get("disk", 0) < LOW_DISK:
        found.append(f"磁盘只剩 {body.get('disk', 0)} MB")
    return found


def _fetched(body: dict[str, Any], terminal: Terminal, newest: dict[str, Published]) -> bool:
    return bool(body.get("edition") == intended(terminal.division, newest).digest)


def _behind_since(terminal: Terminal, newest: dict[str, Published]) -> datetime | None:
    """When the first thing was published that the terminal has not drawn."""
    shown = _last_shown(terminal)
    if shown is None:
        return None
    missed = []
    own = [scope_of(code) for code in lineage(terminal.division)]
    for scope in [*own, roles.WITHDRAW]:
        have = shown.takedowns if scope == roles.WITHDRAW else shown.scopes.get(scope, 0)
        if scope not in newest or newest[scope].version <= have:
            continue
        after = Published.objects.filter(scope=scope, version__gt=have).order_by("version").first()
        if after is not None:
            missed.append(after.issued)
    return min(missed, default=None)


def _last_shown(terminal: Terminal) -> Showing | None:
    return Showing.objects.filter(terminal=terminal).order_by("number").last()


class Removal(NamedTuple):
    """One terminal and a takedown: ``at`` is when its screen was drawn without the item."""

    terminal: Terminal
    at: datetime | None
    words: str


def removals(item: str) -> list[Removal] | None:
    """Who has a taken-down disclosure off the screen, and who may still show it.

    None if there is no such takedown.
    """
    takedown = Appearance.objects.filter(scope=roles.WITHDRAW, item=item).order_by("version").last()
    if takedown is None:
        return None
    acknowledged = dict(
        TakedownAck.objects.filter(item=item, version=takedown.version).values_list(
            "terminal_id", "at"
        )
    )
    return [_removal(terminal, takedown, acknowledged.get(terminal.pk)) for terminal in reach(item)]


def reach(item: str) -> list[Terminal]:
    """Every terminal that was ever accepted and on whose board an item's division stands."""
    scope = scope_of(item.partition("-")[0])
    return [
        terminal
        for terminal in Terminal.objects.exclude(decided_at=None)
        if scope in {scope_of(code) for code in lineage(terminal.division)}
    ]


def _removal(terminal: Terminal, takedown: Appearance, at: datetime | None) -> Removal:
    if at is not None:
        return Removal(terminal, at, "已撤下")
    shown = _last_shown(terminal)
    if shown is None:
        return Removal(terminal, None, "从没报告过，无从知道")
    if not holds(shown, takedown.item):
        return Removal(terminal, None, "最后一次报告时画面上没有这一件")
    if terminal.state == State.REVOKED:
        return Removal(terminal, None, "已停用，可能还在显示")
    return Removal(terminal, None, "还在显示")


def holds(showing: Showing, item: str) -> bool:
    """Whether an item could be seen in a stretch."""
    scope = scope_of(item.partition("-")[0])
    version = showing.scopes.get(scope, 0)
    rows = Appearance.objects.filter(item=item).order_by("version")
    newest = [
        row
        for row in rows
        if row.scope == scope and row.first <= version and (row.last is None or version <= row.last)
    ]
    hidden = [row for row in rows if row.scope == roles.WITHDRAW and row.first <= showing.takedowns]
    return bool(newest) and not any(row.version >= newest[-1].version for row in hidden)
