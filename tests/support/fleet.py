"""A hall whose terminal reports to the center, and a county where hours pass at a word."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

from kiosk.terminal import enrolment, heartbeat, identity, spans, telemetry
from kiosk.terminal.config import TerminalConfig
from kiosk.terminal.sync import run as sync
from tests.support.folder import VILLAGE

_TIMES = {
    "fleet_terminal": ("asked_at", "decided_at", "heard_at"),
    "fleet_heartbeat": ("first_at", "received_at"),
    "fleet_showing": ("since", "until"),
    "fleet_published": ("issued",),
    "fleet_takedownack": ("at",),
}


class Time:
    """Lets time pass at the terminal and at the center alike, without waiting."""

    def __init__(self, state: Path, monkeypatch) -> None:
        self._database = state / "center" / "center.sqlite3"
        self._passed = 0.0
        real = telemetry.uptime
        from kiosk.terminal.ui import witness

        for module in (telemetry, spans, heartbeat, witness):
            monkeypatch.setattr(module, "uptime", lambda: real() + self._passed)

    def passes(self, seconds: float) -> None:
        """What was done so far was done so much earlier."""
        self._passed += seconds
        database = sqlite3.connect(self._database, timeout=10)
        with database:
            for table, columns in _TIMES.items():
                shifted = ", ".join(f"{c} = datetime({c}, '-{seconds} seconds')" for c in columns)
                database.execute(f"UPDATE {table} SET {shifted}")
        database.close()


class FleetHall:
    """One terminal that reports: configuration, sync, heart; its screen is opened on demand."""

    def __init__(self, folder: Path, root: Path, center: str, division: str = VILLAGE) -> None:
        folder.mkdir()
        (folder / "root.json").write_bytes(root.read_bytes())
        self.settings = TerminalConfig(
            division=division,
            feed=f"{center}feed/",
            center=center,
            root="root.json",
            folder=folder,
        )
        self._heart: heartbeat.Heart | None = None

    def config(self, panel=None, **more) -> TerminalConfig:
        return self.settings

    def sync(self) -> bool:
        return bool(sync(self.settings, once=True))

    def enrol(self) -> str:
        """The code."""
        enrolment.enrol(self.settings)
        return identity.load_identity(self.settings).code

    @property
    def heart(self) -> heartbeat.Heart:
        if self._heart is None:
            known = identity.load_identity(self.settings)
            self._heart = heartbeat.Heart(self.settings, known)
        return self._heart

    def reports(self) -> float:
        """Look at the screen and tell the center; the wait that follows."""
        self.heart.look()
        return self.heart.send()


class Fleet:
    """``kiosk fleet`` in a process of its own, as Django wants it."""

    def __init__(self, state: Path) -> None:
        self._state = state

    def __call__(self, *words: str | Path) -> str:
        command = [sys.executable, "-m", "kiosk.cli", "fleet", *map(str, words)]
        done = subprocess.run(
            [*command, "--state", str(self._state)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done.stdout + done.stderr

    def states(self) -> dict[str, str]:
        """The state of each terminal by its code."""
        return {row["code"]: row["state"] for row in json.loads(self("list", "--json"))}
