"""Appraisals by the villagers (民主评议、勤廉评议): questions, points, averages, promises kept.

村民委员会组织法（2018年修正）第三十三条: the villagers appraise the members of the committee and
those whom the collective pays at least once a year.  Points are 10 and 9 for 好, 8 and 7 for
较好, 6 and 5 for 一般, 4 and 3 for 差.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

import msgspec

GRADES = (("好", 10, 9), ("较好", 8, 7), ("一般", 6, 5), ("差", 4, 3))
"""Each word with its points, the better first."""
POINTS = tuple(point for _, *points in GRADES for point in points)


class Kept(StrEnum):
    """What became of a promise."""

    OPEN = "open"
    KEPT = "kept"
    PARTLY = "partly"
    BROKEN = "broken"

    @property
    def chinese(self) -> str:
        """As a sheet writes it behind 兑现."""
        return {"open": "正在做", "kept": "做到了", "partly": "做到一部分", "broken": "没做到"}[
            self.value
        ]


class Promise(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What somebody promised (承诺) by a day; whether it was kept, in the words of who checked."""

    by: str
    text: str
    until: date | None = None
    kept: Kept = Kept.OPEN
    note: str = ""


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """The votes on one question about one person or unit: how many gave each of `POINTS`."""

    question: str
    votes: tuple[int, ...]

    @property
    def count(self) -> int:
        """How many votes."""
        return sum(self.votes)

    @property
    def words(self) -> tuple[tuple[str, int], ...]:
        """How many chose each word, the best first."""
        return tuple(
            (word, sum(self.votes[POINTS.index(p)] for p in points)) for word, *points in GRADES
        )

    @property
    def average(self) -> int:
        """Points in hundredths, to the nearest; 0 without votes."""
        return average_of([self])


class Appraised(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody, or a unit, that was appraised."""

    name: str
    post: str
    tallies: tuple[Tally, ...]

    @property
    def average(self) -> int:
        """Points in hundredths over all questions."""
        return average_of(self.tallies)


class Appraisal(msgspec.Struct, frozen=True, kw_only=True, tag="appraisal", omit_defaults=True):
    """One session: how many could vote, came and voted; the results; promises old and new."""

    day: date
    eligible: int
    present: int
    voted: int
    appraised: tuple[Appraised, ...]
    promises: tuple[Promise, ...] = ()
    last_promises: tuple[Promise, ...] = ()

    def problems(self) -> list[str]:
        """What cannot be, in Chinese sentences."""
        found = []
        if self.present > self.eligible:
            found.append(f"到会 {self.present} 人，比应到 {self.eligible} 人多")
        if self.voted > self.present:
            found.append(f"投票 {self.voted} 人，比到会 {self.present} 人多")
        for each in self.appraised:
            for tally in each.tallies:
                if len(tally.votes) != len(POINTS) or min(tally.votes, default=0) < 0:
                    found.append(f"{each.name}“{tally.question}”的票数不对")
                elif tally.count > self.voted:
                    found.append(
                        f"{each.name}“{tally.question}”有 {tally.count} 票，"
                        f"投票的只有 {self.voted} 人"
                    )
        return found


class Candidate(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody, or a unit, whom a session appraises."""

    name: str
    post: str = ""


class Ballot(msgspec.Struct, frozen=True, kw_only=True, tag="ballot", omit_defaults=True):
    """A session in which votes can be cast, with a one-time code, between two moments (UTC).

    It stands on the board while it lasts; ``questions`` are asked of each candidate.
    """

    session: str
    title: str
    opens: datetime
    closes: datetime
    questions: tuple[str, ...]
    candidates: tuple[Candidate, ...]

    def is_open(self, now: datetime) -> bool:
        """Whether votes count."""
        return self.opens <= now < self.closes


def average_of(tallies: Sequence[Tally]) -> int:
    """The mean of all points given, in hundredths, half up; 0 without votes."""
    count = sum(t.count for t in tallies)
    total = sum(p * n for t in tallies for p, n in zip(POINTS, t.votes, strict=True))
    return (total * 200 + count) // (2 * count) if count else 0


def points_text(hundredths: int) -> str:
    """An average as people read it: ``8.73``."""
    return f"{hundredths // 100}.{hundredths % 100:02d}"
