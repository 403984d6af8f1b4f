"""Taking something down, and showing a village's board as it was on an earlier day."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kiosk.affairs.deadline import beijing_day
from kiosk.center.accounts.access import StaffRequest, staff_page
from kiosk.center.board import gate, leaving
from kiosk.center.board.models import Item, Live, LiveChange, Removal, Version
from kiosk.center.cases.places import division_name, division_names
from kiosk.center.folder.text import parse_day
from kiosk.center.review import shown

_MOST = 50
"""Items that a search shows."""


def item_or_404(request: StaffRequest, key: str) -> Item:
    """An item of one's own division or below."""
    found = gate.seen_by(request.user).filter(key=key).first()
    if found is None:
        raise Http404
    return found


@staff_page
@require_safe
def item(request: StaffRequest, key: str) -> HttpResponse:
    """Everything that happened to an item: its versions, what is public, takedowns."""
    return _item(request, item_or_404(request, key))


def _item(request: StaffRequest, found: Item, *, error: str = "", reason: str = "") -> HttpResponse:
    live = Live.objects.select_related("version").filter(item=found).first()
    removals = Removal.objects.filter(item=found).select_related(
        "asked_by", "confirmed_by", "refused_by"
    )
    open_one = next((r for r in removals if not r.confirmed_at and not r.refused_at), None)
    today = beijing_day(timezone.now())
    context = {
        "item": found,
        "name": shown.item_name(found, today),
        "place": division_name(found.division),
        "period": shown.period_words(found.period),
        "live": live,
        "versions": [
            (each, shown.reason_of(each))
            for each in Version.objects.filter(item=found).select_related("author").order_by("-id")
        ],
        "removals": removals,
        "open_one": open_one,
        "may_confirm": open_one is not None and leaving.may_confirm(request.user, open_one),
        "may_ask": live is not None and open_one is None and leaving.may_ask(request.user, found),
        "error": error,
        "reason": reason,
    }
    return render(request, "review/item.html", context, status=422 if error else 200)


@staff_page
@require_safe
def find(request: StaffRequest) -> HttpResponse:
    """Items of one's own division and below by words of their titles, wherever they stand."""
    words = " ".join(request.GET.get("q", "").split())[:40]
    found = Version.objects.filter(item__in=gate.seen_by(request.user))
    for word in words.split():
        found = found.filter(title__contains=word)
    newest: dict[int, Version] = {}
    if words:
        for each in found.select_related("item").order_by("-id")[: _MOST * 3]:
            newest.setdefault(each.item.pk, each)
    rows = [(each, division_name(each.item.division)) for each in newest.values()]
    context = {"words": words, "rows": rows[:_MOST], "more": len(rows) > _MOST}
    return render(request, "review/find.html", context)


@staff_page
@require_POST
def ask(request: StaffRequest, key: str) -> HttpResponse:
    """Ask for a takedown."""
    found, reason = item_or_404(request, key), request.POST.get("reason", "")
    try:
        leaving.ask_removal(request.user, key, reason, timezone.now())
    except gate.HiddenError as error:
        raise Http404 from error
    except gate.BoardError as error:
        return _item(request, found, error=str(error), reason=reason)
    messages.success(request, "已经提出。再有一个有公开权的人同意，就马上撤下来。")
    return redirect("review-item", key=key)


@staff_page
@require_POST
def settle(request: StaffRequest, pk: int) -> HttpResponse:
    """Agree to a takedown that another person asked for, or do not."""
    agrees = request.POST.get("act", "") == "confirm"
    try:
        if agrees:
            leaving.confirm_removal(request.user, pk, timezone.now())
            messages.success(request, "已撤下。各处屏幕联网后马上就看不到了。")
        else:
            leaving.refuse_removal(request.user, pk, timezone.now())
            messages.success(request, "没有撤下，照常公开。")
    except gate.HiddenError as error:
        raise Http404 from error
    except gate.BoardError as error:
        messages.error(request, str(error))
    return redirect("review")


@staff_page
@require_http_methods(["GET", "POST"])
def back(request: StaffRequest, division: str) -> HttpResponse:
    """Show a division's board as it was at the end of a day."""
    if division not in division_names() or not leaving.may_go_back(request.user, division):
        raise Http404
    now = timezone.now()
    today = beijing_day(now)
    day = parse_day(request.POST.get("day", "")) or today - timedelta(days=1)
    reason, error = request.POST.get("reason", ""), ""
    if request.method == "POST":
        try:
            done = leaving.back_to(request.user, division, day, reason, now)
        except gate.BoardError as wrong:
            error = str(wrong)
        else:
            counts = f"换回 {len(done.changed)} 件，撤下 {len(done.gone)} 件"
            messages.success(request, f"已退回到{day:%-m月%-d日}：{counts}。")
            return redirect("review")
    since = today - timedelta(days=7)
    changes = LiveChange.objects.filter(item__division=division, at__date__gte=since)
    context = {
        "place": division_name(division),
        "division": division,
        "day": day,
        "reason": reason,
        "error": error,
        "changes": changes.select_related("item", "version").order_by("-id")[:50],
    }
    return render(request, "review/back.html", context, status=422 if error else 200)


@staff_page
@require_safe
def places(request: StaffRequest) -> HttpResponse:
    """Whose board one may set back."""
    found = [
        (code, name)
        for code, name in division_names().items()
        if leaving.may_go_back(request.user, code)
    ]
    if not found:
        raise Http404
    return render(request, "review/places.html", {"places": found})
