"""Sound through Kivy's SDL mixer: the loudspeaker behind the voice."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from pathlib import Path

from kivy.clock import Clock

from kiosk.terminal.speech import Espeak, LocalVoice, find_espeak

_CARDS = Path("/proc/asound/pcm")
_NO_CARD = "这台机器没有声卡，或者声卡没有认出来，不能念。请检查音箱和声卡。"


class MixerPlayer:
    """One sound at a time; the mixer is opened with the first one."""

    def __init__(self) -> None:
        self._sound: object | None = None
        self._done: Callable[[bool], None] | None = None

    @property
    def trouble(self) -> str:
        """Asks the kernel for a card that plays, which may come and go with its plug."""
        if os.environ.get("SDL_AUDIODRIVER"):
            return ""
        try:
            return (
                ""
                if "playback" in _CARDS.read_text(encoding="ascii", errors="replace")
                else _NO_CARD
            )
        except OSError:
            return _NO_CARD

    def play(
        self, path: Path, *, volume: float, start: float, done: Callable[[bool], None]
    ) -> None:
        self.stop()
        from kivy.core.audio.audio_sdl2 import MusicSDL2  # opens the sound card

        self._done = done
        self._sound = sound = MusicSDL2(source=str(path))
        sound.volume = volume
        sound.bind(on_stop=self._ended)
        sound.play()
        if sound.state != "play":
            logging.getLogger("kiosk.ui").warning("the mixer cannot play %s", path.name)
            Clock.schedule_once(self._refused, 0)
        elif start > 0:
            sound.seek(start)

    def set_volume(self, volume: float) -> None:
        if self._sound is not None:
            self._sound.volume = volume

    def stop(self) -> None:
        sound, self._sound, self._done = self._sound, None, None
        if sound is not None:
            sound.unbind(on_stop=self._ended)
            sound.stop()
            sound.unload()

    def _ended(self, *_: object) -> None:
        self._tell(said=True)

    def _refused(self, _elapsed: float) -> None:
        self._tell(said=False)

    def _tell(self, *, said: bool) -> None:
        done = self._done
        self.stop()
        if done is not None:
            done(said)


def make_voice() -> LocalVoice:
    """The voice of this machine: its loudspeaker, and espeak-ng if it is installed."""
    program = find_espeak()
    espeak = Espeak(program) if program else None
    return LocalVoice(MixerPlayer(), espeak, lambda call: Clock.schedule_once(lambda _dt: call()))
