"""The front page."""

from __future__ import annotations

import logging
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kiosk.center.site.published import FEED_ERRORS, PublishedReader

_LOG = logging.getLogger(__name__)


@cache
def _reader() -> PublishedReader:
    return PublishedReader(settings.FEED)


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """What this server is, and when each division last published; nothing else."""
    damaged = False
    published = None
    try:
        published = _reader().read()
    except FEED_ERRORS:
        _LOG.exception("the feed cannot be read")
        damaged = True
    page = render(request, "site/front.html", {"published": published, "damaged": damaged})
    page["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    page["Cache-Control"] = "no-cache"
    return page
