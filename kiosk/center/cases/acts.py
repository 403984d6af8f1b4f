"""What staff do with a case: each act checked, written into its history, and nothing else.

Every function takes who does it, the case's number and the moment, and raises CaseError with a
sentence for the person, or HiddenError for a case that they may not see: to them it is the
same as one that does not exist.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction

from kiosk.affairs.case import Act, Actor, CaseError, CaseState, Verdict, allowed, read_number
from kiosk.affairs.deadline import DeadlineError, beijing_day, check_extension
from kiosk.affairs.division import lineage
from kiosk.affairs.public_case import mask
from kiosk.affairs.role import Role, bare_text
from kiosk.affairs.routing import CaseRules, Place, Rank, rank_of
from kiosk.affairs.sort import Sort, knows
from kiosk.center.accounts.models import Staff
from kiosk.center.audit.log import record as put_on_record
from kiosk.center.cases import photos, progress, sealing
from kiosk.center.cases.clock import set_due
from kiosk.center.cases.filing import move_to, named_places
from kiosk.center.cases.history import record
from kiosk.center.cases.models import Case, seen_by
from kiosk.center.cases.places import division_names
from kiosk.center.cases.rules import current

_ANSWER_LIMIT = 2_000


class HiddenError(CaseError):
    """There is no such case for this person."""


class Handling(NamedTuple):
    """A case in someone's hands: in which capacity, by which rules, on which day."""

    case: Case
    actor: Actor
    staff: Staff
    rules: CaseRules
    now: datetime

    @property
    def today(self) -> date:
        """The day in Beijing."""
        return beijing_day(self.now)

    def record(self, act: Act, words: str = "", **more: object) -> None:
        """Write it down."""
        record(
            self.case,
            act,
            self.actor,
            self.now,
            staff=self.staff,
            words=words,
            **more,  # type: ignore[arg-type]
        )


def actor_of(staff: Staff, case: Case) -> Actor | None:
    """In which capacity someone who sees a case may act on it; None for an auditor."""
    if staff.kind is Role.AUDITOR or staff.kind.only_reviews:
        return None
    place = str(staff.place)
    return Actor.HANDLER if place == case.unit and place != case.overseer else Actor.OVERSEER


def acts_for(staff: Staff, case: Case) -> list[Act]:
    """What someone may do with a case now."""
    actor = actor_of(staff, case)
    found = allowed(case.standing, actor) if actor is not None else []
    return [act for act in found if _may(act, staff, case)]


def _may(act: Act, staff: Staff, case: Case) -> bool:
    """What the sort of the case, and the place of who asks, allow of what its state allows."""
    if not knows(case.kind, act) or (act is Act.LOOK and not _may_look(staff, case)):
        return False
    return act is not Act.CONFIRM or rank_of(staff.division) is Rank.COUNTY


def _may_look(staff: Staff, case: Case) -> bool:
    """Contacts are for who handles the case or was told to see to it, and for a call back."""
    return str(staff.place) in {case.unit, case.overseer} or case.standing is CaseState.ANSWERED


def see(staff: Staff, number: str, now: datetime) -> Case:
    """A case that someone may see; HiddenError."""
    found = seen_by(staff, current(beijing_day(now)))
    case = found.select_related("person", "merged_into").filter(number=number).first()
    if case is None:
        raise HiddenError("没有这一件，或者不归您办。")
    return case


@contextmanager
def handling(staff: Staff, number: str, now: datetime) -> Iterator[Handling]:
    """Hold a case while acting on it, all or nothing; HiddenError, CaseError."""
    rules = current(beijing_day(now))
    with transaction.atomic():
        seen = see(staff, number, now)
        case = Case.objects.select_for_update(of=("self",)).select_related("person").get(pk=seen.pk)
        actor = actor_of(staff, case)
        if actor is None:
            raise CaseError("您的账号只能看，不能办。没有改动。")
        yield Handling(case, actor, staff, rules, now)


def release(staff: Staff, number: str, now: datetime, *, named: str = "") -> None:
    """A held case is a real one: to its unit, or past whoever the reviewer says is meant."""
    with handling(staff, number, now) as held:
        held.case.named += bare_text(named)
        around = named_places(held.case.said + held.case.named, held.case.division)
        held.record(Act.RELEASE)
        move_to(held.case, held.rules.route_around(held.case.place, around), held.rules)
        held.case.save()


