"""The front page, a division's page, and the page of one disclosure."""

from __future__ import annotations

import logging
from functools import cache
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from kiosk.affairs.catalogue import Affairs, catalogue_for
from kiosk.affairs.county import County
from kiosk.affairs.disclosure import Disclosure
from kiosk.affairs.division import level_of
from kiosk.center.codes.subjects import poster_token
from kiosk.center.site.page import message, page
from kiosk.center.site.published import FEED_ERRORS, PublishedReader
from kiosk.center.site.shelf import Opened, shelf

_LOG = logging.getLogger(__name__)
_LISTED = 60


@cache
def _reader() -> PublishedReader:
    return PublishedReader(settings.FEED)


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """What this server is, and when each division last published; nothing else."""
    broken = False
    published = None
    try:
        published = _reader().read()
    except FEED_ERRORS:
        _LOG.exception("the feed cannot be read")
        broken = True
    return page(request, "site/front.html", {"published": published, "damaged": broken})


@require_safe
def item(request: HttpRequest, item: str) -> HttpResponse:
    """One disclosure at its stable address."""
    return item_page(request, item, token="")


@require_safe
def division(request: HttpRequest, code: str) -> HttpResponse:
    """What a division has published, at its stable address."""
    return division_page(request, code, token="")


def item_page(request: HttpRequest, item: str, *, token: str) -> HttpResponse:
    """A disclosure to read on the phone; ``token`` is the code that led here, '' for none."""
    try:
        opened = shelf().open(item)
        context = _of(opened, token) if opened is not None else None
    except FEED_ERRORS:
        return damaged(request)
    if context is None:
        return missing(request)
    status = 410 if context["content"] is None else 200
    return page(request, "site/item.html", context, status=status)


def division_page(request: HttpRequest, code: str, *, token: str) -> HttpResponse:
    """What a division has published; ``token`` as in `item_page`."""
    try:
        county = shelf().county()
        if county is None or shelf().division(code) is None:
            return missing(request)
        faces = shelf().faces(code)
        context = {
            "place": shelf().place(code),
            "sample": county.sample,
            "groups": _groups(county, code, faces[:_LISTED]),
            "more": len(faces) > _LISTED,
            "limit": _LISTED,
            **_doors(token or poster_token(code)),
        }
    except FEED_ERRORS:
        return damaged(request)
    return page(request, "site/division.html", context)


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


def _of(opened: Opened, token: str) -> dict[str, object]:
    face = opened.disclosure
    county = shelf().county()
    return {
        "face": face,
        "content": opened.content,
        "gone": opened.gone,
        "place": shelf().place(face.division),
        "sample": county is not None and county.sample,
        **_doors(token or poster_token(face.division, face.id)),
    }


def _doors(token: str) -> dict[str, str]:
    """Where 反映问题 and 打个分 lead."""
    return {
        "speak": reverse("feedback-form", args=(token,)),
        "rate": reverse("feedback-rate", args=(token,)),
    }


class _Group(NamedTuple):
    """What stands under one of the three affairs."""

    name: str
    faces: list[Disclosure]


def _groups(county: County, code: str, faces: list[Disclosure]) -> list[_Group]:
    """By the three affairs, in the order of the board; what no catalogue knows comes last."""
    found: dict[str, list[Disclosure]] = {each.chinese: [] for each in Affairs}
    for face in faces:
        catalogue = catalogue_for(county.catalogues, level_of(code), face.published)
        known = catalogue.find(face.item) if catalogue is not None else None
        name = known[0].affairs.chinese if known is not None else "其他"
        found.setdefault(name, []).append(face)
    return [_Group(name, listed) for name, listed in found.items() if listed]
