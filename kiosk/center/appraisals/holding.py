"""Holding an appraisal: opening a session, handing out codes, taking votes, ending it."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from kiosk.affairs.appraisal import POINTS, Appraisal, Appraised, Promise, Tally
from kiosk.affairs.deadline import beijing_day
from kiosk.affairs.division import scope_of
from kiosk.affairs.role import Role
from kiosk.center.accounts.models import ScopedQuerySet, Staff
from kiosk.center.appraisals.models import Counter, Session, VotingCode
from kiosk.center.audit.log import record
from kiosk.center.cases.sealing import own_key
from kiosk.feed.ballots import CODE_DIGITS, CastAnswer, CastBallot, ballot_code

MOST_CODES = 2_000
_LONGEST = timedelta(days=14)
_LATE = timedelta(days=3)
"""After a session has ended, ballots that waited at a screen without a line still count so long,
unless its results were made."""
_TEXT, _QUESTIONS, _CANDIDATES = 60, 12, 40
_RUNS = frozenset({Role.COMMITTEE, Role.VILLAGE, Role.TOWNSHIP})
GONE = CastAnswer(accepted=False, reason="这个投票码已经用过了，一个码投一次。")
_UNKNOWN = CastAnswer(accepted=False, reason="没有这个投票码，请对照纸条再输一遍。")


class AppraisalError(ValueError):
    """It cannot be done so.  The message is Chinese."""


def may_run(staff: Staff) -> bool:
    """Whether it is theirs to hold appraisals: the committee that runs them, clerks, township."""
    return staff.kind in _RUNS


def seen(staff: Staff) -> ScopedQuerySet[Session]:
    """The sessions of one's own division and below."""
    return ScopedQuerySet(Session).within(staff)


def open_session(  # noqa: PLR0913 - the fields of one form
    staff: Staff,
    division: str,
    title: str,
    *,
    questions: Iterable[str],
    candidates: Iterable[tuple[str, str]],
    eligible: int,
    opens: datetime,
    closes: datetime,
    now: datetime,
) -> Session:
    """Make a session; AppraisalError says what is wrong with it."""
    asked, named = list(questions), list(candidates)
    if not may_run(staff) or not division.startswith(staff.scope):
        raise AppraisalError("这里的评议不由您主持，没有建立。")
    if not asked or len(asked) > _QUESTIONS:
        raise AppraisalError(f"评的内容要有1到{_QUESTIONS}项，一行一项。")
    if not named or len(named) > _CANDIDATES:
        raise AppraisalError(f"被评的人（单位）要有1到{_CANDIDATES}个，一行一个。")
    long = next((t for t in (title, *asked, *sum(named, ())) if len(t) > _TEXT), "")
    if long:
        raise AppraisalError(f"“{long[:20]}……”太长了，最多{_TEXT}个字。")
    if len({name for name, _ in named}) < len(named):
        raise AppraisalError("被评的人里有两个同名的，请在职务里分清楚后改一个名字。")
    if not opens < closes <= opens + _LONGEST:
        raise AppraisalError(f"结束要在开始以后，最长{_LONGEST.days}天。")
    if closes <= now:
        raise AppraisalError("结束的时间已经过了。")
    with transaction.atomic():
        session = Session.objects.create(
            scope=scope_of(division),
            division=division,
            key=secrets.token_hex(8),
            title=title,
            questions=asked,
            candidates=[list(each) for each in named],
            eligible=eligible,
            opens=opens,
            closes=closes,
            made_by=staff,
            made_at=now,
        )
        Counter.objects.bulk_create(
            Counter(session=session, candidate=c, question=q, points=points)
            for c in range(len(named))
            for q in range(len(asked))
            for points in POINTS
        )
        record("appraisal.opened", title, by=staff, division=division)
    return session


def hand_out(staff: Staff, session: Session, count: int, *, now: datetime) -> list[str]:
    """So many new codes, told this once; AppraisalError."""
    with transaction.atomic():
        # Held, so that two who print at once do not hand out more than may come.
        held = Session.objects.select_for_update().get(pk=session.pk)
        if now >= held.ends:
            raise AppraisalError("评议已经结束，不能再发投票码。")
        out = handed_out(held)
        if not 1 <= count <= MOST_CODES - out:
            raise AppraisalError(f"一次评议最多发{MOST_CODES}个投票码，已经发了{out}个。")
        if out + count > held.eligible:
            raise AppraisalError(f"应到{held.eligible}人，已经发了{out}个，不能再发{count}个。")
        codes: set[str] = set()
        while len(codes) < count:
            number = secrets.randbelow(10 ** (CODE_DIGITS - 1))
            codes.add(ballot_code(f"{number:0{CODE_DIGITS - 1}d}"))
        made = sorted(codes, key=lambda _: secrets.randbits(64))
        VotingCode.objects.bulk_create(
            VotingCode(session=session, digest=_digest(session, code)) for code in codes
        )
        record(
            "appraisal.codes",
            session.title,
            by=staff,
            division=session.division,
            facts={"count": count},
        )
    return made


