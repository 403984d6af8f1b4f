"""A program that ends with its first frame: ours with content, or an empty Kivy application.

Called by `bench_screen` with the moment (CLOCK_MONOTONIC) at which it was started.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path


def main() -> None:
    """``first_frame.py ours|empty STARTED CONFIG STATE``."""
    kind, started, config, state = sys.argv[1], float(sys.argv[2]), sys.argv[3], sys.argv[4]

    def stop(*_: object) -> None:
        print(time.monotonic() - started, flush=True)
        import os

        os._exit(0)

    if kind == "empty":
        from kiosk.terminal.ui import environment

        environment.prepare(
            home=Path(state) / "kivy", width=1080, height=1920, fullscreen=False, offscreen=True
        )
        from kivy.app import App
        from kivy.core.window import Window
        from kivy.uix.widget import Widget

        class Empty(App):
            def build(self) -> Widget:
                Window.bind(on_flip=stop)
                return Widget()

        Empty().run()
    else:
        from kiosk.terminal.config import load_config
        from kiosk.terminal.ui import environment
        from kiosk.terminal.ui.text.face import prepare_face

        settings = load_config(Path(config))
        face = prepare_face(Path(state) / "face")
        environment.prepare(
            home=Path(state) / "kivy", width=1080, height=1920, fullscreen=False, offscreen=True
        )
        from kivy.core.window import Window

        from kiosk.terminal.ui.app import KioskApp

        Window.bind(on_flip=stop)
        KioskApp(settings, face).run()


if __name__ == "__main__":
    main()
