"""What waits for one's signature, and one version beside the last."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from kiosk.affairs.deadline import beijing_day
from kiosk.center.accounts.access import StaffRequest, staff_page
from kiosk.center.board import gate, leaving
from kiosk.center.board.faces import draft_of, public_face
from kiosk.center.board.models import Item, Live, Signature, Standing, Version
from kiosk.center.board.store import file_of
from kiosk.center.review import shown
from kiosk.center.review.changes import Change, Run, compare, runs_of
from kiosk.center.writing import drawing
from kiosk.center.writing.subject import subject_of

_PAGE = 30
_OPENED = "reviewed"
"""In the session: the digests of what this person has opened, by version."""


@staff_page
@require_safe
def waiting(request: StaffRequest) -> HttpResponse:
    """What waits for this person: to sign, to agree to a takedown; and what they did last."""
    today = beijing_day(timezone.now())
    opened = request.session.get(_OPENED, {})
    page = Paginator(gate.waiting_for(request.user), _PAGE).get_page(request.GET.get("page"))
    removals = leaving.open_removals(request.user)
    mine = Signature.objects.filter(staff=request.user).select_related("version__item")
    context = {
        "rows": [shown.row_of(v, today, opened=opened.get(str(v.pk)) == v.digest) for v in page],
        "page": page,
        "together": sum(1 for v in page if opened.get(str(v.pk)) == v.digest) > 1,
        "removals": [
            (each, leaving.may_confirm(request.user, each), _title(each.item)) for each in removals
        ],
        "done": mine.order_by("-id")[:10],
        "goes_back": leaving.goes_back(request.user),
    }
    return render(request, "review/waiting.html", context)


def _title(item: Item) -> str:
    live = Live.objects.select_related("version").filter(item=item).first()
    return str(live.version.title) if live is not None else str(item.key)


def version_or_404(request: StaffRequest, pk: int) -> Version:
    """A version of one's own division or below."""
    found = Version.objects.select_related("item", "author").filter(pk=pk).first()
    if found is None or not gate.seen_by(request.user).filter(pk=found.item.pk).exists():
        raise Http404
    return found


@staff_page
@require_safe
def version(request: StaffRequest, pk: int) -> HttpResponse:
    """One version: what changed, how it adds up, how it will look, and what one may do."""
    found = version_or_404(request, pk)
    opened = request.session.get(_OPENED, {})
    request.session[_OPENED] = {**opened, str(pk): found.digest}
    return _page(request, found)


def _page(
    request: StaffRequest, found: Version, *, reason: str = "", error: str = "", status: int = 200
) -> HttpResponse:
    today = beijing_day(timezone.now())
    old = shown.last_public(found)
    content = found.document
    pairs = compare(old.document if old is not None else None, content)
    step = found.waits_for
    context = {
        "version": found,
        "row": shown.row_of(found, today),
        "face": public_face(found, today),
        "old": old,
        "runs": runs_of(pairs) if old is not None else [Run(folded=False, pairs=pairs)],
        "changes": sum(pair.change is not Change.SAME for pair in pairs),
        "checks": shown.checks_of(found),
        "steps": shown.steps_of(found),
        "step": step,
        "mine": gate.waiting_for(request.user).filter(pk=found.pk).exists(),
        "own": found.author is not None and found.author.pk == request.user.pk,
        "under_way": found.state in {Standing.WAITING, Standing.APPROVED},
        "is_live": found.state == Standing.LIVE,
        "returned": shown.reason_of(found),
        "reason": reason,
        "error": error,
        "next": _next(request, found),
    }
    return render(request, "review/version.html", context, status=status)


def _next(request: StaffRequest, found: Version) -> Version | None:
    """The one that waits after this one."""
    rest = gate.waiting_for(request.user).exclude(pk=found.pk)
    return rest.filter(pk__gt=found.pk).first() or rest.first()


@staff_page
@require_POST
def act(request: StaffRequest, pk: int) -> HttpResponse:
    """Approve or file, send back with a reason, or take back what one wrote."""
    found = version_or_404(request, pk)
    now, doing = timezone.now(), request.POST.get("act", "")
    reason = request.POST.get("reason", "")
    try:
        if doing == "approve":
            signed = gate.approve(request.user, pk, request.POST.get("digest", ""), now)
            messages.success(request, _said(signed))
        elif doing == "back":
            gate.send_back(request.user, pk, reason, now)
            messages.success(request, "已退回，写的人会看到您的意见。")
        elif doing == "recall":
            gate.recall(request.user, pk, now)
            messages.success(request, "已收回来，没有公开。要改就重新填一份再送。")
        else:
            raise Http404
    except gate.HiddenError as error:
        raise Http404 from error
    except gate.BoardError as error:
        return _page(request, found, reason=reason, error=str(error), status=422)
    return redirect("review")


def _said(signed: Version) -> str:
    if signed.state == Standing.LIVE:
        return f"通过了。“{signed.title}”马上上公开栏。"
    if signed.state == Standing.APPROVED and signed.publish_on is not None:
        return f"通过了。“{signed.title}”{signed.publish_on:%-m月%-d日}上公开栏。"
    step = signed.waits_for
    return f"通过了。“{signed.title}”下一步：{step.name if step is not None else '公开'}。"


@staff_page
@require_POST
def together(request: StaffRequest) -> HttpResponse:
    """Approve several that were each opened; each by itself, and each is told."""
    opened = request.session.get(_OPENED, {})
    done = 0
    if "version" not in request.POST:
        messages.error(request, "还没有打勾。先在看过的前面打上勾，再一起通过。")
    for text in request.POST.getlist("version"):
        digest = opened.get(text, "")
        if not text.isdigit() or not digest:
            messages.error(request, "有一件还没有打开看过，没有通过。请先点开看一看。")
            continue
        try:
            gate.approve(request.user, int(text), digest, timezone.now())
            done += 1
        except gate.BoardError as error:
            messages.error(request, str(error))
    if done:
        messages.success(request, f"通过了 {done} 件。")
    return redirect("review")


@staff_page
@require_safe
def screen(request: StaffRequest, pk: int) -> HttpResponse:
    """The version as the screen will show it, drawn by the screen's own program."""
    found = version_or_404(request, pk)
    drawn = _drawn(found)
    pages = range(1, drawn.drawn + 1) if drawn is not None else ()
    return render(request, "review/screen.html", {"version": found, "drawn": drawn, "pages": pages})


@staff_page
@require_safe
def screen_page(request: StaffRequest, pk: int, number: int) -> FileResponse:
    """One drawn page, counted from 1."""
    found = _drawn(version_or_404(request, pk))
    path = drawing.picture(found.digest, number) if found is not None else None
    if path is None:
        raise Http404
    return FileResponse(path.open("rb"), content_type="image/png")


def _drawn(found: Version) -> drawing.Drawn | None:
    today = beijing_day(timezone.now())
    return drawing.draw(subject_of(found, gate.the_county()), draft_of(found, today))


@staff_page
@require_safe
def media(request: StaffRequest, pk: int, digest: str) -> FileResponse:
    """A picture of a version, which may not be public yet."""
    found = version_or_404(request, pk)
    old = shown.last_public(found)
    known = [*found.document.media(), *(old.document.media() if old is not None else ())]
    picture = next((each for each in known if each.digest == digest), None)
    path = file_of(digest) if picture is not None else None
    if picture is None or path is None:
        raise Http404
    response = FileResponse(path.open("rb"), content_type=picture.type)
    response["X-Content-Type-Options"] = "nosniff"
    return response
