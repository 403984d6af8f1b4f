"""Pictures of the screen before anything is sent: the terminal's own program draws them.

The center never imports the terminal; it starts ``kiosk preview`` and keeps what was drawn
under the digest of what was to be drawn.
"""

from __future__ import annotations

import fcntl
import hashlib
import logging
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import msgspec
from django.conf import settings

from kiosk.center.writing.subject import Subject
from kiosk.feed.draft import Draft
from kiosk.feed.durable import make_folder
from kiosk.feed.preview import PreviewOrder

_LOG = logging.getLogger(__name__)
MOST_PAGES = 12
_SECONDS = 60
_KEPT = 60
_LAYOUT = "1"
"""Counts up when the same order would be drawn in another way."""


class Drawn(NamedTuple):
    """The pictures of a draft: their digest, how many are ``drawn`` of how many ``pages``."""

    digest: str
    drawn: int
    pages: int


def draw(subject: Subject, draft: Draft) -> Drawn | None:
    """Draw a draft as the screen will show it; None where this machine cannot."""
    order = msgspec.json.encode(
        PreviewOrder(
            county=subject.county,
            disclosure=draft.disclosure,
            content=draft.content,
            media={digest: str(path) for digest, path in draft.blobs.items()},
            others=tuple(subject.earlier()),
        )
    )
    digest = hashlib.sha256(_LAYOUT.encode() + order).hexdigest()
    known = _known(digest)
    if known is not None:
        return known
    with _one_at_a_time() as mine:
        if not mine:
            return None
        known = _known(digest)
        if known is None and _run(order, _folder() / digest):
            known = _known(digest)
        _tidy()
    return known


def picture(digest: str, number: int) -> Path | None:
    """One drawn page, counted from 1."""
    path = _folder() / digest / f"{number}.png"
    return path if path.is_file() else None


def _known(digest: str) -> Drawn | None:
    folder = _folder() / digest
    try:
        pages = int((folder / "pages.txt").read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None
    return Drawn(digest, min(pages, MOST_PAGES), pages)


def _run(order: bytes, target: Path) -> bool:
    """Draw into a folder of its own and put it in place whole."""
    with tempfile.TemporaryDirectory(dir=_folder()) as name:
        file, drawn = Path(name) / "order.json", Path(name) / "drawn"
        file.write_bytes(order)
        command = [sys.executable, "-m", "kiosk.cli", "preview", str(file), str(drawn)]
        command += ["--state", str(_folder() / "state"), "--most", str(MOST_PAGES)]
        try:
            done = subprocess.run(  # noqa: S603 - our own program, no shell
                command, capture_output=True, timeout=_SECONDS, check=False
            )
        except (OSError, subprocess.TimeoutExpired):
            _LOG.exception("the screen could not be drawn")
            return False
        if done.returncode or not (drawn / "pages.txt").is_file():
            _LOG.error("the screen could not be drawn: %s", done.stderr.decode()[-2_000:])
            return False
        shutil.rmtree(target, ignore_errors=True)
        drawn.replace(target)
    return True


@contextmanager
def _one_at_a_time() -> Iterator[bool]:
    """One drawing process in the whole center; False after waiting for another in vain."""
    make_folder(_folder())
    with (_folder() / "lock").open("a") as file:
        until = time.monotonic() + _SECONDS / 2
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                if time.monotonic() > until:
                    yield False
                    return
                time.sleep(0.2)
                continue
            yield True
            return


def _tidy() -> None:
    """Only the newest are kept; they can be drawn again at any time."""
    drawn = [p for p in _folder().iterdir() if (p / "pages.txt").is_file()]
    drawn.sort(key=lambda p: p.stat().st_mtime, reverse=True)
    for old in drawn[_KEPT:]:
        shutil.rmtree(old, ignore_errors=True)


def _folder() -> Path:
    return Path(settings.DATA) / "previews"
