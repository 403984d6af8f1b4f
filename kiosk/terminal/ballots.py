"""Ballots cast at the screen: kept on the disk until sync has sent them to the center.

The screen has no line: it writes, sync sends.  A ballot lies here with the one-time code that
lets it count, which the center parts from it when it arrives; so it is readable for this
program alone, bears no time, and is gone as soon as the center has answered.
"""

from __future__ import annotations

import contextlib
import logging
import secrets
from pathlib import Path
from typing import Protocol

import msgspec

from kiosk.feed import durable
from kiosk.feed.ballots import LIMIT, PATH, CastAnswer, CastBallot
from kiosk.terminal.config import TerminalConfig

_LOG = logging.getLogger(__name__)

MOST = 500
"""Ballots that may wait: more than a village's representatives, in weeks without a line."""
_END = ".ballot"
_TIMEOUT = (5.0, 10.0)
_ANSWER_LIMIT = 4_096
_LATER = {408, 425, 429}
"""Refusals that mean: not now."""
_AT_ONCE = 50
"""Ballots sent between two polls, so that news does not wait for a whole village's votes."""


class FullError(RuntimeError):
    """No more ballots can wait.  The message is Chinese."""


class Post(Protocol):
    """Sends one body to the center; the status and the answer.  OSError without a line."""

    def __call__(self, body: bytes) -> tuple[int, bytes]:
        """One POST."""


class BallotBox:
    """The outbox in a terminal's data folder: one file a ballot."""

    def __init__(self, data: Path) -> None:
        self.folder = data / "ballots"

    def waiting(self) -> list[Path]:
        """The ballots that were not sent yet, in no order that tells anything."""
        try:
            return sorted(self.folder.glob(f"*{_END}"))
        except OSError:
            return []

    def cast(self, ballot: CastBallot) -> None:
        """Keep a ballot until it is sent, on the disk when this returns.

        FullError when too many wait already, OSError when the disk takes nothing more.
        """
        if len(self.waiting()) >= MOST:
            raise FullError("这块屏上等着送出的票太多了，这一张没有收下。请告诉主持会议的人。")
        durable.make_folder(self.folder)
        self.folder.chmod(0o700)
        # A random name and no time: nobody can tell who stood here when it was written.
        path = self.folder / f"{secrets.token_hex(12)}{_END}"
        durable.write_durable(path, msgspec.json.encode(ballot), mode=0o600, modified=0)

    @staticmethod
    def wipe(path: Path) -> None:
        """Overwrite a ballot and delete it."""
        with contextlib.suppress(OSError):
            size = path.stat().st_size
            with path.open("r+b") as file:
                file.write(bytes(size))
                file.flush()
        path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            durable.sync_folder(path.parent)


def send_ballots(box: BallotBox, post: Post, most: int = _AT_ONCE) -> int:
    """Send what waits; how many the center has answered for good.

    200 and 4xx (but for `_LATER`) are answers: the ballot is wiped.  Anything else, or no line
    at all, keeps it.
    """
    done = 0
    for path in box.waiting()[:most]:
        try:
            status, data = post(path.read_bytes()[:LIMIT])
        except OSError as error:
            _LOG.info("ballots later: %s", error)
            break
        if status in _LATER or (status != 200 and not 400 <= status < 500):
            _LOG.info("ballots later: HTTP %d", status)
            break
        answer = _read(data) if status == 200 else CastAnswer(accepted=False)
        if answer is None:  # a portal's page, a proxy's apology: nobody has taken it
            break
        if not answer.accepted:
            # Never the code or a vote: a journal is read by others.
            _LOG.warning("a ballot was refused: HTTP %d %s", status, answer.reason)
        box.wipe(path)
        done += 1
    return done


class CenterPost:
    """Posts to the center over a session of its own; made when there is something to send."""

    def __init__(self, config: TerminalConfig) -> None:
        import requests

        self._session = requests.Session()
        self._address = config.center.rstrip("/") + PATH

    def __call__(self, body: bytes) -> tuple[int, bytes]:
        """One POST; no redirects, and a few kB of the answer."""
        with self._session.post(
            self._address,
            data=body,
            headers={"Content-Type": "application/json"},
            timeout=_TIMEOUT,
            allow_redirects=False,
            stream=True,
        ) as response:
            data = response.raw.read(_ANSWER_LIMIT, decode_content=True) or b""
            return response.status_code, data

    def close(self) -> None:
        """Close the connection."""
        self._session.close()


def send_waiting(config: TerminalConfig) -> int:
    """What sync does after each poll: nothing at all unless a ballot waits."""
    box = BallotBox(config.data_path)
    if not config.center or not box.waiting():
        return 0
    from urllib3.exceptions import HTTPError

    with contextlib.closing(CenterPost(config)) as post:
        try:
            return send_ballots(box, post)
        except HTTPError as error:
            _LOG.info("ballots later: %s", error)
            return 0


def _read(data: bytes) -> CastAnswer | None:
    try:
        return msgspec.json.decode(data, type=CastAnswer)
    except msgspec.DecodeError:
        return None
