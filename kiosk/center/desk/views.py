"""The work list and one case."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from kiosk.affairs.case import Act, CaseError, CaseState, Verdict, read_number, spoken_number
from kiosk.affairs.deadline import beijing_day
from kiosk.affairs.sort import Sort
from kiosk.center.accounts.access import StaffRequest, staff_page
from kiosk.center.accounts.models import Staff
from kiosk.center.cases import acts
from kiosk.center.cases.models import Case, CasePhoto, CaseQuerySet, seen_by
from kiosk.center.cases.photos import LIMIT, clean, photo_path
from kiosk.center.cases.places import division_name, unit_name
from kiosk.center.cases.rules import current
from kiosk.center.desk import shown
from kiosk.center.desk.asides import asides
from kiosk.center.desk.buttons import BUTTONS, button
from kiosk.center.desk.forms import ActForm, form_for

_PAGE = 30
SHELVES = {
    "work": "要办的",
    "held": "等核对的",
    "below": "下面单位的",
    "wait": "等反映人的",
    "done": "办完的",
}
CLOCKED = [s.value for s in Sort if s.has_clock]
_WORK = [s.value for s in CaseState if s.waits_for_staff and s is not CaseState.HELD]
_WAIT = [CaseState.CLARIFYING.value, CaseState.ANSWERED.value]


def shelf_of(staff: Staff, found: CaseQuerySet, shelf: str) -> CaseQuerySet:
    """One of the piles of a work list, the most urgent first.

    ``work`` is what one's own unit must do or has been told to see to, ``below`` what the units
    that it looks after are working on.  Bookings and bids have sheets of their own
    (`kiosk.center.errands`).
    """
    place = str(staff.place)
    own = Q(unit=place) | Q(overseer=place)
    if shelf == "held":
        found = found.filter(state=CaseState.HELD.value)
    elif shelf == "wait":
        found = found.filter(state__in=_WAIT)
    elif shelf == "done":
        ended = [s.value for s in CaseState if s.ended]
        return found.filter(state__in=ended, sort__in=CLOCKED).order_by("-id")
    elif shelf == "below":
        found = found.filter(state__in=_WORK).exclude(own)
    else:
        found = found.filter(own, state__in=_WORK)
    return found.filter(sort__in=CLOCKED).order_by("due", "id")


def search(found: CaseQuerySet, words: str) -> CaseQuerySet:
    """By number, or by what is public of a case; never by what the resident wrote."""
    if not words:
        return found
    try:
        return found.filter(number=read_number(words))
    except CaseError:
        public = Q(about__contains=words) | Q(summary__contains=words)
        return found.filter(public | Q(matter_name__contains=words))


@staff_page
@require_safe
def desk(request: StaffRequest) -> HttpResponse:
    """The work list of one's unit: what is due, waiting, done, held."""
    today = beijing_day(timezone.now())
    rules = current(today)
    mine = seen_by(request.user, rules)
    words = request.GET.get("q", "").strip()[:40]
    wanted = request.GET.get("show", "work")
    shelf = wanted if wanted in SHELVES else "work"
    found = search(mine, words) if words else shelf_of(request.user, mine, shelf)
    page = Paginator(found.select_related("person"), _PAGE).get_page(request.GET.get("page"))
    counts = {key: shelf_of(request.user, mine, key).count() for key in SHELVES}
    tabs = [
        (key, name, counts[key], key == shelf and not words)
        for key, name in SHELVES.items()
        if key not in {"held", "below"} or counts[key]
    ]
    late = shelf_of(request.user, mine, "work").filter(due__lt=today).count()
    context = {
        "rows": [shown.row_of(case, rules, today, request.user) for case in page],
        "page": page,
        "tabs": tabs,
        "shelf": shelf,
        "words": words,
        "late": late,
        "supervises": counts["below"] > 0,
        "place": unit_name(request.user.place, rules),
        "asides": asides(request.user, mine, today),
    }
    return render(request, "desk/list.html", context)


def seen_or_404(staff: Staff, number: str, now: datetime) -> Case:
    """A case that someone may see."""
    try:
        return acts.see(staff, number, now)
    except acts.HiddenError as error:
        raise Http404 from error


@staff_page
@require_safe
def case_page(request: StaffRequest, number: str) -> HttpResponse:
    """One case."""
    now = timezone.now()
    return _page(request, seen_or_404(request.user, number, now), now)


