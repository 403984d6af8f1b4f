"""Making a terminal's key known to the center (``kiosk enrol``), and signed requests to it.

The key never leaves (`kiosk.terminal.identity`); the center gets its public half, and a person at
the county compares eight signs before accepting it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, version

import msgspec
import requests
from urllib3.exceptions import HTTPError

from kiosk.feed.report import (
    CODE_KEY,
    ENROL,
    Enrolled,
    Enrolment,
    ReportError,
    read_report,
    signed_headers,
)
from kiosk.terminal.codes import keep_code_key
from kiosk.terminal.config import TerminalConfig
from kiosk.terminal.identity import EnrolError, Identity, make_identity

_ANSWER_LIMIT = 4_096
_TIMEOUT = (5.0, 10.0)
_TOTAL_SECONDS = 20.0


@cache
def release() -> str:
    """The version of this program, '' where it runs without being installed."""
    with suppress(PackageNotFoundError):
        return version("openaffairs-kiosk")
    return ""


class Answer(msgspec.Struct, frozen=True):
    """What the center answered: the status, what it said, and the seconds to wait."""

    status: int
    said: Enrolled
    retry_after: float | None = None


class Line:
    """Signed requests to the center over a session of their own.  Counts ``requests``."""

    def __init__(self, config: TerminalConfig, identity: Identity) -> None:
        self._base = config.center.rstrip("/")
        self._division = config.division
        self._config = config
        self._identity = identity
        self._session = requests.Session()
        self.requests = 0
        self.body_bytes = 0

    def close(self) -> None:
        """Close the connection."""
        self._session.close()

    def enrol(self) -> Answer:
        """Ask to be known, or how it stands.  OSError without a line."""
        return self.post(
            ENROL,
            msgspec.json.encode(
                Enrolment(key=self._identity.public, division=self._division, version=release())
            ),
        )

    def post(self, path: str, body: bytes) -> Answer:
        """One signed POST; OSError (requests') when the center cannot be reached."""
        identity = self._identity
        headers = signed_headers(identity.key, path, identity.sequence(), body)
        self.requests += 1
        self.body_bytes += len(body)
        with self._session.post(
            f"{self._base}/{path}",
            data=body,
            headers={**headers, "Content-Type": "application/json"},
            timeout=_TIMEOUT,
            allow_redirects=False,
            stream=True,
        ) as response:
            data = b"".join(_bounded(response))
            said = Enrolled()
            with suppress(ReportError):  # a portal's page, a proxy's apology
                said = read_report(data, Enrolled)
            after = response.headers.get("Retry-After", "")
            wait = min(float(after), 86_400.0) if after.isdigit() else None
            code_key = response.headers.get(CODE_KEY, "")
            if response.ok and code_key:
                keep_code_key(self._config, code_key)
            return Answer(response.status_code, said, wait)


def _bounded(response: requests.Response) -> Iterator[bytes]:
    """At most a few kB and a few seconds of an answer, whoever sends it."""
    left, deadline = _ANSWER_LIMIT, time.monotonic() + _TOTAL_SECONDS
    try:
        while left > 0 and time.monotonic() < deadline:
            chunk = response.raw.read1(left, decode_content=False)
            if not chunk:
                return
            left -= len(chunk)
            yield chunk
    except HTTPError as error:
        raise ConnectionError(str(error)) from error


def enrol(config: TerminalConfig) -> str:
    """Make the key if needed and tell the center; what to say to the technician, in Chinese.

    Raises EnrolError when it cannot be done now.
    """
    if not config.center:
        raise EnrolError(
            "配置里没有 center。在 terminal.toml 里写上县中心的地址，例如 "
            'center = "http://示例县中心/"，再运行一次。'
        )
    identity = make_identity(config)
    line = Line(config, identity)
    try:
        answer = line.enrol()
    except OSError as error:
        raise EnrolError(
            f"连不上县中心 {config.center}（{type(error).__name__}）。本机的接入码是 "
            f"{identity.code}，密钥已经做好；检查网络以后再运行一次。"
        ) from error
    finally:
        line.close()
    said = {"accepted": "县里已经接受，可以用了。", "revoked": "县里已经停用了这台终端。"}
    if answer.status in {200, 202, 403} and answer.said.state in {"accepted", "pending", "revoked"}:
        told = said.get(
            answer.said.state,
            f"请县里核对后运行：kiosk fleet accept {identity.code}。公开栏照常显示，不必等。",
        )
        return f"本机的接入码：{identity.code}\n{told}"
    reason = answer.said.error or f"HTTP {answer.status}"
    raise EnrolError(
        f"县中心没有登记这台终端：{reason}。本机的接入码是 {identity.code}；公开栏照常显示。"
    )
