"""Sending a page: what every public page of the center has in common."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "script-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Content-Security-Policy: nothing from anywhere else, no script in the page itself."""


def page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    status: int = 200,
    private: bool = False,
) -> HttpResponse:
    """A page of HTML.  What one resident typed is ``private``: nobody on the way keeps it."""
    answer = render(request, template, context, status=status)
    answer["Content-Security-Policy"] = POLICY
    answer["Cache-Control"] = "no-store" if private else "no-cache"
    return answer


def message(
    request: HttpRequest, title: str, *lines: str, status: int, ask_number: bool = False
) -> HttpResponse:
    """A page that says what happened, what is safe and what to do."""
    context = {"title": title, "lines": lines, "ask_number": ask_number}
    return page(request, "site/message.html", context, status=status)
