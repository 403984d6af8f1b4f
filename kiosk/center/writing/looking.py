"""Looking before sending: the screen as it will be, and the page on a phone."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from kiosk.affairs.catalogue import Kind
from kiosk.center.accounts.access import StaffRequest, staff_page
from kiosk.center.board.models import Version
from kiosk.center.site.parts import parts_of
from kiosk.center.site.shelf import shelf
from kiosk.center.writing import copies, drawing
from kiosk.center.writing.drafting import Built, build
from kiosk.center.writing.page import page
from kiosk.center.writing.pictures import file_of
from kiosk.center.writing.subject import Subject
from kiosk.center.writing.views import given

_PHONE = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "base-uri 'none'; frame-ancestors 'self'"
)
_KINDS = {b"RIFF": "image/webp", b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg"}


def built_of(request: StaffRequest, subject: Subject) -> Built | None:
    """What came of the working copy; None where there is none."""
    copy = copies.find(request.user, subject)
    return build(subject, copy.written) if copy is not None else None


@staff_page
@require_safe
def look(request: StaffRequest, division: str, code: str, period: str) -> HttpResponse:
    """Preview, what the sender must tick, and the button that sends it."""
    subject = given(request, division, code, period)
    copy = copies.find(request.user, subject)
    if copy is None:
        return redirect(subject.address())
    return look_page(request, subject, build(subject, copy.written))


def look_page(
    request: StaffRequest, subject: Subject, built: Built, *, problem: str = "", status: int = 200
) -> HttpResponse:
    """The preview; without a draft the list of what is to be mended."""
    drawn = drawing.draw(subject, built.draft) if built.draft is not None else None
    gate = subject.gate()
    context = {
        "subject": subject,
        "built": built,
        "stops": [f for f in built.faults if f.stop],
        "drawn": drawn,
        "pages": range(1, drawn.drawn + 1) if drawn else (),
        "gate": gate,
        "problem": problem,
        "nothing": built.draft is not None and built.draft.disclosure.kind is Kind.NOTHING,
        "typed_day": request.POST.get("publish_on", ""),
        "typed_until": request.POST.get("until", ""),
    }
    return page(request, "look.html", context, status=status)


@staff_page
@xframe_options_sameorigin
@require_safe
def phone(request: StaffRequest, division: str, code: str, period: str) -> HttpResponse:
    """The public page of it, as a phone will show it."""
    subject = given(request, division, code, period)
    built = built_of(request, subject)
    if built is None or built.draft is None:
        raise Http404
    face, content = built.draft.disclosure, built.draft.content
    part = parts_of(content)[0]
    context = {
        "face": face,
        "content": content,
        "today": subject.today,
        "place": shelf().place(face.division),
        "sample": subject.county.sample,
        "rows": part.rows,
        "body": part.body,
        "part": 1,
        "parts": (),
        "speak": "#main",
        "rate": "#main",
    }
    answer = render(request, "site/item.html", context)
    html = answer.content.decode()
    for media in content.media():
        ours = reverse("write-picture", args=(division, code, period, media.digest))
        html = html.replace(reverse("site-picture", args=(media.digest,)), ours)
    answer.content = html.encode()
    answer["Content-Security-Policy"] = _PHONE
    return answer


@staff_page
@require_safe
def picture(
    request: StaffRequest, division: str, code: str, period: str, digest: str
) -> HttpResponseBase:
    """A picture of the working copy, of what is under review, or of what is public."""
    subject = given(request, division, code, period)
    copy = copies.find(request.user, subject)
    known = digest in copy.written.pictures if copy is not None else False
    if not known:
        sent = Version.objects.filter(item__key=subject.key)
        known = any(digest in {m.digest for m in v.document.media()} for v in sent[:5])
    path = file_of(digest) if known else None
    if path is None:
        raise Http404
    with path.open("rb") as file:
        start = file.read(4)
    kind = next((kind for magic, kind in _KINDS.items() if start.startswith(magic)), None)
    if kind is None:
        raise Http404
    return FileResponse(path.open("rb"), content_type=kind)


@staff_page
@require_safe
def drawn(  # noqa: PLR0913, PLR0917 - the parts of the address
    request: StaffRequest, division: str, code: str, period: str, digest: str, number: str
) -> HttpResponseBase:
    """One drawn page of the screen.  Its name is the digest of what was drawn: no guessing."""
    given(request, division, code, period)
    path = drawing.picture(digest, int(number))
    if path is None:
        raise Http404
    return FileResponse(path.open("rb"), content_type="image/png")
