"""Sending a page: what every public page of the center has in common."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

_STARTED = datetime.now(UTC)
"""A newer program may say the same content in other words."""

POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; media-src 'self'; "
    "script-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Content-Security-Policy: nothing from anywhere else, no script in the page itself."""


def page(  # noqa: PLR0913 - what a page is made of
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    status: int = 200,
    private: bool = False,
    changed: datetime | None = None,
) -> HttpResponse:
    """A page of HTML.  What one resident typed is ``private``: nobody on the way keeps it.

    Public ones carry an ETag of what they say and, where it is known, when that ``changed``:
    a phone that has the page already is answered with a few bytes.
    """
    answer = render(request, template, context, status=status)
    answer["Content-Security-Policy"] = POLICY
    if private:
        answer["Cache-Control"] = "no-store"
        return answer
    return fresh(request, answer, changed)


def fresh(request: HttpRequest, answer: HttpResponse, changed: datetime | None) -> HttpResponse:
    """The answer to be asked about again before it is used again; 304 if nothing changed."""
    answer["Cache-Control"] = "no-cache"
    if answer.status_code != HTTPStatus.OK:
        return answer
    etag = f'W/"{hashlib.sha256(answer.content).hexdigest()[:32]}"'
    answer["ETag"] = etag
    last = None
    if changed is not None:
        last = int(max(changed, _STARTED).timestamp())
        answer["Last-Modified"] = http_date(last)
    found = get_conditional_response(request, etag, last, answer)
    assert isinstance(found, HttpResponse)
    return found


def message(
    request: HttpRequest, title: str, *lines: str, status: int, ask_number: bool = False
) -> HttpResponse:
    """A page that says what happened, what is safe and what to do."""
    context = {"title": title, "lines": lines, "ask_number": ask_number}
    return page(request, "site/message.html", context, status=status)
