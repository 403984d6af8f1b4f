"""A loudspeaker that nobody hears, for tests: what it plays ends when the test says so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kiosk.terminal.speech import Saying


class StillPlayer:
    """Keeps what it was told; `finish` lets the sound end."""

    def __init__(self, trouble: str = "") -> None:
        self.trouble = trouble
        self.played: list[Path] = []
        self.starts: list[float] = []
        self.volumes: list[float] = []
        self.sounding = False
        self._done: Callable[[bool], None] | None = None

    def play(self, path, *, volume, start, done):
        self.played.append(path)
        self.starts.append(start)
        self.volumes.append(volume)
        self.sounding, self._done = True, done

    def set_volume(self, volume):
        self.volumes.append(volume)

    def stop(self):
        self.sounding, self._done = False, None

    def finish(self, said=True):
        done = self._done
        self.stop()
        assert done is not None, "nothing plays"
        done(said)


class QuietVoice:
    """A voice that says nothing and keeps the words; `finish` lets a sentence end."""

    def __init__(self, trouble: str = "", *, reads_texts: bool = True) -> None:
        self.trouble, self.reads_texts = trouble, reads_texts
        self.pace, self.volume, self.usual = 0, 1, 1.0
        self.said: list[Saying] = []
        self.saying: Saying | None = None
        self.paused = self.closed = False
        self._done: Callable[[bool], None] | None = None

    def say(self, saying, done):
        self.said.append(saying)
        self.saying, self._done, self.paused = saying, done, False

    def prepare(self, saying):
        pass

    def pause(self):
        self.paused = True

    def resume(self):
        self.paused = False

    def set_pace(self, pace):
        self.pace = pace

    def set_volume(self, volume):
        self.volume = volume

    def stop(self):
        self.saying = self._done = None
        self.paused = False

    def close(self):
        self.stop()
        self.closed = True

    def finish(self, said=True):
        done = self._done
        self.stop()
        assert done is not None, "nothing is being said"
        done(said)

    @property
    def texts(self) -> list[str]:
        return [saying.text for saying in self.said]
