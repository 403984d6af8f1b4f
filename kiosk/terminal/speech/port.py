"""The port through which everything is read aloud, and what stands on its far side."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, Protocol

PACES = (165, 130, 100)
"""Words a minute as espeak-ng counts them, from as one talks to slowly for old ears."""
VOLUMES = (0.7, 1.0, 1.3)
"""Times as loud as the box was set; never more than it can do."""


class Saying(NamedTuple):
    """One breath: a text in words (`kiosk.affairs.spoken`), or a recording of a whole piece."""

    text: str
    recording: Path | None = None


class Player(Protocol):
    """Plays sound files.  All calls come from the thread of the screen and return at once."""

    @property
    def trouble(self) -> str:
        """Why nothing can be heard, in Chinese; empty if it can.  Costs microseconds."""

    def play(
        self, path: Path, *, volume: float, start: float, done: Callable[[bool], None]
    ) -> None:
        """Play from ``start`` seconds; ``done`` hears once, True if it was played to the end.

        It hears nothing when `stop` came first.
        """

    def set_volume(self, volume: float) -> None:
        """How loud, from 0 to 1, at once."""

    def stop(self) -> None:
        """Be silent; does nothing when nothing plays."""


class Voice(Protocol):
    """Says one thing at a time.  No call waits for sound."""

    pace: int
    """Index into `PACES`."""
    volume: int
    """Index into `VOLUMES`."""
    usual: float
    """How loud the box was set by a technician, from 0.1 to 1."""

    @property
    def trouble(self) -> str:
        """Why nothing can be said, in Chinese; empty if it can."""

    @property
    def reads_texts(self) -> bool:
        """Whether it can say what nobody recorded."""

    def say(self, saying: Saying, done: Callable[[bool], None]) -> None:
        """Say it instead of anything else; ``done`` hears once: True if it was said to the end.

        It hears nothing when `stop` or another `say` came first.
        """

    def prepare(self, saying: Saying) -> None:
        """This comes next: have it ready."""

    def pause(self) -> None:
        """Be silent, but remember."""

    def resume(self) -> None:
        """Go on: a sentence from its beginning, a recording from where it was."""

    def set_pace(self, pace: int) -> None:
        """How fast from now on; the sentence that is being said begins again."""

    def set_volume(self, volume: int) -> None:
        """How loud from now on."""

    def stop(self) -> None:
        """Be silent and forget."""

    def close(self) -> None:
        """Leave nothing behind."""


class Mute:
    """A voice that cannot speak, and says why."""

    pace = 0
    volume = 1
    usual = 1.0

    def __init__(self, trouble: str, *, reads_texts: bool = False) -> None:
        self.trouble, self.reads_texts = trouble, reads_texts

    def say(self, saying: Saying, done: Callable[[bool], None]) -> None:
        """Nothing is said, and nothing is heard of it."""

    def prepare(self, saying: Saying) -> None:
        """Nothing to prepare."""

    def pause(self) -> None:
        """Silent anyway."""

    def resume(self) -> None:
        """Silent still."""

    def set_pace(self, pace: int) -> None:
        """No pace."""

    def set_volume(self, volume: int) -> None:
        """No volume."""

    def stop(self) -> None:
        """Silent anyway."""

    def close(self) -> None:
        """Nothing to leave behind."""
