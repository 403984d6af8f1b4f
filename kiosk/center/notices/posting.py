"""Making, changing and ending urgent notices."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from kiosk.affairs.catalogue import Kind
from kiosk.affairs.disclosure import Content, Disclosure, disclosure_id
from kiosk.affairs.division import DivisionError, scope_of
from kiosk.affairs.notice import Notice
from kiosk.affairs.posted import NOTICES
from kiosk.center.posting import PostError, county_in, post
from kiosk.feed.documents import decode
from kiosk.feed.draft import Draft
from kiosk.feed.edition import read_scope
from kiosk.feed.tree import Repository

_CHINA = ZoneInfo("Asia/Shanghai")
_MOST_A_DAY = 99
_INSTANT = timedelta(seconds=1)


def announce(  # noqa: PLR0913 - what a notice is made of
    feed: Path, online: Path, division: str, title: str, notice: Notice, *, chosen: str = ""
) -> str:
    """Post a notice for a division and all below it; returns its id.

    ``chosen`` is the id that it must have, from `free_id`; nothing happens if that stands there
    already.
    Raises PostError for a division the county does not know or a notice with mistakes.
    """
    county = county_in(feed)
    place = next((d for d in county.divisions if d.code == division), None)
    if place is None:
        raise PostError(f"县里没有 {division} 这个单位。什么也没有发布。")
    problems = [] if title.strip() else ["没有写标题"]
    problems += notice.problems()
    if problems:
        raise PostError("；".join(problems) + "。什么也没有发布。")
    day = datetime.now(UTC).astimezone(_CHINA).date()
    known = {s.disclosure.id for s in _standing(feed, division)}
    if chosen in known:
        return chosen
    if chosen:
        day = date.fromisoformat(chosen.split("-", 2)[2][:10])  # that of the order
    else:
        chosen = free_id(division, day, known)
    face = Disclosure(
        id=chosen,
        division=division,
        item=NOTICES.code,
        title=title.strip(),
        kind=Kind.NOTICE,
        period=day.isoformat(),
        published=day,
        unit=place.name,
    )
    post(feed, online, [Draft(disclosure=face, content=Content(document=notice))])
    return chosen


def free_id(division: str, day: date, taken: Collection[str]) -> str:
    """An id for a notice of that day; PostError after the ninety-eighth."""
    ids = (disclosure_id(division, NOTICES.code, day.isoformat(), n) for n in range(1, _MOST_A_DAY))
    found = next((each for each in ids if each not in taken), None)
    if found is None:
        raise PostError("今天发的紧急通知太多了。什么也没有发布。")
    return found


def end(feed: Path, online: Path, id: str) -> bool:  # noqa: A002 - the domain's word
    """End a notice now; it stays on record.  False if it had ended already.

    Raises PostError if there is none of that id.
    """
    division = id.partition("-")[0]
    for found in _standing(feed, division):
        if found.disclosure.id != id:
            continue
        notice = found.content.document
        now = datetime.now(UTC)
        if not isinstance(notice, Notice):
            break
        if notice.expires <= now:
            return False
        ended = msgspec.structs.replace(
            notice, expires=now, onset=min(notice.onset, now - _INSTANT)
        )
        post(feed, online, [Draft(disclosure=found.disclosure, content=Content(document=ended))])
        return True
    raise PostError(f"没有编号为 {id} 的紧急通知。什么也没有改动。")


def notices_of(feed: Path, division: str) -> list[tuple[str, str, Notice]]:
    """Id, title and notice of everything that was ever announced for a division."""
    return [
        (f.disclosure.id, f.disclosure.title, f.content.document)
        for f in _standing(feed, division)
        if isinstance(f.content.document, Notice)
    ]


def _standing(feed: Path, division: str) -> list[Draft]:
    """The notices that stand in the feed of a division; PostError if that is no division."""
    tree = Repository(feed)
    try:
        scope = scope_of(division)
    except DivisionError as error:
        raise PostError(f"{error}。什么也没有改动。") from error
    data = tree.read_target(scope) if scope in tree.scopes else None
    if data is None:
        return []
    return [
        Draft(
            disclosure=entry.disclosure,
            content=decode(tree.blobs.read(entry.document.digest), Content),
        )
        for entry in read_scope(data, tree.blobs.read).entries
        if entry.disclosure.item == NOTICES.code
    ]
