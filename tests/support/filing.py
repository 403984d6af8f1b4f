"""Residents who file at a real center over HTTP, and that center, which can be killed."""

from __future__ import annotations

import html
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import requests

START = """
import sys
from pathlib import Path
from kiosk.center.serving import serve
serve(feed=Path(sys.argv[1]), data=Path(sys.argv[2]), host="127.0.0.1", port=int(sys.argv[3]),
      workers=int(sys.argv[4]))
"""
WORDS = "路灯电费我看不懂，凭证上的数和账上的不一样。"


class Center:
    """``kiosk serve`` in a process group of its own."""

    def __init__(self, feed: Path, data: Path, *, workers: int = 1) -> None:
        self.data, self._command = data, [str(feed), str(data)]
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._workers = workers
        self.start()

    def start(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", START, *self._command, str(self.port), str(self._workers)],
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(600):
            try:
                requests.get(self.url, timeout=5)
            except requests.RequestException:
                assert self._process.poll() is None, "the server did not start"
                time.sleep(0.05)
            else:
                return
        raise AssertionError("the server did not start")

    def kill(self, number: int = signal.SIGKILL) -> None:
        """Every process at once, in the middle of whatever it does."""
        os.killpg(self._process.pid, number)
        self._process.wait(30)

    def workers(self) -> list[int]:
        """The processes that answer."""
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children")
        return [int(pid) for pid in children.read_text(encoding="ascii").split()]

    def stored(self) -> list[str]:
        """The numbers of all cases in its database."""
        database = sqlite3.connect(self.data / "center.sqlite3", timeout=10)
        try:
            return [row[0] for row in database.execute("SELECT number FROM cases_case")]
        finally:
            database.close()


class Resident:
    """One phone with one form; ``file`` may be repeated until it gives a receipt."""

    def __init__(self, url: str, token: str) -> None:
        self._url, self._token = url, token
        self._session = requests.Session()
        self._kept: dict[str, str] = {}

    def close(self) -> None:
        self._session.close()

    def fill_in(self) -> None:
        """Open the form and look at the preview."""
        page = self._session.get(f"{self._url}/f/{self._token}", timeout=60)
        self._kept = _hidden(page.text) | {"words": WORDS, "matter": "accounts"}
        self._kept = _hidden(self._post("preview").text)

    def file(self) -> str:
        """Press the last button; the number on the receipt.  requests' errors, or ValueError."""
        if not self._kept:
            self.fill_in()
        page = self._post("send")
        number = _hidden(page.text).get("number") if page.status_code == 200 else None
        if not number:
            raise ValueError(f"{page.status_code}: {page.text[-300:]}")
        return number

    def _post(self, step: str) -> requests.Response:
        return self._session.post(
            f"{self._url}/f/{self._token}", data=self._kept | {"step": step}, timeout=60
        )


def _hidden(page: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    return {name: html.unescape(value) for name, value in found}
