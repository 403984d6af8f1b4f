"""Kivy's surroundings, set before Kivy is imported anywhere.

Kivy reads its environment and its configuration at import time, so this is the first module
that a program with a screen calls.
"""

from __future__ import annotations

import os
from pathlib import Path

_MOST_FRAMES = 30


def prepare(  # noqa: PLR0913 - each is one decision of the caller
    *,
    home: Path,
    width: int,
    height: int,
    fullscreen: bool,
    offscreen: bool,
    provider: str = "",
) -> None:
    """Make Kivy a kiosk: its own home, no files of its own, one input provider, no way out.

    ``offscreen`` draws with real OpenGL and no display at all.  ``provider`` is the line of
    Kivy's input section for the one touch panel, empty for a desktop's mouse.
    """
    home.mkdir(parents=True, exist_ok=True)
    os.environ.update(
        KIVY_HOME=str(home),
        KIVY_NO_ARGS="1",
        KIVY_NO_FILELOG="1",
        KIVY_NO_ENV_CONFIG="1",
        KIVY_LOG_MODE="PYTHON",
        KIVY_IMAGE="sdl2",
        KIVY_TEXT="sdl2",
        KIVY_WINDOW="sdl2",
        KIVY_CLIPBOARD="dummy",
    )
    if offscreen:
        os.environ["SDL_VIDEODRIVER"] = "offscreen"
    from kivy.config import Config

    settings = {
        "width": width,
        "height": height,
        "fullscreen": "auto" if fullscreen else 0,
        "borderless": int(fullscreen),
        "resizable": 0,
        "show_cursor": int(not fullscreen),
        "multisamples": 0,
        "maxfps": _MOST_FRAMES,
        "vsync": 0,
    }
    for key, value in settings.items():
        Config.set("graphics", key, str(value))
    Config.set("kivy", "exit_on_escape", "0")
    Config.set("kivy", "desktop", "0")
    Config.set("kivy", "log_enable", "0")
    Config.remove_section("input")
    Config.add_section("input")
    if provider:
        Config.set("input", "panel", provider)
    elif not offscreen:
        Config.set("input", "mouse", "mouse,disable_multitouch")
