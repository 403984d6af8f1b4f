"""Where one machine keeps what it makes: keys, feed, caches and the terminal's library.

Everything lies below one folder, so that a trial leaves nothing behind when it is deleted.
A real county keeps ``offline`` on a stick in a safe and gives its place on the command line.
"""

from __future__ import annotations

import os
from pathlib import Path

_VARIABLE = "KIOSK_STATE"


def default_state() -> Path:
    """``$KIOSK_STATE``, else ``.run`` in the current folder."""
    return Path(os.environ.get(_VARIABLE) or ".run")


def sources() -> Path:
    """The checkout that this program runs from; its ``content`` holds catalogues and sample."""
    return Path(__file__).resolve().parent.parent


class State:
    """The folders of one machine, by what is in them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.offline = root / "keys-offline"
        self.online = root / "keys-online"
        self.feed = root / "feed"
        self.cache = root / "cache"
        self.center = root / "center"
        self.terminal = root / "terminal"
        self.face = root / "face"
        self.picture = root / "screen.png"
        self.terminal_config = self.terminal / "terminal.toml"
