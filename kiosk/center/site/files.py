"""The files that the public pages need: a style sheet, two scripts, and the feed's pictures."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kiosk.feed.blobs import BlobError, BlobStore

_CENTER = Path(__file__).resolve().parent.parent
_FILES = {
    "page.css": (_CENTER / "site" / "page.css", "text/css"),
    "village.css": (_CENTER / "site" / "village.css", "text/css"),
    "solve.js": (_CENTER / "feedback" / "solve.js", "text/javascript"),
    "ballot.js": (_CENTER / "appraisals" / "ballot.js", "text/javascript"),
    "progress.js": (_CENTER / "feedback" / "progress.js", "text/javascript"),
}
_PICTURES = {
    b"RIFF": "image/webp",
    b"\x89PNG\r\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"OggS": "audio/ogg",
    b"ID3": "audio/mpeg",
    b"\xff\xfb": "audio/mpeg",
    b"\xff\xf3": "audio/mpeg",
    b"\xff\xf2": "audio/mpeg",
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


@require_safe
def picture(request: HttpRequest, digest: str) -> HttpResponse:  # noqa: ARG001
    """A picture or a recording of the feed with its type.

    The feed itself serves every blob as bytes of no type, which a browser saves instead of
    showing when somebody taps a voucher.
    """
    try:
        data = BlobStore(settings.FEED / "blobs", gzipped=True).read(digest)
    except (BlobError, OSError) as error:
        raise Http404 from error
    kind = next((kind for magic, kind in _PICTURES.items() if data.startswith(magic)), None)
    if kind is None:
        raise Http404
    answer = HttpResponse(data, content_type=kind)
    answer["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer


@cache
def _content(path: Path) -> bytes:
    return path.read_bytes()
