"""The voice of the board: recordings as they are, texts through espeak-ng, one after another."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from kiosk.terminal.speech.espeak import Espeak
from kiosk.terminal.speech.port import PACES, VOLUMES, Player, Saying


class LocalVoice:
    """Says things through a player.

    ``post`` takes a call from any thread and makes it in the thread of the screen, which is the
    only one that may touch this object.  ``espeak`` is None where it is not installed.
    """

    def __init__(
        self,
        player: Player,
        espeak: Espeak | None,
        post: Callable[[Callable[[], None]], None],
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._player, self._espeak, self._post, self._clock = player, espeak, post, clock
        self._maker = ThreadPoolExecutor(1, "voice")
        self._saying: Saying | None = None
        self._done: Callable[[bool], None] = _nobody
        self._turn = 0
        self._begun: float | None = None
        self._heard = 0.0
        self.pace = 0
        self.volume = 1
        self.usual = 1.0

    @property
    def trouble(self) -> str:
        """Why nothing can be said; a missing local voice is trouble only without recordings."""
        return self._player.trouble

    @property
    def reads_texts(self) -> bool:
        """Whether espeak-ng is there."""
        return self._espeak is not None

    def say(self, saying: Saying, done: Callable[[bool], None]) -> None:
        """Say it instead of anything else."""
        self._silence()
        self._saying, self._done, self._heard = saying, done, 0.0
        self._begin()

    def prepare(self, saying: Saying) -> None:
        """Have the next one made while this one is heard."""
        if self._espeak is not None and saying.recording is None:
            self._maker.submit(self._espeak.synthesize, saying.text, PACES[self.pace])

    def pause(self) -> None:
        """Be silent; a recording remembers how far it was."""
        if self._begun is not None:
            self._heard += self._clock() - self._begun
        self._silence()

    def resume(self) -> None:
        """Go on with what was paused, if anything was."""
        if self._saying is not None:
            self._begin()

    def set_pace(self, pace: int) -> None:
        """A recording has its own pace; a sentence begins again."""
        self.pace = pace
        if self._saying is not None and self._saying.recording is None and self._begun is not None:
            self._silence()
            self._begin()

    def set_volume(self, volume: int) -> None:
        """At once."""
        self.volume = volume
        self._player.set_volume(self._loudness)

    def stop(self) -> None:
        """Be silent and forget."""
        self._silence()
        self._saying, self._done = None, _nobody

    def close(self) -> None:
        """No process, no thread and no file stays behind."""
        self.stop()
        if self._espeak is not None:
            self._espeak.close()
        self._maker.shutdown(wait=True, cancel_futures=True)

    @property
    def _loudness(self) -> float:
        return min(1.0, self.usual * VOLUMES[self.volume])

    def _silence(self) -> None:
        """What is still being made or played belongs to an earlier turn from now on."""
        self._turn += 1
        self._begun = None
        if self._espeak is not None:
            self._espeak.kill()
        self._player.stop()

    def _begin(self) -> None:
        saying, turn = self._saying, self._turn
        assert saying is not None
        if saying.recording is not None:
            self._play(saying.recording, turn)
        elif self._espeak is None:
            self._post(lambda: self._end(turn, said=False))
        else:
            made = self._maker.submit(self._espeak.synthesize, saying.text, PACES[self.pace])
            made.add_done_callback(lambda future: self._post(lambda: self._made(future, turn)))

    def _made(self, future: Future[Path | None], turn: int) -> None:
        if turn != self._turn:
            return
        path = None if future.cancelled() or future.exception() else future.result()
        if path is None:
            self._end(turn, said=False)
        else:
            self._play(path, turn)

    def _play(self, path: Path, turn: int) -> None:
        self._begun = self._clock()
        recorded = self._saying is not None and self._saying.recording is not None
        self._player.play(
            path,
            volume=self._loudness,
            start=self._heard if recorded else 0.0,
            done=lambda said: self._end(turn, said=said),
        )

    def _end(self, turn: int, *, said: bool) -> None:
        if turn != self._turn:
            return
        done = self._done
        self.stop()
        done(said)


def _nobody(_said: bool) -> None:  # noqa: FBT001 - the shape of a call back
    """Nobody waits for an answer."""
