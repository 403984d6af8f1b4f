"""What a technician can do at the box, apart from how it looks on the screen."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from kiosk.terminal import telemetry
from kiosk.terminal.config import TerminalConfig
from kiosk.terminal.preferences import read_preferences, write_preferences
from kiosk.terminal.speech import Voice
from kiosk.terminal.staff import Lock
from kiosk.terminal.ui.lamp import Lamp


class Caretaker:
    """Knows the lock, the lamp, the voice and what was set; ``leave`` ends with a status."""

    def __init__(self, config: TerminalConfig, leave: Callable[[int], None], voice: Voice) -> None:
        self.config = config
        self.leave = leave
        self.voice = voice
        self.lock = Lock(config.data_path)
        self.lamp = Lamp()
        self.set = read_preferences(config.data_path)
        self.input = ""
        """The name of the input provider, once it is known."""

    def change(self, **to: float) -> str:
        """Set something and keep it; what went wrong, in Chinese, or nothing."""
        self.set = msgspec.structs.replace(self.set, **to)
        self.apply()
        try:
            write_preferences(self.config.data_path, self.set)
        except OSError as error:
            return f"已经改了，但存不下来（{error.strerror}），下次开机会变回原样。"
        return ""

    def apply(self) -> None:
        """Make panel and voice as they were set."""
        self.lamp.set(self.set.brightness)
        self.voice.usual = self.set.volume

    def dim(self, share: float) -> None:
        """Shine with this share of what was set; 1 by day."""
        self.lamp.set(max(0.1, round(self.set.brightness * share, 2)))

    def fetch_now(self) -> str:
        """Ask for a poll; what to say."""
        try:
            telemetry.ask(self.config.data_path)
        except OSError as error:
            return f"没能通知同步程序（{error.strerror}）。"
        return "已经通知同步程序，几秒钟内就去取；取到新内容这里会变。"
