"""What a terminal refused, kept for the staff panel: a short file that cannot grow.

``events.jsonl`` in the trust folder, the oldest first.  The same refusal again and again is one
line with a count, and is written down at 1, 2, 4, 8 ... times: a server that lies every minute
must not wear out the card.
"""

from __future__ import annotations

import logging
from datetime import datetime
from pathlib import Path

import msgspec

from kiosk.feed import durable
from kiosk.feed.refusals import Refusal, Refused

_LOG = logging.getLogger(__name__)
_NAME = "events.jsonl"
_MOST = 100
_DETAIL = 300
"""Characters of detail that are kept: some of it is the server's own words."""


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """A refusal, how often, and when first and last: UTC, never before the floor of time."""

    at: datetime
    last: datetime
    count: int
    kind: Refusal
    where: str
    detail: str

    @property
    def sentence(self) -> str:
        """What happened, what is safe, what to do; Chinese."""
        return self.kind.sentence


class EventLog:
    """The events of one terminal.  ``folder`` None keeps them in memory only."""

    def __init__(self, folder: Path | None) -> None:
        self._file = None if folder is None else folder / _NAME
        self.events = [] if folder is None else recent_events(folder)

    def note(self, refused: Refused, now: datetime) -> None:
        """Write down a refusal.  A disk that refuses too is no reason to stop."""
        event = Event(
            at=now,
            last=now,
            count=1,
            kind=refused.kind,
            where=refused.where,
            detail=refused.detail[:_DETAIL],
        )
        for number, old in enumerate(self.events):
            if (old.kind, old.where) == (event.kind, event.where):
                event = msgspec.structs.replace(event, at=old.at, count=old.count + 1)
                del self.events[number]
                break
        self.events = [*self.events, event][-_MOST:]
        if event.count & (event.count - 1) == 0:
            self._save()

    def _save(self) -> None:
        if self._file is None:
            return
        try:
            durable.write_durable(self._file, msgspec.json.Encoder().encode_lines(self.events))
        except OSError as error:
            _LOG.warning("events not written: %s", error)


def recent_events(path: Path) -> list[Event]:
    """The events in a terminal's trust folder, the latest last; none if there is no file.

    Lines that cannot be read are left out.
    """
    try:
        lines = (path / _NAME).read_bytes().splitlines()
    except OSError:
        return []
    found = []
    for line in lines[-_MOST:]:
        try:
            found.append(msgspec.json.decode(line, type=Event))
        except msgspec.DecodeError:
            continue
    return found
