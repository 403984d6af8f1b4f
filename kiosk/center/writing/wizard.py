"""这些列是什么: asked only where the heads do not tell, and remembered."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kiosk.affairs.catalogue import Kind
from kiosk.center.accounts.access import StaffRequest, staff_page
from kiosk.center.cases.sealing import SealError
from kiosk.center.sheets.fault import SheetError
from kiosk.center.sheets.words import Meaning
from kiosk.center.writing import copies, uploads
from kiosk.center.writing.bringing import told
from kiosk.center.writing.copies import ConflictError
from kiosk.center.writing.models import Upload
from kiosk.center.writing.page import page
from kiosk.center.writing.subject import Subject
from kiosk.center.writing.views import given, number_of

_LEDGER = [m for m in Meaning if m is not Meaning.KEEP]
_TABLE = [Meaning.KEEP, Meaning.LEAVE]
_WORDS = {
    Meaning.LEAVE: "不要这一列",
    Meaning.KEEP: "要公开",
    Meaning.AMOUNT: "金额（另有一列写收或支）",
    Meaning.SIDE: "写“收”或“支”的列",
    Meaning.MONTH: "月（日期分成了几列）",
    Meaning.DAY_OF_MONTH: "日（日期分成了几列）",
}


@staff_page
@require_http_methods(["GET", "POST"])
def columns(request: StaffRequest, division: str, code: str, period: str) -> HttpResponse:
    """Which sheet, and which column is what."""
    subject = given(request, division, code, period)
    copy = copies.find(request.user, subject)
    typed = copy.written if copy is not None else None
    upload = _upload(request, subject, typed.upload if typed is not None else None)
    if copy is None or typed is None or upload is None:
        return redirect(subject.address())
    name = request.POST.get("sheet") or request.GET.get("sheet") or typed.sheet or None
    answers = None
    if "answered" in request.POST:
        answers = _answers(request)
    try:
        reading = uploads.read_sheet(subject, typed, upload, name=name, answers=answers)
    except (SheetError, SealError) as error:
        context = {"subject": subject, "typed": typed, "problem": str(error), "chosen": name}
        return page(request, "columns.html", context, status=422)
    if reading.form is not None and request.method == "POST":
        if reading.proposal.guesses:  # a declared kind knows its columns: nothing was asked
            uploads.remember(request.user, subject, reading.proposal.mapping(), timezone.now())
        try:
            seen = number_of(request.POST.get("revision")) or 0
            taken = uploads.take_in(typed, upload, reading)
            copies.save(copy, taken, request.user, timezone.now(), seen)
        except ConflictError as error:
            messages.error(request, str(error))
            return redirect(subject.address("columns"))
        messages.success(request, told(reading))
        return redirect(subject.address())
    meanings = _LEDGER if typed.kind is Kind.LEDGER else _TABLE
    context = {
        "subject": subject,
        "copy": copy,
        "typed": typed,
        "upload": upload,
        "names": reading.names,
        "chosen": reading.name,
        "questions": reading.questions if request.method == "POST" else (),
        "rows": [
            (g, [(m.value, _WORDS.get(m, m.value), m is g.meaning) for m in meanings])
            for g in sorted(reading.proposal.guesses, key=lambda g: (g.private, g.sure, g.index))
        ],
        "lines": len(typed.ledger.lines) if typed.kind is Kind.LEDGER else len(typed.table.rows),
    }
    return page(request, "columns.html", context, status=422 if context["questions"] else 200)


def _answers(request: StaffRequest) -> dict[int, Meaning]:
    found = {}
    for key, value in request.POST.items():
        number = number_of(key.removeprefix("column-"))
        if key.startswith("column-") and number is not None and value in set(Meaning):
            found[number] = Meaning(value)
    return found


def _upload(request: StaffRequest, subject: Subject, pk: int | None) -> Upload | None:
    found: Upload | None = (
        Upload.objects.within(request.user).filter(pk=pk, key=subject.key).first() if pk else None
    )
    return found


@staff_page
@require_POST
def raw(request: StaffRequest, division: str, code: str, period: str, pk: str) -> HttpResponse:
    """The file as it was brought; the look is on record."""
    subject = given(request, division, code, period)
    upload = _upload(request, subject, number_of(pk))
    if upload is None:
        raise Http404
    try:
        data = uploads.look(request.user, upload, request)
    except SealError as error:
        messages.error(request, str(error))
        return redirect(subject.address())
    answer = HttpResponse(data, content_type="application/octet-stream")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(upload.name)}"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
