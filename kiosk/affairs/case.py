"""A case (诉求、工单): its states, the acts that move it, who may do each, and its number.

Every act is one append-only event.  Closed is not solved: only the resident, or a follow-up
call that asked them, says so, and "not solved" opens the case again one level up.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple


class CaseError(ValueError):
    """A case cannot be filed, found or moved so.  The message is Chinese."""


class CaseState(StrEnum):
    """How a case stands."""

    HELD = "held"
    RECEIVED = "received"
    REFUSED = "refused"
    ACCEPTED = "accepted"
    ASSIGNED = "assigned"
    CLARIFYING = "clarifying"
    ANSWERED = "answered"
    CLOSED = "closed"
    REOPENED = "reopened"
    MERGED = "merged"
    CANCELLED = "cancelled"

    @property
    def chinese(self) -> str:
        """The state as residents and staff read it."""
        return _STATES[self]

    @property
    def waits_for_staff(self) -> bool:
        """Whether the clock runs against the unit."""
        return self in _WORK

    @property
    def ended(self) -> bool:
        """Whether nothing more is to be done unless the resident says otherwise."""
        return self in _ENDED


_STATES = {
    CaseState.HELD: "等待核对",
    CaseState.RECEIVED: "已收到",
    CaseState.REFUSED: "不归这里办",
    CaseState.ACCEPTED: "已受理",
    CaseState.ASSIGNED: "正在办",
    CaseState.CLARIFYING: "等您补充说明",
    CaseState.ANSWERED: "已答复，等您评价",
    CaseState.CLOSED: "已办结",
    CaseState.REOPENED: "没解决，重新办",
    CaseState.MERGED: "和另一件一起办",
    CaseState.CANCELLED: "已取消",
}
_ENDED = frozenset({CaseState.REFUSED, CaseState.CLOSED, CaseState.MERGED, CaseState.CANCELLED})
_WORK = frozenset(
    {CaseState.RECEIVED, CaseState.ACCEPTED, CaseState.ASSIGNED, CaseState.REOPENED, CaseState.HELD}
)


class Verdict(StrEnum):
    """What the resident says of the answer."""

    SOLVED = "solved"
    HALF = "half"
    NOT = "not"

    @property
    def chinese(self) -> str:
        """On the button and on the board."""
        return {"solved": "解决了", "half": "解决了一半", "not": "没解决"}[self.value]


class Channel(StrEnum):
    """How a case came."""

    SCREEN = "screen"
    POSTER = "poster"
    PHONE = "phone"
    PAPER = "paper"
    OPEN311 = "open311"
    RULE = "rule"

    @property
    def chinese(self) -> str:
        """For lists and the register."""
        return {
            "screen": "公开栏扫码",
            "poster": "海报扫码",
            "phone": "电话",
            "paper": "来信来访",
            "open311": "开放接口",
            "rule": "预警规则",
        }[self.value]


class Actor(StrEnum):
    """In which capacity someone acts on a case."""

    RESIDENT = "resident"
    HANDLER = "handler"
    OVERSEER = "overseer"
    SYSTEM = "system"


class Act(StrEnum):
    """What can happen to a case; each is one event in its history."""

    FILE = "file"
    RELEASE = "release"
    ACCEPT = "accept"
    REFUSE = "refuse"
    REROUTE = "reroute"
    ASSIGN = "assign"
    ASK = "ask"
    CLARIFY = "clarify"
    EXTEND = "extend"
    ANSWER = "answer"
    JUDGE = "judge"
    CALL = "call"
    CLOSE = "close"
    MERGE = "merge"
    RAISE = "raise"
    RECOUNT = "recount"
    LOOK = "look"
    CANCEL = "cancel"
    LAPSE = "lapse"
    CONFIRM = "confirm"

    @property
    def chinese(self) -> str:
        """In the history of a case."""
        return _ACTS[self]


_ACTS = {
    Act.FILE: "收到",
    Act.RELEASE: "核对过，转去办理",
    Act.ACCEPT: "受理",
    Act.REFUSE: "不予受理",
    Act.REROUTE: "转给别的单位",
    Act.ASSIGN: "交给专人办",
    Act.ASK: "请反映人补充说明",
    Act.CLARIFY: "补充了说明",
    Act.EXTEND: "延长期限",
    Act.ANSWER: "答复",
    Act.JUDGE: "反映人评价",
    Act.CALL: "电话回访",
    Act.CLOSE: "办结",
    Act.MERGE: "并入另一件",
    Act.RAISE: "超期，报上一级督办",
    Act.RECOUNT: "新的放假安排公布，重新计算期限",
    Act.LOOK: "查看了联系方式",
    Act.CANCEL: "取消",
    Act.LAPSE: "自动结束",
    Act.CONFIRM: "县里核实，公开",
}


class Rule(NamedTuple):
    """From which states an act is allowed, by whom, and where it leads (None: it stays)."""

    origins: frozenset[CaseState]
    actors: frozenset[Actor]
    leads_to: CaseState | None


_S = CaseState
_OPEN = frozenset({_S.RECEIVED, _S.ACCEPTED, _S.ASSIGNED, _S.REOPENED})
_STAFF = frozenset({Actor.HANDLER, Actor.OVERSEER})
_ANY = frozenset(CaseState)

RULES: dict[Act, Rule] = {
    Act.RELEASE: Rule(frozenset({_S.HELD}), frozenset({Actor.OVERSEER}), _S.RECEIVED),
    Act.ACCEPT: Rule(frozenset({_S.RECEIVED, _S.REOPENED}), _STAFF, _S.ACCEPTED),
    Act.REFUSE: Rule(frozenset({_S.RECEIVED, _S.HELD}), _STAFF, _S.REFUSED),
    Act.REROUTE: Rule(_OPEN, _STAFF, _S.RECEIVED),
    Act.ASSIGN: Rule(_OPEN, _STAFF, _S.ASSIGNED),
    Act.ASK: Rule(frozenset({_S.ACCEPTED, _S.ASSIGNED}), _STAFF, _S.CLARIFYING),
    Act.CLARIFY: Rule(
        frozenset({_S.CLARIFYING}), _STAFF | {Actor.RESIDENT, Actor.SYSTEM}, _S.ACCEPTED
    ),
    Act.EXTEND: Rule(frozenset({_S.ACCEPTED, _S.ASSIGNED, _S.REOPENED}), _STAFF, None),
    Act.ANSWER: Rule(frozenset({_S.ACCEPTED, _S.ASSIGNED, _S.REOPENED}), _STAFF, _S.ANSWERED),
    Act.JUDGE: Rule(
        frozenset({_S.ANSWERED, _S.CLOSED, _S.REFUSED}), frozenset({Actor.RESIDENT}), None
    ),
    Act.CALL: Rule(frozenset({_S.ANSWERED, _S.CLOSED}), frozenset({Actor.OVERSEER}), None),
    Act.CLOSE: Rule(frozenset({_S.ANSWERED}), frozenset({Actor.OVERSEER, Actor.SYSTEM}), _S.CLOSED),
    Act.MERGE: Rule(_OPEN, _STAFF, _S.MERGED),
    Act.RAISE: Rule(_OPEN | {_S.HELD}, frozenset({Actor.SYSTEM}), None),
    Act.RECOUNT: Rule(_OPEN | {_S.HELD, _S.CLARIFYING}, frozenset({Actor.SYSTEM}), None),
    Act.LOOK: Rule(_ANY, _STAFF, None),
    Act.CANCEL: Rule(_OPEN | {_S.HELD, _S.CLARIFYING}, frozenset({Actor.RESIDENT}), _S.CANCELLED),
    Act.LAPSE: Rule(_OPEN | {_S.HELD, _S.ANSWERED}, frozenset({Actor.SYSTEM}), _S.CLOSED),
    Act.CONFIRM: Rule(_ANY - {_S.HELD}, frozenset({Actor.OVERSEER}), None),
}
"""Everything but filing, which has no state before it.

