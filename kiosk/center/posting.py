"""Posting single items beside the folders: urgent notices and the case board.

They go through the same publisher, keys and checks as everything else.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kiosk.affairs.county import County
from kiosk.feed.documents import decode, read_feed
from kiosk.feed.draft import Draft
from kiosk.feed.publisher import Outcome, Publisher
from kiosk.feed.tree import Repository


class PostError(Exception):
    """Nothing was posted.  The message is Chinese."""


def county_in(feed: Path) -> County:
    """The county's reference data as the feed names it; PostError while there is none."""
    tree = Repository(feed)
    for scope in sorted(tree.scopes, key=len):
        data = tree.read_target(scope)
        found = read_feed(data).feed if data is not None else None
        if found is not None and found.county is not None:
            return decode(tree.blobs.read(found.county.digest), County)
    raise PostError("还没有发布过县里的内容，请先用 kiosk push 发布一次。什么也没有发布。")


def post(feed: Path, online: Path, drafts: Iterable[Draft]) -> Outcome:
    """Publish these and nothing else; what did not change is not written.

    Raises PostError, and what `Publisher.publish` raises.
    """
    return Publisher(feed, online).publish(county_in(feed), drafts)
