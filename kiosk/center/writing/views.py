"""The form: opened from what is owed, saved at every step."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kiosk.affairs.catalogue import Kind
from kiosk.affairs.period import Cycle, PeriodError
from kiosk.center.accounts.access import StaffRequest, staff_page
from kiosk.center.board.models import Standing, Version
from kiosk.center.cases.sealing import SealError
from kiosk.center.folder.kinds import FORMS
from kiosk.center.sheets.fault import SheetError
from kiosk.center.writing import bringing, copies, fields, photos
from kiosk.center.writing.copies import ConflictError, TooLargeError
from kiosk.center.writing.declared import form_of
from kiosk.center.writing.drafting import build
from kiosk.center.writing.models import Upload, WorkingCopy
from kiosk.center.writing.page import page
from kiosk.center.writing.pictures import PictureError
from kiosk.center.writing.reopening import blank, typed_of
from kiosk.center.writing.shown import form_context
from kiosk.center.writing.standing import standing_of
from kiosk.center.writing.subject import Subject, subject_for
from kiosk.center.writing.typed import Typed

_OTHER_KINDS = (Kind.PROSE, Kind.TABLE, Kind.SCAN)
"""What any item may be written as, besides the kind that the catalogue names."""
_OWN_FORMS = frozenset(
    {
        Kind.LEDGER,
        Kind.TABLE,
        Kind.RESOLUTION,
        Kind.SCAN,
        Kind.PROSE,
        Kind.NOTHING,
        Kind.EXCUSE,
    }
)
BAD_FILE = (SheetError, PictureError, SealError)


def given(request: StaffRequest, division: str, code: str, period: str) -> Subject:
    """The subject of a request; Http404 where it is not this person's to write."""
    serial = request.GET.get("serial") or request.POST.get("serial") or ""
    return subject_for(request.user, division, code, period, serial)


