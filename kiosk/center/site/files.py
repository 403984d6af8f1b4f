"""The few small files that the public pages need: one style sheet, two scripts."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

_CENTER = Path(__file__).resolve().parent.parent
_FILES = {
    "page.css": (_CENTER / "site" / "page.css", "text/css"),
    "solve.js": (_CENTER / "feedback" / "solve.js", "text/javascript"),
    "progress.js": (_CENTER / "feedback" / "progress.js", "text/javascript"),
}


@require_safe
def small_file(request: HttpRequest, name: str) -> HttpResponse:  # noqa: ARG001
    """One of them; browsers keep it for an hour."""
    if name not in _FILES:
        raise Http404
    path, kind = _FILES[name]
    answer = HttpResponse(_content(path), content_type=f"{kind}; charset=utf-8")
    answer["Cache-Control"] = "public, max-age=3600"
    return answer


@cache
def _content(path: Path) -> bytes:
    return path.read_bytes()
