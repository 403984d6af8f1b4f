"""The documents on the wire, and their JSON Schema.

A scope's feed is a log of entries: the newest lie inline in its ``head``, the older ones in
immutable pages of 60.  The same id may stand in the log several times; its highest version
counts.  Written strictly; read leniently: unknown fields are ignored, and an entry that this
program does not understand costs that entry, not the feed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, TypeVar

import msgspec

from kiosk.affairs.county import County
from kiosk.affairs.disclosure import Content, Disclosure

_T = TypeVar("_T")

Digest = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
Size = Annotated[int, msgspec.Meta(ge=0)]
Version = Annotated[int, msgspec.Meta(ge=1)]
Scope = Annotated[str, msgspec.Meta(pattern="^([0-9]{6}|[0-9]{9}|[0-9]{12})$")]


class DocumentError(ValueError):
    """Bytes that verified are not the document that they should be."""


class BlobRef(msgspec.Struct, frozen=True):
    """A blob by its SHA-256 and its length in bytes."""

    digest: Digest
    size: Size


class PageRef(msgspec.Struct, frozen=True):
    """An immutable page of older entries."""

    digest: Digest
    size: Size
    count: Size


class Entry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A disclosure's face and where its document lies.

    The pictures are named, with digest and size, by the document itself; ``files`` and
    ``files_size`` (bytes) only say how many and how much, so that room can be made for them.
    """

    disclosure: Disclosure
    document: BlobRef
    files: Size = 0
    files_size: Size = 0


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """Sixty older entries of a scope, the oldest first."""

    scope: Scope
    entries: tuple[Entry, ...]


class Feed(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Everything that one scope (county, township or village) publishes.

    ``version`` grows with every change and never goes back.  ``pages`` and ``head`` together
    are the log, the oldest first.  ``county`` stands in the county's own feed only: the
    reference data (`kiosk.affairs.county.County`) as a blob.
    """

    scope: Scope
    version: Version
    issued: datetime
    head: tuple[Entry, ...]
    pages: tuple[PageRef, ...] = ()
    county: BlobRef | None = None


class Takedown(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A disclosure taken down (撤回), in every version up to ``up_to``.

    ``fingerprint`` is of the last version that was hidden (`fingerprint`): pushing the same
    folder once more must not bring it back, a corrected version may.
    """

    id: str
    up_to: Version
    reason: str
    at: datetime
    fingerprint: str = ""


class Takedowns(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that was ever taken down, the oldest first; can hide, can never add."""

    version: Version
    issued: datetime
    items: tuple[Takedown, ...]


class _LooseFeed(msgspec.Struct, frozen=True, kw_only=True):
    scope: Scope
    version: Version
    issued: datetime
    head: tuple[msgspec.Raw, ...]
    pages: tuple[PageRef, ...] = ()
    county: BlobRef | None = None


class _LoosePage(msgspec.Struct, frozen=True, kw_only=True):
    scope: Scope
    entries: tuple[msgspec.Raw, ...]


class LooseFeed(msgspec.Struct, frozen=True, kw_only=True):
    """A feed as read: the entries that this program understands, and how many it does not."""

    feed: Feed
    strange: int


class LoosePage(msgspec.Struct, frozen=True, kw_only=True):
    """A page as read: the entries that this program understands, and how many it does not."""

    page: Page
    strange: int


def encode(document: Feed | Page | Takedowns | Content | County | Entry) -> bytes:
    """The one JSON form of a document: compact, UTF-8, fields in the order of declaration."""
    return msgspec.json.encode(document)


def decode(data: bytes, kind: type[_T]) -> _T:
    """A document from its JSON; DocumentError if it is not one of that kind."""
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, RecursionError) as error:
        raise DocumentError(f"{kind.__name__}: {error}") from error


def read_feed(data: bytes) -> LooseFeed:
    """A feed, read leniently; DocumentError if its frame is broken."""
    loose = decode(data, _LooseFeed)
    entries, strange = _entries(loose.head)
    feed = Feed(
        scope=loose.scope,
        version=loose.version,
        issued=loose.issued,
        head=entries,
        pages=loose.pages,
        county=loose.county,
    )
    return LooseFeed(feed=feed, strange=strange)


def read_page(data: bytes) -> LoosePage:
    """A page, read leniently; DocumentError if its frame is broken."""
    loose = decode(data, _LoosePage)
    entries, strange = _entries(loose.entries)
    return LoosePage(page=Page(scope=loose.scope, entries=entries), strange=strange)


def _entries(raw: Iterable[msgspec.Raw]) -> tuple[tuple[Entry, ...], int]:
    found, strange = [], 0
    for each in raw:
        try:
            found.append(decode(bytes(each), Entry))
        except DocumentError:
            strange += 1
    return tuple(found), strange


def strictly(document: _T) -> bytes:
    """The JSON of a document that holds to its types and limits to the last field.

    Structs do not check what they are built from; this does, by reading back what it wrote.
    Raises DocumentError.
    """
    data = msgspec.json.encode(document)
    if decode(data, type(document)) != document:
        raise DocumentError(f"{type(document).__name__}: does not survive its own JSON")
    return data


def fingerprint(entry: Entry) -> str:
    """SHA-256 of an entry without its version: equal if and only if nothing was changed."""
    plain = msgspec.structs.replace(
        entry, disclosure=msgspec.structs.replace(entry.disclosure, version=1)
    )
    return hashlib.sha256(encode(plain)).hexdigest()


def json_schema() -> dict[str, Any]:
    """JSON Schema 2020-12 of every document; strict, as publishing is."""
    kinds = (Feed, Page, Takedowns, Content, County)
    refs, components = msgspec.json.schema_components(kinds, ref_template="#/$defs/{name}")
    for component in components.values():
        _close(component)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "openaffairs-kiosk feed",
        "description": "Feed, Page, Takedowns, Content and County; terminals ignore fields that"
        " they do not know, publishers must not write any.",
        "anyOf": list(refs),
        "$defs": dict(sorted(components.items())),
    }


def _close(node: Any) -> None:
    """Refuse unknown properties everywhere, and say what a digest is."""
    if isinstance(node, dict):
        node.pop("discriminator", None)  # OpenAPI's, unknown to JSON Schema
        if node.get("type") == "object" and "properties" in node:
            node["additionalProperties"] = False
            if "digest" in node["properties"]:
                node["properties"]["digest"]["pattern"] = "^[0-9a-f]{64}$"
        for value in node.values():
            _close(value)
    elif isinstance(node, list):
        for value in node:
            _close(value)


def schema_text() -> str:
    """The schema as it lies in ``schema.json``: indented JSON with a newline at its end."""
    return msgspec.json.format(msgspec.json.encode(json_schema()), indent=2).decode() + "\n"
