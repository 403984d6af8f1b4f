"""Nobody there: a visible countdown, then everything chosen is wiped, then the attract loop.

Any touch re-arms one timer.  What happens is three calls back; nothing here draws.
"""

from __future__ import annotations

from collections.abc import Callable

from kivy.clock import Clock, ClockEvent


class Idle:
    """Counts the seconds without a touch.

    ``warn`` is called each second of the last ``countdown`` ones with the seconds left, ``leave``
    once when they are over, and ``attract`` every ``turn`` seconds from then on.
    """

    def __init__(  # noqa: PLR0913 - three times and three calls
        self,
        *,
        seconds: float,
        countdown: int,
        turn: float,
        warn: Callable[[int], None],
        leave: Callable[[], None],
        attract: Callable[[int], None],
    ) -> None:
        self._quiet = max(1.0, seconds - countdown)
        self._countdown, self._turn = countdown, turn
        self._warn, self._leave, self._attract = warn, leave, attract
        self._left = countdown
        self._turns = 0
        self._event: ClockEvent | None = None
        self.touched()

    def touched(self) -> None:
        """Somebody is there."""
        self._arm(self._begin, self._quiet)

    def stop(self) -> None:
        """No more calls."""
        if self._event is not None:
            self._event.cancel()

    def _arm(self, call: Callable[[float], None], seconds: float) -> None:
        self.stop()
        self._event = Clock.schedule_once(call, seconds)

    def _begin(self, _elapsed: float) -> None:
        self._left = self._countdown
        self._count(0)

    def _count(self, _elapsed: float) -> None:
        if self._left <= 0:
            self._leave()
            self._turns = 0
            self._next_turn(0)
            return
        self._warn(self._left)
        self._left -= 1
        self._arm(self._count, 1.0)

    def _next_turn(self, _elapsed: float) -> None:
        self._attract(self._turns)
        self._turns += 1
        self._arm(self._next_turn, self._turn)
