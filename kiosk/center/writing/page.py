"""Sending a page of the clerk's: its own scripts, its own pictures, nothing from elsewhere."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; frame-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


def page(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """One of the templates under ``writing``."""
    answer = render(request, f"writing/{template}", context, status=status)
    answer["Content-Security-Policy"] = POLICY
    return answer
