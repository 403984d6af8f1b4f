"""The county's front page, the page of one disclosure, and what is said when there is none."""

from __future__ import annotations

import logging
from functools import cache
from typing import NamedTuple

from django.conf import settings
from django.db import Error as DatabaseFailure
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kiosk.affairs.catalogue import Kind
from kiosk.affairs.deadline import beijing_day
from kiosk.affairs.disclosure import Content, Disclosure
from kiosk.affairs.guide import ServiceGuide
from kiosk.affairs.people import Contact, People
from kiosk.affairs.routing import rank_of
from kiosk.center.board.faces import public_face, replaced
from kiosk.center.codes.subjects import poster_token, screen_of
from kiosk.center.errands.offer import may_be_served
from kiosk.center.site import visits
from kiosk.center.site.board import board_of, documents
from kiosk.center.site.page import message, page
from kiosk.center.site.parts import part_of_row, parts_of
from kiosk.center.site.published import FEED_ERRORS, Line, Published, PublishedReader
from kiosk.center.site.shelf import Opened, shelf
from kiosk.feed.code import Purpose

_LOG = logging.getLogger(__name__)
_OPEN = 40
"""Villages up to which the index stands open."""


@cache
def _reader() -> PublishedReader:
    return PublishedReader(settings.FEED)


class Township(NamedTuple):
    """A township with its villages, as the index shows them."""

    line: Line
    villages: list[Line]


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """The way in: eight digits, one's own case, and every village by township."""
    damaged = False
    published = None
    try:
        published = _reader().read()
    except FEED_ERRORS:
        _LOG.exception("the feed cannot be read")
        damaged = True
    lines = published.lines if published else ()
    context = {
        "published": published,
        "damaged": damaged,
        "home": next((line for line in lines if line.indent == 0), None),
        "townships": _townships(published),
        "open": len(lines) <= _OPEN,
    }
    return page(request, "site/front.html", context)


def _townships(published: Published | None) -> list[Township]:
    found: list[Township] = []
    for line in published.lines if published else ():
        if line.indent == 1:
            found.append(Township(line, []))
        elif line.indent == 2 and found:
            found[-1].villages.append(line)
    return found


@require_safe
def item(request: HttpRequest, item: str) -> HttpResponse:
    """One disclosure at its stable address; ``?part=`` of a long one, or where ``?row=`` stands."""
    return item_page(request, item, token="")


def item_page(request: HttpRequest, item: str, *, token: str) -> HttpResponse:
    """A disclosure to read on the phone; ``token`` is the code that led here, '' for none."""
    try:
        opened = shelf().open(item)
        if opened is None:
            return missing(request)
        face = opened.disclosure
        context = _of(request, opened, token)
        changed = shelf().issued(face.division)
    except (*FEED_ERRORS, DatabaseFailure):
        return damaged(request)
    visits.seen(face.division, face.id, now=timezone.now())
    status = 410 if opened.content is None else 200
    return page(request, "site/item.html", context, status=status, changed=changed)


@require_safe
def old_version(request: HttpRequest, item: str, number: int) -> HttpResponse:
    """A version that was corrected since: it stays readable while the item is public."""
    found = replaced(item).filter(number=number).first()
    try:
        opened = shelf().open(item) if found is not None else None
        if found is None or opened is None or opened.content is None:
            return missing(request)
        face = public_face(found, beijing_day(timezone.now()))
        context = _of(request, Opened(face, found.document), "")
    except (*FEED_ERRORS, DatabaseFailure):
        return damaged(request)
    context |= {"newer": opened.disclosure, "older": []}
    return page(request, "site/item.html", context)


def damaged(request: HttpRequest) -> HttpResponse:
    """The feed's folder cannot be read."""
    _LOG.exception("the feed cannot be read")
    return message(
        request,
        "内容暂时打不开",
        "村里公开栏上的内容没有受影响，可以到村部去看。",
        "这里请过一会儿再试。",
        status=503,
    )


def missing(request: HttpRequest) -> HttpResponse:
    """Nothing of the kind was ever published."""
    return message(
        request,
        "没有找到这一件",
        "地址可能输错了，或者这一件不是本县公开的。请对照公开栏上的8位数字再输一遍。",
        status=404,
        ask_number=True,
    )


def number_of(text: str) -> int:
    """A small number from an address; 1 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 and int(text) else 1


def doors(token: str) -> dict[str, str]:
    """Where 反映问题 and 打个分 lead."""
    return {
        "speak": reverse("feedback-form", args=(token,)),
        "rate": reverse("feedback-rate", args=(token,)),
    }


def _of(request: HttpRequest, opened: Opened, token: str) -> dict[str, object]:
    face = opened.disclosure
    county = shelf().county()
    return {
        "face": face,
        "content": opened.content,
        "gone": opened.gone,
        "today": (county and county.sample_day) or beijing_day(timezone.now()),
        "place": shelf().place(face.division),
        "sample": county is not None and county.sample,
        "instead": _face(face.replaced_by),
        "older": list(replaced(face.id)),
        "served": _served(opened),
        "call": _call(opened, token),
        "related": [found for id_ in face.related if (found := _face(id_))],
        **_parts(request, opened.content),
        **doors(token or poster_token(face.division, face.id)),
    }


def _served(opened: Opened) -> str:
    """Where a disclosure that offers something leads; '' for others."""
    face, content = opened.disclosure, opened.content
    if content is None or not may_be_served(content.document, timezone.now()):
        return ""
    return reverse("serve", args=(poster_token(face.division, face.id, Purpose.SERVE),))


def _call(opened: Opened, token: str) -> Contact | None:
    """Whom to call about a guide: who has its class in the office that does it.

    The village's people are known where the code was scanned on a village's screen.
    """
    guide = opened.content.document if opened.content is not None else None
    if not isinstance(guide, ServiceGuide):
        return None
    board = board_of((screen_of(token) if token else "") or opened.disclosure.division)
    for face, people in documents(board, Kind.PEOPLE, People) if board is not None else []:
        if rank_of(face.division) is guide.rank:
            return people.for_matter(guide.group, guide.post)
    return None


def _parts(request: HttpRequest, content: Content | None) -> dict[str, object]:
    """The part that is asked for, and its neighbours."""
    if content is None:
        return {}
    parts = parts_of(content)
    row = request.GET.get("row", "")
    at = part_of_row(parts, number_of(row)) if row else number_of(request.GET.get("part", ""))
    at = min(at, len(parts))
    return {
        "rows": parts[at - 1].rows,
        "body": parts[at - 1].body,
        "part": at,
        "parts": range(1, len(parts) + 1),
        "linked": {id_: found.title for id_ in content.related() if (found := _face(id_))},
    }


def _face(id_: str) -> Disclosure | None:
    """The face of another disclosure that can be opened; None for none and for withdrawn ones."""
    opened = shelf().open(id_) if id_ else None
    return opened.disclosure if opened is not None and opened.content is not None else None
