"""What stands on the board though no catalogue asks for it: notices, cases, confirmed risks."""

from __future__ import annotations

from typing import NamedTuple

from kiosk.affairs.catalogue import Affairs


class Posted(NamedTuple):
    """Like an item of a catalogue: its code, where it stands, and its name."""

    code: str
    affairs: Affairs
    class_name: str
    name: str


NOTICES = Posted("NOTICE", Affairs.GOVERNMENT, "紧急通知", "紧急通知")
CASES = Posted("CASES", Affairs.VILLAGE, "乡亲的话", "诉求办理")
RISKS = Posted("RISKS", Affairs.VILLAGE, "三资预警", "三资预警")
BALLOTS = Posted("BALLOT", Affairs.VILLAGE, "民主评议", "评议投票")

POSTED = {each.code: each for each in (NOTICES, CASES, RISKS, BALLOTS)}
"""By code.  A catalogue's own codes are letters and digits, and never one of these words."""