def _page(  # noqa: PLR0913 - what may stand on the page besides the case
    request: StaffRequest,
    case: Case,
    now: datetime,
    *,
    filled: ActForm | None = None,
    act: Act | None = None,
    contact: acts.Shown | None = None,
    status: int = 200,
) -> HttpResponse:
    """A case with its forms; ``filled`` is the one that was refused, with what was typed."""
    today = beijing_day(now)
    rules = current(today)

    def form(each: Act) -> tuple[str, str, ActForm]:
        mine = filled if each is act and filled is not None else None
        return (
            each.value,
            button(each, case.kind),
            mine or form_for(each, case.kind)(case=case, rules=rules, staff=request.user),
        )

    first = shown.next_act(request.user, case)
    confirmed = case.facts.get("confirmed", "")
    may = acts.acts_for(request.user, case)
    masked = shown.Masker(case)
    context = {
        "case": case,
        "row": shown.row_of(case, rules, today, request.user),
        "words": masked(case.words),
        "summary": masked(case.summary),
        "answer": masked(case.answer),
        "filed": CasePhoto.objects.filter(case=case, event__act=Act.FILE.value),
        "place": division_name(case.division),
        "explanation": shown.explanation(case, rules, today),
        "lines": shown.history(case, rules),
        "next": form(first) if first else None,
        "others": [form(each) for each in shown.other_acts(request.user, case)],
        "open_act": act.value if act else "",
        # What was not to be done any more has no form on the page that could say so.
        "refused": filled.non_field_errors() if filled is not None and act not in may else [],
        "may_look": Act.LOOK in may,
        "has_contact": bool(case.contact),
        "contact": contact,
        "sort": case.kind.value,
        "evidence": case.facts.get("evidence", ()),
        "confirmed": confirmed and date.fromisoformat(confirmed),
        "merged": case.merged_into,
        "merged_spoken": spoken_number(case.merged_into.number) if case.merged_into else "",
        "photo_limit": LIMIT,
    }
    return render(request, "desk/case.html", context, status=status)


@staff_page
@require_POST
def contact(request: StaffRequest, number: str) -> HttpResponse:
    """Name, telephone and unmasked words of the complainant; the look is in the history."""
    now = timezone.now()
    seen_or_404(request.user, number, now)
    try:
        found = acts.look(request.user, number, now)
    except CaseError as error:
        messages.error(request, str(error))
        return redirect("desk-case", number=number)
    return _page(request, seen_or_404(request.user, number, now), now, contact=found)


@staff_page
@require_POST
def act_on(request: StaffRequest, number: str, act: str) -> HttpResponse:
    """Do one act; with a mistake in the form the page comes back with what was typed."""
    now = timezone.now()
    case = seen_or_404(request.user, number, now)
    try:
        doing = Act(act)
        kind = form_for(doing, case.kind)
    except (ValueError, KeyError) as error:
        raise Http404 from error
    rules = current(beijing_day(now))
    form = kind(request.POST, case=case, rules=rules, staff=request.user)
    if form.is_valid():
        try:
            pictures = [clean(file.read()) for file in request.FILES.getlist("photos")]
            _DO[doing](request.user, number, now, form.cleaned_data, pictures)
        except CaseError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, BUTTONS[doing][1])
            still = seen_by(request.user, rules).filter(number=number)
            return redirect("desk-case", number=number) if still.exists() else redirect("desk")
    return _page(request, case, now, filled=form, act=doing, status=422)


_Do = Callable[[Staff, str, datetime, dict[str, Any], Iterable[bytes]], None]
_DO: dict[Act, _Do] = {
    Act.RELEASE: lambda s, n, t, d, _: acts.release(s, n, t, **d),
    Act.ACCEPT: lambda s, n, t, d, _: acts.accept(s, n, t, **d),
    Act.REFUSE: lambda s, n, t, d, _: acts.refuse(s, n, t, **d),
    Act.REROUTE: lambda s, n, t, d, _: acts.reroute(s, n, t, **d),
    Act.ASSIGN: lambda s, n, t, d, _: acts.assign(s, n, t, **d),
    Act.ASK: lambda s, n, t, d, _: acts.ask(s, n, t, **d),
    Act.CLARIFY: lambda s, n, t, d, _: acts.clarified(s, n, t, **d),
    Act.EXTEND: lambda s, n, t, d, _: acts.extend(s, n, t, **d),
    Act.ANSWER: lambda s, n, t, d, p: acts.answer(s, n, t, evidence=p, **d),
    Act.CALL: lambda s, n, t, d, _: acts.call(
        s, n, t, verdict=Verdict(d["verdict"]), words=d["words"]
    ),
    Act.CLOSE: lambda s, n, t, d, _: acts.close(s, n, t, **d),
    Act.MERGE: lambda s, n, t, d, _: acts.merge(s, n, t, **d),
    Act.CONFIRM: lambda s, n, t, _d, _: acts.confirm(s, n, t),
}


@staff_page
@require_safe
def photo(request: StaffRequest, number: str, digest: str) -> FileResponse:
    """A photo of a case that one may see."""
    case = seen_or_404(request.user, number, timezone.now())
    found = CasePhoto.objects.filter(case=case, digest=digest).first()
    if found is None:
        raise Http404
    try:
        file = photo_path(digest).open("rb")
    except OSError as error:
        raise Http404 from error
    response = FileResponse(file, content_type=found.type)
    response["X-Content-Type-Options"] = "nosniff"
    return response
