"""The county's risk rules: its own risks.yaml in the data folder, else the one that comes along."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from django.conf import settings

from kiosk.affairs.risk import RiskRule
from kiosk.center.folder.problems import Pen
from kiosk.center.folder.risks import RISKS, read_risks
from kiosk.feed.durable import write_durable
from kiosk.state import sources

_LOG = logging.getLogger(__name__)
_lock = threading.Lock()
_kept: dict[Path, tuple[tuple[int, int], tuple[RiskRule, ...]]] = {}


class RisksError(ValueError):
    """risks.yaml cannot be used.  The message is Chinese and names file and row."""


def load(path: Path, data: Path) -> str:
    """Take a county's rules into the center's data folder; RisksError, and nothing changed."""
    found = _read(path)
    data.mkdir(parents=True, exist_ok=True)
    write_durable(data / RISKS, path.read_bytes())
    return f"三资预警规则已换上：{len(found)} 条。"


def current() -> tuple[RiskRule, ...]:
    """The rules; read again when the file changed.

    A file with mistakes leaves those before, without one nothing is looked for.
    """
    own = Path(settings.DATA) / RISKS
    path = own if own.exists() else sources() / "content" / RISKS
    try:
        status = path.stat()
    except OSError:
        _LOG.warning("没有 %s，三资预警不看。", RISKS)
        return ()
    mark = (status.st_mtime_ns, status.st_size)
    with _lock:
        kept = _kept.get(path)
        if kept is None or kept[0] != mark:
            try:
                kept = (mark, _read(path))
            except RisksError:
                _LOG.exception("risks.yaml cannot be used; the rules before go on")
                kept = (mark, kept[1] if kept is not None else ())
            _kept[path] = kept
        return kept[1]


def _read(path: Path) -> tuple[RiskRule, ...]:
    pen = Pen(path.name)
    found = read_risks(path, pen)
    if len(pen):
        lines = [str(problem) for problem in pen.marks]
        raise RisksError("\n".join([*lines, "预警规则没有改动，仍按原来的。"]))
    return found
