"""Urgent notices that the desk ordered, carried out by the publishing worker.

An order is a `kiosk.center.board.models.Job` of kind ``notice``.  To announce: ``id``,
``division``, ``title`` and ``notice`` (a `Notice` as JSON holds it); to end one: ``end``, its id.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from kiosk.affairs.notice import Notice
from kiosk.center.notices.posting import announce, end


def carry_out(feed: Path, online: Path, order: Mapping[str, Any]) -> None:
    """Do what an order says; doing it twice changes nothing.  Raises what these raise."""
    if "end" in order:
        end(feed, online, str(order["end"]))
        return
    notice = msgspec.convert(order["notice"], Notice)
    announce(feed, online, order["division"], order["title"], notice, chosen=order["id"])
