"""What the resident sees of their own case, and the two things they may say to it."""

from __future__ import annotations

from datetime import date, datetime

import msgspec
from django.db import transaction

from kiosk.affairs.case import (
    Act,
    Actor,
    CaseError,
    CaseState,
    Verdict,
    allowed,
    read_code,
    read_number,
)
from kiosk.affairs.deadline import Colour, beijing_day
from kiosk.affairs.public_case import public_name
from kiosk.affairs.routing import CaseRules
from kiosk.affairs.sort import Sort, act_name, knows, state_name, verdict_name
from kiosk.center.accounts.models import Staff
from kiosk.center.cases import photos, sealing
from kiosk.center.cases.clock import colour_of, deadline_of, due_of, end_pause, set_due
from kiosk.center.cases.filing import WORDS_LIMIT, move_to, named_places, searchable
from kiosk.center.cases.history import record
from kiosk.center.cases.models import Case, CaseEvent, CasePhoto
from kiosk.center.cases.places import division_name, unit_name
from kiosk.center.cases.rules import current


class NotFoundError(CaseError):
    """Number and query code do not belong together; which of them is wrong is not said."""


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One step: when (UTC), what, by which unit, in what words, with which photos (SHA-256)."""

    at: datetime
    act: Act
    title: str
    unit: str
    words: str
    photos: tuple[str, ...]


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """A case as its resident sees it; ``explanation`` counts the deadline day by day.

    ``question`` is what the unit wants to know while ``may_clarify``; ``evidence`` are the
    photos of the latest answer.  ``colour`` is None while nothing is due.
    """

    number: str
    division: str
    division_name: str
    matter_name: str
    about: str
    words: str
    received: date
    state: CaseState
    state_name: str
    unit: str
    person: str
    post: str
    due: date
    due_certain: bool
    colour: Colour | None
    explanation: tuple[str, ...]
    steps: tuple[Step, ...]
    answer: str
    evidence: tuple[str, ...]
    verdict: Verdict | None
    question: str
    may_judge: bool
    may_clarify: bool
    sort: Sort = Sort.FEEDBACK
    may_cancel: bool = False
    item: str = ""
    slot: str = ""
    held_on: date | None = None
    visit: bool = False


def find_case(number: str, query_code: str, *, now: datetime) -> Progress:
    """The case of a number and its query code; changes nothing.

    Raises NotFoundError, in the same words and time whichever of the two is wrong, and
    CaseError for what cannot be a number or a code at all.
    """
    case = _open(number, query_code)
    today = beijing_day(now)
    rules = current(today)
    events = list(CaseEvent.objects.filter(case=case).select_related("staff"))
    answers = [e for e in events if e.act == Act.ANSWER.value]
    asked = [e for e in events if e.act == Act.ASK.value]
    due, certain = due_of(case, today, rules.calendar)
    clarifying = case.standing is CaseState.CLARIFYING
    try:
        post = rules.unit(case.place.unit).post
    except KeyError:
        post = ""
    return Progress(
        number=case.number,
        division=case.division,
        division_name=division_name(case.division),
        matter_name=case.matter_name,
        about=case.about,
        words=case.words,
        received=case.received_on,
        state=case.standing,
        state_name=state_name(case.kind, case.standing),
        unit=unit_name(case.place, rules),
        person=public_name(case.person.name) if case.person else "",
        post=case.person.post if case.person and case.person.post else post,
        due=due,
        due_certain=certain,
        colour=colour_of(case, today, rules.calendar),
        explanation=_explained(case, today, rules),
        steps=tuple(
            Step(
                at=event.at,
                act=Act(event.act),
                title=_title(event),
                unit=_who(event, rules),
                words=event.words,
                photos=_photos(event),
            )
            for event in events
        ),
        answer=case.answer,
        evidence=_photos(answers[-1]) if answers else (),
        verdict=Verdict(case.verdict) if case.verdict else None,
        question=asked[-1].words if clarifying and asked else "",
        may_judge=_may(case, Act.JUDGE),
        may_clarify=clarifying,
        sort=case.kind,
        may_cancel=_may(case, Act.CANCEL),
        item=case.item,
        slot=case.slot,
        held_on=case.held_on,
        visit=case.visit,
    )


def _may(case: Case, act: Act) -> bool:
    """Whether who filed it may do this now."""
    return knows(case.kind, act) and act in allowed(case.standing, Actor.RESIDENT)


def _explained(case: Case, today: date, rules: CaseRules) -> tuple[str, ...]:
    """How the deadline was counted; what has a day of its own has nothing to count."""
    if not case.kind.has_clock:
        return ()
    return tuple(deadline_of(case, today, rules.calendar).explain())


def cancel(number: str, query_code: str, *, now: datetime) -> Progress:
    """Take back a booking, an errand or a bid; its seat is free again.

    Raises NotFoundError, or CaseError for feedback, which nobody may be pressed to take back.
    """
    pk = _open(number, query_code).pk
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=pk)
        if not case.kind.may_be_cancelled:
            raise CaseError("反映的问题不能撤回；解决了，请在答复以后评价。没有改动。")
        record(case, Act.CANCEL, Actor.RESIDENT, now)
    return find_case(number, query_code, now=now)


def _photos(event: CaseEvent) -> tuple[str, ...]:
    return tuple(CasePhoto.objects.filter(event=event).values_list("digest", flat=True))


def _title(event: CaseEvent) -> str:
    verdict = event.facts.get("verdict")
    said = f"：{verdict_name(event.case.kind, Verdict(verdict))}" if verdict else ""
    return act_name(event.case.kind, Act(event.act)) + said


def _who(event: CaseEvent, rules: CaseRules) -> str:
    """The unit that acted; the resident and the clock have none."""
    if event.staff is not None:
        return unit_name(event.staff.place, rules)
    return ""


def photo_of(number: str, query_code: str, digest: str) -> tuple[bytes, str]:
    """A photo of one's own case and its MIME type; NotFoundError if it is not one of its."""
    case = _open(number, query_code)
    photo = CasePhoto.objects.filter(case=case, digest=digest).first()
    if photo is None:
        raise NotFoundError("没有这张照片。")
    return photos.photo_path(digest).read_bytes(), str(photo.type)