def accept(staff: Staff, number: str, now: datetime, *, papers: str = "") -> None:
    """The unit takes the case on; an errand with the papers that were handed over.

    Whoever takes on an errand runs it, until it is given to somebody else.
    """
    with handling(staff, number, now) as held:
        if held.case.kind is Sort.ERRAND:
            held.case.person = staff
        held.record(Act.ACCEPT, f"收到材料：{papers.strip()}" if papers.strip() else "")


def refuse(staff: Staff, number: str, now: datetime, *, reason: str, whose: str) -> None:
    """Not a matter for the village, the township or the county: why, and whose it is."""
    with handling(staff, number, now) as held:
        words = f"{_needed(reason, '不受理的理由')} 该找：{_needed(whose, '该找谁')}"
        held.record(Act.REFUSE, words)


def reroute(  # noqa: PLR0913 - the fields of one form
    staff: Staff, number: str, now: datetime, *, unit: str, reason: str, named: str = ""
) -> None:
    """Give the case to another unit; the clock goes on as it was."""
    with handling(staff, number, now) as held:
        place, case = Place.read(unit), held.case
        if place not in places_for(case, held.rules):
            raise CaseError("不能转给这个单位，没有改动。")
        case.named += bare_text(named)
        if place in named_places(case.said + case.named, case.division):
            raise CaseError("这一件说到了那个单位的人，不能转给它，没有改动。")
        words = _needed(reason, "转办的理由")
        held.record(Act.REROUTE, words, facts={"from": case.unit, "to": unit})
        move_to(case, place, held.rules)
        case.save()


def places_for(case: Case, rules: CaseRules) -> list[Place]:
    """The units that a case may be given to: at its division and above, never back from
    discipline to those it may be about.
    """  # noqa: D205 - one sentence
    found = [p for code in lineage(case.division) for p in rules.handlers_of(code)]
    if case.confidential or case.about_cadres:
        found = [p for p in found if rules.unit(p.unit).discipline]
    elif rules.speaks_of_cadres(case.said):
        found = [p for p in found if rank_of(p.division) is not Rank.VILLAGE]
    return [p for p in found if str(p) != case.unit]


def alike(staff: Staff, case: Case, rules: CaseRules) -> list[Case]:
    """Open cases of the same division that it may be merged into, the same matter first."""
    open_ones = [s.value for s in CaseState if not s.ended and s is not CaseState.HELD]
    found = seen_by(staff, rules).filter(
        division=case.division,
        confidential=case.confidential,
        state__in=open_ones,
        sort=case.sort,
    )
    return sorted(found.exclude(pk=case.pk)[:200], key=lambda c: (c.matter != case.matter, -c.pk))


def colleagues(case: Case) -> list[Staff]:
    """Who may be given a case: those of its unit who are not named in it."""
    place, text = case.place, case.said + case.named
    own = Staff.objects.filter(division=place.division, unit=place.unit, is_active=True)
    return [
        each
        for each in own.exclude(role=Role.AUDITOR.value)
        if not any(name in text for name in each.names)
    ]


def assign(staff: Staff, number: str, now: datetime, *, person: str) -> None:
    """Give the case to one person of the unit, by their name to log in."""
    with handling(staff, number, now) as held:
        chosen = next((p for p in colleagues(held.case) if p.username == person), None)
        if chosen is None:
            raise CaseError("请选一位本单位的人，没有改动。")
        held.case.person = chosen
        held.record(Act.ASSIGN, facts={"person": chosen.pk})


def ask(staff: Staff, number: str, now: datetime, *, question: str) -> None:
    """Ask the resident for more; the clock stands still, once a round."""
    with handling(staff, number, now) as held:
        if held.case.pauses:
            raise CaseError("已经请反映人补充过一次，不能再暂停计时，没有改动。")
        held.case.asked_on = held.today
        held.record(Act.ASK, _needed(question, "要补充什么"))


def clarified(staff: Staff, number: str, now: datetime, *, words: str) -> None:
    """What the resident told a clerk on the telephone."""
    with handling(staff, number, now) as held:
        progress.clarified(held.case, held.actor, now, words=words, staff=staff)


def extend(staff: Staff, number: str, now: datetime, *, reason: str) -> None:
    """Add the county's extension, once, before the deadline, with a reason."""
    with handling(staff, number, now) as held:
        case = held.case
        try:
            check_extension(
                due=case.due, today=held.today, extended=case.extended > 0, reason=reason
            )
            more = held.rules.clock(case.clock).extension
        except (DeadlineError, KeyError) as error:
            raise CaseError(f"{error}，没有改动。") from error
        case.extended = more
        set_due(case, held.today, held.rules.calendar)
        held.record(Act.EXTEND, reason, facts={"days": more, "due": case.due.isoformat()})