def cast(ballot: CastBallot, *, now: datetime) -> CastAnswer:
    """Count a ballot, once; what the center answers.

    Nothing of it is kept but that its code was used and that its counters are one larger.
    """
    with transaction.atomic():
        # Held, so that nothing is counted once somebody ended it and wrote the results down, and
        # so that two ballots that name the counters in different orders do not wait for each other.
        session = Session.objects.select_for_update().filter(key=ballot.session).first()
        if session is None:
            return CastAnswer(accepted=False, reason="没有这一次评议。")
        problems = ballot.problems(session.ballot())
        if problems:
            return CastAnswer(accepted=False, reason=problems[0])
        if now < session.opens:
            return CastAnswer(accepted=False, reason="评议还没有开始。")
        if session.closed_at is not None or now >= session.closes + _LATE:
            return CastAnswer(accepted=False, reason="评议已经结束，这张票没有计入。")
        return _count(session, ballot)


def _count(session: Session, ballot: CastBallot) -> CastAnswer:
    own = VotingCode.objects.filter(session=session, digest=_digest(session, ballot.code))
    if not own.filter(used=False).update(used=True):
        return GONE if own.exists() else _UNKNOWN
    counters = Counter.objects.filter(session=session)
    for candidate, question, points in ballot.votes:
        counters.filter(candidate=candidate, question=question, points=points).update(
            count=F("count") + 1
        )
    # PostgreSQL marks each row with the transaction that wrote it last, the code's too: with all
    # counters marked alike, the marks of the last vote do not tell which points it gave.
    counters.update(count=F("count"))
    return CastAnswer(accepted=True)


def is_fresh(session: Session, code: str) -> bool | None:
    """Whether a code can still be used; None where there is no such code."""
    found = VotingCode.objects.filter(session=session, digest=_digest(session, code)).first()
    return None if found is None else not found.used


def end(staff: Staff, session: Session, *, now: datetime) -> None:
    """Take no more votes: from now on the results can be seen; AppraisalError."""
    if not may_run(staff):
        raise AppraisalError("评议不由您主持，没有改动。")
    with transaction.atomic():
        held = Session.objects.select_for_update().get(pk=session.pk)
        if held.closed_at is not None:
            raise AppraisalError("已经结束了，没有改动。")
        held.closed_at = now
        held.save(update_fields=["closed_at"])
        used = used_up(held)
        record(
            "appraisal.ended",
            held.title,
            by=staff,
            division=held.division,
            facts={"count": used},
        )
    session.closed_at = now


def result_of(
    session: Session,
    *,
    promises: tuple[Promise, ...] = (),
    last_promises: tuple[Promise, ...] = (),
) -> Appraisal:
    """The document that the results make; AppraisalError before somebody ended the session."""
    if session.closed_at is None:
        raise AppraisalError("投票还没有结束，结果谁也看不到。")
    counts = {
        (c.candidate, c.question, c.points): c.count
        for c in Counter.objects.filter(session=session)
    }
    appraised = tuple(
        Appraised(
            name=name,
            post=post,
            tallies=tuple(
                Tally(question=asked, votes=tuple(counts.get((c, q, p), 0) for p in POINTS))
                for q, asked in enumerate(session.questions)
            ),
        )
        for c, (name, post) in enumerate(session.candidates)
    )
    return Appraisal(
        day=beijing_day(session.opens),
        eligible=session.eligible,
        present=handed_out(session),
        voted=used_up(session),
        appraised=appraised,
        promises=promises,
        last_promises=last_promises,
    )


def handed_out(session: Session) -> int:
    """How many codes were printed."""
    return VotingCode.objects.filter(session=session).count()


def used_up(session: Session) -> int:
    """How many of them voted."""
    return VotingCode.objects.filter(session=session, used=True).count()


def _digest(session: Session, code: str) -> str:
    return hmac.new(own_key("voting code"), f"{session.key}:{code}".encode(), "sha256").hexdigest()