def number_of(text: str | None) -> int | None:
    """A small number from an address or a button; None for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else None


@staff_page
@require_http_methods(["GET", "POST"])
def index(request: StaffRequest) -> HttpResponse:
    """What is begun, and every item of the catalogue to begin with."""
    if not request.user.kind.writes:
        raise Http404
    from kiosk.center.writing.beginning import choices, wanted

    problem = ""
    if request.method == "POST":
        try:
            return redirect(wanted(request.user, request.POST))
        except PeriodError as error:
            problem = str(error)
    copied = WorkingCopy.objects.within(request.user).filter(division=request.user.division)
    context = {
        "copies": [(c, _address(c), c.written.title) for c in copied],
        "groups": choices(request.user),
        "problem": problem,
        "chosen": request.POST.get("code", ""),
    }
    return page(request, "index.html", context, status=422 if problem else 200)


def _address(copy: WorkingCopy) -> str:
    path = f"/desk/write/{copy.division}/{copy.code}/{copy.period}/"
    return path if copy.serial == 1 else f"{path}?serial={copy.serial}"


@staff_page
@require_http_methods(["GET", "POST"])
def item(request: StaffRequest, division: str, code: str, period: str) -> HttpResponse:
    """The one page of something to be disclosed, whatever its state is."""
    subject = given(request, division, code, period)
    copy = copies.find(request.user, subject)
    if request.method == "POST":
        if copy is None:
            return _begin(request, subject)
        return _change(request, subject, copy)
    if copy is None:
        return _without_copy(request, subject)
    return form_page(request, subject, copy)


def form_page(
    request: StaffRequest,
    subject: Subject,
    copy: WorkingCopy,
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    """The form with what is typed, and what is wrong with it."""
    typed = copy.written
    built = build(subject, typed)
    checked = copy.revision > 1 or "check" in request.GET
    newest = subject.newest()
    context = {
        "subject": subject,
        "copy": copy,
        "typed": typed,
        "problem": problem,
        "kinds": [k for k in _kinds(subject) if k is not typed.kind],
        "returned": standing_of(newest) if newest and newest.state == Standing.RETURNED else None,
        "upload": Upload.objects.within(request.user).filter(pk=typed.upload).first(),
        "figures": [
            (number, name, digest, typed.captions.get(name, ""))
            for number, (name, digest) in enumerate(typed.figures.items())
        ],
        "unfold": "all" in request.GET,
        "several": subject.item.cycle in {Cycle.AT_ONCE, Cycle.STANDING},
        "outside": bringing.outside(typed, subject),
        "previous": subject.previous_closing() if typed.kind is Kind.LEDGER else None,
        **form_context(subject, typed, built, number_of(request.GET.get("edit")), checked=checked),
    }
    return page(request, template_of(typed.kind), context, status=status)


def template_of(kind: Kind) -> str:
    """The form of a kind; the plainest of all for one that has none."""
    if form_of(kind) is not None:
        return "declared.html"
    return f"{kind.value}.html" if kind in _OWN_FORMS else "form.html"


def _without_copy(request: StaffRequest, subject: Subject, problem: str = "") -> HttpResponse:
    newest = subject.newest()
    public = subject.public()
    live = public if public is not None and public.content is not None else None
    context = {
        "subject": subject,
        "live": live,
        "newest": newest,
        "standing": standing_of(newest) if newest else None,
        "waits": newest is not None and newest.state in {Standing.WAITING, Standing.APPROVED},
        "returned": newest is not None and newest.state == Standing.RETURNED,
        "empty": live is not None and live.disclosure.kind in {Kind.NOTHING, Kind.EXCUSE},
        "excused": live is not None and live.disclosure.kind is Kind.EXCUSE,
        "mine": newest is not None and newest.author == request.user,
        "kinds": _kinds(subject),
        "more_kinds": _more_kinds(subject),
        "running": _is_running(subject),
        "problem": problem,
    }
    return page(request, "begin.html", context, status=422 if problem else 200)


def _is_running(subject: Subject) -> bool:
    """Accounts of a period that is not over yet."""
    period = subject.period
    accounts = subject.item.kind is Kind.LEDGER and period.cycle is not Cycle.STANDING
    return accounts and period.last > subject.today


def _kinds(subject: Subject) -> list[Kind]:
    own = subject.item.kind
    return [own, *(k for k in _OTHER_KINDS if k is not own)]


def _more_kinds(subject: Subject) -> list[Kind]:
    """Kinds with forms of their own that the catalogue does not name: 台账 where it says 表格."""
    return [kind for kind in FORMS if kind not in _kinds(subject)]


def _begin(request: StaffRequest, subject: Subject) -> HttpResponse:
    """A blank form, a correction of what is public, or what was sent back once more."""
    act, now = request.POST.get("act", ""), timezone.now()
    newest = subject.newest()
    if act == "again" and newest is not None and newest.state in _AGAIN:
        face = newest.written
        typed = typed_of(face, newest.document, correcting=bool(face.correction))
        typed = msgspec.structs.replace(typed, correction=face.correction)
    elif act in {"correct", "instead"}:
        public = subject.public()
        reason = request.POST.get("correction", "").strip()[:200]
        if public is None or public.content is None:
            raise Http404
        if not reason:
            return _without_copy(request, subject, "请写明更正的原因，群众会看到。")
        typed = blank(subject.item.kind, subject.name)
        if act == "correct" and public.disclosure.kind is not Kind.EXCUSE:
            typed = typed_of(public.disclosure, public.content, correcting=True)
        typed = msgspec.structs.replace(typed, correcting=True, correction=reason)
    elif act in {k.value for k in (*_kinds(subject), *FORMS)} and not _is_underway(newest):
        typed = blank(Kind(act), subject.name)
    else:
        return redirect(subject.address())
    copies.begin(request.user, subject, typed, now)
    return redirect(subject.address())


_AGAIN = {Standing.RETURNED, Standing.ABANDONED}


def _is_underway(newest: Version | None) -> bool:
    return newest is not None and newest.state in {Standing.WAITING, Standing.APPROVED}


@staff_page
@require_http_methods(["GET", "POST"])
def none(request: StaffRequest, division: str, code: str, period: str) -> HttpResponse:
    """这一期没有: one tap here, one more to send it off after a look."""
    subject = given(request, division, code, period)
    if copies.find(request.user, subject) is not None or subject.public() is not None:
        messages.info(request, "这一项已经有内容了，请先看一下。")
        return redirect(subject.address())
    statement = f"{subject.period.chinese}没有发生“{subject.item.name}”方面的事项。"
    if subject.period.cycle is Cycle.STANDING:
        statement = f"目前没有“{subject.item.name}”方面的事项。"
    if request.method == "POST":
        typed = msgspec.structs.replace(
            blank(Kind.NOTHING, subject.name),
            statement=request.POST.get("statement", statement)[:500],
        )
        copies.begin(request.user, subject, typed, timezone.now())
        return redirect(subject.address("look"))
    return page(request, "none.html", {"subject": subject, "statement": statement})


@staff_page
@require_http_methods(["GET", "POST"])
def excuse(request: StaffRequest, division: str, code: str, period: str) -> HttpResponse:
    """申请免公开: the reason, which everybody sees; the level above grants it by signing last."""
    subject = given(request, division, code, period)
    if not subject.granted_by:
        raise Http404
    if copies.find(request.user, subject) is not None or subject.public() is not None:
        messages.info(request, "这一项已经有内容了，请先看一下。")
        return redirect(subject.address())
    reason = request.POST.get("statement", "").strip()[:500]
    if reason:
        typed = msgspec.structs.replace(blank(Kind.EXCUSE, subject.name), statement=reason)
        copies.begin(request.user, subject, typed, timezone.now())
        return redirect(subject.address("look"))
    problem = "请写明原因，群众会看到。" if request.method == "POST" else ""
    status = 422 if problem else 200
    return page(request, "excusing.html", {"subject": subject, "problem": problem}, status=status)


def _change(request: StaffRequest, subject: Subject, copy: WorkingCopy) -> HttpResponse:
    """Save what was on the page, do what the button says, and show it again."""
    act, _, detail = request.POST.get("act", "save").partition("-")
    try:
        typed = fields.merge(copy.written, request.POST.dict())
        # What was typed is kept before anything is done with it: a bad file costs no words.
        _save(request, copy, typed)
        try:
            brought = bringing.bring(request, subject, typed)
        except BAD_FILE as error:
            return form_page(request, subject, copy, problem=str(error), status=422)
        for words in brought.words:
            messages.success(request, words)
        typed, goes = _acted(subject, brought.typed, act, number_of(detail))
        goes = goes or _photographed(request)
        _save(request, copy, typed, seen=copy.revision)
    except ConflictError as error:
        return _conflict(request, subject, error.copy)
    except TooLargeError as error:
        return form_page(request, subject, copy, problem=str(error), status=422)
    if brought.asks is not None:
        return redirect(subject.address("columns"))
    if act == "look":
        return redirect(subject.address("look"))
    return redirect(_with(subject.address(), goes or "check=1"))


def _photographed(request: StaffRequest) -> str:
    """Back to the row that got its photo; empty where none did."""
    sent = (f.removeprefix("row").removeprefix("photo-") for f in request.FILES)
    lines = [n for f in sent if (n := number_of(f)) is not None]
    return f"check=1&all=1#line-{max(lines)}" if lines else ""


def _with(address: str, query: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}{query}"


def _acted(subject: Subject, typed: Typed, act: str, number: int | None) -> tuple[Typed, str]:
    """What a button does besides saving, and where the page goes on."""
    numbered: dict[str, Callable[[Typed, int], Typed]] = {
        "drop": fields.drop_line,
        "dropcolumn": fields.drop_column,
        "nopictures": bringing.without_pictures,
        "nofactphoto": photos.without_fact,
        "nofigure": bringing.without_figure,
    }
    plain: dict[str, Callable[[Typed], Typed]] = {
        "addcolumn": fields.add_column,
        "mask": lambda found: fields.masked(found, subject.mask),
        "only": lambda found: bringing.only_period(found, str(subject.period)),
    }
    if act in numbered and number is not None:
        return numbered[act](typed, number), ""
    if act in plain:
        return plain[act](typed), ""
    if act == "add":
        typed, number = fields.add_line(typed)
    if act in {"add", "edit"} and number is not None:
        return typed, f"edit={number}#line-{number}"
    return typed, ""


def _save(
    request: StaffRequest, copy: WorkingCopy, typed: Typed, *, seen: int | None = None
) -> bool:
    revision = seen if seen is not None else number_of(request.POST.get("revision")) or 0
    return copies.save(copy, typed, request.user, timezone.now(), revision)


def _conflict(request: StaffRequest, subject: Subject, there: WorkingCopy) -> HttpResponse:
    sent = [
        (name, value)
        for name, value in request.POST.items()
        if name not in {"revision", "csrfmiddlewaretoken", "act"}
    ]
    context = {"subject": subject, "copy": there, "sent": sent}
    return page(request, "conflict.html", context, status=409)


@staff_page
@require_http_methods(["GET", "POST"])
def save(request: StaffRequest, division: str, code: str, period: str) -> HttpResponse:
    """Saving by itself, for the script; GET says which revision is there, with a fresh token."""
    subject = given(request, division, code, period)
    copy = copies.find(request.user, subject)
    if copy is None:
        return JsonResponse({"gone": True}, status=410)
    if request.method == "POST":
        try:
            _save(request, copy, fields.merge(copy.written, request.POST.dict()))
        except ConflictError as error:
            return JsonResponse({"words": str(error)}, status=409)
        except TooLargeError as error:
            return JsonResponse({"words": str(error)}, status=413)
    at = timezone.localtime(copy.updated_at)
    answer = {"revision": copy.revision, "at": f"{at:%H:%M}", "token": get_token(request)}
    return JsonResponse(answer)
