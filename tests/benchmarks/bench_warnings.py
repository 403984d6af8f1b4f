"""What rules cost in a county of 350 villages, and what a room full of voters asks of the center.

Beside the look at everything stands deriving what is due of the same county; beside a vote stands
filing a case.
"""

from __future__ import annotations

import secrets
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import yaml

from kiosk.affairs.catalogue import Kind
from kiosk.affairs.disclosure import Content, Disclosure, Ledger, LedgerEntry, disclosure_id
from kiosk.affairs.holdings import Contract, HoldingClass, Installment
from kiosk.affairs.risk import Check
from kiosk.center.folder.risks import RISKS
from kiosk.feed.draft import Draft
from kiosk.state import sources
from tests.benchmarks.report import median, percentile, row

sys.path.insert(0, str(Path(__file__).parents[1] / "feed"))
import feedlab as sample

_VILLAGES, _MONTHS, _ROWS, _CONTRACTS, _VOTERS = 350, 12, 30, 3, 400


def main() -> None:
    """Publish the accounts of a county, look at them, then vote."""
    from kiosk.center.opening import open_center

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        county = sample.large_county(_VILLAGES)
        feed = sample.Feed(folder, county)
        codes = [d.code for d in county.divisions if d.code[9:] != "000"]
        feed.push(*(draft for code in codes for draft in _village(code)))
        open_center(feed=feed.repo, data=folder / "data")
        _leave_out_late(folder / "data")
        _look(feed, codes[17])
        _vote(codes[17])


def _leave_out_late(data: Path) -> None:
    """All rules but the one about accounts that are missing: this county is of last year."""
    rules = yaml.safe_load((sources() / "content" / RISKS).read_text(encoding="utf-8"))
    kept = [rule for rule in rules if rule["检查"] != Check.LATE.chinese]
    (data / RISKS).write_text(yaml.safe_dump(kept, allow_unicode=True), encoding="utf-8")


def _village(code: str) -> list[Draft]:
    months = [_month(code, n) for n in range(1, _MONTHS + 1)]
    return [*months, *(_contract(code, n) for n in range(_CONTRACTS))]


def _month(code: str, month: int, *, planted: int = 0) -> Draft:
    entries = tuple(
        LedgerEntry(
            day=date(2025, month, 1 + n % 28),
            summary=f"第{n}笔",
            paid=100_00 + planted,
            party=f"柳{n}",
            account="公益支出",
        )
        for n in range(_ROWS)
    )
    total = sum(e.paid for e in entries)
    period = f"2025-{month:02d}"
    face = Disclosure(
        id=disclosure_id(code, "D2", period),
        division=code,
        item="D2",
        title=f"2025年{month}月收支明细",
        kind=Kind.LEDGER,
        period=period,
        published=date(2025, 12, 31),
        unit="村民委员会",
    )
    document = Ledger(opening=total, closing=0, entries=entries)
    return Draft(disclosure=face, content=Content(document=document))


def _contract(code: str, number: int) -> Draft:
    face = Disclosure(
        id=disclosure_id(code, "D8", "2025", number + 1),
        division=code,
        item="D8",
        title=f"第{number}份合同",
        kind=Kind.CONTRACT,
        period="2025",
        published=date(2025, 12, 31),
        unit="村民委员会",
    )
    document = Contract(
        number=f"2025-{number}",
        subject="地",
        group=HoldingClass.LAND,
        tenant="柳＊生",
        begins=date(2025, 1, 1),
        ends=date(2035, 1, 1),
        rent=6_200_00,
        quantity=1000,
        unit="亩",
        installments=(Installment(due=date(2030, 1, 1), amount=6_200_00),),
    )
    return Draft(disclosure=face, content=Content(document=document))


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _look(feed: sample.Feed, village: str) -> None:
    from kiosk.center.cases.models import Case
    from kiosk.center.obligations.refresh import refresh_all
    from kiosk.center.risks.looking import Looker

    due = _timed(refresh_all)
    looker = Looker()
    first = _timed(lambda: looker.look_at_all(datetime.now(UTC)))
    before = Case.objects.count()
    against = f"what is due derived {due:.1f} s"
    what = f"rules over {_VILLAGES} villages, {_VILLAGES * _MONTHS * _ROWS:,} rows"
    row(what, f"{first:.1f} s", against, f"{first / due:.1f} x")
    some = Looker()
    row("… the few that one look takes", f"{_timed(lambda: some.look(datetime.now(UTC))):.2f} s")
    again = _timed(lambda: looker.look_at_all(datetime.now(UTC)))
    row("… again, nothing changed", f"{again * 1e3:.0f} ms", "", f"{again / first:.3f} x")
    feed.push(_month(village, 12, planted=60_000_00))
    one = _timed(lambda: looker.look_at_all(datetime.now(UTC)))
    filed = Case.objects.count() - before
    row(f"… one village changed, {filed} cases filed", f"{one:.2f} s", "", f"{one / first:.2f} x")


def _vote(village: str) -> None:
    from kiosk.affairs.case import Channel
    from kiosk.center.accounts.models import Staff
    from kiosk.center.appraisals.holding import cast, hand_out, open_session
    from kiosk.center.cases.services import Filing, file_case
    from kiosk.feed.ballots import CastBallot

    now = datetime.now(UTC)
    clerk = Staff.objects.create(
        username="clerk", name="员", role="village", division=village, unit="station"
    )
    session = open_session(
        clerk,
        village,
        "评议",
        questions=("一", "二", "三"),
        candidates=[(f"人{n}", "") for n in range(8)],
        eligible=_VOTERS,
        opens=now,
        closes=now + timedelta(hours=2),
        now=now,
    )
    votes = tuple((c, q, 9) for c in range(8) for q in range(3))
    voted = []
    for code in hand_out(clerk, session, _VOTERS, now=now):
        ballot = CastBallot(session=session.key, code=code, votes=votes)
        voted.append(_timed(lambda ballot=ballot: cast(ballot, now=now)))
    filed = [
        _timed(
            lambda: file_case(
                Filing(
                    division=village,
                    matter="clean",
                    words="没人扫",
                    nonce=secrets.token_urlsafe(24),
                    channel=Channel.SCREEN,
                ),
                now=now,
            )
        )
        for _ in range(60)
    ]
    row(
        f"a vote on 8 people and 3 questions, {_VOTERS} voters",
        f"{median(voted) * 1e3:.0f} ms",
        f"filing a case {median(filed) * 1e3:.0f} ms",
        f"{median(voted) / median(filed):.1f} x",
        f"95th percentile {percentile(voted, 0.95) * 1e3:.0f} ms",
    )


if __name__ == "__main__":
    main()
