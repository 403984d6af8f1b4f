"""Taking in what terminals report: who may, what of it counts, and what is kept."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import Any, NamedTuple, TypeVar

import msgspec
from django.db import transaction
from django.db.models import F, Max, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from kiosk.affairs.division import lineage, scope_of
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
from kiosk.feed.report import (
    BEAT,
    ENROL,
    Enrolment,
    ReportError,
    Span,
    check_signature,
    code_of,
    read_report,
    terminal_id,
)
from kiosk.feed.report import Heartbeat as Report

_T = TypeVar("_T")

PENDING_LIMIT = 2_000
"""Terminals that may wait to be accepted; beyond that the longest silent one goes."""

_turn = threading.Lock()
"""SQLite lets those who wait for it try by chance; here they wait in turn, within a process."""

LEAST_SECONDS = 5
"""Between two heartbeats of one terminal."""

KEPT_DAYS = 100
"""Heartbeats older than this go; what was shown, and when, stays for ever."""


class RefusedError(Exception):
    """A report does not count.  ``status`` is HTTP's; ``state`` how the terminal stands."""

    def __init__(
        self, status: int, reason: str, *, state: str = "", retry_after: int | None = None
    ) -> None:
        super().__init__(reason)
        self.status, self.state, self.retry_after = status, state, retry_after


class Signed(NamedTuple):
    """A signed request as it came."""

    terminal: str
    sequence: int
    signature: str
    body: bytes


def take_enrolment(request: Signed, scopes: frozenset[str]) -> str:
    """Enter a terminal as pending, or say how it stands; RefusedError.

    ``scopes`` are those of the county.  A terminal that moves to another division is pending
    again: only a person may say that a box belongs there.
    """
    asked = _read(request.body, Enrolment)
    identity = terminal_id(asked.key)
    if identity != request.terminal:
        raise RefusedError(401, "the name is not that of the key")
    _check(asked.key, ENROL, request)
    try:
        known = scope_of(asked.division) in scopes
    except ValueError:
        known = False
    if not known:
        raise RefusedError(422, f"这个县没有区划 {asked.division}")
    now = timezone.now()
    with _turn, transaction.atomic():
        terminal = Terminal.objects.filter(pk=identity).first()
        if terminal is None:
            _make_room()
            Terminal.objects.create(
                id=identity,
                key=asked.key,
                code=code_of(identity),
                division=asked.division,
                sequence=request.sequence,
                version=asked.version,
                asked_at=now,
            )
            return State.PENDING.value
        if request.sequence <= terminal.sequence:
            raise RefusedError(409, "this number was used before")
        terminal.sequence, terminal.asked_at, terminal.version = (
            request.sequence,
            now,
            asked.version,
        )
        if terminal.division != asked.division and terminal.state != State.REVOKED:
            terminal.division, terminal.state = asked.division, State.PENDING
        terminal.save()
    return str(terminal.state)


def take_heartbeat(request: Signed) -> None:
    """Keep a heartbeat of an accepted terminal; RefusedError."""
    terminal = Terminal.objects.filter(pk=request.terminal).first()
    if terminal is None:
        raise RefusedError(403, "not one of ours", state="unknown")
    _check(terminal.key, BEAT, request)
    if terminal.state != State.ACCEPTED:
        raise RefusedError(403, "not accepted", state=str(terminal.state))
    report = _read(request.body, Report)
    if report.division != terminal.division:
        raise RefusedError(403, "accepted for another division", state="moved")
    now = timezone.now()
    if terminal.heard_at is not None and timedelta() <= now - terminal.heard_at < timedelta(
        seconds=LEAST_SECONDS
    ):
        raise RefusedError(429, "too often", retry_after=LEAST_SECONDS)
    with _turn, transaction.atomic():
        counted = Terminal.objects.filter(
            pk=terminal.pk, state=State.ACCEPTED, sequence__lt=request.sequence
        ).update(sequence=request.sequence, heard_at=now, version=report.version)
        if not counted:
            raise RefusedError(409, "this number was used before")
        _keep(terminal, report, now)
        for span in report.spans:
            _show(terminal, span, now)
        _acknowledge(terminal, report, now)


def _read(data: bytes, kind: type[_T]) -> _T:
    try:
        return read_report(data, kind)
    except ReportError as error:
        raise RefusedError(400, str(error)[:200]) from error


def _check(key: str, path: str, request: Signed) -> None:
    try:
        check_signature(key, path, request.sequence, request.signature, request.body)
    except ReportError as error:
        raise RefusedError(401, str(error)) from error


def _make_room() -> None:
    """Pending terminals ask again every minute; one that was made up does not."""
    waiting = Terminal.objects.filter(state=State.PENDING)
    if waiting.count() < PENDING_LIMIT:
        return
    hour_ago = timezone.now() - timedelta(hours=1)
    gone, _ = waiting.filter(asked_at__lt=hour_ago).delete()
    if not gone:
        raise RefusedError(503, "等待接受的终端太多", retry_after=600)


def _keep(terminal: Terminal, report: Report, now: datetime) -> None:
    body = msgspec.to_builtins(msgspec.structs.replace(report, spans=()))
    day = timezone.localtime(now).date()
    row, made = Heartbeat.objects.get_or_create(
        terminal=terminal,
        day=day,
        defaults={"first_at": now, "received_at": now, "body": body},
    )
    if not made:
        Heartbeat.objects.filter(pk=row.pk).update(received_at=now, body=body, count=F("count") + 1)
        return
    limit = day - timedelta(days=KEPT_DAYS)
    Heartbeat.objects.filter(terminal=terminal, day__lt=limit).delete()


def _show(terminal: Terminal, span: Span, now: datetime) -> None:
    """Add a stretch, or let a known one grow; what was said once does not shrink."""
    since = now - timedelta(seconds=max(span.since, span.until))
    until = now - timedelta(seconds=span.until)
    row, made = Showing.objects.get_or_create(
        terminal=terminal,
        number=span.number,
        defaults={
            "scopes": dict(span.scopes),
            "takedowns": span.takedowns,
            "since": since,
            "until": until,
            "certain": span.certain,
        },
    )
    if not made and row.scopes == dict(span.scopes) and row.takedowns == span.takedowns:
        change: dict[str, Any] = {"until": Greatest(F("until"), Value(until))}
        if not span.certain:
            change["certain"] = False
        Showing.objects.filter(pk=row.pk).update(**change)


def _acknowledge(terminal: Terminal, report: Report, now: datetime) -> None:
    """Note which takedowns the screen has been drawn by."""
    listed = Published.objects.filter(scope=roles.WITHDRAW).aggregate(last=Max("version"))["last"]
    drawn = min(max((span.takedowns for span in report.spans), default=0), listed or 0)
    if drawn <= terminal.takedowns:
        return
    own = {scope_of(code) for code in lineage(terminal.division)}
    rows = Appearance.objects.filter(
        scope=roles.WITHDRAW, first__gt=terminal.takedowns, first__lte=drawn
    )
    TakedownAck.objects.bulk_create(
        (
            TakedownAck(terminal=terminal, item=row.item, version=row.version, at=now)
            for row in rows
            if scope_of(row.item.partition("-")[0]) in own
        ),
        ignore_conflicts=True,
    )
    Terminal.objects.filter(pk=terminal.pk).update(takedowns=drawn)
