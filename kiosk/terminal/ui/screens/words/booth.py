"""What a voter has said so far: in memory alone, and gone when they are."""

from __future__ import annotations

from kiosk.affairs.appraisal import Ballot
from kiosk.feed.ballots import CastBallot
from kiosk.terminal.library import Shelved


class Booth:
    """One voter's ballot.  ``code`` is the one-time code as it was typed."""

    def __init__(self, shelved: Shelved, ballot: Ballot, code: str) -> None:
        self.shelved, self.ballot, self.code = shelved, ballot, code
        self._points: dict[tuple[int, int], int] = {}
        self.asked = [
            (candidate, question)
            for candidate in range(len(ballot.candidates))
            for question in range(len(ballot.questions))
        ]

    def points(self, number: int) -> int | None:
        """What was given for a question by its place in ``asked``; None for nothing."""
        return self._points.get(self.asked[number])

    def give(self, number: int, points: int | None) -> None:
        """Give points, or none after all."""
        self._points.pop(self.asked[number], None)
        if points is not None:
            self._points[self.asked[number]] = points

    @property
    def left_out(self) -> int:
        """Questions without points."""
        return len(self.asked) - len(self._points)

    def filled(self) -> CastBallot:
        """The ballot as it is cast."""
        votes = tuple((c, q, points) for (c, q), points in sorted(self._points.items()))
        return CastBallot(session=self.ballot.session, code=self.code, votes=votes)

    def wipe(self) -> None:
        """Forget everything."""
        self.code = ""
        self._points.clear()
