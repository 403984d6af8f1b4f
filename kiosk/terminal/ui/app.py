"""The application: one board on one window, fed by the local library.

Call `environment.prepare` before importing this module.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from kivy.app import App
from kivy.clock import Clock
from kivy.core.window import Window

from kiosk.terminal.ballots import BallotBox
from kiosk.terminal.codes import Codes
from kiosk.terminal.config import TerminalConfig
from kiosk.terminal.library import Library
from kiosk.terminal.night import Rest, rest_at
from kiosk.terminal.speech import Mute, Voice
from kiosk.terminal.ui.board import Board
from kiosk.terminal.ui.dates import CHINA
from kiosk.terminal.ui.desk import Desk
from kiosk.terminal.ui.guard import HiddenDoor, check_providers
from kiosk.terminal.ui.idle import Idle
from kiosk.terminal.ui.screens.attract import attract
from kiosk.terminal.ui.screens.home import Home
from kiosk.terminal.ui.screens.staff.caretaker import Caretaker
from kiosk.terminal.ui.screens.staff.pin import PinScreen
from kiosk.terminal.ui.screens.stillthere import Dark, StillThere
from kiosk.terminal.ui.text.face import Face
from kiosk.terminal.ui.text.metrics import Metrics
from kiosk.terminal.ui.theme import Look, Step, Theme
from kiosk.terminal.ui.tidy import Tidy
from kiosk.terminal.ui.witness import Witness
from kiosk.terminal.watch import Pulse

_LOOK_SECONDS = 1.0
"""How often the library is asked, cheaply, whether there is a new Edition."""
_SETTLED_SECONDS = 2.0
"""After that long the first page stands, and there is time to tidy up behind the start."""
_COUNTDOWN = 15
_PULSE_SECONDS = 5.0
_DIM = 0.4
"""Share of its usual brightness that an idle panel keeps in the evening."""
_WAY_OUT = {27, 282, 292, 293}
"""Escape, F1, F11, F12: keys that Kivy or a desktop would act upon."""


def utc_now() -> datetime:
    """The time, aware."""
    return datetime.now(UTC)


class KioskApp(App):
    """The screen in the hall.

    ``picture`` is a file that always holds what the screen shows, for machines without one;
    ``pulse`` is told every few seconds that the loop goes round.  ``status`` is what the process
    should end with.  ``voice`` reads aloud, none if it is not given.
    """

    def __init__(  # noqa: PLR0913 - what the command line decides
        self,
        config: TerminalConfig,
        face: Face,
        *,
        picture: Path | None = None,
        pulse: Pulse | None = None,
        offscreen: bool = False,
        now: Callable[[], datetime] = utc_now,
        voice: Voice | None = None,
    ) -> None:
        super().__init__()
        self.voice = voice or Mute("没有接上声音。")
        self.settings, self.face, self.picture, self.now = config, face, picture, now
        self.library = Library(config.library_path, config.blobs_path)
        self.board: Board | None = None
        self.idle: Idle | None = None
        self.tidy = Tidy()
        self.status = 0
        self.caretaker = Caretaker(config, self._end, self.voice)
        self._pulse, self._offscreen = pulse, offscreen

    def load_config(self) -> None:
        """No configuration file of Kivy's."""

    def open_settings(self, *_: object) -> bool:
        """No settings panel behind F1."""
        return False

    def build(self) -> Board:
        box = BallotBox(self.settings.data_path) if self.settings.center else None
        desk = Desk(self.library, self.settings.division, self.now, Codes(self.settings), box)
        board = Board(desk, Theme(self.settings.panel), Metrics(self.face), self.voice)
        self.board = board
        board.usual = Look(Step(self.caretaker.set.step))
        board.hand.door = HiddenDoor(self._staff)
        self.caretaker.apply()
        self.library.changed()
        board.home()
        self.witness = Witness(self.settings, board)
        Clock.schedule_once(lambda _elapsed: self.tidy.begin(), _SETTLED_SECONDS)
        Window.bind(on_touch_down=self._touched, on_key_down=self._key, on_request_close=self._no)
        self.idle = Idle(
            seconds=self.settings.idle_seconds,
            countdown=_COUNTDOWN,
            turn=self.settings.attract_seconds,
            warn=self._warn,
            leave=self._leave,
            attract=self._attract,
        )
        self._looking = Clock.schedule_interval(self._look, _LOOK_SECONDS)
        if self.picture is not None:
            from kiosk.terminal.ui.camera import Camera

            self._camera = Camera(self.picture)
        return board

    def on_start(self) -> None:
        self.caretaker.input = check_providers(self._offscreen)
        if self._pulse is not None:
            Clock.schedule_interval(self._beat, _PULSE_SECONDS)
            self._beat(0)

    def _beat(self, _elapsed: float) -> None:
        """Tell whoever watches that the loop goes round; end when nobody watches any more."""
        if self._pulse is not None and not self._pulse.beat():
            self.stop()

    def _end(self, status: int) -> None:
        """End the screen: for good, or to be started anew."""
        self.status = status
        self.stop()

    def _staff(self) -> None:
        """The hidden door was found; without a PIN it opens nothing."""
        if self.board is not None and self.caretaker.lock.is_set:
            self.board.close_cover()
            self.board.home()
            self.board.go(PinScreen, self.caretaker)

    def on_stop(self) -> None:
        if self.idle is not None:
            self.idle.stop()
        if self.board is not None:
            self.board.aloud.close()
            self.board.pictures.close()
        self.caretaker.lamp.close()
        self.library.close()

    def stop_looking(self) -> None:
        """No more questions to the library, and no more answers to the window."""
        self._looking.cancel()
        self.witness.close()
        Window.unbind(on_touch_down=self._touched, on_key_down=self._key)
        Window.unbind(on_request_close=self._no)

    def _rest(self) -> Rest:
        """Whether the panel rests; a clock that nobody has set sends nobody to sleep."""
        edition = self.library.edition()
        if edition is not None and not edition.clock_trusted:
            return Rest.DAY
        return rest_at(self.now().astimezone(CHINA).time(), self.settings.night)

    def _touched(self, *_: object) -> None:
        self.tidy.busy()
        self.caretaker.dim(1.0)
        if self.idle is not None:
            self.idle.touched()
        if self.board is not None and isinstance(self.board.cover, StillThere):
            self.board.close_cover()

    @staticmethod
    def _key(_window: object, key: int, *_: object) -> bool:
        return key in _WAY_OUT

    @staticmethod
    def _no(*_: object, **__: object) -> bool:
        """A window manager may not close the board of a hall; a signal ends the program."""
        return bool(Window.fullscreen)

    def _look(self, _elapsed: float) -> None:
        board = self.board
        if board is None:
            return
        try:
            if self.library.changed():
                self.witness.renewed()
                board.renewed()
            board.heed()
        except Exception as error:  # noqa: BLE001 - whatever it was, the screen goes on
            board.stumble(error)
        if board.aloud.listening and self.idle is not None:
            self.idle.touched()
        board.minute()
        self.tidy.breathe()

    def _warn(self, seconds: int) -> None:
        board = self.board
        if board is None or (len(board.stack) <= 1 and board.cover is None):
            return
        board.open_cover(StillThere(board, seconds))

    def _leave(self) -> None:
        board = self.board
        if board is not None:
            board.wipe()

    def _attract(self, number: int) -> None:
        board = self.board
        if board is None:
            return
        rest = self._rest()
        if rest is Rest.DARK and not board.alarmed:
            if not isinstance(board.cover, Dark):
                board.open_cover(Dark(board))
            return
        self.caretaker.dim(_DIM if rest is Rest.DIM else 1.0)
        cover = attract(board, number)
        if cover is not None:
            board.open_cover(cover)
        elif not isinstance(board.screen, Home):
            board.home()