def give_verdict(
    number: str, query_code: str, verdict: Verdict, words: str, *, now: datetime
) -> Progress:
    """Solved, half solved, or not: then the case opens again, one level up, with a new clock.

    Saying the same again changes nothing.  Raises NotFoundError or CaseError.
    """
    pk = _open(number, query_code).pk
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=pk)
        last = CaseEvent.objects.filter(case=case).exclude(act=Act.LOOK.value).last()
        said = {"verdict": verdict.value}
        again = last is not None and last.act == Act.JUDGE.value and last.facts == said
        if not (again and last is not None and last.words == _short(words)):
            judge(case, Act.JUDGE, Actor.RESIDENT, now, verdict=verdict, words=_short(words))
    return find_case(number, query_code, now=now)


def judge(  # noqa: PLR0913 - as `record`
    case: Case,
    act: Act,
    actor: Actor,
    now: datetime,
    *,
    verdict: Verdict,
    words: str,
    staff: Staff | None = None,
) -> None:
    """Record a verdict, the resident's own or one from a call, and what follows from it."""
    case.verdict = verdict.value
    if actor is Actor.RESIDENT and case.kind is Sort.FEEDBACK:
        case.said += searchable(words, sealing.unseal(case.contact, case.number))
    record(
        case,
        act,
        actor,
        now,
        staff=staff,
        words=words,
        facts={"verdict": verdict.value},
        verdict=verdict,
    )
    if verdict is Verdict.NOT:
        _reopen(case, now)


def _reopen(case: Case, now: datetime) -> None:
    """One level up, with a fresh clock; past everyone who is named by now."""
    today = beijing_day(now)
    rules = current(today)
    above = rules.above(case.place) or case.place
    move_to(case, rules.route_around(above, named_places(case.said, case.division)), rules)
    case.rounds += 1
    case.raised = 0
    case.extended = 0
    case.pauses, case.asked_on = [], None
    case.counted_from = today
    set_due(case, today, rules.calendar)
    case.save()


def clarify(number: str, query_code: str, words: str, *, now: datetime) -> Progress:
    """Answer the unit's question; the clock goes on.  Raises NotFoundError or CaseError."""
    pk = _open(number, query_code).pk
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=pk)
        clarified(case, Actor.RESIDENT, now, words=words)
    return find_case(number, query_code, now=now)


def clarified(
    case: Case, actor: Actor, now: datetime, *, words: str, staff: Staff | None = None
) -> None:
    """What the resident added, by themselves or through a clerk who asked them."""
    today = beijing_day(now)
    text = _short(words)
    if not text:
        raise CaseError("请写下补充的情况，什么也没有改动。")
    end_pause(case, today)
    set_due(case, today, current(today).calendar)
    if case.kind is Sort.FEEDBACK:
        case.said += searchable(text, sealing.unseal(case.contact, case.number))
    record(case, Act.CLARIFY, actor, now, staff=staff, words=text)


def _short(words: str) -> str:
    text = words.strip()
    if len(text) > WORDS_LIMIT:
        raise CaseError(f"写了{len(text)}个字，最多{WORDS_LIMIT}个字，请写短些。什么也没有改动。")
    return text


def _open(number: str, query_code: str) -> Case:
    digits, code = read_number(number), read_code(query_code)
    case = Case.objects.filter(number=digits).select_related("person").first()
    digest = case.code if case is not None else ""
    if not sealing.code_fits(digits, code, digest) or case is None:
        raise NotFoundError("编号和查询码对不上，请对照回执再输一遍。诉求没有受影响。")
    return case