An overseer only of a held case releases or refuses it: the unit that a complaint may be about
must not be the one to call it suspicious.  Whoever answered neither calls back nor closes:
that is for those who oversee them, or for the clock.  A merged case goes on with the other's.
Some acts belong to some sorts of case only (`kiosk.affairs.sort`).
"""


def check_act(act: Act, state: CaseState, actor: Actor) -> None:
    """Raise CaseError unless this actor may do this to a case in this state."""
    rule = RULES[act]
    if actor not in rule.actors:
        raise CaseError(f"“{act.chinese}”不由您来做，没有改动。")
    if state not in rule.origins:
        raise CaseError(f"这一件现在是“{state.chinese}”，不能“{act.chinese}”，没有改动。")
    if state is CaseState.HELD and act is Act.REFUSE and actor is not Actor.OVERSEER:
        raise CaseError("等待核对的，由上一级核对，没有改动。")


def state_after(act: Act, state: CaseState, verdict: Verdict | None = None) -> CaseState:
    """Where an act leads; a verdict or a call leads by what was said."""
    if act in {Act.JUDGE, Act.CALL}:
        return CaseState.REOPENED if verdict is Verdict.NOT else CaseState.CLOSED
    return RULES[act].leads_to or state


def allowed(state: CaseState, actor: Actor) -> list[Act]:
    """What this actor may do now, in the order of the work."""
    found = []
    for act in RULES:
        try:
            check_act(act, state, actor)
        except CaseError:
            continue
        found.append(act)
    return found


# --- the number ------------------------------------------------------------------------------


def case_number(month: date, sequence: int) -> str:
    """Year and month, a running number of at least four digits, a check digit: ``261100427``.

    Digits only, since it is typed on a number pad.  The check digit is that of ISO 7064
    MOD 11,10 (GB/T 17710): every single wrong digit is found.
    """
    if sequence < 1:
        raise CaseError("诉求的序号从1开始")
    digits = f"{month:%y%m}{sequence:04d}"
    return digits + check_digit(digits)


def read_number(text: str) -> str:
    """A typed number without blanks and dashes; CaseError if it cannot be one."""
    digits = _digits(text)
    if len(digits) < 9 or not "01" <= digits[2:4] <= "12" or check_digit(digits[:-1]) != digits[-1]:
        raise CaseError("编号不对，请对照回执再输一遍。什么也没有改动。")
    return digits


def read_code(text: str) -> str:
    """A typed query code without blanks and dashes; CaseError unless it has ten digits."""
    digits = _digits(text)
    if len(digits) != 10:
        raise CaseError("查询码是10位数字，请对照回执再输一遍。什么也没有改动。")
    return digits


def spoken_number(number: str) -> str:
    """Grouped for reading: ``2611 0042 7``."""
    return f"{number[:4]} {number[4:-1]} {number[-1]}"


def spoken_code(code: str) -> str:
    """Grouped for reading like a telephone number: ``482 139 0577``."""
    return f"{code[:3]} {code[3:6]} {code[6:]}"


def _digits(text: str) -> str:
    """The digits of what was typed, full-width ones too; empty if there is anything else."""
    narrow = text.translate(_NARROW)
    bare = "".join(narrow.split()).replace("-", "")
    return bare if bare.isascii() and bare.isdigit() else ""


_NARROW = {0xFF10 + n: str(n) for n in range(10)} | {0xFF0D: "-", 0x2014: "-", 0x2013: "-"}


def check_digit(digits: str) -> str:
    """The digit behind these that lets every single wrong one be found (ISO 7064 MOD 11,10)."""
    carry = 10
    for digit in digits:
        carry = (carry + int(digit)) % 10 or 10
        carry = carry * 2 % 11
    return str((11 - carry) % 10)
