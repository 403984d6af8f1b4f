"""Posters for staff: pick a division or a disclosure of one's own, print it."""

from __future__ import annotations

import os

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kiosk.affairs.division import DivisionError, scope_of
from kiosk.center.accounts.access import StaffRequest, staff_page
from kiosk.center.feedback.verbs import ADDRESS
from kiosk.center.posters.face import FaceMissingError
from kiosk.center.posters.size import Size
from kiosk.center.site.shelf import FEED_ERRORS, shelf
from kiosk.feed.code import CodeError

_LISTED = 60


@staff_page
@require_safe
def posters(request: StaffRequest) -> HttpResponse:
    """The divisions of this person; below the chosen one, its newest disclosures."""
    try:
        county = shelf().county()
        divisions = [d for d in county.divisions if _may(request, d.code)] if county else []
        chosen = request.GET.get("division", request.user.division)
        if not _may(request, chosen):
            raise Http404
        context = {
            "divisions": sorted(divisions, key=lambda d: d.code),
            "chosen": chosen,
            "place": shelf().place(chosen),
            "faces": shelf().faces(chosen)[:_LISTED],
            "sizes": list(Size),
        }
    except FEED_ERRORS as error:
        raise Http404 from error
    return render(request, "site/posters.html", context)


@staff_page
@require_safe
def poster(request: StaffRequest, division: str, size: str) -> HttpResponse:
    """One poster as PDF; ``?item=`` for a disclosure's."""
    if not _may(request, division) or size not in set(Size):
        raise Http404
    # fpdf2 and fontTools take 50 MB: only a worker that makes posters carries them.
    from kiosk.center.posters.making import poster_of
    from kiosk.center.posters.poster import PosterError, poster_pdf

    item, today = request.GET.get("item", ""), timezone.localdate()
    try:
        made = poster_of(division, item, base=public_address(request), day=today)
        data = poster_pdf(made, Size(size))
    except PosterError as error:
        raise Http404(str(error)) from error
    except (CodeError, FaceMissingError) as error:
        return HttpResponse(str(error), status=503, content_type="text/plain; charset=utf-8")
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="poster-{item or division}-{size}.pdf"'
    return answer


def public_address(request: HttpRequest) -> str:
    """The center's address for phones: as it was set up, else as staff reached it."""
    return os.environ.get(ADDRESS, "") or f"{request.scheme}://{request.get_host()}"


def _may(request: StaffRequest, division: str) -> bool:
    """Whether a division is this person's own or lies below it."""
    try:
        return scope_of(division).startswith(request.user.scope)
    except DivisionError:
        return False
