"""From where something is being done: the request in hand, or this machine."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextvars import ContextVar
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse

from kiosk.center.feedback.limits import address_of

_AGENT = 80
_KNOWN = (
    ("MicroMessenger", "微信"),
    ("DingTalk", "钉钉"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("HarmonyOS", "鸿蒙"),
    ("Android", "安卓"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


class Source(NamedTuple):
    """An address, and the kind of program in few words; both empty for the center itself."""

    address: str = ""
    agent: str = ""


_current: ContextVar[Source | None] = ContextVar("source", default=None)


def current_source() -> Source:
    """Where the request that is being answered came from; empty outside a request."""
    return _current.get() or Source()


def source_of(request: HttpRequest) -> Source:
    """The address behind the proxy, and the browser in words that a clerk knows."""
    return Source(address_of(request)[:45], brief(request.headers.get("User-Agent", "")))


def brief(agent: str) -> str:
    """A User-Agent in two words: ``微信 安卓``; a strange one shortened."""
    found = [
        next((name for mark, name in marks if mark in agent), "") for marks in (_KNOWN, _SYSTEMS)
    ]
    if not found[0]:
        return re.sub(r"[^\x20-\x7e]", "", agent)[:_AGENT]
    return " ".join(part for part in found if part)


def remember_source(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: while a request is answered, `current_source` knows where it came from."""

    def middleware(request: HttpRequest) -> HttpResponse:
        token = _current.set(source_of(request))
        try:
            return get_response(request)
        finally:
            _current.reset(token)

    return middleware