def answer(  # noqa: PLR0913 - the fields of one form
    staff: Staff,
    number: str,
    now: datetime,
    *,
    summary: str,
    words: str,
    evidence: Iterable[bytes] = (),
) -> None:
    """Answer a case and all that were merged into it; ``evidence`` are re-encoded photos."""
    kept = photos.keep(evidence)
    with handling(staff, number, now) as held:
        text, brief = _needed(words, "答复"), _needed(summary or "预约", "一句话说明是什么事")
        merged = Case.objects.filter(merged_into=held.case, state=CaseState.MERGED.value)
        for case in (held.case, *merged):
            case.answer, case.summary, case.verdict = text, _masked(brief, case), ""
            case.answered_on = held.today
            if case.first_answered_on is None:
                case.first_answered_on, case.first_due = held.today, case.due
            if case is held.case:
                held.record(Act.ANSWER, text, photos=kept)
            else:
                # As if it had stood where the other stood: its own resident judges on their own.
                case.state, case.unit = CaseState.ACCEPTED.value, held.case.unit
                record(case, Act.ANSWER, held.actor, now, staff=staff, words=text, photos=kept)


def _masked(brief: str, case: Case) -> str:
    """What a matter is in short, which the database can search: without who filed it."""
    return mask(brief, sealing.unseal(case.contact, case.number).secrets)


def call(staff: Staff, number: str, now: datetime, *, verdict: Verdict, words: str) -> None:
    """What the resident said when the level above called them."""
    with handling(staff, number, now) as held:
        text = _needed(words, "反映人怎么说的")
        progress.judge(
            held.case, Act.CALL, held.actor, now, verdict=verdict, words=text, staff=staff
        )


def close(staff: Staff, number: str, now: datetime, *, reason: str) -> None:
    """Close an answered case whose resident cannot be asked; they may still judge it."""
    with handling(staff, number, now) as held:
        held.record(Act.CLOSE, _needed(reason, "为什么没有问到反映人"))


def merge(staff: Staff, number: str, now: datetime, *, into: str) -> None:
    """The same matter filed twice: go on with the other one, answer both."""
    with handling(staff, number, now) as held:
        other = see(staff, read_number(into), now)
        case = held.case
        if other.pk == case.pk:
            raise CaseError("不能并入它自己，没有改动。")
        if other.division != case.division or other.confidential != case.confidential:
            raise CaseError("只能并入同一个村（单位）的另一件，没有改动。")
        if other.standing.ended or other.standing is CaseState.HELD:
            raise CaseError(f"那一件现在是“{other.standing.chinese}”，不能并入，没有改动。")
        case.merged_into = other
        Case.objects.filter(merged_into=case).update(merged_into=other)
        held.record(Act.MERGE, "和另一件是同一件事，一起办，答复也会给您。")


class Shown(NamedTuple):
    """What the handler sees after asking for it."""

    contact: sealing.Contact
    words: str


def look(staff: Staff, number: str, now: datetime) -> Shown:
    """Name, telephone and unmasked words of the complainant; the look is written down first."""
    with handling(staff, number, now) as held:
        if not _may_look(staff, held.case):
            raise CaseError("联系方式只给经办的单位看，没有显示。")
        contact = sealing.unseal(held.case.contact, held.case.number)
        held.record(Act.LOOK)
        put_on_record(
            "case.look",
            number,
            by=staff,
            division=held.case.division,
            confidential=held.case.confidential,
        )
        return Shown(contact, held.case.words)


def confirm(staff: Staff, number: str, now: datetime) -> None:
    """The county has looked at a warning and finds it right: from now on it stands on the board."""
    with handling(staff, number, now) as held:
        if rank_of(staff.division) is not Rank.COUNTY:
            raise CaseError("只有县里核实过的才公开，没有改动。")
        if held.case.facts.get("confirmed"):
            raise CaseError("这一件已经公开了，没有改动。")
        held.case.facts = {**held.case.facts, "confirmed": held.today.isoformat()}
        held.record(Act.CONFIRM)


def _needed(text: str, what: str) -> str:
    found = text.strip()
    if not found:
        raise CaseError(f"请写明{what}，没有改动。")
    if len(found) > _ANSWER_LIMIT:
        raise CaseError(f"{what}写了{len(found)}个字，最多{_ANSWER_LIMIT}个字，没有改动。")
    return found


def own_divisions(staff: Staff) -> dict[str, str]:
    """The divisions for which someone may enter a case: their own and those below."""
    names = division_names() or {staff.division: staff.division}
    return {code: name for code, name in names.items() if code.startswith(staff.scope)}
