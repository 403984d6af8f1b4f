"""An open session in the sample county, made once, so that voting can be tried."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from kiosk.affairs.deadline import BEIJING
from kiosk.center.accounts.models import Staff
from kiosk.center.appraisals.holding import hand_out, open_session
from kiosk.center.appraisals.models import Session
from kiosk.feed.ballots import spoken_ballot_code

_CLERK = "liuhejiandu"
_CODES = 3


def make_session(now: datetime) -> Iterator[str]:
    """Lines to print: the session, and codes that are shown this once."""
    staff = Staff.objects.filter(username=_CLERK).first()
    if staff is None or Session.objects.exists():
        return
    last = now.astimezone(BEIJING) + timedelta(days=3)
    session = open_session(
        staff,
        staff.division,
        "2026年度服务评议（示例）",
        questions=("办事快不快", "态度好不好"),
        candidates=(("孙＊芳", "便民服务站站长"), ("柳河村便民服务站", "")),
        eligible=35,
        opens=now,
        closes=last.replace(hour=18, minute=0, second=0, microsecond=0),
        now=now,
    )
    codes = "、".join(
        spoken_ballot_code(code) for code in hand_out(staff, session, _CODES, now=now)
    )
    yield f"民主评议（示例）正在投票：手机打开 /b/vote/{session.key} ，或者在屏上投。"
    yield f"投票码（只显示这一次）：{codes}"
