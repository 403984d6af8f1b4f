"""espeak-ng as the local voice: one process a sentence, its WAVs in memory, bounded.

The voice is `cmn-latn-pinyin`: with plain `cmn` espeak-ng 1.51, as Debian has it, spells every
second character as English letters (测出来的：本 is read "ben three").
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import subprocess
import tempfile
import threading
from collections import OrderedDict
from pathlib import Path

VOICE = "cmn-latn-pinyin"
_MOST_BYTES = 12 << 20
"""Four and a half minutes of speech at 44 kB a second."""
_SECONDS = 20.0
"""A sentence takes a few hundredths; whatever takes longer hangs."""
_PREFIX = "kiosk-voice-"


def find_espeak() -> str | None:
    """The program's path, or None where it is not installed."""
    return shutil.which("espeak-ng")


class Espeak:
    """Turns sentences into WAV files; `synthesize` may run in any one thread at a time.

    ``folder`` is a folder of its own for the files, a fresh one in memory if not given.
    """

    def __init__(
        self, program: str, folder: Path | None = None, *, most_bytes: int = _MOST_BYTES
    ) -> None:
        self._program, self._most = program, most_bytes
        self._folder = folder or _folder_in_memory()
        self._kept: OrderedDict[str, int] = OrderedDict()
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def synthesize(self, text: str, pace: int) -> Path | None:
        """The WAV of a text at a pace in words a minute; None if it failed or was killed."""
        name = hashlib.sha256(f"{pace}\n{text}".encode()).hexdigest()[:32] + ".wav"
        path = self._folder / name
        if name in self._kept and path.exists():
            self._kept.move_to_end(name)
            return path
        unfinished = path.with_suffix(".part")
        command = [self._program, "-v", VOICE, "-s", str(pace), "-b", "1", "--stdin"]
        if not self._run([*command, "-w", str(unfinished)], text):
            with contextlib.suppress(OSError):
                unfinished.unlink(missing_ok=True)
            return None
        try:
            unfinished.replace(path)
            self._keep(name, path.stat().st_size)
        except OSError:
            return None
        return path

    def kill(self) -> None:
        """Nobody waits any more for what is being made."""
        with self._lock:
            if self._process is not None:
                self._process.kill()

    def close(self) -> None:
        """Kill what runs and take the files away."""
        self.kill()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self, command: list[str], text: str) -> bool:
        try:
            with self._lock:
                self._process = process = subprocess.Popen(  # noqa: S603 - no shell, our own words
                    command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
        except OSError:
            return False
        try:
            process.communicate(text.encode(), timeout=_SECONDS)
        except (OSError, subprocess.TimeoutExpired):
            process.kill()
            process.communicate()
        with self._lock:
            self._process = None
        return process.returncode == 0

    def _keep(self, name: str, size: int) -> None:
        """The newest stay; the one just made always does."""
        self._kept[name] = size
        while len(self._kept) > 1 and sum(self._kept.values()) > self._most:
            oldest, _ = self._kept.popitem(last=False)
            (self._folder / oldest).unlink(missing_ok=True)


def _folder_in_memory() -> Path:
    """A new folder that costs no write to the SD card; those of dead programs are swept."""
    for parent in (os.environ.get("XDG_RUNTIME_DIR", ""), "/dev/shm", tempfile.gettempdir()):  # noqa: S108
        if parent and os.access(parent, os.W_OK):
            break
    for left in Path(parent).glob(f"{_PREFIX}*"):
        owner = left.name.removeprefix(_PREFIX).partition("-")[0]
        if owner.isdecimal() and not Path("/proc", owner).exists():
            shutil.rmtree(left, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=parent))
