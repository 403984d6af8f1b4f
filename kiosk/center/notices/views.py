"""Staff's page of urgent notices: what stands, what nobody has looked at yet, and sending one."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import NamedTuple

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kiosk.affairs.notice import Notice
from kiosk.affairs.role import Role
from kiosk.center.accounts.access import StaffRequest, staff_page
from kiosk.center.accounts.models import Staff
from kiosk.center.cases.places import division_name
from kiosk.center.folder.text import visible
from kiosk.center.notices.forms import NoticeForm
from kiosk.center.notices.models import Sent
from kiosk.center.notices.sending import (
    NoticeError,
    end_now,
    may_review,
    may_send,
    places_to_warn,
    review,
    seen,
    send,
)

_SHOWN = 40


class Line(NamedTuple):
    """One notice on the page."""

    sent: Sent
    notice: Notice
    place: str
    stands: bool
    state: str
    late: bool
    reviews: bool
    ends: bool


@staff_page
@require_safe
def notices(request: StaffRequest) -> HttpResponse:
    """What stands now, what waits for somebody to look, and what was before."""
    staff, now = request.user, timezone.now()
    if not may_send(staff) and staff.kind is not Role.AUDITOR:
        raise Http404
    rows = seen(staff).select_related("by", "reviewed_by", "ended_by", "job")[:_SHOWN]
    found = [_line(staff, sent, now) for sent in rows]
    context = {
        "standing": [line for line in found if line.stands],
        "waiting": [line for line in found if line.sent.reviewed_at is None and not line.stands],
        "past": [line for line in found if line.sent.reviewed_at and not line.stands],
        "unreviewed": sum(line.sent.reviewed_at is None for line in found),
        "late": sum(line.late for line in found),
        "may_send": may_send(staff),
    }
    return render(request, "notices/list.html", context)


@staff_page
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """The form; then one look at it as it will stand; then it goes out at once."""
    places = places_to_warn(request.user)
    if not places:
        raise Http404
    start = {"nonce": secrets.token_urlsafe(24), "division": request.user.division}
    form = NoticeForm(request.POST or None, places=places, initial=start)
    now = timezone.now()
    if request.method == "POST" and form.is_valid():
        typed, notice = form.cleaned_data, form.notice(now)
        look = {"form": form, "notice": notice, "place": division_name(typed["division"])}
        if request.POST.get("act") == "back":
            return render(request, "notices/new.html", {"form": form})
        if request.POST.get("act") != "send":
            return render(request, "notices/look.html", look)
        try:
            send(
                request.user,
                typed["division"],
                typed["title"],
                notice,
                nonce=typed["nonce"],
                now=now,
            )
        except NoticeError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "发出去了，一分钟以内屏幕上就有。24小时内要有另一个人复核。")
            return redirect("desk-notices")
    bad = request.method == "POST"
    return render(request, "notices/new.html", {"form": form}, status=422 if bad else 200)


@staff_page
@require_POST
def settle(request: StaffRequest, key: str, act: str) -> HttpResponse:
    """Somebody else has looked at it, or it ends now."""
    if not seen(request.user).filter(key=key).exists():
        raise Http404
    now = timezone.now()
    try:
        if act == "review":
            review(request.user, key, visible(request.POST.get("remark", "")), now=now)
            messages.success(request, "已复核，记下了您的名字。")
        else:
            end_now(request.user, key, now=now)
            messages.success(request, "已结束，一分钟以内屏幕上就收起来。")
    except NoticeError as error:
        messages.error(request, str(error))
    return redirect("desk-notices")


def _line(staff: Staff, sent: Sent, now: datetime) -> Line:
    notice, stands = sent.told, sent.stands(now)
    unseen = sent.reviewed_at is None
    return Line(
        sent=sent,
        notice=notice,
        place=division_name(sent.division),
        stands=stands,
        state=_state(sent, stands=stands),
        late=unseen and now > sent.review_until,
        reviews=unseen and may_review(staff, sent),
        ends=stands and may_send(staff, sent.division),
    )


def _state(sent: Sent, *, stands: bool) -> str:
    """Where it is: on the screens, on its way, stuck, or over."""
    if sent.ended_by is not None:
        return f"{sent.ended_by.name}提前结束了"
    if not stands:
        return "到时间，已经收起来"
    if sent.job.done_at is not None:
        return "正在公开"
    return f"还没发出去：{sent.job.error}" if sent.job.error else "正在发出"
