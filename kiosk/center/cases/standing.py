"""The documents that the center posts by itself, as the feed has them."""

from __future__ import annotations

from typing import TypeVar

from kiosk.affairs.disclosure import Content, Disclosure
from kiosk.affairs.division import scope_of
from kiosk.feed.documents import decode
from kiosk.feed.edition import read_scope
from kiosk.feed.tree import Repository

_T = TypeVar("_T")


def standing_document(
    tree: Repository, division: str, item: str, kind: type[_T]
) -> tuple[Disclosure | None, _T | None]:
    """Face and document of what a division has posted under an item; None where it has not."""
    data = tree.read_target(scope_of(division))
    for entry in read_scope(data, tree.blobs.read).entries if data is not None else ():
        if entry.disclosure.item == item:
            document = decode(tree.blobs.read(entry.document.digest), Content).document
            return entry.disclosure, document if isinstance(document, kind) else None
    return None, None
