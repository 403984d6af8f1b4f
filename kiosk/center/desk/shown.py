"""A case as staff see it: masked words, the clock in words, what is to be done next."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from kiosk.affairs.case import Act, Actor, CaseState, Channel, Verdict, spoken_number
from kiosk.affairs.deadline import Colour
from kiosk.affairs.public_case import mask
from kiosk.affairs.routing import CaseRules, Place
from kiosk.affairs.sort import Sort, act_name, state_name, verdict_name
from kiosk.center.accounts.models import Staff
from kiosk.center.cases.acts import acts_for
from kiosk.center.cases.clock import colour_of, deadline_of, due_of
from kiosk.center.cases.models import Case, CaseEvent, CasePhoto
from kiosk.center.cases.places import division_name, unit_name
from kiosk.center.cases.sealedtext import UNREADABLE
from kiosk.center.cases.sealing import SealError, unseal

_GLIMPSE = 44
_WEEK = "一二三四五六日"


class Row(NamedTuple):
    """One line of a work list."""

    number: str
    spoken: str
    matter: str
    about: str
    glimpse: str
    place: str
    unit: str
    person: str
    state: str
    colour: Colour | None
    clock: str
    received: date
    due: date
    due_certain: bool
    answered: date | None
    verdict: str
    channel: str
    overseen: bool


class Line(NamedTuple):
    """One step in the history of a case."""

    event: CaseEvent
    title: str
    who: str
    photos: list[str]
    words: str


class Masker:
    """Hides a case's complainant and every identifying number in what is shown of it."""

    def __init__(self, case: Case) -> None:
        try:
            self._secrets: tuple[str, ...] | None = unseal(case.contact, case.number).secrets
        except SealError:
            self._secrets = None

    def __call__(self, text: str) -> str:
        """The text as it may be shown; a note instead if it is not known what to hide."""
        return UNREADABLE if self._secrets is None and text else mask(text, self._secrets or ())


def glimpse(case: Case, length: int) -> str:
    """The first characters of what a case is about, masked."""
    words = " ".join(Masker(case)(case.summary or case.words).split())
    return words[:length] + ("……" if len(words) > length else "")


def row_of(case: Case, rules: CaseRules, today: date, staff: Staff) -> Row:
    """A case as a line."""
    masked = Masker(case)
    due, certain = due_of(case, today, rules.calendar)
    return Row(
        number=case.number,
        spoken=spoken_number(case.number),
        matter=case.matter_name,
        about=masked(case.about),
        glimpse=glimpse(case, _GLIMPSE),
        place=division_name(case.division),
        unit=unit_name(case.place, rules),
        person=case.person.name if case.person else "",
        state=state_words(case.standing, case.kind),
        colour=colour_of(case, today, rules.calendar),
        clock=clock_words(case, rules, today),
        received=case.received_on,
        due=due,
        due_certain=certain,
        answered=case.answered_on,
        verdict=verdict_name(case.kind, Verdict(case.verdict)) if case.verdict else "",
        channel=Channel(case.channel).chinese,
        overseen=case.overseer == str(staff.place) and case.unit != case.overseer,
    )


def state_words(state: CaseState, sort: Sort = Sort.FEEDBACK) -> str:
    """A state in words for staff: the resident's own words would address the resident."""
    if sort is Sort.ERRAND and state is CaseState.ANSWERED:
        return "办好了，等本人签收"
    if sort is not Sort.FEEDBACK:
        return state_name(sort, state)
    return {
        CaseState.CLARIFYING: "等反映人补充",
        CaseState.ANSWERED: "已答复，等评价",
        CaseState.REFUSED: "不予受理",
    }.get(state, state.chinese)


def clock_words(case: Case, rules: CaseRules, today: date) -> str:
    """The clock in one line: 还剩2个工作日，3月5日（星期四）前答复."""
    if case.standing is CaseState.CLARIFYING:
        return "暂停计时"
    if not case.standing.waits_for_staff:
        return ""
    day = f"{case.due.month}月{case.due.day}日（星期{_WEEK[case.due.weekday()]}）"
    if not case.kind.has_clock:
        return f"{day}{'截止' if case.kind is Sort.BID else '来'}"
    act = "办好" if case.kind is Sort.ERRAND else "答复"
    doubt = "" if case.due_certain else "，暂定"
    if today > case.due:
        late = max(1, rules.calendar.between(case.due, today))
        return f"超期{late}个工作日，应在{day}前{act}"
    left = rules.calendar.between(today, case.due)
    if today == case.due:
        return f"今天到期{doubt}"
    return f"还剩{left}个工作日，{day}前{act}{doubt}"


def explanation(case: Case, rules: CaseRules, today: date) -> list[str]:
    """How the deadline was counted; nothing where nobody counts."""
    if not case.kind.has_clock:
        return []
    return deadline_of(case, today, rules.calendar).explain()


def history(case: Case, rules: CaseRules) -> list[Line]:
    """Every step, with who did it, as staff may see it."""
    masked = Masker(case)
    found: dict[int, list[str]] = {}
    for photo in CasePhoto.objects.filter(case=case):
        found.setdefault(photo.event_id, []).append(photo.digest)  # type: ignore[attr-defined]
    lines = []
    for event in CaseEvent.objects.filter(case=case).select_related("staff"):
        title = act_name(case.kind, Act(event.act))
        verdict, to = event.facts.get("verdict"), event.facts.get("to")
        if verdict:
            title += f"：{verdict_name(case.kind, Verdict(verdict))}"
        if to:
            title += f"（{unit_name(Place.read(to), rules)}）"
        lines.append(
            Line(event, title, _who(event, rules), found.get(event.pk, []), masked(event.words))
        )
    return lines


def _who(event: CaseEvent, rules: CaseRules) -> str:
    if event.staff is not None:
        return f"{unit_name(event.staff.place, rules)} {event.staff.name}"
    if event.actor != Actor.RESIDENT.value:
        return "系统"
    return {Sort.FEEDBACK: "反映人", Sort.WARNING: "预警规则"}.get(event.case.kind, "本人")


def next_act(staff: Staff, case: Case) -> Act | None:
    """The one thing to do next; None when it is someone else's turn."""
    acts = acts_for(staff, case)
    order = {
        CaseState.HELD: (Act.RELEASE,),
        CaseState.RECEIVED: (Act.ACCEPT,),
        CaseState.REOPENED: (Act.ACCEPT,),
        CaseState.ACCEPTED: (Act.ANSWER,),
        CaseState.ASSIGNED: (Act.ANSWER,),
        CaseState.CLARIFYING: (Act.CLARIFY,),
        CaseState.ANSWERED: (Act.CALL,),
    }.get(case.standing, ())
    return next((act for act in order if act in acts), None)


def other_acts(staff: Staff, case: Case) -> list[Act]:
    """Everything else that may be done, in the order of the work."""
    first = next_act(staff, case)
    return [a for a in acts_for(staff, case) if a not in {first, Act.LOOK}]
