"""What the feed shows and the board did not publish: pushed from folders, withdrawn by command.

The feed is the truth of what is public.  A folder that was pushed is read back from it into
versions of origin ``folder``, so that the clerk's page, corrections and going back know them.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import msgspec
from django.db import transaction

from kiosk.affairs.county import County
from kiosk.affairs.disclosure import Disclosure
from kiosk.affairs.division import level_of
from kiosk.center.board.gate import digest_of
from kiosk.center.board.models import (
    Absorbed,
    Item,
    Job,
    Live,
    LiveChange,
    Origin,
    Standing,
    Version,
)
from kiosk.feed import roles
from kiosk.feed.documents import Entry, Takedown, Takedowns, decode
from kiosk.feed.edition import by_id, is_taken_down, read_scope
from kiosk.feed.tree import Repository


def absorb(feed: Path, county: County, now: datetime) -> list[str]:
    """Bring the board into line with the feed; the scopes in which something was new.

    Raises one of `kiosk.center.fleet.chronicle.FEED_ERRORS` where the feed is damaged.
    """
    tree = Repository(feed)
    known = dict(Absorbed.objects.values_list("scope", "version"))
    changed = []
    for scope in sorted({roles.WITHDRAW, *tree.scopes} & set(tree.versions)):
        version = tree.versions[scope]
        if known.get(scope) == version:
            continue
        with transaction.atomic():
            if scope == roles.WITHDRAW:
                fresh = _withdrawn(tree, now)
            else:
                fresh = _scope(tree, scope, county, now)
            Absorbed.objects.update_or_create(scope=scope, defaults={"version": version})
        if fresh:
            changed.append(scope)
    return changed


def _scope(tree: Repository, scope: str, county: County, now: datetime) -> bool:
    data = tree.read_target(scope)
    if data is None:
        return False
    listed = _takedowns(tree)
    entries = [
        entry
        for entry in read_scope(data, tree.blobs.read).entries
        if entry.disclosure.kind.is_authored and not is_taken_down(entry, listed)
    ]
    lives = {
        live.item.key: live.version
        for live in Live.objects.filter(item__scope=scope).select_related("item", "version")
    }
    strange = [e for e in entries if not _is_known(e, lives.get(e.disclosure.id), tree)]
    if strange:
        _take_in(tree, strange, county, lives, now)
    return bool(strange)


def _is_known(entry: Entry, live: Version | None, tree: Repository) -> bool:
    """Whether the version that the board has as public is what the feed shows.

    What was released here and is not published yet waits for the worker; it is no news.
    """
    if live is None:
        return False
    document = tree.blobs.read(entry.document.digest)
    if live.origin == Origin.DESK:
        under_way = Job.objects.filter(item=live.item, done_at__isnull=True).exists()
        return under_way or (live.plain == document and live.title == entry.disclosure.title)
    face = msgspec.structs.replace(entry.disclosure, version=1)
    same = bytes(live.face) == msgspec.json.encode(face)
    return same and live.digest == digest_of(bytes(live.face), document)


def _take_in(
    tree: Repository,
    entries: Iterable[Entry],
    county: County,
    lives: dict[str, Version],
    now: datetime,
) -> None:
    listed = list(entries)
    keys = [entry.disclosure.id for entry in listed]
    items = {item.key: item for item in Item.objects.filter(key__in=keys)}
    Item.objects.bulk_create(
        item for e in listed if e.disclosure.id not in items if (item := _item(e, county))
    )
    items = {item.key: item for item in Item.objects.filter(key__in=keys)}
    numbers: dict[int, int] = {}
    for pk, number in Version.objects.filter(item__key__in=keys).values_list("item", "number"):
        numbers[pk] = max(number, numbers.get(pk, 0))
    replaced = [lives[key].pk for key in keys if key in lives]
    Version.objects.filter(pk__in=replaced).update(state=Standing.REPLACED)
    made = Version.objects.bulk_create(
        _version(tree, e.disclosure, e.document.digest, items[e.disclosure.id], numbers, now)
        for e in listed
        if e.disclosure.id in items
    )
    for version in made:
        if version.item.key in lives:
            Live.objects.filter(item=version.item).update(version=version, since=now)
    fresh = [version for version in made if version.item.key not in lives]
    Live.objects.bulk_create(Live(item=v.item, version=v, since=now) for v in fresh)
    LiveChange.objects.bulk_create(LiveChange(item=v.item, version=v, at=now) for v in made)


def _item(entry: Entry, county: County) -> Item | None:
    face = entry.disclosure
    catalogue = county.catalogue_on(level_of(face.division), face.published)
    found = catalogue.find(face.item) if catalogue is not None else None
    if found is None:
        return None
    return Item(
        key=face.id,
        scope=next(d.scope for d in county.divisions if d.code == face.division),
        division=face.division,
        code=face.item,
        affairs=found[0].affairs.value,
        period=face.period,
    )


def _version(  # noqa: PLR0913, PLR0917 - what a row is made of
    tree: Repository,
    disclosure: Disclosure,
    document: str,
    item: Item,
    numbers: dict[int, int],
    now: datetime,
) -> Version:
    face = msgspec.json.encode(msgspec.structs.replace(disclosure, version=1))
    content = tree.blobs.read(document)
    return Version(
        item=item,
        number=numbers.get(item.pk, 0) + 1,
        origin=Origin.FOLDER,
        made_at=now,
        title=disclosure.title,
        face=face,
        content=zlib.compress(content),
        digest=digest_of(face, content),
        needs=len(disclosure.approvals),
        state=Standing.LIVE,
        released_on=disclosure.latest,
    )


def _takedowns(tree: Repository) -> dict[str, Takedown]:
    data = tree.read_target(roles.WITHDRAW)
    return dict(by_id(decode(data, Takedowns).items)) if data is not None else {}


def _withdrawn(tree: Repository, now: datetime) -> bool:
    """What was withdrawn by command is not public here either."""
    listed = _takedowns(tree)
    gone = False
    for live in Live.objects.filter(item__key__in=list(listed)).select_related("item", "version"):
        if _stands(tree, live.item, listed):
            continue
        item, live.version.state = live.item, Standing.WITHDRAWN
        live.version.save(update_fields=["state"])
        live.delete()
        LiveChange.objects.create(item=item, version=None, at=now)
        gone = True
    return gone


def _stands(tree: Repository, item: Item, listed: dict[str, Takedown]) -> bool:
    """Whether the feed shows a newer version than the one that was withdrawn, or will."""
    if Job.objects.filter(item=item, done_at__isnull=True).exists():
        return True
    data = tree.read_target(str(item.scope))
    entries = read_scope(data, tree.blobs.read).entries if data is not None else ()
    found = next((e for e in entries if e.disclosure.id == item.key), None)
    return found is not None and not is_taken_down(found, listed)
