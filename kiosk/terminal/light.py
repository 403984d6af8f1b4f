"""How bright the panel is: by its backlight where the kernel offers one that we may set."""

from __future__ import annotations

import contextlib
from pathlib import Path

_BACKLIGHTS = Path("/sys/class/backlight")


class Backlight:
    """The first backlight that may be written to; most HDMI panels have none."""

    def __init__(self, folder: Path = _BACKLIGHTS) -> None:
        self._file: Path | None = None
        self._most = 0
        for found in sorted(folder.glob("*/brightness")):
            with contextlib.suppress(OSError, ValueError):
                most = int(found.with_name("max_brightness").read_text())
                found.write_text(found.read_text())
                self._file, self._most = found, most
                return

    @property
    def works(self) -> bool:
        """Whether there is one."""
        return self._file is not None

    def set(self, share: float) -> bool:
        """Shine with this share of what it can, never none at all; False where it cannot."""
        if self._file is None:
            return False
        try:
            self._file.write_text(str(max(1, round(self._most * share))))
        except OSError:
            return False
        return True
