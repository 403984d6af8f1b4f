"""Sorts of case (类别): feedback, errands, bookings, bids and warnings go through one engine.

What is the same for all (receipt, clock, history, masking, who may see it) stands in
`kiosk.affairs.case`; here is in what they differ: words, and acts that some do not know.
"""

from __future__ import annotations

from enum import StrEnum

from kiosk.affairs.case import Act, CaseState, Verdict


class Sort(StrEnum):
    """What a case is.

    An errand (代办) is run for a resident by a promised day and signed off by them; a booking
    (预约) keeps a seat at a time; a bid (意向) registers interest in a tender; a warning (预警) was
    found by a rule (`kiosk.affairs.risk`), not filed by anybody.
    """

    FEEDBACK = "feedback"
    ERRAND = "errand"
    BOOKING = "booking"
    BID = "bid"
    WARNING = "warning"

    @property
    def chinese(self) -> str:
        """As cases.yaml writes it behind 类别."""
        return _NAMES[self]

    @property
    def has_clock(self) -> bool:
        """Whether working days are counted; a booking and a bid end with their own day."""
        return self not in _DATED

    @property
    def may_be_cancelled(self) -> bool:
        """Whether who filed it may take it back.

        Feedback may not be: whoever is complained about would see to it that it is.
        """
        return self in {Sort.ERRAND, Sort.BOOKING, Sort.BID}


_DATED = frozenset({Sort.BOOKING, Sort.BID})
_NAMES = {
    Sort.FEEDBACK: "反映",
    Sort.ERRAND: "代办",
    Sort.BOOKING: "预约",
    Sort.BID: "意向登记",
    Sort.WARNING: "预警",
}
_S = CaseState
_STATES = {
    Sort.ERRAND: {
        _S.RECEIVED: "等村里接手",
        _S.REFUSED: "代办不了",
        _S.ACCEPTED: "已接手",
        _S.ASSIGNED: "正在跑",
        _S.ANSWERED: "办好了，等您签收",
        _S.CLOSED: "已办结",
        _S.REOPENED: "没办好，重新办",
    },
    Sort.BOOKING: {
        _S.RECEIVED: "约好了",
        _S.REFUSED: "没有约成",
        _S.ACCEPTED: "约好了",
        _S.ANSWERED: "已经来过",
        _S.CLOSED: "已结束",
    },
    Sort.BID: {
        _S.RECEIVED: "登记好了",
        _S.ACCEPTED: "登记好了，有人联系您",
        _S.ANSWERED: "已经答复",
        _S.CLOSED: "已截止",
    },
    Sort.WARNING: {
        _S.RECEIVED: "等责任单位说明",
        _S.ACCEPTED: "正在核对",
        _S.ASSIGNED: "正在核对",
        _S.ANSWERED: "已说明，等核实",
        _S.CLOSED: "已核实，销号",
        _S.REOPENED: "没说清楚，重新核对",
    },
}
_VERDICTS = {
    Sort.ERRAND: {Verdict.SOLVED: "办好了，签收", Verdict.HALF: "办了一半", Verdict.NOT: "没办好"},
    Sort.WARNING: {
        Verdict.SOLVED: "说清楚了，销号",
        Verdict.HALF: "说清楚一部分，销号",
        Verdict.NOT: "没说清楚，退回",
    },
}
_ACTS = {
    Sort.ERRAND: {
        Act.ACCEPT: "接手",
        Act.REFUSE: "代办不了",
        Act.ANSWER: "办好了",
        Act.JUDGE: "本人签收",
        Act.CALL: "问本人",
    },
    Sort.BOOKING: {Act.ACCEPT: "看到了", Act.REFUSE: "没有约成", Act.ANSWER: "结果"},
    Sort.BID: {Act.ACCEPT: "联系", Act.REFUSE: "不符合条件", Act.ANSWER: "结果"},
    Sort.WARNING: {Act.FILE: "规则看到", Act.ANSWER: "说明", Act.CALL: "核实"},
}
_ONLY = {
    Sort.FEEDBACK: frozenset(Act) - {Act.CANCEL, Act.LAPSE, Act.CONFIRM},
    Sort.ERRAND: frozenset(Act) - {Act.LAPSE, Act.CONFIRM, Act.MERGE},
    Sort.BOOKING: frozenset(
        {Act.FILE, Act.RELEASE, Act.REFUSE, Act.ANSWER, Act.ACCEPT, Act.LOOK, Act.CANCEL, Act.LAPSE}
    ),
    Sort.BID: frozenset(
        {Act.FILE, Act.RELEASE, Act.REFUSE, Act.ANSWER, Act.ACCEPT, Act.LOOK, Act.CANCEL, Act.LAPSE}
    ),
    Sort.WARNING: frozenset(
        {
            Act.FILE,
            Act.ACCEPT,
            Act.ASSIGN,
            Act.EXTEND,
            Act.ANSWER,
            Act.CALL,
            Act.RAISE,
            Act.RECOUNT,
            Act.CONFIRM,
            Act.LAPSE,
        }
    ),
}


def knows(sort: Sort, act: Act) -> bool:
    """Whether a sort of case knows an act at all."""
    return act in _ONLY[sort]


def state_name(sort: Sort, state: CaseState) -> str:
    """A state in the words that fit the sort, as who filed it reads them."""
    return _STATES.get(sort, {}).get(state, state.chinese)


def verdict_name(sort: Sort, verdict: Verdict) -> str:
    """A verdict in the words that fit the sort."""
    return _VERDICTS.get(sort, {}).get(verdict, verdict.chinese)


def act_name(sort: Sort, act: Act) -> str:
    """An act in the words that fit the sort, as it stands in the history."""
    return _ACTS.get(sort, {}).get(act, act.chinese)
