"""The process whose power is cut: ``python -m tests.chaos.victim FOLDER push|withdraw|sync``.

With ``CHAOS_NO_FSYNC`` set it forgets its fsyncs, so that the test can be seen to notice.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from kiosk.feed.publisher import Publisher
from tests.chaos.checks import sample, terminal_of, whole_sync


def drafts(folder: Path, number: int):
    """What is pushed: new versions of three notices, each with a picture."""
    return [
        sample.pictured(
            folder / "drafts",
            f"{number}{period}".encode() * 700,
            period=period,
            title=f"第{number}次公告",
        )
        for period in ("2026-10-01", "2026-10-02", "2026-10-03")
    ]


def main(folder: Path, work: str) -> None:
    """Do it."""
    if os.environ.get("CHAOS_NO_FSYNC"):
        os.fsync = lambda _handle: None
    publisher = Publisher(folder / "repo", folder / "online")
    if work == "push":
        publisher.publish(sample.county(), drafts(folder, 2))
    elif work == "withdraw":
        publisher.withdraw(sample.disclosure(period="2026-10-01").id, reason="更正")
    else:
        whole_sync(terminal_of(folder))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
