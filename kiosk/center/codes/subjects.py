"""From a code to what it is about, and whether somebody stood at the screen."""

from __future__ import annotations

import logging
import threading
from datetime import datetime, timedelta
from functools import cache
from typing import NamedTuple

from django.conf import settings
from django.db.models import Max
from django.utils import timezone

from kiosk.affairs.case import CaseState
from kiosk.affairs.deadline import beijing_day
from kiosk.affairs.division import lineage
from kiosk.affairs.routing import Place
from kiosk.center.cases.models import Case
from kiosk.center.cases.places import unit_name
from kiosk.center.cases.services import rules_on
from kiosk.center.codes.keys import CodeKeyError, CodeKeys
from kiosk.center.codes.models import Subject
from kiosk.center.fleet.chronicle import FEED_ERRORS
from kiosk.center.fleet.models import Appearance, State, Terminal
from kiosk.center.fleet.views import chronicle
from kiosk.feed import roles
from kiosk.feed.agreement import agree_at_center
from kiosk.feed.code import (
    Code,
    CodeError,
    Purpose,
    is_sealed,
    number_of,
    read_token,
    subject_of,
    token,
    unit_item,
    unit_of,
)

_LOG = logging.getLogger(__name__)
_AHEAD = timedelta(hours=1)
"""A terminal's clock may be fast by so much."""

_BATCH = 500


class Resolved(NamedTuple):
    """What a code leads to.

    ``token`` is its one written form.  ``terminal`` is the name of the box where ``at_screen``,
    else ''; ``row`` counts from 1, 0 for the whole.  ``screen`` says that it comes from a screen
    rather than from a poster, whether or not its mark holds.  ``unit`` is the full name of the
    unit that it is about, if it is about one; ``item`` and ``row`` stay empty then.
    """

    token: str
    purpose: Purpose
    division: str
    item: str
    row: int
    screen: bool
    terminal: str
    at_screen: bool
    unit: str = ""


class UnknownSubjectError(Exception):
    """The code is well-formed, but nothing of the kind was ever published here."""


def resolve(text: str, *, now: datetime, mark_hours: int) -> Resolved:
    """What a token means.

    A late, forged or revoked mark is no mark, and nothing else is lost.  Raises CodeError if the
    token is none, UnknownSubjectError if the county never published what it names.
    """
    code = read_token(text)
    subject = _subject(code.subject.hex())
    unit = unit_of(subject.item)
    terminal = _marked_by(code, subject.division, now=now, mark_hours=mark_hours)
    return Resolved(
        token=token(code),
        purpose=code.purpose,
        division=subject.division,
        item="" if unit else subject.item,
        row=0 if unit or code.purpose is Purpose.RATE else code.row,
        screen=code.screen,
        terminal=terminal,
        at_screen=bool(terminal),
        unit=unit,
    )


def screen_of(text: str) -> str:
    """The division of the screen that a code was scanned on; '' where nobody knows."""
    try:
        code = read_token(text)
    except CodeError:
        return ""
    if not code.mark:
        return ""
    found = Terminal.objects.filter(pk__startswith=code.terminal, state=State.ACCEPTED)
    divisions = set(found.values_list("division", flat=True))
    return str(divisions.pop()) if len(divisions) == 1 else ""


def resolve_number(digits: str) -> list[Subject]:
    """What these 8 digits may stand for: none, one, or several that the page tells apart."""
    table().refresh()
    return list(Subject.objects.filter(number=digits).order_by("item"))


def poster_token(division: str, item: str = "", purpose: Purpose = Purpose.SPEAK) -> str:
    """A long-lived code without a mark."""
    return token(Code(purpose=purpose, subject=subject_of(division, item)))


def _subject(digest: str) -> Subject:
    found = Subject.objects.filter(pk=digest).first()
    if found is None:
        table().refresh()
        found = Subject.objects.filter(pk=digest).first()
    if found is None:
        raise UnknownSubjectError(digest)
    return found


def _marked_by(code: Code, division: str, *, now: datetime, mark_hours: int) -> str:
    """The name of the terminal that made the mark, or ''."""
    made = code.made
    if made is None or not code.screen:
        return ""
    if not made - _AHEAD <= now < made + timedelta(hours=mark_hours + 1):
        return ""
    try:
        key = CodeKeys(settings.DATA).get(code.key)
    except CodeKeyError:
        _LOG.exception("no mark can be checked")
        return ""
    if key is None:
        return ""
    for terminal in Terminal.objects.filter(pk__startswith=code.terminal, state=State.ACCEPTED):
        try:
            shared = agree_at_center(key, bytes.fromhex(terminal.key))
        except CodeError:
            continue
        if is_sealed(code, shared) and division in lineage(terminal.division):
            return str(terminal.pk)
    return ""


class _Table:
    """Keeps the subjects complete: what was published since is entered before a question."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen: tuple[int, int, frozenset[tuple[str, str]]] | None = None

    def refresh(self) -> None:
        """Enter what is new; a damaged feed leaves what is known already."""
        try:
            chronicle().refresh()
        except FEED_ERRORS:
            _LOG.exception("the feed cannot be read; codes of what is known still work")
        standing = Appearance.objects.exclude(scope=roles.WITHDRAW)
        newest = standing.aggregate(last=Max("pk"))["last"] or 0
        units = _units()
        seen = (newest, len(chronicle().scopes), units)
        with self._lock:
            if seen == self._seen:
                return
            missing = standing.exclude(item__in=Subject.objects.values("item"))
            items = set(missing.values_list("item", flat=True))
            _enter({(item.partition("-")[0], item) for item in items})
            _enter({(division, "") for division in _divisions()} | units)
            self._seen = seen


@cache
def table() -> _Table:
    """The one of this process."""
    return _Table()


def _divisions() -> set[str]:
    try:
        county = chronicle().county()
    except FEED_ERRORS:
        return set()
    return {each.code for each in county.divisions} if county is not None else set()


def _units() -> frozenset[tuple[str, str]]:
    """The units that a case of each division lies with: boards name them, people rate them."""
    held = CaseState.HELD.value
    found = Case.objects.exclude(state=held).values_list("division", "unit").distinct()
    today = rules_on(beijing_day(timezone.now()))
    return frozenset(
        (division, unit_item(unit_name(Place.read(unit), today))) for division, unit in found
    )


def _enter(subjects: set[tuple[str, str]]) -> None:
    rows = []
    for division, item in sorted(subjects):
        digest = subject_of(division, item)
        rows.append(
            Subject(digest=digest.hex(), number=number_of(digest), division=division, item=item)
        )
    Subject.objects.bulk_create(rows, batch_size=_BATCH, ignore_conflicts=True)
