"""A case board and urgent notices, as the center posts them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from kiosk.affairs.case import CaseState, Verdict, case_number
from kiosk.affairs.catalogue import Kind
from kiosk.affairs.disclosure import Disclosure, disclosure_id
from kiosk.affairs.notice import Danger, Notice, Severity
from kiosk.affairs.posted import CASES, NOTICES
from kiosk.affairs.public_case import CaseBoard, CaseCounts, PublicCase, Rated

MONTH = date(2026, 11, 1)


def case(number: int, state: CaseState, **more) -> PublicCase:
    """One case on the board; ``number`` is its running number in November."""
    told = {
        "matter": "money",
        "matter_name": "账目有疑问",
        "unit": "青禾镇农经站",
        "person": "孙＊平",
        "post": "站长",
        "when": "11月上旬",
        "summary": f"第 {number} 件：7月机井电费比上年多了一半",
        "due": date(2026, 11, 27),
    }
    return PublicCase(
        number=case_number(MONTH, number),
        division="990101101201",
        state=state,
        state_name=state.chinese,
        **(told | more),
    )


def cases() -> CaseBoard:
    """One of each kind that looks different."""
    answer = "电费多的原因是7月天旱，多抽了二十一天水；电表读数和发票贴在这里。"
    return CaseBoard(
        division="990101101201",
        day=date(2026, 11, 22),
        counts=CaseCounts(filed=14, open=3, overdue=1, answered=11, solved=8, half=2, unsolved=1),
        cases=(
            case(9, CaseState.RECEIVED, person="", post="", summary=""),
            case(8, CaseState.ASSIGNED, about="2026年7月收支明细"),
            case(7, CaseState.ASSIGNED, due=date(2026, 11, 12)),
            case(6, CaseState.CLOSED, answer=answer, verdict=Verdict.SOLVED, due=None),
            case(5, CaseState.CLOSED, answer=answer, verdict=Verdict.NOT),
            PublicCase(
                number=case_number(MONTH, 4),
                division="990101101201",
                matter="",
                matter_name="个人事项",
                state=CaseState.CLOSED,
                state_name=CaseState.CLOSED.chinese,
                unit="青禾镇民政办",
                outcome_only=True,
            ),
        ),
        ratings=(
            Rated(name="柳河村", count=25, average=812, words=words(14, 6, 3, 2)),
            Rated(name="青禾镇农经站", count=3, average=683, words=words(1, 1, 0, 1)),
        ),
    )


def words(*counts: int) -> tuple[tuple[str, int], ...]:
    """How many chose each of the four words."""
    return tuple(zip(("好", "较好", "一般", "差"), counts, strict=True))


def board_face(division: str = "990101101201") -> Disclosure:
    """What the case board stands under."""
    return Disclosure(
        id=disclosure_id(division, CASES.code, "standing"),
        division=division,
        item=CASES.code,
        title="大家反映的事",
        kind=Kind.CASES,
        period="standing",
        published=date(2026, 11, 1),
        unit="青禾镇人民政府",
    )


def notice(now: datetime, severity: Severity = Severity.MODERATE, **more) -> Notice:
    """A flood that began an hour ago and lasts a day."""
    told = {
        "danger": Danger.FLOOD,
        "area": "柳河沿岸低处",
        "onset": now - timedelta(hours=1),
        "expires": now + timedelta(days=1),
        "instruction": "住在河边的人家，今天天黑以前搬到村小学。老人走不动的，打电话，有人来背。",
        "contact": "值班电话 0990-110110",
    }
    return Notice(severity=severity, **(told | more))


def notice_face(title: str, day: date, division: str = "990101101201") -> Disclosure:
    """What a notice stands under."""
    return Disclosure(
        id=disclosure_id(division, NOTICES.code, day.isoformat()),
        division=division,
        item=NOTICES.code,
        title=title,
        kind=Kind.NOTICE,
        period=day.isoformat(),
        published=day,
        unit="青禾镇人民政府",
    )
