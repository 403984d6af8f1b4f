"""What is new on a board for feed readers: Atom (RFC 4287) and JSON Feed 1.1."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta, timezone
from xml.etree import ElementTree as ET

import msgspec
from django.urls import reverse

from kiosk.center.site.board import Board, Row

_CHINA = timezone(timedelta(hours=8))
_ATOM = "http://www.w3.org/2005/Atom"
ET.register_namespace("", _ATOM)

Absolute = Callable[[str], str]
"""Makes an address of this server out of a path."""


def as_atom(board: Board, rows: Sequence[Row], absolute: Absolute) -> bytes:
    """The feed's XML; ids do not change with the server's address."""
    home = reverse("site-division", args=(board.division.code,))
    own = reverse("site-atom", args=(board.division.code,))
    feed = ET.Element(f"{{{_ATOM}}}feed", {"xml:lang": "zh-Hans"})
    _add(feed, "title", _title(board))
    _add(feed, "id", _name(board.division.code))
    _add(feed, "updated", _moment(max((r.face.latest for r in rows), default=board.county.since)))
    _add(feed, "link", rel="alternate", type="text/html", href=absolute(home))
    _add(feed, "link", rel="self", type="application/atom+xml", href=absolute(own))
    for row in rows:
        entry = ET.SubElement(feed, f"{{{_ATOM}}}entry")
        _add(entry, "title", row.face.title)
        _add(entry, "id", _name(row.face.id))
        _add(entry, "updated", _moment(row.face.latest))
        _add(entry, "published", _moment(row.face.published))
        _add(entry, "link", rel="alternate", type="text/html", href=absolute(_address(row)))
        _add(entry, "category", term=row.affairs.value, label=row.affairs.chinese)
        _add(ET.SubElement(entry, f"{{{_ATOM}}}author"), "name", row.face.unit)
        _add(entry, "summary", _summary(row))
    return bytes(ET.tostring(feed, encoding="utf-8", xml_declaration=True))


def as_json(board: Board, rows: Sequence[Row], absolute: Absolute) -> bytes:
    """The same as JSON."""
    code = board.division.code
    return msgspec.json.encode(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": _title(board),
            "home_page_url": absolute(reverse("site-division", args=(code,))),
            "feed_url": absolute(reverse("site-json", args=(code,))),
            "language": "zh-Hans",
            "items": [
                {
                    "id": row.face.id,
                    "url": absolute(_address(row)),
                    "title": row.face.title,
                    "content_text": _summary(row),
                    "date_published": _moment(row.face.published),
                    "date_modified": _moment(row.face.latest),
                    "authors": [{"name": row.face.unit}],
                    "tags": [row.affairs.chinese, row.class_name],
                }
                for row in rows
            ],
        }
    )


def _add(parent: ET.Element, tag: str, text: str = "", **attributes: str) -> None:
    ET.SubElement(parent, f"{{{_ATOM}}}{tag}", attributes).text = text or None


def _title(board: Board) -> str:
    return f"{board.shelf.place(board.division.code)}公开栏"


def _address(row: Row) -> str:
    return reverse("site-item", args=(row.face.id,))


def _summary(row: Row) -> str:
    said = [row.affairs.chinese, row.class_name, row.place, row.face.unit]
    if row.face.correction:
        said.append(f"更正：{row.face.correction}")
    return " · ".join(part for part in said if part)


def _moment(day: date) -> str:
    return datetime(day.year, day.month, day.day, tzinfo=_CHINA).isoformat()


def _name(of: str) -> str:
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'kiosk:{of}')}"
