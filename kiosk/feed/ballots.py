"""A ballot as it is cast: the one-time code, the points, and what the center answers.

A terminal posts a `CastBallot` as JSON to `PATH` at the center, which answers 200 with a
`CastAnswer`.  4xx says that it will never be taken, 5xx that it may be later.  The code proves
that somebody may vote once; whoever keeps votes must not keep them beside it.
"""

from __future__ import annotations

import msgspec

from kiosk.affairs.appraisal import POINTS, Ballot
from kiosk.affairs.case import check_digit

PATH = "/b/cast"
"""Where the center takes ballots."""
LIMIT = 64 << 10
"""Bytes of a ballot at most."""
CODE_DIGITS = 12
MOST_VOTES = 1_000
_NARROW = {0xFF10 + n: str(n) for n in range(10)}

Vote = tuple[int, int, int]
"""The candidate's and the question's place in the `Ballot`, from 0, and one of `POINTS`."""


class CastBallot(msgspec.Struct, frozen=True, kw_only=True):
    """One filled-in ballot.  Who leaves a question out says nothing about it."""

    session: str
    code: str
    votes: tuple[Vote, ...]

    def problems(self, ballot: Ballot | None = None) -> list[str]:
        """What cannot be, in Chinese sentences; against the session itself where it is known."""
        found = []
        if read_ballot_code(self.code) != self.code:
            found.append("投票码不对，是12位数字，请对照纸条再输一遍。")
        if not self.votes:
            found.append("一项也没有评，没有交卷。")
        if len(self.votes) > MOST_VOTES:
            found.append(f"评了 {len(self.votes)} 项，最多 {MOST_VOTES} 项。")
        if len({vote[:2] for vote in self.votes}) < len(self.votes):
            found.append("同一个人的同一项评了两次。")
        if any(points not in POINTS for _, _, points in self.votes):
            found.append(f"分数只能是 {POINTS[-1]} 分到 {POINTS[0]} 分。")
        if ballot is not None:
            found += self._against(ballot)
        return found

    def _against(self, ballot: Ballot) -> list[str]:
        found = []
        if self.session != ballot.session:
            found.append("这张票不是这一次评议的。")
        people, asked = range(len(ballot.candidates)), range(len(ballot.questions))
        if any(c not in people or q not in asked for c, q, _ in self.votes):
            found.append("评的人或者评的内容，这一次评议里没有。")
        return found


class CastAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What the center says of a ballot; ``reason`` is a Chinese sentence where it was refused."""

    accepted: bool
    reason: str = ""


def ballot_code(digits: str) -> str:
    """Eleven random digits with their check digit behind them: what the clerk prints.

    ValueError for anything else.
    """
    if len(digits) != CODE_DIGITS - 1 or not (digits.isascii() and digits.isdigit()):
        raise ValueError(digits)
    return digits + check_digit(digits)


def read_ballot_code(text: str) -> str:
    """A typed code without blanks and dashes; '' if it cannot be one."""
    digits = "".join(text.translate(_NARROW).split()).replace("-", "")
    if len(digits) != CODE_DIGITS or not (digits.isascii() and digits.isdigit()):
        return ""
    return digits if check_digit(digits[:-1]) == digits[-1] else ""


def spoken_ballot_code(code: str) -> str:
    """As it is printed and typed, in groups of four: ``4821 3905 7716``; also one begun."""
    return " ".join(code[n : n + 4] for n in range(0, len(code), 4))
